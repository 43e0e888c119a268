// Multiplication in the Stark field (P = 2^251 + 17 * 2^192 + 1): a number is nine signed limbs of 29 bits, 36 bytes of memory, and all sums of products
// stay below 2^63. Products are in Montgomery form with R = 2^261. Since P = 1 mod 2^29, the Montgomery quotient of a limb is its own negative; P's other
// limbs, 17 * 2^18 at place 6 and 2^19 at place 8, make a reduction one small product and one shift per limb.
//
// A number is *tight* when its lower eight limbs lie in [-2^28, 2^28], give or take 2^7, and its absolute value is below 2^252. Sums of tight numbers need no
// carry before they are multiplied as long as (terms of one factor) * (terms of the other) <= 13; a number of up to seven terms fits its limbs. Every
// result is tight. The straight lines are deliberate: loops over the same arithmetic are several times slower. Not constant-time, on purpose.

/** Bytes of a number. */
export const ELEMENT: usize = 36;
const BITS: i64 = 29;
const HALF: i64 = 1 << 28;
const FOLD_6: i64 = 17 << 18;
const FOLD_8: i64 = 19;

/** [o] = [a] * [b] / R, tight; the addresses may be equal. */
export function mul(o: usize, a: usize, b: usize): void {
  const a0: i64 = load<i32>(a);
  const a1: i64 = load<i32>(a, 4);
  const a2: i64 = load<i32>(a, 8);
  const a3: i64 = load<i32>(a, 12);
  const a4: i64 = load<i32>(a, 16);
  const a5: i64 = load<i32>(a, 20);
  const a6: i64 = load<i32>(a, 24);
  const a7: i64 = load<i32>(a, 28);
  const a8: i64 = load<i32>(a, 32);
  const b0: i64 = load<i32>(b);
  const b1: i64 = load<i32>(b, 4);
  const b2: i64 = load<i32>(b, 8);
  const b3: i64 = load<i32>(b, 12);
  const b4: i64 = load<i32>(b, 16);
  const b5: i64 = load<i32>(b, 20);
  const b6: i64 = load<i32>(b, 24);
  const b7: i64 = load<i32>(b, 28);
  const b8: i64 = load<i32>(b, 32);
  const t0 = a0 * b0;
  const c0 = (t0 + HALF) >> BITS;
  const q0 = (c0 << BITS) - t0;
  const t1 = a0 * b1 + a1 * b0 + c0;
  const c1 = (t1 + HALF) >> BITS;
  const q1 = (c1 << BITS) - t1;
  const t2 = a0 * b2 + a1 * b1 + a2 * b0 + c1;
  const c2 = (t2 + HALF) >> BITS;
  const q2 = (c2 << BITS) - t2;
  const t3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + c2;
  const c3 = (t3 + HALF) >> BITS;
  const q3 = (c3 << BITS) - t3;
  const t4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + c3;
  const c4 = (t4 + HALF) >> BITS;
  const q4 = (c4 << BITS) - t4;
  const t5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + c4;
  const c5 = (t5 + HALF) >> BITS;
  const q5 = (c5 << BITS) - t5;
  const t6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + q0 * FOLD_6 + c5;
  const c6 = (t6 + HALF) >> BITS;
  const q6 = (c6 << BITS) - t6;
  const t7 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + q1 * FOLD_6 + c6;
  const c7 = (t7 + HALF) >> BITS;
  const q7 = (c7 << BITS) - t7;
  const t8 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + q2 * FOLD_6 + (q0 << FOLD_8) + c7;
  const c8 = (t8 + HALF) >> BITS;
  const q8 = (c8 << BITS) - t8;
  const t9 = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + q3 * FOLD_6 + (q1 << FOLD_8) + c8;
  const c9 = (t9 + HALF) >> BITS;
  store<i32>(o, <i32>(t9 - (c9 << BITS)));
  const t10 = a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + q4 * FOLD_6 + (q2 << FOLD_8) + c9;
  const c10 = (t10 + HALF) >> BITS;
  store<i32>(o, <i32>(t10 - (c10 << BITS)), 4);
  const t11 = a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + q5 * FOLD_6 + (q3 << FOLD_8) + c10;
  const c11 = (t11 + HALF) >> BITS;
  store<i32>(o, <i32>(t11 - (c11 << BITS)), 8);
  const t12 = a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + q6 * FOLD_6 + (q4 << FOLD_8) + c11;
  const c12 = (t12 + HALF) >> BITS;
  store<i32>(o, <i32>(t12 - (c12 << BITS)), 12);
  const t13 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + q7 * FOLD_6 + (q5 << FOLD_8) + c12;
  const c13 = (t13 + HALF) >> BITS;
  store<i32>(o, <i32>(t13 - (c13 << BITS)), 16);
  const t14 = a6 * b8 + a7 * b7 + a8 * b6 + q8 * FOLD_6 + (q6 << FOLD_8) + c13;
  const c14 = (t14 + HALF) >> BITS;
  store<i32>(o, <i32>(t14 - (c14 << BITS)), 20);
  const t15 = a7 * b8 + a8 * b7 + (q7 << FOLD_8) + c14;
  const c15 = (t15 + HALF) >> BITS;
  store<i32>(o, <i32>(t15 - (c15 << BITS)), 24);
  const t16 = a8 * b8 + (q8 << FOLD_8) + c15;
  const c16 = (t16 + HALF) >> BITS;
  store<i32>(o, <i32>(t16 - (c16 << BITS)), 28);
  store<i32>(o, <i32>c16, 32);
}

