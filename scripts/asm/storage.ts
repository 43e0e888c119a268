// Cells of contract variables: a constant base, maps by Pedersen over their keys, u256 in two cells. Source: execution.md 10.3.
import { selectorOf } from '../../core/crypto/keccak.ts';
import type { Builder } from './builder.ts';
import type { Cell, Pointer, Value } from './cells.ts';
import { normalizeCell } from './normalize.ts';
import { storageRead, storageWrite } from './syscalls.ts';
import type { U256 } from './u256.ts';

/** A cell that a program names: known now, or in a cell of memory. */
export type StorageCell = Value;

export const variable = (name: string): bigint => selectorOf(name);

export const mapEntry = (f: Builder, name: string, ...keys: readonly Value[]): Cell => {
  let hash: Value = variable(name);
  for (const key of keys) {
    const instance = f.builtin('pedersen', [hash, key], 3);
    hash = f.load(`cell of ${name}`, instance, 2);
  }
  return normalizeCell(f, f.toCell(hash));
};

const second = (cell: StorageCell): Value | Pointer => (typeof cell === 'bigint' ? cell + 1n : { cell, offset: 1 });

export const readU256 = (f: Builder, cell: StorageCell, name: string): U256 => ({
  low: storageRead(f, cell, `low of ${name}`),
  high: storageRead(f, second(cell), `high of ${name}`),
});

export const writeU256 = (f: Builder, cell: StorageCell, { low, high }: U256): void => {
  storageWrite(f, cell, low);
  storageWrite(f, second(cell), high);
};
