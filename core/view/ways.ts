// What one can step by beyond the units of the whole network: one validator's own steps, and those of something that is followed, in every unit.
import type { Followed } from './follow.ts';
import { followedStops } from './follow.ts';
import { stopsOfValidator } from './one-validator.ts';
import { type StepUnit, type Stepper, listStepper } from './steps.ts';
import { type Timeline, stopsOf } from './timeline.ts';

/** At least one of both, else it is a plain unit. */
export type Way = { readonly unit: StepUnit; readonly validator: number | null; readonly followed: Followed | null };

const nameOf = ({ unit, validator, followed }: Way): string => {
  const of = followed === null ? '' : followed.kind === 'transaction' ? followed.hash : `${followed.height}/${followed.round}`;
  return `${unit} of ${validator ?? 'all'} along ${of}`;
};

/** The stops of a way over the log as it is. */
export const wayStepper = (line: Timeline, way: Way): Stepper => {
  const { unit, validator, followed } = way;
  const name = nameOf(way);
  const own = validator === null ? null : stopsOfValidator(line, validator, unit);
  if (followed === null) return listStepper(name, own ?? []);
  const along = followedStops(line, followed);
  if (own !== null) {
    const wanted = new Set(own);
    return listStepper(
      name,
      along.filter((cursor) => wanted.has(cursor)),
    );
  }
  if (unit === 'event') return listStepper(name, along);
  const wanted = new Set(stopsOf(line)[unit]);
  return listStepper(
    name,
    along.filter((cursor) => wanted.has(cursor)),
  );
};
