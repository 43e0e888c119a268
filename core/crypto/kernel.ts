// The one seam for expensive pure functions over the Stark field. Hosts inject an implementation; core code receives it as a parameter.
// `createKernel` (in create-kernel.ts) is the TypeScript one; `memoKernel` wraps any kernel with a bounded memo, which changes real time only: virtual
// costs are charged all the same.
import type { Felt } from '../base/felt.ts';

export interface Kernel {
  /** Two-input Pedersen hash. */
  readonly pedersen: (a: Felt, b: Felt) => Felt;
  /** Hades permutation of [a, b, 2], element 0: nodes of Poseidon tries. */
  readonly poseidonPair: (a: Felt, b: Felt) => Felt;
  /** Poseidon sponge over a list; commitments.md 0 `POS`. */
  readonly poseidonMany: (felts: readonly Felt[]) => Felt;
  /** The permutation itself, three felts in and out. */
  readonly hades: (state: readonly [Felt, Felt, Felt]) => readonly [Felt, Felt, Felt];
  /** Stark ECDSA with the public key's x coordinate only; false for anything out of range. */
  readonly ecdsaVerify: (publicKey: Felt, hash: Felt, r: Felt, s: Felt) => boolean;
}
