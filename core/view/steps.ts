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

/** Anything that one can step by. Jumps of equal `name` undo each other. */
export type Stepper = {
  readonly name: string;
  /** The next stop after a cursor, or null when the log does not reach it yet. */
  readonly next: (cursor: number) => number | null;
  /** The last stop before a cursor, or null when there is none. */
  readonly previous: (cursor: number) => number | null;
};

type Jump = { readonly by: string; readonly from: number; readonly to: number };
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

/** Steps by a unit of the whole network. */
export const unitStepper = (stops: Stops, unit: StepUnit): Stepper => ({
  name: unit,
  next: (cursor) => nextStop(stops, unit, cursor),
  previous: (cursor) => previousStop(stops, unit, cursor),
});

/** Steps by a list of ascending cursors; the empty picture is before the first. */
export const listStepper = (name: string, list: readonly number[]): Stepper => ({
  name,
  next: (cursor) => list[upperBound(list, cursor)] ?? null,
  previous: (cursor) => (cursor <= 0 ? null : (list[upperBound(list, cursor - 1) - 1] ?? 0)),
});

const jump = (position: StepPosition, by: string, to: number): StepPosition => ({
  cursor: to,
  trail: [...position.trail, { by, from: position.cursor, to }].slice(-TRAIL_MAX),
});

const undoOf = (position: StepPosition, by: string): Jump | null => {
  const last = position.trail.at(-1);
  return last !== undefined && last.by === by && last.to === position.cursor ? last : null;
};

/** One step forward; null when the log does not reach the next stop yet. `from`: a cursor up to which there is known to be none. */
export const forwardBy = (stepper: Stepper, position: StepPosition, from: number = position.cursor): StepPosition | null => {
  const undo = undoOf(position, stepper.name);
  if (undo !== null && undo.from > position.cursor) return { cursor: undo.from, trail: position.trail.slice(0, -1) };
  const next = stepper.next(from);
  return next === null ? null : jump(position, stepper.name, next);
};

/** One step back; null at the beginning. */
export const backBy = (stepper: Stepper, position: StepPosition): StepPosition | null => {
  const undo = undoOf(position, stepper.name);
  if (undo !== null && undo.from < position.cursor) return { cursor: undo.from, trail: position.trail.slice(0, -1) };
  const previous = stepper.previous(position.cursor);
  return previous === null ? null : jump(position, stepper.name, previous);
};
