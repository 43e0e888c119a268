// The late root: when it comes, in which order, what a restart and a revert do to it. Protocol.md 3.6, world.md 6-8.
import { expect, test } from 'vitest';
import { COMMITMENT_QUEUE_MAX } from '../base/limits.ts';
import { blockHash } from '../hashes/block-hash.ts';
import { applyStateDiff, emptyStateTries } from '../state/commitment.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import { toHeight } from '../types/ids.ts';
import type { BatcherNote } from './env.ts';
import { MIXING_KERNEL, MS, SECOND, type Rig, createRig, rigAt, syncBlockOf } from './fixtures.ts';
import { forgetVolatile } from './state.ts';

type Root = BatcherNote & { readonly kind: 'block_root' };
const roots = (rig: Rig): readonly Root[] => rig.notes.filter((n) => n.kind === 'block_root');
const sync = (rig: Rig, height: number): BatcherAnswer => rig.ask({ kind: 'add_sync_block', block: syncBlockOf(height) });
const hashOf = (rig: Rig, height: number): BatcherAnswer => rig.ask({ kind: 'get_block_hash', height: toHeight(height) });
const notFound = (height: number): BatcherAnswer => ({
  ok: false,
  error: { kind: 'batcher_error', error: { code: 'BlockHashNotFound', height: toHeight(height) } },
});
/** One cell of one contract: two leaves. */
const TASK_US = 44 * MS;

test('commitment: the root comes after the task and its leaves, with the hash of the formula', () => {
  const rig = createRig();
  sync(rig, 0);
  expect(rig.notes.filter((n) => n.kind === 'commitment_started')).toEqual([
    { kind: 'commitment_started', height: 0, doneAt: rig.now() + TASK_US, leaves: 2 },
  ]);
  rig.advance(TASK_US - 1);
  expect([roots(rig), hashOf(rig, 0)]).toEqual([[], notFound(0)]);
  rig.advance(1);
  const { stateRoot, contractsRoot, classesRoot } = applyStateDiff(MIXING_KERNEL, emptyStateTries(), syncBlockOf(0).stateDiff);
  const hash = blockHash(MIXING_KERNEL, rig.state.storage.blocks[0]!, { stateRoot, parentHash: 0n as typeof stateRoot });
  expect(roots(rig)).toEqual([{ kind: 'block_root', height: 0, stateRoot, contractsRoot, classesRoot, blockHash: hash, parentHash: 0n }]);
  expect(hashOf(rig, 0)).toEqual({ ok: true, value: { kind: 'block_hash', hash } });
});

test('commitment: state commitment infos are there from the moment the root is', () => {
  const rig = createRig();
  sync(rig, 0);
  const infos = (kind: 'has_state_commitment_infos' | 'get_state_commitment_infos'): BatcherAnswer | null =>
    rig.call({ kind, height: toHeight(0) });
  expect(infos('has_state_commitment_infos')).toMatchObject({ value: { present: false } });
  rig.advance(TASK_US);
  expect(infos('has_state_commitment_infos')).toMatchObject({ value: { present: true } });
  expect(infos('get_state_commitment_infos')).toMatchObject({ value: { present: true, bytes: null } });
});

test('commitment: the committer does one task after the other, and every hash names its parent', () => {
  const rig = createRig();
  for (let h = 0; h < 4; h++) sync(rig, h);
  const from = rig.now();
  rig.advance(4 * TASK_US);
  expect(rig.now() - from).toBe(4 * TASK_US);
  expect(roots(rig).map((n) => n.height)).toEqual([0, 1, 2, 3]);
  expect(
    roots(rig)
      .slice(1)
      .map((n) => n.parentHash),
  ).toEqual(
    roots(rig)
      .slice(0, -1)
      .map((n) => n.blockHash),
  );
  expect(new Set(roots(rig).map((n) => n.stateRoot)).size).toBe(4);
  // Results wait until somebody looks: the next commit does, too.
  expect(rig.state.committer.results).toHaveLength(4);
  sync(rig, 4);
  expect([rig.state.committer.results.length, rig.state.storage.roots.length]).toEqual([0, 4]);
});

