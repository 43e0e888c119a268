import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutOff } from './cut.ts';
import { centresOf, spread } from './layout.ts';

const four = centresOf(spread(4, { width: 680, height: 560 }));

test('cut: a vertical line between the columns cuts off one of them', () => {
  expect(cutOff(four, { from: { x: 0, y: -500 }, to: { x: 0, y: 500 } })).toEqual([0, 3]);
  expect(cutOff(four, { from: { x: 0, y: 500 }, to: { x: 0, y: -500 } })).toEqual([0, 3]);
});

test('cut: a corner is cut off alone, and the line counts beyond its ends', () => {
  const corner = { from: { x: four[1]!.x - 200, y: four[1]!.y - 10 }, to: { x: four[1]!.x - 190, y: four[1]!.y + 60 } };
  expect(cutOff(four, { from: { x: 60, y: four[1]!.y - 90 }, to: { x: four[1]!.x + 60, y: four[1]!.y + 200 } })).toEqual([1]);
  expect(cutOff(four, corner)).not.toBeNull();
});

test('cut: a line beside all, or a slip of the hand, cuts nothing', () => {
  expect(cutOff(four, { from: { x: 2_000, y: -500 }, to: { x: 2_000, y: 500 } })).toBeNull();
  expect(cutOff(four, { from: { x: 0, y: 0 }, to: { x: 3, y: 3 } })).toBeNull();
});

test('cut: whatever is drawn, at most half of the validators are cut off and never all', () => {
  const place = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), place, place, (n, from, to) => {
      const side = cutOff(centresOf(spread(n, { width: 680, height: 560 })), { from, to });
      expect(side === null || (side.length >= 1 && side.length <= n / 2)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
