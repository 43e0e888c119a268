// Multiples of a point by x coordinates alone (Montgomery's ladder for short Weierstrass curves): verification and keys need no y, so no square root.
// Works for every x of the field: one that belongs to no point of the curve belongs to one of its twist, and so do its multiples. Neither group has
// a point with y = 0. Formulas: "dadd-2002-it-3" and "dbl-2002-it-2" of the explicit-formulas database, a = 1. Not constant-time, on purpose.
import { FELT_PRIME } from '../base/felt.ts';
import { type Arena, copyLimbs, createArena, load, slot, store, subLimbs, tighten } from './arena.ts';
import { CURVE_B } from './parameters.ts';
import { LIMBS, type Limbs, mulLimbs, squareLimbs } from './limbs.ts';

// Slots of the ladder: k P and (k + 1) P as X, Z each, scratch, and constants.
const [LOW, HIGH] = [slot(0), slot(2)] as const;
const [T0, T1, T2, T3, T4] = [slot(4), slot(5), slot(6), slot(7), slot(8)] as const;
const [BASE_X, B, B4, B8] = [slot(9), slot(10), slot(11), slot(12)] as const;

/** Room for `ladder`. */
export const createLadderArena = (): Arena => {
  const arena = createArena(13);
  store(arena, B, CURVE_B);
  store(arena, B4, (4n * CURVE_B) % FELT_PRIME);
  store(arena, B8, (8n * CURVE_B) % FELT_PRIME);
  return arena;
};

/** high += low, where their difference is the base point or its negative; X and Z only. */
const addDifferential = (m: Limbs, low: number, high: number): void => {
  mulLimbs(m, T0, low, high);
  mulLimbs(m, T1, low + LIMBS, high + LIMBS);
  mulLimbs(m, T2, low, high + LIMBS);
  mulLimbs(m, T3, low + LIMBS, high);
  for (let i = 0; i < LIMBS; i++) {
    const [a, b, c, d] = [m[T0 + i] as number, m[T1 + i] as number, m[T2 + i] as number, m[T3 + i] as number];
    m[T0 + i] = a + b;
    m[T4 + i] = c + d;
    m[T2 + i] = c - d;
  }
  // X = 2 (X1 Z2 + X2 Z1)(X1 X2 + Z1 Z2) + 4 b (Z1 Z2)^2 - x (X1 Z2 - X2 Z1)^2, Z = (X1 Z2 - X2 Z1)^2
  mulLimbs(m, T4, T4, T0);
  squareLimbs(m, T1, T1);
  mulLimbs(m, T1, T1, B4);
  squareLimbs(m, high + LIMBS, T2);
  mulLimbs(m, T2, high + LIMBS, BASE_X);
  for (let i = 0; i < LIMBS; i++) m[high + i] = 2 * (m[T4 + i] as number) + (m[T1 + i] as number) - (m[T2 + i] as number);
  tighten(m, high);
};

/** low = 2 low; X and Z only. X has two terms, which `addDifferential` can bear. */
const doubleLow = (m: Limbs, low: number): void => {
  squareLimbs(m, T0, low);
  squareLimbs(m, T1, low + LIMBS);
  mulLimbs(m, T2, low, low + LIMBS);
  // X = (X^2 - Z^2)^2 - 8 b X Z Z^2, Z = 4 X Z (X^2 + Z^2) + 4 b Z^4
  mulLimbs(m, T3, T2, T1);
  mulLimbs(m, T3, T3, B8);
  for (let i = 0; i < LIMBS; i++) {
    const [a, b] = [m[T0 + i] as number, m[T1 + i] as number];
    m[T0 + i] = a + b;
    m[T4 + i] = a - b;
  }
  squareLimbs(m, T4, T4);
  subLimbs(m, low, T4, T3);
  mulLimbs(m, T2, T2, T0);
  squareLimbs(m, T1, T1);
  mulLimbs(m, T1, T1, B4);
  for (let i = 0; i < LIMBS; i++) m[low + LIMBS + i] = 4 * (m[T2 + i] as number) + (m[T1 + i] as number);
  tighten(m, low + LIMBS);
};

/** The x coordinate X / Z of `scalar` times a point with this x on the curve or on its twist; Z = 0 is the neutral element. */
export const ladder = (arena: Arena, x: bigint, scalar: bigint): { readonly x: bigint; readonly z: bigint } => {
  const { m } = arena;
  store(arena, BASE_X, x);
  // k = 0: the neutral element (1 : 0) and the point itself.
  store(arena, LOW, 1n);
  store(arena, LOW + LIMBS, 0n);
  copyLimbs(m, HIGH, BASE_X);
  store(arena, HIGH + LIMBS, 1n);
  for (const bit of scalar.toString(2)) {
    const [low, high] = bit === '0' ? [LOW, HIGH] : [HIGH, LOW];
    addDifferential(m, low, high);
    doubleLow(m, low);
  }
  return { x: load(arena, LOW), z: load(arena, LOW + LIMBS) };
};
