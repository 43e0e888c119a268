// Storage cells of contract variables. Source: execution.md 10.3.
import { type Felt, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { selectorOf } from '../crypto/keccak.ts';
import { ADDRESS_END } from './contract-address.ts';

/** Cell of the variable called `variable`, or of its entry under `keys` when it is a (nested) map. */
export const storageCell = (kernel: Kernel, variable: string, ...keys: readonly Felt[]): Felt =>
  mapCell(kernel, selectorOf(variable), ...keys);

/** Cell of the entry under `keys` of a map whose base is known. */
export const mapCell = (kernel: Kernel, base: Felt, ...keys: readonly Felt[]): Felt => {
  let cell = base;
  for (const key of keys) cell = kernel.pedersen(cell, key);
  return toFelt(cell % ADDRESS_END);
};

/** The second cell of a two-felt value such as u256: the one after `cell`. */
export const nextCell = (cell: Felt): Felt => toFelt((cell + 1n) % ADDRESS_END);
