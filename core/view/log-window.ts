// The length of the log (world.md 10): whole for the last LOG_EVENTS_MAX events. Older events go in chunks, and what was made of them with them; a picture
// and the digest chains stay every CHECKPOINT_STEPS steps, and so do all numbers that steps are found by. A stretch between two checkpoints can come back
// when somebody has computed it again (log-restore.ts).
import { assert } from '../base/assert.ts';
import { LOG_EVENTS_MAX } from '../base/limits.ts';
import { type Message, addMessages, createMessageList, replaceMessages } from './messages.ts';
import { upperBound } from './steps.ts';
import {
  CHECKPOINT_STEPS,
  KEYFRAME_STEPS,
  type Timeline,
  chainsBefore,
  createTimeline,
  cutTimeline,
  eventsBefore,
  eventsOfStep,
  viewAt,
} from './timeline.ts';
import { cutTransactions } from './transactions.ts';

/** Events that are always kept, and how many go at a time at least. */
export type LogLimits = { readonly whole: number; readonly chunk: number };
const LIMITS: LogLimits = { whole: LOG_EVENTS_MAX, chunk: 10_000 };
/** Steps before the cursor that stay with it, for panels that look back. */
export const MARGIN_STEPS = 1_024;

/** Steps [from, to) of the run and the indexes [first, end) of their events. */
export type Stretch = { readonly from: number; readonly to: number; readonly first: number; readonly end: number };

/** Number of the stretch of CHECKPOINT_STEPS that holds a step. */
export const numberOf = (step: number): number => Math.floor(step / CHECKPOINT_STEPS);

/** The stretch from step `from` to step `to`. */
export const stretchOf = (line: Timeline, from: number, to: number): Stretch => ({
  from,
  to,
  first: eventsBefore(line, from),
  end: eventsBefore(line, to),
});

/** True when the log has the step that a cursor shows, and so its picture. */
export const isKept = (line: Timeline, cursor: number): boolean =>
  cursor <= 0 || cursor > line.firstStep || line.restored.includes(numberOf(cursor - 1));

/** How many events are kept. */
export const keptCount = (line: Timeline): number =>
  line.restored.reduce(
    (sum, number) => {
      const from = number * CHECKPOINT_STEPS;
      return sum + eventsBefore(line, Math.min(from + CHECKPOINT_STEPS, line.firstStep)) - eventsBefore(line, from);
    },
    eventsAfter(line, line.firstStep),
  );

/** Events that are there after a cursor. */
export const eventsAfter = (line: Timeline, cursor: number): number => line.events.length - eventsBefore(line, cursor);

const forget = (line: Timeline, { from, to, first, end }: Stretch): void => {
  line.events.fill(undefined, first, end);
  line.chains.forget(first, end);
  for (let frame = Math.ceil(from / KEYFRAME_STEPS); frame * KEYFRAME_STEPS < to; frame++)
    if ((frame * KEYFRAME_STEPS) % CHECKPOINT_STEPS !== 0) line.keyframes[frame] = undefined;
};

/** Lets a stretch go that had come back; `limit`: where the log begins. */
export const forgetRestored = (line: Timeline, number: number, limit: number): void => {
  const from = number * CHECKPOINT_STEPS;
  forget(line, stretchOf(line, from, Math.min(from + CHECKPOINT_STEPS, limit)));
  line.restored.splice(line.restored.indexOf(number), 1);
};

/** Puts the messages of what is kept into the log, in order of sending. */
export const restock = (line: Timeline): void => {
  const again = createMessageList();
  for (const number of line.restored.toSorted((a, b) => a - b)) {
    const end = Math.min((number + 1) * CHECKPOINT_STEPS, line.firstStep);
    for (let step = number * CHECKPOINT_STEPS; step < end; step++)
      for (const event of eventsOfStep(line, step)) addMessages(again, event, step);
  }
  const late = line.messages.messages.filter((message: Message) => message.step >= line.firstStep);
  replaceMessages(line.messages, [...again.messages, ...late]);
};