/** [o] = [a]^2 / R, tight; the addresses may be equal. */
export function square(o: usize, a: usize): void {
  const a0: i64 = load<i32>(a);
  const a1: i64 = load<i32>(a, 4);
  const a2: i64 = load<i32>(a, 8);
  const a3: i64 = load<i32>(a, 12);
  const a4: i64 = load<i32>(a, 16);
  const a5: i64 = load<i32>(a, 20);
  const a6: i64 = load<i32>(a, 24);
  const a7: i64 = load<i32>(a, 28);
  const a8: i64 = load<i32>(a, 32);
  const d0 = a0 << 1;
  const d1 = a1 << 1;
  const d2 = a2 << 1;
  const d3 = a3 << 1;
  const d4 = a4 << 1;
  const d5 = a5 << 1;
  const d6 = a6 << 1;
  const d7 = a7 << 1;
  const t0 = a0 * a0;
  const c0 = (t0 + HALF) >> BITS;
  const q0 = (c0 << BITS) - t0;
  const t1 = d0 * a1 + c0;
  const c1 = (t1 + HALF) >> BITS;
  const q1 = (c1 << BITS) - t1;
  const t2 = d0 * a2 + a1 * a1 + c1;
  const c2 = (t2 + HALF) >> BITS;
  const q2 = (c2 << BITS) - t2;
  const t3 = d0 * a3 + d1 * a2 + c2;
  const c3 = (t3 + HALF) >> BITS;
  const q3 = (c3 << BITS) - t3;
  const t4 = d0 * a4 + d1 * a3 + a2 * a2 + c3;
  const c4 = (t4 + HALF) >> BITS;
  const q4 = (c4 << BITS) - t4;
  const t5 = d0 * a5 + d1 * a4 + d2 * a3 + c4;
  const c5 = (t5 + HALF) >> BITS;
  const q5 = (c5 << BITS) - t5;
  const t6 = d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + q0 * FOLD_6 + c5;
  const c6 = (t6 + HALF) >> BITS;
  const q6 = (c6 << BITS) - t6;
  const t7 = d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + q1 * FOLD_6 + c6;
  const c7 = (t7 + HALF) >> BITS;
  const q7 = (c7 << BITS) - t7;
  const t8 = d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + q2 * FOLD_6 + (q0 << FOLD_8) + c7;
  const c8 = (t8 + HALF) >> BITS;
  const q8 = (c8 << BITS) - t8;
  const t9 = d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + q3 * FOLD_6 + (q1 << FOLD_8) + c8;
  const c9 = (t9 + HALF) >> BITS;
  store<i32>(o, <i32>(t9 - (c9 << BITS)));
  const t10 = d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + q4 * FOLD_6 + (q2 << FOLD_8) + c9;
  const c10 = (t10 + HALF) >> BITS;
  store<i32>(o, <i32>(t10 - (c10 << BITS)), 4);
  const t11 = d3 * a8 + d4 * a7 + d5 * a6 + q5 * FOLD_6 + (q3 << FOLD_8) + c10;
  const c11 = (t11 + HALF) >> BITS;
  store<i32>(o, <i32>(t11 - (c11 << BITS)), 8);
  const t12 = d4 * a8 + d5 * a7 + a6 * a6 + q6 * FOLD_6 + (q4 << FOLD_8) + c11;
  const c12 = (t12 + HALF) >> BITS;
  store<i32>(o, <i32>(t12 - (c12 << BITS)), 12);
  const t13 = d5 * a8 + d6 * a7 + q7 * FOLD_6 + (q5 << FOLD_8) + c12;
  const c13 = (t13 + HALF) >> BITS;
  store<i32>(o, <i32>(t13 - (c13 << BITS)), 16);
  const t14 = d6 * a8 + a7 * a7 + q8 * FOLD_6 + (q6 << FOLD_8) + c13;
  const c14 = (t14 + HALF) >> BITS;
  store<i32>(o, <i32>(t14 - (c14 << BITS)), 20);
  const t15 = d7 * a8 + (q7 << FOLD_8) + c14;
  const c15 = (t15 + HALF) >> BITS;
  store<i32>(o, <i32>(t15 - (c15 << BITS)), 24);
  const t16 = a8 * a8 + (q8 << FOLD_8) + c15;
  const c16 = (t16 + HALF) >> BITS;
  store<i32>(o, <i32>(t16 - (c16 << BITS)), 28);
  store<i32>(o, <i32>c16, 32);
}
