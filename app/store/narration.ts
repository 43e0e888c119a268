// Which sentence is shown: exactly that of the last step while paused, the one that deserves most attention while playing.
import type { ClusterView } from '../../core/view/cluster.ts';
import { type Narration, narrate } from '../../core/view/narrate.ts';
import { type Timeline, eventsOfStep } from '../../core/view/timeline.ts';

/** Rank and moment of the sentence on screen. */
export type Heard = { readonly rank: number; readonly ms: number };

/** Steps that are looked at for one update while playing. */
const LOOK_BACK = 80;
/** A sentence stays at least this long unless a weightier one comes. */
const HOLD_MS = 1_400;
/** Routine is told only when nothing was for this long. */
const ROUTINE_MS = 2_600;
const ROUTINE_RANK = 30;

/** The sentence of the last step applied, or null at the beginning. */
export const narrationAt = (line: Timeline, cursor: number, view: ClusterView): Narration | null =>
  narrate(eventsOfStep(line, cursor - 1), view);

/** The sentence to show after the steps (from, to], or null to keep the present one. */
export const pickNarration = (
  steps: {
    readonly line: Timeline;
    readonly from: number;
    readonly to: number;
    readonly view: ClusterView;
    readonly told: ReadonlySet<number> | null;
  },
  heard: Heard,
  ms: number,
): Narration | null => {
  let best: Narration | null = null;
  for (let cursor = Math.max(steps.from + 1, steps.to - LOOK_BACK); cursor <= steps.to; cursor++) {
    if (steps.told !== null && !steps.told.has(cursor)) continue;
    const found = narrationAt(steps.line, cursor, steps.view);
    if (found !== null && (best === null || found.rank >= best.rank)) best = found;
  }
  if (best === null) return null;
  const age = ms - heard.ms;
  if (best.rank < ROUTINE_RANK) return age > ROUTINE_MS ? best : null;
  return age > HOLD_MS || best.rank >= heard.rank ? best : null;
};
