// The file of a run (.trace) <-> bytes: what determines the run, a digest of its log, and every frame that was sent. Schema: proto/trace.proto, ours.
// Whoever opens one trusts none of it: the run is simulated again and its digest compared.
import { IMPORT_BYTES_MAX, SHARE_CHARACTERS_MAX, LOG_EVENTS_MAX, VALIDATORS_MAX } from '../base/limits.ts';
import { type DecodeResult, decodeWith, encodeWith } from './codec.ts';
import { refuse } from './errors.ts';
import { Trace, type TraceFrameIn, type TraceFrameOut, type TraceOut } from './generated/messages.ts';
import type { Reading } from './reading.ts';
import { writeU64 } from './writing.ts';

export type TracedFrame = {
  /** Virtual time in microseconds, process and number of its frame_sent. */
  readonly t: number;
  readonly p: number;
  readonly n: number;
  readonly topic: string;
  /** `arriveAt` null: it never arrives. */
  readonly targets: readonly { readonly to: number; readonly arriveAt: number | null }[];
  readonly bytes: Uint8Array;
};

export type TraceFile = {
  /** Payload of the link to the moment `untilUs` (sim/share.ts). */
  readonly link: string;
  readonly untilUs: number;
  /** 16 bytes over all log events with time <= untilUs. */
  readonly fingerprint: Uint8Array;
  /** Number of those events. */
  readonly events: number;
  readonly frames: readonly TracedFrame[];
};

const FORMAT = 1;
const FINGERPRINT_BYTES = 16;
const TOPIC_MAX = 40;

const writeFrame = ({ t, p, n, topic, targets, bytes }: TracedFrame): TraceFrameIn => ({
  time: writeU64(BigInt(t)),
  process: p,
  count: writeU64(BigInt(n)),
  topic,
  targets: targets.map(({ to, arriveAt }) => ({ validator: to, arrival: arriveAt === null ? null : writeU64(BigInt(arriveAt)) })),
  bytes,
});

/** The bytes of a .trace file. */
export const encodeTrace = ({ link, untilUs, fingerprint, events, frames }: TraceFile): Uint8Array =>
  encodeWith(Trace, {
    format: FORMAT,
    link,
    until: writeU64(BigInt(untilUs)),
    fingerprint,
    events: writeU64(BigInt(events)),
    frames: frames.map((frame) => writeFrame(frame)),
  });

const readFrame = (message: TraceFrameOut, reading: Reading): TracedFrame => {
  reading.limit(message.topic.length, 'topic', TOPIC_MAX);
  reading.limit(message.targets.length, 'targets', VALIDATORS_MAX);
  return {
    t: reading.count(message.time, 'time'),
    p: message.process,
    n: reading.count(message.count, 'count'),
    topic: message.topic,
    targets: message.targets.map(({ validator, arrival }) => ({
      to: validator,
      arriveAt: arrival === null ? null : reading.count(arrival, 'arrival'),
    })),
    bytes: message.bytes.slice(),
  };
};

const readTrace = (message: TraceOut, reading: Reading): TraceFile => {
  if (message.format !== FORMAT) refuse({ code: 'OutOfRangeValue', type: 'Trace', field: 'format', value: String(message.format) });
  reading.limit(message.link.length, 'link', SHARE_CHARACTERS_MAX);
  reading.limit(message.frames.length, 'frames', LOG_EVENTS_MAX);
  const got = message.fingerprint.length;
  if (got !== FINGERPRINT_BYTES)
    refuse({ code: 'BytesDataLengthMismatch', type: 'Trace', field: 'fingerprint', expected: FINGERPRINT_BYTES, got });
  return {
    link: message.link,
    untilUs: reading.count(message.until, 'until'),
    fingerprint: message.fingerprint.slice(),
    events: reading.count(message.events, 'events'),
    frames: message.frames.map((frame) => readFrame(frame, reading)),
  };
};

/** Reads a .trace file; any bytes give a value or a WireError. */
export const decodeTrace = (bytes: Uint8Array): DecodeResult<TraceFile> => decodeWith(Trace, bytes, readTrace, IMPORT_BYTES_MAX);
