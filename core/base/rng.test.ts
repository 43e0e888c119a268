// Reference outputs are those of Blackman and Vigna's xoshiro128starstar.c from the state {1, 2, 3, 4}.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from './assert.ts';
import { clonePlain } from './plain.ts';
import { type RngState, createRng, nextBelow, nextBetween, nextChance, nextUint32 } from './rng.ts';

const draw = (rng: RngState, count: number): number[] => Array.from({ length: count }, () => nextUint32(rng));

test('rng: the generator is xoshiro128**', () => {
  const reference = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804];
  expect(draw({ a: 1, b: 2, c: 3, d: 4 }, reference.length)).toEqual(reference);
});

test('rng: the same seed, purpose and ids give the same stream', () => {
  expect(draw(createRng(7, 'link', 1, 2), 8)).toEqual(draw(createRng(7, 'link', 1, 2), 8));
});

test('rng: any difference in seed, purpose, ids or their order gives another stream', () => {
  const big = 2 ** 32;
  const streams = [
    createRng(0, 'link'),
    createRng(1, 'link'),
    createRng(big, 'link'),
    createRng(big + 1, 'link'),
    createRng(5 * big + 5, 'link'),
    createRng(0, 'links'),
    createRng(0, 'knil'),
    createRng(0, ''),
    createRng(0, 'link', 0),
    createRng(0, 'link', 0, 0),
    createRng(0, 'link', 1, 2),
    createRng(0, 'link', 2, 1),
  ].map((rng) => draw(rng, 4).join(' '));
  expect(new Set(streams).size).toBe(streams.length);
});

test('rng: a copied state continues the same stream', () => {
  const rng = createRng(3, 'fault');
  draw(rng, 5);
  const copy = clonePlain(rng);
  expect(draw(copy, 5)).toEqual(draw(rng, 5));
});

test('rng: draws stay in their range and every value of a small range occurs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: -50, max: 50 }), fc.nat(), (width, low, seed) => {
      const rng = createRng(seed, 'test');
      const below = Array.from({ length: 200 }, () => nextBelow(rng, width));
      expect(new Set(below)).toEqual(new Set(Array(width).keys()));
      const between = Array.from({ length: 200 }, () => nextBetween(rng, low, low + width - 1));
      expect([Math.min(...between), Math.max(...between)]).toEqual([low, low + width - 1]);
    }),
  );
});

test('rng: a bound that does not divide 2^32 has no bias', () => {
  // Three quarters of 2^32: without rejection the lowest third would come twice as often.
  const rng = createRng(1, 'bias');
  const bound = 3 * 2 ** 30;
  let lowest = 0;
  for (let i = 0; i < 30_000; i++) if (nextBelow(rng, bound) < bound / 3) lowest++;
  expect(Math.abs(lowest - 10_000)).toBeLessThan(500);
});

test('rng: chances of 0 and of a million are certain', () => {
  const rng = createRng(1, 'chance');
  for (let i = 0; i < 100; i++) {
    expect(nextChance(rng, 0)).toBe(false);
    expect(nextChance(rng, 1_000_000)).toBe(true);
  }
});

test('rng: bounds outside [1, 2^32] are a bug', () => {
  const rng = createRng(1, 'bounds');
  for (const bound of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => nextBelow(rng, bound)).toThrow(AssertionError);
  expect(nextBelow(rng, 2 ** 32)).toBeLessThan(2 ** 32);
});
