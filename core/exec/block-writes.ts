// Writes of the sequencer itself: the old block hash before the first transaction, aliases after the last.
// Source: execution.md 7.1, 7.11. Both are part of the state diff and charged to nobody. The compressed diff for data availability is not made.
import { assert } from '../base/assert.ts';
import { type Felt, FELT_ZERO, feltFromHex, feltToHex, toFelt } from '../base/felt.ts';
import { EMPTY_DIFF, freezeDiff } from '../state/diff.ts';
import type { StateReader } from '../state/reader.ts';
import type { BlockInfo, StateDiff } from '../types/block.ts';
import { constantsOf } from './constants.ts';
import { ALIAS_ADDRESS, BLOCK_HASH_ADDRESS } from './felts.ts';

const writesOf = (address: Felt, cells: ReadonlyMap<string, Felt>): StateDiff =>
  freezeDiff({ ...EMPTY_DIFF, storage: new Map([[feltToHex(address), cells]]) });

/** Cell h - 10 of contract 0x1 for h >= 10; asserts that the hash is there then and is that block's. */
export const blockHashWrites = (info: BlockInfo, retrospective: { readonly height: number; readonly hash: Felt } | null): StateDiff => {
  const buffer = constantsOf(info.starknetVersion).limits.storedBlockHashBuffer;
  if (info.height < buffer) return EMPTY_DIFF;
  assert(retrospective !== null && retrospective.height === info.height - buffer, 'blockHashWrites: the hash of block h - 10');
  return writesOf(BLOCK_HASH_ADDRESS, new Map([[feltToHex(toFelt(retrospective.height)), retrospective.hash]]));
};

/** Numeric order of `feltToHex` texts. */
const byValue = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);
const sorted = (keys: Iterable<string>): readonly string[] => [...keys].toSorted(byValue);

/** Addresses and keys in the order in which they ask for an alias. */
const candidates = (blockDiff: StateDiff, maxUncompressed: bigint): readonly string[] => {
  const contracts = new Set([...blockDiff.storage.keys(), ...blockDiff.nonces.keys(), ...blockDiff.deployed.keys()]);
  return sorted(contracts).flatMap((address) => {
    const keys = BigInt(address) > maxUncompressed ? (blockDiff.storage.get(address)?.keys() ?? []) : [];
    return [...sorted(keys), address];
  });
};

/** New cells of contract 0x2; `state` is the block's parent state, in which 0x2 reads as before the block. */
export const aliasWrites = (info: BlockInfo, blockDiff: StateDiff, state: StateReader): StateDiff => {
  const { first, minAliasedValue, maxUncompressedContract } = constantsOf(info.starknetVersion).aliases;
  const stored = state.storageAt(ALIAS_ADDRESS, FELT_ZERO);
  let next = stored === FELT_ZERO ? first : stored;
  const cells = new Map<string, Felt>();
  for (const value of candidates(blockDiff, maxUncompressedContract)) {
    const known = BigInt(value) < minAliasedValue || cells.has(value) || state.storageAt(ALIAS_ADDRESS, feltFromHex(value)) !== FELT_ZERO;
    if (known) continue;
    cells.set(value, toFelt(next));
    next += 1n;
  }
  if (toFelt(next) !== stored) cells.set('0x0', toFelt(next));
  return writesOf(ALIAS_ADDRESS, cells);
};
