// Keccak and Blake against starknet.js, and selectors against those listed in the Starknet documentation.
import fc from 'fast-check';
import { hash as starknet } from 'starknet';
import { expect, test } from 'vitest';
import { FELT_PRIME, feltToHex, toFelt } from '../base/felt.ts';
import { blakeFelts } from './blake.ts';
import { keccak256, selectorOf } from './keccak.ts';
import { bytesToHex } from '../base/hex.ts';

test('keccak256: the empty input has the well-known digest', () => {
  expect(bytesToHex(keccak256(new Uint8Array()))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
});

test.each([
  ['__execute__', 0x15d40a3d6ca2ac30f4031e42be28da9b056fef9bb7357ac5e85627ee876e5adn],
  ['__validate__', 0x162da33a4585851fe8d3af3c2a9c60b557814e221e0d4f30ff0b2189d9c7775n],
  ['transfer', 0x83afd3f4caedc6eebf44246fe54e38c95e3179a5ec9ea81740eca5b482d12en],
  ['constructor', 0x28ffe4ff0f226a9107253e17a904099aa4f63a02a5621de0576e5aa71bc5194n],
  ['__default__', 0n],
  ['__l1_default__', 0n],
])('selectorOf: %s', (name, selector) => {
  expect(selectorOf(name)).toBe(selector);
});

test('selectorOf: equals starknet.js for any identifier', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z_][a-z0-9_]{0,40}$/), (name) => {
      expect(selectorOf(name)).toBe(BigInt(starknet.getSelectorFromName(name)));
    }),
  );
});

test('blakeFelts: equals starknet.js on both sides of the limit of small felts', () => {
  const edges = [0n, 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n, FELT_PRIME - 1n];
  const felt = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n })).map(toFelt);
  fc.assert(
    fc.property(fc.array(felt, { maxLength: 6 }), (felts) => {
      expect(blakeFelts(felts)).toBe(starknet.blake2sHashMany(felts));
    }),
  );
  expect(feltToHex(blakeFelts([]))).toBe('0x1eed01efd0d230c1ea5a12c48b6551f7c4a3542d02111e194809079307a214a');
});
