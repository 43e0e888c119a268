// The curves secp256k1 and secp256r1 (P-256) as the syscalls need them: affine points, sums, multiples, a root. Plain bigints: a call of the costliest
// pays for a hundred thousand steps. Source: SEC 2 v2.0 sections 2.4.1 and 2.4.2 (parameters).
import { invertMod } from './invert.ts';

/** y^2 = x^3 + a x + b modulo p; p = 3 mod 4 for both curves. */
export type SecpCurve = { readonly p: bigint; readonly order: bigint; readonly a: bigint; readonly b: bigint };
/** Null is the neutral element. */
export type SecpPoint = { readonly x: bigint; readonly y: bigint } | null;

export const SECP256K1: SecpCurve = {
  p: 2n ** 256n - 2n ** 32n - 977n,
  order: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  a: 0n,
  b: 7n,
};
export const SECP256R1: SecpCurve = {
  p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
  order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  a: -3n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
};

const mod = (value: bigint, p: bigint): bigint => {
  const rest = value % p;
  return rest < 0n ? rest + p : rest;
};
const rightSide = ({ p, a, b }: SecpCurve, x: bigint): bigint => mod((x * x + a) * x + b, p);

/** Whether the affine point lies on the curve; coordinates in [0, p). */
export const isOnSecp = (curve: SecpCurve, x: bigint, y: bigint): boolean => mod(y * y, curve.p) === rightSide(curve, x);

/** The point with this x whose y has the parity, or null when there is none. */
export const secpFromX = (curve: SecpCurve, x: bigint, isOdd: boolean): SecpPoint => {
  const square = rightSide(curve, x);
  const root = power(square, (curve.p + 1n) / 4n, curve.p);
  if (mod(root * root, curve.p) !== square) return null;
  // The root 0 has no odd twin: no such point lies on these curves (their order is odd).
  return { x, y: (root % 2n === 1n) === isOdd ? root : curve.p - root };
};

const power = (base: bigint, exponent: bigint, p: bigint): bigint => {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % p;
    if (bit === '1') result = (result * base) % p;
  }
  return result;
};

export const addSecp = (curve: SecpCurve, left: SecpPoint, right: SecpPoint): SecpPoint => {
  if (left === null) return right;
  if (right === null) return left;
  const { p, a } = curve;
  if (left.x === right.x && mod(left.y + right.y, p) === 0n) return null;
  const [rise, run] = left.x === right.x ? [3n * left.x * left.x + a, 2n * left.y] : [right.y - left.y, right.x - left.x];
  const slope = mod(mod(rise, p) * invertMod(mod(run, p), p), p);
  const x = mod(slope * slope - left.x - right.x, p);
  return { x, y: mod(slope * (left.x - x) - left.y, p) };
};

/** Jacobian coordinates; z = 0 is the neutral element. */
type Jacobian = readonly [x: bigint, y: bigint, z: bigint];

const double = ({ p, a }: SecpCurve, [x, y, z]: Jacobian): Jacobian => {
  const yy = (y * y) % p;
  const s = (4n * x * yy) % p;
  const zz = (z * z) % p;
  const m = mod(3n * x * x + a * zz * zz, p);
  const x3 = mod(m * m - 2n * s, p);
  return [x3, mod(m * (s - x3) - 8n * yy * yy, p), (2n * y * z) % p];
};

/** Sum with an affine point. */
const addAffine = (curve: SecpCurve, left: Jacobian, right: { readonly x: bigint; readonly y: bigint }): Jacobian => {
  const { p } = curve;
  const [x, y, z] = left;
  if (z === 0n) return [right.x, right.y, 1n];
  const zz = (z * z) % p;
  const h = mod(right.x * zz - x, p);
  const r = mod(right.y * zz * z - y, p);
  if (h === 0n) return r === 0n ? double(curve, left) : [1n, 1n, 0n];
  const hh = (h * h) % p;
  const hhh = (h * hh) % p;
  const v = (x * hh) % p;
  const x3 = mod(r * r - hhh - 2n * v, p);
  return [x3, mod(r * (v - x3) - y * hhh, p), (z * h) % p];
};

/** `factor` times the point; the factor is taken modulo the order. */
export const multiplySecp = (curve: SecpCurve, point: SecpPoint, factor: bigint): SecpPoint => {
  const scalar = mod(factor, curve.order);
  if (point === null || scalar === 0n) return null;
  let sum: Jacobian = [1n, 1n, 0n];
  for (const bit of scalar.toString(2)) {
    sum = double(curve, sum);
    if (bit === '1') sum = addAffine(curve, sum, point);
  }
  const [x, y, z] = sum;
  if (z === 0n) return null;
  const inverse = invertMod(z, curve.p);
  const squared = (inverse * inverse) % curve.p;
  return { x: (x * squared) % curve.p, y: (y * squared * inverse) % curve.p };
};
