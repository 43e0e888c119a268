// Square roots against their definition and against the library's Tonelli and Shanks.
import { Point } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { createFieldSqrt } from './field-sqrt.ts';

const sqrt = createFieldSqrt();
const isSquare = (value: bigint): boolean => Point.Fp.pow(value, (FELT_PRIME - 1n) / 2n) === 1n;

const check = (value: Felt): void => {
  const root = sqrt(value);
  expect(root * 2n < FELT_PRIME).toBe(true);
  expect((root * root) % FELT_PRIME).toBe(isSquare(value) || value === 0n ? value : (3n * value) % FELT_PRIME);
};

test('field root: of small felts, powers of two and their negatives', () => {
  for (let value = 0n; value < 50n; value++) check(toFelt(value));
  for (let bit = 0n; bit < 252n; bit++) {
    check(toFelt(2n ** bit % FELT_PRIME));
    check(toFelt(FELT_PRIME - 2n ** bit));
  }
});

test('field root: of every power of two of the generator of the group of order 2^192', () => {
  // Logarithms with a single bit in each place, and their neighbours.
  let value = Point.Fp.pow(3n, 2n ** 59n + 17n);
  for (let bit = 0; bit < 193; bit++) {
    check(toFelt(value));
    check(toFelt((value * 3n) % FELT_PRIME));
    value = (value * value) % FELT_PRIME;
  }
  expect(value).toBe(1n);
});

test('field root: of random felts; the root of a square is the one squared or its negative', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }), (value) => {
      check(toFelt(value));
      const root = sqrt(toFelt((value * value) % FELT_PRIME));
      expect([value, FELT_PRIME - value]).toContain(root === 0n ? value : root);
      expect(root).toBe([Point.Fp.sqrt((value * value) % FELT_PRIME)].map((r) => (r * 2n < FELT_PRIME ? r : FELT_PRIME - r))[0]);
    }),
    { numRuns: 60 },
  );
});
