// Stark ECDSA: verification from the public key's x coordinate, signing and public keys.
//
// A signature (r, s) of z is valid when r is the x coordinate of u1 G + u2 Q or u1 G - u2 Q, u1 = z / s, u2 = r / s modulo N: the key's y has either
// sign, hence (r, N - s) verifies as well (execution.md 10.7). No square root is needed: with x1, x2 the coordinates of u1 G and u2 Q and
// f(x) = x^3 + x + b, the sum's x is r for one of the signs if and only if A^2 = 4 f(x1) f(x2), A = f(x1) + f(x2) - (r + x1 + x2)(x1 - x2)^2.
// If x belongs to no point of the curve, all of this happens on its twist, f(x2) is no square while 4 f(x1) is one, and the equation fails.
// Rare cases (u1 = 0, x1 = x2) go to the library's points. Signing is @scure/starknet's: RFC 6979, the same bytes as starknet.js.
import { Point, sign } from '@scure/starknet';
import { FELT_PRIME, type Felt, isFelt, toFelt } from '../base/felt.ts';
import { type Arena, copyLimbs, createArena, load, slot, store, subLimbs, tighten } from './arena.ts';
import { CURVE_B, CURVE_ORDER, GENERATOR, type MultiplesTable, SCALAR_BITS, createSumArena, sumOfMultiples } from './curve.ts';
import { invertMod } from './invert.ts';
import { LIMBS, type Limbs, mulLimbs, squareLimbs } from './limbs.ts';
import { createMultiplesTable, digitBases } from './multiples-table.ts';

export type Signature = { readonly r: Felt; readonly s: Felt };

const isScalar = (value: bigint): boolean => value > 0n && value < CURVE_ORDER;
const curveAt = (x: bigint): bigint => (((x * x + 1n) % FELT_PRIME) * x + CURVE_B) % FELT_PRIME;

// Slots of the ladder: k P and (k + 1) P as X, Z each, scratch, and constants.
const [LOW, HIGH] = [slot(0), slot(2)] as const;
const [T0, T1, T2, T3, T4] = [slot(4), slot(5), slot(6), slot(7), slot(8)] as const;
const [BASE_X, B, B4, B8] = [slot(9), slot(10), slot(11), slot(12)] as const;

const createLadderArena = (): Arena => {
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
const ladder = (arena: Arena, x: bigint, scalar: bigint): { readonly x: bigint; readonly z: bigint } => {
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

/** The defining equation with the library's points: slow, for all cases. */
const verifyWithPoints = (key: Felt, r: Felt, u1: bigint, u2: bigint): boolean => {
  if (!isSquare(curveAt(key))) return false;
  const q = Point.fromHex(`02${key.toString(16).padStart(64, '0')}`).multiplyUnsafe(u2);
  const g = Point.BASE.multiplyUnsafe(u1);
  return [g.add(q), g.subtract(q)].some((sum) => !sum.is0() && sum.x === r);
};

const isSquare = (value: bigint): boolean => {
  const { Fp } = Point;
  return Fp.eql(Fp.pow(value, (FELT_PRIME - 1n) / 2n), Fp.ONE) || value === 0n;
};

/** An ECDSA verifier with a table of the generator (85 KB, built on first use) and scratch memory of its own. */
export const createEcdsaVerify = (): ((publicKey: Felt, hash: Felt, r: Felt, s: Felt) => boolean) => {
  const sums = createSumArena();
  const steps = createLadderArena();
  let table: MultiplesTable | null = null;
  return (publicKey, hash, r, s) => {
    if (!isFelt(publicKey) || !isFelt(hash) || !isScalar(r) || !isScalar(s)) return false;
    const inverse = invertMod(s, CURVE_ORDER);
    const u1 = (hash * inverse) % CURVE_ORDER;
    const u2 = (r * inverse) % CURVE_ORDER;
    table ??= createMultiplesTable(digitBases(GENERATOR, SCALAR_BITS, 4), 4);
    const first = sumOfMultiples(sums, table, [u1], null);
    if (first === null) return verifyWithPoints(publicKey, r, u1, u2);
    const second = ladder(steps, publicKey, u2);
    if (second.z === 0n) return false;
    const both = invertMod((first.zz * second.z) % FELT_PRIME, FELT_PRIME);
    const x1 = (((first.x * second.z) % FELT_PRIME) * both) % FELT_PRIME;
    const x2 = (((second.x * first.zz) % FELT_PRIME) * both) % FELT_PRIME;
    const difference = x1 - x2;
    if (difference === 0n) return verifyWithPoints(publicKey, r, u1, u2);
    const [y1, y2] = [curveAt(x1), curveAt(x2)] as const;
    const a = (y1 + y2 - (((r + x1 + x2) * difference) % FELT_PRIME) * difference) % FELT_PRIME;
    return y2 !== 0n && (a * a - 4n * y1 * y2) % FELT_PRIME === 0n;
  };
};

/** Deterministic signature (RFC 6979 with SHA-256) of a hash below 2^251; the key is in [1, N). Throws RangeError outside. */
export const signStark = (privateKey: bigint, hash: Felt): Signature => {
  const signature = sign(hash.toString(16), privateKey.toString(16));
  return { r: toFelt(signature.r), s: toFelt(signature.s) };
};

/** The x coordinate of `privateKey` times the generator; the key is in [1, N), else RangeError. */
export const publicKeyOf = (privateKey: bigint): Felt => toFelt(Point.BASE.multiply(privateKey).x);
