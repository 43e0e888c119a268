// Where a value of a function under construction lives, and until when it may be used.
// Variables lie in the frame ([fp + n]) and stay; temporaries lie on the stack above it and are addressed from ap, so they are lost when ap changes by
// an amount that is not known: after a call, or after a branch whose sides moved ap differently. A value made on one side of a branch is not live on
// the other side, nor after both have met.
import type { CellRef } from './instruction.ts';

/** One straight stretch of a path through the code. */
export type Scope = { readonly parent: Scope | null };

export type Cell = {
  readonly kind: 'frame' | 'stack';
  /** frame: offset from fp (parameters are negative); stack: position relative to `base`. */
  readonly at: number;
  /** Which unknown ap the position counts from; 0 for frame cells. */
  readonly base: number;
  readonly scope: Scope;
  readonly name: string;
};

/** A felt known now, or the cell that will hold it. */
export type Value = Cell | bigint;

/** A memory address: what `cell` holds plus `offset`. */
export type Pointer = { readonly cell: Cell; readonly offset: number };

/** ap, counted from some unknown base. */
export type Ap = { readonly base: number; readonly at: number };

const isLive = (scope: Scope, at: Scope): boolean => {
  for (let s: Scope | null = at; s !== null; s = s.parent) if (s === scope) return true;
  return false;
};

/** Address of a cell as seen from here. Throws, naming the value, when it is not live or its place is no longer known. */
export const refOf = (cell: Cell, scope: Scope, ap: Ap): CellRef => {
  if (!isLive(cell.scope, scope)) throw new Error(`assembler: ${cell.name} was set on another path of a branch`);
  if (cell.kind === 'frame') return { register: 'FP', offset: cell.at };
  if (cell.base !== ap.base) throw new Error(`assembler: ${cell.name} is a temporary, and ap has changed by an unknown amount since`);
  return { register: 'AP', offset: cell.at - ap.at };
};
