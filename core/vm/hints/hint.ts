// What a compiled hint is and what it works on. Source: execution.md 3.
import type { CurvePoint, Kernel } from '../../crypto/kernel.ts';
import type { Cell, Pointer } from '../cell.ts';
import type { Memory } from '../memory.ts';

/** State of hints within one entry-point run; inner calls have their own. */
export type HintState = {
  /** Dictionaries by segment. */
  readonly dicts: Map<number, DictTracker>;
  squash: Squash | null;
  excludedArc: number | null;
  /** Where the next constant-size object goes. */
  constants: Pointer | null;
  /** Points drawn so far. */
  draws: number;
};

/** `index` counts dictionaries in the order of their creation. */
export type DictTracker = { readonly index: number; readonly values: Map<Cell, Cell> };
/** The access indices of each key, last one first, and the keys in descending order; the current key is the last. */
export type Squash = { readonly accesses: Map<Cell, number[]>; readonly keys: Cell[] };

/** The run that a hint works on. */
export interface HintContext {
  readonly memory: Memory;
  /** Offsets in the execution segment. */
  readonly ap: number;
  readonly fp: number;
  readonly kernel: Kernel;
  readonly hintState: HintState;
  /** Draws on the budget for work inside a hint; throws VmFault when it is gone. */
  readonly takeUnits: (count: number) => void;
  /** Any point of the curve: the n-th one drawn in this run. */
  readonly randomPoint: (draw: number) => CurvePoint;
  /** Performs the next syscall; throws when it ends the run. */
  readonly syscall: () => void;
}

/** Throws VmFault; may leave cells written before it. */
export type Hint = (run: HintContext) => void;

export const emptyHintState = (): HintState => ({ dicts: new Map(), squash: null, excludedArc: null, constants: null, draws: 0 });
