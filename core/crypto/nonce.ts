// The nonce of a Stark signature: RFC 6979 section 3.2 with HMAC-SHA256, for hashes that are integers already. Two points are settled as in starknet.js
// and not as in the standard: a candidate of 256 bits loses its four lowest bits, but one that begins with a zero byte is taken as it is.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bigintToBytes, bytesToBigint, concatBytes } from '../base/bytes.ts';
import { isScalar } from './parameters.ts';

const BYTES = 32;
const SHORT_END = 1n << 248n;
const NOTHING = new Uint8Array(0);

/** The first result that is not null of `use` over the nonces in [1, N) for this key and hash, both in [0, N), in their fixed order. */
export const withNonce = <T>(privateKey: bigint, hash: bigint, use: (nonce: bigint) => T | null): T => {
  const seed = concatBytes(bigintToBytes(privateKey, BYTES), bigintToBytes(hash, BYTES));
  let key: Uint8Array = new Uint8Array(BYTES);
  let value: Uint8Array = new Uint8Array(BYTES).fill(1);
  const update = (tag: number, data: Uint8Array): void => {
    key = hmac(sha256, key, concatBytes(value, Uint8Array.of(tag), data));
    value = hmac(sha256, key, value);
  };
  update(0, seed);
  update(1, seed);
  for (;;) {
    value = hmac(sha256, key, value);
    const bits = bytesToBigint(value);
    const nonce = bits < SHORT_END ? bits : bits >> 4n;
    const result = isScalar(nonce) ? use(nonce) : null;
    if (result !== null) return result;
    update(0, NOTHING);
  }
};
