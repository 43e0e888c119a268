// Seeded integer streams, one per purpose, so that a new draw in one place never shifts another.
// xoshiro128** seeded by splitmix32 over a hash of the purpose; integers only, since Math.log and friends may differ between engines.
import { assert } from './assert.ts';

/** Plain data, so that a snapshot can hold it. */
export type RngState = { a: number; b: number; c: number; d: number };

const mix = (x: number): number => {
  let z = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
};

/** A stream for (seed, purpose, ids): `createRng(seed, 'link', from, to)`. Streams of different purposes are independent. */
export const createRng = (seed: number, purpose: string, ...ids: readonly number[]): RngState => {
  // The upper half is mixed twice, so that halves that are swapped or equal do not meet; mix(0) = 0 leaves seeds below 2^32 alone.
  let hash = mix(seed >>> 0) ^ mix(mix(Math.floor(seed / 0x100000000) >>> 0));
  for (let i = 0; i < purpose.length; i++) hash = mix(hash ^ purpose.charCodeAt(i));
  for (const id of ids) hash = mix(hash ^ mix(id >>> 0));
  const next = (): number => {
    hash = (hash + 0x9e3779b9) >>> 0;
    return mix(hash);
  };
  return { a: next() | 1, b: next(), c: next(), d: next() };
};

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** A uniform 32-bit unsigned integer; advances the state. */
export const nextUint32 = (rng: RngState): number => {
  const result = Math.imul(rotate(Math.imul(rng.b, 5), 7), 9) >>> 0;
  const t = rng.b << 9;
  rng.c ^= rng.a;
  rng.d ^= rng.b;
  rng.b ^= rng.c;
  rng.a ^= rng.d;
  rng.c ^= t;
  rng.d = rotate(rng.d, 11);
  return result;
};

/** A uniform integer in [0, bound), 1 <= bound <= 2^32, without modulo bias. */
export const nextBelow = (rng: RngState, bound: number): number => {
  assert(Number.isInteger(bound) && bound >= 1 && bound <= 0x100000000, 'nextBelow: an integer bound in [1, 2^32]');
  const limit = 0x100000000 - (0x100000000 % bound);
  let value = nextUint32(rng);
  while (value >= limit) value = nextUint32(rng);
  return value % bound;
};

/** A uniform integer in [low, high], both inclusive. */
export const nextBetween = (rng: RngState, low: number, high: number): number => low + nextBelow(rng, high - low + 1);

/** True with a probability of `ppm` parts per million. */
export const nextChance = (rng: RngState, ppm: number): boolean => nextBelow(rng, 1_000_000) < ppm;
