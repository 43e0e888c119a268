// Writes over a state that is only read: what one transaction, or one block in the making, has changed so far. Plain data, so a snapshot can
// hold it; the reader below it is handed to the functions and never stored.
// Source: execution.md 6.6 (journal and revert): every write keeps what it overwrote, and a rollback undoes writes from the newest on.
// It does not know what a contract or a transaction is.
import { assert } from '../base/assert.ts';
import { type Felt, feltToHex } from '../base/felt.ts';
import type { StateDiff } from '../types/block.ts';
import { diffReader, netDiff } from './diff.ts';
import type { StateReader } from './reader.ts';

type FlatKind = 'nonces' | 'deployed' | 'declared';
/** What one write replaced; null: the overlay had no value of its own. */
type Undo =
  | { readonly kind: 'storage'; readonly address: string; readonly key: string; readonly before: Felt | null }
  | { readonly kind: FlatKind; readonly key: string; readonly before: Felt | null };

/** Mutable plain data; use the functions of this file. Keys as in `StateDiff`. */
export type Overlay = {
  readonly storage: Map<string, Map<string, Felt>>;
  readonly nonces: Map<string, Felt>;
  readonly deployed: Map<string, Felt>;
  readonly declared: Map<string, Felt>;
  readonly undo: Undo[];
};

/** A point to return to: the number of writes before it. */
export type Checkpoint = number;

export const createOverlay = (): Overlay => ({
  storage: new Map(),
  nonces: new Map(),
  deployed: new Map(),
  declared: new Map(),
  undo: [],
});

/** `base` with the overlay's writes on top; sees later writes too. */
export const overlayReader = (base: StateReader, overlay: Overlay): StateReader => diffReader(base, overlay);

const cellsOf = (overlay: Overlay, address: string): Map<string, Felt> => {
  const known = overlay.storage.get(address);
  if (known !== undefined) return known;
  const cells = new Map<string, Felt>();
  overlay.storage.set(address, cells);
  return cells;
};

export const writeStorage = (overlay: Overlay, address: Felt, key: Felt, value: Felt): void => {
  const contract = feltToHex(address);
  const cell = feltToHex(key);
  const cells = cellsOf(overlay, contract);
  overlay.undo.push({ kind: 'storage', address: contract, key: cell, before: cells.get(cell) ?? null });
  cells.set(cell, value);
};

const writeFlat = (overlay: Overlay, kind: FlatKind, key: Felt, value: Felt): void => {
  const name = feltToHex(key);
  overlay.undo.push({ kind, key: name, before: overlay[kind].get(name) ?? null });
  overlay[kind].set(name, value);
};

export const writeNonce = (overlay: Overlay, address: Felt, nonce: Felt): void => writeFlat(overlay, 'nonces', address, nonce);

/** Deploys a contract or replaces its class. */
export const writeClassHash = (overlay: Overlay, address: Felt, classHash: Felt): void =>
  writeFlat(overlay, 'deployed', address, classHash);

export const writeCompiledClassHash = (overlay: Overlay, classHash: Felt, compiled: Felt): void =>
  writeFlat(overlay, 'declared', classHash, compiled);

export const checkpoint = (overlay: Overlay): Checkpoint => overlay.undo.length;

const restore = (values: Map<string, Felt>, key: string, before: Felt | null): void => {
  if (before === null) values.delete(key);
  else values.set(key, before);
};

/** Undoes every write since the checkpoint. */
export const rollback = (overlay: Overlay, point: Checkpoint): void => {
  assert(point >= 0 && point <= overlay.undo.length, 'rollback: a checkpoint of this overlay, not rolled back before');
  while (overlay.undo.length > point) {
    const last = overlay.undo.pop();
    if (last === undefined) return;
    if (last.kind === 'storage') restore(cellsOf(overlay, last.address), last.key, last.before);
    else restore(overlay[last.kind], last.key, last.before);
  }
};

/** Net changes against `base`, frozen: equal writes vanish, 0 -> x -> 0 vanishes. */
export const overlayDiff = (base: StateReader, overlay: Overlay): StateDiff =>
  // netDiff copies the maps it filters, so the frozen result shares nothing with the overlay.
  netDiff(base, overlay);

const addAll = (into: Map<string, Felt>, values: ReadonlyMap<string, Felt>): void => {
  for (const [key, value] of values) into.set(key, value);
};

/** Takes over a finished diff for good, without journal: asserts that nothing written before could still be rolled back. */
export const applyDiff = (overlay: Overlay, diff: StateDiff): void => {
  assert(overlay.undo.length === 0, 'applyDiff: an overlay without journal');
  for (const [address, cells] of diff.storage) addAll(cellsOf(overlay, address), cells);
  addAll(overlay.nonces, diff.nonces);
  addAll(overlay.deployed, diff.deployed);
  addAll(overlay.declared, diff.declared);
};
