// Multiplication in the Stark field (P = 2^251 + 17 * 2^192 + 1) over doubles: a number is 11 signed limbs of 24 bits in a Float64Array, and all
// sums stay exact integers below 2^53. Products are in Montgomery form with R = 2^264. Since P = 1 mod 2^192, the Montgomery quotient of a limb is
// its own negative, and a reduction costs two small products per limb. About four times as fast as BigInt with a remainder, and without garbage.
//
// A number is *tight* when its lower ten limbs lie in [-2^23, 2^23], give or take 2^7, and its absolute value is below 2^252. Sums of tight numbers need no carry before
// they are multiplied as long as (terms of one factor) * (terms of the other) <= 11. Every result is tight. Not constant-time, on purpose.

/** Room for field elements, LIMBS doubles each; functions take offsets into it. */
export type Limbs = Float64Array;

export const LIMBS = 11;
/** Adding and subtracting this rounds a double below 2^53 to the nearest multiple of 2^24. */
export const ROUND: number = 1.5 * 2 ** 76;
/** Turns a carry into units of the next limb. */
export const SHRINK: number = 2 ** -24;

// The straight lines below are deliberate: column k of the product is finished, its carry taken and its quotient folded into columns k + 8 (17) and
// k + 10 (2^11) at once; loops over the same arithmetic are about three times slower. The carry comes last in each sum to keep the chain short.

