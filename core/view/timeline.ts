// The log as the page holds it: events in order, cut into steps, with stops, marks, messages, transactions, keyframes and digest chains beside it.
// Grows by appending and is rebuilt after a rewind. A keyframe every KEYFRAME_STEPS steps makes seeking cost at most that many folds (experience.md 5).
// Steps and events are numbered from the beginning of the run for good; the oldest events go when there are too many, and can come back (log-window.ts).
import { DELIVERY_KINDS, type LogEvent } from '../log/event.ts';
import { emptyChain, fingerprintOf } from '../log/fingerprint.ts';
import { SLOTS_PER_VALIDATOR, type TimeUs, toProcessId, toTimeUs } from '../types/ids.ts';
import type { FollowerKind } from '../types/nodes.ts';
import { ChainStore } from './chain-store.ts';
import { type ClusterView, clusterView } from './cluster.ts';
import { type Mark, marksOf } from './marks.ts';
import { type MessageList, addMessages, createMessageList } from './messages.ts';
import { type Stops, upperBound } from './steps.ts';
import { type TxBook, addTransactions, createTxBook } from './transactions.ts';
import type { View } from './view.ts';

/** Steps between two keyframes. */
export const KEYFRAME_STEPS = 64;
/** Steps between two checkpoints: pictures and digests that stay when the events around them go. */
export const CHECKPOINT_STEPS: number = 16 * KEYFRAME_STEPS;

type MutableStops = { total: number; message: number[]; phase: number[]; round: number[]; height: number[] };

/** Read it; only `appendEvents` writes. Cursors are numbers of steps applied. */
export type Timeline = {
  readonly validators: number;
  readonly followers: readonly FollowerKind[];
  readonly view: View<ClusterView>;
  /** By index; undefined where the event is not kept. */
  readonly events: (LogEvent | undefined)[];
  /** Index of the first event of each step. */
  readonly starts: number[];
  /** Virtual time of each step. */
  readonly times: number[];
  readonly stops: MutableStops;
  /** Times of the steps that carry the story (votes, proposal parts, timeouts), ascending: the player paces itself by them. */
  readonly beats: number[];
  readonly marks: Mark[];
  readonly messages: MessageList;
  readonly transactions: TxBook;
  /** Entry k is the picture after k * KEYFRAME_STEPS steps. */
  readonly keyframes: (ClusterView | undefined)[];
  /** The picture after all events. */
  head: ClusterView;
  /** Indexes of the events of each process, by their count n. */
  readonly byProcess: Map<number, number[]>;
  /** Of the events that are kept, by index. */
  readonly chains: ChainStore;
  /** By number of steps applied: the digest chain of each process then. */
  readonly checkpoints: Map<number, ReadonlyMap<number, Uint8Array>>;
  /** From this step on every event is kept. */
  firstStep: number;
  /** Numbers of the stretches of CHECKPOINT_STEPS before it that were computed again; the one asked for last is last. */
  readonly restored: number[];
  /** Grows whenever kept events go or come back. */
  revision: number;
};

export const createTimeline = (validators: number, followers: readonly FollowerKind[] = []): Timeline => {
  const view = clusterView(validators, followers);
  return {
    validators,
    followers,
    view,
    events: [],
    starts: [],
    times: [],
    stops: { total: 0, message: [], phase: [], round: [], height: [] },
    beats: [],
    marks: [],
    messages: createMessageList(),
    transactions: createTxBook(),
    keyframes: [],
    head: view.empty(),
    byProcess: new Map(),
    chains: new ChainStore(),
    checkpoints: new Map(),
    firstStep: 0,
    restored: [],
    revision: 0,
  };
};

const addStop = (list: number[], cursor: number): void => {
  if (list.at(-1) !== cursor) list.push(cursor);
};

/** Votes that count and proposal parts, not repetitions and gossip. */
const isBeat = (event: LogEvent): boolean => {
  if (event.kind === 'vote_received') return event.outcome === 'counted' || event.outcome === 'conflict';
  return event.kind === 'stream_part' || (event.kind === 'timer_fired' && event.timer.startsWith('timeout_'));
};

const addStops = (line: Timeline, event: LogEvent, before: ClusterView): void => {
  const { stops, head } = line;
  const cursor = stops.total;
  const [old, now] = [before.network, head.network];
  if (isBeat(event)) addStop(line.beats, event.t);
  if (event.kind === 'frame_delivered') addStop(stops.message, cursor);
  if (event.kind === 'step_entered' || event.kind === 'round_entered') addStop(stops.phase, cursor);
  if (event.kind === 'decided' || now.topHeight !== old.topHeight || now.topRound !== old.topRound) addStop(stops.round, cursor);
  if (now.decidedHeight !== old.decidedHeight) addStop(stops.height, cursor);
};

/** The digest chain of each process after its last event before index `end`; only where those events are kept. */
export const chainsBefore = (line: Timeline, end: number): ReadonlyMap<number, Uint8Array> =>
  new Map(
    [...line.byProcess].flatMap(([process, indexes]) => {
      const chain = line.chains.at(indexes[upperBound(indexes, end - 1) - 1] ?? -1);
      return chain === undefined ? [] : [[process, chain.slice()] as const];
    }),
  );

const openStep = (line: Timeline, event: LogEvent): void => {
  const { total } = line.stops;
  if (total % KEYFRAME_STEPS === 0) line.keyframes.push(line.head);
  if (total % CHECKPOINT_STEPS === 0) noteCheckpoint(line);
  line.starts.push(line.events.length);
  line.times.push(event.t);
  line.stops.total++;
};

