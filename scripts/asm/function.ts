// What a function of an assembled contract is, before and after it is assembled.
import type { Cell } from './cells.ts';
import type { Builder } from './builder.ts';
import type { Item, Label } from './code.ts';
import { BUILTIN_NAMES, type BuiltinName } from '../../core/vm/builtins/names.ts';

/** Values that every function passes through unseen: builtin pointers, gas, the syscall pointer; in this order on the stack. */
export type Implicit = BuiltinName | 'gas' | 'syscall';
export const IMPLICITS: readonly Implicit[] = [...BUILTIN_NAMES, 'gas', 'syscall'];

export type FunctionSource<P extends string = string, R extends string = string> = {
  readonly name: string;
  readonly parameters: readonly P[];
  /** Names of the felts that it returns when it does not panic. */
  readonly results: readonly R[];
  /** It calls itself, so it withdraws gas at each entry and panics with `Out of gas` when there is too little. */
  readonly loops?: boolean;
  body(f: Builder, parameters: Readonly<Record<P, Cell>>): unknown;
};

/** An entry point: from calldata to returned data. */
export type EntryFunction = FunctionSource<'start' | 'end', 'start' | 'end'>;

/** What a caller must know. */
export type Signature = {
  readonly label: Label;
  /** In the order of `IMPLICITS`. */
  readonly implicits: readonly Implicit[];
  /** Then it returns a flag before its results; after a panic: flag 1, start and end of the data. */
  readonly panics: boolean;
  readonly results: number;
  /** Gas that its caller has paid; what a path does not need comes back in its gas. */
  readonly prepaid: number;
};

export type Assembled = { readonly signature: Signature; readonly items: readonly Item[] };

/** Cells of the results on the stack: flag, then values, padded to what panic data need. */
export const resultCells = ({ panics, results }: Pick<Signature, 'panics' | 'results'>): number =>
  panics ? 1 + Math.max(2, results) : results;
