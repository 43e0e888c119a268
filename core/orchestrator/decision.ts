// What follows a decision: the batcher commits, prices move on, the block enters the own state-sync store, the recorder's blob is prepared.
// Source: SequencerConsensusContext::decision_reached and finalize_decision, protocol.md 2.10. After the batcher's answer nothing may fail.
// Not collected for the blob: recent block hashes and state commitment infos, since the blob's content is not modelled (recorder.ts).
import { assert, required } from '../base/assert.ts';
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { ManagerEffect } from '../consensus/messages.ts';
import type { BatcherAnswer, DecisionReachedResponse } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { type Height, toHeight } from '../types/ids.ts';
import { blockInfoOf, l1PricesOf } from './block-info.ts';
import { describeClientError, expectAnswer } from './errors.ts';
import type { WriteOutcome } from './messages.ts';
import { feeActualAt, nextL2Price } from './prices.ts';
import { noteReceived } from './recorder.ts';
import { type Awaited, type Draft, type StoredProposal, callBatcher, patch, report, setTimer, storedProposal } from './state.ts';
import { startWrite } from './write-blob.ts';

/** The active task must have ended. Asserts where Apollo panics: the decided proposal is not stored. */
export const decide = (draft: Draft, call: ManagerEffect & { readonly kind: 'decision_reached' }): void => {
  const { height, round, value, wait } = call;
  const decision = storedProposal(draft.state, height, round, value);
  const proposals = new Map([...draft.state.proposals].filter(([, { init }]) => init.height > height));
  patch(draft, { proposals });
  const callId = callBatcher(draft, { kind: 'decision_reached', proposalId: decision.proposalId });
  patch(draft, { awaited: { kind: 'deciding', decision, wait, callId } });
};

/** The batcher's answer; an error is fatal. */
export const onDecided = (draft: Draft, awaited: Awaited & { readonly kind: 'deciding' }, answer: BatcherAnswer): void => {
  const { decision, wait } = awaited;
  const got = expectAnswer(answer, 'decision');
  if (!got.ok) {
    draft.effects.push({ kind: 'fatal', code: 'DecisionReachedFailed', detail: describeClientError(got.error) });
    return;
  }
  finalize(draft, decision, got.value.decision);
  if (wait) askLastHash(draft, decision);
  else finishDecision(draft, decision);
};

const finalize = (draft: Draft, decision: StoredProposal, response: DecisionReachedResponse): void => {
  const { init, info } = decision;
  const { height, feeProposalFri } = init;
  const { settings } = draft.config;
  const price = draft.state.l2GasPriceFri;
  const next = nextL2Price({ height, price, used: info.l2GasUsed, feeActual: feeActualAt(draft.state, height, settings) }, settings);
  patch(draft, { l2GasPriceFri: next, feeWindow: new Map(draft.state.feeWindow).set(height, feeProposalFri) });
  report(draft, { kind: 'fee_market', height, l2GasPriceFri: price, nextL2GasPriceFri: next, feeProposalFri, l2GasUsed: info.l2GasUsed });
  const executed = executedOf(decision, response);
  if (draft.config.keepsBodies === true) patch(draft, { bodies: new Map(draft.state.bodies).set(height, executed) });
  patch(draft, {
    store: new Map(draft.state.store).set(height, syncBlockOf(decision, response, { executed, nextL2GasPriceFri: next })),
    recorder: noteReceived({ ...draft.state.recorder, blob: height }, height - 1),
  });
};

/** The transactions of the block in order. Asserts where Apollo panics: a duplicate hash, a receipt without its transaction. */
const executedOf = (decision: StoredProposal, { receipts }: DecisionReachedResponse): readonly HashedTransaction[] => {
  const byHash = new Map<string, HashedTransaction>();
  for (const tx of decision.batches.flat()) {
    const key = feltToHex(tx.hash);
    assert(!byHash.has(key), 'executedOf: every transaction once');
    byHash.set(key, tx);
  }
  return receipts.map((receipt) => required(byHash.get(feltToHex(receipt.transactionHash)), 'executedOf: a transaction for every receipt'));
};

type Executed = { readonly executed: readonly HashedTransaction[]; readonly nextL2GasPriceFri: bigint };

/** The block as the state-sync store keeps it. */
const syncBlockOf = (decision: StoredProposal, response: DecisionReachedResponse, { executed, nextL2GasPriceFri }: Executed): SyncBlock => {
  const info = blockInfoOf(decision.init);
  assert(info.ok, 'syncBlockOf: a decided init converts');
  return freeze({
    info: info.value,
    stateDiff: response.stateDiff,
    accountTransactionHashes: executed.filter(({ tx }) => tx.kind !== 'l1_handler').map(({ hash }) => hash),
    l1TransactionHashes: executed.filter(({ tx }) => tx.kind === 'l1_handler').map(({ hash }) => hash),
    commitments: decision.info.commitments,
    l2GasConsumed: decision.info.l2GasUsed,
    nextL2GasPriceFri,
    feeProposalFri: decision.init.feeProposalFri,
  });
};

/** stop_at_height: the last block's hash must be there before its blob is written. */
export const askLastHash = (draft: Draft, decision: StoredProposal): void => {
  const callId = callBatcher(draft, { kind: 'get_block_hash', height: decision.init.height });
  patch(draft, { awaited: { kind: 'last_hash', decision, callId } });
};

/** Any error means: look again. */
export const onLastHash = (draft: Draft, decision: StoredProposal, answer: BatcherAnswer): void => {
  const { height } = decision.init;
  if (!expectAnswer(answer, 'block_hash').ok) {
    patch(draft, { awaited: { kind: 'last_hash', decision, callId: null } });
    setTimer(draft, draft.now + draft.config.settings.retrospectiveRetryIntervalUs, { kind: 'block_hash_poll', height });
    return;
  }
  const write = startWrite(draft, toHeight(height + 1));
  patch(draft, { awaited: { kind: 'last_blob', decision, writeId: write.id } });
};

/** The recorder has answered; a failed write is only logged. */
export const onLastBlob = (draft: Draft, decision: StoredProposal, outcome: WriteOutcome): void => {
  if (outcome === 'succeeded') patch(draft, { recorder: noteReceived(draft.state.recorder, decision.init.height) });
  finishDecision(draft, decision);
};

const finishDecision = (draft: Draft, decision: StoredProposal): void => {
  const { init } = decision;
  patch(draft, { previous: { timestamp: init.timestamp, ...l1PricesOf(init) }, awaited: null });
  const next: Height = toHeight(init.height + 1);
  draft.effects.push({ kind: 'manager', input: { kind: 'run_height', height: next } });
};
