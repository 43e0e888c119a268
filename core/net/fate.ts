// The fate of a frame on a link, drawn by the sender at send time, so that it belongs to one process (house.md 8.1). One latency draw per frame
// whatever the faults are, and a stream of its own per fault: switching a fault on never shifts another draw.
import { assert } from '../base/assert.ts';
import { type RngState, nextBelow, nextBetween, nextChance } from '../base/rng.ts';
import { type TimeUs, type ValidatorIndex, toTimeUs } from '../types/ids.ts';
import type { LinkSettings } from '../types/settings.ts';
import type { Fault, FrameFilter } from './fault.ts';

/** What filters can ask about a frame. */
export type FrameFacts = {
  readonly from: ValidatorIndex;
  readonly to: ValidatorIndex;
  readonly what: Exclude<FrameFilter['what'], 'any'>;
  readonly height: number | null;
};

export type Fate = {
  readonly arriveAt: TimeUs | null;
  readonly fate: 'deliver' | 'dropped' | 'delayed' | 'duplicated' | 'corrupted';
  readonly faultId: number | null;
  /** When it arrives a second time. */
  readonly again?: TimeUs;
  /** The bit that is flipped on the way. */
  readonly bit?: number;
};

export const matchesFilter = (filter: FrameFilter, frame: FrameFacts): boolean =>
  (filter.from === null || filter.from === frame.from) &&
  (filter.to === null || filter.to === frame.to) &&
  (filter.what === 'any' || filter.what === frame.what) &&
  (filter.height === null || filter.height === frame.height);

/** What is drawn from beside the link: the active faults with a stream each, what `drop_first` has counted (advanced in place), the frame's bits. */
export type FaultDraws = {
  readonly active: ReadonlyMap<number, Fault>;
  readonly rngOf: (faultId: number) => RngState;
  readonly firsts: Map<number, number>;
  readonly bits: number;
};

/** True when the fault keeps the frame from arriving. */
const isTaken = (id: number, fault: Fault, frame: FrameFacts, { rngOf, firsts }: FaultDraws): boolean => {
  if (fault.kind === 'partition') return fault.side.includes(frame.from) !== fault.side.includes(frame.to);
  if (fault.kind === 'one_way_cut') return fault.from.includes(frame.from) && fault.to.includes(frame.to);
  if (fault.kind === 'drop') return matchesFilter(fault.filter, frame) && nextChance(rngOf(id), fault.ppm);
  if (fault.kind !== 'drop_first') return false;
  const taken = firsts.get(id) ?? 0;
  if (taken >= fault.count || !matchesFilter(fault.filter, frame)) return false;
  firsts.set(id, taken + 1);
  return true;
};

/** Draws latency and fate. What takes a frame wins over what changes it; the first fault that does either names itself. */
export const drawFate = (
  frame: FrameFacts,
  now: TimeUs,
  link: { readonly settings: LinkSettings; readonly rng: RngState },
  faults: FaultDraws,
): Fate => {
  const { latencyUsMin, latencyUsMax } = link.settings;
  assert(latencyUsMin > 0 && latencyUsMin <= latencyUsMax, 'drawFate: 0 < min latency <= max latency');
  let arriveAt = now + nextBetween(link.rng, latencyUsMin, latencyUsMax);
  let dropped: number | null = null;
  let changed: Pick<Fate, 'fate' | 'faultId'> | null = null;
  let afterUs: number | null = null;
  let bit: number | null = null;
  for (const [id, fault] of faults.active) {
    if (isTaken(id, fault, frame, faults)) dropped ??= id;
    if (!('filter' in fault) || !matchesFilter(fault.filter, frame)) continue;
    if (fault.kind === 'delay' || fault.kind === 'jitter') {
      arriveAt += fault.kind === 'delay' ? fault.byUs : nextBetween(faults.rngOf(id), 0, fault.upToUs);
      changed ??= { fate: 'delayed', faultId: id };
    }
    if (fault.kind === 'duplicate' && nextChance(faults.rngOf(id), fault.ppm)) {
      afterUs ??= fault.afterUs;
      changed ??= { fate: 'duplicated', faultId: id };
    }
    if (fault.kind === 'corrupt' && nextChance(faults.rngOf(id), fault.ppm) && faults.bits > 0) {
      bit ??= nextBelow(faults.rngOf(id), faults.bits);
      changed ??= { fate: 'corrupted', faultId: id };
    }
  }
  if (dropped !== null) return { arriveAt: null, fate: 'dropped', faultId: dropped };
  return {
    arriveAt: toTimeUs(arriveAt),
    ...(changed ?? { fate: 'deliver', faultId: null }),
    ...(afterUs === null ? {} : { again: toTimeUs(arriveAt + afterUs) }),
    ...(bit === null ? {} : { bit }),
  };
};

/** The fate of a frame that leaves `byUs` later. */
export const later = (fate: Fate, byUs: number): Fate => {
  if (byUs === 0 || fate.arriveAt === null) return fate;
  const again = fate.again === undefined ? {} : { again: toTimeUs(fate.again + byUs) };
  return { ...fate, arriveAt: toTimeUs(fate.arriveAt + byUs), ...again };
};
