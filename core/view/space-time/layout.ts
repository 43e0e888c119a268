// Lanes: one pair of lines per validator, consensus above, batcher below (more lines when a validator has more batchers). Sizes in pixels across the
// axis; whether the axis runs to the right or down is the drawing's business.
import { CONSENSUS_SLOT, type ProcessId, slotOf, validatorOf } from '../../types/ids.ts';

export type Lane = { readonly p: ProcessId; readonly validator: number; readonly isConsensus: boolean; readonly across: number };
type Pair = { readonly validator: number; readonly from: number; readonly size: number };
export type Layout = {
  readonly lanes: readonly Lane[];
  readonly pairs: readonly Pair[];
  readonly byProcess: ReadonlyMap<number, Lane>;
  /** All pairs together, the ruler included. */
  readonly size: number;
  /** Room before the first pair, for the labels of the axis. */
  readonly ruler: number;
  /** 1 for a pair of PAIR_IDEAL pixels: scales distances and bars; glyphs shrink less. */
  readonly scale: number;
  readonly glyphs: number;
};

const PAIR_MIN = 26;
const PAIR_IDEAL = 64;
const PAIR_MAX = 132;
const SCALE_MIN = 0.5;
const GLYPHS_MIN = 0.78;
const SCALE_MAX = 1.5;

/** Shares of a pair at which its consensus line and its first and last batcher line lie. */
const CONSENSUS_AT = 0.4;
const BATCHER_AT = 0.82;

/** Lays the visible validators out in `room` pixels; pairs never get smaller than is legible, so the layout may be larger than the room. */
export const layoutLanes = (
  processes: readonly ProcessId[],
  hidden: ReadonlySet<number>,
  { room, ruler }: { readonly room: number; readonly ruler: number },
): Layout => {
  const validators = [...new Set(processes.map((p) => validatorOf(p)))].filter((v) => !hidden.has(v));
  const size = Math.max(PAIR_MIN, Math.min(PAIR_MAX, Math.floor((room - ruler) / Math.max(1, validators.length))));
  const pairs = validators.map((validator, i): Pair => ({ validator, from: ruler + i * size, size }));
  const lanes = pairs.flatMap((pair) => {
    const own = processes.filter((p) => validatorOf(p) === pair.validator);
    const batchers = own.filter((p) => slotOf(p) !== CONSENSUS_SLOT);
    return own.map((p): Lane => {
      const isConsensus = slotOf(p) === CONSENSUS_SLOT;
      const index = batchers.indexOf(p);
      const share = isConsensus ? CONSENSUS_AT : BATCHER_AT - (batchers.length - 1 - index) * (0.3 / Math.max(1, batchers.length));
      return { p, validator: pair.validator, isConsensus, across: Math.round(pair.from + share * size) };
    });
  });
  return {
    lanes,
    pairs,
    byProcess: new Map(lanes.map((lane) => [lane.p, lane])),
    size: ruler + size * pairs.length,
    ruler,
    scale: Math.max(SCALE_MIN, Math.min(SCALE_MAX, size / PAIR_IDEAL)),
    glyphs: Math.max(GLYPHS_MIN, Math.min(SCALE_MAX, size / PAIR_IDEAL)),
  };
};
