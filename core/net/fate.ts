// The fate of a frame on a link, drawn by the sender at send time, so that it belongs to one process (house.md 8.1). One latency draw per frame
// whatever the faults are, and a stream of its own per fault: switching a fault on never shifts another draw.
import { assert } from '../base/assert.ts';
import { type RngState, nextBetween, nextChance } from '../base/rng.ts';
import { type TimeUs, type ValidatorIndex, toTimeUs } from '../types/ids.ts';
import type { LinkSettings } from '../types/settings.ts';
import type { Fault, FrameFilter } from './fault.ts';

/** What filters can ask about a frame. */
export type FrameFacts = {
  readonly from: ValidatorIndex;
  readonly to: ValidatorIndex;
  readonly what: 'prevote' | 'precommit' | 'proposal' | 'transaction';
  readonly height: number | null;
};

export type Fate = {
  readonly arriveAt: TimeUs | null;
  readonly fate: 'deliver' | 'dropped' | 'delayed';
  readonly faultId: number | null;
};

export const matchesFilter = (filter: FrameFilter, frame: FrameFacts): boolean =>
  (filter.from === null || filter.from === frame.from) &&
  (filter.to === null || filter.to === frame.to) &&
  (filter.what === 'any' || filter.what === frame.what) &&
  (filter.height === null || filter.height === frame.height);

/** Draws latency and fate. `faultRng` gives the stream of a fault on this link; a drop wins over a delay, the first drop names itself. */
export const drawFate = (
  frame: FrameFacts,
  now: TimeUs,
  link: { readonly settings: LinkSettings; readonly rng: RngState },
  faults: { readonly active: ReadonlyMap<number, Fault>; readonly rngOf: (faultId: number) => RngState },
): Fate => {
  const { latencyUsMin, latencyUsMax } = link.settings;
  assert(latencyUsMin > 0 && latencyUsMin <= latencyUsMax, 'drawFate: 0 < min latency <= max latency');
  let arriveAt = now + nextBetween(link.rng, latencyUsMin, latencyUsMax);
  let dropped: number | null = null;
  let delayed: number | null = null;
  for (const [id, fault] of faults.active) {
    if (fault.kind === 'drop' && matchesFilter(fault.filter, frame) && nextChance(faults.rngOf(id), fault.ppm)) dropped ??= id;
    if (fault.kind === 'delay' && matchesFilter(fault.filter, frame)) {
      arriveAt += fault.byUs;
      delayed ??= id;
    }
  }
  if (dropped !== null) return { arriveAt: null, fate: 'dropped', faultId: dropped };
  return { arriveAt: toTimeUs(arriveAt), fate: delayed === null ? 'deliver' : 'delayed', faultId: delayed };
};
