// Validating a proposal: Init checks before the batcher is asked, then its parts one by one, then the comparison with Fin.
// Source: validate_proposal.rs of apollo_consensus_orchestrator, protocol.md 2.7. Where Apollo selects at random among ready branches, the order here is
// interrupt, deadline, part. A call under way is never given up: interrupt and deadline are seen when it is answered. Proofs are not verified.
import { assert, required } from '../base/assert.ts';
import { feltToHex } from '../base/felt.ts';
import type { BatcherAnswer, BatcherRequest, BlockNumberAndHash } from '../types/batcher.ts';
import type { ProposalCommitment, ProposalFin, ProposalPart } from '../types/consensus.ts';
import { toTimeUs } from '../types/ids.ts';
import type { HashedTransaction, Transaction } from '../types/transaction.ts';
import { blockInfoOf } from './block-info.ts';
import { type ValidateProposalError, type ValidateProposalErrorCode, describeClientError, expectAnswer } from './errors.ts';
import { checkInit } from './init-checks.ts';
import { feeActualAt, l1PricesAt, l2PriceInForce } from './prices.ts';
import { noteReceived } from './recorder.ts';
import { type RetrospectiveStep, beginRetrospective, stepRetrospective } from './retrospective.ts';
import {
  type Draft,
  type QueuedProposal,
  type ValidatePhase,
  type ValidateTask,
  callBatcher,
  dropStream,
  patch,
  report,
  setTimer,
  storeProposal,
  truncateBatches,
  unixSeconds,
} from './state.ts';
import { constantsOf } from './versions.ts';

/** Starts the task for a proposal of the present round. Asserts that nothing is active. */
export const startValidation = (draft: Draft, proposal: QueuedProposal): void => {
  const { init, stream, timeoutUs } = proposal;
  assert(draft.state.task === null && init.round === draft.state.round, 'startValidation: a free slot at the present round');
  const proposalId = draft.state.nextProposalId;
  patch(draft, { nextProposalId: proposalId + 1 });
  const task: ValidateTask = {
    kind: 'validate',
    proposalId,
    height: init.height,
    round: init.round,
    init,
    cancelled: false,
    batches: [],
    callId: null,
    phase: { kind: 'waiting' },
    stream,
    timeoutUs,
    deadline: toTimeUs(draft.now + timeoutUs),
    seen: new Set(),
  };
  report(draft, { kind: 'validation_started', height: task.height, round: task.round, proposalId });
  const checked = checkInit(init, criteriaOf(draft, task));
  const detail = checked.ok ? null : checked.error;
  report(draft, { kind: 'init_checked', height: task.height, round: task.round, ok: checked.ok, detail });
  if (!checked.ok) {
    endValidation(draft, task, null, { code: 'InvalidProposalInit', detail: checked.error });
    return;
  }
  setTimer(draft, task.deadline, { kind: 'validation_deadline', proposalId });
  followRetrospective(draft, task, beginRetrospective(task.height));
};

const criteriaOf = (draft: Draft, task: ValidateTask): Parameters<typeof checkInit>[1] => {
  const { state } = draft;
  const { settings } = draft.config;
  return {
    height: required(state.height, 'criteriaOf: a height'),
    previousTimestamp: state.previous?.timestamp ?? 0,
    nowSeconds: unixSeconds(draft),
    windowSeconds: settings.blockTimestampWindowSeconds,
    l1DaMode: 'blob',
    l2GasPriceFri: l2PriceInForce(state, settings),
    l1Prices: l1PricesAt(draft, task.init.timestamp),
    l1MarginPercent: settings.l1GasPriceMarginPercent,
    feeActual: feeActualAt(state, task.height, settings),
    constants: constantsOf(settings.starknetVersion),
  };
};

/** The answer to the call that the task waits for. */
export const onValidateAnswer = (draft: Draft, task: ValidateTask, answer: BatcherAnswer): void => {
  const { phase } = task;
  switch (phase.kind) {
    case 'retrospective': {
      const compare = draft.config.settings.compareRetrospectiveBlockHash;
      followRetrospective(draft, task, stepRetrospective(task.height, phase.stage, answer, compare));
      return;
    }
    case 'initiating':
      onInitiated(draft, task, answer);
      return;
    case 'sending':
      onSent(draft, task, answer);
      return;
    case 'finishing':
      onFinished(draft, task, phase.fin, answer);
      return;
    case 'aborting':
      onAborted(draft, task, phase, answer);
      return;
    case 'waiting':
      assert(false, 'onValidateAnswer: a phase with a call under way');
  }
};