const noteCheckpoint = (line: Timeline): void => {
  const before = line.checkpoints.get(line.stops.total - CHECKPOINT_STEPS);
  // Processes that have been silent since are in the one before.
  line.checkpoints.set(line.stops.total, new Map([...(before ?? []), ...chainsBefore(line, line.events.length)]));
};

/** Its chain is there already. */
const appendEvent = (line: Timeline, event: LogEvent): void => {
  if (DELIVERY_KINDS.has(event.kind) || line.stops.total === 0) openStep(line, event);
  const own = line.byProcess.get(event.p) ?? [];
  own.push(line.events.length);
  line.byProcess.set(event.p, own);
  line.events.push(event);
  const before = line.head;
  line.head = line.view.apply(before, event);
  addStops(line, event, before);
  line.marks.push(...marksOf(event, line.stops.total, before.network, line.head.network));
  addMessages(line.messages, event, line.stops.total - 1);
  addTransactions(line.transactions, event, line.stops.total);
};

/** Appends events that follow in the total order; `chains` holds DIGEST_BYTES per event and is kept. */
export const appendEvents = (line: Timeline, events: readonly LogEvent[], chains: Uint8Array): void => {
  line.chains.add(line.events.length, chains);
  for (const event of events) appendEvent(line, event);
};

/** The same log without anything at or after `t`, appended anew: of a log of which nothing has gone. See `cutLog` (log-window.ts). */
export const cutTimeline = (line: Timeline, t: number): Timeline => {
  const after = line.events.findIndex((event) => event === undefined || event.t >= t);
  const end = after === -1 ? line.events.length : after;
  const shorter: Timeline = { ...createTimeline(line.validators, line.followers), chains: line.chains.before(end) };
  for (const event of line.events.slice(0, end)) if (event !== undefined) appendEvent(shorter, event);
  return shorter;
};

const isEvent = (event: LogEvent | undefined): event is LogEvent => event !== undefined;

/** All events that are kept, in order. */
export const keptEvents = (line: Timeline): readonly LogEvent[] => line.events.filter(isEvent);

/** Number of steps with time <= `t`. */
export const cursorAt = (line: Timeline, t: number): number => upperBound(line.times, t);

/** Virtual time of the last step applied; 0 before the first. */
export const timeOfCursor = (line: Timeline, cursor: number): TimeUs => toTimeUs(line.times[cursor - 1] ?? 0);

/** Index of the first event that is not applied at `cursor`. */
export const eventsBefore = (line: Timeline, cursor: number): number => line.starts[cursor] ?? line.events.length;

/** Events of step `index` (from 0); none where they are not kept. */
export const eventsOfStep = (line: Timeline, index: number): readonly LogEvent[] =>
  index < 0 || index >= line.stops.total ? [] : line.events.slice(line.starts[index], eventsBefore(line, index + 1)).filter(isEvent);

/** The picture at a cursor whose step is kept. `near` is any known picture: it is used when it lies on the way. */
export const viewAt = (line: Timeline, cursor: number, near?: { readonly cursor: number; readonly view: ClusterView }): ClusterView => {
  if (cursor >= line.stops.total) return line.head;
  const frame = Math.floor(cursor / KEYFRAME_STEPS);
  const isNear = near !== undefined && near.cursor <= cursor && near.cursor >= frame * KEYFRAME_STEPS;
  let view = isNear ? near.view : (line.keyframes[frame] ?? line.view.empty());
  const from = eventsBefore(line, isNear ? near.cursor : frame * KEYFRAME_STEPS);
  for (let i = from; i < eventsBefore(line, cursor); i++) {
    const event = line.events[i];
    if (event !== undefined) view = line.view.apply(view, event);
  }
  return view;
};

/** Index of an event by its id `p:n`, or null when the log does not hold it. */
export const indexOfEvent = (line: Timeline, id: string): number | null => {
  const [p, n] = id.split(':').map(Number);
  return line.byProcess.get(p ?? -1)?.[n ?? -1] ?? null;
};

/** Step (from 0) that holds the event of this index. */
export const stepOfEvent = (line: Timeline, index: number): number => upperBound(line.starts, index) - 1;

/** Digest over all events with time <= `t` (world.md 9), 32 hex digits. Only final while the head is beyond `t`, only true where `t` is kept. */
export const fingerprintAt = (line: Timeline, t: number): string => {
  const cursor = cursorAt(line, t);
  const end = eventsBefore(line, cursor);
  const regular = Math.floor(cursor / CHECKPOINT_STEPS) * CHECKPOINT_STEPS;
  const earlier = line.checkpoints.get(cursor > line.firstStep ? Math.max(regular, line.firstStep) : regular);
  return fingerprintOf(
    [...line.byProcess].map(([process, indexes]) => {
      const id = toProcessId(Math.floor(process / SLOTS_PER_VALIDATOR), process % SLOTS_PER_VALIDATOR);
      const last = indexes[upperBound(indexes, end - 1) - 1];
      const chain = last === undefined ? undefined : (line.chains.at(last) ?? earlier?.get(process));
      return [id, chain ?? emptyChain()] as const;
    }),
  );
};

/** Cursors and stops of a timeline, for the step functions. */
export const stopsOf = (line: Timeline): Stops => line.stops;
