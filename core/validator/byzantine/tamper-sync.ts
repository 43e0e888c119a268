// A server of sync that lies: the last storage value of every contract in a state diff is another one. Lengths stay, so that counting does not notice;
// only the state diff commitment does, or the state root that follows.
import { reduceToFelt } from '../../base/felt.ts';
import type { StateDiffChunk } from '../../wire/cold/state-diff.ts';

/** The chunk with one value changed. */
export const tamperedChunk = (chunk: StateDiffChunk): StateDiffChunk => {
  if (chunk.kind !== 'contract_diff' || chunk.values.length === 0) return chunk;
  const last = chunk.values.length - 1;
  return { ...chunk, values: chunk.values.map(([key, value], i) => [key, i === last ? reduceToFelt(value + 1n) : value] as const) };
};
