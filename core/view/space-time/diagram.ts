// The diagram as an index that grows with the log: records in buckets of columns, so that a window costs what is visible in it, and what only spans of
// steps need (processes, columns, gaps, causes). No cut-off: everything the log holds is here (experience.md D5).
// Mutable in the manner of timeline.ts: only fold.ts and prune.ts write.
import type { ProcessId } from '../../types/ids.ts';
import { upperBound } from '../steps.ts';
import type { Place, Primitive } from './primitives.ts';

/** Steps per bucket. */
export const BUCKET_STEPS = 128;
/** A silence longer than this is a broken stretch of the compressed axis. */
export const IDLE_US = 400_000;

/** A record that may still get its end. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** First entry of any validator into a round. */
export type RoundStart = { readonly height: number; readonly round: number; readonly step: number; readonly t: number };
/** A silence of the story: times of the last step before and of the first after it; `saved`: units that the gaps before it cut off the axis. */
export type Gap = { readonly from: number; readonly to: number; readonly saved: number };

export type Diagram = {
  readonly validators: number;
  /** Log events taken in. */
  seen: number;
  /** Steps before it are no longer drawn, unless they were taken in after they had come back (log-window.ts). */
  firstStep: number;
  /** Per step: time, process, column when routine steps take none, whether it is routine. */
  readonly times: number[];
  readonly processes: ProcessId[];
  readonly columns: number[];
  readonly routine: boolean[];
  /** Per step: the steps that led to it and that it led to directly, ascending. */
  readonly parents: (readonly number[])[];
  readonly children: number[][];
  readonly gaps: Gap[];
  readonly rounds: RoundStart[];
  /** Processes that have logged anything, ascending. */
  readonly lanes: ProcessId[];
  /** Steps of each process, ascending. */
  readonly byLane: Map<number, number[]>;
  readonly buckets: Primitive[][];
  readonly open: Map<string, Mutable<Extract<Primitive, { readonly to: Place | null }>>>;
  readonly byId: Map<string, Primitive>;
  /** Counted votes by process, height, round, type and value, for quorums. */
  readonly votes: Map<string, Place[]>;
  /** Time of the last step that was not routine. */
  lastLoud: number;
};

export const createDiagram = (validators: number): Diagram => ({
  validators,
  seen: 0,
  firstStep: 0,
  times: [],
  processes: [],
  columns: [],
  routine: [],
  parents: [],
  children: [],
  gaps: [],
  rounds: [],
  lanes: [],
  byLane: new Map(),
  buckets: [],
  open: new Map(),
  byId: new Map(),
  votes: new Map(),
  lastLoud: 0,
});

/** Files a record under every bucket that it touches. */
export const file = (diagram: Diagram, made: Primitive, first: number, last: number): void => {
  for (let bucket = Math.floor(first / BUCKET_STEPS); bucket <= Math.floor(last / BUCKET_STEPS); bucket++) {
    while (diagram.buckets.length <= bucket) diagram.buckets.push([]);
    diagram.buckets[bucket]?.push(made);
  }
};

/** First step of a record; a quorum begins with its first vote. */
export const firstStep = (made: Primitive): number => (made.kind === 'quorum' ? (made.votes[0]?.step ?? made.at.step) : made.at.step);
/** Last step of a record; null while it is not over. */
export const lastStep = (made: Primitive): number | null =>
  made.kind === 'quorum' || made.kind === 'point'
    ? made.at.step
    : made.kind === 'message' && made.arriveAt === null
      ? made.at.step
      : (made.to?.step ?? null);

/** All records that touch the steps [first, last], each once, in order of their making. */
export const primitivesBetween = (diagram: Diagram, first: number, last: number): readonly Primitive[] => {
  const found = new Set<Primitive>();
  const end = Math.min(diagram.buckets.length - 1, Math.floor(last / BUCKET_STEPS));
  for (let bucket = Math.max(0, Math.floor(first / BUCKET_STEPS)); bucket <= end; bucket++) {
    for (const made of diagram.buckets[bucket] ?? []) {
      if (firstStep(made) <= last && (lastStep(made) ?? first) >= first) found.add(made);
    }
  }
  for (const made of diagram.open.values()) if (made.at.step <= last) found.add(made);
  return [...found];
};

/** The step of a process nearest to `step`, at or before it; else the first after it; null when it has none. */
export const nearestStep = (diagram: Diagram, lane: number, step: number): number | null => {
  const own = diagram.byLane.get(lane) ?? [];
  return own[upperBound(own, step) - 1] ?? own[0] ?? null;
};
