// Where a message is at a time: a pure function of when it was sent, when it arrives and the playhead, so that scrubbing, reverse and freezing are
// free (experience.md 5). Canvas and hit test use the same functions. Knows nothing of pixels beyond the two end points it is given.
import type { Message } from './messages.ts';
import { messageEnd } from './messages.ts';

export type Point = { readonly x: number; readonly y: number };

/** `progress` 0 at the sender, 1 at the receiver. `dying`: it will not arrive, 0 to 1 of its last part; 0 for a message that lives. */
export type Flight = { readonly progress: number; readonly dying: number };

/** A message that never arrives stops here. */
const DOOMED_PROGRESS = 0.55;
const DYING_FROM = 0.6;

/** The flight at `t`, or null when it has not left or is gone. */
export const flightAt = (
  message: { readonly sentAt: number; readonly arriveAt: number | null; readonly end: number },
  t: number,
): Flight | null => {
  if (t < message.sentAt || t >= message.end) return null;
  const share = (t - message.sentAt) / Math.max(1, message.end - message.sentAt);
  if (message.arriveAt !== null) return { progress: share, dying: 0 };
  return { progress: Math.min(share / DYING_FROM, 1) * DOOMED_PROGRESS, dying: Math.max(0, (share - DYING_FROM) / (1 - DYING_FROM)) };
};

/** The flight of a message of the list. */
export const flightOf = (message: Message, t: number): Flight | null =>
  flightAt({ sentAt: message.sentAt, arriveAt: message.arriveAt, end: messageEnd(message) }, t);

/** The point at `progress` from `a` to `b`, moved `lane` units to the right of the direction of travel, so that opposite directions keep apart. */
export const pointOnLink = (a: Point, b: Point, progress: number, lane: number): Point => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.max(1e-9, Math.sqrt(dx * dx + dy * dy));
  return { x: a.x + dx * progress - (dy / length) * lane, y: a.y + dy * progress + (dx / length) * lane };
};
