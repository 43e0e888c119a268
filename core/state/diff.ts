// State diffs: empty, merged, netted against a reader, and seen as a reader of their own.
// Source: commitments.md 4 (what a diff holds), execution.md 8.1 (net of reads: equal writes vanish, 0 -> x -> 0 vanishes).
// A diff is frozen when made and shared from then on; nothing here changes its arguments.
import { type Felt, FELT_ZERO, feltFromHex, feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { StateDiff } from '../types/block.ts';
import type { StateReader } from './reader.ts';

type FlatMap = ReadonlyMap<string, Felt>;

/** The diff that changes nothing. */
export const EMPTY_DIFF: StateDiff = freeze({
  storage: freeze(new Map<string, FlatMap>()),
  nonces: freeze(new Map<string, Felt>()),
  deployed: freeze(new Map<string, Felt>()),
  declared: freeze(new Map<string, Felt>()),
});

/** The state before genesis: everything is 0. */
export const EMPTY_READER: StateReader = freeze({
  storageAt: () => FELT_ZERO,
  nonceAt: () => FELT_ZERO,
  classHashAt: () => FELT_ZERO,
  compiledClassHashOf: () => FELT_ZERO,
});

/** Freezes a diff and its maps, dropping contracts without entries. */
export const freezeDiff = (diff: StateDiff): StateDiff => {
  const storage = new Map<string, FlatMap>();
  for (const [address, cells] of diff.storage) if (cells.size > 0) storage.set(address, freeze(cells));
  return freeze({
    storage: freeze(storage),
    nonces: freeze(diff.nonces),
    deployed: freeze(diff.deployed),
    declared: freeze(diff.declared),
  });
};

/** Number of entries: state_diff_length of commitments.md 4. */
export const diffLength = (diff: StateDiff): number => {
  let length = diff.nonces.size + diff.deployed.size + diff.declared.size;
  for (const cells of diff.storage.values()) length += cells.size;
  return length;
};

const mergeFlat = (older: FlatMap, newer: FlatMap): FlatMap => {
  if (newer.size === 0) return older;
  return older.size === 0 ? newer : new Map([...older, ...newer]);
};

/** First `older`, then `newer`: the later value of a key counts. Not netted: a value may equal the one before `older` (see `netDiff`). */
export const mergeDiffs = (older: StateDiff, newer: StateDiff): StateDiff => {
  const storage = new Map(older.storage);
  for (const [address, cells] of newer.storage) storage.set(address, mergeFlat(storage.get(address) ?? new Map(), cells));
  return freezeDiff({
    storage,
    nonces: mergeFlat(older.nonces, newer.nonces),
    deployed: mergeFlat(older.deployed, newer.deployed),
    declared: mergeFlat(older.declared, newer.declared),
  });
};

const netFlat = (values: FlatMap, before: (key: Felt) => Felt): FlatMap =>
  new Map([...values].filter(([key, value]) => before(feltFromHex(key)) !== value));

/** Without the entries that equal what `base` reads. */
export const netDiff = (base: StateReader, diff: StateDiff): StateDiff => {
  const storage = new Map<string, FlatMap>();
  for (const [address, cells] of diff.storage) {
    const contract = feltFromHex(address);
    storage.set(
      address,
      netFlat(cells, (key) => base.storageAt(contract, key)),
    );
  }
  return freezeDiff({
    storage,
    nonces: netFlat(diff.nonces, base.nonceAt),
    deployed: netFlat(diff.deployed, base.classHashAt),
    declared: netFlat(diff.declared, base.compiledClassHashOf),
  });
};

/** `base` as it reads once `diff` is applied. */
export const diffReader = (base: StateReader, diff: StateDiff): StateReader => ({
  storageAt: (address, key) => diff.storage.get(feltToHex(address))?.get(feltToHex(key)) ?? base.storageAt(address, key),
  nonceAt: (address) => diff.nonces.get(feltToHex(address)) ?? base.nonceAt(address),
  classHashAt: (address) => diff.deployed.get(feltToHex(address)) ?? base.classHashAt(address),
  compiledClassHashOf: (classHash) => diff.declared.get(feltToHex(classHash)) ?? base.compiledClassHashOf(classHash),
});

const before = (values: ReadonlyMap<string, Felt>, read: (key: Felt) => Felt): ReadonlyMap<string, Felt> =>
  new Map([...values.keys()].map((key) => [key, read(feltFromHex(key))]));

/** What `state` reads wherever `diff` writes: applied after `diff` it takes `diff` back. */
export const replacedBy = (state: StateReader, diff: StateDiff): StateDiff =>
  freezeDiff({
    storage: new Map(
      [...diff.storage].map(([address, cells]) => [address, before(cells, (key) => state.storageAt(feltFromHex(address), key))] as const),
    ),
    nonces: before(diff.nonces, state.nonceAt),
    deployed: before(diff.deployed, state.classHashAt),
    declared: before(diff.declared, state.compiledClassHashOf),
  });
