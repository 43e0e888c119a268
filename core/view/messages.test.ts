// The list of messages and where a message is at a time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEvent } from '../log/event.ts';
import { toProcessId, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { flightOf, pointOnLink } from './flight.ts';
import { addMessages, createMessageList, findMessage, inFlightAt, messageEnd, messagesBetween } from './messages.ts';

const frame = (n: number, sentAt: number, arrivals: readonly (number | null)[]): LogEvent => ({
  kind: 'frame_sent',
  topic: 'mempool',
  bytes: new Uint8Array(1),
  what: { kind: 'transaction', hash: 1n as never },
  targets: arrivals.map((arriveAt, i) => ({
    to: toValidatorIndex(i + 1),
    arriveAt: arriveAt === null ? null : toTimeUs(arriveAt),
    fate: arriveAt === null ? 'dropped' : 'deliver',
    faultId: null,
  })),
  t: toTimeUs(sentAt),
  p: toProcessId(0, 0),
  n,
  cause: null,
});

test('messages: one frame is one message per receiver, found by its id', () => {
  const list = createMessageList();
  addMessages(list, frame(3, 100, [150, null]), 7);
  expect(list.messages.map((m) => [m.id, m.from, m.to, m.arriveAt, m.step])).toEqual([
    ['0:3>1', 0, 1, 150, 7],
    ['0:3>2', 0, 2, null, 7],
  ]);
  expect(findMessage(list, '0:3>2')?.fate).toBe('dropped');
  expect(findMessage(list, '0:9>2')).toBeNull();
});

test('messages: a window holds exactly the messages that are on their way in it', () => {
  const sent = fc.array(fc.tuple(fc.nat(5_000), fc.option(fc.nat(90_000))), { maxLength: 40 });
  fc.assert(
    fc.property(sent, fc.nat(150_000), fc.nat(20_000), (frames, from, length) => {
      const list = createMessageList();
      let t = 0;
      for (const [n, [gap, flight]] of frames.entries()) {
        t += gap;
        addMessages(list, frame(n, t, [flight === null ? null : t + flight]), n);
      }
      const until = from + length;
      const expected = list.messages.filter((m) => m.sentAt <= until && messageEnd(m) > from);
      expect(messagesBetween(list, from, until)).toEqual(expected);
      expect(inFlightAt(list, from)).toEqual(list.messages.filter((m) => flightOf(m, from) !== null));
    }),
  );
});

test('flight: progress grows from the sender to the receiver and depends on nothing but the time', () => {
  const list = createMessageList();
  addMessages(list, frame(0, 1_000, [2_000]), 0);
  const message = list.messages[0]!;
  expect([999, 1_000, 1_250, 1_999, 2_000].map((t) => flightOf(message, t)?.progress ?? null)).toEqual([null, 0, 0.25, 0.999, null]);
});

test('flight: a message that never arrives stops in the middle and dies there', () => {
  const list = createMessageList();
  addMessages(list, frame(0, 0, [null]), 0);
  const message = list.messages[0]!;
  const last = flightOf(message, messageEnd(message) - 1)!;
  expect(last.progress).toBeLessThan(0.6);
  expect(last.dying).toBeGreaterThan(0.9);
  expect(flightOf(message, 1_000)?.dying).toBe(0);
});

test('flight: opposite directions keep to different lanes', () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
  ];
  expect(pointOnLink(a, b, 0.5, 4)).toEqual({ x: 50, y: 4 });
  expect(pointOnLink(b, a, 0.5, 4)).toEqual({ x: 50, y: -4 });
});

test('messages: a flipped bit is in what arrives, not in what was sent', () => {
  const list = createMessageList();
  const sent = frame(1, 100, [150]);
  if (sent.kind !== 'frame_sent') throw new Error('a frame is sent');
  addMessages(list, { ...sent, targets: sent.targets.map((target) => ({ ...target, fate: 'corrupted', bit: 7 })) }, 0);
  const message = findMessage(list, '0:1>1');
  expect([message?.bytes, message?.carried]).toEqual([Uint8Array.of(0), Uint8Array.of(1)]);
});

test('messages: an edit changes what one receiver gets, and nobody else', () => {
  const list = createMessageList();
  addMessages(list, frame(1, 100, [150, 160]), 0);
  const splices = [{ at: 0, remove: 1, insert: Uint8Array.of(9, 8) }];
  const edited = { kind: 'frame_edited', from: toValidatorIndex(0), frame: '0:1', splices } as const;
  addMessages(list, { ...edited, t: toTimeUs(150), p: toProcessId(1, 0), n: 4, cause: null }, 3);
  expect(findMessage(list, '0:1>1')?.edited).toEqual(Uint8Array.of(9, 8));
  expect(findMessage(list, '0:1>2')?.edited).toBeNull();
});
