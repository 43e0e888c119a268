// The curves against OpenSSL (by way of Node), and one block of each SHA against @noble/hashes.
import { createECDH } from 'node:crypto';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSecp, isOnSecp, multiplySecp, SECP256K1, SECP256R1, type SecpPoint, secpFromX } from '../core/crypto/secp.ts';
import { compressSha256, compressSha512 } from '../core/crypto/sha-block.ts';

const CURVES = [
  ['secp256k1', SECP256K1],
  ['prime256v1', SECP256R1],
] as const;

describe.each(CURVES)('%s', (name, curve) => {
  /** A multiple of the generator as OpenSSL has it: a public key. */
  const foreign = (scalar: bigint): SecpPoint => {
    const rest = scalar % curve.order;
    if (rest === 0n) return null;
    const ecdh = createECDH(name);
    ecdh.setPrivateKey(rest.toString(16).padStart(64, '0'), 'hex');
    const key = ecdh.getPublicKey('hex');
    return { x: BigInt(`0x${key.slice(2, 66)}`), y: BigInt(`0x${key.slice(66)}`) };
  };
  const generator = foreign(1n);
  const scalar = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    fc.constantFrom(0n, 1n, 2n, curve.order - 1n, curve.order, curve.order + 1n),
  );

  test('secp: multiples and sums are those of OpenSSL', () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        const [left, right] = [multiplySecp(curve, generator, a), multiplySecp(curve, generator, b)];
        expect(left).toEqual(foreign(a));
        expect(addSecp(curve, left, right)).toEqual(foreign(a + b));
      }),
      { numRuns: 25 },
    );
  });

  test('secp: doubling, the inverse and the neutral element', () => {
    expect(addSecp(curve, generator, generator)).toEqual(foreign(2n));
    expect(addSecp(curve, generator, multiplySecp(curve, generator, curve.order - 1n))).toBeNull();
    expect(addSecp(curve, null, generator)).toEqual(generator);
    expect(multiplySecp(curve, null, 5n)).toBeNull();
  });

  test('secp: a point from its x has the parity asked for, and none is made up', () => {
    const { x, y } = foreign(12_345n)!;
    expect(secpFromX(curve, x, y % 2n === 1n)).toEqual({ x, y });
    expect(secpFromX(curve, x, y % 2n === 0n)).toEqual({ x, y: curve.p - y });
    expect(isOnSecp(curve, x, y)).toBe(true);
    expect(isOnSecp(curve, x, y + 1n)).toBe(false);
    const misses = Array.from({ length: 20 }, (_unused, i) => secpFromX(curve, BigInt(i), true)).filter((point) => point === null);
    expect(misses.length).toBeGreaterThan(0);
  });
});

const words = (bytes: Uint8Array, size: number): readonly bigint[] =>
  Array.from({ length: bytes.length / size }, (_, i) =>
    BigInt(`0x${Array.from(bytes.subarray(i * size, (i + 1) * size), (b) => b.toString(16).padStart(2, '0')).join('')}`),
  );
/** Initial states of FIPS 180-4: fractional parts of the square roots of the first eight primes. */
const initialState = (bits: bigint): readonly bigint[] =>
  [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n].map((prime) => {
    const target = prime << (2n * bits);
    let root = 1n << (bits + 3n);
    for (let next = (root + target / root) / 2n; next < root; next = (root + target / root) / 2n) root = next;
    return root & ((1n << bits) - 1n);
  });
const padded = (message: Uint8Array, blockBytes: number): Uint8Array => {
  const block = new Uint8Array(blockBytes);
  block.set(message);
  block[message.length] = 0x80;
  new DataView(block.buffer).setUint32(blockBytes - 4, message.length * 8);
  return block;
};

describe('sha blocks', () => {
  test("sha: one block of either is the library's hash", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 55 }), (message) => {
        expect(compressSha256(initialState(32n), words(padded(message, 64), 4))).toEqual(words(sha256(message), 4));
        expect(compressSha512(initialState(64n), words(padded(message, 128), 8))).toEqual(words(sha512(message), 8));
      }),
    );
  });
});
