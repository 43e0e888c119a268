// Modular inverse by Lehmer's variant of the Euclidean algorithm: about 25 bits of the quotients at a time are found in doubles, then applied to the
// big integers. The matrices are unimodular whatever their entries, so a quotient that rounding spoils costs a step, never the result.
import { assert } from '../base/assert.ts';

/** Cofactors stay below this, so that products of two and their sums are exact doubles. */
const COFACTOR_MAX = 2 ** 26;

/** The inverse of `value` modulo `modulus`, in [1, modulus). Asserts that there is one; `value` is in [0, modulus). */
export const invertMod = (value: bigint, modulus: bigint): bigint => {
  // Invariant: r0 = u0 * value and r1 = u1 * value, modulo `modulus`. Single variables throughout: arrays double the time.
  let r0 = modulus;
  let r1 = value;
  let u0 = 0n;
  let u1 = 1n;
  while (r1 !== 0n) {
    let x = Number(r0);
    let y = Number(r1);
    let [a, b, c, d] = [1, 0, 0, 1];
    while (y > 0) {
      const q = Math.floor(x / y);
      const e = a - q * c;
      const f = b - q * d;
      if (q >= COFACTOR_MAX || Math.abs(e) >= COFACTOR_MAX || Math.abs(f) >= COFACTOR_MAX) break;
      const z = x - q * y;
      x = y;
      y = z;
      a = c;
      b = d;
      c = e;
      d = f;
    }
    // Not even one quotient fits: one step of the plain algorithm.
    const single = b === 0;
    const quotient = single ? r0 / r1 : 0n;
    const [wideA, wideB, wideC, wideD] = single ? [0n, 1n, 1n, -quotient] : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
    const s0 = wideA * r0 + wideB * r1;
    const s1 = wideC * r0 + wideD * r1;
    const v0 = wideA * u0 + wideB * u1;
    const v1 = wideC * u0 + wideD * u1;
    r0 = s0 < 0n ? -s0 : s0;
    u0 = s0 < 0n ? -v0 : v0;
    r1 = s1 < 0n ? -s1 : s1;
    u1 = s1 < 0n ? -v1 : v1;
  }
  assert(r0 === 1n, 'invertMod: a value prime to the modulus');
  const rest = u0 % modulus;
  return rest < 0n ? rest + modulus : rest;
};
