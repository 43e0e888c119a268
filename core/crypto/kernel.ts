// The one seam for expensive pure functions over the Stark field. Hosts inject an implementation; core code receives it as a parameter.
// `createKernel` (in create-kernel.ts) is the TypeScript one; `memoKernel` wraps any kernel with a bounded memo, which changes real time only: virtual
// costs are charged all the same.
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';

/** Affine coordinates of a point that may be on the curve (curve.ts) or not; never the neutral element. */
export type CurvePoint = { readonly x: Felt; readonly y: Felt };
/** A point that is not on the curve; or two points that the computation had to add shared their x coordinate. */
type EcOpError = { readonly code: 'NotOnCurve'; readonly point: 'p' | 'q' } | { readonly code: 'EqualX' };

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
  /** The x coordinate of the generator's multiple by a scalar in [1, N), which is asserted: for signatures and keys. */
  readonly generatorMultiple: (scalar: bigint) => Felt;
  /** p + m q as the ec_op builtin computes it: double-and-add from m's lowest bit, with a test in each round; execution.md 4. */
  readonly ecOp: (p: CurvePoint, q: CurvePoint, m: Felt) => Result<CurvePoint, EcOpError>;
  /** The smaller root of `value`, or of 3 * `value` when `value` is no square (3 is none either); execution.md 3.1 FieldSqrt. */
  readonly fieldSqrt: (value: Felt) => Felt;
  /** The inverse in the field. Asserts that `value` is not 0. */
  readonly invert: (value: Felt) => Felt;
}
