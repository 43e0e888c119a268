// The tree of branches: what forks and what goes on, undo and redo, deletion and its undoing, and the text in which it is kept. Laws over random histories:
// nothing that was done is ever lost.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crashOf } from '../../core/net/fault-fields.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import {
  BRANCHES_MAX,
  BRANCH_NAME_MAX,
  type BranchTree,
  appliedList,
  canRedo,
  canUndo,
  currentBranch,
  findBranch,
  forksOnPath,
  rootTree,
} from './branch-tree.ts';
import {
  addDeed,
  branchRows,
  divergence,
  joinTrees,
  nameBranch,
  redoDeed,
  removeBranch,
  restoreBranch,
  switchBranch,
  undoDeed,
} from './branches.ts';
import { keptFromText, keptName, keptToText } from './kept-tree.ts';

let nextId = 1_000;
const deed = (t: number): Intervention => ({ t: toTimeUs(t), kind: 'fault_on', id: nextId++, fault: crashOf(toValidatorIndex(1)) });
/** In the past: something after it has been simulated. */
const fork = (tree: BranchTree, t: number): BranchTree => addDeed(tree, deed(t), false)!;
const goOn = (tree: BranchTree, t: number): BranchTree => addDeed(tree, deed(t), true)!;
const times = (tree: BranchTree): readonly number[] => appliedList(tree).map((item) => item.t);
const shape = (tree: BranchTree): readonly (readonly [number, number | null, readonly number[]])[] =>
  tree.branches.map(({ id, parent, interventions }) => [id, parent, interventions.map((item) => item.t)]);

test('branches: a deed in the past begins a branch and leaves the old one as it was', () => {
  const tree = fork(fork(rootTree([]), 500), 300);
  expect(shape(tree)).toEqual([
    [0, null, []],
    [1, 0, [500]],
    [2, 1, [300]],
  ]);
  expect([tree.current, currentBranch(tree).forkUs, currentBranch(tree).base]).toEqual([2, 300, 0]);
});

test('branches: a deed where nothing is lost, or again at the same moment, goes on in the same branch', () => {
  const tree = goOn(goOn(rootTree([]), 100), 200);
  expect(shape(tree)).toEqual([[0, null, [100, 200]]]);
  const forked = fork(fork(tree, 150), 150);
  expect(shape(forked)).toEqual([
    [0, null, [100, 200]],
    [1, 0, [100, 150, 150]],
  ]);
});

test('branches: undo takes the own deeds back one by one, then goes to the parent; redo is its inverse', () => {
  const tree = goOn(fork(goOn(rootTree([]), 100), 50), 70);
  const one = undoDeed(tree);
  expect([one.current, times(one)]).toEqual([1, [50]]);
  const two = undoDeed(one);
  expect([two.current, times(two)]).toEqual([0, [100]]);
  const three = undoDeed(two);
  expect([three.current, times(three), canUndo(three)]).toEqual([0, [], false]);
  expect(undoDeed(three)).toBe(three);
  const back = redoDeed(redoDeed(redoDeed(three)));
  expect([back.current, times(back), canRedo(back)]).toEqual([1, [50, 70], false]);
});

test('branches: the interventions of a link are not undone', () => {
  const tree = rootTree([deed(10), deed(20)]);
  expect([canUndo(tree), times(undoDeed(tree))]).toEqual([false, [10, 20]]);
  expect(times(undoDeed(goOn(tree, 30)))).toEqual([10, 20]);
});

test('branches: a deed after undo begins a branch, so that what was undone stays', () => {
  const undone = undoDeed(goOn(goOn(rootTree([]), 100), 200));
  const tree = addDeed(undone, deed(150), true)!;
  expect(shape(tree)).toEqual([
    [0, null, [100, 200]],
    [1, 0, [100, 150]],
  ]);
});

test(`branches: at least 16 fit, and one more than ${BRANCHES_MAX} is refused while all others stay`, () => {
  let tree = rootTree([]);
  for (let i = 1; i < BRANCHES_MAX; i++) tree = fork(tree, 10_000 - i);
  expect(BRANCHES_MAX).toBeGreaterThanOrEqual(16);
  expect(tree.branches.length).toBe(BRANCHES_MAX);
  expect(addDeed(tree, deed(5), false)).toBeNull();
  expect(goOn(tree, 20_000).branches.length).toBe(BRANCHES_MAX);
});

