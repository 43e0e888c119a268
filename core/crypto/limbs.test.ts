// The limb arithmetic against plain bigints, at the edge of its contract: limbs at their extremes and as many terms as are allowed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { createArena, load, slot, store, subLimbs, tighten } from './arena.ts';
import { LIMBS, type Limbs, mulLimbs, squareLimbs } from './limbs.ts';

const R = 1n << 264n;
const HALF = 2 ** 23;
const mod = (value: bigint): bigint => ((value % FELT_PRIME) + FELT_PRIME) % FELT_PRIME;

/** The integer that the limbs at `o` stand for. */
const valueAt = (m: Limbs, o: number): bigint => {
  let value = 0n;
  for (let i = LIMBS - 1; i >= 0; i--) value = (value << 24n) + BigInt(m[o + i]!);
  return value;
};
const isTight = (m: Limbs, o: number): boolean => {
  for (let i = 0; i < LIMBS - 1; i++) if (Math.abs(m[o + i]!) > HALF + 128) return false;
  const value = valueAt(m, o);
  return value < 1n << 252n && -value < 1n << 252n;
};

/** Limbs of a sum of `terms` tight numbers, extremes half of the time. */
const limbsOf = (terms: number): fc.Arbitrary<number[]> => {
  const bound = terms * HALF;
  const limb = fc.oneof(fc.constantFrom(-bound, bound, 0, 1), fc.integer({ min: -bound, max: bound }));
  const top = fc.oneof(fc.constantFrom(-terms * 2100, terms * 2100), fc.integer({ min: -terms * 2100, max: terms * 2100 }));
  return fc.tuple(fc.array(limb, { minLength: LIMBS - 1, maxLength: LIMBS - 1 }), top).map(([low, high]) => [...low, high]);
};
const factors = fc.constantFrom([1, 1], [1, 11], [2, 5], [3, 3]).chain(([a, b]) => fc.tuple(limbsOf(a), limbsOf(b)));

test('limbs: a product is a b / R and tight for up to eleven pairs of terms', () => {
  const { m } = createArena(3);
  fc.assert(
    fc.property(factors, ([a, b]) => {
      m.set(a, slot(0));
      m.set(b, slot(1));
      const want = mod(valueAt(m, slot(0)) * valueAt(m, slot(1)));
      mulLimbs(m, slot(2), slot(0), slot(1));
      expect(mod(valueAt(m, slot(2)) * R)).toBe(want);
      expect(isTight(m, slot(2))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('limbs: a square equals the product with itself, also in place', () => {
  const { m } = createArena(2);
  fc.assert(
    fc.property(limbsOf(3), (a) => {
      m.set(a, slot(0));
      mulLimbs(m, slot(1), slot(0), slot(0));
      squareLimbs(m, slot(0), slot(0));
      expect(m.slice(slot(0), slot(1))).toEqual(m.slice(slot(1), slot(2)));
    }),
    { numRuns: 2000 },
  );
});

test('limbs: tighten keeps the value modulo P', () => {
  const { m } = createArena(1);
  fc.assert(
    fc.property(limbsOf(8), (a) => {
      m.set(a, slot(0));
      const before = mod(valueAt(m, slot(0)));
      tighten(m, slot(0));
      expect(mod(valueAt(m, slot(0)))).toBe(before);
      expect(isTight(m, slot(0))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('arena: load returns the canonical form of what was stored', () => {
  const arena = createArena(3);
  const edges = [0n, 1n, FELT_PRIME - 1n, FELT_PRIME, FELT_PRIME + 1n, 2n ** 251n, 2n ** 192n, (FELT_PRIME + 1n) / 2n, 2n ** 256n - 1n];
  const value = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }));
  fc.assert(
    fc.property(value, value, (a, b) => {
      store(arena, slot(0), a);
      store(arena, slot(1), b);
      expect(load(arena, slot(0))).toBe(a % FELT_PRIME);
      subLimbs(arena.m, slot(2), slot(0), slot(1));
      expect(load(arena, slot(2))).toBe(mod(a - b));
    }),
    { numRuns: 1000 },
  );
});
