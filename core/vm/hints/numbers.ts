// Hints on integers: comparisons, divisions, roots, splits. Source: execution.md 3.1 and casm_run/mod.rs; written values are reduced modulo P, since
// hand-made operands may exceed 128 bits.
import { FELT_PRIME, toFelt } from '../../base/felt.ts';
import { type Cell, cellOf } from '../cell.ts';
import { VmFault } from '../fault.ts';
import { type HintDefinition, defineHint } from './definition.ts';
import { compareCells } from './order.ts';
import type { ReadCell, WriteCell } from './operand.ts';
import type { HintContext } from './hint.ts';

/** What a square root draws on our own step limit, so that a loop of them ends in seconds. */
const SQRT_UNITS = 8;
const LIMB = 128n;
const LIMB_MASK: bigint = (1n << LIMB) - 1n;
const HALF = 64n;
const HALF_MASK: bigint = (1n << HALF) - 1n;

const big = (run: HintContext, read: ReadCell): bigint => BigInt(read(run));
const reduced = (value: bigint): Cell => cellOf(value % FELT_PRIME);

/** Limbs of 128 bits, little end first. */
const joined = (run: HintContext, limbs: readonly ReadCell[]): bigint =>
  limbs.reduce((sum, read, i) => sum + (big(run, read) << (LIMB * BigInt(i))), 0n);

/** Writes limbs of 128 bits, little end first; the last one holds all that is left. */
const split = (run: HintContext, cells: readonly WriteCell[], value: bigint): void => {
  cells.forEach((write, i) => {
    const rest = value >> (LIMB * BigInt(i));
    write(run, reduced(i === cells.length - 1 ? rest : rest & LIMB_MASK));
  });
};

const divisorOf = (value: bigint): bigint => {
  if (value === 0n) throw new VmFault('HintFailed', 'Attempted to divide by zero');
  return value;
};

/** The integer square root, rounded down. */
const floorSqrt = (value: bigint): bigint => {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

const testLessOrEqual = defineHint({ lhs: 'any', rhs: 'any', dst: 'cell' }, ({ lhs, rhs, dst }) => (run) => {
  dst(run, compareCells(lhs(run), rhs(run)) <= 0 ? 1 : 0);
});

export const NUMBER_HINTS: Readonly<Record<string, HintDefinition>> = {
  TestLessThan: defineHint({ lhs: 'val', rhs: 'val', dst: 'cell' }, ({ lhs, rhs, dst }) => (run) => {
    dst(run, lhs(run) < rhs(run) ? 1 : 0);
  }),
  TestLessThanOrEqual: testLessOrEqual,
  TestLessThanOrEqualAddress: testLessOrEqual,
  WideMul128: defineHint({ lhs: 'val', rhs: 'val', high: 'cell', low: 'cell' }, ({ lhs, rhs, high, low }) => (run) => {
    const product = big(run, lhs) * big(run, rhs);
    high(run, reduced(product >> LIMB));
    low(run, cellOf(product & LIMB_MASK));
  }),
  DivMod: defineHint({ lhs: 'val', rhs: 'val', quotient: 'cell', remainder: 'cell' }, ({ lhs, rhs, quotient, remainder }) => (run) => {
    const dividend = big(run, lhs);
    const divisor = divisorOf(big(run, rhs));
    quotient(run, cellOf(dividend / divisor));
    remainder(run, cellOf(dividend % divisor));
  }),
  Uint256DivMod: defineHint(
    {
      dividend0: 'val',
      dividend1: 'val',
      divisor0: 'val',
      divisor1: 'val',
      quotient0: 'cell',
      quotient1: 'cell',
      remainder0: 'cell',
      remainder1: 'cell',
    },
    (o) => (run) => {
      const dividend = joined(run, [o.dividend0, o.dividend1]);
      const divisor = divisorOf(joined(run, [o.divisor0, o.divisor1]));
      split(run, [o.quotient0, o.quotient1], dividend / divisor);
      split(run, [o.remainder0, o.remainder1], dividend % divisor);
    },
  ),
  Uint512DivModByUint256: defineHint(
    {
      dividend0: 'val',
      dividend1: 'val',
      dividend2: 'val',
      dividend3: 'val',
      divisor0: 'val',
      divisor1: 'val',
      quotient0: 'cell',
      quotient1: 'cell',
      quotient2: 'cell',
      quotient3: 'cell',
      remainder0: 'cell',
      remainder1: 'cell',
    },
    (o) => (run) => {
      const dividend = joined(run, [o.dividend0, o.dividend1, o.dividend2, o.dividend3]);
      const divisor = divisorOf(joined(run, [o.divisor0, o.divisor1]));
      split(run, [o.quotient0, o.quotient1, o.quotient2, o.quotient3], dividend / divisor);
      split(run, [o.remainder0, o.remainder1], dividend % divisor);
    },
  ),
  SquareRoot: defineHint(
    { value: 'val', dst: 'cell' },
    ({ value, dst }) =>
      (run) =>
        dst(run, cellOf(floorSqrt(big(run, value)))),
  ),
  Uint256SquareRoot: defineHint(
    {
      value_low: 'val',
      value_high: 'val',
      sqrt0: 'cell',
      sqrt1: 'cell',
      remainder_low: 'cell',
      remainder_high: 'cell',
      sqrt_mul_2_minus_remainder_ge_u128: 'cell',
    },
    (o) => (run) => {
      const value = joined(run, [o.value_low, o.value_high]);
      const root = floorSqrt(value);
      const remainder = value - root * root;
      o.sqrt0(run, cellOf(root & HALF_MASK));
      o.sqrt1(run, reduced(root >> HALF));
      split(run, [o.remainder_low, o.remainder_high], remainder);
      o.sqrt_mul_2_minus_remainder_ge_u128(run, 2n * root - remainder >= 1n << LIMB ? 1 : 0);
    },
  ),
  LinearSplit: defineHint({ value: 'val', scalar: 'val', max_x: 'val', x: 'cell', y: 'cell' }, (o) => (run) => {
    const value = big(run, o.value);
    const scalar = divisorOf(big(run, o.scalar));
    const limit = big(run, o.max_x);
    const quotient = value / scalar;
    const x = quotient < limit ? quotient : limit;
    o.x(run, cellOf(x));
    o.y(run, cellOf(value - x * scalar));
  }),
  FieldSqrt: defineHint({ val: 'val', sqrt: 'cell' }, ({ val, sqrt }) => (run) => {
    run.takeUnits(SQRT_UNITS);
    sqrt(run, cellOf(run.kernel.fieldSqrt(toFelt(val(run)))));
  }),
};
