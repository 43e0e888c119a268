// Changes of a tree of branches (branch-tree.ts): pure functions. Nothing but `removeBranch` takes anything away, and what it took can be brought back.
import type { Intervention } from '../../core/sim/intervention.ts';
import { type TimeUs, toTimeUs } from '../../core/types/ids.ts';
import {
  BRANCHES_MAX,
  BRANCH_NAME_MAX,
  type Branch,
  type BranchFacts,
  type BranchTree,
  appliedList,
  currentBranch,
  findBranch,
} from './branch-tree.ts';

const change = (tree: BranchTree, id: number, to: Partial<Branch>): BranchTree => ({
  ...tree,
  branches: tree.branches.map((branch) => (branch.id === id ? { ...branch, ...to } : branch)),
});

/** Notes how far the current branch is; done before it is left. */
export const noteFacts = (tree: BranchTree, facts: BranchFacts): BranchTree => change(tree, tree.current, { facts });

/**
 * Adds an intervention after those that are in force at its time. `isLossless`: nothing that has been simulated becomes void by it, so the branch goes on;
 * otherwise, or when it has undone interventions, the branch stays as it is and another one begins. Null when the tree is full.
 */
export const addDeed = (tree: BranchTree, deed: Intervention, isLossless: boolean): BranchTree | null => {
  const branch = currentBranch(tree);
  const kept = appliedList(tree).filter((item) => item.t <= deed.t);
  // Several deeds at one moment belong together: what lay between them was never looked at, and undo shows it again.
  const isSameMoment = tree.applied > branch.base && kept.at(-1)?.t === deed.t;
  const interventions = [...kept, deed];
  if (kept.length === branch.interventions.length && (isLossless || isSameMoment))
    return { ...change(tree, branch.id, { interventions }), applied: interventions.length, left: [] };
  if (tree.branches.length >= BRANCHES_MAX) return null;
  const added: Branch = { id: tree.next, parent: branch.id, name: '', base: kept.length, forkUs: deed.t, interventions, facts: null };
  return {
    ...tree,
    branches: [...tree.branches, added],
    current: added.id,
    applied: interventions.length,
    left: [],
    next: tree.next + 1,
  };
};

/** Takes the last own intervention back; at the first of a branch, goes to its parent. The same tree when there is nothing to undo. */
export const undoDeed = (tree: BranchTree): BranchTree => {
  const { id, base, parent } = currentBranch(tree);
  if (tree.applied <= base) return tree;
  if (tree.applied > base + 1 || parent === null) return { ...tree, applied: tree.applied - 1 };
  return { ...switchBranch(tree, parent), left: [...tree.left, id] };
};

/** The way back of `undoDeed`. */
export const redoDeed = (tree: BranchTree): BranchTree => {
  const branch = currentBranch(tree);
  if (tree.applied < branch.interventions.length) return { ...tree, applied: tree.applied + 1 };
  const next = findBranch(tree, tree.left.at(-1) ?? -1);
  return next === null ? { ...tree, left: [] } : { ...tree, current: next.id, applied: next.base + 1, left: tree.left.slice(0, -1) };
};

/** Another branch runs, with all its interventions. The same tree when there is no such branch. */
export const switchBranch = (tree: BranchTree, id: number): BranchTree => {
  const branch = findBranch(tree, id);
  return branch === null ? tree : { ...tree, current: id, applied: branch.interventions.length, left: [] };
};

/** Names a branch; a longer name is cut. */
export const nameBranch = (tree: BranchTree, id: number, name: string): BranchTree =>
  change(tree, id, { name: name.trim().slice(0, BRANCH_NAME_MAX) });

