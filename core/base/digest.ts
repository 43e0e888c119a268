// Digests of at least 128 bits for fingerprints and content addresses: BLAKE3 of canonical text, cut to 16 bytes.
import { blake3 } from '@noble/hashes/blake3.js';
import { concatBytes } from './bytes.ts';
import { bytesToHex } from './hex.ts';
import { plainToText } from './plain.ts';
import { utf8ToBytes } from './utf8.ts';

/** Bytes of a digest: 16 (128 bits). */
export const DIGEST_BYTES = 16;

/** Digest of raw bytes, 16 bytes. */
export const digestBytes = (bytes: Uint8Array): Uint8Array => blake3(bytes, { dkLen: DIGEST_BYTES });

/** Digest of plain data through its canonical text, 16 bytes. */
export const digestPlain = (value: unknown): Uint8Array => digestBytes(utf8ToBytes(plainToText(value)));

/** The next link of a digest chain: digest(previous || canonical text of `value`). */
export const chainDigest = (previous: Uint8Array, value: unknown): Uint8Array =>
  digestBytes(concatBytes(previous, utf8ToBytes(plainToText(value))));

/** 32 hex digits. */
export const digestToHex = (digest: Uint8Array): string => bytesToHex(digest);
