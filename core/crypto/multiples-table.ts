// Builds the tables of curve.ts: all multiples of each base that a digit can ask for, by affine additions with one inversion for all bases at a time.
// The bases come from digit-bases.ts.
import { FELT_PRIME } from '../base/felt.ts';
import { type Arena, copyLimbs, createArena, load, slot, store, subLimbs, tighten } from './arena.ts';
import { type DigitBits, type MultiplesTable, POINT, multiplesPerBase } from './curve.ts';
import type { Base } from './digit-bases.ts';
import { invertMod } from './invert.ts';
import type { AffinePoint } from './parameters.ts';
import { LIMBS, mulLimbs, squareLimbs } from './limbs.ts';

type Builder = {
  readonly arena: Arena;
  readonly count: number;
  /** Offsets: bases and current multiples (x, y each), differences of x, running products of these, scratch. */
  readonly base: number;
  readonly current: number;
  readonly difference: number;
  readonly product: number;
  readonly scratch: number;
};

/** The table of `bases`; for 64 bases and eight bits some 20 ms, for 128 and four bits a fifth of that. */
export const createMultiplesTable = (bases: readonly Base[], bits: DigitBits): MultiplesTable => {
  const count = bases.length;
  const perBase = multiplesPerBase(bits);
  const table: MultiplesTable = { bits, points: new Int32Array(count * perBase * POINT) };
  const builder: Builder = {
    arena: createArena(6 * count + 3),
    count,
    base: slot(0),
    current: slot(2 * count),
    difference: slot(4 * count),
    product: slot(5 * count),
    scratch: slot(6 * count),
  };
  storePoints(
    builder,
    builder.base,
    bases.map((base) => base.point),
  );
  builder.arena.m.copyWithin(builder.current, builder.base, builder.base + count * POINT);
  copyToTable(builder, table, 1);
  storePoints(
    builder,
    builder.current,
    bases.map((base) => base.doubled),
  );
  copyToTable(builder, table, 2);
  for (let digit = 3; digit <= perBase; digit++) {
    addBases(builder);
    copyToTable(builder, table, digit);
  }
  return table;
};

const storePoints = ({ arena }: Builder, at: number, points: readonly AffinePoint[]): void => {
  points.forEach((point, w) => {
    store(arena, at + w * POINT, point.x);
    store(arena, at + w * POINT + LIMBS, point.y);
  });
};

const copyToTable = ({ arena: { m }, count, current }: Builder, { bits, points }: MultiplesTable, digit: number): void => {
  for (let w = 0; w < count; w++) {
    const to = (w * multiplesPerBase(bits) + digit - 1) * POINT;
    for (let i = 0; i < POINT; i++) points[to + i] = m[current + w * POINT + i] as number;
  }
};

/** current += base for every base at once (Montgomery's trick: one inversion of the product of all differences). */
const addBases = (builder: Builder): void => {
  const { arena, count, base, current, difference, product, scratch } = builder;
  const { m } = arena;
  for (let w = 0; w < count; w++) {
    const d = difference + w * LIMBS;
    subLimbs(m, d, base + w * POINT, current + w * POINT);
    if (w === 0) copyLimbs(m, product, d);
    else mulLimbs(m, product + w * LIMBS, product + (w - 1) * LIMBS, d);
  }
  const [slope, inverse] = [scratch, scratch + LIMBS] as const;
  store(arena, inverse, invertMod(load(arena, product + (count - 1) * LIMBS), FELT_PRIME));
  for (let w = count - 1; w >= 0; w--) {
    if (w === 0) copyLimbs(m, slope, inverse);
    else mulLimbs(m, slope, inverse, product + (w - 1) * LIMBS);
    mulLimbs(m, inverse, inverse, difference + w * LIMBS);
    addAlong(builder, w);
  }
};

/** current[w] += base[w], where `scratch` holds 1 / (x_base - x_current). */
const addAlong = ({ arena, base, current, scratch }: Builder, w: number): void => {
  const { m } = arena;
  const [slope, t] = [scratch, scratch + 2 * LIMBS] as const;
  const [x, y, baseX] = [current + w * POINT, current + w * POINT + LIMBS, base + w * POINT] as const;
  subLimbs(m, t, baseX + LIMBS, y);
  mulLimbs(m, slope, slope, t);
  squareLimbs(m, t, slope);
  for (let i = 0; i < LIMBS; i++) m[t + i] = (m[t + i] as number) - (m[x + i] as number) - (m[baseX + i] as number);
  tighten(m, t);
  subLimbs(m, x, x, t);
  mulLimbs(m, slope, slope, x);
  copyLimbs(m, x, t);
  subLimbs(m, y, slope, y);
  tighten(m, y);
};
