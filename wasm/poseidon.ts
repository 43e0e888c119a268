// The Hades permutation: width 3, cubes, 4 + 83 + 4 rounds, matrix ((3,1,1),(1,-1,1),(1,1,-2)). The constants come from outside, those of the partial rounds
// reduced to lane 2.
import { add, carryOf, enter, foldTop } from './field';
import { ELEMENT, mul, square } from './limbs';
import { POSEIDON } from './layout';

const HALF_FULL_ROUNDS: usize = 4;
const PARTIAL_ROUNDS: usize = 83;

export const LANE_0: usize = POSEIDON;
export const LANE_1: usize = POSEIDON + ELEMENT;
export const LANE_2: usize = POSEIDON + 2 * ELEMENT;
const T0: usize = POSEIDON + 3 * ELEMENT;
const ADDEND: usize = POSEIDON + 4 * ELEMENT;
const FIRST: usize = POSEIDON + 5 * ELEMENT;
const PARTIAL: usize = FIRST + 3 * HALF_FULL_ROUNDS * ELEMENT;
const LAST: usize = PARTIAL + PARTIAL_ROUNDS * ELEMENT;

/** Sets the constant of this index, in the order of use. */
export function setConstant(index: usize, from: usize): void {
  enter(FIRST + index * ELEMENT, from);
}

/** [o] = ([o] + [constant])^3. */
function cube(o: usize, constant: usize): void {
  add(o, o, constant);
  square(T0, o);
  mul(o, T0, o);
}

/** The matrix over the three lanes, tightened in the same pass; tight lanes in and out. */
function mix(): void {
  let carry0: i32 = 0;
  let carry1: i32 = 0;
  let carry2: i32 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    const a = load<i32>(LANE_0 + i);
    const b = load<i32>(LANE_1 + i);
    const c = load<i32>(LANE_2 + i);
    const sum = a + b + c;
    const x = sum + 2 * a;
    const y = sum - 2 * b;
    const z = sum - 3 * c;
    const nextX = carryOf(x);
    const nextY = carryOf(y);
    const nextZ = carryOf(z);
    store<i32>(LANE_0 + i, x - (nextX << 29) + carry0);
    store<i32>(LANE_1 + i, y - (nextY << 29) + carry1);
    store<i32>(LANE_2 + i, z - (nextZ << 29) + carry2);
    carry0 = nextX;
    carry1 = nextY;
    carry2 = nextZ;
  }
  const a = load<i32>(LANE_0, 32);
  const b = load<i32>(LANE_1, 32);
  const c = load<i32>(LANE_2, 32);
  foldTop(LANE_0, 3 * a + b + c + carry0);
  foldTop(LANE_1, a - b + c + carry1);
  foldTop(LANE_2, a + b - 2 * c + carry2);
}

function fullRounds(constants: usize): void {
  for (let r: usize = 0; r < HALF_FULL_ROUNDS; r++, constants += 3 * ELEMENT) {
    cube(LANE_0, constants);
    cube(LANE_1, constants + ELEMENT);
    cube(LANE_2, constants + 2 * ELEMENT);
    mix();
  }
}

/** The permutation of the three lanes. */
export function permuteLanes(): void {
  fullRounds(FIRST);
  for (let constant = PARTIAL; constant < LAST; constant += ELEMENT) {
    cube(LANE_2, constant);
    mix();
  }
  fullRounds(LAST);
}

/** Adds the words at `from` to a lane. */
export function addToLane(lane: usize, from: usize): void {
  enter(ADDEND, from);
  add(lane, lane, ADDEND);
}
