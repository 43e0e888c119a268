// Building a proposal as the proposer, as explicit phases: retrospective hash, state commitment infos, propose_block, content, recorder.
// Source: build_proposal.rs and SequencerConsensusContext::build_proposal of apollo_consensus_orchestrator, protocol.md 2.4. The order is Apollo's: the
// recorder's write starts first, Init leaves only after propose_block was accepted, Fin only after the recorder has the previous blob.
// An interrupt is seen only before a get_proposal_content: there is no way to abort a PROPOSE proposal in the batcher. Echonet mode is left out.
import { assert } from '../base/assert.ts';
import type { ManagerEffect } from '../consensus/messages.ts';
import type { BatcherAnswer, BatcherRequest, BlockNumberAndHash, FinishedProposalInfo } from '../types/batcher.ts';
import type { ProposalFin, ProposalInit, StreamId } from '../types/consensus.ts';
import { toHeight, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction, Transaction } from '../types/transaction.ts';
import { blockInfoOf } from './block-info.ts';
import { type BuildProposalErrorCode, describeClientError, expectAnswer } from './errors.ts';
import { VERSION_CONSTANT_COMMITMENT } from './init-checks.ts';
import type { WriteOutcome } from './messages.ts';
import { feeActualAt, l1PricesAt, l2PriceInForce, nextL2Price, ownFeeProposal } from './prices.ts';
import { noteReceived } from './recorder.ts';
import { STORED_BLOCK_HASH_BUFFER, type RetrospectiveStep, beginRetrospective, stepRetrospective } from './retrospective.ts';
import {
  type BuildPhase,
  type BuildTask,
  type Draft,
  callBatcher,
  patch,
  report,
  setTimer,
  storeProposal,
  truncateBatches,
  unixSeconds,
} from './state.ts';
import { startWrite } from './write-blob.ts';

const PPT = 1_000;
/** Least time to wait for the recorder. */
const MIN_WAIT_US = 1_000;

type BuildCall = ManagerEffect & { readonly kind: 'build_proposal' };

/** Starts the build task. Asserts that nothing is active and that the height and round are the present ones. */
export const startBuild = (draft: Draft, call: BuildCall): void => {
  const { settings } = draft.config;
  const { state } = draft;
  assert(call.height === state.height && call.round === state.round && state.task === null, 'startBuild: a free slot at the present round');
  assert(call.timeoutUs > settings.buildProposalMarginUs, 'startBuild: a timeout above the margin');
  const write = startWrite(draft, call.height);
  const proposalId = draft.state.nextProposalId;
  patch(draft, { nextProposalId: proposalId + 1 });
  const totalUs = call.timeoutUs - settings.buildProposalMarginUs;
  const feeActual = feeActualAt(draft.state, call.height, settings);
  const init = makeInit(draft, call, ownFeeProposal(draft, feeActual));
  const task: BuildTask = {
    kind: 'build',
    proposalId,
    height: call.height,
    round: call.round,
    init,
    cancelled: false,
    batches: [],
    callId: null,
    phase: { kind: 'retrospective_sleep' },
    batcherDeadline: toTimeUs(draft.now + totalUs),
    retrospectiveDeadline: toTimeUs(draft.now + Math.floor((totalUs * settings.retrospectiveTimeRatioPpt) / PPT)),
    feeActual,
    write,
  };
  report(draft, { kind: 'build_started', height: call.height, round: call.round, proposalId, init });
  followRetrospective(draft, task, beginRetrospective(task.height));
};

const makeInit = (draft: Draft, call: BuildCall, feeProposalFri: bigint): ProposalInit => {
  const { settings, builder } = draft.config;
  const timestamp = unixSeconds(draft);
  const prices = l1PricesAt(draft, timestamp);
  return {
    height: call.height,
    round: call.round,
    validRound: null,
    proposer: call.proposer,
    timestamp,
    builder,
    l1DaMode: 'blob',
    l2GasPriceFri: l2PriceInForce(draft.state, settings),
    l1GasPriceFri: prices.l1Gas.fri,
    l1DataGasPriceFri: prices.l1DataGas.fri,
    l1GasPriceWei: prices.l1Gas.wei,
    l1DataGasPriceWei: prices.l1DataGas.wei,
    starknetVersion: settings.starknetVersion,
    versionConstantCommitment: VERSION_CONSTANT_COMMITMENT,
    feeProposalFri,
  };
};

