// A run as a .trace file: what determines it, a digest of its log and every frame that was sent (core/wire/trace.ts has the bytes).
import { equalBytes } from '../base/bytes.ts';
import { hexToBytes } from '../base/hex.ts';
import type { LogEvent } from '../log/event.ts';
import { type TraceFile, type TracedFrame, encodeTrace } from '../wire/trace.ts';
import type { Telling } from './telling.ts';

const framesOf = (events: readonly LogEvent[]): readonly TracedFrame[] =>
  events.flatMap((event) =>
    event.kind === 'frame_sent'
      ? [
          {
            t: event.t,
            p: event.p,
            n: event.n,
            topic: event.topic,
            targets: event.targets.map(({ to, arriveAt }) => ({ to, arriveAt })),
            bytes: event.bytes,
          },
        ]
      : [],
  );

const traceOf = ({ link, untilUs, fingerprint, events }: Telling): TraceFile => ({
  link,
  untilUs,
  fingerprint: hexToBytes(fingerprint),
  events: events.length,
  frames: framesOf(events),
});

/** The bytes of the file. */
export const traceFile = (telling: Telling): Uint8Array => encodeTrace(traceOf(telling));

const isSame = (a: TracedFrame, b: TracedFrame | undefined): boolean =>
  b !== undefined &&
  a.t === b.t &&
  a.p === b.p &&
  a.n === b.n &&
  a.topic === b.topic &&
  a.targets.length === b.targets.length &&
  a.targets.every(({ to, arriveAt }, i) => to === b.targets[i]?.to && arriveAt === b.targets[i]?.arriveAt) &&
  equalBytes(a.bytes, b.bytes);

/** The place where a file says something else than the run does, or null. */
export const traceDifference = (file: TraceFile, telling: Telling): string | null => {
  const run = traceOf(telling);
  const at = file.frames.findIndex((frame, i) => !isSame(frame, run.frames[i]));
  if (at >= 0) return `frames[${at}]`;
  if (file.frames.length !== run.frames.length) return `frames[${file.frames.length}]`;
  if (file.events !== run.events) return 'events';
  return equalBytes(file.fingerprint, run.fingerprint) ? null : 'fingerprint';
};
