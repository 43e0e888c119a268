// The diagram of real runs: what the story of the quiet proposer must look like, and the laws between records and log.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import { type LogEvent, logEventId } from '../../log/event.ts';
import { slotOf, validatorOf } from '../../types/ids.ts';
import { type Timeline, appendEvents, createTimeline, keptEvents } from '../timeline.ts';
import { type Diagram, createDiagram, firstStep, lastStep, primitivesBetween } from './diagram.ts';
import { growDiagram } from './fold.ts';
import { type Primitive, SHOWN_KINDS } from './primitives.ts';

const UNTIL_US = 17_000_000;
let line: Timeline;
let diagram: Diagram;
let made: readonly Primitive[];

beforeAll(() => {
  line = sampleTimeline('quiet-proposer', UNTIL_US);
  diagram = createDiagram(line.validators);
  growDiagram(diagram, line);
  made = [...diagram.byId.values()];
});

const ofKind = <K extends Primitive['kind']>(kind: K): readonly Extract<Primitive, { readonly kind: K }>[] =>
  made.filter((item): item is Extract<Primitive, { readonly kind: K }> => item.kind === kind);
const points = (name: string, height: number): readonly Primitive[] =>
  ofKind('point').filter((item) => item.name === name && item.height === height);

test('diagram of the quiet proposer: three hourglasses of height 2 fire, the proposer has none', () => {
  const fired = ofKind('timeout').filter((item) => item.height === 2 && item.of === 'propose' && item.end === 'fired');
  expect(fired.map((item) => validatorOf(item.p)).toSorted((a, b) => a - b)).toEqual([0, 1, 3]);
  for (const item of fired) expect(item.to?.t).toBe(item.due);
});

test('diagram of the quiet proposer: an hourglass of height 1 is void as soon as the prevote is cast', () => {
  const own = ofKind('timeout').filter((item) => item.height === 1 && item.of === 'propose');
  expect(own.length).toBe(3);
  for (const item of own) {
    expect(item.end).toBe('void');
    expect(made.some((m) => m.kind === 'point' && m.name === 'vote' && m.p === item.p && m.at.step === item.to?.step)).toBe(true);
  }
});

test('diagram of the quiet proposer: no part of a proposal leaves the proposer of height 2, round 0', () => {
  const [first, second] = [diagram.rounds.find((r) => r.height === 2)!, diagram.rounds.find((r) => r.height === 2 && r.round === 1)!];
  const parts = ofKind('message').filter((m) => ['init', 'transactions', 'fin', 'end'].includes(m.shape));
  expect(parts.some((m) => m.at.step >= first.step && m.at.step < second.step && validatorOf(m.p) === 2)).toBe(false);
  expect(new Set(parts.filter((m) => m.at.step > second.step && m.at.t < 13_500_000).map((m) => validatorOf(m.p)))).toEqual(new Set([3]));
});

