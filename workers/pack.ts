// Frames of one window for one peer, packed into one ArrayBuffer: a head of fixed size per frame, then its bytes. Little-endian, private to one run.
import { assert } from '../core/base/assert.ts';
import { FRAME_BYTES_MAX } from '../core/base/limits.ts';
import type { Frame, Topic } from '../core/net/frame.ts';
import { type ProcessId, toTimeUs } from '../core/types/ids.ts';

const TOPICS: readonly Topic[] = [
  'consensus_votes',
  'consensus_proposals',
  'mempool',
  'sync_headers',
  'sync_state_diffs',
  'sync_transactions',
];
/** No session; and the index of a request. */
const NONE = 0xffff_ffff;
/** source u32, target u32, sentAt f64, arriveAt f64, seq u32, cause p u32, cause n u32, topic u8, length u32, query u32, index u32. */
const HEAD_BYTES = 49;

/** One buffer for any number of frames; the empty list gives an empty buffer. */
export const packFrames = (frames: readonly Frame[]): ArrayBuffer => {
  const size = frames.reduce((sum, frame) => sum + HEAD_BYTES + frame.bytes.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const frame of frames) {
    const [p, n] = frame.cause.split(':').map(Number);
    assert(frame.bytes.length <= FRAME_BYTES_MAX && p !== undefined && n !== undefined, 'packFrames: a bounded frame with a cause');
    view.setUint32(at, frame.source, true);
    view.setUint32(at + 4, frame.target, true);
    view.setFloat64(at + 8, frame.sentAt, true);
    view.setFloat64(at + 16, frame.arriveAt, true);
    view.setUint32(at + 24, frame.seq, true);
    view.setUint32(at + 28, p, true);
    view.setUint32(at + 32, n, true);
    view.setUint8(at + 36, TOPICS.indexOf(frame.topic));
    view.setUint32(at + 37, frame.bytes.length, true);
    view.setUint32(at + 41, frame.session?.query ?? NONE, true);
    view.setUint32(at + 45, frame.session?.index ?? NONE, true);
    bytes.set(frame.bytes, at + HEAD_BYTES);
    at += HEAD_BYTES + frame.bytes.length;
  }
  return bytes.buffer;
};

/** The frames that `packFrames` packed. */
export const unpackFrames = (buffer: ArrayBuffer): readonly Frame[] => {
  const view = new DataView(buffer);
  const frames: Frame[] = [];
  let at = 0;
  while (at < buffer.byteLength) {
    const topic = TOPICS[view.getUint8(at + 36)];
    assert(topic !== undefined, 'unpackFrames: a known topic');
    const length = view.getUint32(at + 37, true);
    const start = at + HEAD_BYTES;
    const [query, index] = [view.getUint32(at + 41, true), view.getUint32(at + 45, true)];
    const session = query === NONE ? {} : { session: Object.freeze({ query, index: index === NONE ? null : index }) };
    frames.push(
      Object.freeze({
        source: view.getUint32(at, true) as ProcessId,
        target: view.getUint32(at + 4, true) as ProcessId,
        sentAt: toTimeUs(view.getFloat64(at + 8, true)),
        arriveAt: toTimeUs(view.getFloat64(at + 16, true)),
        seq: view.getUint32(at + 24, true),
        topic,
        bytes: new Uint8Array(buffer.slice(start, start + length)),
        cause: `${view.getUint32(at + 28, true)}:${view.getUint32(at + 32, true)}`,
        ...session,
      }),
    );
    at = start + length;
  }
  return frames;
};
