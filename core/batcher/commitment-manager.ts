// The late state root: tasks for the committer in height order, its work in virtual time, and its results, which the batcher absorbs when it next looks.
// Source: crates/apollo_batcher/src/commitment_manager, crates/apollo_committer; protocol.md 3.6; world.md 6-8.
// The tries are the committer's own storage and survive a crash; tasks and results do not, so that missing tasks are sent again on restart.
// Simplified: no Patricia witnesses (`read_paths_and_commit_block`) are kept, hence state commitment infos have no bytes.
import { assert, required } from '../base/assert.ts';
import { FELT_ZERO } from '../base/felt.ts';
import { COMMITMENT_QUEUE_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import { blockHash } from '../hashes/block-hash.ts';
import { type StateTries, applyStateDiff, emptyStateTries } from '../state/commitment.ts';
import type { StateDiff } from '../types/block.ts';
import { type Height, type TimeUs, toHeight, toTimeUs } from '../types/ids.ts';
import { type BatcherEnv, note } from './env.ts';
import { type BatcherStorage, type StoredRoot, storeRoot } from './storage.ts';

/** Roots of the state after a block. */
export type Roots = Omit<StoredRoot, 'blockHash'>;

export type CommitterState = {
  /** The committer's tries after the last height of `roots`; null until somebody needs them: those of genesis take long to compute. */
  tries: StateTries | null;
  /** By height: what the committer has computed, ahead of the batcher's own roots by what is not absorbed yet. */
  readonly roots: Roots[];
  /** Heights to commit; the first one is being worked on. */
  readonly tasks: Height[];
  /** When the first task is done; null when there is none. */
  doneAt: TimeUs | null;
  /** In height order, not yet absorbed. */
  readonly results: StoredRoot[];
};

/** A committer that has committed the heights of `roots`. */
export const createCommitter = (roots: readonly Roots[]): CommitterState => ({
  tries: null,
  roots: [...roots],
  tasks: [],
  doneAt: null,
  results: [],
});

/** What a crash destroys: tasks and results on their way. */
export const forgetCommitments = (committer: CommitterState): void => {
  committer.tasks.length = 0;
  committer.results.length = 0;
  committer.doneAt = null;
};

/** Queues the task of a stored block; false when the queue is full. Asserts the height order (WrongCommitmentTaskHeight). */
export const submitTask = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage, height: Height): boolean => {
  const expected = storage.roots.length + committer.results.length + committer.tasks.length;
  assert(height === expected, 'submitTask: tasks come in height order');
  if (committer.tasks.length >= COMMITMENT_QUEUE_MAX) {
    note(env, { kind: 'component_overflow', queue: 'commitment_tasks', limit: COMMITMENT_QUEUE_MAX });
    return false;
  }
  committer.tasks.push(height);
  if (committer.doneAt === null) startTask(env, committer, storage);
  return true;
};

/** Sends the tasks between the global-root marker and the state marker again, as many as the queue holds. */
export const submitMissingTasks = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage): void => {
  for (;;) {
    const next = storage.roots.length + committer.results.length + committer.tasks.length;
    if (next >= storage.blocks.length || !submitTask(env, committer, storage, toHeight(next))) return;
  }
};

/** The first task is done: its root is known from now on, and the next one starts. Returns its height. */
export const finishTask = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage): Height => {
  const height = required(committer.tasks.shift(), 'finishTask: a task');
  const block = required(storage.blocks[height], 'finishTask: a stored block');
  const isNew = committer.roots.length === height;
  if (isNew) commitDiff(env, committer, storage, block.stateDiff);
  const roots = required(committer.roots[height], 'finishTask: roots of every committed height');
  const parentHash = (committer.results.at(-1) ?? storage.roots.at(-1))?.blockHash ?? FELT_ZERO;
  const hash = blockHash(env.kernel, block, { stateRoot: roots.stateRoot, parentHash });
  committer.results.push(freeze({ ...roots, blockHash: hash }));
  if (isNew) note(env, { kind: 'block_root', height, ...roots, blockHash: hash, parentHash });
  committer.doneAt = null;
  if (committer.tasks.length > 0) startTask(env, committer, storage);
  return height;
};

/** Moves the results that arrived into the storage. */
export const absorbResults = (committer: CommitterState, storage: BatcherStorage): void => {
  for (const result of committer.results.splice(0)) storeRoot(storage, result);
};

/** Takes back the newest height, which is about to leave the storage. */
export const revertCommitment = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage): void => {
  const height = storage.blocks.length - 1;
  absorbResults(committer, storage);
  if (committer.tasks.at(-1) === height) {
    committer.tasks.pop();
    if (committer.tasks.length === 0) committer.doneAt = null;
  }
  if (committer.roots.length !== height + 1) return;
  const block = required(storage.blocks[height], 'revertCommitment: a stored block');
  const reversed = applyStateDiff(env.kernel, triesOf(env, committer, storage), block.undo);
  committer.tries = reversed.tries;
  committer.roots.pop();
  assert(reversed.stateRoot === (committer.roots.at(-1)?.stateRoot ?? FELT_ZERO), 'revertCommitment: the root before');
};

/** Leaves that a diff changes in the tries: storage cells, contracts, classes. */
const changedLeaves = (diff: StateDiff): number => {
  const contracts = new Set([...diff.storage.keys(), ...diff.nonces.keys(), ...diff.deployed.keys()]);
  let cells = 0;
  for (const storage of diff.storage.values()) cells += storage.size;
  return cells + contracts.size + diff.declared.size;
};

/** A height whose roots the committer's storage already has (sent again after a crash) costs no leaf. */
const startTask = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage): void => {
  const height = required(committer.tasks[0], 'startTask: a task');
  const block = required(storage.blocks[height], 'startTask: a stored block');
  const leaves = committer.roots.length > height ? 0 : changedLeaves(block.stateDiff);
  const { commitmentTaskUs, commitmentPerLeafUs } = env.costs;
  const doneAt = toTimeUs(env.now + commitmentTaskUs + commitmentPerLeafUs * leaves + env.slowCommitterUs);
  committer.doneAt = doneAt;
  note(env, { kind: 'commitment_started', height, doneAt, leaves });
};

const commitDiff = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage, diff: StateDiff): void => {
  const { tries, stateRoot, contractsRoot, classesRoot } = applyStateDiff(env.kernel, triesOf(env, committer, storage), diff);
  committer.tries = tries;
  committer.roots.push(freeze({ stateRoot, contractsRoot, classesRoot }));
};

/** The tries after the committed heights, computed from the stored diffs where nobody needed them before. */
const triesOf = (env: BatcherEnv, committer: CommitterState, storage: BatcherStorage): StateTries =>
  committer.tries ??
  committer.roots.reduce(
    (tries, _, height) => applyStateDiff(env.kernel, tries, required(storage.blocks[height], 'triesOf: a stored block').stateDiff).tries,
    emptyStateTries(),
  );
