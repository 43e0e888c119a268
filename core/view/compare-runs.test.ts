// Comparison of real runs: with themselves, and with a run in which one validator crashes or lies.
import { expect, test } from 'vitest';
import { crashOf } from '../net/fault-fields.ts';
import type { Intervention } from '../sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { compareRuns } from './compare-runs.ts';

const UNTIL = 9_000_000;
const calm = sampleTimeline('all-well', UNTIL + 1);
const crash: Intervention = { t: toTimeUs(2_000_000), kind: 'fault_on', id: 1_000, fault: crashOf(toValidatorIndex(1)) };
const broken = sampleTimeline('all-well', UNTIL + 1, [crash]);

test('comparison: a run does not differ from itself', () => {
  const same = compareRuns(calm, sampleTimeline('all-well', UNTIL + 1), UNTIL);
  expect(same.first).toBeNull();
  expect(same.fingerprints.a).toBe(same.fingerprints.b);
  expect([...same.heights, ...same.rounds].every(({ isSame }) => isSame)).toBe(true);
  expect(same.heights.length).toBeGreaterThan(1);
});

test('comparison: two runs part at the intervention, and only after it do decisions and votes differ', () => {
  const { first, heights, rounds, fingerprints } = compareRuns(calm, broken, UNTIL);
  expect(first?.b).toMatchObject({ t: 2_000_000, kind: 'crashed' });
  expect(first?.a?.t).toBeGreaterThanOrEqual(2_000_000);
  expect(fingerprints.a).not.toBe(fingerprints.b);
  expect(heights[0]).toMatchObject({ height: 1, isSame: true });
  expect(rounds.find(({ height }) => height === 1)?.isSame).toBe(true);
  const parted = rounds.find(({ isSame }) => !isSame);
  expect(parted?.a?.prevotes).toEqual({ value: 4, nil: 0 });
  expect((parted?.b?.prevotes.value ?? 0) + (parted?.b?.prevotes.nil ?? 0)).toBeLessThan(4);
});

test('comparison: before the intervention there is no difference', () => {
  const { first, fingerprints } = compareRuns(calm, broken, 1_999_999);
  expect([first, fingerprints.a === fingerprints.b]).toEqual([null, true]);
});

test('comparison: the sides are those of the arguments', () => {
  const [one, two] = [compareRuns(calm, broken, UNTIL), compareRuns(broken, calm, UNTIL)];
  expect(two.first).toEqual({ a: one.first?.b, b: one.first?.a });
  expect(two.heights.map(({ a, b }) => [b, a])).toEqual(one.heights.map(({ a, b }) => [a, b]));
});

test('comparison: a log that ends early differs where it ends', () => {
  const short = sampleTimeline('all-well', 4_000_000);
  const { first } = compareRuns(calm, short, UNTIL);
  expect(first?.b).toBeNull();
  expect(first?.a?.t).toBeGreaterThanOrEqual(4_000_000);
});
