// Arithmetic of Cairo resources and the OS overhead of a transaction.
// Source: execution.md 8.2. It measures nothing: the counts come from the engine and the versioned constants.
import { freeze } from '../base/plain.ts';
import type { ExecutionResources } from '../types/block.ts';
import type { VersionedConstants } from './constants.ts';
import type { OsTransactionKind } from './constants-table.ts';
import { ceilDiv } from './rational.ts';

/** Frozen; builtins by their Cairo name, zero counts dropped. */
export const toResources = (
  steps: number,
  builtins: ReadonlyMap<string, number> = new Map(),
  memoryHoles: number = 0,
): ExecutionResources => freeze({ steps, memoryHoles, builtins: freeze(new Map([...builtins].filter(([, count]) => count > 0))) });

export const NO_RESOURCES: ExecutionResources = toResources(0);

/** Adds `times` times the counts of `more` to `into`, in place. */
export const countBuiltins = (into: Map<string, number>, more: ReadonlyMap<string, number>, times: number = 1): void => {
  for (const [name, count] of more) into.set(name, (into.get(name) ?? 0) + count * times);
};

export const addResources = (a: ExecutionResources, b: ExecutionResources): ExecutionResources => {
  const builtins = new Map(a.builtins);
  countBuiltins(builtins, b.builtins);
  return toResources(a.steps + b.steps, builtins, a.memoryHoles + b.memoryHoles);
};

export const scaleResources = (resources: ExecutionResources, factor: number): ExecutionResources => scaleUp(resources, factor, 1);

/** ceil(resources * factor / divisor), each component rounded up. */
const scaleUp = (resources: ExecutionResources, factor: number, divisor: number): ExecutionResources => {
  const up = (count: number): number => ceilDiv(count * factor, divisor);
  const builtins = new Map([...resources.builtins].map(([name, count]) => [name, up(count)]));
  return toResources(up(resources.steps), builtins, up(resources.memoryHoles));
};

/** poseidon_hash_many over `words` felts in the OS. */
const poseidonHashMany = (constants: VersionedConstants, words: number): ExecutionResources => {
  const { stepsPer10, stepsPer2, stepsPer1, stepsBase, poseidonsPer2, poseidonsBase } = constants.poseidonHashMany;
  const steps = stepsPer10 * Math.floor(words / 10) + stepsPer2 * Math.floor((words % 10) / 2) + stepsPer1 * (words % 2) + stepsBase;
  return toResources(steps, new Map([['poseidon', poseidonsPer2 * Math.floor(words / 2) + poseidonsBase]]));
};

/** Work for publishing `words` data words in blobs. */
const kzgResources = (constants: VersionedConstants, words: number): ExecutionResources =>
  addResources(scaleUp(constants.kzgPerWord, words, 1), poseidonHashMany(constants, words));

/**
 * What the OS needs for one transaction. `felts` = calldata plus proof facts (L1 handler: payload); `dataWords` = words for blobs, null when data
 * goes to calldata.
 */
export const osResources = (
  constants: VersionedConstants,
  kind: OsTransactionKind,
  felts: number,
  dataWords: number | null,
): ExecutionResources => {
  const { constant, perFelt, divisor } = constants.osOverhead[kind];
  const overhead = addResources(constant, scaleUp(perFelt, felts, divisor));
  return dataWords === null ? overhead : addResources(overhead, kzgResources(constants, dataWords));
};
