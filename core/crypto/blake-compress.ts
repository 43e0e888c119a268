// The compression function of Blake2s on words: what the Blake instructions of the Cairo VM perform. Source: RFC 7693, sections 2 and 3.2.
import { assert } from '../base/assert.ts';

const IV: readonly number[] = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

/** Order of the message words in the ten rounds, one hexadecimal digit each. */
const SIGMA: readonly (readonly number[])[] = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
].map((digits) => Array.from(digits, (digit) => Number.parseInt(digit, 16)));

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

const mix = (v: Uint32Array, [a, b, c, d]: readonly [number, number, number, number], x: number, y: number): void => {
  let [p, q, r, s] = [v[a] ?? 0, v[b] ?? 0, v[c] ?? 0, v[d] ?? 0];
  p = (p + q + x) | 0;
  s = rotate(s ^ p, 16);
  r = (r + s) | 0;
  q = rotate(q ^ r, 12);
  p = (p + q + y) | 0;
  s = rotate(s ^ p, 8);
  r = (r + s) | 0;
  q = rotate(q ^ r, 7);
  v[a] = p;
  v[b] = q;
  v[c] = r;
  v[d] = s;
};

/** Columns, then diagonals. */
const GROUPS: readonly (readonly [number, number, number, number])[] = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
];

/** The new state of eight words after a block of sixteen; `counter` is the number of bytes up to its end, below 2^32. */
export const blake2sCompress = (
  state: readonly number[],
  message: readonly number[],
  counter: number,
  isLast: boolean,
): readonly number[] => {
  assert(state.length === 8 && message.length === 16, 'blake2sCompress: 8 words of state and 16 of message');
  const v = Uint32Array.from([...state, ...IV]);
  v[12] = (v[12] ?? 0) ^ counter;
  if (isLast) v[14] = ~(v[14] ?? 0);
  for (const order of SIGMA) {
    GROUPS.forEach((group, i) => mix(v, group, message[order[2 * i] ?? 0] ?? 0, message[order[2 * i + 1] ?? 0] ?? 0));
  }
  return state.map((word, i) => (word ^ (v[i] ?? 0) ^ (v[i + 8] ?? 0)) >>> 0);
};