/** Goes on if the task is idle and something is there: an interrupt, the deadline or a part. */
export const advanceValidation = (draft: Draft): void => {
  const { task } = draft.state;
  if (task === null || task.kind !== 'validate' || task.phase.kind !== 'waiting') return;
  if (task.cancelled) {
    abort(draft, task, { code: 'ProposalInterrupted', detail: 'while validating proposal parts' }, false);
    return;
  }
  if (draft.now >= task.deadline) {
    abort(draft, task, { code: 'ValidationTimeout', detail: 'while validating proposal parts' }, false);
    return;
  }
  const channel = required(draft.state.streams.get(task.stream), 'advanceValidation: the stream of the task');
  const [part, ...rest] = channel.parts;
  if (part !== undefined) {
    patch(draft, { streams: new Map(draft.state.streams).set(task.stream, { ...channel, parts: rest }) });
    handlePart(draft, task, part);
  } else if (channel.closed) {
    failPart(draft, task, 'the proposal stream was closed before receiving fin');
  }
};

const ask = (draft: Draft, task: ValidateTask, phase: ValidatePhase, request: BatcherRequest): void => {
  const callId = callBatcher(draft, request);
  patch(draft, { task: { ...task, phase, callId } });
};

const wait = (draft: Draft, task: ValidateTask): void => {
  patch(draft, { task: { ...task, phase: { kind: 'waiting' }, callId: null } });
  advanceValidation(draft);
};

const followRetrospective = (draft: Draft, task: ValidateTask, step: RetrospectiveStep): void => {
  switch (step.kind) {
    case 'ask':
      ask(draft, task, { kind: 'retrospective', stage: step.stage }, step.request);
      return;
    case 'done':
      initiate(draft, task, step.hash);
      return;
    case 'failed':
      endValidation(draft, task, null, { code: 'RetrospectiveBlockHashError', detail: step.detail });
  }
};

const initiate = (draft: Draft, task: ValidateTask, retrospectiveBlockHash: BlockNumberAndHash | null): void => {
  const blockInfo = blockInfoOf(task.init);
  if (!blockInfo.ok) {
    endValidation(draft, task, null, { code: 'ProposalInitConversion', detail: blockInfo.error });
    return;
  }
  const deadline = toTimeUs(draft.now + task.timeoutUs + draft.config.settings.validateProposalMarginUs);
  const request: BatcherRequest = {
    kind: 'validate_block',
    proposalId: task.proposalId,
    deadline,
    retrospectiveBlockHash,
    blockInfo: blockInfo.value,
  };
  ask(draft, task, { kind: 'initiating' }, request);
};

const onInitiated = (draft: Draft, task: ValidateTask, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'done');
  if (got.ok) wait(draft, task);
  else
    endValidation(draft, task, null, {
      code: 'Batcher',
      detail: `Failed to initiate validate proposal: ${describeClientError(got.error)}`,
    });
};

const handlePart = (draft: Draft, task: ValidateTask, part: ProposalPart): void => {
  switch (part.kind) {
    case 'init':
      failPart(draft, task, 'Invalid proposal part: a second init');
      return;
    case 'transactions':
      sendBatch(draft, task, part.transactions);
      return;
    case 'fin':
      finish(draft, task, part.fin);
  }
};

const sendBatch = (draft: Draft, task: ValidateTask, transactions: readonly Transaction[]): void => {
  const batch: HashedTransaction[] = [];
  const seen = new Set(task.seen);
  for (const transaction of transactions) {
    const tx = draft.config.converter.fromNetwork(transaction);
    if (!tx.ok) {
      failPart(draft, task, `Failed to convert transactions: ${tx.error}`);
      return;
    }
    batch.push(tx.value);
  }
  for (const { hash } of batch) {
    const key = feltToHex(hash);
    if (seen.has(key)) {
      failPart(draft, task, `Duplicate transaction hash in proposal: ${key}`);
      return;
    }
    seen.add(key);
  }
  const next = { ...task, batches: [...task.batches, batch], seen };
  ask(draft, next, { kind: 'sending' }, { kind: 'send_txs_for_proposal', proposalId: task.proposalId, txs: batch });
};

