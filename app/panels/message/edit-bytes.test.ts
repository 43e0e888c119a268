// Typed hex and the splice that a change is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spliceBytes } from '../../../core/base/splice.ts';
import { bytesOfHex, hexOfBytes, spliceBetween } from './edit-bytes.ts';

test('edit: the splice between two texts of bytes makes the one of the other', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), (before, after) => {
      const splice = spliceBetween(before, after);
      expect(splice === null ? before : spliceBytes(before, [splice])).toEqual(after);
    }),
  );
});

test('edit: of a single changed byte, only that byte is in the splice', () => {
  expect(spliceBetween(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 9, 3))).toEqual({ at: 1, remove: 1, insert: Uint8Array.of(9) });
});

test('edit: hex is read as it is written, and anything else is none', () => {
  expect(bytesOfHex(hexOfBytes(Uint8Array.of(0, 171, 255)))).toEqual(Uint8Array.of(0, 171, 255));
  expect(['0', 'zz', '0x00', '00'.repeat(4_097)].map(bytesOfHex)).toEqual([null, null, null, null]);
});
