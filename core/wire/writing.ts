// Writes the leaves of a message: felts always as 32 bytes, 64-bit numbers as two halves, u128 as two 64-bit numbers (commitments.md 7).
import { assert } from '../base/assert.ts';
import { FELT_BYTES, type Felt } from '../base/felt.ts';
import type { U64 } from './proto-writer.ts';

const U64_BITS = 64;
const U64_END = 1n << 64n;

/** Felt252, Hash or Address: exactly 32 bytes, big-endian. */
export const writeFelt = (felt: Felt): { readonly elements: Uint8Array } => {
  const elements = new Uint8Array(FELT_BYTES);
  const view = new DataView(elements.buffer);
  view.setBigUint64(24, BigInt.asUintN(U64_BITS, felt));
  if (felt >= U64_END) {
    view.setBigUint64(0, felt >> 192n);
    view.setBigUint64(8, BigInt.asUintN(U64_BITS, felt >> 128n));
    view.setBigUint64(16, BigInt.asUintN(U64_BITS, felt >> 64n));
  }
  return { elements };
};

export const writeFelts = (felts: readonly Felt[]): { readonly elements: Uint8Array }[] => felts.map((felt) => writeFelt(felt));

/** Asserts that the value fits into 64 bits. */
export const writeU64 = (value: bigint): U64 => {
  assert(value >= 0n && value < U64_END, 'writeU64: an integer in [0, 2^64)');
  return { low: Number(value & 0xffffffffn), high: Number(value >> 32n), unsigned: true };
};

/** Asserts that the value fits into 128 bits; zero becomes the empty message. */
export const writeU128 = (value: bigint): { readonly low: U64; readonly high: U64 } => ({
  low: writeU64(BigInt.asUintN(U64_BITS, value)),
  high: writeU64(value >> 64n),
});
