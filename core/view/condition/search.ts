// Steps until a condition: the cursors at which it becomes true. True because of something that happens in the step, or true now and not before it.
// Searches fold the picture from the nearest keyframe, block by block, and only when the condition asks about the picture.
// Where the log is not kept (timeline.ts, firstStep) nothing is found.
import type { LogEvent } from '../../log/event.ts';
import type { ClusterView } from '../cluster.ts';
import type { Stepper } from '../steps.ts';
import { KEYFRAME_STEPS, type Timeline, eventsOfStep, timeOfCursor, viewAt } from '../timeline.ts';
import { type Facts, type Red, factsOf } from './facts.ts';
import type { Condition } from './syntax.ts';
import { needsView, truthOf } from './truth.ts';

type Search = { readonly line: Timeline; readonly condition: Condition; readonly facts: Facts; readonly folds: boolean };
type Place = { readonly cursor: number; readonly view: ClusterView };

const startAt = ({ line, folds }: Search, cursor: number): Place => ({ cursor, view: folds ? viewAt(line, cursor) : line.head });

const advance = ({ line, folds }: Search, place: Place, events: readonly LogEvent[]): Place => {
  let { view } = place;
  if (folds) for (const event of events) view = line.view.apply(view, event);
  return { cursor: place.cursor + 1, view };
};

/** Cursors in (from, until] at which the condition becomes true, in order; at most `limit`. */
const stopsBetween = (search: Search, from: number, until: number, limit: number): readonly number[] => {
  const { line, condition, facts } = search;
  const found: number[] = [];
  let place = startAt(search, from);
  const truthAt = (events: readonly LogEvent[]) => truthOf(condition, { ...place, us: timeOfCursor(line, place.cursor), events, facts });
  let before = truthAt(eventsOfStep(line, from - 1)).holds;
  while (place.cursor < until && found.length < limit) {
    const events = eventsOfStep(line, place.cursor);
    place = advance(search, place, events);
    const { holds, fresh } = truthAt(events);
    if (holds && (fresh || !before)) found.push(place.cursor);
    before = holds;
  }
  return found;
};

const lastBefore = (search: Search, cursor: number): number | null => {
  const { firstStep } = search.line;
  let until = cursor - 1;
  while (until > firstStep) {
    const from = Math.max(firstStep, Math.floor((until - 1) / KEYFRAME_STEPS) * KEYFRAME_STEPS);
    const last = stopsBetween(search, from, until, Number.POSITIVE_INFINITY).at(-1);
    if (last !== undefined) return last;
    until = from;
  }
  return null;
};

/** Steps to where a condition becomes true; `name` is what the trail remembers it by. Null where the log holds no such step. */
export const conditionStepper = (
  line: Timeline,
  condition: Condition,
  options: { readonly name: string; readonly reds: readonly Red[] },
): Stepper => {
  const search: Search = { line, condition, facts: factsOf(line, options.reds), folds: needsView(condition) };
  return {
    name: options.name,
    next: (cursor) => stopsBetween(search, Math.max(cursor, line.firstStep), line.stops.total, 1)[0] ?? null,
    previous: (cursor) => lastBefore(search, cursor),
  };
};
