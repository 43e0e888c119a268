// Signatures against starknet.js (signing, keys) and against the library's points, which know both coordinates.
import { Point } from '@scure/starknet';
import fc from 'fast-check';
import { ec } from 'starknet';
import { expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { CURVE_B, CURVE_ORDER } from './parameters.ts';
import { createEcdsaMultiples } from './ec-sums.ts';
import { createEcdsaVerify, createGeneratorMultiple, signWith } from './ecdsa-core.ts';
import { publicKeyOf, signStark } from './ecdsa.ts';
import { invertMod } from './invert.ts';

const verify = createEcdsaVerify(createEcdsaMultiples());
const generatorMultiple = createGeneratorMultiple(createEcdsaMultiples());
const key = fc.bigInt({ min: 1n, max: CURVE_ORDER - 1n });
const hash = fc.bigInt({ min: 0n, max: 2n ** 251n - 1n }).map(toFelt);
const times = (a: bigint, b: bigint): bigint => (a * b) % CURVE_ORDER;
const over = (a: bigint, b: bigint): bigint => times(a, invertMod(b, CURVE_ORDER));

test('ecdsa: keys and signatures are those of starknet.js', () => {
  fc.assert(
    fc.property(key, hash, (privateKey, message) => {
      const hex = `0x${privateKey.toString(16)}`;
      const foreign = ec.starkCurve.sign(`0x${message.toString(16)}`, hex);
      expect(signStark(privateKey, message)).toEqual({ r: foreign.r, s: foreign.s });
      expect(signWith({ generatorMultiple }, privateKey, message)).toEqual({ r: foreign.r, s: foreign.s });
      expect(generatorMultiple(privateKey)).toBe(publicKeyOf(privateKey));
      expect(publicKeyOf(privateKey)).toBe(BigInt(ec.starkCurve.getStarkKey(hex)));
    }),
    { numRuns: 30 },
  );
});

test('ecdsa: a signature verifies, and so does (r, N - s)', () => {
  fc.assert(
    fc.property(key, hash, (privateKey, message) => {
      const { r, s } = signStark(privateKey, message);
      const publicKey = publicKeyOf(privateKey);
      expect(verify(publicKey, message, r, s)).toBe(true);
      expect(verify(publicKey, message, r, toFelt(CURVE_ORDER - s))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('ecdsa: any other key, message, r or s is refused', () => {
  fc.assert(
    fc.property(key, hash, (privateKey, message) => {
      const { r, s } = signStark(privateKey, message);
      const publicKey = publicKeyOf(privateKey);
      expect(verify(publicKey, toFelt(message + 1n), r, s)).toBe(false);
      expect(verify(publicKey, message, toFelt(r + 1n), s)).toBe(false);
      expect(verify(publicKey, message, r, toFelt(s === 1n ? 2n : s - 1n))).toBe(false);
      for (let delta = 1n; delta < 6n; delta++) expect(verify(toFelt((publicKey + delta) % FELT_PRIME), message, r, s)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test('ecdsa: values out of range are refused', () => {
  const message = toFelt(123);
  const { r, s } = signStark(7n, message);
  const publicKey = publicKeyOf(7n);
  const unchecked = (value: bigint): Felt => value as Felt;
  expect(verify(publicKey, message, r, s)).toBe(true);
  for (const bad of [0n, CURVE_ORDER, CURVE_ORDER + s, 0n - s, 2n ** 256n + s])
    expect(verify(publicKey, message, r, unchecked(bad))).toBe(false);
  for (const bad of [0n, CURVE_ORDER, r + FELT_PRIME, 0n - r]) expect(verify(publicKey, message, unchecked(bad), s)).toBe(false);
  for (const bad of [publicKey + FELT_PRIME, 0n - publicKey]) expect(verify(unchecked(bad), message, r, s)).toBe(false);
  for (const bad of [message + FELT_PRIME, 0n - message]) expect(verify(publicKey, unchecked(bad), r, s)).toBe(false);
});

/** A key and a signature with chosen u1 and u2 for the nonce k: r = x(k G), s = r / u2, z = u1 s, private key = (k - u1) / u2. */
const forge = (k: bigint, u1: bigint, u2: bigint): { publicKey: Felt; z: Felt; r: Felt; s: Felt } => {
  const r = Point.BASE.multiply(k).x;
  const s = over(r, u2);
  const privateKey = over((k - u1 + CURVE_ORDER) % CURVE_ORDER, u2);
  return { publicKey: publicKeyOf(privateKey), z: toFelt(times(u1, s)), r: toFelt(r), s: toFelt(s) };
};

test('ecdsa: extreme and colliding multiples are decided like all others', () => {
  const k = 0x1234567890abcdef1234567890abcdefn;
  const scalars = [1n, 2n, 255n, 256n, CURVE_ORDER - 1n, CURVE_ORDER - 2n, 2n ** 251n];
  for (const u1 of [0n, ...scalars, over(k, 2n)]) {
    for (const u2 of scalars) {
      const { publicKey, z, r, s } = forge(k, u1, u2);
      expect(verify(publicKey, z, r, s)).toBe(true);
      expect(verify(publicKey, z, publicKeyOf(k + 1n), s)).toBe(false);
    }
  }
});

test('ecdsa: a key that doubles the other multiple verifies the double and nothing else', () => {
  const [u1, r] = [0x1234567890abcdefn, publicKeyOf(42n)];
  for (const u2 of [1n, 2n, CURVE_ORDER - 1n, 2n ** 200n]) {
    // u2 Q = u1 G, so the sums are the neutral element and 2 u1 G.
    const publicKey = publicKeyOf(over(u1, u2));
    const sign = (x: Felt): readonly [Felt, Felt, Felt] => [toFelt(times(u1, over(x, u2))), x, toFelt(over(x, u2))];
    expect(verify(publicKey, ...sign(publicKeyOf(2n * u1)))).toBe(true);
    expect(verify(publicKey, ...sign(r))).toBe(false);
    expect(verify(publicKey, ...sign(publicKeyOf(u1)))).toBe(false);
  }
});

test('ecdsa: the hash 0 is decided by the key alone', () => {
  for (const privateKey of [1n, 2n, CURVE_ORDER - 1n, 2n ** 200n]) {
    const { r, s } = signStark(privateKey, toFelt(0));
    expect(verify(publicKeyOf(privateKey), toFelt(0), r, s)).toBe(true);
    expect(verify(publicKeyOf(privateKey), toFelt(0), r, toFelt(s - 1n))).toBe(false);
    expect(verify(publicKeyOf(3n), toFelt(0), r, s)).toBe(false);
  }
});

test('ecdsa: an x coordinate that is on no point of the curve verifies nothing', () => {
  const half = (FELT_PRIME - 1n) / 2n;
  const isOnCurve = (x: bigint): boolean => Point.Fp.pow((x * x * x + x + CURVE_B) % FELT_PRIME, half) === 1n;
  const off = [2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 10n].filter((x) => !isOnCurve(x));
  expect(off.length).toBeGreaterThan(1);
  for (const x of off) {
    for (const [z, r, s] of [
      [1n, 2n, 3n],
      [0n, x, x],
      [5n, x, 1n],
      [0n, x, 1n],
    ]) {
      expect(verify(toFelt(x), toFelt(z!), toFelt(r!), toFelt(s!))).toBe(false);
    }
  }
});

test('ecdsa: only scalars in [1, N) have a multiple', () => {
  expect(generatorMultiple(1n)).toBe(Point.BASE.x);
  expect(generatorMultiple(CURVE_ORDER - 1n)).toBe(Point.BASE.x);
  for (const bad of [0n, CURVE_ORDER, -1n]) expect(() => generatorMultiple(bad)).toThrow('a scalar');
});
