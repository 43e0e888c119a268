// The state of one path through a function under construction: what is live, where ap is, what has been paid.
import type { Ap, Pointer, Scope } from './cells.ts';
import type { Implicit } from './function.ts';

/** Gas paid before or at the start of a stretch of code, and what its paths spend until they return. */
export class Budget {
  /** Gas spent on each path, at its return. */
  readonly ends: number[] = [];
  readonly #total: (max: number) => number;

  /** `total` of the costliest path: what was paid. */
  constructor(total: (max: number) => number) {
    this.#total = total;
  }

  total(): number {
    return this.#total(Math.max(0, ...this.ends));
  }
}

export type Path = {
  scope: Scope;
  ap: Ap;
  /** Frame cells that this path has taken so far. */
  frame: number;
  /** Gas that the instructions since the function's start cost. */
  spent: number;
  budget: Budget;
  /** Each is a cell and an offset that costs no instruction until somebody needs the value; the offset of `gas` is a refund not yet given. */
  readonly implicits: Map<Implicit, Pointer>;
  ended: boolean;
};

/** A path that goes on from `path` on one side of a branch. */
export const fork = (path: Path): Path => ({ ...path, scope: { parent: path.scope }, implicits: new Map(path.implicits) });