test('branches: a deleted one can come back with everything that hung on it', () => {
  const tree = nameBranch(fork(fork(rootTree([]), 500), 700), 1, '  middle ');
  const removed = removeBranch(tree, 1);
  expect(shape(removed)).toEqual([
    [0, null, []],
    [2, 0, [500, 700]],
  ]);
  expect([findBranch(removed, 2)?.base, findBranch(removed, 2)?.forkUs]).toEqual([0, 500]);
  const back = restoreBranch(removed);
  expect(back.branches).toEqual(tree.branches);
  expect(findBranch(back, 1)?.name).toBe('middle');
});

test('branches: deleting the branch that runs goes to its parent, and the root cannot be deleted', () => {
  const tree = fork(fork(rootTree([]), 500), 700);
  const removed = removeBranch(tree, 2);
  expect([removed.current, times(removed)]).toEqual([1, [500]]);
  expect(removeBranch(tree, 0)).toBe(tree);
  expect(switchBranch(tree, 99)).toBe(tree);
});

test('branches: a long name is cut', () => {
  expect(findBranch(nameBranch(rootTree([]), 0, 'x'.repeat(200)), 0)?.name.length).toBe(BRANCH_NAME_MAX);
});

test('branches: rows are parents before their children, each one step in', () => {
  const tree = switchBranch(fork(fork(rootTree([]), 500), 700), 0);
  const more = fork(tree, 600);
  expect(branchRows(more).map(({ branch, depth }) => [branch.id, depth])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
});

test('branches: two lists part at the first item that is not the same', () => {
  const [a, b, c] = [deed(10), deed(20), deed(15)];
  expect(divergence([a, b], [a, c])).toBe(15);
  expect(divergence([a], [a, b])).toBe(20);
  expect(divergence([a], [a])).toBe(Number.MAX_SAFE_INTEGER);
});

type Act = { readonly kind: 'fork' | 'go_on' | 'undo' | 'redo' | 'switch' | 'name'; readonly at: number };
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('fork', 'fork', 'go_on', 'undo', 'redo', 'switch', 'name'),
  at: fc.integer({ min: 1, max: 5_000 }),
});
const perform = (tree: BranchTree, { kind, at }: Act): BranchTree => {
  const last = appliedList(tree).at(-1)?.t ?? 0;
  switch (kind) {
    case 'fork':
      return addDeed(tree, deed(at), false) ?? tree;
    case 'go_on':
      return addDeed(tree, deed(last + at), true) ?? tree;
    case 'undo':
      return undoDeed(tree);
    case 'redo':
      return redoDeed(tree);
    case 'switch':
      return switchBranch(tree, at % tree.next);
    case 'name':
      return nameBranch(tree, at % tree.next, `name ${at}`);
  }
};
const history = fc.array(act, { maxLength: 30 });

test('branches: whatever is done, every list that ever ran is a beginning of some branch', () => {
  fc.assert(
    fc.property(history, (acts) => {
      let tree = rootTree([]);
      const ran: (readonly Intervention[])[] = [];
      for (const one of acts) {
        tree = perform(tree, one);
        ran.push(appliedList(tree));
      }
      for (const list of ran)
        expect(tree.branches.some(({ interventions }) => list.every((item, i) => interventions[i] === item))).toBe(true);
    }),
  );
});

test('branches: a base is what a branch has in common with its parent, and no list is out of order', () => {
  fc.assert(
    fc.property(history, (acts) => {
      const tree = acts.reduce(perform, rootTree([]));
      for (const { parent, base, interventions } of tree.branches) {
        const other = findBranch(tree, parent ?? 0)!;
        expect(interventions.slice(0, base)).toEqual(other.interventions.slice(0, base));
        expect(interventions.every((item, i) => item.t >= (interventions[i - 1]?.t ?? 0))).toBe(true);
      }
    }),
  );
});