const onSent = (draft: Draft, task: ValidateTask, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'processing', 'invalid_proposal');
  if (!got.ok) failPart(draft, task, `Failed to send transactions to the batcher: ${describeClientError(got.error)}`);
  else if (got.value.kind === 'processing') wait(draft, task);
  else endValidation(draft, task, null, { code: 'InvalidProposal', detail: got.value.reason });
};

const finish = (draft: Draft, task: ValidateTask, fin: ProposalFin): void => {
  // Whoever sends Fin has written the previous blob (5.3).
  patch(draft, { recorder: noteReceived(draft.state.recorder, task.height - 1) });
  const received = task.batches.reduce((sum, batch) => sum + batch.length, 0);
  const count = fin.executedTransactionCount;
  if (count > received) {
    failPart(draft, task, `Fin names ${count} executed transactions, but ${received} were received`);
    return;
  }
  const next = { ...task, batches: truncateBatches(task.batches, count) };
  ask(draft, next, { kind: 'finishing', fin }, { kind: 'finish_proposal', proposalId: task.proposalId, finalNExecutedTxs: count });
};

/** The proposal is stored before the comparison: a mismatching one stays there, as in Apollo. */
const onFinished = (draft: Draft, task: ValidateTask, fin: ProposalFin, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'proposal_finished', 'invalid_proposal');
  if (!got.ok) {
    failPart(draft, task, `Failed to finish the proposal in the batcher: ${describeClientError(got.error)}`);
    return;
  }
  if (got.value.kind === 'invalid_proposal') {
    endValidation(draft, task, null, { code: 'InvalidProposal', detail: got.value.reason });
    return;
  }
  const { info } = got.value;
  const { init, batches, proposalId } = task;
  const commitment = draft.config.commitmentOf(info.partialBlockHash, init.feeProposalFri);
  storeProposal(draft, { commitment, init, batches, proposalId, info });
  if (commitment === fin.proposalCommitment) {
    endValidation(draft, task, commitment, null);
    return;
  }
  const detail = `built ${feltToHex(commitment)}, received ${feltToHex(fin.proposalCommitment)}`;
  endValidation(draft, task, null, { code: 'ProposalFinMismatch', detail });
};

const abort = (draft: Draft, task: ValidateTask, error: ValidateProposalError, strict: boolean): void =>
  ask(draft, task, { kind: 'aborting', error, strict }, { kind: 'abort_proposal', proposalId: task.proposalId });

/** `Failed` of Apollo: the batcher's proposal is aborted, then ProposalPartFailed. */
const failPart = (draft: Draft, task: ValidateTask, reason: string): void =>
  abort(draft, task, { code: 'ProposalPartFailed', detail: reason }, true);

const onAborted = (draft: Draft, task: ValidateTask, phase: ValidatePhase & { readonly kind: 'aborting' }, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'done');
  const isAborted = !got.ok && got.error.kind === 'batcher_error' && got.error.error.code === 'ProposalAborted';
  if (got.ok || isAborted || !phase.strict) {
    endValidation(draft, task, null, phase.error);
    return;
  }
  endValidation(draft, task, null, { code: 'Batcher', detail: `Failed to abort proposal: ${describeClientError(got.error)}` });
};

const endValidation = (draft: Draft, task: ValidateTask, value: ProposalCommitment | null, error: ValidateProposalError | null): void => {
  const { height, round, proposalId } = task;
  const code: ValidateProposalErrorCode | null = error?.code ?? null;
  report(draft, { kind: 'validation_finished', height, round, proposalId, value, error: code, detail: error?.detail ?? null });
  dropStream(draft, task.stream);
  patch(draft, { task: null });
  draft.effects.push({ kind: 'manager', input: { kind: 'finished_validation', height, round, value } });
};
