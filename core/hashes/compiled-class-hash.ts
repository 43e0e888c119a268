// The hash of a compiled class, with Poseidon (V1) or Blake (V2). Source: commitments.md 2. Kept from class-hash.ts because only the Cairo VM needs it.
import { assert } from '../base/assert.ts';
import { FELT_ONE, type Felt, feltFromAscii, reduceToFelt, toFelt } from '../base/felt.ts';
import { blakeFelts } from '../crypto/blake.ts';
import type { Kernel } from '../crypto/kernel.ts';

const COMPILED_PREFIX: Felt = feltFromAscii('COMPILED_CLASS_V1');

/** Lengths of bytecode segments: a number is a leaf, a list an inner node. */
export type SegmentLengths = number | readonly SegmentLengths[];
export type CompiledEntryPoint = { readonly selector: Felt; readonly offset: number; readonly builtins: readonly string[] };
/** The parts of a CASM class that its hash covers. */
export type CompiledClass = {
  readonly bytecode: readonly Felt[];
  /** Null: one segment. */
  readonly segmentLengths: SegmentLengths | null;
  readonly externals: readonly CompiledEntryPoint[];
  readonly l1Handlers: readonly CompiledEntryPoint[];
  readonly constructors: readonly CompiledEntryPoint[];
};

type HashList = (felts: readonly Felt[]) => Felt;

/** Poseidon form, for history and migration. */
export const compiledClassHashV1 = (kernel: Kernel, compiled: CompiledClass): Felt => compiledClassHash(kernel.poseidonMany, compiled);

/** Blake form, the one that declarations carry today. */
export const compiledClassHashV2 = (compiled: CompiledClass): Felt => compiledClassHash(blakeFelts, compiled);

const compiledClassHash = (hash: HashList, compiled: CompiledClass): Felt => {
  const entryPoints = (list: readonly CompiledEntryPoint[]): Felt =>
    hash(list.flatMap(({ selector, offset, builtins }) => [selector, toFelt(offset), hash(builtins.map(feltFromAscii))]));
  const { bytecode, segmentLengths, externals, l1Handlers, constructors } = compiled;
  const code = segmentHash(hash, bytecode, segmentLengths ?? bytecode.length);
  return hash([COMPILED_PREFIX, entryPoints(externals), entryPoints(l1Handlers), entryPoints(constructors), code]);
};

const lengthOf = (lengths: SegmentLengths): number =>
  typeof lengths === 'number' ? lengths : lengths.reduce<number>((sum, inner) => sum + lengthOf(inner), 0);

/** Asserts that the lengths add up to the bytecode's. */
const segmentHash = (hash: HashList, code: readonly Felt[], lengths: SegmentLengths): Felt => {
  assert(lengthOf(lengths) === code.length, 'segmentHash: segment lengths that add up to the length of the bytecode');
  if (typeof lengths === 'number') return hash(code);
  let from = 0;
  const inner = lengths.flatMap((part) => {
    const length = lengthOf(part);
    const segment = code.slice(from, from + length);
    from += length;
    return [toFelt(length), segmentHash(hash, segment, part)];
  });
  return reduceToFelt(hash(inner) + FELT_ONE);
};
