// Goal: a frame's fate is a function of link stream and faults, and switching a fault on never shifts the latency of any other frame.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../base/rng.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { drawFate, matchesFilter, type FrameFacts } from './fate.ts';
import type { Fault, FrameFilter } from './fault.ts';

const settings = { latencyUsMin: 20_000, latencyUsMax: 80_000 };
const [a, b] = [toValidatorIndex(0), toValidatorIndex(1)];
const frame: FrameFacts = { from: a, to: b, what: 'prevote', height: 3 };
const anyFilter: FrameFilter = { from: null, to: null, what: 'any', height: null };

const draws = (faults: readonly (readonly [number, Fault])[], seed: number, count: number) => {
  const link = { settings, rng: createRng(seed, 'link', 0, 1) };
  const streams = new Map<number, ReturnType<typeof createRng>>();
  const rngOf = (id: number) => {
    const known = streams.get(id) ?? createRng(seed, 'fault', id);
    streams.set(id, known);
    return known;
  };
  return Array.from({ length: count }, (_, i) =>
    drawFate(frame, toTimeUs(i * 1000), link, { active: new Map(faults), rngOf, firsts: new Map(), bits: 64 }),
  );
};

test.each([
  [{}, true],
  [{ from: a }, true],
  [{ from: b }, false],
  [{ to: b, what: 'prevote' }, true],
  [{ what: 'precommit' }, false],
  [{ height: 3 }, true],
  [{ height: 4 }, false],
] as const)('frame filter: %j matches a prevote 0>1 at height 3: %s', (part, expected) => {
  expect(matchesFilter({ ...anyFilter, ...part }, frame)).toBe(expected);
});

test('fate: latency lies in the range of the link', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      for (const [i, fate] of draws([], seed, 20).entries()) {
        expect(fate.arriveAt).toBeGreaterThanOrEqual(i * 1000 + settings.latencyUsMin);
        expect(fate.arriveAt).toBeLessThanOrEqual(i * 1000 + settings.latencyUsMax);
      }
    }),
  );
});

test('fate: a dropped frame costs the same draw, so the others keep their latency', () => {
  const half: Fault = { kind: 'drop', filter: anyFilter, ppm: 500_000 };
  const [plain, faulty] = [draws([], 5, 200), draws([[9, half]], 5, 200)];
  const dropped = faulty.filter((f) => f.fate === 'dropped');
  expect(dropped.length).toBeGreaterThan(50);
  expect(dropped.length).toBeLessThan(150);
  for (const [i, fate] of faulty.entries()) if (fate.fate === 'deliver') expect(fate.arriveAt).toBe(plain[i]?.arriveAt);
  expect(dropped.every((f) => f.faultId === 9 && f.arriveAt === null)).toBe(true);
});

test('fate: delays add up and name the first fault', () => {
  const slow = (byUs: number): Fault => ({ kind: 'delay', filter: anyFilter, byUs });
  const [plain] = draws([], 5, 1);
  const [fate] = draws(
    [
      [1, slow(7)],
      [2, slow(5)],
    ],
    5,
    1,
  );
  expect(fate).toEqual({ arriveAt: (plain?.arriveAt ?? 0) + 12, fate: 'delayed', faultId: 1 });
});
