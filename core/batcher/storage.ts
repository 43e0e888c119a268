// The batcher's storage: committed state, what is known of every block, and how far both reach. It survives a crash (world.md 8).
// Source: crates/apollo_batcher (BatcherStorageWriter: commit_proposal, revert_block, global root), apollo_storage markers; protocol.md 3.6.
// One storage transaction writes diff and partial hash together; the block hash follows when the committer's result is absorbed.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type CommittedState, EMPTY_STATE, commitDiff, committedReader } from '../state/layers.ts';
import { replacedBy } from '../state/diff.ts';
import type { StateReader } from '../state/reader.ts';
import type { BlockHeaderCommitments, BlockInfo, StateDiff } from '../types/block.ts';
import { type Height, toHeight } from '../types/ids.ts';

/** What is stored of a block when it is committed; frozen. */
export type StoredBlock = {
  readonly info: BlockInfo;
  readonly commitments: BlockHeaderCommitments;
  /** Block hash formula with state root 0 and parent hash 0. */
  readonly partialBlockHash: Felt;
  readonly stateDiff: StateDiff;
  /** The values that `stateDiff` replaced. */
  readonly undo: StateDiff;
  readonly consumedL1: readonly Felt[];
  readonly rejectedL1: readonly Felt[];
};

/** Roots and hash of a block; frozen. */
export type StoredRoot = {
  readonly stateRoot: Felt;
  readonly contractsRoot: Felt;
  readonly classesRoot: Felt;
  readonly blockHash: Felt;
};

export type BatcherStorage = {
  state: CommittedState;
  /** By height from 0, without a gap: their number is the state marker. */
  readonly blocks: StoredBlock[];
  /** By height from 0: their number is the global-root marker, never above the state marker. */
  readonly roots: StoredRoot[];
};

/** A storage without any block; marker 0. */
export const createStorage = (): BatcherStorage => ({ state: EMPTY_STATE, blocks: [], roots: [] });

/** The first height without a stored state diff. */
export const stateMarker = (storage: BatcherStorage): Height => toHeight(storage.blocks.length);

/** Appends the block at the marker; false (and nothing changes) when its height is another one. */
export const storeBlock = (storage: BatcherStorage, block: Omit<StoredBlock, 'undo'>): boolean => {
  if (block.info.height !== storage.blocks.length) return false;
  const undo = replacedBy(committedReader(storage.state), block.stateDiff);
  storage.blocks.push(freeze({ ...block, undo }));
  storage.state = commitDiff(storage.state, block.stateDiff);
  return true;
};

/** Takes the newest block away again, its root with it; returns it. */
export const unstoreBlock = (storage: BatcherStorage): StoredBlock => {
  const last = storage.blocks.pop();
  assert(last !== undefined, 'unstoreBlock: a stored block');
  storage.state = commitDiff(storage.state, last.undo);
  storage.roots.length = Math.min(storage.roots.length, storage.blocks.length);
  return last;
};

/** The root of the first height that has none yet. */
export const storeRoot = (storage: BatcherStorage, root: StoredRoot): void => {
  assert(storage.roots.length < storage.blocks.length, 'storeRoot: of a stored block');
  storage.roots.push(root);
};

/** The state after the newest block. */
export const readCommittedState = (storage: BatcherStorage): StateReader => committedReader(storage.state);

/** The parent's bare partial block hash; null at height 0 and where the parent is unknown. */
export const parentProposalCommitment = (storage: BatcherStorage, height: Height): Felt | null =>
  storage.blocks[height - 1]?.partialBlockHash ?? null;
