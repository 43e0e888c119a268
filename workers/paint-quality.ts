// How much is drawn when drawing gets dear: trails first go, then shapes become dots, then dots become counts. Pure: the caller measures.
// Falls at once after a run of slow pictures, rises only after many cheap ones, so that it does not flicker between two levels.

const QUALITIES = ['trails', 'shapes', 'dots', 'counts'] as const;
export type PaintQuality = (typeof QUALITIES)[number];

export type QualityState = {
  readonly level: number;
  /** Smoothed milliseconds of one picture. */
  readonly average: number;
  /** Cheap pictures in a row. */
  readonly calm: number;
};

export const BEST_QUALITY: QualityState = Object.freeze({ level: 0, average: 0, calm: 0 });

/** Milliseconds of a picture that are too many, and so few that more may be drawn. */
const SLOW_MS = 9;
const CHEAP_MS = 2.5;
const CALM_PICTURES = 90;
const SMOOTHING = 0.2;

export const qualityOf = (state: QualityState): PaintQuality => QUALITIES[state.level] ?? 'counts';

/** The state after a picture that took `ms`. */
export const afterPicture = (state: QualityState, ms: number): QualityState => {
  const average = state.average + (ms - state.average) * SMOOTHING;
  if (average > SLOW_MS && state.level < QUALITIES.length - 1) return { level: state.level + 1, average: SLOW_MS / 2, calm: 0 };
  const calm = average < CHEAP_MS ? state.calm + 1 : 0;
  if (calm >= CALM_PICTURES && state.level > 0) return { level: state.level - 1, average, calm: 0 };
  return { ...state, average, calm };
};
