// The order of an inbox that is delivered by hand.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, moved } from './arrange.ts';

test('inbox: what is moved keeps its place when something new arrives, and what has gone is left out', () => {
  const order = moved(['a', 'b', 'c'], 2, -1);
  expect(order).toEqual(['a', 'c', 'b']);
  expect(arranged(['a', 'b', 'c', 'd'], order)).toEqual(['a', 'c', 'b', 'd']);
  expect(arranged(['b', 'c', 'd'], order)).toEqual(['c', 'b', 'd']);
  expect(arranged(['a'], ['a', 'a'])).toEqual(['a']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
});

test('inbox: arranging loses nothing and adds nothing', () => {
  const items = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 8 });
  fc.assert(
    fc.property(items, items, (list, order) => {
      expect(new Set(arranged(list, order))).toEqual(new Set(list));
      expect(arranged(list, order)).toHaveLength(list.length);
    }),
  );
});
