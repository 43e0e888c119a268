// Draws that the sweep's generators share.
import { type RngState, nextBelow, nextChance } from '../core/base/rng.ts';

export const SECOND = 1_000_000;
const PPM_PER_PERCENT = 10_000;

/** True in `of` of a hundred draws. */
export const percent = (rng: RngState, of: number): boolean => nextChance(rng, of * PPM_PER_PERCENT);

/** One of the values, each as likely; repeat a value to make it likelier. */
export const pick = <T>(rng: RngState, values: readonly T[]): T => {
  const value = values[nextBelow(rng, values.length)];
  if (value === undefined) throw new Error('pick: at least one value');
  return value;
};
