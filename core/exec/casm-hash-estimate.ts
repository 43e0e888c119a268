// What hashing a compiled class with Blake costs the OS, which the block pays when it executes the class for the first time: an estimate by the number
// of felts, not the hash itself. Source: execution.md 9.1, crates/blockifier/src/execution/casm_hash_estimation.rs.
import { freeze } from '../base/plain.ts';
import type { ExecutionResources } from '../types/block.ts';
import type { CasmClass } from '../vm/casm-class.ts';
import type { VersionedConstants } from './constants.ts';
import { toResources } from './resources.ts';

/** Felts from 2^63 on, and smaller ones. */
type FeltCounts = { readonly large: number; readonly small: number };

/** What the estimate is made from; counted once per class. */
export type HashedShape = {
  /** For each list of entry points, the number of builtins of each. */
  readonly entryPoints: readonly (readonly number[])[];
  readonly segments: readonly FeltCounts[];
  /** The bytecode is one leaf, not a node over segments. */
  readonly isLeaf: boolean;
};

const SMALL_END = 2n ** 63n;

const countFelts = (felts: readonly bigint[]): FeltCounts => {
  const large = felts.reduce((count, felt) => count + (felt >= SMALL_END ? 1 : 0), 0);
  return { large, small: felts.length - large };
};

export const hashedShapeOf = ({ bytecode, segmentLengths, entryPoints }: CasmClass): HashedShape => {
  let from = 0;
  const segments = (segmentLengths ?? [bytecode.length]).map((length) => {
    from += length;
    return countFelts(bytecode.slice(from - length, from));
  });
  const lists = [entryPoints.external, entryPoints.l1_handler, entryPoints.constructor];
  return freeze({
    entryPoints: freeze(lists.map((list) => freeze(list.map(({ builtins }) => builtins.length)))),
    segments: freeze(segments),
    isLeaf: segmentLengths === null,
  });
};

/** Steps, range checks and Blake opcodes. */
export const casmHashResources = (constants: VersionedConstants, { entryPoints, segments, isLeaf }: HashedShape): ExecutionResources => {
  const { casmHash } = constants.bouncer;
  const { blake } = casmHash;
  let [steps, rangeChecks, blakes] = [casmHash.base, 0, 0];
  const hash = ({ large, small }: FeltCounts): void => {
    const words = blake.wordsPerLargeFelt * large + blake.wordsPerSmallFelt * small;
    if (words === 0) {
      steps += blake.stepsEmpty;
      return;
    }
    const full = Math.floor(words / blake.wordsPerMessage);
    steps += blake.stepsPerLarge * large + blake.stepsPerSmall * small - blake.discountPerFullMessage * full;
    steps += words % blake.wordsPerMessage === 0 ? blake.baseFull : blake.basePartial;
    rangeChecks += blake.rangeChecksPerFelt * (large + small) + blake.rangeChecksBase;
    blakes += Math.ceil(words / blake.wordsPerMessage);
  };
  for (const list of entryPoints) {
    steps += casmHash.hashEntryPoints;
    for (const builtins of list) {
      steps += casmHash.entryPointInner.blake + casmHash.nestedHashUpdate;
      hash({ large: builtins, small: 0 });
    }
    hash({ large: 2 * list.length, small: list.length });
  }
  steps += casmHash.bytecodeNode + (isLeaf ? 0 : casmHash.nodeCase);
  for (const segment of segments) {
    steps += isLeaf ? 0 : casmHash.internalLeaf.blake;
    hash(segment);
  }
  if (!isLeaf) hash({ large: segments.length, small: segments.length });
  hash({ large: casmHash.finalizeLargeFelts, small: 0 });
  return toResources(
    steps,
    new Map([
      ['range_check', rangeChecks],
      ['blake', blakes],
    ]),
  );
};
