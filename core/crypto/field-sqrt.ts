// Square roots in the Stark field. P - 1 = 2^192 q with q = 2^59 + 17, and g = 3^q generates the group of order 2^192. For a, b = a^q = g^e: when e is
// even, a^((q+1)/2) g^(-e/2) is a root of a; when it is odd, a^((q+1)/2) 3^((q+1)/2) g^(-(e+1)/2) is one of 3 a. The logarithm e is found in 24 digits
// of eight bits, lowest first: some 550 multiplications instead of 18,000 by Tonelli and Shanks. Source: execution.md 11.3. Not constant-time.
import { assert, required } from '../base/assert.ts';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import type { Kernel } from './kernel.ts';

const DIGITS = 24;
const DIGIT_BITS = 8;
const DIGIT_VALUES = 256;
/** q = 2^59 + 17. */
const ODD_PART: bigint = (FELT_PRIME - 1n) >> 192n;
/** A non-square. */
const NON_SQUARE = 3n;

const times = (a: bigint, b: bigint): bigint => (a * b) % FELT_PRIME;
const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = times(result, result);
    if (bit === '1') result = times(result, base);
  }
  return result;
};

type Tables = {
  /** g^(-digit * 2^(8 place)) at 256 * place + digit. */
  readonly powers: readonly bigint[];
  /** The digit of g^(digit * 2^184). */
  readonly digitOf: ReadonlyMap<bigint, number>;
  /** 3^((q+1)/2). */
  readonly ofNonSquare: bigint;
};

const createTables = (): Tables => {
  const powers: bigint[] = [];
  const generator = power(NON_SQUARE, ODD_PART);
  let step = power(generator, 2n ** 192n - 1n);
  for (let place = 0; place < DIGITS; place++) {
    let value = 1n;
    for (let digit = 0; digit < DIGIT_VALUES; digit++, value = times(value, step)) powers.push(value);
    step = value;
  }
  const top = (DIGITS - 1) * DIGIT_VALUES;
  const digitOf = new Map<bigint, number>();
  // The powers of the top place are the 256th roots of unity; that of a digit's negative is the inverse.
  for (let digit = 0; digit < DIGIT_VALUES; digit++)
    digitOf.set(required(powers[top + ((DIGIT_VALUES - digit) % DIGIT_VALUES)], 'createTables: all powers'), digit);
  return { powers, digitOf, ofNonSquare: power(NON_SQUARE, (ODD_PART + 1n) / 2n) };
};

/** b^(2^(8 j)) for j = 0 to 23. */
const risingPowers = (b: bigint): readonly bigint[] => {
  const rising = [b];
  for (let value = b; rising.length < DIGITS; rising.push(value)) for (let i = 0; i < DIGIT_BITS; i++) value = times(value, value);
  return rising;
};

/** A square root of each felt, or of three times the felt, with tables of its own (6,144 felts, built on first use). */
export const createFieldSqrt = (): Kernel['fieldSqrt'] => {
  let tables: Tables | null = null;
  /** e of b = g^e, b in the group of g. */
  const logarithm = ({ powers, digitOf }: Tables, b: bigint): bigint => {
    const rising = risingPowers(b);
    const digits: number[] = [];
    for (let i = 0; i < DIGITS; i++) {
      const place = DIGITS - 1 - i;
      let value = required(rising[place], 'logarithm: a power for each digit');
      digits.forEach((digit, j) => {
        value = times(value, required(powers[(place + j) * DIGIT_VALUES + digit], 'logarithm: a power for each place'));
      });
      digits.push(required(digitOf.get(value), 'logarithm: a 256th root of unity'));
    }
    return digits.reduceRight((sum, digit) => sum * BigInt(DIGIT_VALUES) + BigInt(digit), 0n);
  };
  return (value) => {
    if (value === 0n) return value;
    tables ??= createTables();
    const half = power(value, (ODD_PART - 1n) / 2n);
    let root = times(value, half);
    const e = logarithm(tables, times(root, half));
    const isSquare = e % 2n === 0n;
    if (!isSquare) root = times(root, tables.ofNonSquare);
    let rest = isSquare ? e / 2n : (e + 1n) / 2n;
    for (let place = 0; place < DIGITS; place++, rest /= BigInt(DIGIT_VALUES)) {
      const digit = Number(rest % BigInt(DIGIT_VALUES));
      root = times(root, required(tables.powers[place * DIGIT_VALUES + digit], 'createFieldSqrt: a power for each place'));
    }
    assert(times(root, root) === times(value, isSquare ? 1n : NON_SQUARE), 'createFieldSqrt: a root');
    return smaller(root);
  };
};

const smaller = (root: bigint): Felt => toFelt(root * 2n < FELT_PRIME ? root : FELT_PRIME - root);
