// Step units (experience.md D6). A step is one delivery to one process and all it caused at once; a cursor is the number of steps applied. Coarser
// units are stops: cursors whose last step fulfils a predicate over the log. A trail remembers jumps that did not start at a stop, so that back is the
// exact inverse of forward from anywhere, and forward the inverse of back.

export const STEP_UNITS = ['event', 'message', 'phase', 'round', 'height'] as const;
export type StepUnit = (typeof STEP_UNITS)[number];

/** Ascending cursors of the units above `event`; every cursor from 1 to `total` is a stop of `event`. */
export type Stops = {
  readonly total: number;
  readonly message: readonly number[];
  readonly phase: readonly number[];
  readonly round: readonly number[];
  readonly height: readonly number[];
};

type Jump = { readonly unit: StepUnit; readonly from: number; readonly to: number };
export type StepPosition = { readonly cursor: number; readonly trail: readonly Jump[] };

/** Jumps that are remembered. */
const TRAIL_MAX = 10_000;

/** Index of the first element greater than `x`. */
export const upperBound = (list: readonly number[], x: number): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The next stop after `cursor`, or null when the log does not reach it yet. */
export const nextStop = (stops: Stops, unit: StepUnit, cursor: number): number | null => {
  if (unit === 'event') return cursor < stops.total ? cursor + 1 : null;
  return stops[unit][upperBound(stops[unit], cursor)] ?? null;
};

/** The last stop before `cursor`; 0, the empty picture, before the first; null at 0. */
export const previousStop = (stops: Stops, unit: StepUnit, cursor: number): number | null => {
  if (cursor <= 0) return null;
  if (unit === 'event') return cursor - 1;
  return stops[unit][upperBound(stops[unit], cursor - 1) - 1] ?? 0;
};

const jump = (position: StepPosition, unit: StepUnit, to: number): StepPosition => ({
  cursor: to,
  trail: [...position.trail, { unit, from: position.cursor, to }].slice(-TRAIL_MAX),
});

const undoOf = (position: StepPosition, unit: StepUnit): Jump | null => {
  const last = position.trail.at(-1);
  return last !== undefined && last.unit === unit && last.to === position.cursor ? last : null;
};

/** One unit forward; null when the log does not reach the next stop yet. */
export const stepForward = (stops: Stops, unit: StepUnit, position: StepPosition): StepPosition | null => {
  const undo = undoOf(position, unit);
  if (undo !== null && undo.from > position.cursor) return { cursor: undo.from, trail: position.trail.slice(0, -1) };
  const next = nextStop(stops, unit, position.cursor);
  return next === null ? null : jump(position, unit, next);
};

/** One unit back; null at the beginning. */
export const stepBack = (stops: Stops, unit: StepUnit, position: StepPosition): StepPosition | null => {
  const undo = undoOf(position, unit);
  if (undo !== null && undo.from < position.cursor) return { cursor: undo.from, trail: position.trail.slice(0, -1) };
  const previous = previousStop(stops, unit, position.cursor);
  return previous === null ? null : jump(position, unit, previous);
};
