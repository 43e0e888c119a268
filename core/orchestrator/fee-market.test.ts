// S-55 of the scenarios, the worked bounds of protocol.md 2.8, and laws of the fee market.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { U128_MAX, configuredMinPrice, feeActual, feeBounds, feeProposal, feeTarget, nextBasePrice } from './fee-market.ts';
import { ORCHESTRATOR_CONSTANTS, constantsOf } from './versions.ts';

const G = 1_000_000_000n;
const latest = constantsOf('0.14.4');
const next = (price: bigint, used: bigint, over: { target?: bigint; min?: bigint } = {}): bigint =>
  nextBasePrice({ price, used, target: latest.gasTarget, min: latest.minGasPriceFri, denominator: 48n, ...over });

describe('S-55', () => {
  test.each([
    { note: 'a full block', price: 30n * G, used: 5_800_000_000n, over: {}, expected: 32_860_576_923n },
    { note: 'an empty block', price: 30n * G, used: 0n, over: {}, expected: 29_375_000_000n },
    { note: 'a block on target', price: 30n * G, used: 1_040_000_000n, over: {}, expected: 30n * G },
    { note: 'an empty block at the minimum', price: 8n * G, used: 0n, over: {}, expected: 8n * G },
    { note: 'an empty block below the minimum', price: 8n * G, used: 0n, over: { min: 10n * G }, expected: 8_024_024_024n },
    { note: 'a full block below the minimum', price: 8n * G, used: 5_800_000_000n, over: { min: 10n * G }, expected: 8_024_024_024n },
    { note: 'another target', price: 30n * G, used: 4_350_000_000n, over: { target: 2_900_000_000n }, expected: 30_312_500_000n },
  ])('next price: $note', ({ price, used, over, expected }) => {
    expect(next(price, used, over)).toBe(expected);
  });
});

test('next price: a step from below never passes the minimum', () => {
  expect(next(9_999_999_999n, 0n, { min: 10n * G })).toBe(10n * G);
});

test('next price: it saturates at u128', () => {
  expect(next(U128_MAX, 5_800_000_000n)).toBe(U128_MAX);
});

test('next price: at or above the minimum it never falls below it, and moves against the deviation from the target', () => {
  fc.assert(
    fc.property(fc.bigInt(8n * G, 10n ** 30n), fc.bigInt(0n, 5_800_000_000n), (price, used) => {
      const got = next(price, used);
      expect(got).toBeGreaterThanOrEqual(latest.minGasPriceFri);
      expect(used > latest.gasTarget ? got >= price : got <= price).toBe(true);
      expect(got * 48n).toBeGreaterThanOrEqual(price * 47n - 48n);
    }),
  );
});

test('configured minimum: the last entry at or below the height counts', () => {
  const entries = [
    { height: 5, price: 9n },
    { height: 8, price: 11n },
  ];
  expect([4, 5, 7, 8, 100].map((h) => configuredMinPrice(entries, h, 8n))).toEqual([8n, 9n, 9n, 11n, 11n]);
});

describe('fee_actual', () => {
  const window = (fees: readonly (bigint | null)[], from: number): Map<number, bigint | null> =>
    new Map(fees.map((fee, i) => [from + i, fee]));
  test('it is the floored median of the ten blocks before', () => {
    expect(feeActual(window([5n, 1n, 9n, 7n, 3n, 2n, 8n, 6n, 10n, 4n], 10), 20, 10)).toBe(5n);
    expect(feeActual(window([0n, 0n, 0n, 0n, 10n, 15n, 99n, 99n, 99n, 99n], 10), 20, 10)).toBe(12n);
  });
  test('it is unknown while a block is missing or carries none', () => {
    const full = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n];
    expect(feeActual(window(full, 10), 19, 10)).toBeNull();
    expect(feeActual(window(full, 10), 21, 10)).toBeNull();
    expect(feeActual(window([null, ...full.slice(1)], 10), 20, 10)).toBeNull();
    expect(feeActual(new Map(), 3, 10)).toBeNull();
    expect(feeActual(window(full, 0), 10, 10)).toBe(5n);
  });
});

describe('fee proposal', () => {
  test('bounds of 8e9 are those of the reference', () => {
    expect(feeBounds(8n * G, 2n)).toEqual({ lower: 7_984_031_936n, upper: 8_016_000_000n });
  });
  test.each([
    { note: 'no fee_actual: the L2 price', actual: null, target: 77n * G, expected: 30n * G },
    { note: 'no target: frozen at fee_actual', actual: 8n * G, target: null, expected: 8n * G },
    { note: 'a target inside the bounds', actual: 8n * G, target: 8_001_000_000n, expected: 8_001_000_000n },
    { note: 'a target above', actual: 8n * G, target: 9n * G, expected: 8_016_000_000n },
    { note: 'a target below', actual: 8n * G, target: 7n * G, expected: 7_984_031_936n },
  ])('fee proposal: $note', ({ actual, target, expected }) => {
    expect(feeProposal({ actual, target, l2GasPrice: 30n * G, marginPpt: 2n })).toBe(expected);
  });
  test('a proposal always lies within its own bounds', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, U128_MAX), fc.bigInt(0n, U128_MAX), (actual, target) => {
        const { lower, upper } = feeBounds(actual, 2n);
        const proposal = feeProposal({ actual, target, l2GasPrice: 1n, marginPpt: 2n });
        expect(proposal >= lower && proposal <= upper).toBe(true);
      }),
    );
  });
  test('the target is the price of so many atto-dollars, unknown at a rate of zero', () => {
    expect(feeTarget(880_000_000n, 110_000_000_000_000_000n)).toBe(8n * G);
    expect(feeTarget(880_000_000n, 0n)).toBeNull();
  });
});

test('versions: the table ascends, and an unknown version is a bug', () => {
  expect(ORCHESTRATOR_CONSTANTS.map((row) => row.version)).toEqual(['0.14.0', '0.14.1', '0.14.2', '0.14.3', '0.14.4']);
  expect(() => constantsOf('0.13.0')).toThrow('a known Starknet version');
});
