// What a visitor does to a run, and the tree of what was tried: every deed at the cursor, undo and redo, going from branch to branch. The controller only
// re-runs. Loaded with the first panel that can do something, so that it is no part of the first load.
import type { StoreApi } from 'zustand';
import { INTERVENTIONS_MAX } from '../../core/base/limits.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { fingerprintAt } from '../../core/view/timeline.ts';
import { type BranchFacts, type BranchTree, appliedList } from './branch-tree.ts';
import { addDeed, divergence, nameBranch, noteFacts, redoDeed, removeBranch, restoreBranch, switchBranch, undoDeed } from './branches.ts';
import type { RunController } from './controller.ts';
import type { RunState } from './run-state.ts';

type WithoutTime<T> = T extends unknown ? Omit<T, 't'> : never;
/** What the user does; the time is the cursor's. */
export type Deed = WithoutTime<Intervention>;

/** Why a deed was not done. */
export type DeedRefusal = 'no_run' | 'branches' | 'interventions';

/** How far the run that is shown is. */
const factsOf = ({ line, headUs, us, recorded }: Pick<RunState, 'line' | 'headUs' | 'us' | 'recorded'>): BranchFacts => {
  const shown = Math.floor(us);
  return {
    headUs,
    decidedHeight: line.head.network.decidedHeight,
    fingerprint: shown < headUs && !recorded ? { us: shown, digits: fingerprintAt(line, shown) } : null,
  };
};

/** The tree with what is known of the branch that runs: nothing while the log is still another's. */
export const noted = (state: RunState): BranchTree => (state.reruns > 0 ? state.tree : noteFacts(state.tree, factsOf(state)));

/** The moment that is shown, or is on its way to be. */
const momentOf = ({ waiting, us }: RunState): number => (waiting?.kind === 'seek' ? waiting.us : us);

export class Branching {
  readonly #store: StoreApi<RunState>;
  readonly #run: RunController;

  constructor(store: StoreApi<RunState>, run: RunController) {
    this.#store = store;
    this.#run = run;
  }

  /** Does something at the cursor. What was simulated after it stays in the branch that is left. Null when it was done. */
  intervene(deed: Deed): DeedRefusal | null {
    const state = this.#store.getState();
    if (state.run === null) return 'no_run';
    // The first moment after everything that is shown.
    const t = toTimeUs(Math.floor(state.us) + 1);
    if (appliedList(state.tree).length >= INTERVENTIONS_MAX) return 'interventions';
    const isLossless = (state.line.events.at(-1)?.t ?? 0) < t;
    const tree = addDeed(noted(state), { ...deed, t }, isLossless);
    if (tree === null) return 'branches';
    this.#goTo(tree);
    return null;
  }

  /** Back to before the last deed, and to its moment. */
  undo(): void {
    this.#move(undoDeed);
  }

  redo(): void {
    this.#move(redoDeed);
  }

  /** Another branch, at the same moment or at `us`. */
  switchTo(id: number, us: number = momentOf(this.#store.getState())): void {
    this.#move((tree) => switchBranch(tree, id), us);
  }

  /** Another tree of the same run, as an earlier visit left it; shows `us`. */
  adopt(tree: BranchTree, us: number): void {
    this.#goTo(tree, us);
  }

  name(id: number, name: string): void {
    this.#store.setState(({ tree }) => ({ tree: nameBranch(tree, id, name) }));
  }

  /** Deletes a branch; when it is the one that runs, its parent runs, at the same moment. */
  remove(id: number): void {
    const state = this.#store.getState();
    this.#move((before) => removeBranch(before, id), state.tree.current === id ? momentOf(state) : null);
  }

  /** Brings back what was deleted last. */
  restore(): void {
    this.#store.setState(({ tree }) => ({ tree: restoreBranch(tree) }));
  }

  #move(step: (tree: BranchTree) => BranchTree, showUs: number | null = null): void {
    const state = this.#store.getState();
    this.#goTo(step(noted(state)), showUs);
  }

  #goTo(tree: BranchTree, showUs: number | null = null): void {
    const before = appliedList(this.#store.getState().tree);
    const after = appliedList(tree);
    this.#store.setState({ tree });
    const t = divergence(before, after);
    if (t < Number.MAX_SAFE_INTEGER) this.#run.rerun(after, t, showUs);
    else if (showUs !== null) this.#run.seekTime(Math.floor(showUs));
  }
}
