// Blocks that were decided, executed again one after the other by the correct engine: what a prover would find, and consensus cannot.
import { feltFromAscii } from '../base/felt.ts';
import { blockDiff } from '../exec/block-diff.ts';
import { createCairoEngine } from '../exec/engines/cairo.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import { type CommittedState, commitDiff, committedReader, EMPTY_STATE } from '../state/layers.ts';
import { freezeDiff } from '../state/diff.ts';
import { applyDiff, createOverlay, overlayReader } from '../state/overlay.ts';
import type { StateDiff } from '../types/block.ts';
import type { InspectMeans } from './replay.ts';
import type { BlockDifference, CommittedBlock } from './types.ts';

/** Holds the state that the blocks themselves say, so that one wrong block is told once. */
export class Verifier {
  readonly #engine: ExecutionEngine;
  readonly #chainId: string;
  #state: CommittedState;

  /** Before block 1. */
  constructor({ kernel, classes, genesis }: InspectMeans, chainId: string) {
    this.#engine = createCairoEngine(kernel, classes);
    this.#chainId = chainId;
    this.#state = commitDiff(EMPTY_STATE, freezeDiff(genesis));
  }

  /** The first difference of the next block; null: there is none. */
  next({ info, start, txs, receipts, stateDiff }: CommittedBlock): BlockDifference | null {
    const base = committedReader(this.#state);
    this.#state = commitDiff(this.#state, freezeDiff(stateDiff));
    const context = { info, chainId: feltFromAscii(this.#chainId) };
    const overlay = createOverlay();
    applyDiff(overlay, start);
    const diffs: StateDiff[] = [start];
    for (const [i, tx] of txs.entries()) {
      const executed = this.#engine.execute(context, tx, overlayReader(base, overlay));
      if (!executed.ok) return { kind: 'rejected', transaction: i, message: executed.error.message };
      const theirs = receipts[i];
      if (theirs !== undefined && theirs.status.kind !== executed.value.receipt.status.kind) return { kind: 'status', transaction: i };
      if (theirs !== undefined && theirs.actualFee !== executed.value.receipt.actualFee)
        return { kind: 'fee', transaction: i, block: theirs.actualFee, ours: executed.value.receipt.actualFee };
      applyDiff(overlay, executed.value.stateDiff);
      diffs.push(executed.value.stateDiff);
    }
    return diffDifference(stateDiff, blockDiff(this.#engine, { context, base, diffs }));
  }
}

type Place = { readonly contract: string; readonly key: string | null };
type Values = ReadonlyMap<string, { readonly place: Place; readonly value: bigint }>;

const valuesOf = (diff: StateDiff): Values => {
  const values = new Map<string, { readonly place: Place; readonly value: bigint }>();
  for (const [contract, cells] of diff.storage)
    for (const [key, value] of cells) values.set(`storage ${contract} ${key}`, { place: { contract, key }, value });
  for (const part of ['nonces', 'deployed', 'declared'] as const)
    for (const [contract, value] of diff[part]) values.set(`${part} ${contract}`, { place: { contract, key: null }, value });
  return values;
};

/** The first slot, in order of address and key, that two diffs set to different values. */
const diffDifference = (block: StateDiff, ours: StateDiff): BlockDifference | null => {
  const [theirValues, ourValues] = [valuesOf(block), valuesOf(ours)];
  const keys = [...new Set([...theirValues.keys(), ...ourValues.keys()])].toSorted();
  const at = keys.find((key) => theirValues.get(key)?.value !== ourValues.get(key)?.value);
  const place = at === undefined ? undefined : (theirValues.get(at) ?? ourValues.get(at))?.place;
  if (at === undefined || place === undefined) return null;
  return { kind: 'slot', ...place, block: theirValues.get(at)?.value ?? null, ours: ourValues.get(at)?.value ?? null };
};
