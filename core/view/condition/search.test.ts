// Stepping until a condition, on real runs: where it stops, and that back is the inverse of forward.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import { crashOf } from '../../net/fault-fields.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../../types/ids.ts';
import type { LogEvent } from '../../log/event.ts';
import { shortFelt } from '../format.ts';
import { type Stepper, backBy, forwardBy } from '../steps.ts';
import { type Timeline, eventsOfStep, viewAt } from '../timeline.ts';
import { EXAMPLES } from './examples.ts';
import type { Red } from './facts.ts';
import { parseCondition } from './parse.ts';
import { conditionStepper } from './search.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
});

const stepper = (text: string, reds: readonly Red[] = [], on: Timeline = line): Stepper => {
  const parsed = parseCondition(text, { validators: on.validators, followers: on.followers.length });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code}`);
  return conditionStepper(on, parsed.value, { name: text, reds });
};
const stopsOf = (text: string, reds: readonly Red[] = [], on: Timeline = line): readonly number[] => {
  const by = stepper(text, reds, on);
  const stops: number[] = [];
  for (let at = by.next(0); at !== null; at = by.next(at)) stops.push(at);
  return stops;
};
/** Cursors after whose last step a predicate over that step's events is true. */
const stepsWith = (wanted: (event: LogEvent) => boolean, on: Timeline = line): readonly number[] =>
  on.starts.map((_, step) => step + 1).filter((cursor) => eventsOfStep(on, cursor - 1).some((event) => wanted(event)));

test.each<readonly [string, (event: LogEvent) => boolean]>([
  ['V3 locks', (e) => e.kind === 'locked' && validatorOf(e.p) === 2],
  ['any timeout', (e) => e.kind === 'timer_fired' && e.timer.startsWith('timeout_')],
  ['V1 votes nil', (e) => e.kind === 'vote_cast' && e.commitment === null && validatorOf(e.p) === 0],
  ['V2 decides height 2', (e) => e.kind === 'decided' && e.height === 2 && validatorOf(e.p) === 1],
  ['V2 enters round 1', (e) => e.kind === 'round_entered' && e.round === 1 && validatorOf(e.p) === 1],
  ['any fires L44', (e) => e.kind === 'rule_fired' && e.line === 'L44'],
  ['V4 proposes', (e) => e.kind === 'build_started' && validatorOf(e.p) === 3],
  ['any receives proposal', (e) => e.kind === 'frame_delivered' && e.what?.kind === 'proposal_part'],
  ['V1 locks or V2 locks', (e) => e.kind === 'locked' && validatorOf(e.p) < 2],
])('until: “%s” stops at exactly the steps in which it happens', (text, wanted) => {
  expect(stopsOf(text)).toEqual(stepsWith(wanted));
  expect(stopsOf(text).length).toBeGreaterThan(0);
});

test('until: a state stops where it begins, and not again while it lasts', () => {
  const rounds = stopsOf('round >= 1');
  expect(rounds).toHaveLength(1);
  expect(viewAt(line, rounds[0]!).network.topRound).toBe(1);
  expect(viewAt(line, rounds[0]! - 1).network.topRound).toBe(0);
  expect(stopsOf('height = 2 and not V1 down')).toEqual(stopsOf('height = 2'));
  expect(stopsOf('all decided >= 1')).toEqual([Math.max(...stepsWith((e) => e.kind === 'decided' && e.height === 1))]);
  expect(stopsOf('V1 down')).toEqual([]);
});

test('until: time and step count as they are shown', () => {
  const [cursor] = stopsOf('time >= 2.5');
  expect(line.times[cursor! - 1]).toBeGreaterThanOrEqual(2_500_000);
  expect(line.times[cursor! - 2]).toBeLessThan(2_500_000);
  expect(stopsOf('step = 40')).toEqual([40]);
});

test('until: a transaction is found by the hash as the page writes it', () => {
  const [hash] = [...line.transactions.lives.values()].map((life) => life.hash);
  const committed = stepsWith((e) => e.kind === 'block_committed' && e.txs.some((tx) => tx.hash === hash));
  expect(stopsOf(`tx ${shortFelt(hash!)} committed`)).toEqual(committed);
  expect(stopsOf(`tx 0x${hash!.toString(16)} executed`).length).toBe(4);
});

test('until: a check turns red where its first violation is', () => {
  const event = line.events[900]!;
  const red = { name: 'agreement', eventId: `${event.p}:${event.n}` };
  const [cursor] = stopsOf('check red', [red]);
  expect(eventsOfStep(line, cursor! - 1)).toContain(event);
  expect(stopsOf('check agreement red', [red])).toEqual([cursor]);
  expect(stopsOf('check validity red', [red])).toEqual([]);
});

test('until: differing commitments are found where a batcher computes another one, and crashes where they are', () => {
  const broken = sampleTimeline('all-well', 5_000_000, [
    { t: toTimeUs(1), kind: 'fault_on', id: 1_000, fault: { kind: 'wrong_execution', validator: toValidatorIndex(0), height: 2 } },
    { t: toTimeUs(4_000_000), kind: 'fault_on', id: 1_001, fault: crashOf(toValidatorIndex(1)) },
  ]);
  const [cursor] = stopsOf('commitments differ', [], broken);
  const executed = eventsOfStep(broken, cursor! - 1).find((e) => e.kind === 'proposal_executed');
  expect(validatorOf(executed!.p)).toBe(0);
  expect(stopsOf('commitments differ')).toEqual([]);
  expect(stopsOf('V2 crashes', [], broken).length).toBeGreaterThan(0);
  expect(stopsOf('V2 down', [], broken)).toHaveLength(1);
});

test('until: a full node goes by its name, and any means validators', () => {
  const followed = sampleTimeline('full-nodes', 12_000_000);
  const isSync = (e: LogEvent): boolean => e.kind === 'synced';
  expect(stopsOf('N1 syncs', [], followed)).toEqual(stepsWith((e) => isSync(e) && validatorOf(e.p) === followed.validators, followed));
  expect(stopsOf('N1 syncs', [], followed).length).toBeGreaterThan(0);
  expect(stopsOf('any syncs', [], followed)).toEqual(stepsWith((e) => isSync(e) && validatorOf(e.p) < followed.validators, followed));
  const [reached] = stopsOf('N2 height >= 2', [], followed);
  const committed = stepsWith(
    (e) => e.kind === 'block_committed' && e.height === 1 && validatorOf(e.p) === followed.validators + 1,
    followed,
  );
  expect(reached).toBe(committed[0]);
  expect(stopsOf('N1 round >= 0 or N1 decided >= 0', [], followed)).toEqual([]);
});

test('until: backwards it stops at the same places as forwards', () => {
  for (const text of ['V3 locks', 'round >= 1', 'any timeout', 'height = 2', 'not (height = 2)', 'V1 in prevote']) {
    const by = stepper(text);
    const forward = stopsOf(text);
    const back: number[] = [];
    for (let at = by.previous(line.stops.total + 1); at !== null; at = by.previous(at)) back.push(at);
    expect([text, back.toReversed()]).toEqual([text, forward]);
  }
});

test('until: from any cursor back undoes forward and forward undoes back, for every example of the page', () => {
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), fc.nat(line.stops.total), (text, cursor) => {
      const by = stepper(text);
      const start = { cursor, trail: [] };
      const forward = forwardBy(by, start);
      if (forward !== null) expect(backBy(by, forward)).toEqual(start);
      const back = backBy(by, start);
      if (back !== null) expect(forwardBy(by, back)).toEqual(start);
    }),
    { numRuns: 60 },
  );
});
