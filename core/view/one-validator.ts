// The stops of one validator: steps into it, in every unit. An event is a step of one of its processes, a message a frame that it handles, a phase or a
// round its own, a height its own decision or a synced block.
import type { LogEvent } from '../log/event.ts';
import { validatorOf } from '../types/ids.ts';
import type { StepUnit } from './steps.ts';
import { type Timeline, stepOfEvent } from './timeline.ts';

const isStop = (event: LogEvent, unit: StepUnit): boolean => {
  switch (unit) {
    case 'event':
      return true;
    case 'message':
      return event.kind === 'frame_delivered';
    case 'phase':
      return event.kind === 'step_entered' || event.kind === 'round_entered';
    case 'round':
      return event.kind === 'round_entered' || event.kind === 'decided';
    case 'height':
      return event.kind === 'decided' || event.kind === 'synced';
  }
};

/** Ascending cursors after which the last step is one of the validator's and of the unit. */
export const stopsOfValidator = (line: Timeline, validator: number, unit: StepUnit): readonly number[] => {
  const cursors = new Set<number>();
  for (const [process, indexes] of line.byProcess) {
    if (validatorOf(process as LogEvent['p']) !== validator) continue;
    for (const index of indexes) {
      const event = line.events[index];
      if (event !== undefined && isStop(event, unit)) cursors.add(stepOfEvent(line, index) + 1);
    }
  }
  return [...cursors].toSorted((a, b) => a - b);
};