test('commitment: a slow committer is later by its fault, for tasks that start meanwhile', () => {
  const rig = createRig();
  rig.slow(SECOND);
  sync(rig, 0);
  rig.slow(0);
  sync(rig, 1);
  rig.advance(SECOND + TASK_US - 6 * MS);
  expect(roots(rig)).toHaveLength(0);
  rig.advance(6 * MS);
  expect(roots(rig)).toHaveLength(1);
  rig.advance(TASK_US);
  expect(roots(rig)).toHaveLength(2);
});

test('commitment: after a crash missing tasks are sent again, and computed roots are neither recomputed nor announced again', () => {
  const rig = createRig();
  for (let h = 0; h < 3; h++) sync(rig, h);
  rig.advance(TASK_US);
  const [first] = roots(rig);
  // The result of height 0 has not been absorbed, those of 1 and 2 are not computed.
  expect(rig.state.committer.results).toHaveLength(1);
  rig.state.proposalsCounter = 9;
  forgetVolatile(rig.state);
  expect(rig.state.proposalsCounter).toBe(1);
  const again = createRig({ state: rig.state, at: rig.now() });
  expect(again.state.committer.tasks).toEqual([0, 1, 2]);
  again.advance(40 * MS);
  expect(again.notes.filter((n) => n.kind === 'commitment_started')).toMatchObject([
    { height: 0, leaves: 0 },
    { height: 1, leaves: 2 },
  ]);
  expect(hashOf(again, 0)).toEqual({ ok: true, value: { kind: 'block_hash', hash: first!.blockHash } });
  again.advance(2 * TASK_US);
  expect(roots(again).map((n) => n.height)).toEqual([1, 2]);
  expect(roots(again)[0]!.parentHash).toBe(first!.blockHash);
});

test('commitment: a block reverted before its root was computed leaves no task behind', () => {
  const rig = rigAt(1);
  rig.slow(SECOND);
  sync(rig, 1);
  expect(rig.ask({ kind: 'revert_block', height: toHeight(1) }).ok).toBe(true);
  expect([rig.state.committer.tasks, rig.state.committer.doneAt]).toEqual([[], null]);
  rig.slow(0);
  sync(rig, 1);
  rig.advance(TASK_US);
  expect(roots(rig).map((n) => n.height)).toEqual([1]);
});

test('commitment: a commit waits while the queue of the committer is full', () => {
  const rig = createRig();
  rig.slow(3_600 * SECOND);
  for (let h = 0; h < COMMITMENT_QUEUE_MAX; h++) rig.call({ kind: 'add_sync_block', block: syncBlockOf(h) });
  rig.advance(COMMITMENT_QUEUE_MAX * 5 * MS);
  expect(rig.answers.size).toBe(COMMITMENT_QUEUE_MAX);
  rig.call({ kind: 'add_sync_block', block: syncBlockOf(COMMITMENT_QUEUE_MAX) });
  rig.advance(5 * MS);
  // Committed, but not answered; tried again every 100 ms until the first task is done.
  expect([rig.state.storage.blocks.length, rig.answers.size]).toEqual([COMMITMENT_QUEUE_MAX + 1, COMMITMENT_QUEUE_MAX]);
  rig.advance(200 * MS);
  const overflow = { kind: 'component_overflow', queue: 'commitment_tasks', limit: COMMITMENT_QUEUE_MAX };
  expect(rig.notes.filter((n) => n.kind === 'component_overflow')).toEqual([overflow, overflow, overflow]);
  rig.advance(3_600 * SECOND);
  expect(rig.answers.size).toBe(COMMITMENT_QUEUE_MAX + 1);
});
