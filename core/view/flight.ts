// Where a message is at a time: a pure function of when it was sent, when it arrives and the playhead, so that scrubbing, reverse and freezing are
// free (experience.md 5). Canvas and hit test use the same functions. Knows nothing of pixels beyond the two end points it is given.
import type { Message } from './messages.ts';
import { messageEnd } from './messages.ts';

export type Point = { readonly x: number; readonly y: number };

/** `progress` 0 at the sender, 1 at the receiver. `dying`: it will not arrive, 0 to 1 of its last part; 0 for a message that lives. */
export type Flight = { readonly progress: number; readonly dying: number };

/** Distance of a lane from the straight line, so that opposite directions keep apart; wagons of one train ride in file. */
export const LANE = 9;
/** Where the stage is seen from afar, messages and lanes are drawn larger by this factor, so that they keep their shape. */
export const magnifierAt = (zoom: number): number => Math.max(1, Math.min(2.4, 0.62 / zoom));
/** Virtual time that the burst of a decision lasts. */
export const BURST_US = 400_000;
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

/** How far a bundled route bends from the middle of its ends to the hub, 0 to 1. */
const BEND = 0.86;

/** The point at `progress` of a route that many messages share: bent through the hub,. */
const pointOnBundle = (a: Point, b: Point, hub: Point, progress: number): Point => {
  const control = { x: mix((a.x + b.x) / 2, hub.x, BEND), y: mix((a.y + b.y) / 2, hub.y, BEND) };
  const [p, q] = [1 - progress, progress];
  return { x: p * p * a.x + 2 * p * q * control.x + q * q * b.x, y: p * p * a.y + 2 * p * q * control.y + q * q * b.y };
};

/** The number at `share` of the way from `a` to `b`. */
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** The point at `share` of the straight way from `a` to `b`. */
export const between = (a: Point, b: Point, share: number): Point => ({ x: mix(a.x, b.x, share), y: mix(a.y, b.y, share) });

/** Where a message is on the stage: in its own lane of a straight link, or, in a network too large for links, on a bundle through the hub. */
export const pointOnRoute = (
  ends: { readonly a: Point; readonly b: Point; readonly hub: Point | null },
  progress: number,
  lane: number,
): Point => (ends.hub === null ? pointOnLink(ends.a, ends.b, progress, lane) : pointOnBundle(ends.a, ends.b, ends.hub, progress));

/** How far along its spoke a bundle stands for all its messages, by how many bundles of the same sender stand before it. */
export const bundleShare = (index: number): number => 0.26 + 0.11 * (index % 4);
