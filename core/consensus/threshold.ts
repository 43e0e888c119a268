// How much weight is enough. All comparisons are strict and by weight, never by head count.
// Source: crates/apollo_consensus/src/votes_threshold.rs; protocol.md 1.2. Apollo computes in u128 and panics on overflow; bigint has none.
import { assert } from '../base/assert.ts';
import type { QuorumType } from '../types/consensus.ts';

/** More than `numerator / denominator` of the total weight. */
export type VotesThreshold = { readonly numerator: bigint; readonly denominator: bigint };

/** Asserts 0 < denominator and numerator <= denominator. */
export const createThreshold = (numerator: bigint, denominator: bigint): VotesThreshold => {
  assert(denominator > 0n && numerator >= 0n && numerator <= denominator, 'createThreshold: a fraction in [0, 1]');
  return { numerator, denominator };
};

/** > 2/3: safe with less than a third of the weight faulty. */
export const BYZANTINE_QUORUM: VotesThreshold = createThreshold(2n, 3n);
/** > 1/2: safe only if no validator lies (`assume_no_malicious_validators`). */
export const HONEST_QUORUM: VotesThreshold = createThreshold(1n, 2n);
/** > 1/3, for both quorum types. */
export const ROUND_SKIP_THRESHOLD: VotesThreshold = createThreshold(1n, 3n);

/** The quorum that decides. */
export const quorumOf = (type: QuorumType): VotesThreshold => {
  switch (type) {
    case 'byzantine':
      return BYZANTINE_QUORUM;
    case 'honest':
      return HONEST_QUORUM;
  }
};

/** amount * denominator > total * numerator; a total of 0 is never met. */
export const isMet = (threshold: VotesThreshold, amount: bigint, total: bigint): boolean =>
  amount * threshold.denominator > total * threshold.numerator;

/** The smallest weight that meets the threshold: `isMet(t, w, total)` is `w >= neededWeight(t, total)`. */
export const neededWeight = (threshold: VotesThreshold, total: bigint): bigint =>
  (total * threshold.numerator) / threshold.denominator + 1n;
