// The ec_op builtin, p + m q: double-and-add over the bits of m from the lowest, one round per bit up to the bit length of m. Each round fails when the
// partial sum and the doubled point share their x coordinate, also when the bit is 0. Source: execution.md 4. The doublings of q are affine and kept,
// since generators and public keys come back; a round is then a mixed addition or the test alone.
import { required } from '../base/assert.ts';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { err, ok } from '../base/result.ts';
import { type Arena, createArena, load, slot, store } from './arena.ts';
import { POINT, X, Y, ZZ, ZZZ, addAddend, createSumArena, differenceOfX, isOnCurve, setAddend, startSumAt } from './curve.ts';
import { doublings } from './digit-bases.ts';
import { invertMod } from './invert.ts';
import type { CurvePoint, Kernel } from './kernel.ts';
import { LIMBS } from './limbs.ts';
import { createSlots } from './slots.ts';

/** Bits of a felt. */
const FELT_BITS = 252;
/** Points whose doublings are kept: 22 KB each. */
const KEPT_POINTS = 32;
/** The lowest limb of a multiple of P by at most four is that many away from a multiple of 2^24. */
const LOW_LIMB_MASK = 0xffffff;
const MULTIPLES_MAX = 4;

/** The table of q, 2 q, 4 q and so on, as `setAddend` reads it. */
const tableOf = (q: CurvePoint): Int32Array => {
  const points = new Int32Array(FELT_BITS * POINT);
  const arena = createArena(2);
  doublings(q, FELT_BITS).forEach(({ x, y }, i) => {
    store(arena, slot(0), x);
    store(arena, slot(1), y);
    points.set(arena.m.subarray(slot(0), slot(0) + 2 * LIMBS), i * POINT);
  });
  return points;
};

/** Whether the sum of two tight numbers at `o` is 0 modulo P. Cheap when it is not. */
const isZero = (arena: Arena, o: number): boolean => {
  const low = (arena.m[o] as number) & LOW_LIMB_MASK;
  return (low <= MULTIPLES_MAX || low >= LOW_LIMB_MASK + 1 - MULTIPLES_MAX) && load(arena, o) === 0n;
};

/** The sum in the arena; null after an addition of equal x coordinates. */
const loadSum = (arena: Arena): CurvePoint | null => {
  const zzz = load(arena, ZZZ);
  if (zzz === 0n) return null;
  const overZzz = invertMod(zzz, FELT_PRIME);
  // 1 / ZZ = (ZZ / ZZZ)^2, since ZZ^3 = ZZZ^2.
  const overZ = (load(arena, ZZ) * overZzz) % FELT_PRIME;
  return {
    x: toFelt((load(arena, X) * overZ * overZ) % FELT_PRIME),
    y: toFelt((load(arena, Y) * overZzz) % FELT_PRIME),
  };
};

/** ec_op with doublings and scratch memory of its own. */
export const createEcOp = (): Kernel['ecOp'] => {
  const arena = createSumArena();
  const { m: limbs } = arena;
  const slots = createSlots(KEPT_POINTS);
  const tables: Int32Array[] = [];
  const doublingsOf = (q: CurvePoint): Int32Array => {
    const { slot: index, known } = slots.of(`${q.x.toString(32)},${q.y.toString(32)}`);
    if (!known) tables[index] = tableOf(q);
    return required(tables[index], 'createEcOp: a table in each place');
  };
  const sum = (p: CurvePoint, q: CurvePoint, m: Felt): CurvePoint | null => {
    const table = doublingsOf(q);
    startSumAt(arena, p);
    let from = 0;
    const bits = m.toString(2);
    for (let i = bits.length - 1; i >= 0; i--, from += POINT) {
      setAddend(limbs, table, from);
      if (bits[i] === '1') addAddend(limbs);
      else if (isZero(arena, differenceOfX(limbs))) return null;
    }
    return loadSum(arena);
  };
  return (p, q, m) => {
    if (!isOnCurve(p)) return err({ code: 'NotOnCurve', point: 'p' });
    if (!isOnCurve(q)) return err({ code: 'NotOnCurve', point: 'q' });
    if (m === 0n) return ok(p);
    const point = sum(p, q, m);
    return point === null ? err({ code: 'EqualX' }) : ok(point);
  };
};