/** m[o] = m[a] * m[b] / R, tight; the offsets may be equal. */
// oxlint-disable-next-line max-lines-per-function -- straight-line arithmetic
export const mulLimbs = (m: Limbs, o: number, a: number, b: number): void => {
  const a0 = m[a] as number;
  const a1 = m[a + 1] as number;
  const a2 = m[a + 2] as number;
  const a3 = m[a + 3] as number;
  const a4 = m[a + 4] as number;
  const a5 = m[a + 5] as number;
  const a6 = m[a + 6] as number;
  const a7 = m[a + 7] as number;
  const a8 = m[a + 8] as number;
  const a9 = m[a + 9] as number;
  const a10 = m[a + 10] as number;
  const b0 = m[b] as number;
  const b1 = m[b + 1] as number;
  const b2 = m[b + 2] as number;
  const b3 = m[b + 3] as number;
  const b4 = m[b + 4] as number;
  const b5 = m[b + 5] as number;
  const b6 = m[b + 6] as number;
  const b7 = m[b + 7] as number;
  const b8 = m[b + 8] as number;
  const b9 = m[b + 9] as number;
  const b10 = m[b + 10] as number;
  const t0 = a0 * b0;
  const c0 = t0 + ROUND - ROUND;
  const q0 = c0 - t0;
  const t1 = a0 * b1 + a1 * b0 + c0 * SHRINK;
  const c1 = t1 + ROUND - ROUND;
  const q1 = c1 - t1;
  const t2 = a0 * b2 + a1 * b1 + a2 * b0 + c1 * SHRINK;
  const c2 = t2 + ROUND - ROUND;
  const q2 = c2 - t2;
  const t3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + c2 * SHRINK;
  const c3 = t3 + ROUND - ROUND;
  const q3 = c3 - t3;
  const t4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + c3 * SHRINK;
  const c4 = t4 + ROUND - ROUND;
  const q4 = c4 - t4;
  const t5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + c4 * SHRINK;
  const c5 = t5 + ROUND - ROUND;
  const q5 = c5 - t5;
  const t6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + c5 * SHRINK;
  const c6 = t6 + ROUND - ROUND;
  const q6 = c6 - t6;
  const t7 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + c6 * SHRINK;
  const c7 = t7 + ROUND - ROUND;
  const q7 = c7 - t7;
  const t8 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + 17 * q0 + c7 * SHRINK;
  const c8 = t8 + ROUND - ROUND;
  const q8 = c8 - t8;
  const t9 = a0 * b9 + a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + a9 * b0 + 17 * q1 + c8 * SHRINK;
  const c9 = t9 + ROUND - ROUND;
  const q9 = c9 - t9;
  const t10 =
    a0 * b10 +
    a1 * b9 +
    a2 * b8 +
    a3 * b7 +
    a4 * b6 +
    a5 * b5 +
    a6 * b4 +
    a7 * b3 +
    a8 * b2 +
    a9 * b1 +
    a10 * b0 +
    17 * q2 +
    2048 * q0 +
    c9 * SHRINK;
  const c10 = t10 + ROUND - ROUND;
  const q10 = c10 - t10;
  const t11 =
    a1 * b10 +
    a2 * b9 +
    a3 * b8 +
    a4 * b7 +
    a5 * b6 +
    a6 * b5 +
    a7 * b4 +
    a8 * b3 +
    a9 * b2 +
    a10 * b1 +
    17 * q3 +
    2048 * q1 +
    c10 * SHRINK;
  const c11 = t11 + ROUND - ROUND;
  m[o] = t11 - c11;
  const t12 =
    a2 * b10 + a3 * b9 + a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + a9 * b3 + a10 * b2 + 17 * q4 + 2048 * q2 + c11 * SHRINK;
  const c12 = t12 + ROUND - ROUND;
  m[o + 1] = t12 - c12;
  const t13 = a3 * b10 + a4 * b9 + a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + a9 * b4 + a10 * b3 + 17 * q5 + 2048 * q3 + c12 * SHRINK;
  const c13 = t13 + ROUND - ROUND;
  m[o + 2] = t13 - c13;
  const t14 = a4 * b10 + a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5 + a10 * b4 + 17 * q6 + 2048 * q4 + c13 * SHRINK;
  const c14 = t14 + ROUND - ROUND;
  m[o + 3] = t14 - c14;
  const t15 = a5 * b10 + a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6 + a10 * b5 + 17 * q7 + 2048 * q5 + c14 * SHRINK;
  const c15 = t15 + ROUND - ROUND;
  m[o + 4] = t15 - c15;
  const t16 = a6 * b10 + a7 * b9 + a8 * b8 + a9 * b7 + a10 * b6 + 17 * q8 + 2048 * q6 + c15 * SHRINK;
  const c16 = t16 + ROUND - ROUND;
  m[o + 5] = t16 - c16;
  const t17 = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7 + 17 * q9 + 2048 * q7 + c16 * SHRINK;
  const c17 = t17 + ROUND - ROUND;
  m[o + 6] = t17 - c17;
  const t18 = a8 * b10 + a9 * b9 + a10 * b8 + 17 * q10 + 2048 * q8 + c17 * SHRINK;
  const c18 = t18 + ROUND - ROUND;
  m[o + 7] = t18 - c18;
  const t19 = a9 * b10 + a10 * b9 + 2048 * q9 + c18 * SHRINK;
  const c19 = t19 + ROUND - ROUND;
  m[o + 8] = t19 - c19;
  const t20 = a10 * b10 + 2048 * q10 + c19 * SHRINK;
  const c20 = t20 + ROUND - ROUND;
  m[o + 9] = t20 - c20;
  m[o + 10] = c20 * SHRINK;
};

