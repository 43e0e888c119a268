// The tree of runs that were tried in one scenario with one seed, as plain data: a branch is a whole list of interventions, and what it has in common
// with its parent stands at its beginning. Only readings; branches.ts changes it. Source: house.md 8.5, experience.md D5 and target 7.
import type { Intervention } from '../../core/sim/intervention.ts';

/** Branches of one tree at most; a deed that would make one more is refused and told, never paid for with an older branch. */
export const BRANCHES_MAX = 64;
/** Characters of a branch's name. */
export const BRANCH_NAME_MAX = 40;

/** How far a branch was when it was left. */
export type BranchFacts = {
  readonly headUs: number;
  /** Highest height that a quorum had decided at the head. */
  readonly decidedHeight: number;
  /** 32 hex digits, at `us`. */
  readonly fingerprint: { readonly us: number; readonly digits: string } | null;
};

export type Branch = {
  /** Order of creation, from 0: the run as it was opened. */
  readonly id: number;
  readonly parent: number | null;
  /** Empty: it is called by what was done first. */
  readonly name: string;
  /** Interventions at the beginning that are its parent's, or its link's: undo leaves them. */
  readonly base: number;
  /** First moment at which it may differ from its parent. */
  readonly forkUs: number;
  readonly interventions: readonly Intervention[];
  /** Null while it has never been left. */
  readonly facts: BranchFacts | null;
};

export type BranchTree = {
  /** In order of creation; the first is the root. */
  readonly branches: readonly Branch[];
  readonly current: number;
  /** Interventions of the current branch that are in force; those behind are undone. */
  readonly applied: number;
  /** Branches that undo has left, newest last. */
  readonly left: readonly number[];
  readonly next: number;
  /** What was deleted last, with the branches that hung on it. */
  readonly removed: { readonly branch: Branch; readonly children: readonly number[] } | null;
};

/** A tree of the run as it was opened. */
export const rootTree = (interventions: readonly Intervention[]): BranchTree => ({
  branches: [{ id: 0, parent: null, name: '', base: interventions.length, forkUs: 0, interventions, facts: null }],
  current: 0,
  applied: interventions.length,
  left: [],
  next: 1,
  removed: null,
});

export const findBranch = (tree: BranchTree, id: number): Branch | null => tree.branches.find((branch) => branch.id === id) ?? null;

/** The branch that runs. */
export const currentBranch = (tree: BranchTree): Branch => {
  const branch = findBranch(tree, tree.current);
  if (branch === null) throw new Error(`currentBranch: branch ${tree.current} is in the tree`);
  return branch;
};

/** The interventions that are in force. */
export const appliedList = (tree: BranchTree): readonly Intervention[] => {
  const { interventions } = currentBranch(tree);
  return tree.applied === interventions.length ? interventions : interventions.slice(0, tree.applied);
};

export const canUndo = (tree: BranchTree): boolean => tree.applied > currentBranch(tree).base;
export const canRedo = (tree: BranchTree): boolean => tree.applied < currentBranch(tree).interventions.length || tree.left.length > 0;

/** Times at which other branches leave the past of the one that runs, or it left its parent. */
export const forksOnPath = (tree: BranchTree): readonly number[] => {
  const forks: number[] = [];
  let [on, until] = [currentBranch(tree), Number.MAX_SAFE_INTEGER];
  for (;;) {
    const { id, parent, forkUs } = on;
    for (const branch of tree.branches) if (branch.parent === id && branch.forkUs <= until) forks.push(branch.forkUs);
    const next = parent === null ? null : findBranch(tree, parent);
    if (next === null) return forks;
    [on, until] = [next, Math.min(until, forkUs)];
  }
};
