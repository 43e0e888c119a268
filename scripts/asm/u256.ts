// Arithmetic of u256 as two u128, as the core library defines it. A carry is a bit that a hint chooses and a range check of the low half proves.
import type { Builder } from './builder.ts';
import type { Cell, Value } from './cells.ts';
import { assertBit, U128 } from './integers.ts';

export type U256 = { readonly low: Cell; readonly high: Cell };

/** a + b, or a panic with `text`. */
export const addU256 = (f: Builder, a: U256, b: U256, text: string): U256 => {
  const carry = f.fresh('carry');
  const sum = f.let('low sum', a.low, '+', b.low);
  f.hint('TestLessThanOrEqual', { lhs: U128, rhs: sum }, { dst: carry });
  assertBit(f, carry);
  const low = f.let('low', sum, '-', f.let('carried', carry, '*', U128));
  f.rangeCheck(low);
  const high = f.let('high', f.let('high sum', a.high, '+', b.high), '+', carry);
  const over = f.fresh('overflow');
  f.hint('TestLessThanOrEqual', { lhs: U128, rhs: high }, { dst: over });
  f.panicIf(over, text, () => f.rangeCheck(f.let('above', high, '-', U128)));
  f.rangeCheck(high);
  return { low, high };
};

/** a - b, or a panic with `text`. */
export const subU256 = (f: Builder, a: U256, b: U256, text: string): U256 => {
  const borrow = f.fresh('borrow');
  f.hint('TestLessThan', { lhs: a.low, rhs: b.low }, { dst: borrow });
  assertBit(f, borrow);
  const low = f.let('low', f.let('low difference', a.low, '-', b.low), '+', f.let('borrowed', borrow, '*', U128));
  f.rangeCheck(low);
  const high = f.let('high', f.let('high difference', a.high, '-', b.high), '-', borrow);
  const under = f.fresh('underflow');
  f.hint('TestLessThan', { lhs: a.high, rhs: { sum: [b.high, borrow] } }, { dst: under });
  f.panicIf(under, text, () => f.rangeCheck(f.let('below', f.let('negated', high, '*', -1n), '-', 1n)));
  f.rangeCheck(high);
  return { low, high };
};

const HALF = 1n << 64n;

/** x = high * 2^64 + low with low < 2^64 and high < 2^128; x below 2^192. */
const splitHalf = (f: Builder, x: Value): readonly [high: Cell, low: Cell] => {
  const high = f.fresh('upper part');
  const low = f.fresh('lower half');
  f.hint('DivMod', { lhs: x, rhs: HALF }, { quotient: high, remainder: low });
  f.assert(x, f.let('upper part shifted', high, '*', HALF), '+', low);
  f.rangeCheck(high);
  f.rangeCheck(low);
  f.rangeCheck(f.let('lower half * 2^64', low, '*', HALF));
  return [high, low];
};

/** a * b of two u128 in full, by halves of a: no product reaches P. */
export const multiplyU128 = (f: Builder, a: Value, b: Value): U256 => {
  const [a1, a0] = splitHalf(f, a);
  const [t0High, t0Low] = splitHalf(f, f.let('low product', a0, '*', b));
  const [high, t1Low] = splitHalf(f, f.let('middle sum', f.let('high product', a1, '*', b), '+', t0High));
  return { low: f.let('low', f.let('middle shifted', t1Low, '*', HALF), '+', t0Low), high };
};