/** The answer to the call that the task waits for. */
export const onBuildAnswer = (draft: Draft, task: BuildTask, answer: BatcherAnswer): void => {
  const { phase } = task;
  switch (phase.kind) {
    case 'retrospective': {
      const compare = draft.config.settings.compareRetrospectiveBlockHash;
      followRetrospective(draft, task, stepRetrospective(task.height, phase.stage, answer, compare));
      return;
    }
    case 'commitment_infos':
      onCommitmentInfos(draft, task, phase.hash, answer);
      return;
    case 'proposing':
      onProposed(draft, task, answer);
      return;
    case 'content':
      onContent(draft, task, answer);
      return;
    case 'retrospective_sleep':
    case 'recorder':
      assert(false, 'onBuildAnswer: a phase with a call under way');
  }
};

/** The pause before another try for the retrospective hash is over. */
export const onRetrospectiveRetry = (draft: Draft, task: BuildTask): void => {
  if (task.phase.kind === 'retrospective_sleep') followRetrospective(draft, task, beginRetrospective(task.height));
};

/** The recorder's time is up. */
export const onBuildDeadline = (draft: Draft, task: BuildTask): void => {
  if (task.phase.kind === 'recorder') failBuild(draft, task, 'CendeWriteError', 'the recorder did not answer in time');
};

/** The recorder has answered the task's write. */
export const onBuildWrite = (draft: Draft, task: BuildTask, outcome: WriteOutcome): void => {
  if (outcome === 'succeeded') patch(draft, { recorder: noteReceived(draft.state.recorder, task.height - 1) });
  const next: BuildTask = { ...task, write: { ...task.write, outcome } };
  patch(draft, { task: next });
  if (next.phase.kind === 'recorder') settleRecorder(draft, next, next.phase.info);
};

const ask = (draft: Draft, task: BuildTask, phase: BuildPhase, request: BatcherRequest): void => {
  const callId = callBatcher(draft, request);
  patch(draft, { task: { ...task, phase, callId } });
};

const followRetrospective = (draft: Draft, task: BuildTask, step: RetrospectiveStep): void => {
  switch (step.kind) {
    case 'ask':
      ask(draft, task, { kind: 'retrospective', stage: step.stage }, step.request);
      return;
    case 'done':
      askCommitmentInfos(draft, task, step.hash);
      return;
    case 'failed': {
      const waitUs = Math.min(draft.config.settings.retrospectiveRetryIntervalUs, task.retrospectiveDeadline - draft.now);
      if (!step.notReady || waitUs <= 0) {
        failBuild(draft, task, 'RetrospectiveBlockHashError', step.detail);
        return;
      }
      patch(draft, { task: { ...task, phase: { kind: 'retrospective_sleep' }, callId: null } });
      setTimer(draft, draft.now + waitUs, { kind: 'retrospective_retry', proposalId: task.proposalId });
    }
  }
};

/** The block whose hash the NEXT height needs; its state commitment infos must be somewhere before this blob is made. */
const nextRetrospective = (task: BuildTask): number => task.height + 1 - STORED_BLOCK_HASH_BUFFER;

const askCommitmentInfos = (draft: Draft, task: BuildTask, hash: BlockNumberAndHash | null): void => {
  const number = nextRetrospective(task);
  if (number < 0) propose(draft, task, hash);
  else ask(draft, task, { kind: 'commitment_infos', hash }, { kind: 'has_state_commitment_infos', height: toHeight(number) });
};

const onCommitmentInfos = (draft: Draft, task: BuildTask, hash: BlockNumberAndHash | null, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'state_commitment_infos');
  if (!got.ok) {
    failBuild(draft, task, 'RetrospectiveStateCommitmentInfosError', `BatcherError: ${describeClientError(got.error)}`);
    return;
  }
  const number = nextRetrospective(task);
  const offset = draft.config.recorder.commitmentInfosOffset(draft.now);
  if (got.value.present || offset === null || offset > number) propose(draft, task, hash);
  else failBuild(draft, task, 'RetrospectiveStateCommitmentInfosError', `NotStored: block ${number}, recorder's offset ${offset}`);
};

const propose = (draft: Draft, task: BuildTask, hash: BlockNumberAndHash | null): void => {
  const blockInfo = blockInfoOf(task.init);
  if (!blockInfo.ok) {
    failBuild(draft, task, 'ProposalInitConversion', blockInfo.error);
    return;
  }
  ask(
    draft,
    task,
    { kind: 'proposing' },
    {
      kind: 'propose_block',
      proposalId: task.proposalId,
      deadline: task.batcherDeadline,
      retrospectiveBlockHash: hash,
      blockInfo: blockInfo.value,
      proposalRound: draft.state.round,
    },
  );
};

const streamIdOf = (task: BuildTask): StreamId => ({ height: task.height, round: task.round });

const onProposed = (draft: Draft, task: BuildTask, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'done');
  if (!got.ok) {
    failBuild(draft, task, 'Batcher', `Failed to initiate build proposal: ${describeClientError(got.error)}`);
    return;
  }
  draft.effects.push({ kind: 'send_part', streamId: streamIdOf(task), part: { kind: 'init', init: task.init } });
  askContent(draft, task);
};

