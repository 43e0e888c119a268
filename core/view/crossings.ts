// Every call on a bridge as two crossings, request and answer, for the canvas: who, which way, from when to when. Found in a window of the log on
// demand, so that nothing is kept beside the log. Source: the four events of a call (log/event.ts); world.md 5 for the latency each way.
// A crossing that nobody has seen arrive ends at null; one whose call failed in transport is dead.
import type { LogEvent } from '../log/event.ts';
import { CONSENSUS_SLOT, type ProcessId, type TimeUs, type ValidatorIndex, slotOf, validatorOf } from '../types/ids.ts';
import { upperBound } from './steps.ts';
import type { EventOf } from './view.ts';

export type Crossing = {
  readonly validator: ValidatorIndex;
  /** Null: a frame of the seed's stream that belongs to no call. */
  readonly callId: number | null;
  readonly direction: 'request' | 'answer';
  readonly from: TimeUs;
  /** Null while it has not arrived. */
  readonly to: TimeUs | null;
  /** False: an error, or a request that the transport lost. */
  readonly ok: boolean;
};

/** The part of a timeline that is read. */
export type CrossingSource = {
  readonly events: readonly (LogEvent | undefined)[];
  readonly starts: readonly number[];
  readonly times: readonly number[];
};

type Open = { -readonly [K in keyof Crossing]: Crossing[K] };

const keyOf = (p: ProcessId, callId: number, direction: Crossing['direction']): string => `${validatorOf(p)}/${callId}/${direction}`;

/** Frames of the seed's stream that are neither a call nor its answer; they arrive in order, or not at all. */
const followFrame = (open: Map<string, Open>, list: Open[], event: EventOf<'bridge_frame' | 'bridge_frame_delivered'>): void => {
  const isSent = event.kind === 'bridge_frame';
  const fromConsensus = (slotOf(event.p) === CONSENSUS_SLOT) === isSent;
  const direction = fromConsensus ? 'request' : 'answer';
  const key = `${validatorOf(event.p)}/${event.slot}/${direction}/${JSON.stringify(event.what)}`;
  if (!isSent) {
    const crossing = open.get(key);
    if (crossing !== undefined) crossing.to ??= event.t;
    return;
  }
  if (event.what.kind === 'call' || event.what.kind === 'answer') return;
  const crossing: Open = {
    validator: validatorOf(event.p),
    callId: null,
    direction,
    from: event.t,
    to: null,
    ok: event.what.kind !== 'error',
  };
  open.set(key, crossing);
  list.push(crossing);
};

/** Opens and closes crossings by one event. */
const follow = (open: Map<string, Open>, list: Open[], event: LogEvent): void => {
  if (event.kind === 'bridge_frame' || event.kind === 'bridge_frame_delivered') followFrame(open, list, event);
  else if (event.kind === 'call_sent' || event.kind === 'answer_sent') {
    const direction = event.kind === 'call_sent' ? 'request' : 'answer';
    const crossing: Open = {
      validator: validatorOf(event.p),
      callId: event.callId,
      direction,
      from: event.t,
      to: null,
      ok: event.kind === 'call_sent' || event.ok,
    };
    open.set(keyOf(event.p, event.callId, direction), crossing);
    list.push(crossing);
  } else if (event.kind === 'call_delivered') {
    const crossing = open.get(keyOf(event.p, event.callId, 'request'));
    if (crossing !== undefined && crossing.to === null) crossing.to = event.t;
  } else if (event.kind === 'answer_delivered') {
    const answer = open.get(keyOf(event.p, event.callId, 'answer'));
    if (answer !== undefined && answer.to === null) answer.to = event.t;
    const request = open.get(keyOf(event.p, event.callId, 'request'));
    // An answer without an arrival came from the transport itself: the request is lost.
    if (request !== undefined && request.to === null) request.ok = false;
  }
};

/** Crossings that begin in [from, until], in order. */
export const crossingsBetween = (source: CrossingSource, from: number, until: number): readonly Crossing[] => {
  const list: Open[] = [];
  const open = new Map<string, Open>();
  const first = upperBound(source.times, from - 1);
  for (let i = source.starts[first] ?? source.events.length; i < source.events.length; i++) {
    const event = source.events[i];
    if (event === undefined || event.t > until) break;
    follow(open, list, event);
  }
  return list;
};
