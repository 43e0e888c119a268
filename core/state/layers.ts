// The committed state of one validator: frozen diffs on top of each other, newest last. Log-structured: a new layer is merged with the one below
// while that is at most twice its size, so there are about log2(n) layers, reads stay cheap and snapshots share everything.
// It keeps no history: a reader shows the newest state. Roots are computed elsewhere.
import { type Felt, FELT_ZERO, feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { StateDiff } from '../types/block.ts';
import { diffLength, mergeDiffs } from './diff.ts';
import type { StateReader } from './reader.ts';

type Layer = { readonly diff: StateDiff; readonly length: number };

/** Frozen plain data; an older value stays valid after a push. */
export type CommittedState = { readonly layers: readonly Layer[] };

/** Nothing committed. */
export const EMPTY_STATE: CommittedState = freeze({ layers: freeze<readonly Layer[]>([]) });

const toLayer = (diff: StateDiff): Layer => freeze({ diff, length: diffLength(diff) });

/** The state after `diff`; `diff` must be frozen (`freezeDiff`, `overlayDiff`). */
export const commitDiff = (state: CommittedState, diff: StateDiff): CommittedState => {
  const layers = [...state.layers];
  let top = toLayer(diff);
  let below = layers.at(-1);
  while (below !== undefined && below.length <= 2 * top.length) {
    top = toLayer(mergeDiffs(below.diff, top.diff));
    layers.pop();
    below = layers.at(-1);
  }
  return freeze({ layers: freeze([...layers, top]) });
};

const newest = (state: CommittedState, look: (diff: StateDiff) => Felt | undefined): Felt => {
  for (let i = state.layers.length - 1; i >= 0; i--) {
    const layer = state.layers[i];
    const value = layer === undefined ? undefined : look(layer.diff);
    if (value !== undefined) return value;
  }
  return FELT_ZERO;
};

/** What the committed state reads; unset values are 0. */
export const committedReader = (state: CommittedState): StateReader => ({
  storageAt: (address, key) => {
    const contract = feltToHex(address);
    const cell = feltToHex(key);
    return newest(state, (diff) => diff.storage.get(contract)?.get(cell));
  },
  nonceAt: (address) => {
    const contract = feltToHex(address);
    return newest(state, (diff) => diff.nonces.get(contract));
  },
  classHashAt: (address) => {
    const contract = feltToHex(address);
    return newest(state, (diff) => diff.deployed.get(contract));
  },
  compiledClassHashOf: (classHash) => {
    const name = feltToHex(classHash);
    return newest(state, (diff) => diff.declared.get(name));
  },
});