test('kept branches: read again they are the same tree, and share the deeds that branches share', () => {
  fc.assert(
    fc.property(history, fc.nat(10_000_000), (acts, us) => {
      const tree = acts.reduce(perform, rootTree([]));
      const read = keptFromText(keptToText({ tree, us, classes: [] }), []);
      if (!read.ok) throw new Error(read.error.at);
      expect(read.value.us).toBe(us);
      expect(read.value.tree).toEqual({ ...tree, removed: null });
      for (const { parent, base, interventions } of read.value.tree.branches) {
        const other = findBranch(read.value.tree, parent ?? 0)!;
        for (let i = 0; i < base; i++) expect(interventions[i]).toBe(other.interventions[i]);
      }
    }),
  );
});

test('kept: classes that the run has brought along come back with the tree, and the run keeps its name', () => {
  const tree = fork(rootTree([]), 500);
  const classes = [{ classHash: '0xc1', casm: '{}', sierraVersion: [1, 7, 0], source: { kind: 'placeholder', abi: '[]' } }] as const;
  const read = keptFromText(keptToText({ tree, us: 5, classes }), []);
  expect(read.ok && read.value.classes).toEqual(classes);
  const opened = { scenario: 'all-well', seed: 7, interventions: [], coreVersion: 2 };
  expect(keptName({ ...opened, classes }, tree)).toBe(keptName(opened, tree));
});

test('kept branches: rubbish in the storage is refused by its place and never throws', () => {
  const text = keptToText({ tree: fork(rootTree([]), 500), us: 5, classes: [] });
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 3 }), (at, other) => {
      expect(typeof keptFromText(text.slice(0, at) + other + text.slice(at + 1), []).ok).toBe('boolean');
    }),
  );
  const edited = (change: (value: Record<string, unknown>) => void): unknown => {
    const value = JSON.parse(text) as Record<string, unknown>;
    change(value);
    const read = keptFromText(JSON.stringify(value), []);
    return read.ok ? 'read' : read.error.at;
  };
  expect(keptFromText('<script>', [])).toEqual({ ok: false, error: { code: 'WrongShape', at: 'JSON' } });
  expect(edited((value) => (value['current'] = 9))).toBe('current');
  expect(edited((value) => (value['next'] = 1))).toBe('next');
  expect(edited((value) => (value['extra'] = 1))).toBe('extra');
  expect(edited((value) => (value['left'] = [9]))).toBe('left[0]');
  // As pages kept it that did not keep the way of redo.
  expect(edited((value) => delete value['left'])).toBe('read');
  expect(edited((value) => ((value['branches'] as Record<string, unknown>[])[1]!['parent'] = 7))).toBe('branches[1].parent');
  expect(edited((value) => ((value['branches'] as Record<string, unknown>[])[1]!['own'] = '2AAAA'))).toBe('branches[1].own');
});

test('kept branches: what has been done since joins what was kept, and neither is lost', () => {
  const kept = fork(fork(rootTree([]), 500), 300);
  const since = fork(goOn(rootTree([]), 900), 700);
  const tree = joinTrees(kept, since)!;
  expect(shape(tree)).toEqual([
    [0, null, []],
    [1, 0, [500]],
    [2, 1, [300]],
    [3, 0, [900]],
    [4, 3, [700]],
  ]);
  expect([tree.current, appliedList(tree)]).toEqual([4, appliedList(since)]);
  let full = rootTree([]);
  for (let i = 1; i < BRANCHES_MAX; i++) full = fork(full, 10_000 - i);
  expect(joinTrees(full, since)).toBeNull();
});

test('branches: the forks on the way are those of the branch that runs and of its past', () => {
  // Root; 1 leaves it at 500, 2 leaves 1 at 700; 3 leaves the root at 200, 4 leaves 1 at 900, after 2 has gone its own way.
  const one = switchBranch(fork(fork(rootTree([]), 500), 700), 0);
  const tree = fork(switchBranch(fork(one, 200), 1), 900);
  expect(forksOnPath(switchBranch(tree, 2)).toSorted((a, b) => a - b)).toEqual([200, 500, 700]);
  expect(forksOnPath(switchBranch(tree, 1)).toSorted((a, b) => a - b)).toEqual([200, 500, 700, 900]);
  expect(forksOnPath(switchBranch(tree, 0)).toSorted((a, b) => a - b)).toEqual([200, 500]);
});
