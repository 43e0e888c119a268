// Commitment to a state diff: Poseidon of one flat list, each map in numeric order of its keys. Source: commitments.md 4.
import { FELT_ONE, FELT_ZERO, type Felt, feltFromAscii, feltFromHex, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { StateDiff } from '../types/block.ts';

const PREFIX: Felt = feltFromAscii('STARKNET_STATE_DIFF0');

/** The commitment, and the length that enters the concatenated counts: all entries, a storage cell counting one. */
export type StateDiffCommitment = { readonly commitment: Felt; readonly length: number };

/** `deprecatedClasses`: hashes of declared Cairo 0 classes, for history only. */
export const stateDiffCommitment = (kernel: Kernel, diff: StateDiff, deprecatedClasses: readonly Felt[] = []): StateDiffCommitment => {
  const storage = byKey(diff.storage).filter(([, cells]) => cells.size > 0);
  const deprecated = deprecatedClasses.toSorted((a, b) => (a < b ? -1 : 1));
  const commitment = kernel.poseidonMany([
    PREFIX,
    ...flatten(diff.deployed),
    ...flatten(diff.declared),
    toFelt(deprecated.length),
    ...deprecated,
    FELT_ONE,
    FELT_ZERO,
    toFelt(storage.length),
    ...storage.flatMap(([address, cells]) => [feltFromHex(address), ...flatten(cells)]),
    ...flatten(diff.nonces),
  ]);
  return { commitment, length: stateDiffLength(diff) + deprecated.length };
};

/** Entries of a diff, a storage cell counting one. */
export const stateDiffLength = (diff: StateDiff): number => {
  let length = diff.deployed.size + diff.declared.size + diff.nonces.size;
  for (const cells of diff.storage.values()) length += cells.size;
  return length;
};

/** Count, then key and value of each entry. */
const flatten = (map: ReadonlyMap<string, Felt>): readonly Felt[] => [
  toFelt(map.size),
  ...byKey(map).flatMap(([key, value]) => [feltFromHex(key), value]),
];

/** Canonical hex without leading zeros: numeric order is order by length, then by text. */
const byKey = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
