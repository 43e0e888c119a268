// The ec_op builtin, p + m q: double-and-add over the bits of m from the lowest, one round per bit up to the bit length of m. Each round fails when the
// partial sum and the doubled point share their x coordinate, also when the bit is 0. Source: execution.md 4. The doublings of q are affine and kept,
// since generators and public keys come back; a round is then a mixed addition or the test alone.
import { err, ok } from '../base/result.ts';
import type { Felt } from '../base/felt.ts';
import type { CurvePoint, Kernel } from './kernel.ts';
import { isOnCurve } from './parameters.ts';
import { createSlots } from './slots.ts';

/** Doublings of a point, for each bit of a felt. */
export const EC_OP_DOUBLINGS = 252;
/** Points whose doublings are kept; wasm/layout.ts has room for as many. */
const EC_OP_KEPT = 32;

/** The arithmetic of a kernel: doublings of points on the curve in numbered places. */
export type EcOpSums = {
  readonly keep: (place: number, q: CurvePoint) => void;
  /** p plus m, not 0, times the point whose doublings are in this place; null when a round meets equal x coordinates. */
  readonly add: (place: number, p: CurvePoint, m: Felt) => CurvePoint | null;
};

/** ec_op over the arithmetic of a kernel. */
export const createEcOp = (sums: EcOpSums): Kernel['ecOp'] => {
  const slots = createSlots(EC_OP_KEPT);
  return (p, q, m) => {
    if (!isOnCurve(p)) return err({ code: 'NotOnCurve', point: 'p' });
    if (!isOnCurve(q)) return err({ code: 'NotOnCurve', point: 'q' });
    if (m === 0n) return ok(p);
    const { slot, known } = slots.of(`${q.x.toString(32)},${q.y.toString(32)}`);
    if (!known) sums.keep(slot, q);
    const point = sums.add(slot, p, m);
    return point === null ? err({ code: 'EqualX' }) : ok(point);
  };
};
