import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import { FELT_PRIME } from '../base/felt.ts';
import { CURVE_ORDER } from './parameters.ts';
import { invertMod } from './invert.ts';

test('invertMod: the product with the inverse is 1, for both primes of the curve', () => {
  for (const modulus of [FELT_PRIME, CURVE_ORDER]) {
    const edges = [1n, 2n, modulus - 1n, modulus - 2n, 2n ** 53n, 2n ** 251n - 1n, (modulus + 1n) / 2n, (modulus - 1n) / 2n];
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 1n, max: modulus - 1n })), (value) => {
        const inverse = invertMod(value, modulus);
        expect(inverse > 0n && inverse < modulus).toBe(true);
        expect((value * inverse) % modulus).toBe(1n);
      }),
      { numRuns: 1000 },
    );
  }
});

test('invertMod: small moduli are inverted exhaustively', () => {
  for (const modulus of [2n, 3n, 7n, 31n]) {
    for (let value = 1n; value < modulus; value++) expect((value * invertMod(value, modulus)) % modulus).toBe(1n);
  }
});

test('invertMod: zero and multiples of a factor have no inverse', () => {
  expect(() => invertMod(0n, FELT_PRIME)).toThrow(AssertionError);
  expect(() => invertMod(6n, 15n)).toThrow(AssertionError);
});
