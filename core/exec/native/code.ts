// Puts the entry points of a built-in contract together.
import { type Felt, feltToHex } from '../../base/felt.ts';
import type { EntryPoint, NativeCode, PathCosts } from '../calls.ts';

type Rows = readonly (readonly [selector: Felt, entry: EntryPoint])[];

export const entryPoint = (costs: PathCosts, run: EntryPoint['run']): EntryPoint => ({ costs, run });

/** A class from its entry points by kind. */
export const contractCode = (
  hashing: NativeCode['hashing'],
  entries: { readonly external: Rows; readonly l1Handler: Rows },
): NativeCode => {
  const toMap = (rows: Rows): ReadonlyMap<string, EntryPoint> => new Map(rows.map(([selector, entry]) => [feltToHex(selector), entry]));
  const byKind = { external: toMap(entries.external), l1_handler: toMap(entries.l1Handler), constructor: toMap([]) };
  return { kind: 'native', entryPoint: (kind, selector) => byKind[kind].get(feltToHex(selector)) ?? null, hashing };
};
