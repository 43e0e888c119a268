// The scratch memory of one kernel part: field elements in Montgomery form (limbs.ts) at numbered offsets, and the way in and out as bigints.
// The first three slots hold constants and scratch: R^2, the plain 1, and a free one. An arena lives in the closure of a kernel, never in state.
import { assert } from '../base/assert.ts';
import { FELT_PRIME } from '../base/felt.ts';
import { LIMBS, type Limbs, ROUND, SHRINK, mulLimbs } from './limbs.ts';

export type Arena = {
  readonly m: Limbs;
  /** 256 bits in four, eight or 32 little-endian parts: three views of one buffer. */
  readonly words: BigUint64Array;
  readonly halves: Uint32Array;
  readonly bytes: Uint8Array;
};

const R_SQUARED = 0;
const PLAIN_ONE: number = LIMBS;
const SCRATCH: number = 2 * LIMBS;

/** Offset of the n-th element that a user of an arena may use. */
export const slot = (n: number): number => (3 + n) * LIMBS;

/** An arena with room for `elements` field elements at `slot(0)` and up. */
export const createArena = (elements: number): Arena => {
  const words = new BigUint64Array(4);
  const arena: Arena = {
    m: new Float64Array(slot(elements)),
    words,
    halves: new Uint32Array(words.buffer),
    bytes: new Uint8Array(words.buffer),
  };
  words[0] = 1n;
  assert(arena.bytes[0] === 1, 'createArena: a little-endian machine');
  storePlain(arena, R_SQUARED, 2n ** 528n % FELT_PRIME);
  storePlain(arena, PLAIN_ONE, 1n);
  return arena;
};

/** Puts the 256 low bits of `value` into `words`, `halves` and `bytes`. */
export const spread = (arena: Arena, value: bigint): void => {
  const { words } = arena;
  words[0] = value;
  words[1] = value >> 64n;
  words[2] = value >> 128n;
  words[3] = value >> 192n;
};

/** The limbs of `value` itself, 0 <= value < 2^256; each limb below 2^24, which counts as two terms. */
const storePlain = (arena: Arena, o: number, value: bigint): void => {
  const { m, halves } = arena;
  spread(arena, value);
  let limb = o;
  for (let h = 0; h < 6; h += 3) {
    const [x, y, z] = [halves[h] as number, halves[h + 1] as number, halves[h + 2] as number];
    m[limb] = x & 0xffffff;
    m[limb + 1] = (x >>> 24) | ((y & 0xffff) << 8);
    m[limb + 2] = (y >>> 16) | ((z & 0xff) << 16);
    m[limb + 3] = z >>> 8;
    limb += 4;
  }
  const [x, y] = [halves[6] as number, halves[7] as number];
  m[limb] = x & 0xffffff;
  m[limb + 1] = (x >>> 24) | ((y & 0xffff) << 8);
  m[limb + 2] = y >>> 16;
};

/** m[o] = `value` in Montgomery form, tight. `value` is in [0, 2^256). */
export const store = (arena: Arena, o: number, value: bigint): void => {
  storePlain(arena, o, value);
  mulLimbs(arena.m, o, o, R_SQUARED);
};

/** Carries m[o]'s limbs into [0, 2^24) and returns the top one, whose sign is the number's. */
const carryUnsigned = (m: Limbs, o: number): number => {
  let carry = 0;
  for (let i = o; i < o + LIMBS - 1; i++) {
    const x = (m[i] as number) + carry;
    carry = Math.floor(x * SHRINK);
    m[i] = x - carry * 0x1000000;
  }
  const top = (m[o + LIMBS - 1] as number) + carry;
  m[o + LIMBS - 1] = top;
  return top;
};

/** The canonical value of m[o], in [0, P); m[o] is a sum of at most eleven tight numbers. */
export const load = (arena: Arena, o: number): bigint => {
  const { m, halves, words } = arena;
  // Leaves Montgomery form; the result lies in (-0.6 P, 0.6 P), so that one conditional addition of P makes it canonical.
  mulLimbs(m, SCRATCH, o, PLAIN_ONE);
  if (carryUnsigned(m, SCRATCH) < 0) {
    m[SCRATCH] = (m[SCRATCH] as number) + 1;
    m[SCRATCH + 8] = (m[SCRATCH + 8] as number) + 17;
    m[SCRATCH + 10] = (m[SCRATCH + 10] as number) + 2048;
    carryUnsigned(m, SCRATCH);
  }
  let limb = SCRATCH;
  for (let h = 0; h < 9; h += 3) {
    const [x, y, z, t] = [m[limb] as number, m[limb + 1] as number, m[limb + 2] as number, h < 6 ? (m[limb + 3] as number) : 0];
    halves[h] = x | (y << 24);
    halves[h + 1] = (y >>> 8) | (z << 16);
    if (h < 6) halves[h + 2] = (z >>> 16) | (t << 8);
    limb += 4;
  }
  return (words[0] as bigint) | ((words[1] as bigint) << 64n) | ((words[2] as bigint) << 128n) | ((words[3] as bigint) << 192n);
};

/** m[o] = m[a] + m[b], limb by limb without carry. */
export const addLimbs = (m: Limbs, o: number, a: number, b: number): void => {
  for (let i = 0; i < LIMBS; i++) m[o + i] = (m[a + i] as number) + (m[b + i] as number);
};

/** m[o] = m[a] - m[b], limb by limb without carry. */
export const subLimbs = (m: Limbs, o: number, a: number, b: number): void => {
  for (let i = 0; i < LIMBS; i++) m[o + i] = (m[a + i] as number) - (m[b + i] as number);
};

/** m[o] = m[a]. */
export const copyLimbs = (m: Limbs, o: number, a: number): void => {
  for (let i = 0; i < LIMBS; i++) m[o + i] = m[a + i] as number;
};

/** Makes m[o], a sum of a few tight numbers, tight again: every limb's carry goes one limb up, then multiples of P are taken off the top. */
export const tighten = (m: Limbs, o: number): void => {
  let carry = 0;
  for (let i = o; i < o + LIMBS - 1; i++) {
    const x = m[i] as number;
    const rounded = x + ROUND - ROUND;
    // The carry that comes in is a few units and is not carried on: a limb may exceed 2^23 by that much.
    m[i] = x - rounded + carry;
    carry = rounded * SHRINK;
  }
  foldTop(m, o, (m[o + LIMBS - 1] as number) + carry);
};

/** Sets the top limb to `top` less the multiple of P nearest to it. */
export const foldTop = (m: Limbs, o: number, top: number): void => {
  const times = Math.floor(top / 2048 + 0.5);
  m[o] = (m[o] as number) - times;
  m[o + 8] = (m[o + 8] as number) - 17 * times;
  m[o + 10] = top - 2048 * times;
};
