// Keccak-256 and what Starknet makes of it. Source: commitments.md 0 (`SK`) and the Starknet documentation ("hash functions").
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToBigint } from '../base/bytes.ts';
import { FELT_ZERO, type Felt, toFelt } from '../base/felt.ts';
import { utf8ToBytes } from '../base/utf8.ts';

/** The 32 bytes of Ethereum's Keccak-256. */
export const keccak256 = (bytes: Uint8Array): Uint8Array => keccak_256(bytes);

/** Keccak-256 with the top six bits cleared. */
export const starknetKeccak = (bytes: Uint8Array): Felt => toFelt(bytesToBigint(keccak256(bytes)) & ((1n << 250n) - 1n));

/** The selector of an entry point, or the base address of a storage variable; 0 for the two default entry points. */
export const selectorOf = (name: string): Felt =>
  name === '__default__' || name === '__l1_default__' ? FELT_ZERO : starknetKeccak(utf8ToBytes(name));
