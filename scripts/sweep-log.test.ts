// The laws of the log can fail: a real log keeps them, and every way of breaking one is named.
import { expect, test } from 'vitest';
import { createKernel } from '../core/crypto/create-kernel.ts';
import type { LogEvent } from '../core/log/event.ts';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createMachines } from '../core/sim/machines.ts';
import { toTimeUs, toValidatorIndex } from '../core/types/ids.ts';
import { calmProblem } from './sweep-calm.ts';
import { LogLaw, isForbidden } from './sweep-log.ts';

const world = createStandardWorld({ seed: 5, validators: 2 });
const createMachine = createMachines(world, 5, createKernel());
const events = new Cluster({ world, seed: 5, interventions: [], createMachine }).advance(toTimeUs(3_000_000)).events;

const firstProblem = (list: readonly LogEvent[]): string | null => {
  const law = new LogLaw();
  for (const event of list) {
    const problem = law.step(event);
    if (problem !== null) return problem;
  }
  return null;
};

/** The log with its first event of a kind changed. */
const withChanged = (kind: LogEvent['kind'], change: (event: LogEvent) => LogEvent): readonly LogEvent[] => {
  const at = events.findIndex((e) => e.kind === kind);
  return events.with(at, change(events[at]!));
};

test('log law: a run keeps it', () => {
  expect(events.length).toBeGreaterThan(100);
  expect(firstProblem(events)).toBeNull();
});

test.each<[string, readonly LogEvent[], RegExp]>([
  ['a number that is left out', events.filter((e) => e !== events[5]), /number \d+ follows/],
  ['an effect without its delivery', withChanged('vote_cast', (e) => ({ ...e, cause: null })), /its cause is null, the delivery before it/],
  ['an effect of another delivery', withChanged('vote_cast', (e) => ({ ...e, cause: '0:0' })), /its cause is 0:0/],
  ['an effect at another time', withChanged('vote_cast', (e) => ({ ...e, t: toTimeUs(e.t + 1) })), /not of the time of its delivery/],
  ['a delivery without a cause', withChanged('frame_delivered', (e) => ({ ...e, cause: null })), /it has no cause/],
  ['a cause that does not exist', withChanged('answer_delivered', (e) => ({ ...e, cause: '0:999999' })), /is unknown/],
  ['a frame that nobody sent', withChanged('frame_delivered', (e) => ({ ...e, cause: '0:0' })), /no such frame/],
  [
    'a frame of another sender',
    withChanged('frame_delivered', (e) => (e.kind === 'frame_delivered' ? { ...e, from: toValidatorIndex(7) } : e)),
    /names validator 7/,
  ],
])('log law: %s is noticed', (_, list, expected) => {
  expect(firstProblem(list)).toMatch(expected);
});

test('calm runs: a failed validation, a second round and a refusal of consensus are noticed', () => {
  expect(calmProblem(world, events)).toBeNull();
  const failed = withChanged('validation_finished', (e) =>
    e.kind === 'validation_finished' ? { ...e, value: null, error: 'ValidationTimeout' } : e,
  );
  expect(calmProblem(world, failed)).toMatch(/validation_finished ValidationTimeout/);
  const later = withChanged('round_entered', (e) => (e.kind === 'round_entered' ? { ...e, round: (e.round + 1) as typeof e.round } : e));
  expect(calmProblem(world, later)).toMatch(/round 1 of height 1/);
  const block = events.find((e) => e.kind === 'block_committed' && e.txs.length > 0)!;
  expect(calmProblem(world, [...events, block])).toMatch(/is in two blocks/);
});

test('calm runs: a sound transaction that reaches no block is noticed', () => {
  const late = { ...events.at(-1)!, t: toTimeUs(60_000_000) };
  const without = [...events.map((e) => (e.kind === 'block_committed' ? { ...e, txs: [] } : e)), late];
  expect(calmProblem(world, without)).toMatch(/is in no block/);
});

test('forbidden refusals: an overflow always, bytes that cannot be read unless somebody forges them', () => {
  const base = { t: toTimeUs(0), p: events[0]!.p, n: 0, cause: null };
  const overflow: LogEvent = { ...base, kind: 'component_overflow', queue: 'batcher', limit: 1 };
  const unread: LogEvent = { ...base, kind: 'refused', source: 'wire', code: 'DecodeError', detail: '', hash: null };
  const stopped: LogEvent = { ...base, kind: 'refused', source: 'batcher', code: 'DecisionReachedFailed', detail: '', hash: null };
  expect([overflow, unread, stopped].map((e) => [isForbidden(e, false), isForbidden(e, true)])).toEqual([
    [true, true],
    [true, false],
    [true, true],
  ]);
});
