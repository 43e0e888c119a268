// The requests that begin, end and take back heights: start, decision, sync, revert; and the questions about stored blocks.
// Source: crates/apollo_batcher/src/batcher.rs; protocol.md 3.3. A commit waits for its storage transaction, and everything behind it waits too.
import { assert } from '../base/assert.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { BatcherError, BatcherRequest, BatcherResponse, DecisionReachedResponse, ProposalId } from '../types/batcher.ts';
import { type Height, toTimeUs } from '../types/ids.ts';
import type { SyncBlock } from '../types/block.ts';
import { blockOfDecision, blockOfSync, type BlockToCommit } from './commit.ts';
import { absorbResults, revertCommitment } from './commitment-manager.ts';
import { type BatcherEnv, note } from './env.ts';
import { type Served, answered, DONE } from './proposals.ts';
import { type BatcherCall, type BatcherState, dropHeight } from './state.ts';
import { parentProposalCommitment, readCommittedState, stateMarker, unstoreBlock } from './storage.ts';

type Outcome = Result<BatcherResponse, BatcherError>;

export const startHeight = (env: BatcherEnv, state: BatcherState, height: Height): Outcome => {
  if (state.activeHeight === height) return err({ code: 'HeightInProgress' });
  const marker = stateMarker(state.storage);
  if (marker !== height) return err({ code: 'StorageHeightMarkerMismatch', markerHeight: marker, requestedHeight: height });
  dropHeight(state);
  state.activeHeight = height;
  note(env, { kind: 'batcher_state', height, state: 'idle', proposalId: null });
  return DONE;
};

/** decision_reached: the proposal is consumed; its block is committed as soon as storage has it. */
export const decisionReached = (env: BatcherEnv, state: BatcherState, call: BatcherCall, proposalId: ProposalId): Served => {
  if (state.activeHeight === null) return answered(err({ code: 'NoActiveHeight' }));
  const executed = state.executed.get(proposalId);
  if (executed === undefined) return answered(err({ code: 'ExecutedProposalNotFound', proposalId }));
  if (!executed.ok) return answered(err({ code: 'InternalError' }));
  // Consumed, with what its reader has not taken: nobody reads a decided proposal, and a reader would wait for ever.
  state.executed.delete(proposalId);
  state.proposeStreams.delete(proposalId);
  return startCommit(env, call, blockOfDecision(executed.value));
};

/** add_sync_block. Every version here is above 0.13.2, so that header commitments are always required. */
export const addSyncBlock = (env: BatcherEnv, state: BatcherState, call: BatcherCall, block: SyncBlock): Served => {
  const { height } = block.info;
  const marker = stateMarker(state.storage);
  if (marker !== height) return answered(err({ code: 'StorageHeightMarkerMismatch', markerHeight: marker, requestedHeight: height }));
  leaveHeight(state);
  if (block.commitments === null) return answered(err({ code: 'MissingHeaderCommitments', blockNumber: height }));
  return startCommit(env, call, blockOfSync(env, block, block.commitments));
};

export const revertBlock = (env: BatcherEnv, state: BatcherState, call: BatcherCall, height: Height): Served => {
  const marker = stateMarker(state.storage);
  if (marker - 1 !== height) return answered(err({ code: 'StorageHeightMarkerMismatch', markerHeight: marker, requestedHeight: height }));
  leaveHeight(state);
  // Apollo waits for the committer to reverse the height; one task without leaves stands for it.
  const doneAt = toTimeUs(env.now + env.costs.storageCommitUs + env.costs.commitmentTaskUs);
  return { kind: 'wait', serving: { kind: 'revert', call, doneAt, height } };
};

/** The end of a revert: the newest block is gone. */
export const finishRevert = (env: BatcherEnv, state: BatcherState, height: Height): Outcome => {
  assert(stateMarker(state.storage) === height + 1, 'finishRevert: the newest block');
  revertCommitment(env, state.committer, state.storage);
  unstoreBlock(state.storage);
  return DONE;
};

/** What a commit answers. */
export const commitResponse = (state: BatcherState, block: BlockToCommit): BatcherResponse => {
  if (block.source === 'sync') return { kind: 'done' };
  const decision: DecisionReachedResponse = {
    stateDiff: block.stateDiff,
    receipts: block.receipts,
    bouncerWeights: block.bouncerWeights,
    parentProposalCommitment: parentProposalCommitment(state.storage, block.info.height),
  };
  return { kind: 'decision', decision };
};

/** get_block_hash: what the committer has produced so far counts, absorbed or not. */
export const getBlockHash = (state: BatcherState, height: Height): Outcome => {
  absorbResults(state.committer, state.storage);
  const root = state.storage.roots[height];
  return root === undefined ? err({ code: 'BlockHashNotFound', height }) : ok({ kind: 'block_hash', hash: root.blockHash });
};

/** get_ and has_state_commitment_infos: present once the committer has produced the root; no witness bytes are kept. */
export const stateCommitmentInfos = (state: BatcherState, height: Height): Outcome => {
  absorbResults(state.committer, state.storage);
  return ok({ kind: 'state_commitment_infos', present: state.storage.roots[height] !== undefined, bytes: null });
};

/** call_contract: a view call on the latest committed state. */
export const callContract = (
  env: BatcherEnv,
  state: BatcherState,
  request: BatcherRequest & { readonly kind: 'call_contract' },
): Outcome => {
  const latest = state.storage.blocks.at(-1);
  if (latest === undefined) return err({ code: 'ContractCallFailed', reason: 'no block is stored' });
  const { address, selector, calldata } = request;
  const context = { info: latest.info, chainId: env.chainId };
  const result = env.engine.call(context, { address, selector, calldata }, readCommittedState(state.storage));
  return result.ok ? ok({ kind: 'call_result', retdata: result.value }) : err({ code: 'ContractCallFailed', reason: result.error });
};

const startCommit = (env: BatcherEnv, call: BatcherCall, block: BlockToCommit): Served => ({
  kind: 'wait',
  serving: { kind: 'commit', call, doneAt: toTimeUs(env.now + env.costs.storageCommitUs), block },
});

/** abort_active_height, and no height is active any more. */
const leaveHeight = (state: BatcherState): void => {
  dropHeight(state);
  state.activeHeight = null;
};