/** Where the kept log is to begin; the cursor's surroundings stay, unless the log grows to twice its length without it. */
const nextFirstStep = (line: Timeline, cursor: number, { whole }: LogLimits): number => {
  const total = line.events.length;
  const step = upperBound(line.starts, total - whole) - 1;
  const isNear = isKept(line, cursor) && cursor > line.firstStep && total - eventsBefore(line, line.firstStep) < 2 * whole;
  const wanted = isNear ? Math.min(step, cursor - 1 - MARGIN_STEPS) : step;
  return Math.floor(Math.max(0, wanted) / KEYFRAME_STEPS) * KEYFRAME_STEPS;
};

/** Lets the oldest events go when there are too many; true when some went. `cursor`: what is shown. */
export const trimLog = (line: Timeline, cursor: number, limits: LogLimits = LIMITS): boolean => {
  const begin = eventsBefore(line, line.firstStep);
  if (line.events.length - begin < limits.whole + limits.chunk) return false;
  const to = nextFirstStep(line, cursor, limits);
  if (eventsBefore(line, to) - begin < limits.chunk) return false;
  const old = line.firstStep;
  // The seal of the last stretch, until the log has gone beyond its checkpoint.
  if (old % CHECKPOINT_STEPS !== 0) line.checkpoints.delete(old);
  line.checkpoints.set(
    to,
    new Map([...(line.checkpoints.get(numberOf(to) * CHECKPOINT_STEPS) ?? []), ...chainsBefore(line, eventsBefore(line, to))]),
  );
  for (const number of line.restored.slice()) {
    // Nobody looks at it any more, or it ended where the log began and is not whole any more.
    const isLast = (number + 1) * CHECKPOINT_STEPS > old;
    if (cursor > old || isLast) forgetRestored(line, number, old);
  }
  forget(line, stretchOf(line, old, to));
  line.firstStep = to;
  line.revision++;
  restock(line);
  return true;
};

/** The step from which on the log is whole up to `cursor`, which must be kept; there is a picture of it. */
export const wholeFrom = (line: Timeline, cursor: number): number => {
  if (cursor > line.firstStep) return line.firstStep;
  let number = numberOf(Math.max(0, cursor - 1));
  while (line.restored.includes(number - 1)) number--;
  return number * CHECKPOINT_STEPS;
};

const upTo = (list: readonly number[], x: number): number[] => list.slice(0, upperBound(list, x));

/** The same log without anything at or after `t`; the moment before must be kept, or `t` be 0. */
export const cutLog = (line: Timeline, t: number): Timeline => {
  if (line.firstStep === 0) return cutTimeline(line, t);
  const cursor = upperBound(line.times, t - 1);
  if (cursor === 0) return createTimeline(line.validators, line.followers);
  assert(isKept(line, cursor), 'cutLog: a moment that is kept');
  const end = eventsBefore(line, cursor);
  const { stops } = line;
  const cut: Timeline = {
    ...line,
    events: line.events.slice(0, end),
    chains: line.chains.before(end),
    starts: line.starts.slice(0, cursor),
    times: line.times.slice(0, cursor),
    stops: {
      total: cursor,
      message: upTo(stops.message, cursor),
      phase: upTo(stops.phase, cursor),
      round: upTo(stops.round, cursor),
      height: upTo(stops.height, cursor),
    },
    beats: upTo(line.beats, t - 1),
    marks: line.marks.filter((mark) => mark.step <= cursor),
    messages: createMessageList(),
    transactions: cutTransactions(line.transactions, cursor),
    keyframes: line.keyframes.slice(0, Math.ceil(cursor / KEYFRAME_STEPS)),
    head: viewAt(line, cursor),
    byProcess: new Map([...line.byProcess].map(([process, indexes]) => [process, upTo(indexes, end - 1)])),
    checkpoints: new Map([...line.checkpoints].filter(([step]) => step < cursor)),
    firstStep: wholeFrom(line, cursor),
    restored: [],
    revision: 0,
  };
  cut.restored.push(...line.restored.filter((number) => (number + 1) * CHECKPOINT_STEPS <= cut.firstStep));
  cut.messages.longestUs = line.messages.longestUs;
  replaceMessages(
    cut.messages,
    line.messages.messages.filter((message) => message.step < cursor),
  );
  return cut;
};
