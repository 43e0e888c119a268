// The kernel in WebAssembly: what core/crypto/kernel.ts asks for, over numbers in memory. Arguments and results are integers of four little-endian words in
// the area IO, one after the other; the caller checks their ranges. workers/kernel/wasm-kernel.ts is the other side.
import { X, Y, ZZ, ZZZ, addPoint, affineSum, differenceOfX, fillDoublings, fillMultiples, startSum, takeBases } from './curve';
import { enter, invert as invertNumber, isZero, leave, prepareField } from './field';
import {
  DOUBLINGS,
  END,
  FIXED_END,
  GENERATOR_TABLE,
  IO,
  KEPT_DOUBLINGS,
  LOCAL,
  ONE,
  PEDERSEN_TABLE,
  POINT,
  SHIFT,
  TEMPORARY,
  WORDS,
  reach,
} from './layout';
import { ELEMENT, mul } from './limbs';
import { LOW, climb, prepareLadder } from './ladder';
import { LANE_0, LANE_1, LANE_2, addToLane, permuteLanes, setConstant } from './poseidon';
import { prepareRoots, rootOf } from './root';

const A: usize = LOCAL;
const B: usize = LOCAL + ELEMENT;

/** Takes R^2 mod P, 1, and b, 4 b, 8 b of the curve. Once, before everything else. */
export function prepare(): void {
  reach(FIXED_END);
  prepareField(IO);
  enter(ONE, IO + WORDS);
  prepareLadder(IO + 2 * WORDS);
}

/** [0] = [0] * [1]^times. */
export function multiply(times: i32): void {
  enter(A, IO);
  enter(B, IO + WORDS);
  for (; times > 0; times--) mul(A, A, B);
  leave(IO, A);
}

/** [0] = 1 / [0]. */
export function invert(): void {
  enter(A, IO);
  invertNumber(B, A);
  leave(IO, B);
}

/** Builds the tables of `fieldSqrt`; takes 3. */
export function prepareFieldSqrt(): void {
  reach(GENERATOR_TABLE);
  enter(B, IO);
  prepareRoots(B, ONE);
}

/** [0] = a root of [0] or of 3 [0]; [0] is not 0. */
export function fieldSqrt(): void {
  enter(B, IO);
  leave(IO, rootOf(B));
}

/** Takes the constant of the permutation with this index. */
export function setRoundConstant(index: usize): void {
  setConstant(index, IO);
}

/** [0], [1], [2] = the permutation of the three. */
export function hades(): void {
  enter(LANE_0, IO);
  enter(LANE_1, IO + WORDS);
  enter(LANE_2, IO + 2 * WORDS);
  permuteLanes();
  leave(IO, LANE_0);
  leave(IO + WORDS, LANE_1);
  leave(IO + 2 * WORDS, LANE_2);
}

/** Begins a sponge. */
export function startSponge(): void {
  memory.fill(LANE_0, 0, 3 * ELEMENT);
}

/** Absorbs that many pairs. */
export function absorb(pairs: usize): void {
  for (let from = IO; pairs > 0; pairs--, from += 2 * WORDS) {
    addToLane(LANE_0, from);
    addToLane(LANE_1, from + WORDS);
    permuteLanes();
  }
}

/** [0] = what the sponge has come to. */
export function squeeze(): void {
  leave(IO, LANE_0);
}

/** The point in [0] and [1] becomes that at `to`. */
function enterPoint(to: usize, from: usize): void {
  enter(to, from);
  enter(to + ELEMENT, from + WORDS);
}

/** Builds the table of `pedersen`; takes the shift point, low and high of the first and of the second felt. */
export function preparePedersen(): void {
  reach(END);
  enterPoint(SHIFT, IO);
  for (let i: usize = 0; i < 4; i++) {
    enterPoint(A, IO + (i + 1) * 2 * WORDS);
    fillDoublings(TEMPORARY, A);
    // A byte for each base: 31 of the low 248 bits, one of the high four.
    takeBases((i >> 1) * 32 + (i & 1) * 31, i & 1 ? 1 : 31, 8);
  }
  fillMultiples(PEDERSEN_TABLE, 64, 255);
}

/** [0] = the Pedersen hash of [0] and [1]. */
export function pedersen(): void {
  startSum(SHIFT);
  for (let base: usize = 0; base < 64; base++) {
    const digit: usize = load<u8>(IO + base);
    if (digit > 0) addPoint(PEDERSEN_TABLE + (base * 255 + digit - 1) * POINT);
  }
  invertNumber(A, ZZ);
  mul(A, A, X);
  leave(IO, A);
}

/** Builds the table of `generatorMultiple`; takes the generator. */
export function prepareGenerator(): void {
  reach(KEPT_DOUBLINGS);
  enterPoint(A, IO);
  fillDoublings(TEMPORARY, A);
  takeBases(0, 63, 4);
  fillMultiples(GENERATOR_TABLE, 63, 15);
}

/** [0], [1] = X and ZZ of the generator's multiple by [0], which is in [1, 2^252). */
export function generatorMultiple(): void {
  let empty = true;
  for (let base: usize = 0; base < 63; base++) {
    const digit: usize = (load<u8>(IO + (base >> 1)) >> <u8>((base & 1) << 2)) & 15;
    if (digit == 0) continue;
    const point = GENERATOR_TABLE + (base * 15 + digit - 1) * POINT;
    if (empty) startSum(point);
    else addPoint(point);
    empty = false;
  }
  leave(IO, X);
  leave(IO + WORDS, ZZ);
}

function bitLength(words: usize): i32 {
  for (let i: i32 = 3; i >= 0; i--) {
    const word = load<u64>(words + i * 8);
    if (word != 0) return i * 64 + 64 - <i32>clz(word);
  }
  return 0;
}

/** [0], [1] = X and Z of the multiple by [1] of a point with x = [0], on the curve or on its twist. */
export function ladder(): void {
  climb(IO, IO + WORDS, bitLength(IO + WORDS));
  leave(IO, LOW);
  leave(IO + WORDS, LOW + ELEMENT);
}

/** Puts the doublings of the point in [0] and [1] into place `slot`. */
export function keepDoublings(slot: usize): void {
  reach(PEDERSEN_TABLE);
  enterPoint(A, IO);
  fillDoublings(KEPT_DOUBLINGS + slot * DOUBLINGS * POINT, A);
}

/** [0], [1] = the point in [0] and [1] plus [2] times the point whose doublings are in place `slot`; false when two x were equal. */
export function addMultiple(slot: usize): bool {
  const scalar = IO + 2 * WORDS;
  const bits = bitLength(scalar);
  let point = KEPT_DOUBLINGS + slot * DOUBLINGS * POINT;
  enterPoint(A, IO);
  startSum(A);
  for (let i = 0; i < bits; i++, point += POINT) {
    if ((load<u8>(scalar + (i >> 3)) >> <u8>(i & 7)) & 1) addPoint(point);
    else if (isZero(differenceOfX(point), IO)) return false;
  }
  if (isZero(ZZZ, IO)) return false;
  affineSum();
  leave(IO, X);
  leave(IO + WORDS, Y);
  return true;
}
