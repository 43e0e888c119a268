import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from './assert.ts';
import { bigintToBytes, bytesToBigint, concatBytes, equalBytes } from './bytes.ts';
import {
  FELT_BYTES,
  FELT_PRIME,
  feltFromAscii,
  feltFromHex,
  feltToBytes,
  feltToHex,
  isFelt,
  isFeltHex,
  reduceToFelt,
  toFelt,
} from './felt.ts';

const felt = fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }).map(toFelt);

test('felt: the prime is that of the Stark curve', () => {
  expect(FELT_PRIME).toBe(0x800000000000011000000000000000000000000000000000000000000000001n);
});

test('felt: hex and bytes lead back to the same felt', () => {
  fc.assert(
    fc.property(felt, (value) => {
      expect(feltFromHex(feltToHex(value))).toBe(value);
      expect(feltToBytes(value)).toHaveLength(FELT_BYTES);
      expect(bytesToBigint(feltToBytes(value))).toBe(value);
    }),
  );
});

test('felt: hex is lower case without leading zeros, and read with both', () => {
  expect(feltToHex(toFelt(0))).toBe('0x0');
  expect(feltToHex(toFelt(0xabc))).toBe('0xabc');
  expect(feltFromHex('0x00ABC')).toBe(0xabcn);
});

test('felt: the range ends before the prime', () => {
  expect([-1n, 0n, FELT_PRIME - 1n, FELT_PRIME].map(isFelt)).toEqual([false, true, true, false]);
  expect(() => toFelt(FELT_PRIME)).toThrow(AssertionError);
  expect(() => toFelt(-1)).toThrow(AssertionError);
  expect(isFeltHex(`0x${FELT_PRIME.toString(16)}`)).toBe(false);
  for (const text of ['', '0x', '12', '0xg', ' 0x1', '0x1 ', `0x${'0'.repeat(64)}1`]) expect(isFeltHex(text)).toBe(false);
  expect(() => feltFromHex('12')).toThrow(AssertionError);
});

test('felt: reduction gives the representative of any integer', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
      const reduced = reduceToFelt(value);
      expect(isFelt(reduced)).toBe(true);
      expect((value - reduced) % FELT_PRIME).toBe(0n);
    }),
  );
});

test('felt: short strings are big-endian ASCII of at most 31 characters', () => {
  expect(feltFromAscii('')).toBe(0n);
  expect(feltFromAscii('SN_MAIN')).toBe(0x534e5f4d41494en);
  expect(feltFromAscii('~'.repeat(31))).toBe(BigInt(`0x${'7e'.repeat(31)}`));
  for (const text of ['a'.repeat(32), 'é', 'a\n', '\u0000']) expect(() => feltFromAscii(text)).toThrow(AssertionError);
});

test('bytes: fixed-length integers fit exactly or are a bug', () => {
  expect([...bigintToBytes(0x0102n, 4)]).toEqual([0, 0, 1, 2]);
  expect([...bigintToBytes(0n, 0)]).toEqual([]);
  expect(bytesToBigint(new Uint8Array())).toBe(0n);
  for (const value of [256n, -1n]) expect(() => bigintToBytes(value, 1)).toThrow(AssertionError);
});

test('bytes: joining and comparing', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      const both = concatBytes(a, b);
      expect(equalBytes(both.subarray(0, a.length), a) && equalBytes(both.subarray(a.length), b)).toBe(true);
      expect(equalBytes(a, b)).toBe(a.join() === b.join());
    }),
  );
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
});
