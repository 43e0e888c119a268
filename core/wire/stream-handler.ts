// The stream handler: puts the messages of a proposal stream in order, and numbers those that leave. Source: crates/apollo_consensus stream_handler.rs,
// protocol.md 1.8 (the numbers at the branches are its rules). State is plain data; each function advances the state it is handed and returns what
// follows. Apollo's channels become effects: `open` hands the application a receiver, `content` puts an item in, `close` is the end of the channel.
// Not modelled: OutboundChannelClosed and InboundChannelClosed, which cannot happen here. Ours: a limit on the parts of one stream.
import { assert, required } from '../base/assert.ts';
import { STREAM_BUFFER_MAX, STREAM_CHANNEL_MAX, STREAM_PARTS_MAX, STREAM_PEERS_MAX, STREAMS_PER_PEER_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { StreamId, StreamMessage } from '../types/consensus.ts';
import type { ValidatorIndex } from '../types/ids.ts';

export type StreamLimits = {
  readonly peers: number;
  readonly streamsPerPeer: number;
  /** Messages that wait for an earlier one, per stream. */
  readonly buffer: number;
  /** Contents that the application has not taken yet, per stream. */
  readonly channel: number;
  /** Contents of one stream. */
  readonly parts: number;
};
/** The defaults, which are also the deployed values. */
export const STREAM_LIMITS: StreamLimits = {
  peers: STREAM_PEERS_MAX,
  streamsPerPeer: STREAMS_PER_PEER_MAX,
  buffer: STREAM_BUFFER_MAX,
  channel: STREAM_CHANNEL_MAX,
  parts: STREAM_PARTS_MAX,
};

type InboundStream<T> = {
  next: number;
  fin: number | null;
  max: number;
  /** The application has the receiver (message 0 was delivered). */
  opened: boolean;
  /** The application has dropped the receiver; noticed at the next content. */
  abandoned: boolean;
  unread: number;
  readonly streamId: StreamId;
  readonly buffer: Map<number, T>;
};
/** Streams by peer and stream key. The order of both maps is their age: least recently used first. */
export type InboundState<T> = { readonly peers: Map<ValidatorIndex, Map<string, InboundStream<T>>> };

/** A decoded message of a stream; `content` null is its fin. */
export type InboundMessage<T> = {
  readonly from: ValidatorIndex;
  readonly streamId: StreamId;
  readonly messageId: number;
  readonly content: T | null;
};

type Stream = { readonly from: ValidatorIndex; readonly streamId: StreamId };
export type InboundEffect<T> =
  /** The application gets a receiver; its first content follows at once. */
  | ({ readonly kind: 'open' } & Stream)
  | ({ readonly kind: 'content'; readonly messageId: number; readonly content: T } & Stream)
  /** End of the channel: after the fin, or because the stream was dropped. */
  | ({ readonly kind: 'close' } & Stream);

type DropReason =
  | 'fin_before_known_message'
  | 'after_fin'
  | 'below_next'
  | 'buffer_full'
  | 'channel_full'
  | 'receiver_dropped'
  | 'too_many_parts'
  | 'evicted_stream'
  | 'evicted_peer';

export type InboundStep<T> = {
  /** What became of the message. */
  readonly outcome: 'delivered' | 'buffered' | 'duplicate' | 'stream_dropped';
  /** The message id its stream waits for now. */
  readonly next: number;
  readonly effects: readonly InboundEffect<T>[];
  /** Streams forgotten in this step, its own or evicted ones. */
  readonly dropped: readonly (Stream & { readonly reason: DropReason })[];
};

/** `height:round`. */
export const streamKey = (id: StreamId): string => `${id.height}:${id.round}`;

export const createInbound = <T>(): InboundState<T> => ({ peers: new Map() });

const createStream = <T>(streamId: StreamId): InboundStream<T> => ({
  next: 0,
  fin: null,
  max: 0,
  opened: false,
  abandoned: false,
  unread: 0,
  streamId,
  buffer: new Map(),
});

/** One message from the network. */
export const receiveStreamMessage = <T>(state: InboundState<T>, message: InboundMessage<T>, limits: StreamLimits): InboundStep<T> => {
  const { from, streamId } = message;
  const key = streamKey(streamId);
  const streams = touchPeer(state, from);
  const stream = streams?.get(key) ?? createStream<T>(streamId);
  streams?.delete(key);
  const effects: InboundEffect<T>[] = [];
  const fate = advance(stream, message, limits, effects);
  if (fate === 'closed' || fate.kind === 'dropped') {
    if (isListening(stream)) effects.push({ kind: 'close', from, streamId });
    if (fate === 'closed') return { outcome: 'delivered', next: stream.next, effects, dropped: [] };
    return { outcome: 'stream_dropped', next: stream.next, effects, dropped: [{ from, streamId, reason: fate.reason }] };
  }
  const dropped = keep(state, from, stream, limits).map((evicted) => {
    const which = { from: evicted.from, streamId: evicted.stream.streamId };
    if (isListening(evicted.stream)) effects.push({ kind: 'close', ...which });
    return { ...which, reason: evicted.reason };
  });
  return { outcome: fate.kind, next: stream.next, effects, dropped };
};

/** True when the application still reads the channel of this stream. */
const isListening = (stream: { readonly opened: boolean; readonly abandoned: boolean }): boolean => stream.opened && !stream.abandoned;

type Fate =
  | 'closed'
  | { readonly kind: 'delivered' | 'buffered' | 'duplicate' }
  | { readonly kind: 'dropped'; readonly reason: DropReason };

const drop = (reason: DropReason): Fate => ({ kind: 'dropped', reason });

const advance = <T>(
  stream: InboundStream<T>,
  { from, messageId, content }: InboundMessage<T>,
  limits: StreamLimits,
  effects: InboundEffect<T>[],
): Fate => {
  if (messageId > limits.parts || (content !== null && messageId === limits.parts)) return drop('too_many_parts');
  stream.max = Math.max(stream.max, messageId); // 1
  if (content === null) {
    stream.fin = messageId; // 2
    if (stream.max > messageId) return drop('fin_before_known_message');
  }
  if (stream.fin !== null && messageId > stream.fin) return drop('after_fin'); // 3
  if (messageId < stream.next) return drop('below_next'); // 6
  if (messageId > stream.next) return store(stream, messageId, content, limits); // 5
  if (content === null) return 'closed'; // 4: a fin in order
  stream.buffer.set(messageId, content);
  return drain(stream, from, limits, effects);
};

/** Rule 5. A fin is remembered by its number alone. */
const store = <T>(stream: InboundStream<T>, messageId: number, content: T | null, limits: StreamLimits): Fate => {
  if (content === null) return { kind: 'buffered' };
  if (stream.buffer.has(messageId)) return { kind: 'duplicate' };
  if (stream.buffer.size >= limits.buffer) return drop('buffer_full');
  stream.buffer.set(messageId, content);
  return { kind: 'buffered' };
};

/** Rule 4: delivers what is in order. */
const drain = <T>(stream: InboundStream<T>, from: ValidatorIndex, limits: StreamLimits, effects: InboundEffect<T>[]): Fate => {
  const { streamId } = stream;
  for (; stream.buffer.has(stream.next); stream.next++) {
    if (stream.abandoned) return drop('receiver_dropped');
    if (stream.unread >= limits.channel) return drop('channel_full');
    if (!stream.opened) effects.push({ kind: 'open', from, streamId });
    stream.opened = true;
    stream.unread++;
    const content = required(stream.buffer.get(stream.next), 'drain: a content in the buffer');
    stream.buffer.delete(stream.next);
    effects.push({ kind: 'content', from, streamId, messageId: stream.next, content });
  }
  return stream.buffer.size === 0 && stream.fin === stream.next ? 'closed' : { kind: 'delivered' };
};

/** The peer's streams, made most recent; undefined for an unknown peer. */
const touchPeer = <T>(state: InboundState<T>, from: ValidatorIndex): Map<string, InboundStream<T>> | undefined => {
  const streams = state.peers.get(from);
  if (streams === undefined) return undefined;
  state.peers.delete(from);
  state.peers.set(from, streams);
  return streams;
};

type Evicted<T> = { readonly from: ValidatorIndex; readonly stream: InboundStream<T>; readonly reason: DropReason };

/** Puts a living stream back as the most recent one; a full map loses its oldest entry. One peer's streams never evict another's. */
const keep = <T>(state: InboundState<T>, from: ValidatorIndex, stream: InboundStream<T>, limits: StreamLimits): readonly Evicted<T>[] => {
  const evicted: Evicted<T>[] = [];
  let streams = state.peers.get(from);
  if (streams === undefined) {
    streams = new Map();
    const oldest = state.peers.size >= limits.peers ? state.peers.entries().next().value : undefined;
    if (oldest !== undefined) {
      const [peer, lost] = oldest;
      state.peers.delete(peer);
      for (const other of lost.values()) evicted.push({ from: peer, stream: other, reason: 'evicted_peer' });
    }
    state.peers.set(from, streams);
  }
  const oldest = streams.size >= limits.streamsPerPeer ? streams.entries().next().value : undefined;
  if (oldest !== undefined) {
    streams.delete(oldest[0]);
    evicted.push({ from, stream: oldest[1], reason: 'evicted_stream' });
  }
  streams.set(streamKey(stream.streamId), stream);
  return evicted;
};

/** The application took `count` contents out of a stream's channel; nothing happens when the stream is gone. */
export const takeContents = <T>(state: InboundState<T>, from: ValidatorIndex, streamId: StreamId, count: number): void => {
  const stream = state.peers.get(from)?.get(streamKey(streamId));
  if (stream === undefined) return;
  assert(count <= stream.unread, `takeContents: at most ${stream.unread} contents, got ${count}`);
  stream.unread -= count;
};

/** The application dropped the receiver of a stream: its next content drops the stream. */
export const dropReceiver = <T>(state: InboundState<T>, from: ValidatorIndex, streamId: StreamId): void => {
  const stream = state.peers.get(from)?.get(streamKey(streamId));
  if (stream !== undefined) stream.abandoned = true;
};

/** Open outbound streams: stream key -> next message id. */
export type OutboundState = { readonly open: Map<string, number> };
/** Fatal: the stream handler stops, and consensus with it. */
export type StreamHandlerError = { readonly code: 'StreamIdReused'; readonly streamId: StreamId };

export const createOutbound = (): OutboundState => ({ open: new Map() });

/** Starts a stream; an id may be used again once its stream is closed. */
export const openOutbound = (state: OutboundState, streamId: StreamId): Result<null, StreamHandlerError> => {
  if (state.open.has(streamKey(streamId))) return err({ code: 'StreamIdReused', streamId });
  state.open.set(streamKey(streamId), 0);
  return ok(null);
};

/** The next content of an open stream, to be broadcast; `bytes` is an encoded ProposalPart. */
export const sendContent = (state: OutboundState, streamId: StreamId, bytes: Uint8Array): StreamMessage => {
  const messageId = required(state.open.get(streamKey(streamId)), 'sendContent: an open stream');
  state.open.set(streamKey(streamId), messageId + 1);
  return { streamId, messageId, message: { kind: 'content', bytes } };
};

/** The fin of an open stream, to be broadcast; its id is the number of contents. */
export const closeOutbound = (state: OutboundState, streamId: StreamId): StreamMessage => {
  const messageId = required(state.open.get(streamKey(streamId)), 'closeOutbound: an open stream');
  state.open.delete(streamKey(streamId));
  return { streamId, messageId, message: { kind: 'fin' } };
};
