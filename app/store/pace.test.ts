import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advancePlace, gapMs, nextSpeed } from './pace.ts';

test('pace: a longer silence takes longer, and nine seconds of it pass in a few', () => {
  fc.assert(
    fc.property(fc.nat(20_000_000), fc.nat(20_000_000), (a, b) => {
      expect(gapMs(Math.max(a, b))).toBeGreaterThanOrEqual(gapMs(Math.min(a, b)));
    }),
  );
  expect(gapMs(9_100_000)).toBeLessThan(2_500);
  expect(gapMs(50_000)).toBe(1_000);
});

test('pace: the player stops at the last complete microsecond and takes every step on its way', () => {
  const road = { beats: [5_000], times: [0, 0, 5_000, 5_000, 90_000], headUs: 100_001 };
  expect(advancePlace(road, { us: 0, cursor: 0 }, 60_000, 1)).toEqual({ us: 100_000, cursor: 5 });
  expect(advancePlace({ beats: [], times: [], headUs: 0 }, { us: 0, cursor: 0 }, 1_000, 1)).toEqual({ us: 0, cursor: 0 });
  expect(advancePlace(road, { us: 5_000, cursor: 2 }, 1e-9, 1).cursor).toBe(4);
});

test('pace: a silence full of routine steps passes as fast as an empty one', () => {
  const routine = Array.from({ length: 400 }, (_, i) => 100_000 + i * 20_000);
  const start = { us: 0, cursor: 0 };
  const busy = advancePlace({ beats: [100_000, 9_100_000], times: [...routine, 9_100_000], headUs: 9_200_000 }, start, 2_000, 1);
  const empty = advancePlace({ beats: [100_000, 9_100_000], times: [100_000, 9_100_000], headUs: 9_200_000 }, start, 2_000, 1);
  expect(busy.us).toBe(empty.us);
});

test('pace: playing in small frames and in large ones shows the same steps at the same places', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300_000), { maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (gaps, parts) => {
      let t = 0;
      const times = gaps.map((gap) => (t += gap));
      const road = { beats: times.filter((x, i) => i % 2 === 0 && x > 0), times, headUs: t + 1_000_000 };
      const whole = advancePlace(road, { us: 0, cursor: 0 }, 4_000, 1);
      let place = { us: 0, cursor: 0 };
      for (let i = 0; i < parts; i++) place = advancePlace(road, place, 4_000 / parts, 1);
      expect(Math.abs(place.us - whole.us)).toBeLessThan(1);
      expect(place.cursor).toBe(times.filter((x) => x <= place.us).length);
    }),
  );
});

test('pace: speeds have ends', () => {
  expect(nextSpeed(1, 1)).toBe(2);
  expect(nextSpeed(0.25, -1)).toBe(0.25);
  expect(nextSpeed(64, 1)).toBe(64);
});