/** m[o] = m[a]^2 / R, tight; the offsets may be equal. */
// oxlint-disable-next-line max-lines-per-function -- straight-line arithmetic
export const squareLimbs = (m: Limbs, o: number, a: number): void => {
  const a0 = m[a] as number;
  const a1 = m[a + 1] as number;
  const a2 = m[a + 2] as number;
  const a3 = m[a + 3] as number;
  const a4 = m[a + 4] as number;
  const a5 = m[a + 5] as number;
  const a6 = m[a + 6] as number;
  const a7 = m[a + 7] as number;
  const a8 = m[a + 8] as number;
  const a9 = m[a + 9] as number;
  const a10 = m[a + 10] as number;
  const d0 = a0 + a0;
  const d1 = a1 + a1;
  const d2 = a2 + a2;
  const d3 = a3 + a3;
  const d4 = a4 + a4;
  const d5 = a5 + a5;
  const d6 = a6 + a6;
  const d7 = a7 + a7;
  const d8 = a8 + a8;
  const d9 = a9 + a9;
  const t0 = a0 * a0;
  const c0 = t0 + ROUND - ROUND;
  const q0 = c0 - t0;
  const t1 = d0 * a1 + c0 * SHRINK;
  const c1 = t1 + ROUND - ROUND;
  const q1 = c1 - t1;
  const t2 = d0 * a2 + a1 * a1 + c1 * SHRINK;
  const c2 = t2 + ROUND - ROUND;
  const q2 = c2 - t2;
  const t3 = d0 * a3 + d1 * a2 + c2 * SHRINK;
  const c3 = t3 + ROUND - ROUND;
  const q3 = c3 - t3;
  const t4 = d0 * a4 + d1 * a3 + a2 * a2 + c3 * SHRINK;
  const c4 = t4 + ROUND - ROUND;
  const q4 = c4 - t4;
  const t5 = d0 * a5 + d1 * a4 + d2 * a3 + c4 * SHRINK;
  const c5 = t5 + ROUND - ROUND;
  const q5 = c5 - t5;
  const t6 = d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + c5 * SHRINK;
  const c6 = t6 + ROUND - ROUND;
  const q6 = c6 - t6;
  const t7 = d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + c6 * SHRINK;
  const c7 = t7 + ROUND - ROUND;
  const q7 = c7 - t7;
  const t8 = d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + 17 * q0 + c7 * SHRINK;
  const c8 = t8 + ROUND - ROUND;
  const q8 = c8 - t8;
  const t9 = d0 * a9 + d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + 17 * q1 + c8 * SHRINK;
  const c9 = t9 + ROUND - ROUND;
  const q9 = c9 - t9;
  const t10 = d0 * a10 + d1 * a9 + d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + 17 * q2 + 2048 * q0 + c9 * SHRINK;
  const c10 = t10 + ROUND - ROUND;
  const q10 = c10 - t10;
  const t11 = d1 * a10 + d2 * a9 + d3 * a8 + d4 * a7 + d5 * a6 + 17 * q3 + 2048 * q1 + c10 * SHRINK;
  const c11 = t11 + ROUND - ROUND;
  m[o] = t11 - c11;
  const t12 = d2 * a10 + d3 * a9 + d4 * a8 + d5 * a7 + a6 * a6 + 17 * q4 + 2048 * q2 + c11 * SHRINK;
  const c12 = t12 + ROUND - ROUND;
  m[o + 1] = t12 - c12;
  const t13 = d3 * a10 + d4 * a9 + d5 * a8 + d6 * a7 + 17 * q5 + 2048 * q3 + c12 * SHRINK;
  const c13 = t13 + ROUND - ROUND;
  m[o + 2] = t13 - c13;
  const t14 = d4 * a10 + d5 * a9 + d6 * a8 + a7 * a7 + 17 * q6 + 2048 * q4 + c13 * SHRINK;
  const c14 = t14 + ROUND - ROUND;
  m[o + 3] = t14 - c14;
  const t15 = d5 * a10 + d6 * a9 + d7 * a8 + 17 * q7 + 2048 * q5 + c14 * SHRINK;
  const c15 = t15 + ROUND - ROUND;
  m[o + 4] = t15 - c15;
  const t16 = d6 * a10 + d7 * a9 + a8 * a8 + 17 * q8 + 2048 * q6 + c15 * SHRINK;
  const c16 = t16 + ROUND - ROUND;
  m[o + 5] = t16 - c16;
  const t17 = d7 * a10 + d8 * a9 + 17 * q9 + 2048 * q7 + c16 * SHRINK;
  const c17 = t17 + ROUND - ROUND;
  m[o + 6] = t17 - c17;
  const t18 = d8 * a10 + a9 * a9 + 17 * q10 + 2048 * q8 + c17 * SHRINK;
  const c18 = t18 + ROUND - ROUND;
  m[o + 7] = t18 - c18;
  const t19 = d9 * a10 + 2048 * q9 + c18 * SHRINK;
  const c19 = t19 + ROUND - ROUND;
  m[o + 8] = t19 - c19;
  const t20 = a10 * a10 + 2048 * q10 + c19 * SHRINK;
  const c20 = t20 + ROUND - ROUND;
  m[o + 9] = t20 - c20;
  m[o + 10] = c20 * SHRINK;
};
