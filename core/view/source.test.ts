// Where numbers come from: the event that is named says what the card shows.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import type { LogEvent } from '../log/event.ts';
import { validatorIdOf, validatorOf } from '../types/ids.ts';
import { type Fact, sourceOf } from './source.ts';
import { rowOf } from './tally.ts';
import { type Timeline, indexOfEvent, keptEvents, viewAt } from './timeline.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
});

const source = (cursor: number, validator: number, fact: Fact): LogEvent | null => {
  const id = sourceOf(line, { cursor, validator }, fact);
  return id === null ? null : line.events[indexOfEvent(line, id)!]!;
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
