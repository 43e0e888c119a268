// What the entry points of the built-in contracts cost: exactly what our own compiled contracts take on the same path. The rows come from running those
// (scripts/gen-native.ts writes compiled.ts); syscalls beyond their base are charged as they are made, at the prices of the versioned constants.
import { required } from '../../base/assert.ts';
import type { Path, PathCosts } from '../calls.ts';
import { builtinGas, constantsOf } from '../constants.ts';
import { COMPILED, type CompiledName } from './compiled.ts';

/** Entry points of a class; a spelling of the same code has no row of its own. */
export type EntryName<C extends CompiledName> = keyof (typeof COMPILED)[C]['paths'];
export type CostsOf<C extends CompiledName> = (name: EntryName<C>) => PathCosts;

/** Columns of a row, in this order: of the site, then the same first four for each unit of the path's four counts. */
export const COLUMNS = ['held', 'steps', 'range_check', 'pedersen', 'ec_op'] as const;
const COUNTED = 4;
const COUNTS = [0, 1, 2, 3] as const;
export const ROW_NUMBERS: number = COLUMNS.length + COUNTED * COUNTS.length;

/** The prices that the assembler counted with; no later version changes what compiled code withdraws. */
const { gas } = constantsOf('0.14.4');

/** Rows as text: a row is the difference to the one before it, without the zeros at its end. */
const rowsOf = (text: string): readonly (readonly number[])[] => {
  let row: readonly number[] = Array.from({ length: ROW_NUMBERS }, () => 0);
  return text.split(';').map((differences) => {
    const numbers = differences.split(' ').map(Number);
    row = row.map((number, i) => number + (numbers[i] ?? 0));
    return row;
  });
};

/** Text of a place: its key, instruction, calls; the last call with a star stands for each round that counts[1] says. */
const placesOf = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    text.split(';').map((place) => {
      const [key = '', ...addresses] = place.split(' ');
      return [key, addresses.map((address) => `0:${address}`)];
    }),
  );
/** A site has a place of its own for each side of a branch that counts[3] says. */
export const placeKey = ({ site, counts }: Pick<Path, 'site'> & { readonly counts: readonly number[] }): string =>
  `${site}.${counts[3] ?? 0}`;
const CALLS_SHOWN = 20;

const costsFrom = (text: string, places: string): PathCosts => {
  const rows = rowsOf(text);
  const stops = placesOf(places);
  const number = ({ site, counts }: Path, column: (typeof COLUMNS)[number]): number => {
    const row = required(rows[site], 'costsFrom: a row for each site');
    const i = COLUMNS.indexOf(column);
    let sum = row[i] ?? 0;
    if (i < COUNTED) for (const count of COUNTS) sum += counts[count] * (row[COLUMNS.length + COUNTED * count + i] ?? 0);
    return sum;
  };
  return {
    heldAt: (path) => number(path, 'held'),
    placeAt: (path) => {
      const [pc, ...calls] = required(stops.get(placeKey(path)), 'costsFrom: a place for each syscall that can be a hard error');
      const traceback = calls.flatMap((call) =>
        call.endsWith('*') ? Array.from({ length: path.counts[1] }, () => call.slice(0, -1)) : [call],
      );
      return { pc: required(pc, 'costsFrom: the instruction of a place'), traceback: traceback.slice(-CALLS_SHOWN) };
    },
    costAt: (path) => {
      const steps = number(path, 'steps');
      const names = ['range_check', 'pedersen', 'ec_op'] as const;
      const builtins = new Map(names.map((name) => [name, number(path, name)] as const).filter(([, count]) => count > 0));
      return { gas: steps * gas.perStep + builtinGas(builtins, gas.perBuiltin), steps, builtins };
    },
  };
};

/** The costs of a class's entry points. */
export const compiledCosts =
  <C extends CompiledName>(contract: C): CostsOf<C> =>
  (name) => {
    const { paths, places } = COMPILED[contract] as { readonly paths: Texts<EntryName<C>>; readonly places: Partial<Texts<EntryName<C>>> };
    return costsFrom(paths[name], places[name] ?? '');
  };
type Texts<N extends PropertyKey> = Readonly<Record<N, string>>;
