// One end of the seed's stream: numbers of what it sends, order of what it hears, heartbeats. The same at both ends; what frames mean is above it.
// Source: world.md 11, seed.md 5.4. A direction is opened at a time and its frames are numbered from there; a gap breaks it, and its sender opens it anew.
// Plain data that the functions here change in place.
import { type TimeUs, toTimeUs } from '../../types/ids.ts';
import type { FrameBody, StreamFrame } from '../../wire/bridge/frame.ts';

/** A heartbeat a second in each direction. */
export const HEARTBEAT_US = 1_000_000;
/** So many missed in a row, and the bridge is lost. */
const MISSED_MAX = 3;
/** Chunks that may be pushed before the first is taken. */
export const CREDIT_CHUNKS = 4;

export type StreamEnd = {
  opened: TimeUs;
  /** Number of the next frame to send. */
  seq: number;
  /** When the other side opened its direction; null: not heard yet. */
  peerOpened: TimeUs | null;
  /** Number of the next frame to hear. */
  next: number;
  /** A frame was missing: nothing counts until the other side has opened its direction anew. */
  broken: boolean;
  /** Heartbeats sent. */
  beat: number;
  /** A heartbeat came since the last one was sent. */
  heard: boolean;
  missed: number;
  lost: boolean;
};

/** An end that opens its direction at `now`. */
export const createEnd = (now: TimeUs): StreamEnd => ({
  opened: now,
  seq: 0,
  peerOpened: null,
  next: 0,
  broken: false,
  beat: 0,
  heard: false,
  missed: 0,
  lost: false,
});

/** The frame in which `body` leaves; a heartbeat carries the number of the next frame and does not count. */
export const stampFrame = (end: StreamEnd, body: FrameBody): StreamFrame => {
  const { seq, opened } = end;
  if (body.kind !== 'heartbeat') end.seq++;
  return { seq, opened, body };
};

/** Opens the outgoing direction anew. */
export const reopen = (end: StreamEnd, now: TimeUs): void => {
  end.opened = toTimeUs(Math.max(now, end.opened + 1));
  end.seq = 0;
};

/** `reopened`: the other side began anew, so that everything under way is void, and the frame counts. */
export type Reception = 'accepted' | 'reopened' | 'broken' | 'duplicate' | 'ignored';

/** Takes note of a frame. Word that the own direction is broken counts in every state. */
export const hearFrame = (end: StreamEnd, frame: StreamFrame): Reception => {
  const isControl = frame.body.kind === 'error' && frame.body.callId === null;
  const reception = order(end, frame);
  return isControl && reception !== 'reopened' && reception !== 'duplicate' ? 'accepted' : reception;
};

const order = (end: StreamEnd, { seq, opened, body }: StreamFrame): Reception => {
  const isBeat = body.kind === 'heartbeat';
  if (end.peerOpened !== null && opened < end.peerOpened) return 'ignored';
  let reopened = false;
  if (end.peerOpened === null || opened > end.peerOpened) {
    reopened = end.peerOpened !== null && !end.broken;
    end.peerOpened = opened;
    end.next = 0;
    end.broken = false;
  }
  if (end.broken) return isBeat ? 'broken' : 'ignored';
  if (seq > end.next) {
    end.broken = true;
    return 'broken';
  }
  if (seq < end.next && !isBeat) return 'duplicate';
  if (!isBeat) end.next++;
  return reopened ? 'reopened' : 'accepted';
};

/** A heartbeat arrived; true when one had been missing until then. */
export const hearBeat = (end: StreamEnd): boolean => {
  const wasMissing = end.missed > 0;
  end.heard = true;
  end.missed = 0;
  end.lost = false;
  return wasMissing;
};

/** A second has passed: counts what is missing. `missed` 0: nothing; `lost`: the bridge is lost from now on. */
export const passBeat = (end: StreamEnd): { readonly missed: number; readonly lost: boolean } => {
  const isMissing = !end.heard && end.beat > 0;
  end.missed = isMissing ? end.missed + 1 : 0;
  end.heard = false;
  end.beat++;
  const lost = end.missed === MISSED_MAX && !end.lost;
  if (lost) end.lost = true;
  return { missed: end.missed, lost };
};
