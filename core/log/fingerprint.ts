// Fingerprint of a run at a time: the digest of (process id, digest chain of that process at the time) in id order. It needs no merged log and is the
// same in every placement (house.md 8.5, world.md 9).
import { DIGEST_BYTES, chainDigest, digestBytes, digestToHex } from '../base/digest.ts';
import { concatBytes } from '../base/bytes.ts';
import type { ProcessId } from '../types/ids.ts';
import type { LogEvent } from './event.ts';

/** The chain before the first event. */
export const emptyChain = (): Uint8Array => new Uint8Array(DIGEST_BYTES);

/** The chain after `event`. */
export const extendChain = (chain: Uint8Array, event: LogEvent): Uint8Array => chainDigest(chain, event);

/** 32 hex digits from the chains of all processes at one time, in any order. */
export const fingerprintOf = (chains: Iterable<readonly [ProcessId, Uint8Array]>): string => {
  const rows = [...chains].toSorted((a, b) => a[0] - b[0]);
  const parts = rows.flatMap(([p, chain]) => [Uint8Array.of(p >>> 24, (p >>> 16) & 255, (p >>> 8) & 255, p & 255), chain]);
  return digestToHex(digestBytes(concatBytes(...parts)));
};
