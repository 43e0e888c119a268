// Pedersen hash of a list: fold from 0, then the length. Source: commitments.md 0 (`PED`).
import { FELT_ZERO, type Felt, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';

/** `PED[felts]`; the empty list is pedersen(0, 0). */
export const pedersenMany = (kernel: Kernel, felts: readonly Felt[]): Felt => {
  let hash = FELT_ZERO;
  for (const felt of felts) hash = kernel.pedersen(hash, felt);
  return kernel.pedersen(hash, toFelt(felts.length));
};
