import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from './assert.ts';
import { bytesToHex, hexToBytes, isHexBytes } from './hex.ts';

test('hex: bytes lead back to the same bytes, with and without prefix and in capitals', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = bytesToHex(bytes);
      expect(text).toMatch(/^(?:[0-9a-f]{2})*$/);
      for (const form of [text, `0x${text}`, text.toUpperCase()]) expect(hexToBytes(form)).toEqual(bytes);
    }),
  );
});

test('hex: odd lengths and other characters are refused', () => {
  for (const text of ['0', '0x0', 'zz', '0 ', '0x', '']) expect(isHexBytes(text)).toBe(text === '' || text === '0x');
  expect(() => hexToBytes('abc')).toThrow(AssertionError);
});
