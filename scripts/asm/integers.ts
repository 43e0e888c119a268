// Integers in felts. Every comparison is proven by range checks on both ways, so that a hint which lies can only stop the run, never change its result.
// No branch joins here: the ways that fail end, so that a result always costs the same.
import type { Builder } from './builder.ts';
import type { Cell, Value } from './cells.ts';
import type { FunctionSource } from './function.ts';

export const U128: bigint = 1n << 128n;
const TWO_251 = 1n << 251n;
/** P - 1 = TOP_OF_FELTS * 2^128. */
const TOP_OF_FELTS = (1n << 123n) + 17n * (1n << 64n);
/** P - 1 - 2^251 = TOP_ABOVE_251 * 2^128. */
const TOP_ABOVE_251 = 17n * (1n << 64n);

/** value = high * 2^128 + low in the field, both below 2^128. */
export const splitFelt = (f: Builder, value: Value): readonly [high: Cell, low: Cell] => {
  const high = f.fresh('high');
  const low = f.fresh('low');
  f.hint('DivMod', { lhs: value, rhs: U128 }, { quotient: high, remainder: low });
  const shifted = f.let('shifted', high, '*', U128);
  f.assert(value, shifted, '+', low);
  f.rangeCheck(high);
  f.rangeCheck(low);
  return [high, low];
};

/** The high part of a value of at most top * 2^128, proven to be the only one. */
const onlyHigh = (f: Builder, value: Value, top: bigint): Cell => {
  const [high, low] = splitFelt(f, value);
  const room = f.let('room', top, '-', high);
  f.rangeCheck(room);
  f.branch(room, { nonzero: () => [], zero: () => (f.assert(low, 0n), []) });
  return high;
};

/** Fails the run when value < 2^128. */
const proveNotU128: FunctionSource<'value', never> = {
  name: 'prove_not_u128',
  parameters: ['value'],
  results: [],
  body: (f, { value }) => {
    f.rangeCheck(f.let('high - 1', onlyHigh(f, value, TOP_OF_FELTS), '-', 1n));
    return f.return();
  },
};

/** Fails the run when value < 2^251. */
const proveNotAddress: FunctionSource<'value', never> = {
  name: 'prove_not_address',
  parameters: ['value'],
  results: [],
  body: (f, { value }) => {
    onlyHigh(f, f.let('above', value, '-', TWO_251), TOP_ABOVE_251);
    return f.return();
  },
};

const test = (f: Builder, name: string, lhs: Value, rhs: Value): Cell => {
  const bit = f.fresh(name);
  f.hint('TestLessThan', { lhs, rhs }, { dst: bit });
  return bit;
};

/** Panics with `text` unless value < 2^128. */
export const requireU128 = (f: Builder, value: Cell, text: string): void => {
  f.panicUnless(test(f, 'is u128', value, U128), text, () => f.call(proveNotU128, value));
  f.rangeCheck(value);
};

/** Panics with `text` unless value < 2^251. */
export const requireAddress = (f: Builder, value: Cell, text: string): void => {
  f.panicUnless(test(f, 'is address', value, TWO_251), text, () => f.call(proveNotAddress, value));
  const [high] = splitFelt(f, value);
  f.rangeCheck(f.let('high * 32', high, '*', 32n));
};

/** Panics with `text` unless a <= b; both below 2^128. */
export const requireAtMost = (f: Builder, a: Value, b: Value, text: string): void => {
  const less = f.fresh('a > b');
  f.hint('TestLessThan', { lhs: b, rhs: a }, { dst: less });
  f.panicIf(less, text, () => f.rangeCheck(f.let('a - b - 1', f.let('a - b', a, '-', b), '-', 1n)));
  f.rangeCheck(f.let('b - a', b, '-', a));
};

/** Fails the run unless value < 2^224. */
const prove224Bits = (f: Builder, value: Cell): void => {
  const [high] = splitFelt(f, value);
  f.rangeCheck(f.let('high * 2^32', high, '*', 1n << 32n));
};

/** Panics with `text` unless a <= b; both below 2^224. */
export const requireAtMostWide = (f: Builder, a: Value, b: Value, text: string): void => {
  const less = f.fresh('a > b');
  f.hint('TestLessThan', { lhs: b, rhs: a }, { dst: less });
  f.panicIf(less, text, () => prove224Bits(f, f.let('a - b - 1', f.let('a - b', a, '-', b), '-', 1n)));
  prove224Bits(f, f.let('b - a', b, '-', a));
};

/** A bit that a hint chose: fails the run unless it is 0 or 1. */
export const assertBit = (f: Builder, bit: Cell): void => f.assert(bit, bit, '*', bit);

/** Integer division of a value by one from 1 to 2^123; the run fails unless the quotient is below 2^127. */
export const divide = (f: Builder, value: Value, by: Value): { readonly quotient: Cell; readonly remainder: Cell } => {
  const [quotient, remainder] = [f.fresh('quotient'), f.fresh('remainder')];
  f.hint('DivMod', { lhs: value, rhs: by }, { quotient, remainder });
  f.assert(value, f.let('multiple', quotient, '*', by), '+', remainder);
  f.rangeCheck(quotient);
  f.rangeCheck(remainder);
  f.rangeCheck(f.let('room', f.let('by - remainder', by, '-', remainder), '-', 1n));
  return { quotient, remainder };
};
