// The Stark curve y^2 = x^3 + x + b: sums in extended Jacobian coordinates (X, Y, ZZ, ZZZ) with x = X / ZZ, y = Y / ZZZ, ZZ^3 = ZZZ^2 ("madd-2008-s" of the
// explicit-formulas database), doublings ("dbl-2008-s-1"), tables of multiples by affine additions. Adding a
// point to itself or to its negative makes ZZ and ZZZ zero for good.
import { add, carryOf, copy, foldTop, invert, sub, tighten } from './field';
import { ELEMENT, mul, square } from './limbs';
import { BASES, DOUBLINGS, MULTIPLES, ONE, POINT, SUM, TEMPORARY, WORK } from './layout';

export const X: usize = SUM;
export const Y: usize = SUM + ELEMENT;
export const ZZ: usize = SUM + 2 * ELEMENT;
export const ZZZ: usize = SUM + 3 * ELEMENT;
const T0: usize = SUM + 4 * ELEMENT;
const T1: usize = SUM + 5 * ELEMENT;
const T2: usize = SUM + 6 * ELEMENT;
const T3: usize = SUM + 7 * ELEMENT;
/** Never written: memory begins as zeros. */
const ZERO: usize = SUM + 8 * ELEMENT;

/** The sum becomes the affine point at `point`. */
export function startSum(point: usize): void {
  copy(X, point);
  copy(Y, point + ELEMENT);
  copy(ZZ, ONE);
  copy(ZZZ, ONE);
}

/** [o] = [a] - [b] - 2 [c], tight. */
function subTwice(o: usize, a: usize, b: usize, c: usize): void {
  let carry: i32 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    const x = load<i32>(a + i) - load<i32>(b + i) - 2 * load<i32>(c + i);
    const next = carryOf(x);
    store<i32>(o + i, x - (next << 29) + carry);
    carry = next;
  }
  foldTop(o, load<i32>(a, 32) - load<i32>(b, 32) - 2 * load<i32>(c, 32) + carry);
}

/** Adds the affine point at `point` to the sum: 8 multiplications and 2 squares. X stays tight, Y has two terms. */
export function addPoint(point: usize): void {
  mul(T0, point, ZZ);
  mul(T1, point + ELEMENT, ZZZ);
  sub(T0, T0, X);
  sub(T1, T1, Y);
  square(T2, T0);
  mul(T3, T0, T2);
  mul(ZZ, ZZ, T2);
  mul(ZZZ, ZZZ, T3);
  mul(T2, X, T2);
  square(X, T1);
  subTwice(X, X, T3, T2);
  sub(T2, T2, X);
  mul(T1, T1, T2);
  mul(Y, Y, T3);
  sub(Y, T1, Y);
}

/** The x of the point at `point` less the sum's, times ZZ; the address of a sum of two tight numbers. */
export function differenceOfX(point: usize): usize {
  mul(T0, point, ZZ);
  sub(T0, T0, X);
  return T0;
}

/** X and Y become the affine coordinates x and y. */
export function affineSum(): void {
  invert(T0, ZZZ);
  mul(T1, ZZ, T0);
  square(T1, T1);
  mul(X, X, T1);
  mul(Y, Y, T0);
}

/** Doubles the sum ("dbl-2008-s-1" with a = 1): 6 multiplications and 4 squares; X and Y tight. */
function doubleSum(): void {
  add(T0, Y, Y);
  square(T1, T0);
  mul(T2, T0, T1);
  mul(T3, X, T1);
  square(X, X);
  mul(ZZZ, ZZZ, T2);
  mul(T2, T2, Y);
  square(T0, ZZ);
  mul(ZZ, ZZ, T1);
  // 3 X^2 + ZZ^2, four terms, has to be squared.
  for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(T0 + i, 3 * load<i32>(X + i) + load<i32>(T0 + i));
  tighten(T0);
  square(T1, T0);
  subTwice(X, T1, ZERO, T3);
  sub(T3, T3, X);
  mul(T3, T3, T0);
  sub(Y, T3, T2);
  tighten(Y);
}