test('diagram of the quiet proposer: the silence ends in nil votes and a bracket of nil prevotes on every lane', () => {
  const nil = ofKind('quorum').filter((item) => item.nil && item.of === 'prevote' && item.height === 2);
  expect(nil.map((item) => validatorOf(item.p)).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  for (const item of nil) expect(item.votes.length).toBe(3);
  const votes = ofKind('point').filter((item) => item.name === 'vote' && item.height === 2 && item.round === 0 && item.vote?.nil);
  expect(votes.length).toBe(3 + 4);
});

test('diagram of the quiet proposer: each lane has its own star at its own time, its block after it and its root later', () => {
  for (const height of [1, 2, 3]) {
    const stars = points('decision', height);
    expect(stars.map((item) => item.p).toSorted((a, b) => a - b)).toEqual([0, 16, 32, 48]);
    expect(new Set(stars.map((item) => item.at.t)).size).toBe(4);
    for (const star of stars) {
      const block = points('committed', height).find((item) => validatorOf(item.p) === validatorOf(star.p))!;
      const root = points('root', height).find((item) => validatorOf(item.p) === validatorOf(star.p))!;
      expect(slotOf(block.p)).toBe(1);
      expect(block.at.step).toBeGreaterThan(star.at.step);
      expect(root.at.t).toBeGreaterThan(block.at.t);
    }
  }
});

test('diagram: a lock holds from the quorum of prevotes to the decision of the same lane', () => {
  const locks = ofKind('lock').filter((item) => item.height <= 3);
  expect(locks.length).toBe(12);
  for (const lock of locks) {
    const star = points('decision', lock.height).find((item) => item.p === lock.p)!;
    expect(lock.to?.step).toBe(star.at.step);
    expect(ofKind('quorum').some((q) => q.p === lock.p && q.at.step === lock.at.step && q.of === 'prevote' && !q.nil)).toBe(true);
  }
});

test('diagram: a bracket of precommits has the voters of the decision', () => {
  for (const q of ofKind('quorum').filter((item) => item.of === 'precommit')) {
    const event = keptEvents(line).find((e) => e.kind === 'decided' && e.p === q.p && e.height === q.height);
    expect(event?.kind === 'decided' && event.voters.length).toBe(q.votes.length);
  }
});

const ownerOf = (id: string): string => id.split(/[>#]/)[0]!;

test('diagram law: every record belongs to an event of the log at its place and on its lane', () => {
  const byId = new Map(keptEvents(line).map((event) => [logEventId(event), event]));
  for (const item of made) {
    const event = byId.get(ownerOf(item.id));
    expect([item.id, event?.p, event?.t]).toEqual([item.id, item.p, item.at.t]);
    expect(line.starts[item.at.step]!).toBeLessThanOrEqual(line.events.indexOf(event));
  }
});

test('diagram law: every event of a shown kind has a record, a frame one per receiver', () => {
  const owners = new Map<string, number>();
  for (const item of made) owners.set(ownerOf(item.id), (owners.get(ownerOf(item.id)) ?? 0) + 1);
  const expected = (event: LogEvent): number => (event.kind === 'frame_sent' ? event.targets.length : 1);
  const shown = keptEvents(line).filter((event) => SHOWN_KINDS.includes(event.kind));
  expect(shown.length).toBeGreaterThan(400);
  expect(shown.filter((event) => (owners.get(logEventId(event)) ?? 0) < expected(event)).map((event) => event.kind)).toEqual([]);
});

test('diagram law: every message that was handled ends on the lane of its receiver in the step that handled it', () => {
  const delivered = keptEvents(line).filter((event) => event.kind === 'frame_delivered');
  const ended = ofKind('message').filter((item) => item.to !== null);
  expect(ended.length).toBe(delivered.length);
  for (const item of ended) expect([diagram.processes[item.to!.step], item.to!.t]).toEqual([item.target, item.arriveAt]);
});

test('diagram: growing event by event gives the same as growing at once', () => {
  const grown = createDiagram(line.validators);
  const slow = createTimeline(line.validators);
  for (const [i, event] of keptEvents(line).entries()) {
    appendEvents(slow, [event], line.chains.at(i)!);
    growDiagram(grown, slow);
  }
  const { byId: _, ...rest } = grown;
  const { byId: __, ...whole } = diagram;
  expect(rest).toEqual(whole);
});

test('diagram: a window holds exactly the records that touch it', () => {
  for (const [first, last] of [
    [0, 40],
    [120, 300],
    [500, 501],
    [0, diagram.times.length],
  ] as const) {
    const found = new Set(primitivesBetween(diagram, first, last));
    const expected = made.filter((item) => firstStep(item) <= last && (lastStep(item) ?? last) >= first);
    expect(found).toEqual(new Set(expected));
  }
});

test('diagram: repetitions and gossip are routine, votes and proposals are not', () => {
  const routine = diagram.routine.flatMap((is, step) => (is ? [line.events[line.starts[step]!]!.kind] : []));
  expect(new Set(routine)).toEqual(new Set(['timer_fired', 'frame_delivered', 'gossip_delivered', 'task_done', 'intervention_applied']));
  const counted = keptEvents(line).filter((event) => event.kind === 'vote_received' && event.outcome === 'counted');
  const repeated = counted.filter((event) => diagram.routine[line.starts.findLastIndex((start) => start <= line.events.indexOf(event))]);
  expect(repeated.length).toBe(0);
});
