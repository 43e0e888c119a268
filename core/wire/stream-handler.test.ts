// Goal: scenarios S-33 to S-37 of Apollo's tests, every rule 1 to 6 of protocol.md 1.8 with its limits, and two laws. Contents are numbers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clonePlain } from '../base/plain.ts';
import type { StreamId, StreamMessage } from '../types/consensus.ts';
import { toHeight, toRound, toValidatorIndex } from '../types/ids.ts';
import {
  closeOutbound,
  createInbound,
  createOutbound,
  dropReceiver,
  type InboundState,
  type InboundStep,
  openOutbound,
  receiveStreamMessage,
  sendContent,
  STREAM_LIMITS,
  type StreamLimits,
  takeContents,
} from './stream-handler.ts';

const stream = (height: number, round = 0): StreamId => ({ height: toHeight(height), round: toRound(round) });
const S = stream(1);
const peer = (index: number): ReturnType<typeof toValidatorIndex> => toValidatorIndex(index);

/** A message in short: a number is the content of that id, `fin(n)` the fin; other streams and peers by an object. */
type Short = number | { readonly fin?: number; readonly id?: number; readonly from?: number; readonly stream?: StreamId };
const fin = (id: number): Short => ({ fin: id });

class Handler {
  readonly state: InboundState<number>;
  readonly limits: StreamLimits;
  constructor(limits: Partial<StreamLimits> = {}, state: InboundState<number> = createInbound()) {
    this.limits = { ...STREAM_LIMITS, ...limits };
    this.state = state;
  }
  step(short: Short): InboundStep<number> {
    const message = typeof short === 'number' ? { id: short } : short;
    const messageId = message.fin ?? message.id ?? 0;
    const content = message.fin === undefined ? messageId : null;
    const from = peer(message.from ?? 0);
    return receiveStreamMessage(this.state, { from, streamId: message.stream ?? S, messageId, content }, this.limits);
  }
  /** What the application saw: `open`, contents, `close`. */
  all(...messages: readonly Short[]): (string | number)[] {
    return messages.flatMap((m) => this.step(m).effects.map((e) => (e.kind === 'content' ? e.content : e.kind)));
  }
}
const upTo = (count: number): number[] => [...Array(count).keys()];

// ── outbound ──

const shape = (m: StreamMessage): string => `${m.streamId.height}:${m.message.kind}:${m.messageId}`;

test('stream handler: S-33, five items and the end leave as contents 0 to 4 and fin 5', () => {
  const out = createOutbound();
  expect(openOutbound(out, S)).toEqual({ ok: true, value: null });
  const sent = [...upTo(5).map((i) => sendContent(out, S, Uint8Array.of(i))), closeOutbound(out, S)];
  expect(sent.map(shape)).toEqual([...upTo(5).map((i) => `1:content:${i}`), '1:fin:5']);
  expect(sent[3]).toMatchObject({ message: { bytes: Uint8Array.of(3) }, streamId: S });
});

test('stream handler: S-34, three streams count for themselves', () => {
  const out = createOutbound();
  const ids = [1, 2, 3].map((h) => stream(h));
  for (const id of ids) openOutbound(out, id);
  const sent = upTo(5).flatMap(() => ids.map((id) => sendContent(out, id, new Uint8Array(0))));
  sent.push(...ids.map((id) => closeOutbound(out, id)));
  for (const h of [1, 2, 3]) {
    expect(sent.map(shape).filter((s) => s.startsWith(`${h}:`))).toEqual([...upTo(5).map((i) => `${h}:content:${i}`), `${h}:fin:5`]);
  }
});

test('stream handler: an open outbound id cannot be opened again, a closed one starts again at 0', () => {
  const out = createOutbound();
  openOutbound(out, S);
  sendContent(out, S, new Uint8Array(0));
  expect(openOutbound(out, S)).toEqual({ ok: false, error: { code: 'StreamIdReused', streamId: S } });
  expect(openOutbound(out, stream(1, 1)).ok).toBe(true);
  closeOutbound(out, S);
  expect(openOutbound(out, S).ok).toBe(true);
  expect(sendContent(out, S, new Uint8Array(0)).messageId).toBe(0);
});

test('stream handler: sending on a stream that is not open is a bug of ours', () => {
  expect(() => sendContent(createOutbound(), S, new Uint8Array(0))).toThrow('sendContent: an open stream');
  expect(() => closeOutbound(createOutbound(), S)).toThrow('closeOutbound: an open stream');
});

// ── inbound ──

test('stream handler: S-35, in order: one receiver, ten items, the end', () => {
  expect(new Handler().all(...upTo(10), fin(10))).toEqual(['open', ...upTo(10), 'close']);
});

