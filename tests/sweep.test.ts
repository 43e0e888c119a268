// Goal: the assembled simulation keeps its promises in worlds that nobody thought of. Method: a few seeds of the sweep here, hundreds by `npm run sweep`.
// A failure names the seed, the world and the command that runs it again.
import { expect, test } from 'vitest';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { describeCase } from '../scripts/sweep-describe.ts';
import { cheapKernel } from '../scripts/sweep-cheap-kernel.ts';
import { type SweepResult, sweepCase, sweepSeed } from '../scripts/sweep-run.ts';
import { shortCase, sweepShort } from '../scripts/sweep-short.ts';

const kernel = memoKernel(createKernel(), 100_000);
/** Short runs of every style. */
const SEEDS = [3, 4, 6, 8, 18, 24, 27];

const results = new Map<number, SweepResult>();
const resultOf = (seed: number): SweepResult => {
  const result = results.get(seed) ?? sweepSeed(seed, kernel);
  results.set(seed, result);
  return result;
};
test.each(SEEDS)('sweep: seed %i breaks no property', (seed) => {
  const { problem } = resultOf(seed);
  const how = `node scripts/sweep.ts --deep --from ${seed} --seeds 1`;
  expect(problem === null ? null : `${problem}\n${describeCase(sweepCase(seed, kernel))}\n  again: ${how}`).toBeNull();
});

test('sweep: these seeds have runs of every style, crashes, lies and liveness that was asked for', () => {
  const all = SEEDS.map((seed) => resultOf(seed));
  expect(new Set(all.map(({ style }) => style))).toEqual(new Set(['none', 'within_budget', 'wild', 'hostile']));
  expect(all.filter(({ liveness }) => liveness === 'asked').length).toBeGreaterThanOrEqual(2);
  expect(all.some(({ seen }) => seen.has('crashed'))).toBe(true);
  expect(all.reduce((sum, { heights }) => sum + heights, 0)).toBeGreaterThan(5 * SEEDS.length);
});

const cheap = memoKernel(cheapKernel(), 60_000);

test('short sweep: within f < n/3 nothing breaks and the chain goes on after the heal, whatever the faults', () => {
  const runs = Array.from({ length: 40 }, (_, i) => sweepShort(i + 1, cheap, false));
  expect(runs.filter(({ outcome }) => outcome !== 'safe_and_live')).toEqual([]);
  const kinds = new Set(
    runs.flatMap(({ seed }) => shortCase(seed, false).run.interventions.flatMap((i) => (i.kind === 'fault_on' ? [i.fault.kind] : []))),
  );
  expect(kinds.size).toBeGreaterThan(20);
});

test('short sweep: beyond f it finds a violation, and the real hashes confirm it', () => {
  let [seed, found] = [0, sweepShort(0, cheap, true)];
  while (found.outcome !== 'unsafe' && seed < 60) found = sweepShort(++seed, cheap, true);
  expect(found.detail).toMatch(/^agreement: /);
  expect(sweepShort(seed, kernel, true).outcome).toBe('unsafe');
});
