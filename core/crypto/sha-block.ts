// One compression of SHA-256 and of SHA-512 over words: what the syscalls sha256_process_block and sha512_process_block compute. No padding, no
// initial state: both come from the caller. Source: FIPS 180-4 sections 4.1, 4.2, 6.2, 6.4. Both share their shape, so one code on bigints does both;
// the round constants are fractional parts of cube roots and are computed.
import { assert } from '../base/assert.ts';

type Rotations = readonly [number, number, number];
/** Words of `bits` bits; `rounds` rounds; rotations of the four functions, the last of the small ones being a shift. */
type Shape = {
  readonly bits: bigint;
  readonly rounds: number;
  readonly big0: Rotations;
  readonly big1: Rotations;
  readonly small0: Rotations;
  readonly small1: Rotations;
};

const SHA256: Shape = { bits: 32n, rounds: 64, big0: [2, 13, 22], big1: [6, 11, 25], small0: [7, 18, 3], small1: [17, 19, 10] };
const SHA512: Shape = { bits: 64n, rounds: 80, big0: [28, 34, 39], big1: [14, 18, 41], small0: [1, 8, 7], small1: [19, 61, 6] };

const primes = (count: number): readonly number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
};

/** floor of the cube root. */
const cubeRoot = (value: bigint): bigint => {
  let root = 0n;
  for (let bit = 1n << BigInt(Math.ceil(value.toString(2).length / 3)); bit > 0n; bit >>= 1n) {
    if ((root | bit) ** 3n <= value) root |= bit;
  }
  return root;
};

const roundConstants = ({ bits, rounds }: Shape): readonly bigint[] =>
  primes(rounds).map((prime) => cubeRoot(BigInt(prime) << (3n * bits)) & ((1n << bits) - 1n));

const at = (list: readonly bigint[], i: number): bigint => list[i] ?? 0n;

type Compress = (state: readonly bigint[], input: readonly bigint[]) => readonly bigint[];

const createCompress = (shape: Shape): Compress => {
  const { bits, rounds, big0, big1, small0, small1 } = shape;
  const mask = (1n << bits) - 1n;
  const constants = roundConstants(shape);
  const rotate = (word: bigint, by: number): bigint => ((word >> BigInt(by)) | (word << (bits - BigInt(by)))) & mask;
  const big = (word: bigint, [a, b, c]: Rotations): bigint => rotate(word, a) ^ rotate(word, b) ^ rotate(word, c);
  const small = (word: bigint, [a, b, shift]: Rotations): bigint => rotate(word, a) ^ rotate(word, b) ^ (word >> BigInt(shift));
  return (state, input) => {
    assert(state.length === 8 && input.length === 16, 'compress: 8 words of state and 16 of input');
    const schedule = [...input];
    for (let i = 16; i < rounds; i++) {
      const sum = small(at(schedule, i - 2), small1) + at(schedule, i - 7) + small(at(schedule, i - 15), small0) + at(schedule, i - 16);
      schedule.push(sum & mask);
    }
    let [a, b, c, d, e, f, g, h] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => at(state, i)) as [
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    for (let i = 0; i < rounds; i++) {
      const first = h + big(e, big1) + ((e & f) ^ (~e & mask & g)) + at(constants, i) + at(schedule, i);
      const second = big(a, big0) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
    }
    return [a, b, c, d, e, f, g, h].map((word, i) => (word + at(state, i)) & mask);
  };
};

/** 8 state words and 16 input words below 2^32 give the next 8 state words. */
export const compressSha256: Compress = createCompress(SHA256);
/** The same with words below 2^64. */
export const compressSha512: Compress = createCompress(SHA512);
