// Blake2s-256 as Starknet uses it: the digest read as a little-endian integer modulo P. Source: commitments.md 0 (`BLAKE`, `BLAKEB`).
import { blake2s } from '@noble/hashes/blake2.js';
import { bytesToBigint } from '../base/bytes.ts';
import { type Felt, feltToBytes, reduceToFelt } from '../base/felt.ts';

/** Felts below this are written in two words, others in eight with the top bit set. */
const SMALL_FELT_END = 1n << 63n;

/** Blake2s-256 of raw bytes as a felt. */
export const blakeBytes = (bytes: Uint8Array): Felt => reduceToFelt(bytesToBigint(blake2s(bytes).toReversed()));

/** Blake2s-256 of a list of felts: 32-bit words, most significant first, each word little-endian; no length and no padding. */
export const blakeFelts = (felts: readonly Felt[]): Felt => {
  const bytes: number[] = [];
  for (const felt of felts) {
    const big = feltToBytes(felt);
    const small = felt < SMALL_FELT_END;
    for (let word = small ? 24 : 0; word < 32; word += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = big.subarray(word, word + 4);
      bytes.push(d, c, b, word === 0 ? a | 0x80 : a);
    }
  }
  return blakeBytes(Uint8Array.from(bytes));
};
