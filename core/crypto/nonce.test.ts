// Signing against @scure/starknet and starknet.js, whose HMAC-DRBG and points are independent of ours; only SHA-256 and HMAC are shared.
// oxlint-disable-next-line import/no-nodejs-modules -- a foreign HMAC, for the test only
import { createHmac } from 'node:crypto';
import { sign } from '@scure/starknet';
import fc from 'fast-check';
import { ec } from 'starknet';
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { CURVE_ORDER } from './parameters.ts';
import { publicKeyOf, signStark } from './ecdsa.ts';
import { withNonce } from './nonce.ts';

const checkAgainstLibraries = (privateKey: bigint, hash: bigint): void => {
  const ours = signStark(privateKey, toFelt(hash));
  const scure = sign(hash.toString(16), privateKey.toString(16));
  const foreign = ec.starkCurve.sign(`0x${hash.toString(16)}`, `0x${privateKey.toString(16)}`);
  expect(ours).toEqual({ r: scure.r, s: scure.s });
  expect(ours).toEqual({ r: foreign.r, s: foreign.s });
};

/** Candidates for the nonce before the first one in range, and zero bytes at the head of that one; by Node's HMAC. */
const drawsOf = (privateKey: bigint, hash: bigint): { readonly refused: number; readonly zeroBytes: number } => {
  const mac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
    parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest();
  const seed = Buffer.from([privateKey, hash].map((n) => n.toString(16).padStart(64, '0')).join(''), 'hex');
  let key: Uint8Array = new Uint8Array(32);
  let value: Uint8Array = new Uint8Array(32).fill(1);
  for (const tag of [0, 1]) {
    key = mac(key, value, Uint8Array.of(tag), seed);
    value = mac(key, value);
  }
  for (let refused = 0; ; refused++) {
    value = mac(key, value);
    const zeroBytes = value.findIndex((byte) => byte !== 0);
    const bits = BigInt(`0x${Buffer.from(value).toString('hex')}`);
    if ((zeroBytes === 0 ? bits >> 4n : bits) < CURVE_ORDER) return { refused, zeroBytes };
    key = mac(key, value, Uint8Array.of(0));
    value = mac(key, value);
  }
};

test.each([
  { privateKey: 1n, refused: 0, zeroBytes: 0 },
  { privateKey: 2n, refused: 1, zeroBytes: 0 },
  { privateKey: 16n, refused: 2, zeroBytes: 0 },
  { privateKey: 46_369n, refused: 15, zeroBytes: 0 },
  { privateKey: 506n, refused: 0, zeroBytes: 1 },
  { privateKey: 97_961n, refused: 11, zeroBytes: 1 },
  { privateKey: 14_483n, refused: 0, zeroBytes: 2 },
  { privateKey: 4028n, refused: 5, zeroBytes: 2 },
])('signing: $refused refused candidates, then one with $zeroBytes leading zero bytes, give the signature of the libraries', (row) => {
  expect(drawsOf(row.privateKey, 0n)).toEqual({ refused: row.refused, zeroBytes: row.zeroBytes });
  checkAgainstLibraries(row.privateKey, 0n);
});

test('signing: keys and hashes at the edges of their ranges give the signatures of the libraries', () => {
  const keys = [1n, 2n, 3n, 255n, 2n ** 128n, 2n ** 248n - 1n, 2n ** 248n, CURVE_ORDER / 2n, CURVE_ORDER - 2n, CURVE_ORDER - 1n];
  const hashes = [
    0n,
    1n,
    15n,
    16n,
    255n,
    256n,
    2n ** 128n,
    2n ** 244n,
    2n ** 247n,
    2n ** 248n - 1n,
    2n ** 248n,
    2n ** 250n,
    2n ** 251n - 1n,
  ];
  for (const privateKey of keys) for (const hash of hashes) checkAgainstLibraries(privateKey, hash);
});

test('signing: random keys and hashes of every length give the signatures of the libraries', () => {
  const ofLength = (bits: number): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
  const hash = fc.integer({ min: 1, max: 251 }).chain(ofLength);
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: CURVE_ORDER - 1n }), hash, checkAgainstLibraries), { numRuns: 300 });
});

test('signing: keys and hashes out of range are refused', () => {
  for (const privateKey of [0n, -1n, CURVE_ORDER, CURVE_ORDER + 1n, 2n ** 256n]) {
    expect(() => signStark(privateKey, toFelt(1))).toThrow(RangeError);
    expect(() => publicKeyOf(privateKey)).toThrow(RangeError);
  }
  expect(() => signStark(1n, toFelt(2n ** 251n))).toThrow(RangeError);
});

test('nonce: a refused nonce is followed by another one in range', () => {
  const seen = new Set<bigint>();
  const last = withNonce(7n, 9n, (nonce) => (seen.add(nonce).size === 50 ? nonce : null));
  expect(seen.size).toBe(50);
  expect([...seen].at(-1)).toBe(last);
  for (const nonce of seen) expect(nonce > 0n && nonce < CURVE_ORDER).toBe(true);
});
