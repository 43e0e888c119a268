// Runs vectors against core/ itself: the families only map shapes, there is no second implementation behind them.
import { createKernel } from '../core/crypto/create-kernel.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { type Json, toJson } from '../core/hashes/rpc-reading.ts';
import { checkProtobufVector } from '../core/wire/vector.ts';
import { BLOCK_FAMILIES } from './vectors-blocks.ts';
import type { Vector } from './vectors-format.ts';
import { HASH_FAMILIES } from './vectors-hashes.ts';
import { OTHER_FAMILIES } from './vectors-other.ts';

/** Numbers, felts and other integers are compared as integers; objects by the expected keys. */
type Computed = bigint | number | boolean | readonly Computed[] | { readonly [key: string]: Computed };
/** What the core computes for an input; throws when the input has not the shape of the family. */
export type Family = (kernel: Kernel, input: Json) => Computed;

type VectorFailure = { readonly id: string; readonly detail: string };
export type VectorReport = {
  readonly passed: number;
  readonly failures: readonly VectorFailure[];
  /** Vectors of families that are not known here, by family; neither passed nor failed. */
  readonly uncovered: ReadonlyMap<string, number>;
};

/** Null when the vector passes, otherwise what differs. */
type Check = (kernel: Kernel, vector: Vector) => string | null;

const checkFamily =
  (family: Family): Check =>
  (kernel, { input, expected }) => {
    const got = family(kernel, toJson(input, 'input'));
    return matches(expected, got) ? null : `expected ${JSON.stringify(expected)}, got ${show(got)}`;
  };

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...Object.entries({ ...HASH_FAMILIES, ...BLOCK_FAMILIES, ...OTHER_FAMILIES }).map(
    ([name, family]) => [name, checkFamily(family)] as const,
  ),
  ['protobuf', (_, vector) => checkProtobufVector(vector)],
]);

const show = (value: Computed): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `0x${item.toString(16)}` : item));

/** Whether a JSON value says the same as what was computed. */
const matches = (expected: unknown, got: Computed): boolean => {
  if (typeof got === 'boolean') return expected === got;
  if (typeof got === 'bigint' || typeof got === 'number') return toIntegerOrNull(expected) === BigInt(got);
  if (isList(got)) {
    const list: readonly unknown[] | null = Array.isArray(expected) ? expected : null;
    return list !== null && list.length === got.length && got.every((item, i) => matches(list[i], item));
  }
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return false;
  const entries = Object.entries(expected);
  return entries.length > 0 && entries.every(([key, value]) => got[key] !== undefined && matches(value, got[key]));
};

const isList = (value: Computed): value is readonly Computed[] => Array.isArray(value);

const toIntegerOrNull = (value: unknown): bigint | null => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^0x[0-9a-fA-F]+$/.test(value) ? BigInt(value) : null;
};

/** Runs `vectors` in order. An exception of the core is a failure of its vector. */
export const runVectors = (vectors: readonly Vector[], kernel: Kernel = createKernel()): VectorReport => {
  const failures: VectorFailure[] = [];
  const uncovered = new Map<string, number>();
  for (const vector of vectors) {
    const check = CHECKS.get(vector.family);
    if (check === undefined) {
      uncovered.set(vector.family, (uncovered.get(vector.family) ?? 0) + 1);
      continue;
    }
    const detail = guarded(check, kernel, vector);
    if (detail !== null) failures.push({ id: vector.id, detail });
  }
  const covered = vectors.length - [...uncovered.values()].reduce((sum, n) => sum + n, 0);
  return { passed: covered - failures.length, failures, uncovered };
};

const guarded = (check: Check, kernel: Kernel, vector: Vector): string | null => {
  try {
    return check(kernel, vector);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
};
