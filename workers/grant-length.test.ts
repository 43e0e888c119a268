import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grantEnd } from './grant-length.ts';

test('grant length: from any time to any goal grants go on, reach the goal exactly, and never take more than a second', () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), fc.nat(9_000_000), (from, way) => {
      let t = from;
      while (t < from + way) {
        const end = grantEnd(t, from + way);
        expect(end - t).toBeGreaterThan(0);
        expect(end - t).toBeLessThanOrEqual(1_000_000);
        t = end;
      }
      expect(t).toBe(from + way);
    }),
  );
});

test('grant length: the page hears of the first block before the workers compute the roots after it', () => {
  const ends = [0];
  while (ends.at(-1)! < 4_000_000) ends.push(grantEnd(ends.at(-1)!, 4_000_000));
  // In the default run the last validator decides at 1.671 s and the first root is asked for at 1.709 s.
  expect(ends.find((t) => t > 1_671_000)).toBe(1_700_000);
  expect(ends.filter((t) => t > 2_000_000)).toEqual([3_000_000, 4_000_000]);
});
