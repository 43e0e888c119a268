// Stepping into one validator and along what is followed, on a real run.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { feltToHex } from '../base/felt.ts';
import { logEventId } from '../log/event.ts';
import { toHeight, toRound, validatorOf } from '../types/ids.ts';
import { causeChain } from './causes.ts';
import { followedByMessage, followedStops } from './follow.ts';
import { STEP_UNITS } from './steps.ts';
import { type Timeline, eventsOfStep, stopsOf } from './timeline.ts';
import { type Way, wayStepper } from './ways.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
});

const cursorsOf = (way: Way): readonly number[] => {
  const by = wayStepper(line, way);
  const found: number[] = [];
  for (let at = by.next(0); at !== null; at = by.next(at)) found.push(at);
  return found;
};
const only = (validator: number, unit: Way['unit']): readonly number[] => cursorsOf({ unit, validator, followed: null });

test('one validator: its events are all steps of its processes and no other', () => {
  const cursors = only(2, 'event');
  const expected = line.starts.map((_, i) => i + 1).filter((cursor) => validatorOf(eventsOfStep(line, cursor - 1)[0]!.p) === 2);
  expect(cursors).toEqual(expected);
  expect(cursors.length).toBeGreaterThan(100);
});

test('one validator: coarser units stop in a part of its events, at what is its own', () => {
  const all = new Set(only(2, 'event'));
  const kinds = { message: 'frame_delivered', phase: 'step_entered', round: 'round_entered', height: 'decided' } as const;
  for (const unit of STEP_UNITS) {
    const cursors = only(2, unit);
    expect(cursors.every((cursor) => all.has(cursor))).toBe(true);
    if (unit !== 'event')
      expect(cursors.some((cursor) => eventsOfStep(line, cursor - 1).some((event) => event.kind === kinds[unit]))).toBe(true);
  }
  expect(only(2, 'height')).toHaveLength(2);
});

test('one validator: back from its last event goes through all of them to the beginning', () => {
  const by = wayStepper(line, { unit: 'event', validator: 1, followed: null });
  const back: number[] = [];
  for (let at = by.previous(line.stops.total + 1); at !== null && at > 0; at = by.previous(at)) back.push(at);
  expect(back.toReversed()).toEqual(only(1, 'event'));
  expect(by.previous(back.at(-1)!)).toBe(0);
});

test('follow: every step of a transaction names it or was caused by one that does, and all that commit it are there', () => {
  const life = [...line.transactions.lives.values()][0]!;
  const stops = followedStops(line, { kind: 'transaction', hash: feltToHex(life.hash) });
  expect(stops).toEqual(expect.arrayContaining(life.stages.map((stage) => stage.step)));
  const known = new Set(stops);
  const named = new Set(life.stages.map((stage) => stage.step));
  for (const cursor of stops) {
    const opening = eventsOfStep(line, cursor - 1)[0]!;
    const before = causeChain(line, logEventId(opening)).slice(1);
    expect(named.has(cursor) || before.some((link) => known.has(link.step + 1))).toBe(true);
  }
  const committed = life.stages.filter((stage) => stage.kind === 'committed');
  expect(committed).toHaveLength(4);
  expect(stops.at(-1)).toBe(committed.at(-1)!.step);
});

test('follow: a proposal goes from its build over the streams and votes to the decisions, and not into the next height', () => {
  const stops = followedStops(line, { kind: 'proposal', height: 2, round: 1 });
  const events = stops.flatMap((cursor) => eventsOfStep(line, cursor - 1));
  expect(events.filter((event) => event.kind === 'decided')).toHaveLength(4);
  expect(events.filter((event) => event.kind === 'validation_finished')).toHaveLength(3);
  expect(eventsOfStep(line, stops[0]! - 1).some((event) => event.kind === 'build_started')).toBe(true);
  expect(events.some((event) => event.kind === 'height_started')).toBe(false);
});

test('follow: coarser units and one validator keep only their own stops of it', () => {
  const followed = { kind: 'proposal', height: 1, round: 0 } as const;
  const all = new Set(cursorsOf({ unit: 'event', validator: null, followed }));
  const phases = cursorsOf({ unit: 'phase', validator: null, followed });
  expect(phases.length).toBeGreaterThan(4);
  expect(phases.every((cursor) => all.has(cursor) && stopsOf(line).phase.includes(cursor))).toBe(true);
  const own = cursorsOf({ unit: 'event', validator: 3, followed });
  expect(own.every((cursor) => all.has(cursor) && validatorOf(eventsOfStep(line, cursor - 1)[0]!.p) === 3)).toBe(true);
  expect(own.length).toBeGreaterThan(10);
});

test('follow: a message is about its transaction or its proposal', () => {
  expect(followedByMessage({ kind: 'transaction', hash: 255n as never })).toEqual({ kind: 'transaction', hash: '0xff' });
  expect(
    followedByMessage({ kind: 'proposal_part', height: toHeight(3), round: toRound(1), messageId: 0, part: 'init', count: 0 }),
  ).toEqual({ kind: 'proposal', height: 3, round: 1 });
  expect(followedByMessage({ kind: 'sync_request', what: 'headers', height: toHeight(1), limit: 1 })).toBeNull();
});