test('stream handler: S-36, without message 0 there is no receiver; with it all ten items at once and the end', () => {
  const handler = new Handler();
  expect(handler.all(...upTo(10).slice(1), fin(10))).toEqual([]);
  expect(handler.all(0)).toEqual(['open', ...upTo(10), 'close']);
});

test('stream handler: S-37, a delayed message in the middle', () => {
  const handler = new Handler();
  expect(handler.all(0, 1, 2, 4, 5, 6, 7, 8, 9, fin(10))).toEqual(['open', 0, 1, 2]);
  expect(handler.all(3)).toEqual([3, 4, 5, 6, 7, 8, 9, 'close']);
});

test('stream handler: every step tells what became of the message and what is waited for', () => {
  const handler = new Handler();
  const steps = [0, 2, 2, fin(3), 1].map((m) => handler.step(m));
  expect(steps.map((s) => `${s.outcome} ${s.next}`)).toEqual(['delivered 1', 'buffered 1', 'duplicate 1', 'buffered 1', 'delivered 3']);
});

test('stream handler: rule 1, the largest id counts even when its message was a duplicate or is buffered', () => {
  expect(new Handler().step(5).outcome).toBe('buffered');
  const handler = new Handler();
  handler.all(0, 5);
  expect(handler.step(fin(4)).dropped).toEqual([{ from: 0, streamId: S, reason: 'fin_before_known_message' }]);
});

test('stream handler: rule 2, a fin below a known id drops the stream and ends the channel', () => {
  const handler = new Handler();
  expect(handler.all(0, 2, fin(1))).toEqual(['open', 0, 'close']);
  expect(handler.state.peers.get(peer(0))!.size).toBe(0);
});

test('stream handler: rule 3, a message above the fin drops the stream', () => {
  const handler = new Handler();
  expect(handler.all(0, fin(3))).toEqual(['open', 0]);
  expect(handler.step(4)).toMatchObject({ outcome: 'stream_dropped', dropped: [{ reason: 'after_fin' }], effects: [{ kind: 'close' }] });
});

test('stream handler: rule 4, a fin as first message ends a stream that the application never saw', () => {
  expect(new Handler().step(fin(0))).toEqual({ outcome: 'delivered', next: 0, effects: [], dropped: [] });
});

test('stream handler: rule 4, a full channel drops the stream, a channel that is read does not', () => {
  const full = new Handler({ channel: 2 });
  expect(full.all(0, 1)).toEqual(['open', 0, 1]);
  expect(full.step(2)).toMatchObject({ outcome: 'stream_dropped', dropped: [{ reason: 'channel_full' }] });
  const read = new Handler({ channel: 2 });
  read.all(0, 1);
  takeContents(read.state, peer(0), S, 1);
  expect(read.all(2)).toEqual([2]);
  expect(read.step(3).dropped).toMatchObject([{ reason: 'channel_full' }]);
});

test('stream handler: rule 4, a full channel also stops the draining of the buffer', () => {
  const handler = new Handler({ channel: 2 });
  expect(handler.all(1, 2, 3, 0)).toEqual(['open', 0, 1, 'close']);
});

test('stream handler: rule 4, a dropped receiver is noticed at the next content and hears no end', () => {
  const handler = new Handler();
  handler.all(0);
  dropReceiver(handler.state, peer(0), S);
  expect(handler.step(2).outcome).toBe('buffered');
  expect(handler.step(1)).toMatchObject({ outcome: 'stream_dropped', effects: [], dropped: [{ reason: 'receiver_dropped' }] });
});

test('stream handler: rule 5, a duplicate in the buffer is ignored even when the buffer is full', () => {
  const handler = new Handler({ buffer: 2 });
  handler.all(1, 2);
  expect(handler.step(2).outcome).toBe('duplicate');
  expect(handler.step(3)).toMatchObject({ outcome: 'stream_dropped', dropped: [{ reason: 'buffer_full' }] });
  expect(handler.all(0)).toEqual(['open', 0]);
});

test('stream handler: rule 5, a fin takes no room in the buffer', () => {
  const handler = new Handler({ buffer: 2 });
  expect(handler.all(1, 2, fin(3))).toEqual([]);
  expect(handler.all(0)).toEqual(['open', 0, 1, 2, 'close']);
});

test('stream handler: rule 6, a message below the next one drops the stream; afterwards the key starts afresh', () => {
  const handler = new Handler();
  expect(handler.all(0, 1, 0)).toEqual(['open', 0, 1, 'close']);
  expect(handler.all(2)).toEqual([]);
  expect(handler.all(0, 1, fin(3))).toEqual(['open', 0, 1, 2, 'close']);
});

test('stream handler: the same stream id of two peers are two streams', () => {
  const handler = new Handler();
  expect(handler.all({ id: 0, from: 0 }, { id: 1, from: 1 }, { id: 0, from: 1 })).toEqual(['open', 0, 'open', 0, 1]);
});

