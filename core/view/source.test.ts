// Where numbers come from: the event that is named says what the card shows.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import type { LogEvent } from '../log/event.ts';
import { validatorIdOf, validatorOf } from '../types/ids.ts';
import { type Fact, sourceOf } from './source.ts';
import { trimLog } from './log-window.ts';
import { rowOf } from './tally.ts';
import { type Timeline, indexOfEvent, keptEvents, viewAt } from './timeline.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
});

const source = (cursor: number, validator: number, fact: Fact): LogEvent | null => {
  const found = sourceOf(line, { cursor, validator }, fact);
  return found.kind === 'event' ? line.events[indexOfEvent(line, found.id)!]! : null;
};

test('source: what the card says is what the named event said, for every validator and many moments', () => {
  let checked = 0;
  for (let cursor = 40; cursor <= line.stops.total; cursor += 37) {
    for (const { index, consensus, batcher } of viewAt(line, cursor).cards) {
      const at = (fact: Fact): LogEvent | null => source(cursor, index, fact);
      const [height, round, step] = [at({ kind: 'height' }), at({ kind: 'round' }), at({ kind: 'step' })];
      expect(height).toMatchObject({ kind: 'height_started', height: consensus.height });
      if (consensus.round !== null) expect(round).toMatchObject({ round: consensus.round, height: consensus.height });
      if (step?.kind === 'step_entered' && consensus.step !== null) expect(step.step).toBe(consensus.step);
      const lock = at({ kind: 'lock' });
      if (consensus.locked !== null) expect(lock).toMatchObject(consensus.locked);
      const decided = at({ kind: 'decided' });
      if (consensus.decidedHeight !== null) expect(decided).toMatchObject({ height: consensus.decidedHeight });
      if (batcher.rootHeight !== null) expect(at({ kind: 'root' })).toMatchObject({ height: batcher.rootHeight });
      if (batcher.poolSize > 0) expect(at({ kind: 'pool' })).toMatchObject({ poolSize: batcher.poolSize });
      for (const block of batcher.chain) expect(at({ kind: 'block', height: block.height })).toMatchObject({ kind: 'block_committed' });
      for (const fact of ['height', 'round', 'lock', 'root'] as const) {
        const event = at({ kind: fact });
        if (event !== null) expect(validatorOf(event.p)).toBe(index);
      }
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(50);
});

test('source: a cell of the votes leads to the vote of that voter, and an empty one to none', () => {
  const locked = line.starts.findIndex((start, step) =>
    keptEvents(line)
      .slice(start, line.starts[step + 1])
      .some((event) => event.kind === 'locked'),
  );
  const validator = validatorOf(line.events[line.starts[locked]!]!.p);
  const { consensus } = viewAt(line, locked + 1).cards[validator]!;
  for (const [voter, cell] of rowOf(consensus.votes, consensus.round!, 'prevote', 4).entries()) {
    const event = source(locked + 1, validator, { kind: 'vote', type: 'prevote', round: consensus.round!, voter });
    expect(event === null).toBe(cell.kind === 'none');
    if (event?.kind === 'vote_received') expect(event.voter).toBe(validatorIdOf(voter as never));
    if (event?.kind === 'vote_cast') expect(voter).toBe(validator);
  }
});

test('source: nothing is named before it happened', () => {
  expect(source(10, 0, { kind: 'lock' })).toBeNull();
  expect(source(10, 0, { kind: 'block', height: 1 })).toBeNull();
});

test('source: every number of a full node leads to the event that says it', () => {
  const followed = sampleTimeline('full-nodes', 12_000_000);
  let checked = 0;
  for (let cursor = 60; cursor <= followed.stops.total; cursor += 61) {
    for (const { index, sync, follower } of viewAt(followed, cursor).cards) {
      if (follower === null) continue;
      const at = (fact: Fact): LogEvent | null => {
        const found = sourceOf(followed, { cursor, validator: index }, fact);
        return found.kind === 'event' ? followed.events[indexOfEvent(followed, found.id)!]! : null;
      };
      if (sync.asking !== null)
        expect(at({ kind: 'asking' })).toMatchObject({
          what: { kind: 'sync_request', what: sync.asking.what, height: sync.asking.height },
        });
      if (sync.ready !== null) expect(at({ kind: 'ready' })).toMatchObject(sync.ready);
      if (sync.taken !== null) expect(at({ kind: 'synced' })).toMatchObject({ height: sync.taken });
      if (sync.checked !== null) expect(at({ kind: 'checked' })).toMatchObject({ height: sync.checked.height, by: sync.checked.by });
      for (const { peer, at: t, reason } of sync.dropped) expect(at({ kind: 'dropped', peer, at: t })).toMatchObject({ peer, reason, t });
      checked += Number(sync.asking !== null) + Number(sync.ready !== null) + Number(sync.taken !== null) + Number(sync.checked !== null);
    }
  }
  expect(checked).toBeGreaterThan(40);
});

test('source: beyond what is kept the search ends, and says so', () => {
  const short = sampleTimeline('quiet-proposer', 14_000_000);
  const cursor = short.stops.total;
  expect(sourceOf(short, { cursor, validator: 0 }, { kind: 'block', height: 1 }).kind).toBe('event');
  trimLog(short, cursor, { whole: 200, chunk: 50 });
  expect(short.firstStep).toBeGreaterThan(0);
  expect(sourceOf(short, { cursor, validator: 0 }, { kind: 'block', height: 1 })).toEqual({ kind: 'gone' });
  expect(sourceOf(short, { cursor, validator: 0 }, { kind: 'height' }).kind).not.toBe('none');
});
