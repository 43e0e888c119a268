// Sums of multiples of fixed points of the Stark curve: a table holds the multiples for every value of
// every digit of a scalar, so that a sum costs one mixed addition per digit and no doubling. Digits have four or eight bits.
// Formulas: extended Jacobian coordinates (X, Y, ZZ, ZZZ) with x = X / ZZ, y = Y / ZZZ, ZZ^3 = ZZZ^2 ("madd-2008-s" of the explicit-formulas
// database). There is no case for adding a point to itself or to its negative: ZZ and ZZZ become 0 and stay so. `sumOfMultiples` cannot meet it, and
// ec-op.ts asks for it.
import { type Arena, copyLimbs, createArena, load, slot, spread, store, subLimbs, tighten } from './arena.ts';
import type { AffinePoint } from './parameters.ts';
import { LIMBS, type Limbs, mulLimbs, squareLimbs } from './limbs.ts';

/** Bits of a scalar in a table. */
export const SCALAR_BITS = 256;
/** Numbers of one point in a table: x, then y, in Montgomery form; the limbs fit in 32 bits. */
export const POINT: number = 2 * LIMBS;

/** Bits of one digit: small tables are quick to build, large ones quick to use. */
export type DigitBits = 4 | 8;
/** For each base the multiples 1 to 2^bits - 1. */
export type MultiplesTable = { readonly bits: DigitBits; readonly points: Int32Array };
/** Multiples of one base in a table. */
export const multiplesPerBase = (bits: DigitBits): number => 2 ** bits - 1;

// Slots of an arena made by `createSumArena`.
export const X: number = slot(0);
export const Y: number = slot(1);
export const ZZ: number = slot(2);
export const ZZZ: number = slot(3);
const [ADDEND_X, ADDEND_Y] = [slot(4), slot(5)] as const;
const [T0, T1, T2, T3, ONE] = [slot(6), slot(7), slot(8), slot(9), slot(10)] as const;

/** Room for `sumOfMultiples`. */
export const createSumArena = (): Arena => {
  const arena = createArena(11);
  store(arena, ONE, 1n);
  return arena;
};

/** Adds the affine addend to the sum: 8 multiplications and 2 squares. X stays tight, Y has two terms. */
export const addAddend = (m: Limbs): void => {
  mulLimbs(m, T0, ADDEND_X, ZZ);
  mulLimbs(m, T1, ADDEND_Y, ZZZ);
  subLimbs(m, T0, T0, X);
  subLimbs(m, T1, T1, Y);
  squareLimbs(m, T2, T0);
  mulLimbs(m, T3, T0, T2);
  mulLimbs(m, ZZ, ZZ, T2);
  mulLimbs(m, ZZZ, ZZZ, T3);
  mulLimbs(m, T2, X, T2);
  squareLimbs(m, X, T1);
  for (let i = 0; i < LIMBS; i++) m[X + i] = (m[X + i] as number) - (m[T3 + i] as number) - 2 * (m[T2 + i] as number);
  tighten(m, X);
  subLimbs(m, T2, T2, X);
  mulLimbs(m, T1, T1, T2);
  mulLimbs(m, Y, Y, T3);
  subLimbs(m, Y, T1, Y);
};

/** Takes the addend from a table. */
export const setAddend = (m: Limbs, points: Int32Array, from: number): void => {
  for (let i = 0; i < POINT; i++) m[ADDEND_X + i] = points[from + i] as number;
};

/** The addend's x less the sum's, times ZZ; the offset of a number that is a sum of two tight ones. */
export const differenceOfX = (m: Limbs): number => {
  mulLimbs(m, T0, ADDEND_X, ZZ);
  subLimbs(m, T0, T0, X);
  return T0;
};

/** Puts `point` itself into the sum. */
export const startSumAt = (arena: Arena, point: AffinePoint): void => {
  store(arena, ADDEND_X, point.x);
  store(arena, ADDEND_Y, point.y);
  startSum(arena.m);
};

const startSum = (m: Limbs): void => {
  copyLimbs(m, X, ADDEND_X);
  copyLimbs(m, Y, ADDEND_Y);
  copyLimbs(m, ZZ, ONE);
  copyLimbs(m, ZZZ, ONE);
};

/**
 * `start` (when not null) + the sum over scalars k and digits j of digit(k, j) * base(SCALAR_BITS / bits * k + j), lowest digit first. Returns X and
 * ZZ, x being X / ZZ; null is the empty sum. Scalars are in [0, 2^256). The partial sums must never equal the next addend or its negative.
 */
export const sumOfMultiples = (
  arena: Arena,
  table: MultiplesTable,
  scalars: readonly bigint[],
  start: AffinePoint | null,
): { readonly x: bigint; readonly zz: bigint } | null => {
  const { m, bytes } = arena;
  const { bits, points } = table;
  const perBase = multiplesPerBase(bits);
  let empty = true;
  if (start !== null) {
    startSumAt(arena, start);
    empty = false;
  }
  let base = 0;
  for (const scalar of scalars) {
    spread(arena, scalar);
    for (let at = 0; at < SCALAR_BITS; at += bits, base++) {
      const digit = ((bytes[at >> 3] as number) >> (at & 7)) & perBase;
      if (digit === 0) continue;
      const from = (base * perBase + digit - 1) * POINT;
      setAddend(m, points, from);
      if (empty) startSum(m);
      else addAddend(m);
      empty = false;
    }
  }
  return empty ? null : { x: load(arena, X), zz: load(arena, ZZ) };
};
