// A hash as the address of a storage cell: modulo 2^251 - 256. Source: execution.md 10.3.
// v = x or v = 2^251 - 257 - x lies below 2^250 for every x below the modulus; a hint says which. Both cost the same. The rest, one hash in 2^54,
// is lowered by the modulus.
import type { Builder } from './builder.ts';
import type { Cell } from './cells.ts';
import { assertBit, splitFelt } from './integers.ts';

const MODULUS = (1n << 251n) - 256n;
const TWO_250 = 1n << 250n;
/** high * 2^6 < 2^128 makes high * 2^128 + low a number below 2^250. */
const SPARE = 1n << 6n;

/** The largest hash is as much above the modulus: ABOVE_HIGH * 2^128 + ABOVE_LOW. */
const ABOVE_HIGH = 17n * (1n << 64n);
const ABOVE_LOW = 256n;

const prove250Bits = (f: Builder, value: Cell): void => {
  const [high] = splitFelt(f, value);
  f.rangeCheck(f.let('high * 64', high, '*', SPARE));
};

/** A hash below the modulus, lowered, would be larger than this. */
const proveAbove = (f: Builder, lowered: Cell): void => {
  const [high, low] = splitFelt(f, lowered);
  const room = f.let('room', ABOVE_HIGH, '-', high);
  f.rangeCheck(room);
  f.branch(room, {
    nonzero: () => [],
    zero: () => {
      f.rangeCheck(f.let('low room', ABOVE_LOW, '-', low));
      return [];
    },
  });
};

export const normalizeCell = (f: Builder, hash: Cell): Cell => {
  const inside = f.fresh('is below the modulus');
  f.hint('TestLessThan', { lhs: hash, rhs: MODULUS }, { dst: inside });
  const [cell] = f.branch(inside, {
    nonzero: () => {
      const upper = f.fresh('is in the upper half');
      f.hint('TestLessThanOrEqual', { lhs: TWO_250, rhs: hash }, { dst: upper });
      assertBit(f, upper);
      const change = f.let('change', f.let('-2 hash', hash, '*', -2n), '+', MODULUS - 1n);
      prove250Bits(f, f.let('value of 250 bits', hash, '+', f.let('changed by', upper, '*', change)));
      return [hash];
    },
    zero: () => {
      const lowered = f.let('lowered', hash, '-', MODULUS);
      proveAbove(f, lowered);
      return [lowered];
    },
  });
  return f.toCell(cell);
};
