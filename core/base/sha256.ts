// SHA-256: the proposer lottery (protocol.md 6.2), not used for fingerprints.
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** SHA-256 of raw bytes, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => nobleSha256(bytes);
