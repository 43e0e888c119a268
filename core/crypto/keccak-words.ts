// The Keccak sponge over 64-bit words as the syscall computes it: rate 17 words, no padding of its own. Source: FIPS 202 section 3 with Keccak's rate
// of 1088 bits; execution.md 5.3. The permutation is @noble/hashes'.
import { keccakP } from '@noble/hashes/sha3.js';
import { assert } from '../base/assert.ts';

export const KECCAK_RATE_WORDS = 17;
const HALF = 0xffff_ffffn;

/** First four words of the state after absorbing; the number of words is a multiple of 17. */
export const keccakWords = (words: readonly bigint[]): readonly [bigint, bigint, bigint, bigint] => {
  assert(words.length % KECCAK_RATE_WORDS === 0, 'keccakWords: whole blocks');
  const state = new Uint32Array(50);
  words.forEach((word, i) => {
    const at = 2 * (i % KECCAK_RATE_WORDS);
    state[at] = (state[at] ?? 0) ^ Number(word & HALF);
    state[at + 1] = (state[at + 1] ?? 0) ^ Number(word >> 32n);
    if ((i + 1) % KECCAK_RATE_WORDS === 0) keccakP(state);
  });
  const word = (i: number): bigint => BigInt(state[2 * i] ?? 0) | (BigInt(state[2 * i + 1] ?? 0) << 32n);
  return [word(0), word(1), word(2), word(3)];
};
