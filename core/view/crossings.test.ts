// Goal: what crosses a bridge is told from the log alone. Method: hand-written events of one call each.
import { expect, test } from 'vitest';
import type { LogBody, LogEvent } from '../log/event.ts';
import { toProcessId, toTimeUs } from '../types/ids.ts';
import { type Crossing, crossingsBetween } from './crossings.ts';

const CONSENSUS = 0;
const BATCHER = 1;
const at = (t: number, slot: number, body: LogBody): LogEvent => ({
  ...body,
  t: toTimeUs(t),
  p: toProcessId(2, slot),
  n: t,
  cause: null,
});
const request = { kind: 'get_proposal_content', proposalId: 0 } as const;
const sent = (t: number): LogEvent => at(t, CONSENSUS, { kind: 'call_sent', callId: 7, request, attempt: 1 });
const arrived = (t: number): LogEvent => at(t, BATCHER, { kind: 'call_delivered', callId: 7, request: request.kind, queued: 0 });
const answered = (t: number): LogEvent => at(t, BATCHER, { kind: 'answer_sent', callId: 7, request: request.kind, ok: true });
const back = (t: number, ok: boolean): LogEvent =>
  at(t, CONSENSUS, {
    kind: 'answer_delivered',
    callId: 7,
    request: request.kind,
    answer: ok ? { ok, value: { kind: 'done' } } : { ok, error: { kind: 'client_error', reason: 'cut' } },
  });

/** One step per event. */
const crossings = (events: readonly LogEvent[], from = 0, until = 1_000): readonly Crossing[] =>
  crossingsBetween({ events, starts: events.map((_, i) => i), times: events.map((event) => event.t) }, from, until);
const brief = (list: readonly Crossing[]): readonly unknown[] => list.map((c) => [c.validator, c.direction, c.from, c.to, c.ok]);

test('crossings: a call crosses twice, and the time in between belongs to the batcher', () => {
  expect(brief(crossings([sent(10), arrived(12), answered(50), back(52, true)]))).toEqual([
    [2, 'request', 10, 12, true],
    [2, 'answer', 50, 52, true],
  ]);
});

test('crossings: what has not arrived has no end, and a call that the transport lost is dead', () => {
  expect(brief(crossings([sent(10)]))).toEqual([[2, 'request', 10, null, true]]);
  expect(brief(crossings([sent(10), back(40, false)]))).toEqual([[2, 'request', 10, null, false]]);
});

test('crossings: a duplicated request arrives when the first copy does', () => {
  expect(brief(crossings([sent(10), arrived(12), arrived(30)]))).toEqual([[2, 'request', 10, 12, true]]);
});

test('crossings: only those that begin in the window are found', () => {
  const events = [sent(10), arrived(12), answered(50), back(52, true)];
  expect(brief(crossings(events, 11, 100))).toEqual([[2, 'answer', 50, 52, true]]);
  expect(brief(crossings(events, 0, 49))).toEqual([[2, 'request', 10, 12, true]]);
});

test('crossings: a frame of the stream that belongs to no call crosses by itself, and does not arrive while the bridge is cut', () => {
  const what = { kind: 'content', callId: null, proposalId: 0, content: 'txs', count: 2 } as const;
  const pushed = (t: number): LogEvent => at(t, BATCHER, { kind: 'bridge_frame', slot: 1, what, bytes: new Uint8Array(0) });
  const taken = at(12, CONSENSUS, { kind: 'bridge_frame_delivered', slot: 1, what });
  expect(brief(crossings([pushed(10), taken]))).toEqual([[2, 'answer', 10, 12, true]]);
  expect(brief(crossings([pushed(10)]))).toEqual([[2, 'answer', 10, null, true]]);
});
