// Goal: the assembled simulation keeps its promises in worlds that nobody thought of. Method: a few seeds of the sweep here, hundreds by `npm run sweep`.
// A failure names the seed, the world and the command that runs it again.
import { expect, test } from 'vitest';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { toFelt } from '../core/base/felt.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogBody, LogEvent } from '../core/log/event.ts';
import { toHeight, toProcessId, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../core/types/ids.ts';
import { describeCase } from '../scripts/sweep-describe.ts';
import { cheapKernel } from '../scripts/sweep-cheap-kernel.ts';
import { type SweepResult, sweepCase, sweepSeed } from '../scripts/sweep-run.ts';
import { LostVotes } from '../scripts/sweep-lost-votes.ts';
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

const V = toValidatorIndex;
const logEvent = (validator: number, body: LogBody): LogEvent => ({
  t: toTimeUs(1),
  p: toProcessId(V(validator), 0),
  n: 0,
  cause: null,
  ...body,
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

test('short sweep: a lock whose prevotes a fault has swallowed is why a run stands still, not a bug', () => {
  expect(sweepShort(8_621, cheap, false)).toMatchObject({
    outcome: 'lost_votes',
    detail: 'V5, V1 locked at height 2; prevotes for it never reached V2, V3',
  });
});

test('lost votes: nothing is explained where everybody has the prevotes, or where nobody is locked', () => {
  const value = toFelt(0x77n);
  const at = { height: toHeight(5), round: toRound(0) };
  const logOf = (receivers: number, locked: number): readonly LogEvent[] => [
    ...Array.from({ length: receivers }, (_, to) =>
      [0, 1, 2].map((voter) =>
        logEvent(to, {
          kind: 'vote_received',
          voteType: 'prevote',
          ...at,
          commitment: value,
          voter: validatorIdOf(V(voter)),
          outcome: 'counted',
        }),
      ),
    ).flat(),
    ...Array.from({ length: locked }, (_, i) => logEvent(i, { kind: 'locked', ...at, value })),
  ];
  const explain = (receivers: number, locked: number): string | null => {
    const lost = new LostVotes(4);
    lost.feed(logOf(receivers, locked));
    return lost.explain(5);
  };
  expect(explain(4, 2)).toBeNull();
  expect(explain(2, 0)).toBeNull();
  expect(explain(3, 2)).toBeNull();
  expect(explain(2, 2)).toBe('V1, V2 locked at height 5; prevotes for it never reached V3, V4');
});
