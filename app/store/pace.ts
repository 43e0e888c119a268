// How virtual time is stretched for the eye. At 1x a phase of about 100 ms takes about two seconds; a silence is shortened, because the protocol's
// timeouts are thirty times longer than its messages (experience.md D0, D6).

import { upperBound } from '../../core/view/steps.ts';

/** Real milliseconds for one virtual millisecond, in dense stretches at 1x. */
const STRETCH = 20;
/** Silences longer than this are compressed. */
const LONG_GAP_US = 50_000;
/** Real milliseconds that each doubling of a long silence adds. */
const PER_DOUBLING_MS = 160;

/** Real milliseconds that a gap of `us` virtual microseconds between two beats takes at 1x. Grows with the gap, ever more slowly. */
export const gapMs = (us: number): number => {
  if (us <= LONG_GAP_US) return (us / 1_000) * STRETCH;
  return (LONG_GAP_US / 1_000) * STRETCH + Math.log2(us / LONG_GAP_US) * PER_DOUBLING_MS;
};

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 64] as const;
export type Speed = (typeof SPEEDS)[number];

/** The next speed up (+1) or down (-1); the same at the ends. */
export const nextSpeed = (speed: Speed, by: 1 | -1): Speed => SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;

/** What the player walks through. `beats`: times of the steps that set the pace; `times`: of all steps; the log is complete before `headUs`. */
export type Road = { readonly beats: readonly number[]; readonly times: readonly number[]; readonly headUs: number };
/** `cursor` steps are applied: all with time <= `us`. */
export type Place = { readonly us: number; readonly cursor: number };

/** Beats of one frame at most. */
const BEATS_PER_FRAME = 2_000;

/** The place after `ms` real milliseconds at `speed`. Never goes beyond the last microsecond that the log has complete. */
export const advancePlace = (road: Road, place: Place, ms: number, speed: number): Place => {
  const end = road.headUs - 1;
  let us = place.us;
  let budget = ms * speed;
  let beat = upperBound(road.beats, us);
  for (let i = 0; i < BEATS_PER_FRAME && budget > 0 && us < end; i++) {
    const goal = Math.min(road.beats[beat] ?? Number.POSITIVE_INFINITY, end);
    const gap = goal - (road.beats[beat - 1] ?? 0);
    const rate = gap / gapMs(gap);
    const needed = (goal - us) / rate;
    if (needed > budget) {
      us += rate * budget;
      break;
    }
    budget -= needed;
    us = goal;
    beat++;
  }
  return { us, cursor: Math.max(place.cursor, upperBound(road.times, us)) };
};
