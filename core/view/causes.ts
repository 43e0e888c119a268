// Why did this happen: the walk from an event back along `cause`, one entry per step, to the root (a start, a timer or an intervention).
import { type LogEvent, logEventId } from '../log/event.ts';
import { validatorOf } from '../types/ids.ts';
import type { Message } from './messages.ts';
import { upperBound } from './steps.ts';
import { type Timeline, eventsOfStep, indexOfEvent, stepOfEvent } from './timeline.ts';

export type CauseLink = { readonly event: LogEvent; readonly id: string; readonly step: number };

/** Longest chain that is walked. */
const CHAIN_MAX = 64;

/** The chain from the event itself to its root, newest first; one link per step, the opening delivery of each. */
export const causeChain = (line: Timeline, id: string): readonly CauseLink[] => {
  const links: CauseLink[] = [];
  let at = indexOfEvent(line, id);
  while (at !== null && links.length < CHAIN_MAX) {
    const step = stepOfEvent(line, at);
    const opening = line.events[line.starts[step] ?? at];
    if (opening === undefined) break;
    if (links.at(-1)?.step !== step) links.push({ event: opening, id: logEventId(opening), step });
    at = opening.cause === null ? null : indexOfEvent(line, opening.cause);
  }
  return links;
};

/** Ids of steps that the step `index` led to directly, in order; at most `limit`, looking `window` steps ahead. */
export const effectsOfStep = (line: Timeline, index: number, limit: number, window = 4_000): readonly number[] => {
  const first = line.starts[index];
  if (first === undefined) return [];
  const ids = new Set(eventsOfStep(line, index).map((event) => logEventId(event)));
  const found: number[] = [];
  for (let step = index + 1; step < Math.min(line.stops.total, index + window) && found.length < limit; step++) {
    const cause = line.events[line.starts[step] ?? -1]?.cause ?? null;
    if (cause !== null && ids.has(cause)) found.push(step);
  }
  return found;
};

/** The step (from 0) in which a message was handled by its receiver, or null when the log does not hold it. */
export const deliveryOf = (line: Timeline, message: Message): number | null => {
  if (message.arriveAt === null) return null;
  const first = upperBound(line.times, message.arriveAt - 1);
  for (let step = first; (line.times[step] ?? Number.POSITIVE_INFINITY) <= message.arriveAt; step++) {
    const event = line.events[line.starts[step] ?? -1];
    if (event?.kind === 'frame_delivered' && event.cause === message.sentBy && validatorOf(event.p) === message.to) return step;
  }
  return null;
};
