// A log that lets its beginning go, against the same log that keeps everything: what is kept, what comes back and what a cut leaves must be equal.
import { beforeAll, expect, test } from 'vitest';
import { sampleLog } from '../../tests/sample-run.ts';
import { DIGEST_BYTES } from '../base/digest.ts';
import type { LogChunk } from '../log/event.ts';
import { restoreStretch, stretchAround } from './log-restore.ts';
import { cutLog, isKept, trimLog } from './log-window.ts';
import {
  CHECKPOINT_STEPS,
  type Timeline,
  appendEvents,
  createTimeline,
  cursorAt,
  eventsOfStep,
  fingerprintAt,
  timeOfCursor,
  viewAt,
} from './timeline.ts';

const UNTIL_US = 60_000_000;
const LIMITS = { whole: 3_000, chunk: 500 };
const BATCH = 400;
let log: LogChunk;
let whole: Timeline;

/** A log that was trimmed while it grew, with the cursor at its end. */
const grow = (events: LogChunk = log): Timeline => {
  const line = createTimeline(4);
  for (let i = 0; i < events.events.length; i += BATCH) {
    appendEvents(line, events.events.slice(i, i + BATCH), events.chains.slice(i * DIGEST_BYTES, (i + BATCH) * DIGEST_BYTES));
    trimLog(line, line.stops.total, LIMITS);
  }
  return line;
};

const recompute = (line: Timeline, cursor: number): boolean => {
  const stretch = stretchAround(line, cursor);
  const { first, end } = stretch;
  return restoreStretch(line, stretch, log.events.slice(first, end), log.chains.slice(first * DIGEST_BYTES, end * DIGEST_BYTES));
};

const sameAt = (line: Timeline, cursor: number): void => {
  const us = timeOfCursor(whole, cursor);
  // Steps of the same moment may lie beyond a stretch that is kept.
  const t = isKept(line, cursorAt(line, us)) ? us : us - 1;
  expect(viewAt(line, cursor)).toEqual(viewAt(whole, cursor));
  expect(eventsOfStep(line, cursor - 1)).toEqual(eventsOfStep(whole, cursor - 1));
  expect(fingerprintAt(line, t)).toBe(fingerprintAt(whole, t));
};

beforeAll(() => {
  log = sampleLog('quiet-proposer', UNTIL_US);
  whole = createTimeline(4);
  appendEvents(whole, log.events, log.chains);
});

test('log window: the last events are kept whole, older ones go, and every number stays what it was', () => {
  const line = grow();
  const first = line.starts[line.firstStep]!;
  expect(line.firstStep).toBeGreaterThan(2 * CHECKPOINT_STEPS);
  expect(line.events.length - first).toBeGreaterThanOrEqual(LIMITS.whole);
  expect(line.events.length - first).toBeLessThan(LIMITS.whole + LIMITS.chunk + BATCH + 200);
  expect(line.events.slice(first)).toEqual(log.events.slice(first));
  expect(line.events.slice(0, first).every((event) => event === undefined)).toBe(true);
  for (const key of ['starts', 'times', 'beats', 'stops', 'marks', 'byProcess', 'head'] as const) expect(line[key]).toEqual(whole[key]);
  for (const cursor of [line.firstStep + 1, line.firstStep + 70, line.stops.total]) sameAt(line, cursor);
  expect(isKept(line, line.firstStep)).toBe(false);
});

test('log window: a stretch that was computed again comes back with pictures, digests and messages', () => {
  const line = grow();
  for (const cursor of [1, CHECKPOINT_STEPS, CHECKPOINT_STEPS + 1, 2 * CHECKPOINT_STEPS + 77, line.firstStep]) {
    expect(recompute(line, cursor)).toBe(true);
    expect(isKept(line, cursor)).toBe(true);
    sameAt(line, cursor);
  }
  expect(line.restored).toEqual([0, 1, 2, Math.floor((line.firstStep - 1) / CHECKPOINT_STEPS)].filter((n, i, a) => a.indexOf(n) === i));
  expect(line.messages.messages).toEqual(whole.messages.messages.filter((m) => isKept(line, m.step + 1)));
});

test('log window: a stretch that is not what it was is refused and changes nothing', () => {
  const line = grow();
  const stretch = stretchAround(line, 50);
  const { first, end } = stretch;
  const chains = log.chains.slice(first * DIGEST_BYTES, end * DIGEST_BYTES);
  expect(restoreStretch(line, stretch, log.events.slice(first, end - 1), chains)).toBe(false);
  for (let i = 0; i < chains.length; i += DIGEST_BYTES) chains[i]! ^= 1;
  expect(restoreStretch(line, stretch, log.events.slice(first, end), chains)).toBe(false);
  expect([line.restored, line.events[0]]).toEqual([[], undefined]);
});

test('log window: a restored stretch goes when the log moves on over its end, and can come back', () => {
  const half = log.events.findIndex((event) => event.t > UNTIL_US * 0.7);
  const line = grow({ events: log.events.slice(0, half), chains: log.chains.slice(0, half * DIGEST_BYTES) });
  const cursor = line.firstStep - 1;
  expect(recompute(line, cursor)).toBe(true);
  for (let i = half; i < log.events.length; i += BATCH) {
    appendEvents(line, log.events.slice(i, i + BATCH), log.chains.slice(i * DIGEST_BYTES, (i + BATCH) * DIGEST_BYTES));
    trimLog(line, line.stops.total, LIMITS);
  }
  expect(isKept(line, cursor)).toBe(false);
  expect(recompute(line, cursor)).toBe(true);
  sameAt(line, cursor);
});

test('log window: what is shown stays, with what is just before it, while the log is less than twice its length', () => {
  const line = createTimeline(4);
  const shown = 1_200;
  for (let i = 0; i < log.events.length; i += BATCH) {
    appendEvents(line, log.events.slice(i, i + BATCH), log.chains.slice(i * DIGEST_BYTES, (i + BATCH) * DIGEST_BYTES));
    if (line.stops.total > shown) trimLog(line, shown, { whole: log.events.length / 2 + BATCH, chunk: 10 });
  }
  expect(isKept(line, shown)).toBe(true);
  expect(line.firstStep).toBeGreaterThan(0);
});

test('log window: a cut at the end, in a restored stretch and at the beginning goes on as the uncut log', () => {
  for (const part of [0.995, 0.3, 0]) {
    const line = grow();
    const t = Math.floor(UNTIL_US * part);
    const cursor = whole.times.filter((us) => us < t).length;
    if (!isKept(line, cursor)) expect(recompute(line, cursor)).toBe(true);
    const cut = cutLog(line, t);
    const done = cut.events.length;
    expect(cut.stops.total).toBe(cursor);
    appendEvents(cut, log.events.slice(done), log.chains.slice(done * DIGEST_BYTES));
    for (const key of ['starts', 'times', 'beats', 'stops', 'marks', 'byProcess', 'head'] as const) expect(cut[key]).toEqual(whole[key]);
    expect(cut.checkpoints.get(3 * CHECKPOINT_STEPS)).toEqual(whole.checkpoints.get(3 * CHECKPOINT_STEPS));
    for (const at of [cursor + 1, Math.ceil((cursor + whole.stops.total) / 2), whole.stops.total]) sameAt(cut, at);
    expect([...cut.transactions.lives.keys()]).toEqual([...whole.transactions.lives.keys()]);
    expect([...cut.transactions.lives.values()].map((life) => life.stages)).toEqual(
      [...whole.transactions.lives.values()].map((life) => life.stages),
    );
  }
});
