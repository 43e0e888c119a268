// The Hades permutation and the Poseidon sponge of Starknet: width 3, rate 2, cubes, 4 + 83 + 4 rounds, matrix ((3,1,1),(1,-1,1),(1,1,-2)).
// Source: commitments.md 0; the n-th round constant is SHA-256 of "Hades" and n in decimal, modulo P. In the partial rounds only lane 2 is cubed, so the
// constants of the other two lanes are carried through the matrices into later constants beforehand: one addition per partial round instead of three.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBigint } from '../base/bytes.ts';
import { FELT_ONE, FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';
import { type Arena, addLimbs, createArena, foldTop, load, slot, store } from './arena.ts';
import { LIMBS, type Limbs, ROUND, SHRINK, mulLimbs, squareLimbs } from './limbs.ts';

const HALF_FULL_ROUNDS = 4;
const PARTIAL_ROUNDS = 83;

// Slots: three lanes, two of scratch, then the constants of the first full rounds, the partial ones and the last full ones.
const [LANE_0, LANE_1, LANE_2, T0, ADDEND] = [slot(0), slot(1), slot(2), slot(3), slot(4)] as const;
const FIRST: number = slot(5);
const PARTIAL: number = slot(5 + 3 * HALF_FULL_ROUNDS);
const LAST: number = slot(5 + 3 * HALF_FULL_ROUNDS + PARTIAL_ROUNDS);
const ELEMENTS: number = 5 + 6 * HALF_FULL_ROUNDS + PARTIAL_ROUNDS;

type Lanes = readonly [bigint, bigint, bigint];
const mixValues = ([a, b, c]: Lanes): Lanes => [3n * a + b + c, a - b + c, a + b - 2n * c];
const addValues = (a: Lanes, b: Lanes): Lanes => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const constantOf = (index: number): bigint => bytesToBigint(sha256(utf8ToBytes(`Hades${index}`)));
/** The constants of all three lanes of a round, not reduced. */
const constantsOf = (round: number): Lanes => [constantOf(3 * round), constantOf(3 * round + 1), constantOf(3 * round + 2)];

/** Stores all round constants, those of the partial rounds reduced to lane 2. */
const storeConstants = (arena: Arena): void => {
  const put = (o: number, value: bigint): void => store(arena, o, ((value % FELT_PRIME) + FELT_PRIME) % FELT_PRIME);
  const putLanes = (o: number, lanes: Lanes): void => lanes.forEach((value, lane) => put(o + lane * LIMBS, value));
  for (let r = 0; r < HALF_FULL_ROUNDS; r++) putLanes(FIRST + 3 * r * LIMBS, constantsOf(r));
  let pending: Lanes = [0n, 0n, 0n];
  for (let r = 0; r < PARTIAL_ROUNDS; r++) {
    const [a, b, c] = addValues(pending, constantsOf(HALF_FULL_ROUNDS + r));
    put(PARTIAL + r * LIMBS, c);
    pending = mixValues([a, b, 0n]);
  }
  for (let r = 0; r < HALF_FULL_ROUNDS; r++) {
    const constants = constantsOf(HALF_FULL_ROUNDS + PARTIAL_ROUNDS + r);
    putLanes(LAST + 3 * r * LIMBS, r === 0 ? addValues(pending, constants) : constants);
  }
};

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
  storeConstants(arena);
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
