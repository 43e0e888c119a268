// Field elements of the Stark curve: integers in [0, P), P = 2^251 + 17 * 2^192 + 1.
import { assert } from './assert.ts';
import type { Brand } from './brand.ts';
import { bytesToBigint, bigintToBytes } from './bytes.ts';
import { utf8ToBytes } from './utf8.ts';

export type Felt = Brand<bigint, 'Felt'>;

export const FELT_PRIME: bigint = (1n << 251n) + 17n * (1n << 192n) + 1n;
/** Bytes of a felt on the wire: always exactly 32, big-endian. */
export const FELT_BYTES = 32;

export const isFelt = (value: bigint): value is Felt => value >= 0n && value < FELT_PRIME;

/** Asserts the range; use `isFelt` first for outside input. */
export const toFelt = (value: bigint | number): Felt => {
  const integer = BigInt(value);
  assert(isFelt(integer), 'toFelt: an integer in [0, P)');
  return integer;
};

/** The canonical representative of any integer. */
export const reduceToFelt = (value: bigint): Felt => {
  const rest = value % FELT_PRIME;
  return toFelt(rest < 0n ? rest + FELT_PRIME : rest);
};

export const FELT_ZERO: Felt = toFelt(0n);
export const FELT_ONE: Felt = toFelt(1n);

/** `0x` and lower-case digits without leading zeros; the one textual form used as a map key. */
export const feltToHex = (felt: Felt): string => `0x${felt.toString(16)}`;

/** True for `0x` and hex digits whose value is below P. */
export const isFeltHex = (text: string): boolean => /^0x[0-9a-fA-F]{1,64}$/.test(text) && isFelt(BigInt(text));

/** Asserts `isFeltHex`. */
export const feltFromHex = (text: string): Felt => {
  assert(isFeltHex(text), `feltFromHex: a hex felt, got ${text.slice(0, 70)}`);
  return toFelt(BigInt(text));
};

/** Big-endian integer of at most 31 ASCII bytes (a Cairo short string). */
export const feltFromAscii = (text: string): Felt => {
  assert(/^[\x20-\x7e]{0,31}$/.test(text), `feltFromAscii: at most 31 printable ASCII characters, got ${text}`);
  return toFelt(bytesToBigint(utf8ToBytes(text)));
};

/** 32 bytes, big-endian. */
export const feltToBytes = (felt: Felt): Uint8Array => bigintToBytes(felt, FELT_BYTES);
