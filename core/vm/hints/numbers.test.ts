// Hints on integers: tables with edges and failures, and laws on random limbs. Source: execution.md 3.1.
import { Fp251 } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../base/felt.ts';
import { type Cell, pointerTo } from '../cell.ts';
import { arg, at, deref, imm, tryHints } from './try-hint.ts';

const P = FELT_PRIME;
const M = 2n ** 128n;
const PREFIX = 'Got an exception while executing a hint: ';
const limb = fc.oneof(fc.constantFrom(0n, 1n, 2n, M - 1n, M / 2n), fc.bigInt({ min: 0n, max: M - 1n }));
const felt = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 53n, M, P - 1n), fc.bigInt({ min: 0n, max: P - 1n }));

/** What a hint writes, its inputs given as immediates, its outputs at ap in the order of `out`. */
const resultsOf = (name: string, inputs: Readonly<Record<string, bigint>>, out: readonly string[]): readonly bigint[] | string => {
  const operands = Object.entries(inputs).map(([key, value]) => [key, imm(value)] as const);
  const targets = out.map((key, i) => [key, at(i)] as const);
  const { failure, cells } = tryHints([{ [name]: Object.fromEntries([...operands, ...targets]) }]);
  return failure ?? cells.map((cell) => (cell === '-' ? -1n : BigInt(cell)));
};
const limbsOf = (value: bigint, count: number): readonly bigint[] =>
  Array.from({ length: count }, (_, i) => (i === count - 1 ? value >> (128n * BigInt(i)) : (value >> (128n * BigInt(i))) % M));
const sumOf = (limbs: readonly bigint[]): bigint => limbs.reduce((sum, part, i) => sum + (part << (128n * BigInt(i))), 0n);
const numbered = (name: string, limbs: readonly bigint[]): Readonly<Record<string, bigint>> =>
  Object.fromEntries(limbs.map((part, i) => [`${name}${i}`, part]));

test('hint: comparisons of felts and of pointers', () => {
  const compare = (name: string, lhs: Cell, rhs: Cell): string => {
    const hint = { [name]: { lhs: deref(arg(1)), rhs: deref(arg(0)), dst: at(0) } };
    const { failure, cells } = tryHints([hint], { args: () => [lhs, rhs] });
    return failure ?? cells[0] ?? '-';
  };
  const [low, high, larger] = [pointerTo(1, 3), pointerTo(1, 4), pointerTo(2, 0)];
  for (const name of ['TestLessThanOrEqual', 'TestLessThanOrEqualAddress']) {
    const rows: readonly (readonly [Cell, Cell, string])[] = [
      [1, 1, '1'],
      [1, 2, '1'],
      [2, 1, '0'],
      [5, 2n ** 60n, '1'],
      [P - 1n, 5, '0'],
      [low, low, '1'],
      [low, high, '1'],
      [high, low, '0'],
      [high, larger, '1'],
      [larger, 0, '1'],
      [0, larger, '0'],
    ];
    for (const [lhs, rhs, want] of rows) expect([name, lhs, rhs, compare(name, lhs, rhs)]).toEqual([name, lhs, rhs, want]);
  }
  expect([compare('TestLessThan', 1, 1), compare('TestLessThan', 1, 2), compare('TestLessThan', P - 1n, 2)]).toEqual(['0', '1', '0']);
  expect(compare('TestLessThan', low, 1)).toBe(`${PREFIX}Expected integer at address 1:0`);
});

test('hint: WideMul128 splits a product at 128 bits; what exceeds the field is reduced', () => {
  fc.assert(
    fc.property(felt, felt, (lhs, rhs) => {
      const product = lhs * rhs;
      expect(resultsOf('WideMul128', { lhs, rhs }, ['high', 'low'])).toEqual([(product >> 128n) % P, product % M]);
    }),
  );
});

test('hint: DivMod divides integers, and nothing by 0', () => {
  fc.assert(
    fc.property(felt, felt, (lhs, rhs) => {
      const got = resultsOf('DivMod', { lhs, rhs }, ['quotient', 'remainder']);
      expect(got).toEqual(rhs === 0n ? `${PREFIX}Attempted to divide by zero` : [lhs / rhs, lhs % rhs]);
    }),
  );
});

test('hint: Uint256DivMod and Uint512DivModByUint256 satisfy dividend = quotient * divisor + remainder', () => {
  fc.assert(
    fc.property(fc.array(limb, { minLength: 4, maxLength: 4 }), limb, limb, (dividend, d0, d1) => {
      const divisor = sumOf([d0, d1]);
      const short = { ...numbered('dividend', dividend.slice(0, 2)), divisor0: d0, divisor1: d1 };
      const got = resultsOf('Uint256DivMod', short, ['quotient0', 'quotient1', 'remainder0', 'remainder1']);
      const long = { ...numbered('dividend', dividend), divisor0: d0, divisor1: d1 };
      const names = ['quotient0', 'quotient1', 'quotient2', 'quotient3', 'remainder0', 'remainder1'];
      const wide = resultsOf('Uint512DivModByUint256', long, names);
      if (divisor === 0n) {
        expect([got, wide]).toEqual([`${PREFIX}Attempted to divide by zero`, `${PREFIX}Attempted to divide by zero`]);
        return;
      }
      const [value, wideValue] = [sumOf(dividend.slice(0, 2)), sumOf(dividend)];
      expect(got).toEqual([...limbsOf(value / divisor, 2), ...limbsOf(value % divisor, 2)]);
      const quotient = limbsOf(wideValue / divisor, 4);
      expect(wide).toEqual([...quotient.slice(0, 3), (quotient[3] ?? 0n) % P, ...limbsOf(wideValue % divisor, 2)]);
      if (typeof wide !== 'string') {
        const [q, r] = [sumOf(wide.slice(0, 4)), sumOf(wide.slice(4))];
        expect([q * divisor + r === wideValue, r < divisor]).toEqual([true, true]);
      }
    }),
  );
});

