// A change of a frame's bytes as the one splice that makes it, from what is typed.
import { EDIT_BYTES_MAX } from '../../../core/base/limits.ts';
import type { Splice } from '../../../core/sim/intervention.ts';

/** Bytes of pairs of hex digits, with or without spaces; null when it is none or too long. */
export const bytesOfHex = (text: string): Uint8Array | null => {
  const digits = text.replaceAll(/\s/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits) || digits.length > 2 * EDIT_BYTES_MAX) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
};

/** Pairs of hex digits with spaces. */
export const hexOfBytes = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** The splice that makes `after` of `before`: null when they are equal, or when more bytes would go in than one edit may bring. */
export const spliceBetween = (before: Uint8Array, after: Uint8Array): Splice | null => {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let tail = 0;
  while (tail < before.length - from && tail < after.length - from && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail++;
  const insert = after.slice(from, after.length - tail);
  const remove = before.length - tail - from;
  return insert.length > EDIT_BYTES_MAX || (remove === 0 && insert.length === 0) ? null : { at: from, remove, insert };
};