/** The affine points Q, 2 Q, 4 Q and so on at `to`, DOUBLINGS of them, with one inversion; Q is the one at `point`. */
export function fillDoublings(to: usize, point: usize): void {
  // For each point: ZZ, ZZZ and the product of all ZZZ up to it.
  const last = WORK + (DOUBLINGS - 1) * 3 * ELEMENT;
  startSum(point);
  let at = to;
  for (let work = WORK; work <= last; work += 3 * ELEMENT, at += POINT) {
    if (work > WORK) doubleSum();
    memory.copy(at, X, POINT);
    memory.copy(work, ZZ, POINT);
    if (work > WORK) mul(work + 2 * ELEMENT, work - ELEMENT, ZZZ);
    else copy(work + 2 * ELEMENT, ZZZ);
  }
  // T0: the inverse of the product so far; T1: that of ZZZ; T2: that of ZZ, which is (ZZ / ZZZ)^2.
  invert(T0, last + 2 * ELEMENT);
  for (let work = last; work >= WORK; work -= 3 * ELEMENT) {
    at -= POINT;
    if (work > WORK) mul(T1, T0, work - ELEMENT);
    else copy(T1, T0);
    mul(T0, T0, work + ELEMENT);
    mul(T2, work, T1);
    square(T2, T2);
    mul(at, at, T2);
    mul(at + ELEMENT, at + ELEMENT, T1);
  }
}

/** Takes `count` bases for a table of multiples from the doublings in TEMPORARY, `bits` apart; the first becomes number `first`. */
export function takeBases(first: usize, count: usize, bits: usize): void {
  for (let j: usize = 0; j < count; j++) {
    memory.copy(BASES + (first + j) * POINT, TEMPORARY + j * bits * POINT, POINT);
    memory.copy(MULTIPLES + (first + j) * POINT, TEMPORARY + (j * bits + 1) * POINT, POINT);
  }
}

/** For each of `count` bases the multiples 1 to `perBase` at `table`, by affine additions with one inversion for all bases at a time. */
export function fillMultiples(table: usize, count: usize, perBase: usize): void {
  copyColumn(table, BASES, count, perBase);
  for (let digit: usize = 2; digit <= perBase; digit++) {
    if (digit > 2) addBases(count);
    copyColumn(table + (digit - 1) * POINT, MULTIPLES, count, perBase);
  }
}

function copyColumn(to: usize, from: usize, count: usize, perBase: usize): void {
  for (let w: usize = 0; w < count; w++) memory.copy(to + w * perBase * POINT, from + w * POINT, POINT);
}

/** Adds its base to every point of MULTIPLES (Montgomery's trick: one inversion of the product of all differences of x). */
function addBases(count: usize): void {
  const differences = WORK;
  const products = WORK + count * ELEMENT;
  for (let w: usize = 0; w < count; w++) {
    const difference = differences + w * ELEMENT;
    sub(difference, BASES + w * POINT, MULTIPLES + w * POINT);
    if (w > 0) mul(products + w * ELEMENT, products + (w - 1) * ELEMENT, difference);
    else copy(products, difference);
  }
  invert(T0, products + (count - 1) * ELEMENT);
  for (let w = count; w > 0; w--) {
    const x = MULTIPLES + (w - 1) * POINT;
    const base = BASES + (w - 1) * POINT;
    if (w > 1) mul(T1, T0, products + (w - 2) * ELEMENT);
    else copy(T1, T0);
    mul(T0, T0, differences + (w - 1) * ELEMENT);
    sub(T2, base + ELEMENT, x + ELEMENT);
    mul(T1, T1, T2);
    square(T2, T1);
    for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(T2 + i, load<i32>(T2 + i) - load<i32>(x + i) - load<i32>(base + i));
    tighten(T2);
    sub(T3, x, T2);
    copy(x, T2);
    mul(T1, T1, T3);
    sub(x + ELEMENT, T1, x + ELEMENT);
    tighten(x + ELEMENT);
  }
}
