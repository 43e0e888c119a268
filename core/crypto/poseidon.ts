// The Hades permutation and the Poseidon sponge of Starknet: width 3, rate 2, cubes, 4 + 83 + 4 rounds, matrix ((3,1,1),(1,-1,1),(1,1,-2)).
// Source: commitments.md 0.
import { FELT_ONE, type Felt, toFelt } from '../base/felt.ts';
import { addLimbs, createArena, foldTop, load, slot, store } from './arena.ts';
import { LIMBS, type Limbs, ROUND, SHRINK, mulLimbs, squareLimbs } from './limbs.ts';
import { HALF_FULL_ROUNDS, PARTIAL_ROUNDS, roundConstants } from './poseidon-constants.ts';

// Slots: three lanes, two of scratch, then the constants of the first full rounds, the partial ones and the last full ones.
const [LANE_0, LANE_1, LANE_2, T0, ADDEND] = [slot(0), slot(1), slot(2), slot(3), slot(4)] as const;
const FIRST: number = slot(5);
const PARTIAL: number = slot(5 + 3 * HALF_FULL_ROUNDS);
const LAST: number = slot(5 + 3 * HALF_FULL_ROUNDS + PARTIAL_ROUNDS);
const ELEMENTS: number = 5 + 6 * HALF_FULL_ROUNDS + PARTIAL_ROUNDS;

/** m[o] = (m[o] + constant)^3; tight. */
const cube = (m: Limbs, o: number, constant: number): void => {
  addLimbs(m, o, o, constant);
  squareLimbs(m, T0, o);
  mulLimbs(m, o, T0, o);
};

/** The matrix over the three lanes, tightened in the same pass (`tighten`); tight lanes in and out. */
const mix = (m: Limbs): void => {
  let [carry0, carry1, carry2] = [0, 0, 0];
  for (let i = 0; i < LIMBS - 1; i++) {
    const a = m[LANE_0 + i] as number;
    const b = m[LANE_1 + i] as number;
    const c = m[LANE_2 + i] as number;
    const sum = a + b + c;
    const x = sum + 2 * a;
    const y = sum - 2 * b;
    const z = sum - 3 * c;
    const roundX = x + ROUND - ROUND;
    const roundY = y + ROUND - ROUND;
    const roundZ = z + ROUND - ROUND;
    m[LANE_0 + i] = x - roundX + carry0;
    m[LANE_1 + i] = y - roundY + carry1;
    m[LANE_2 + i] = z - roundZ + carry2;
    carry0 = roundX * SHRINK;
    carry1 = roundY * SHRINK;
    carry2 = roundZ * SHRINK;
  }
  const a = m[LANE_0 + LIMBS - 1] as number;
  const b = m[LANE_1 + LIMBS - 1] as number;
  const c = m[LANE_2 + LIMBS - 1] as number;
  foldTop(m, LANE_0, 3 * a + b + c + carry0);
  foldTop(m, LANE_1, a - b + c + carry1);
  foldTop(m, LANE_2, a + b - 2 * c + carry2);
};

const fullRounds = (m: Limbs, constants: number): void => {
  for (let r = 0; r < HALF_FULL_ROUNDS; r++) {
    const o = constants + 3 * r * LIMBS;
    cube(m, LANE_0, o);
    cube(m, LANE_1, o + LIMBS);
    cube(m, LANE_2, o + 2 * LIMBS);
    mix(m);
  }
};

const permute = (m: Limbs): void => {
  fullRounds(m, FIRST);
  for (let r = 0; r < PARTIAL_ROUNDS; r++) {
    cube(m, LANE_2, PARTIAL + r * LIMBS);
    mix(m);
  }
  fullRounds(m, LAST);
};

export type Poseidon = {
  readonly poseidonPair: (a: Felt, b: Felt) => Felt;
  readonly poseidonMany: (felts: readonly Felt[]) => Felt;
  readonly hades: (state: readonly [Felt, Felt, Felt]) => readonly [Felt, Felt, Felt];
};

/** Poseidon with constants and scratch memory of its own. */
export const createPoseidon = (): Poseidon => {
  const arena = createArena(ELEMENTS);
  const { m } = arena;
  roundConstants().forEach((constant, i) => store(arena, FIRST + i * LIMBS, constant));
  const absorb = (lane: number, felt: Felt): void => {
    store(arena, ADDEND, felt);
    addLimbs(m, lane, lane, ADDEND);
  };
  const setLanes = (a: bigint, b: bigint, c: bigint): void => {
    store(arena, LANE_0, a);
    store(arena, LANE_1, b);
    store(arena, LANE_2, c);
  };
  return {
    poseidonPair: (a, b) => {
      setLanes(a, b, 2n);
      permute(m);
      return toFelt(load(arena, LANE_0));
    },
    hades: ([a, b, c]) => {
      setLanes(a, b, c);
      permute(m);
      return [toFelt(load(arena, LANE_0)), toFelt(load(arena, LANE_1)), toFelt(load(arena, LANE_2))];
    },
    poseidonMany: (felts) => {
      m.fill(0, LANE_0, LANE_0 + 3 * LIMBS);
      // Padding: a 1 after the last element, then a 0 if that makes the number odd; adding 0 is doing nothing.
      for (let i = 0; i <= felts.length; i++) {
        absorb(i % 2 === 0 ? LANE_0 : LANE_1, felts[i] ?? FELT_ONE);
        if (i % 2 === 1 || i === felts.length) permute(m);
      }
      return toFelt(load(arena, LANE_0));
    },
  };
};
