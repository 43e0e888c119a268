// Who leads a round: the actual proposer builds and sends, the virtual one is named in the proposal and may be asked for its precommit.
// Source: crates/apollo_staking (get_actual_proposer, get_proposer); protocol.md 6.2-6.4. Everything here is a pure function of committee, height, round.
import { assert, required } from '../base/assert.ts';
import { bigintToBytes, bytesToBigint, concatBytes } from '../base/bytes.ts';
import { sha256 } from '../base/sha256.ts';
import { feltToBytes, FELT_BYTES, type Felt } from '../base/felt.ts';
import type { Committee } from '../types/consensus.ts';
import type { Height, Round } from '../types/ids.ts';

/** How the virtual proposer is found. */
export type VirtualSelection =
  /** `use_only_actual_proposer_selection`: it is the actual one. */
  | { readonly kind: 'actual' }
  /** By weight; `seed` is the hash of the first block of the epoch before, null in epoch 0. */
  | { readonly kind: 'lottery'; readonly seed: Felt | null }
  /** The seed block's hash is not known (BlockHashFetchFailed): every lookup fails. */
  | { readonly kind: 'unknown' };

/** A committee with the way its virtual proposers are found: what consensus needs to know of one height. */
export type HeightCommittee = { readonly committee: Committee; readonly selection: VirtualSelection };

/** Round robin over the members that can propose, in committee order; asserts that there is one. */
export const actualProposerOf = (committee: Committee, height: Height, round: Round): Felt => {
  const eligible = committee.members.filter(({ canPropose }) => canPropose);
  assert(eligible.length > 0, 'actualProposerOf: a member that can propose');
  return required(eligible[(height + round) % eligible.length], 'actualProposerOf: an index below the length').id;
};

/** The first member (committee order) whose cumulative weight exceeds `draw`; asserts 0 <= draw < total weight. */
export const weightedChoice = (committee: Committee, draw: bigint): Felt => {
  assert(draw >= 0n && draw < committee.totalWeight, 'weightedChoice: a draw below the total weight');
  let sum = 0n;
  for (const { id, weight } of committee.members) {
    sum += weight;
    if (sum > draw) return id;
  }
  assert(false, 'weightedChoice: weights that add up to the total');
};

/** u128 of the last 16 bytes of SHA256(height u64 || round u32 || seed, 32 bytes, zero if none), big-endian, modulo `range`. */
export const lotteryDraw = (at: { readonly height: Height; readonly round: Round }, seed: Felt | null, range: bigint): bigint => {
  const block = seed === null ? new Uint8Array(FELT_BYTES) : feltToBytes(seed);
  const digest = sha256(concatBytes(bigintToBytes(BigInt(at.height), 8), bigintToBytes(BigInt(at.round), 4), block));
  return bytesToBigint(digest.subarray(16)) % range;
};

/** The virtual proposer; null when its lookup fails. */
export const virtualProposerOf = ({ committee, selection }: HeightCommittee, height: Height, round: Round): Felt | null => {
  switch (selection.kind) {
    case 'actual':
      return actualProposerOf(committee, height, round);
    case 'lottery':
      return weightedChoice(committee, lotteryDraw({ height, round }, selection.seed, committee.totalWeight));
    case 'unknown':
      return null;
  }
};
