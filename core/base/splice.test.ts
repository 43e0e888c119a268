// Goal: edits of bytes do what their sentence says, for any bytes and any places.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flipBit, spliceBytes } from './splice.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

test('splice: one splice is what arrays do', () => {
  fc.assert(
    fc.property(bytes, fc.nat(60), fc.nat(60), bytes, (before, at, remove, insert) => {
      const expected = [...before];
      expected.splice(at, remove, ...insert);
      expect([...spliceBytes(before, [{ at, remove, insert }])]).toEqual(expected);
    }),
  );
});

test('splice: several apply one after the other, and the original stays', () => {
  const before = Uint8Array.of(1, 2, 3, 4);
  const after = spliceBytes(before, [
    { at: 3, remove: 1, insert: Uint8Array.of(9, 9) },
    { at: 0, remove: 2, insert: new Uint8Array() },
  ]);
  expect([...after]).toEqual([3, 9, 9]);
  expect([...before]).toEqual([1, 2, 3, 4]);
});

test('splice: a flipped bit differs in that bit only, flipped back nothing does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(), (before, n) => {
      const bit = n % (before.length * 8);
      const after = flipBit(before, bit);
      const changed = [...after].map((byte, i) => byte ^ (before[i] ?? 0));
      expect(changed).toEqual([...before].map((_, i) => (i === bit >> 3 ? 0x80 >> (bit & 7) : 0)));
      expect(flipBit(after, bit)).toEqual(before);
    }),
  );
});
