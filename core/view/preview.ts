// A run in miniature, for the gallery: per validator when it decided, learnt a block by sync, entered a later round, and when it was down. Times in
// milliseconds. Made of the log when the scenarios are pinned (scripts/gen-previews.ts), so that a picture is what the scenario does, not a sketch of it.
import type { LogEvent } from '../log/event.ts';
import { CONSENSUS_SLOT, slotOf, validatorOf } from '../types/ids.ts';

/** Time, what, and the round in which: of a decision, or the round that is entered. A synced block has round 0. */
export type PreviewMark = readonly [ms: number, what: 'decided' | 'synced' | 'round', round: number];
/** From, until, and whether only the batcher is down. */
type PreviewGap = readonly [fromMs: number, untilMs: number, part: 'consensus' | 'batcher'];
type PreviewLane = { readonly marks: readonly PreviewMark[]; readonly down: readonly PreviewGap[] };

export type Preview = {
  readonly endMs: number;
  /** One per validator. */
  readonly lanes: readonly PreviewLane[];
  /** When the scenario breaks something by itself, in order. */
  readonly faultsMs: readonly number[];
};

type Lane = { marks: PreviewMark[]; down: PreviewGap[] };

const msOf = (us: number): number => Math.round(us / 1_000);

const markOf = (event: LogEvent): PreviewMark | null => {
  if (event.kind === 'decided') return [msOf(event.t), 'decided', event.round];
  if (event.kind === 'synced') return [msOf(event.t), 'synced', 0];
  return event.kind === 'round_entered' && event.round > 0 ? [msOf(event.t), 'round', event.round] : null;
};

/** The preview of a log up to its last event. `faultTimes` in microseconds, in order. */
export const previewOf = (events: readonly LogEvent[], validators: number, faultTimes: readonly number[]): Preview => {
  const lanes: readonly Lane[] = Array.from({ length: validators }, () => ({ marks: [], down: [] }));
  const crashed = new Map<number, number>();
  const endMs = msOf(events.at(-1)?.t ?? 0);
  const close = (p: LogEvent['p'], untilMs: number): void => {
    const from = crashed.get(p);
    if (from === undefined) return;
    crashed.delete(p);
    lanes[validatorOf(p)]?.down.push([from, untilMs, slotOf(p) === CONSENSUS_SLOT ? 'consensus' : 'batcher']);
  };
  for (const event of events) {
    if (event.kind === 'crashed') crashed.set(event.p, msOf(event.t));
    if (event.kind === 'started') close(event.p, msOf(event.t));
    const mark = markOf(event);
    if (mark !== null) lanes[validatorOf(event.p)]?.marks.push(mark);
  }
  const open = [...crashed.keys()].toSorted((a, b) => a - b) as LogEvent['p'][];
  for (const p of open) close(p, endMs);
  return { endMs, lanes, faultsMs: [...new Set(faultTimes.map(msOf))].filter((ms) => ms <= endMs) };
};
