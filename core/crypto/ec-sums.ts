// The curve arithmetic of the TypeScript kernel for ECDSA and ec_op, over double limbs: tables and scratch memory belong to the object.
import { required } from '../base/assert.ts';
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { type Arena, createArena, load, slot, store } from './arena.ts';
import {
  type MultiplesTable,
  POINT,
  SCALAR_BITS,
  X,
  Y,
  ZZ,
  ZZZ,
  addAddend,
  createSumArena,
  differenceOfX,
  setAddend,
  startSumAt,
  sumOfMultiples,
} from './curve.ts';
import { digitBases, doublings } from './digit-bases.ts';
import { EC_OP_DOUBLINGS, type EcOpSums } from './ec-op.ts';
import type { EcdsaMultiples } from './ecdsa-core.ts';
import { invertMod } from './invert.ts';
import type { CurvePoint } from './kernel.ts';
import { createLadderArena, ladder } from './ladder.ts';
import { LIMBS } from './limbs.ts';
import { createMultiplesTable } from './multiples-table.ts';
import { GENERATOR } from './parameters.ts';

/** Multiples with a table of the generator (85 KB, built on first use). */
export const createEcdsaMultiples = (): EcdsaMultiples => {
  const sums = createSumArena();
  const steps = createLadderArena();
  let table: MultiplesTable | null = null;
  return {
    ofGenerator: (scalar) => {
      table ??= createMultiplesTable(digitBases(GENERATOR, SCALAR_BITS, 4), 4);
      return required(sumOfMultiples(sums, table, [scalar], null), 'createEcdsaMultiples: a scalar that is not 0');
    },
    ofX: (x, scalar) => ladder(steps, x, scalar),
  };
};

/** The lowest limb of a multiple of P by at most four is that many away from a multiple of 2^24. */
const LOW_LIMB_MASK = 0xffffff;
const MULTIPLES_MAX = 4;

/** The table of q, 2 q, 4 q and so on, as `setAddend` reads it. */
const tableOf = (q: CurvePoint): Int32Array => {
  const points = new Int32Array(EC_OP_DOUBLINGS * POINT);
  const arena = createArena(2);
  doublings(q, EC_OP_DOUBLINGS).forEach(({ x, y }, i) => {
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

/** Sums over kept doublings, 22 KB for each point. */
export const createEcOpSums = (): EcOpSums => {
  const arena = createSumArena();
  const { m: limbs } = arena;
  const tables: Int32Array[] = [];
  return {
    keep: (index, q) => {
      tables[index] = tableOf(q);
    },
    add: (index, p, m) => {
      const table = required(tables[index], 'createEcOpSums: doublings in this place');
      startSumAt(arena, p);
      let from = 0;
      const bits = m.toString(2);
      for (let i = bits.length - 1; i >= 0; i--, from += POINT) {
        setAddend(limbs, table, from);
        if (bits[i] === '1') addAddend(limbs);
        else if (isZero(arena, differenceOfX(limbs))) return null;
      }
      return loadSum(arena);
    },
  };
};
