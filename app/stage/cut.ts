// Which validators a drawn line cuts off: those on the smaller side of it. Pure geometry.
import type { Place } from './layout.ts';

export type Line = { readonly from: Place; readonly to: Place };

/** Lines shorter than this are a slip of the hand. */
const SHORTEST = 24;

/** Indexes of the smaller side, ascending; null when the line is too short or leaves all on one side. */
export const cutOff = (centres: readonly Place[], { from, to }: Line): readonly number[] | null => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (Math.hypot(dx, dy) < SHORTEST) return null;
  const left: number[] = [];
  const right: number[] = [];
  for (const [index, { x, y }] of centres.entries()) {
    if (dx * (y - from.y) - dy * (x - from.x) < 0) left.push(index);
    else right.push(index);
  }
  if (left.length === 0 || right.length === 0) return null;
  return left.length < right.length || (left.length === right.length && left.includes(0)) ? left : right;
};