test('stream handler: the least recently used stream of a peer is evicted, and its channel ends', () => {
  const handler = new Handler({ streamsPerPeer: 2 });
  const [a, b, c] = [stream(1), stream(2), stream(3)];
  handler.all({ id: 0, stream: a }, { id: 0, stream: b }, { id: 1, stream: a });
  const step = handler.step({ id: 0, stream: c });
  expect(step.dropped).toEqual([{ from: 0, streamId: b, reason: 'evicted_stream' }]);
  expect(step.effects.map((e) => `${e.kind} ${e.streamId.height}`)).toEqual(['open 3', 'content 3', 'close 2']);
  expect(handler.all({ id: 2, stream: a })).toEqual([2]);
});

test('stream handler: the least recently used peer is evicted with all its streams; other peers lose none', () => {
  const handler = new Handler({ peers: 2, streamsPerPeer: 2 });
  handler.all({ id: 0, from: 0, stream: stream(1) }, { id: 1, from: 0, stream: stream(2) }, { id: 0, from: 1 }, { id: 1, from: 1 });
  const step = handler.step({ id: 0, from: 2 });
  expect(step.dropped.map((d) => `${d.from} ${d.streamId.height} ${d.reason}`)).toEqual(['0 1 evicted_peer', '0 2 evicted_peer']);
  expect(step.effects.filter((e) => e.kind === 'close')).toEqual([{ kind: 'close', from: 0, streamId: stream(1) }]);
  expect(handler.all({ id: 2, from: 1 })).toEqual([2]);
  expect(handler.step({ id: 0, from: 0 }).dropped).toMatchObject([{ from: 2 }]);
});

test('stream handler: a stream has a largest number of parts (ours)', () => {
  const handler = new Handler({ parts: 2 });
  expect(handler.all(0, 1, fin(2))).toEqual(['open', 0, 1, 'close']);
  expect(handler.step(2).dropped).toMatchObject([{ reason: 'too_many_parts' }]);
  expect(handler.step(fin(3)).dropped).toMatchObject([{ reason: 'too_many_parts' }]);
});

test('stream handler: more contents cannot be taken than there are', () => {
  const handler = new Handler();
  handler.all(0);
  expect(() => takeContents(handler.state, peer(0), S, 2)).toThrow('at most 1 contents, got 2');
  takeContents(handler.state, peer(0), stream(9), 2);
});

test('stream handler: a snapshot taken in the middle goes on like the original', () => {
  const handler = new Handler();
  handler.all(0, 2, fin(4));
  const copy = new Handler({}, clonePlain(handler.state));
  expect(handler.all(1, 3)).toEqual([1, 2, 3, 'close']);
  expect(copy.all(1, 3)).toEqual([1, 2, 3, 'close']);
});

const permutationOf = (count: number): fc.Arbitrary<Short[]> => {
  const messages: Short[] = [...upTo(count), fin(count)];
  return fc.shuffledSubarray(messages, { minLength: count + 1, maxLength: count + 1 });
};

test('stream handler law: any order of the messages of a stream, without loss, delivers all contents in order', () => {
  const order = fc.integer({ min: 0, max: 12 }).chain((count) => fc.tuple(fc.constant(count), permutationOf(count)));
  fc.assert(
    fc.property(order, ([count, messages]) => {
      expect(new Handler().all(...messages)).toEqual(count === 0 ? [] : ['open', ...upTo(count), 'close']);
    }),
    { numRuns: 500 },
  );
});

test('stream handler law: whatever arrives, a channel opens before its contents, counts up from 0 and ends once', () => {
  const message = fc.record({
    from: fc.nat(2),
    stream: fc.nat(2).map((h) => stream(h)),
    id: fc.nat(6),
    isFin: fc.boolean(),
  });
  const limits = { peers: 2, streamsPerPeer: 2, buffer: 2, channel: 4, parts: 6 };
  fc.assert(
    fc.property(fc.array(message, { maxLength: 60 }), (messages) => {
      const handler = new Handler(limits);
      const open = new Map<string, number>();
      for (const { from, stream: id, id: n, isFin } of messages) {
        for (const effect of handler.step({ from, stream: id, ...(isFin ? { fin: n } : { id: n }) }).effects) {
          const key = `${effect.from} ${effect.streamId.height}`;
          const next = open.get(key);
          expect(next === undefined).toBe(effect.kind === 'open');
          if (effect.kind === 'open') open.set(key, 0);
          if (effect.kind === 'close') open.delete(key);
          if (effect.kind !== 'content') continue;
          expect([effect.messageId, effect.content]).toEqual([next, next]);
          open.set(key, effect.messageId + 1);
        }
      }
      const sizes = [...handler.state.peers.values()].map((streams) => streams.size);
      expect(Math.max(0, ...sizes, sizes.length)).toBeLessThanOrEqual(2);
    }),
    { numRuns: 1000 },
  );
});
