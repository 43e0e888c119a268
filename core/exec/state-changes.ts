// Counting what a state diff costs: data words, and the changes a fee is charged for.
// Source: execution.md 8.1 (DA words, counting for the fee), 9 (state_diff_size). Diffs are net of reads already.
import { type Felt, FELT_ZERO, feltFromHex, feltToHex } from '../base/felt.ts';
import type { StateReader } from '../state/reader.ts';
import type { StateDiff } from '../types/block.ts';
import type { VersionedConstants } from './constants.ts';

export type StateChanges = {
  readonly storageUpdates: number;
  readonly modifiedContracts: number;
  readonly classHashUpdates: number;
  readonly compiledClassHashUpdates: number;
};

/** Changes for the fee, with the cells that were 0 before and are not now. */
export type FeeChanges = StateChanges & { readonly newCells: number };

/** 2 per modified contract, 1 per class hash, 2 per storage cell, 2 per compiled class hash. */
export const dataWords = (constants: VersionedConstants, changes: StateChanges): number =>
  constants.data.wordsPerModifiedContract * changes.modifiedContracts +
  constants.data.wordsPerClassHashUpdate * changes.classHashUpdates +
  constants.data.wordsPerStorageUpdate * changes.storageUpdates +
  constants.data.wordsPerCompiledClassHashUpdate * changes.compiledClassHashUpdates;

/** Who pays: the token whose contract is left out of "modified", and the payer's balance cell, which counts even before the fee moves it. */
export type FeePayer = { readonly feeToken: Felt; readonly balanceCell: Felt | null };

/** Counts the diff of a transaction before its fee transfer; `base` is the state the diff is net of. */
export const countForFee = (base: StateReader, diff: StateDiff, payer: FeePayer): FeeChanges => {
  const token = feltToHex(payer.feeToken);
  const modified = new Set([...diff.storage.keys(), ...diff.nonces.keys(), ...diff.deployed.keys()]);
  modified.delete(token);
  let storageUpdates = 0;
  let newCells = 0;
  for (const [address, cells] of diff.storage) {
    const contract = feltFromHex(address);
    storageUpdates += cells.size;
    for (const [key, value] of cells) {
      if (value !== FELT_ZERO && base.storageAt(contract, feltFromHex(key)) === FELT_ZERO) newCells += 1;
    }
  }
  if (payer.balanceCell !== null && diff.storage.get(token)?.has(feltToHex(payer.balanceCell)) !== true) storageUpdates += 1;
  return {
    storageUpdates,
    modifiedContracts: modified.size,
    classHashUpdates: diff.deployed.size,
    compiledClassHashUpdates: diff.declared.size,
    newCells,
  };
};