test('hint: SquareRoot rounds down', () => {
  fc.assert(
    fc.property(felt, (value) => {
      const got = resultsOf('SquareRoot', { value }, ['dst']);
      const root = typeof got === 'string' ? -1n : (got[0] ?? -1n);
      expect([root * root <= value, (root + 1n) ** 2n > value]).toEqual([true, true]);
    }),
  );
  for (const root of [3n, 2n ** 64n - 1n, 2n ** 125n]) {
    expect([root * root - 1n, root * root, root * root + 1n].map((value) => resultsOf('SquareRoot', { value }, ['dst']))).toEqual([
      [root - 1n],
      [root],
      [root],
    ]);
  }
});

test('hint: Uint256SquareRoot gives root, remainder and the flag of their difference', () => {
  const names = ['sqrt0', 'sqrt1', 'remainder_low', 'remainder_high', 'sqrt_mul_2_minus_remainder_ge_u128'];
  fc.assert(
    fc.property(limb, limb, (value_low, value_high) => {
      const got = resultsOf('Uint256SquareRoot', { value_low, value_high }, names);
      expect(typeof got).toBe('object');
      const [s0 = 0n, s1 = 0n, r0 = 0n, r1 = 0n, flag] = typeof got === 'string' ? [] : got;
      const [root, rest, value] = [s0 + (s1 << 64n), sumOf([r0, r1]), sumOf([value_low, value_high])];
      expect([root * root + rest === value, rest <= 2n * root, s0 < 2n ** 64n, s1 < 2n ** 64n]).toEqual([true, true, true, true]);
      expect(flag).toBe(2n * root - rest >= M ? 1n : 0n);
    }),
  );
  // The flag's edge: the root of 2^254 is 2^127, without remainder.
  expect(resultsOf('Uint256SquareRoot', { value_low: 0n, value_high: 2n ** 126n }, names)).toEqual([0n, 2n ** 63n, 0n, 0n, 1n]);
  expect(resultsOf('Uint256SquareRoot', { value_low: 1n, value_high: 2n ** 126n }, names)).toEqual([0n, 2n ** 63n, 1n, 0n, 0n]);
  // 2^256 - 1 = (2^128 - 1)^2 + 2^129 - 2: the remainder is twice the root.
  expect(resultsOf('Uint256SquareRoot', { value_low: M - 1n, value_high: M - 1n }, names)).toEqual([
    2n ** 64n - 1n,
    2n ** 64n - 1n,
    M - 2n,
    1n,
    0n,
  ]);
  expect(resultsOf('Uint256SquareRoot', { value_low: 1n, value_high: M - 2n }, names)).toEqual([
    2n ** 64n - 1n,
    2n ** 64n - 1n,
    0n,
    0n,
    1n,
  ]);
});

test('hint: LinearSplit keeps value = x * scalar + y with x at most its limit', () => {
  fc.assert(
    fc.property(felt, felt, felt, (value, scalar, max_x) => {
      const got = resultsOf('LinearSplit', { value, scalar, max_x }, ['x', 'y']);
      if (scalar === 0n) {
        expect(got).toBe(`${PREFIX}Attempted to divide by zero`);
        return;
      }
      const x = value / scalar < max_x ? value / scalar : max_x;
      expect(got).toEqual([x, value - x * scalar]);
    }),
  );
});

test('hint: LinearSplit of the signature check reaches just over P / 2', () => {
  // The figures of execution.md 10.7: A (2^128 - 1) + B = (P + 1) / 2.
  const [a, b] = [0x4000000000000088000000000000000n, 0x4000000000000088000000000000001n];
  expect(resultsOf('LinearSplit', { value: (P + 1n) / 2n, scalar: a, max_x: M - 1n }, ['x', 'y'])).toEqual([M - 1n, b]);
});

test('hint: FieldSqrt gives the smaller root of the value, or of three times it', () => {
  fc.assert(
    fc.property(felt, (val) => {
      const got = resultsOf('FieldSqrt', { val }, ['sqrt']);
      const root = typeof got === 'string' ? -1n : (got[0] ?? -1n);
      const isSquare = Fp251.pow(val, (P - 1n) / 2n) <= 1n;
      expect([(root * root) % P, root <= P / 2n]).toEqual([isSquare ? val : (3n * val) % P, true]);
    }),
    { numRuns: 30 },
  );
});