const askContent = (draft: Draft, task: BuildTask): void => {
  if (task.cancelled) failBuild(draft, task, 'Interrupted', 'the proposal was interrupted');
  else ask(draft, task, { kind: 'content' }, { kind: 'get_proposal_content', proposalId: task.proposalId });
};

const onContent = (draft: Draft, task: BuildTask, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'proposal_txs', 'proposal_finished');
  if (!got.ok) {
    failBuild(draft, task, 'Batcher', `Failed to get proposal content: ${describeClientError(got.error)}`);
    return;
  }
  if (got.value.kind === 'proposal_txs') {
    sendBatch(draft, task, got.value.txs);
    return;
  }
  const { info } = got.value;
  const next: BuildTask = {
    ...task,
    callId: null,
    batches: truncateBatches(task.batches, info.finalNExecutedTxs),
    phase: { kind: 'recorder', info },
  };
  patch(draft, { task: next });
  settleRecorder(draft, next, info);
};

const sendBatch = (draft: Draft, task: BuildTask, txs: readonly HashedTransaction[]): void => {
  const transactions: Transaction[] = [];
  for (const tx of txs) {
    const converted = draft.config.converter.toNetwork(tx);
    if (!converted.ok) {
      failBuild(draft, task, 'TransactionConverterError', converted.error);
      return;
    }
    transactions.push(converted.value);
  }
  draft.effects.push({ kind: 'send_part', streamId: streamIdOf(task), part: { kind: 'transactions', transactions } });
  askContent(draft, { ...task, batches: [...task.batches, txs] });
};

/** Fin may leave only after the recorder has the previous blob; it is waited for until the batcher's deadline, at least 1 ms. */
const settleRecorder = (draft: Draft, task: BuildTask, info: FinishedProposalInfo): void => {
  const { outcome, detail } = task.write;
  if (outcome === null) {
    setTimer(draft, Math.max(task.batcherDeadline, draft.now + MIN_WAIT_US), { kind: 'build_deadline', proposalId: task.proposalId });
  } else if (outcome === 'failed') {
    failBuild(draft, task, 'CendeWriteError', detail === '' ? 'the recorder refused the blob' : detail);
  } else {
    finishBuild(draft, task, info);
  }
};

const finishBuild = (draft: Draft, task: BuildTask, info: FinishedProposalInfo): void => {
  const { height, round, init, proposalId } = task;
  const commitment = draft.config.commitmentOf(info.partialBlockHash, init.feeProposalFri);
  const price = { height, price: init.l2GasPriceFri, used: info.l2GasUsed, feeActual: task.feeActual };
  const fin = makeFin(commitment, info, nextL2Price(price, draft.config.settings));
  draft.effects.push({ kind: 'send_part', streamId: streamIdOf(task), part: { kind: 'fin', fin } });
  draft.effects.push({ kind: 'close_stream', streamId: streamIdOf(task) });
  storeProposal(draft, { commitment, init, batches: task.batches, proposalId, info });
  report(draft, { kind: 'build_finished', height, round, proposalId, value: commitment, error: null, detail: null });
  patch(draft, { task: null });
  draft.effects.push({ kind: 'manager', input: { kind: 'finished_building', height, round, value: commitment } });
};

/** The last part of a proposal; the payload is informative. */
export const makeFin = (
  proposalCommitment: ProposalFin['proposalCommitment'],
  info: FinishedProposalInfo,
  nextPrice: bigint,
): ProposalFin => ({
  proposalCommitment,
  executedTransactionCount: info.finalNExecutedTxs,
  finPayload: {
    commitmentParts: {
      concatenatedCounts: info.commitments.concatenatedCounts,
      parentCommitment: info.parentProposalCommitment,
      transactionCommitment: info.commitments.transactionCommitment,
      eventCommitment: info.commitments.eventCommitment,
      receiptCommitment: info.commitments.receiptCommitment,
    },
    l2GasInfo: { nextL2GasPriceFri: nextPrice, l2GasUsed: BigInt(info.l2GasUsed) },
  },
});

/** Every failure ends the stream, which then lacks its Fin, and tells consensus that there is no value. */
const failBuild = (draft: Draft, task: BuildTask, error: BuildProposalErrorCode, detail: string): void => {
  const { height, round, proposalId } = task;
  draft.effects.push({ kind: 'close_stream', streamId: streamIdOf(task) });
  report(draft, { kind: 'build_finished', height, round, proposalId, value: null, error, detail });
  patch(draft, { task: null });
  draft.effects.push({ kind: 'manager', input: { kind: 'finished_building', height, round, value: null } });
};
