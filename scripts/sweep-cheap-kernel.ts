// A kernel whose hashes are cheap and not those of Starknet: a sweep asks what the protocol does, for which any injective-looking hash will do. Virtual
// time does not depend on hashes, so that a seed behaves alike under both kernels; a failure is run again with the real one.
import { sha256 } from '../core/base/sha256.ts';
import { type Felt, feltToBytes, toFelt } from '../core/base/felt.ts';
import { bytesToBigint, joinBytes } from '../core/base/bytes.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import type { Kernel } from '../core/crypto/kernel.ts';

const MASK = (1n << 250n) - 1n;
const digest = (tag: number, felts: readonly Felt[]): Felt =>
  toFelt(bytesToBigint(sha256(joinBytes([Uint8Array.of(tag), ...felts.map((felt) => feltToBytes(felt))]))) & MASK);

/** Signatures are all valid: sweeps send only such. */
export const cheapKernel = (): Kernel => ({
  ...createKernel(),
  pedersen: (a, b) => digest(1, [a, b]),
  poseidonPair: (a, b) => digest(2, [a, b]),
  poseidonMany: (felts) => digest(3, felts),
  hades: ([a, b, c]) => [digest(4, [a, b, c]), digest(5, [a, b, c]), digest(6, [a, b, c])],
  ecdsaVerify: () => true,
});
