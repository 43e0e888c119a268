// Small helpers over Uint8Array; all integers are big-endian.
import { assert } from './assert.ts';

export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => joinBytes(parts);

/** `concatBytes` for lists of any length. */
export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** Big-endian integer of any length; the empty array is 0. */
export const bytesToBigint = (bytes: Uint8Array): bigint => {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
};

/** Big-endian, exactly `length` bytes; asserts that `value` fits and is not negative. */
export const bigintToBytes = (value: bigint, length: number): Uint8Array => {
  assert(value >= 0n && value < 1n << BigInt(8 * length), `bigintToBytes: a value of at most ${length} bytes`);
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
};
