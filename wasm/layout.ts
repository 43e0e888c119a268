// Where everything lies in memory. The words of arguments and results come first, then numbers in Montgomery form, then tables. What is below FIXED_END is
// there from the start; memory grows when a table is first needed.
import { ELEMENT } from './limbs';

/** Arguments and results: 64 integers of four little-endian words each. */
export const WORDS: usize = 32;
export const IO: usize = 0;

const NUMBERS: usize = 64 * WORDS;
export const R_SQUARED: usize = NUMBERS;
export const PLAIN_ONE: usize = NUMBERS + ELEMENT;
export const SCRATCH: usize = NUMBERS + 2 * ELEMENT;
export const POWERS: usize = NUMBERS + 3 * ELEMENT;
/** 1 in Montgomery form. */
export const ONE: usize = NUMBERS + 4 * ELEMENT;
/** Scratch of the functions that are called from outside. */
export const LOCAL: usize = NUMBERS + 5 * ELEMENT;
/** The sum of curve.ts: X, Y, ZZ, ZZZ, scratch. */
export const SUM: usize = NUMBERS + 20 * ELEMENT;
/** Three lanes, scratch, 107 constants. */
export const POSEIDON: usize = NUMBERS + 40 * ELEMENT;
/** The Pedersen hash's point to start from. */
export const SHIFT: usize = NUMBERS + 160 * ELEMENT;
/** Constants of the ladder: b, 4 b, 8 b. */
export const CURVE: usize = NUMBERS + 162 * ELEMENT;
/** Constants of the square root: 3^((q+1)/2). */
export const ROOT: usize = NUMBERS + 165 * ELEMENT;
/** Scratch of whatever works on many numbers at once. */
export const WORK: usize = NUMBERS + 170 * ELEMENT;
/** Bases of a table that is being built, 64 points, and their multiples. */
export const BASES: usize = WORK + 1024 * ELEMENT;
export const MULTIPLES: usize = BASES + 128 * ELEMENT;
/** Doublings that a table begins with. */
export const TEMPORARY: usize = MULTIPLES + 128 * ELEMENT;
export const FIXED_END: usize = TEMPORARY + 512 * ELEMENT;

/** A point in a table: x, then y. */
export const POINT: usize = 2 * ELEMENT;
/** Doublings of a point: 252 for a felt; and how many points' are kept. */
export const DOUBLINGS: usize = 252;
const KEPT: usize = 32;

export const ROOT_POWERS: usize = FIXED_END;
export const ROOT_DIGITS: usize = ROOT_POWERS + 24 * 256 * ELEMENT;
/** The multiples 1 to 15 of 64 bases. */
export const GENERATOR_TABLE: usize = ROOT_DIGITS + 1024 * 8;
export const KEPT_DOUBLINGS: usize = GENERATOR_TABLE + 64 * 15 * POINT;
/** The multiples 1 to 255 of 64 bases. */
export const PEDERSEN_TABLE: usize = KEPT_DOUBLINGS + KEPT * DOUBLINGS * POINT;
export const END: usize = PEDERSEN_TABLE + 64 * 255 * POINT;

/** Makes memory reach up to `end`; traps when there is none left. */
export function reach(end: usize): void {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}
