// Bytes as lower-case hex, without separators; the 0x prefix is optional when reading.
import { assert } from './assert.ts';

const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** Lower-case hex without prefix. */
export const bytesToHex = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
};

/** True for an even number of hex digits, with or without 0x. */
export const isHexBytes = (text: string): boolean => /^(?:0x)?(?:[0-9a-fA-F]{2})*$/.test(text);

/** Throws on odd length or other characters: check outside input with `isHexBytes` first. */
export const hexToBytes = (text: string): Uint8Array => {
  assert(isHexBytes(text), 'hexToBytes: an even number of hex digits');
  const digits = text.startsWith('0x') ? text.slice(2) : text;
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};
