// Foreign values: BLAKE3 of the empty input from its specification's test vectors, SHA-256 of "abc" from FIPS 180.
import { expect, test } from 'vitest';
import { DIGEST_BYTES, chainDigest, digestBytes, digestPlain, digestToHex } from './digest.ts';
import { sha256 } from './sha256.ts';
import { bytesToHex } from './hex.ts';
import { utf8ToBytes } from './utf8.ts';

test('digest: it is the beginning of BLAKE3', () => {
  expect(digestToHex(digestBytes(new Uint8Array()))).toBe('af1349b9f5f9a1a6a0404dea36dcc949');
  expect(digestBytes(Uint8Array.of(1))).toHaveLength(DIGEST_BYTES);
});

test('digest: sha256 is SHA-256', () => {
  expect(bytesToHex(sha256(utf8ToBytes('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('digest: plain data is digested by content', () => {
  expect(digestPlain({ a: 1, b: 2n })).toEqual(digestPlain({ b: 2n, a: 1 }));
  expect(digestPlain({ a: 1 })).not.toEqual(digestPlain({ a: 1n }));
});

test('digest: a chain depends on every link and on their order', () => {
  const chain = (...values: readonly unknown[]): string =>
    digestToHex(values.reduce<Uint8Array>((previous, value) => chainDigest(previous, value), new Uint8Array(DIGEST_BYTES)));
  expect(chain(1, 2)).toBe(chain(1, 2));
  expect(new Set([chain(), chain(1), chain(2), chain(1, 2), chain(2, 1), chain(1, 2, 3)]).size).toBe(6);
});
