// Numbers of limbs.ts: the way in and out as four little-endian words of 64 bits, sums, carries, inverses. Addresses of numbers and words are bytes.
import { ELEMENT, mul, square } from './limbs';
import { PLAIN_ONE, POWERS, R_SQUARED, SCRATCH } from './layout';

const MASK: i64 = 0x1fffffff;

/** [o] = the words at `from` as limbs, not in Montgomery form; each limb below 2^29 counts as two terms. */
function spread(o: usize, from: usize): void {
  const w0 = load<u64>(from);
  const w1 = load<u64>(from, 8);
  const w2 = load<u64>(from, 16);
  const w3 = load<u64>(from, 24);
  store<i32>(o, <i32>(w0 & MASK));
  store<i32>(o, <i32>((w0 >> 29) & MASK), 4);
  store<i32>(o, <i32>(((w0 >> 58) | (w1 << 6)) & MASK), 8);
  store<i32>(o, <i32>((w1 >> 23) & MASK), 12);
  store<i32>(o, <i32>(((w1 >> 52) | (w2 << 12)) & MASK), 16);
  store<i32>(o, <i32>((w2 >> 17) & MASK), 20);
  store<i32>(o, <i32>(((w2 >> 46) | (w3 << 18)) & MASK), 24);
  store<i32>(o, <i32>((w3 >> 11) & MASK), 28);
  store<i32>(o, <i32>(w3 >> 40), 32);
}

/** Puts the constants that `enter` and `leave` need into memory; R^2 mod P is in the words at `from`. */
export function prepareField(from: usize): void {
  spread(R_SQUARED, from);
  memory.fill(PLAIN_ONE, 0, ELEMENT);
  store<i32>(PLAIN_ONE, 1);
}

/** [o] = the words at `from`, any number below 2^256, in Montgomery form; tight. */
export function enter(o: usize, from: usize): void {
  spread(SCRATCH, from);
  mul(o, SCRATCH, R_SQUARED);
}

/** Carries the limbs of [o] into [0, 2^29), the top one excepted, which it returns: its sign is the number's. */
function carryUnsigned(o: usize): i32 {
  let carry: i32 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    const x = load<i32>(o + i) + carry;
    carry = x >> 29;
    store<i32>(o + i, x & <i32>MASK);
  }
  const top = load<i32>(o, 32) + carry;
  store<i32>(o, top, 32);
  return top;
}

/** The words at `to` = the value of [a] in [0, P); [a] is a sum of at most seven tight numbers. */
export function leave(to: usize, a: usize): void {
  const o = SCRATCH;
  // The product with 1 lies in (-0.6 P, 0.6 P), so that one conditional addition of P makes it canonical.
  mul(o, a, PLAIN_ONE);
  if (carryUnsigned(o) < 0) {
    store<i32>(o, load<i32>(o) + 1);
    store<i32>(o, load<i32>(o, 24) + (17 << 18), 24);
    store<i32>(o, load<i32>(o, 32) + (1 << 19), 32);
    carryUnsigned(o);
  }
  const l2: u64 = load<u32>(o, 8);
  const l4: u64 = load<u32>(o, 16);
  const l6: u64 = load<u32>(o, 24);
  store<u64>(to, <u64>load<u32>(o) | ((<u64>load<u32>(o, 4)) << 29) | (l2 << 58));
  store<u64>(to, (l2 >> 6) | ((<u64>load<u32>(o, 12)) << 23) | (l4 << 52), 8);
  store<u64>(to, (l4 >> 12) | ((<u64>load<u32>(o, 20)) << 17) | (l6 << 46), 16);
  store<u64>(to, (l6 >> 18) | ((<u64>load<u32>(o, 28)) << 11) | ((<u64>load<u32>(o, 32)) << 40), 24);
}

/** [o] = [a]. */
export function copy(o: usize, a: usize): void {
  memory.copy(o, a, ELEMENT);
}

/** [o] = [a] + [b], limb by limb without carry. */
export function add(o: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(o + i, load<i32>(a + i) + load<i32>(b + i));
}

/** [o] = [a] - [b], limb by limb without carry. */
export function sub(o: usize, a: usize, b: usize): void {
  for (let i: usize = 0; i < ELEMENT; i += 4) store<i32>(o + i, load<i32>(a + i) - load<i32>(b + i));
}

/** The multiple of 2^29 nearest to a limb, in units of 2^29. */
export function carryOf(x: i32): i32 {
  return ((x >> 28) + 1) >> 1;
}

/** Sets the top limb to `top` less the multiple of P nearest to it. */
export function foldTop(o: usize, top: i32): void {
  const times = (top + (1 << 18)) >> 19;
  store<i32>(o, load<i32>(o) - times);
  store<i32>(o, load<i32>(o, 24) - times * (17 << 18), 24);
  store<i32>(o, top - (times << 19), 32);
}

/** Makes [o], a sum of at most seven tight numbers, tight again: every limb's carry goes one limb up, then multiples of P are taken off the top. */
export function tighten(o: usize): void {
  let carry: i32 = 0;
  for (let i: usize = 0; i < 32; i += 4) {
    const x = load<i32>(o + i);
    const next = carryOf(x);
    store<i32>(o + i, x - (next << 29) + carry);
    carry = next;
  }
  foldTop(o, load<i32>(o, 32) + carry);
}

/** Whether [a], a sum of two tight numbers, is 0 modulo P; cheap when it is not. The words at `words` are overwritten. */
export function isZero(a: usize, words: usize): bool {
  // The number is below 8 P, and a multiple of P has that multiple as its lowest limb, modulo 2^29.
  const low = load<i32>(a) & <i32>MASK;
  if (low > 8 && low < <i32>MASK - 7) return false;
  leave(words, a);
  return (load<u64>(words) | load<u64>(words, 8) | load<u64>(words, 16) | load<u64>(words, 24)) == 0;
}

/** [o] = [o]^(2^times). */
export function squareTimes(o: usize, times: i32): void {
  for (; times > 0; times--) square(o, o);
}

/** [o] = [a]^(2^58 + 8), the power that square roots begin with; o is not a. */
export function halfOddPower(o: usize, a: usize): void {
  square(o, a);
  squareTimes(o, 54);
  mul(o, o, a);
  squareTimes(o, 3);
}

/** [o] = 1 / [a] = [a]^(P - 2), 0 for 0; o is not a. P - 2 = 2^251 + 2^196 + (2^192 - 1), and 192 ones are six times 32. */
export function invert(o: usize, a: usize): void {
  const ones = POWERS;
  copy(ones, a);
  for (let length = 1; length < 32; length *= 2) {
    copy(o, ones);
    squareTimes(o, length);
    mul(ones, ones, o);
  }
  square(o, a);
  squareTimes(o, 54);
  mul(o, o, a);
  squareTimes(o, 4);
  for (let i = 0; i < 6; i++) {
    squareTimes(o, 32);
    mul(o, o, ones);
  }
}
