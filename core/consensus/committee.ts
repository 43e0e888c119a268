// Who may vote at a height, and with what weight: stakers of an epoch become a committee; heights belong to epochs.
// Source: crates/apollo_staking (CommitteeProvider, MockStakingContract); protocol.md 6.1. Where stakers come from (scenario, later a contract) is the
// caller's. Simplified: no cache of ten epochs, the caller memoises.
import { feltToHex, type Felt } from '../base/felt.ts';
import { COMMITTEE_MAX } from '../base/limits.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Committee, CommitteeMember } from '../types/consensus.ts';
import { toHeight, type Height } from '../types/ids.ts';

/** Names of Apollo's CommitteeProviderError. */
export type CommitteeError =
  | { readonly code: 'DuplicateStakerAddress'; readonly address: Felt }
  | { readonly code: 'EmptyStakerSet' }
  | { readonly code: 'InvalidHeight'; readonly height: Height };

/** Blocks per epoch of the configured staking contract. */
export const EPOCH_LENGTH = 30;
/** Members at most, unless configured otherwise. */
export const COMMITTEE_SIZE = 100;
/** Blocks of the next epoch for which its committee is already known, at most. */
const NEXT_EPOCH_BLOCKS = 150;

/** Where committees come from. */
export type Staking = {
  /** Blocks per epoch. */
  readonly epochLength: number;
  /** Members of a committee at most: the heaviest stakers. */
  readonly committeeSize: number;
  /** Stakers of an epoch; always the same for the same epoch. */
  readonly stakersAt: (epoch: number) => readonly CommitteeMember[];
};

/** The same members in every epoch. */
export const unchangingStakers = (members: readonly CommitteeMember[]): Staking => ({
  epochLength: EPOCH_LENGTH,
  committeeSize: COMMITTEE_SIZE,
  stakersAt: () => members,
});

const compareFelts = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorted by (weight descending, address ascending), without zero weights, cut to `size`. */
export const createCommittee = (stakers: readonly CommitteeMember[], size: number): Result<Committee, CommitteeError> => {
  const seen = new Set<string>();
  for (const { id } of stakers) {
    if (seen.has(feltToHex(id))) return err({ code: 'DuplicateStakerAddress', address: id });
    seen.add(feltToHex(id));
  }
  const members = stakers
    .filter(({ weight }) => weight > 0n)
    .toSorted((a, b) => compareFelts(b.weight, a.weight) || compareFelts(a.id, b.id))
    .slice(0, Math.min(size, COMMITTEE_MAX));
  if (members.length === 0) return err({ code: 'EmptyStakerSet' });
  return ok({ members, totalWeight: members.reduce((sum, { weight }) => sum + weight, 0n) });
};

/** The epoch of a height: the current one, or the next for the height's first blocks; any other height is not known yet or no longer. */
export const epochOf = (height: Height, latestBlock: Height, epochLength: number): Result<number, CommitteeError> => {
  const current = Math.floor(latestBlock / epochLength);
  const start = current * epochLength;
  const next = start + epochLength;
  if (height >= start && height < next) return ok(current);
  if (height >= next && height < next + Math.min(NEXT_EPOCH_BLOCKS, epochLength)) return ok(current + 1);
  return err({ code: 'InvalidHeight', height });
};

/** The block whose hash seeds the lottery of an epoch: the first of the epoch before; null for epoch 0. */
export const seedBlockOf = (epoch: number, epochLength: number): Height | null =>
  epoch === 0 ? null : toHeight((epoch - 1) * epochLength);
