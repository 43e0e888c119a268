// Multiples of a point by x coordinates alone (Montgomery's ladder for short Weierstrass curves), on the curve or on its twist. Formulas: "dadd-2002-it-3" and
// "dbl-2002-it-2" of the explicit-formulas database, a = 1.
import { add, copy, enter, sub, tighten } from './field';
import { ELEMENT, mul, square } from './limbs';
import { CURVE, LOCAL, WORDS } from './layout';

const B: usize = CURVE;
const B4: usize = CURVE + ELEMENT;
const B8: usize = CURVE + 2 * ELEMENT;
/** k P and (k + 1) P as X, Z each. */
export const LOW: usize = LOCAL;
const HIGH: usize = LOCAL + 2 * ELEMENT;
const BASE_X: usize = LOCAL + 4 * ELEMENT;
const T0: usize = LOCAL + 5 * ELEMENT;
const T1: usize = LOCAL + 6 * ELEMENT;
const T2: usize = LOCAL + 7 * ELEMENT;
const T3: usize = LOCAL + 8 * ELEMENT;
const T4: usize = LOCAL + 9 * ELEMENT;

/** The constants b, 4 b and 8 b from the words at `from`. */
export function prepareLadder(from: usize): void {
  enter(B, from);
  enter(B4, from + WORDS);
  enter(B8, from + 2 * WORDS);
}

/** high += low, where their difference is the base point or its negative. */
function addDifferential(low: usize, high: usize): void {
  mul(T0, low, high);
  mul(T1, low + ELEMENT, high + ELEMENT);
  mul(T2, low, high + ELEMENT);
  mul(T3, low + ELEMENT, high);
  add(T0, T0, T1);
  add(T4, T2, T3);
  sub(T2, T2, T3);
  // X = 2 (X1 Z2 + X2 Z1)(X1 X2 + Z1 Z2) + 4 b (Z1 Z2)^2 - x (X1 Z2 - X2 Z1)^2, Z = (X1 Z2 - X2 Z1)^2
  mul(T4, T4, T0);
  square(T1, T1);
  mul(T1, T1, B4);
  square(high + ELEMENT, T2);
  mul(T2, high + ELEMENT, BASE_X);
  for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(high + i, 2 * load<i32>(T4 + i) + load<i32>(T1 + i) - load<i32>(T2 + i));
  tighten(high);
}

/** low = 2 low. X has two terms, which `addDifferential` can bear. */
function doubleLow(low: usize): void {
  square(T0, low);
  square(T1, low + ELEMENT);
  mul(T2, low, low + ELEMENT);
  // X = (X^2 - Z^2)^2 - 8 b X Z Z^2, Z = 4 X Z (X^2 + Z^2) + 4 b Z^4
  mul(T3, T2, T1);
  mul(T3, T3, B8);
  sub(T4, T0, T1);
  add(T0, T0, T1);
  square(T4, T4);
  sub(low, T4, T3);
  mul(T2, T2, T0);
  square(T1, T1);
  mul(T1, T1, B4);
  for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(low + ELEMENT + i, 4 * load<i32>(T2 + i) + load<i32>(T1 + i));
  tighten(low + ELEMENT);
}

/** LOW = the multiple of the point with this x by the scalar in the words at `scalar`, as X and Z; the words at `x` are overwritten. */
export function climb(x: usize, scalar: usize, bits: i32): void {
  enter(BASE_X, x);
  // k = 0: the neutral element (1 : 0) and the point itself.
  copy(HIGH, BASE_X);
  store<u64>(x, 1);
  store<u64>(x, 0, 8);
  store<u64>(x, 0, 16);
  store<u64>(x, 0, 24);
  enter(LOW, x);
  copy(HIGH + ELEMENT, LOW);
  memory.fill(LOW + ELEMENT, 0, ELEMENT);
  for (let i = bits - 1; i >= 0; i--) {
    const bit = (load<u8>(scalar + (i >> 3)) >> <u8>(i & 7)) & 1;
    const low = bit ? HIGH : LOW;
    addDifferential(low, bit ? LOW : HIGH);
    doubleLow(low);
  }
}
