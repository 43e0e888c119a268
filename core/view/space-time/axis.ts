// Where a moment lies along the diagram (experience.md D5). Three axes: logical (one step one column; routine steps may share the column before them),
// real (virtual time), compressed (virtual time, silences of the story longer than IDLE_US cut to a fixed width). Units: a column, or a millisecond.
// All are monotone in the order of the log.
import { upperBound } from '../steps.ts';
import type { Diagram, Gap } from './diagram.ts';
import type { Place } from './primitives.ts';

export const AXIS_KINDS = ['logical', 'real', 'compressed'] as const;
export type AxisKind = (typeof AXIS_KINDS)[number];
/** `folded`: on the logical axis, routine steps take no column of their own. */
export type Axis = { readonly kind: AxisKind; readonly folded: boolean };

/** Width of a cut silence in units. */
export const GAP_UNITS = 64;
const US_PER_UNIT = 1_000;

/** Units that the axis has saved behind a gap. */
export const savedBehind = (gap: Gap): number => gap.saved + (gap.to - gap.from) / US_PER_UNIT - GAP_UNITS;

const squeezed = (gaps: readonly Gap[], t: number): number => {
  // Each gap before `t` takes GAP_UNITS instead of its own length.
  let [low, high] = [0, gaps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((gaps[middle]?.from ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  const inside = gaps[low - 1];
  if (inside === undefined) return t / US_PER_UNIT;
  const start = inside.from / US_PER_UNIT - inside.saved;
  if (t < inside.to) return start + (GAP_UNITS * (t - inside.from)) / (inside.to - inside.from);
  return start + GAP_UNITS + (t - inside.to) / US_PER_UNIT;
};

/** Units from the beginning of the axis. */
export const positionOf = (diagram: Diagram, axis: Axis, { step, t }: Place): number => {
  switch (axis.kind) {
    case 'logical':
      return (axis.folded ? (diagram.columns[step] ?? (diagram.columns.at(-1) ?? -1) + 1) : step) + 0.5;
    case 'real':
      return t / US_PER_UNIT;
    case 'compressed':
      return squeezed(diagram.gaps, t);
  }
};

/** The position of a moment between steps: `cursor` steps are applied, the time is `us`. */
export const cursorPosition = (diagram: Diagram, axis: Axis, cursor: number, us: number): number => {
  if (axis.kind !== 'logical') return positionOf(diagram, axis, { step: cursor - 1, t: us });
  if (cursor <= 0) return 0;
  return positionOf(diagram, axis, { step: cursor - 1, t: us }) + 0.5;
};

/** Position of the end of the log. */
export const axisLength = (diagram: Diagram, axis: Axis): number =>
  cursorPosition(diagram, axis, diagram.times.length, diagram.times.at(-1) ?? 0);

/** Number of steps that lie at or before `units`. */
export const stepsUpTo = (diagram: Diagram, axis: Axis, units: number): number => {
  let [low, high] = [0, diagram.times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positionOf(diagram, axis, { step: middle, t: diagram.times[middle] ?? 0 }) <= units) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The place of a time without a step of its own: a deadline, an arrival. It lies behind every step up to then. */
export const placeOfTime = (diagram: Diagram, t: number): Place => ({ step: upperBound(diagram.times, t) - 1, t });

/** Virtual time in microseconds at a position of a time axis; on the logical axis the time of the step there. */
export const timeAtPosition = (diagram: Diagram, axis: Axis, units: number): number => {
  switch (axis.kind) {
    case 'logical':
      return diagram.times[Math.max(0, stepsUpTo(diagram, axis, units) - 1)] ?? 0;
    case 'real':
      return Math.max(0, units * US_PER_UNIT);
    case 'compressed': {
      let [low, high] = [0, Math.max(diagram.times.at(-1) ?? 0, 1)];
      for (let i = 0; i < 50 && high - low > 1; i++) {
        const middle = (low + high) / 2;
        if (squeezed(diagram.gaps, middle) <= units) low = middle;
        else high = middle;
      }
      return Math.floor(low);
    }
  }
};
