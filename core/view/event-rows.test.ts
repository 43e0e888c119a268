// The table of events says what the log says: every event has its row, filters and sorting lose nothing and invent nothing.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { DELIVERY_KINDS, logEventId } from '../log/event.ts';
import { validatorOf } from '../types/ids.ts';
import { type RowFilter, SORT_COLUMNS, factsOf, kindsOf, selectRows } from './event-rows.ts';
import { narrateEvent } from './narrate-event.ts';
import { type Timeline, keptEvents, stepOfEvent, viewAt } from './timeline.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 12_000_000);
});

const ALL: RowFilter = { validator: null, kind: null, height: null };
const BY_TIME = { column: 'time', descending: false } as const;

test('event rows: without a filter the rows are the log, event by event', () => {
  const rows = selectRows(line.events, ALL, BY_TIME);
  expect(rows.map((i) => logEventId(line.events[i]!))).toEqual(keptEvents(line).map((event) => logEventId(event)));
});

test.each(SORT_COLUMNS.flatMap((column) => [false, true].map((descending) => ({ column, descending }))))(
  'event rows: sorted by $column, descending $descending, they are the same events in that order',
  (sort) => {
    const rows = selectRows(line.events, ALL, sort);
    expect(rows.toSorted((a, b) => a - b)).toEqual(keptEvents(line).map((_, i) => i));
    const keys = rows.map((i) => {
      const event = line.events[i]!;
      const facts = factsOf(event);
      return {
        time: i,
        validator: facts.validator,
        chamber: facts.chamber === 'batcher' ? 1 : 0,
        kind: facts.kind,
        height: facts.height ?? -1,
      }[sort.column];
    });
    for (let i = 1; i < keys.length; i++) {
      const [a, b] = sort.descending ? [keys[i]!, keys[i - 1]!] : [keys[i - 1]!, keys[i]!];
      expect(a <= b).toBe(true);
    }
  },
);

test('event rows: filters take what they name and all of it', () => {
  const steps = selectRows(line.events, { ...ALL, kind: 'steps' }, BY_TIME);
  expect(steps).toEqual(line.starts);
  const own = selectRows(line.events, { ...ALL, validator: 2 }, BY_TIME);
  expect(own.length).toBe(keptEvents(line).filter((event) => validatorOf(event.p) === 2).length);
  for (const kind of kindsOf(line.events)) {
    const rows = selectRows(line.events, { ...ALL, kind }, BY_TIME);
    expect(rows.length).toBe(keptEvents(line).filter((event) => event.kind === kind).length);
  }
  const second = selectRows(line.events, { ...ALL, kind: 'decided', height: 1 }, BY_TIME);
  expect(second.length).toBe(4);
});

test('event rows: height and round of a vote on its way are those of the vote', () => {
  const event = keptEvents(line).find((e) => e.kind === 'frame_delivered' && e.what?.kind === 'vote')!;
  expect(factsOf(event)).toMatchObject({ height: 1, round: 0, kind: 'frame_delivered' });
});

test('event rows: every event of the run has words of its own kind', () => {
  for (const [i, event] of keptEvents(line).entries()) {
    const { key } = narrateEvent(event, viewAt(line, stepOfEvent(line, i) + 1));
    expect(key.startsWith('cause.')).toBe(DELIVERY_KINDS.has(event.kind));
    expect([event.kind, key]).not.toEqual([event.kind, 'event.other']);
  }
});
