// State of the batcher as plain data: what survives a crash (storage, the committer's tries) and what does not. The functions of this folder change it
// in place. Source: crates/apollo_batcher/src/batcher.rs; protocol.md 3.2; world.md 8.
// Not modelled: the pre-confirmed block writer, and Apollo's caches of 30 block hashes and of the previous proposal commitment, which only save reads of
// storage: here both lie in storage at once.
import type { BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { Height, TimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { BlockToCommit } from './commit.ts';
import type { ExecutedProposal } from './artifacts.ts';
import type { ActiveProposal } from './block-builder.ts';
import { type CommitterState, forgetCommitments } from './commitment-manager.ts';
import type { BatcherStorage } from './storage.ts';

/** A request as it came over the bridge. */
export type BatcherCall = { readonly callId: number; readonly request: BatcherRequest };

/** The request in progress, when it has to wait for something; every later one waits behind it. */
export type Serving = { readonly call: BatcherCall } & (
  | { readonly kind: 'content'; readonly proposalId: ProposalId }
  | { readonly kind: 'finish'; readonly proposalId: ProposalId }
  /** The input channel was full: `rest` has not entered it yet. */
  | { readonly kind: 'send'; readonly proposalId: ProposalId; readonly rest: HashedTransaction[] }
  /** The storage transaction of a commit takes its time. */
  | { readonly kind: 'commit'; readonly doneAt: TimeUs; readonly block: BlockToCommit }
  /** Committed, but the committer's queue is full: its submission is tried again. */
  | { readonly kind: 'submit'; readonly retryAt: TimeUs; readonly block: BlockToCommit }
  | { readonly kind: 'revert'; readonly doneAt: TimeUs; readonly height: Height }
);

export type BatcherState = {
  readonly storage: BatcherStorage;
  readonly committer: CommitterState;
  activeHeight: Height | null;
  active: ActiveProposal | null;
  /** Proposals of the active height whose execution ended; consumed by a decision. */
  readonly executed: Map<ProposalId, ExecutedProposal>;
  /** Receiving ends of proposers' streams: what `get_proposal_content` has not taken yet. */
  readonly proposeStreams: Map<ProposalId, HashedTransaction[]>;
  /** Validated proposals whose content may still be sent, finished or aborted. */
  readonly validateStreams: Set<ProposalId>;
  /** Proposals built so far plus one; decides which of them start with L1 transactions. */
  proposalsCounter: number;
  readonly queue: BatcherCall[];
  serving: Serving | null;
};

/** A batcher over its storage, without a height. */
export const createBatcherState = (storage: BatcherStorage, committer: CommitterState): BatcherState => ({
  storage,
  committer,
  activeHeight: null,
  active: null,
  executed: new Map(),
  proposeStreams: new Map(),
  validateStreams: new Set(),
  proposalsCounter: 1,
  queue: [],
  serving: null,
});

/** Everything a crash destroys. */
export const forgetVolatile = (state: BatcherState): void => {
  dropHeight(state);
  state.activeHeight = null;
  state.proposalsCounter = 1;
  state.queue.length = 0;
  state.serving = null;
  forgetCommitments(state.committer);
};

/** abort_active_height: the task is cancelled, results and streams of the height are gone; `activeHeight` stays. */
export const dropHeight = (state: BatcherState): void => {
  state.active = null;
  state.executed.clear();
  state.proposeStreams.clear();
  state.validateStreams.clear();
};
