// Stark ECDSA over the arithmetic of a kernel: verification from the public key's x coordinate, and signing.
//
// A signature (r, s) of z is valid when r is the x coordinate of u1 G + u2 Q or u1 G - u2 Q, u1 = z / s, u2 = r / s modulo N: the key's y has either
// sign, hence (r, N - s) verifies as well (execution.md 10.7). No square root is needed: with x1, x2 the coordinates of u1 G and u2 Q and
// f(x) = x^3 + x + b, the sum's x is r for one of the signs if and only if A^2 = 4 f(x1) f(x2), A = f(x1) + f(x2) - (r + x1 + x2)(x1 - x2)^2.
// If x belongs to no point of the curve, all of this happens on its twist, f(x2) is no square while 4 f(x1) is one, and the equation fails.
// Signing follows RFC 6979 (nonce.ts): the same bytes as starknet.js.
import { assert } from '../base/assert.ts';
import { FELT_PRIME, type Felt, isFelt, toFelt } from '../base/felt.ts';
import { invertMod } from './invert.ts';
import type { Kernel } from './kernel.ts';
import { withNonce } from './nonce.ts';
import { CURVE_B, CURVE_ORDER, isScalar } from './parameters.ts';

export type Signature = { readonly r: Felt; readonly s: Felt };

/** Message hashes that are signed lie below this. */
const SIGNED_HASH_END = 1n << 251n;

const times = (a: bigint, b: bigint): bigint => (a * b) % FELT_PRIME;
const curveAt = (x: bigint): bigint => (times(x * x + 1n, x) + CURVE_B) % FELT_PRIME;

/** True for non-zero squares of the field (Euler's criterion). */
const isSquare = (value: bigint): boolean => {
  let power = 1n;
  for (const bit of ((FELT_PRIME - 1n) / 2n).toString(2)) {
    power = times(power, power);
    if (bit === '1') power = times(power, value);
  }
  return power === 1n;
};

/** u1 = 0: the sum is u2 Q or its negative, and Q must be on the curve itself. */
const isLoneMultiple = (publicKey: Felt, r: Felt, second: { readonly x: bigint; readonly z: bigint }): boolean =>
  second.z !== 0n && (second.x - times(r, second.z)) % FELT_PRIME === 0n && isSquare(curveAt(publicKey));

/** u2 Q is u1 G or its negative, with this x: one sum is the neutral element, the other one 2 u1 G. */
const isDouble = (r: Felt, x: bigint): boolean => {
  const root = x * x - 1n;
  return (root * root - 8n * CURVE_B * x - 4n * r * curveAt(x)) % FELT_PRIME === 0n;
};

/** The two multiples of a verification, with coordinates in [0, P) that are fractions. */
export type EcdsaMultiples = {
  /** x = x / zz of the generator's multiple by a scalar in [1, N). */
  readonly ofGenerator: (scalar: bigint) => { readonly x: bigint; readonly zz: bigint };
  /** x = x / z of the multiple by a scalar in [1, N) of a point with this x on the curve or on its twist; z = 0 is the neutral element. */
  readonly ofX: (x: Felt, scalar: bigint) => { readonly x: bigint; readonly z: bigint };
};

/** An ECDSA verifier over the arithmetic of a kernel. */
export const createEcdsaVerify =
  (multiples: EcdsaMultiples): ((publicKey: Felt, hash: Felt, r: Felt, s: Felt) => boolean) =>
  (publicKey, hash, r, s) => {
    if (!isFelt(publicKey) || !isFelt(hash) || !isScalar(r) || !isScalar(s)) return false;
    const inverse = invertMod(s, CURVE_ORDER);
    const u1 = (hash * inverse) % CURVE_ORDER;
    const u2 = (r * inverse) % CURVE_ORDER;
    const second = multiples.ofX(publicKey, u2);
    if (u1 === 0n) return isLoneMultiple(publicKey, r, second);
    if (second.z === 0n) return false;
    const first = multiples.ofGenerator(u1);
    const both = invertMod(times(first.zz, second.z), FELT_PRIME);
    const x1 = times(times(first.x, second.z), both);
    const x2 = times(times(second.x, first.zz), both);
    const difference = x1 - x2;
    if (difference === 0n) return isDouble(r, x1);
    const [y1, y2] = [curveAt(x1), curveAt(x2)] as const;
    const a = (y1 + y2 - times(r + x1 + x2, difference) * difference) % FELT_PRIME;
    return y2 !== 0n && (a * a - 4n * y1 * y2) % FELT_PRIME === 0n;
  };

/** The x coordinate of the generator's multiple by a scalar in [1, N), which is asserted. */
export const createGeneratorMultiple =
  (multiples: EcdsaMultiples): Kernel['generatorMultiple'] =>
  (scalar) => {
    assert(isScalar(scalar), 'createGeneratorMultiple: a scalar in [1, N)');
    const { x, zz } = multiples.ofGenerator(scalar);
    return toFelt(times(x, invertMod(zz, FELT_PRIME)));
  };

/** Throws RangeError for what is no private key: outside [1, N). */
export const checkPrivateKey = (privateKey: bigint): void => {
  if (!isScalar(privateKey)) throw new RangeError('a private key in [1, N)');
};

/** Deterministic signature (RFC 6979 with SHA-256) of a hash below 2^251; the key is in [1, N). Throws RangeError outside. */
export const signWith = ({ generatorMultiple }: Pick<Kernel, 'generatorMultiple'>, privateKey: bigint, hash: Felt): Signature => {
  checkPrivateKey(privateKey);
  if (hash < 0n || hash >= SIGNED_HASH_END) throw new RangeError('a message hash below 2^251');
  return withNonce(privateKey, hash, (nonce) => {
    const r = generatorMultiple(nonce) % CURVE_ORDER;
    const s = (invertMod(nonce, CURVE_ORDER) * ((hash + r * privateKey) % CURVE_ORDER)) % CURVE_ORDER;
    return r === 0n || s === 0n ? null : { r: toFelt(r), s: toFelt(s) };
  });
};