/** Takes a branch out; what hangs on it goes to its parent, and so does the page when the branch runs. The root stays. */
export const removeBranch = (tree: BranchTree, id: number): BranchTree => {
  const branch = findBranch(tree, id);
  const parent = branch?.parent ?? null;
  if (branch === null || parent === null) return tree;
  const children = tree.branches.flatMap((item) => (item.parent === id ? [item.id] : []));
  const next = tree.current === id ? switchBranch(tree, parent) : tree;
  const branches = next.branches.filter((item) => item.id !== id).map((item) => (item.parent === id ? hangOn(next, item, parent) : item));
  return { ...next, branches, left: next.left.filter((item) => item !== id), removed: { branch, children } };
};

/** Brings back what was deleted last. */
export const restoreBranch = (tree: BranchTree): BranchTree => {
  if (tree.removed === null || tree.branches.length >= BRANCHES_MAX) return tree;
  const { branch, children } = tree.removed;
  const parent = findBranch(tree, branch.parent ?? 0)?.id ?? 0;
  const back = { ...tree, branches: [...tree.branches, branch].toSorted((a, b) => a.id - b.id), removed: null };
  return {
    ...back,
    branches: back.branches.map((item) => {
      if (item.id === branch.id) return hangOn(back, item, parent);
      return children.includes(item.id) ? hangOn(back, item, branch.id) : item;
    }),
  };
};

/**
 * What was kept of an earlier visit, with what has been done since: branches of `since` hang on the same root, its deeds on the root become a branch.
 * Null when together they are too many.
 */
export const joinTrees = (kept: BranchTree, since: BranchTree): BranchTree | null => {
  const root = since.branches[0];
  if (root === undefined) return kept;
  const others = since.branches.filter(({ id, interventions, base }) => id !== root.id || interventions.length > base);
  if (kept.branches.length + others.length > BRANCHES_MAX) return null;
  const ids = new Map(others.map(({ id }, i) => [id, kept.next + i]));
  const [target, grown] = [kept.branches[0]?.id ?? 0, ids.get(root.id)];
  const moved = others.map((branch): Branch => ({
    ...branch,
    id: ids.get(branch.id) ?? 0,
    parent: branch.parent === null ? target : (ids.get(branch.parent) ?? target),
  }));
  const current = ids.get(since.current) ?? target;
  const joined = { ...kept, branches: [...kept.branches, ...moved], current, next: kept.next + others.length, left: [], removed: null };
  return {
    ...joined,
    applied: since.current === root.id && grown === undefined ? (kept.branches[0]?.base ?? 0) : since.applied,
    branches: joined.branches.map((branch) =>
      branch.parent === null || branch.id < kept.next ? branch : hangOn(joined, branch, branch.parent),
    ),
  };
};

/** The branch under another parent: what they have in common is counted anew. */
const hangOn = (tree: BranchTree, branch: Branch, parent: number): Branch => {
  const other = findBranch(tree, parent)?.interventions ?? [];
  const base = commonLength(branch.interventions, other);
  return { ...branch, parent, base, forkUs: divergence(branch.interventions, other) };
};

const commonLength = (a: readonly Intervention[], b: readonly Intervention[]): number => {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
};

/** The first time at which two lists differ; interventions are compared by identity, for branches share theirs. */
export const divergence = (a: readonly Intervention[], b: readonly Intervention[]): TimeUs => {
  const i = commonLength(a, b);
  return toTimeUs(Math.min(a[i]?.t ?? Number.MAX_SAFE_INTEGER, b[i]?.t ?? Number.MAX_SAFE_INTEGER));
};

/** A row of the drawn tree. */
export type BranchRow = { readonly branch: Branch; readonly depth: number; readonly children: number };

/** Parents before their children, in order of creation; an only child stands under its parent one step in, like every other. */
export const branchRows = (tree: BranchTree): readonly BranchRow[] => {
  const rowsOf = (parent: number | null, depth: number): readonly BranchRow[] =>
    tree.branches
      .filter((branch) => branch.parent === parent)
      .flatMap((branch) => {
        const below = rowsOf(branch.id, depth + 1);
        return [{ branch, depth, children: tree.branches.filter((item) => item.parent === branch.id).length }, ...below];
      });
  return rowsOf(null, 0);
};
