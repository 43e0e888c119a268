// The bases of a table of multiples (curve.ts): a point doubled again and again in Jacobian coordinates, then all of them made affine with one
// inversion. Over bigints: a table is built once, in code that no engine has compiled yet, where limbs would be slower.
// Formulas: "dbl-2007-bl" of the explicit-formulas database with a = 1. The group has odd order, so no double is the neutral element.
import { required } from '../base/assert.ts';
import { FELT_PRIME } from '../base/felt.ts';
import type { DigitBits } from './curve.ts';
import { invertMod } from './invert.ts';
import type { AffinePoint } from './parameters.ts';

/** A base of a table with its double, from which all further multiples are found by adding the base. */
export type Base = { readonly point: AffinePoint; readonly doubled: AffinePoint };

/** Stands for x / z^2 and y / z^3; coordinates are any integers of these classes modulo P, z is not 0. */
type Jacobian = { readonly x: bigint; readonly y: bigint; readonly z: bigint };

const times = (a: bigint, b: bigint): bigint => (a * b) % FELT_PRIME;
const canonical = (value: bigint): bigint => (value < 0n ? value + FELT_PRIME : value);

const double = ({ x, y, z }: Jacobian): Jacobian => {
  const yy = times(y, y);
  const zz = times(z, z);
  const s = times(4n * x, yy);
  const m = (3n * x * x + zz * zz) % FELT_PRIME;
  const doubled = (m * m - 2n * s) % FELT_PRIME;
  return { x: doubled, y: (m * (s - doubled) - 8n * yy * yy) % FELT_PRIME, z: times(2n * y, z) };
};

/** All points with one inversion: that of the product of all z. */
const toAffine = (points: readonly Jacobian[]): readonly AffinePoint[] => {
  const before: bigint[] = [];
  let product = 1n;
  for (const { z } of points) {
    before.push(product);
    product = times(product, z);
  }
  let inverse = invertMod(canonical(product), FELT_PRIME);
  const affine: AffinePoint[] = [];
  for (let i = points.length - 1; i >= 0; i--) {
    const { x, y, z } = required(points[i], 'toAffine: a point for each index');
    const overZ = times(inverse, required(before[i], 'toAffine: a product for each point'));
    const overZz = times(overZ, overZ);
    inverse = times(inverse, z);
    affine.push({ x: canonical(times(x, overZz)), y: canonical(times(times(y, overZ), overZz)) });
  }
  return affine.toReversed();
};

/** `point`, 2 * point, 4 * point and so on, `count` of them. */
export const doublings = (point: AffinePoint, count: number): readonly AffinePoint[] => {
  const powers: Jacobian[] = [];
  let power: Jacobian = { ...point, z: 1n };
  for (let i = 0; i < count; i++) {
    powers.push(power);
    power = double(power);
  }
  return toAffine(powers);
};

/** `point`, 2^bits * point, 2^(2 bits) * point and so on: the bases of the digits of a scalar of `length` bits. */
export const digitBases = (point: AffinePoint, length: number, bits: DigitBits): readonly Base[] => {
  const pairs: Jacobian[] = [];
  let power: Jacobian = { ...point, z: 1n };
  for (let i = 0; i < length; i++) {
    const doubled = double(power);
    if (i % bits === 0) pairs.push(power, doubled);
    power = doubled;
  }
  const affine = toAffine(pairs);
  const at = (i: number): AffinePoint => required(affine[i], 'digitBases: a point for each power');
  return Array.from({ length: length / bits }, (_, i) => ({ point: at(2 * i), doubled: at(2 * i + 1) }));
};
