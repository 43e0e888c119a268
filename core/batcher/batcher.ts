// The batcher: sixteen requests, one at a time and in order. `receiveCall` takes a request in, `wakeBatcher` lets virtual time do its part (block builder,
// storage, retries), `nextBatcherWake` says when that is needed next. A request that waits blocks every later one, as in Apollo's local component server.
// Source: crates/apollo_batcher (batcher.rs, communication.rs); protocol.md 3, 7.1. `start_round` belongs to Echonet, a replay mode that is not modelled.
import { assert } from '../base/assert.ts';
import { COMPONENT_QUEUE_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { BatcherError, BatcherResponse, ProposalId } from '../types/batcher.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import { type ActiveProposal, type LoopStep, nextBuilderWake, runBuilder } from './block-builder.ts';
import { commitBlock } from './commit.ts';
import { absorbResults, submitMissingTasks, submitTask } from './commitment-manager.ts';
import { type BatcherEnv, note } from './env.ts';
import { closeBlock } from './executor.ts';
import {
  addSyncBlock,
  callContract,
  commitResponse,
  decisionReached,
  finishRevert,
  getBlockHash,
  revertBlock,
  startHeight,
  stateCommitmentInfos,
} from './heights.ts';
import {
  type Served,
  abortProposal,
  answered,
  endActive,
  fillChannel,
  finishProposal,
  getProposalContent,
  proposeBlock,
  sendTxsForProposal,
  takeContent,
  takeFinished,
  validateBlock,
} from './proposals.ts';
import type { BatcherCall, BatcherState, Serving } from './state.ts';
import { stateMarker } from './storage.ts';

/** What a wake-up did, for the log event that opens its step; null: nothing. */
export type BatcherWork = {
  readonly task: 'tx_poll' | 'execution' | 'block_closed' | 'storage_commit';
  readonly proposalId: ProposalId | null;
};

/** How often a full commitment queue is tried again. */
const SUBMIT_RETRY_US = 100_000;

/** A fresh or restarted batcher: tasks that the committer has not answered are sent again. */
export const startBatcher = (env: BatcherEnv, state: BatcherState): void => submitMissingTasks(env, state.committer, state.storage);

/** A request arrives; a full queue refuses it with a transport error. */
export const receiveCall = (env: BatcherEnv, state: BatcherState, call: BatcherCall): void => {
  if (state.queue.length >= COMPONENT_QUEUE_MAX) {
    note(env, { kind: 'component_overflow', queue: 'batcher', limit: COMPONENT_QUEUE_MAX });
    const reason = `the batcher's queue holds ${COMPONENT_QUEUE_MAX} requests`;
    note(env, { kind: 'refused', source: 'batcher', code: 'QueueFull', detail: reason, hash: null });
    env.emit({ kind: 'answer', callId: call.callId, request: call.request.kind, answer: err({ kind: 'client_error', reason }) });
    return;
  }
  state.queue.push(call);
  serve(env, state);
};

/** Requests that wait behind the one in progress. */
export const queuedCalls = (state: BatcherState): number => state.queue.length;

/** When `wakeBatcher` may have something to do next; never before `env.now`. Null: only a request can change anything. */
export const nextBatcherWake = (env: BatcherEnv, state: BatcherState): TimeUs | null => {
  const builder = state.active === null ? null : nextBuilderWake(env, state.active);
  const serving = state.serving === null ? null : servingWake(state.serving);
  if (builder === null || serving === null) return builder ?? serving;
  return toTimeUs(Math.min(builder, serving));
};

/** Does what is due at `env.now`. */
export const wakeBatcher = (env: BatcherEnv, state: BatcherState): BatcherWork | null => {
  const { serving, active } = state;
  const stored = serving !== null && servingWake(serving) === env.now;
  if (stored) finishTimed(env, state, serving);
  const step: LoopStep =
    active !== null && active === state.active && nextBuilderWake(env, active) === env.now
      ? runActive(env, state, active)
      : { kind: 'idle' };
  settle(env, state);
  serve(env, state);
  return workOf(stored, step, active);
};

const workOf = (stored: boolean, step: LoopStep, active: ActiveProposal | null): BatcherWork | null => {
  const proposalId = active?.proposalId ?? null;
  switch (step.kind) {
    case 'closed':
    case 'failed':
      return { task: 'block_closed', proposalId };
    case 'collected':
      return { task: 'execution', proposalId };
    case 'started':
      return { task: 'tx_poll', proposalId };
    case 'idle':
      return stored ? { task: 'storage_commit', proposalId: null } : null;
  }
};

const runActive = (env: BatcherEnv, state: BatcherState, active: ActiveProposal): LoopStep => {
  const { proposalId, height } = active;
  const step = runBuilder(env, active, {
    stream: (txs) => {
      const stream = state.proposeStreams.get(proposalId);
      assert(stream !== undefined, 'runActive: a proposer has a stream');
      stream.push(...txs);
      note(env, { kind: 'txs_streamed', proposalId, hashes: txs.map((tx) => tx.hash) });
    },
    refill: () => {
      if (state.serving?.kind === 'send') fillChannel(env, state, state.serving.rest);
    },
  });
  if (step.kind === 'failed') endActive(env, state, { ok: false, error: step.error });
  if (step.kind !== 'closed') return step;
  const artifacts = closeBlock(env, active.executor, step.n);
  const { info, commitments, partialBlockHash, l2GasUsed, txs } = artifacts;
  note(env, {
    kind: 'proposal_executed',
    height,
    proposalId,
    role: active.role,
    closedBy: step.by,
    info,
    commitments,
    partialBlockHash,
    nTxs: txs.length,
    l2GasUsed,
  });
  endActive(env, state, { ok: true, value: artifacts });
  return step;
};

const servingWake = (serving: Serving): TimeUs | null => {
  switch (serving.kind) {
    case 'commit':
    case 'revert':
      return serving.doneAt;
    case 'submit':
      return serving.retryAt;
    case 'content':
    case 'finish':
    case 'send':
      return null;
  }
};

/** The storage transaction of the request in progress has ended, or a full queue is tried again. */
const finishTimed = (env: BatcherEnv, state: BatcherState, serving: Serving): void => {
  switch (serving.kind) {
    case 'revert':
      answer(env, state, serving.call, finishRevert(env, state, serving.height));
      return;
    case 'commit':
      if (commitBlock(env, state.storage, serving.block)) submit(env, state, serving);
      else answer(env, state, serving.call, err({ code: 'InternalError' }));
      return;
    case 'submit':
      submit(env, state, serving);
      return;
    case 'content':
    case 'finish':
    case 'send':
      assert(false, 'finishTimed: a request that waits for time');
  }
};

const submit = (env: BatcherEnv, state: BatcherState, serving: Serving & { readonly kind: 'commit' | 'submit' }): void => {
  const { call, block } = serving;
  absorbResults(state.committer, state.storage);
  if (submitTask(env, state.committer, state.storage, block.info.height)) answer(env, state, call, ok(commitResponse(state, block)));
  else state.serving = { kind: 'submit', call, block, retryAt: toTimeUs(env.now + SUBMIT_RETRY_US) };
};

/** Ends the wait of the request in progress if what it waits for is there. */
const settle = (env: BatcherEnv, state: BatcherState): void => {
  const { serving } = state;
  if (serving === null) return;
  const isActive = state.active?.proposalId;
  switch (serving.kind) {
    case 'content': {
      const content = takeContent(env, state, serving.proposalId);
      if (content !== null) answer(env, state, serving.call, content);
      return;
    }
    case 'finish':
      if (isActive !== serving.proposalId) answer(env, state, serving.call, takeFinished(state, serving.proposalId));
      return;
    case 'send':
      if (isActive !== serving.proposalId) answer(env, state, serving.call, err({ code: 'InternalError' }));
      else if (serving.rest.length === 0) answer(env, state, serving.call, ok({ kind: 'processing' }));
      return;
    case 'commit':
    case 'submit':
    case 'revert':
      return;
  }
};

/** Serves the queue until a request waits. */
const serve = (env: BatcherEnv, state: BatcherState): void => {
  while (state.serving === null) {
    const call = state.queue.shift();
    if (call === undefined) return;
    const { callId, request } = call;
    const proposalId = 'proposalId' in request ? request.proposalId : null;
    note(env, { kind: 'call_started', callId, request: request.kind, proposalId });
    const served = dispatch(env, state, call);
    if (served.kind === 'answer') answer(env, state, call, served.answer);
    else state.serving = served.serving;
  }
};

const answer = (env: BatcherEnv, state: BatcherState, call: BatcherCall, result: Result<BatcherResponse, BatcherError>): void => {
  state.serving = null;
  const { callId, request } = call;
  env.emit({
    kind: 'answer',
    callId,
    request: request.kind,
    answer: result.ok ? result : err({ kind: 'batcher_error', error: result.error }),
  });
};

const dispatch = (env: BatcherEnv, state: BatcherState, call: BatcherCall): Served => {
  const { request } = call;
  switch (request.kind) {
    case 'propose_block':
      return answered(proposeBlock(env, state, request));
    case 'get_proposal_content':
      return getProposalContent(env, state, call, request.proposalId);
    case 'validate_block':
      return answered(validateBlock(env, state, request));
    case 'send_txs_for_proposal':
      return sendTxsForProposal(env, state, { ...call, request });
    case 'finish_proposal':
      return finishProposal(state, { ...call, request });
    case 'abort_proposal':
      return answered(abortProposal(env, state, request.proposalId));
    case 'start_height':
      return answered(startHeight(env, state, request.height));
    case 'get_current_height':
      return answered(ok({ kind: 'current_height', height: stateMarker(state.storage) }));
    case 'decision_reached':
      return decisionReached(env, state, call, request.proposalId);
    case 'add_sync_block':
      return addSyncBlock(env, state, call, request.block);
    case 'revert_block':
      return revertBlock(env, state, call, request.height);
    case 'get_block_hash':
      return answered(getBlockHash(state, request.height));
    case 'get_state_commitment_infos':
    case 'has_state_commitment_infos':
      return answered(stateCommitmentInfos(state, request.height));
    case 'start_round':
      return answered(err({ code: 'InternalError' }));
    case 'call_contract':
      return answered(callContract(env, state, request));
  }
};
