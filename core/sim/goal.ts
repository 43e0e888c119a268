// When a run has reached a height: the first instant at which every live validator has decided (or learned by sync) the asked height (world.md 9).
import type { LogEvent } from '../log/event.ts';
import { type Height, type TimeUs, type ValidatorIndex, validatorOf } from '../types/ids.ts';

export type HeightGoal = {
  readonly height: Height;
  readonly heights: Map<ValidatorIndex, number>;
  readonly down: Set<ValidatorIndex>;
  reachedAt: TimeUs | null;
};

export const createHeightGoal = (height: Height, validators: readonly ValidatorIndex[]): HeightGoal => ({
  height,
  heights: new Map(validators.map((v) => [v, 0])),
  down: new Set(),
  reachedAt: null,
});

/** Feeds one event, in total order; `reachedAt` is set once. */
export const feedHeightGoal = (goal: HeightGoal, event: LogEvent): void => {
  const validator = validatorOf(event.p);
  if (event.kind === 'crashed') goal.down.add(validator);
  else if (event.kind === 'started' && event.restart) goal.down.delete(validator);
  else if ((event.kind === 'decided' || event.kind === 'synced') && goal.heights.has(validator))
    goal.heights.set(validator, Math.max(goal.heights.get(validator) ?? 0, event.height));
  else return;
  if (goal.reachedAt === null && [...goal.heights].every(([v, height]) => goal.down.has(v) || height >= goal.height))
    goal.reachedAt = event.t;
};
