// What consensus validators say to each other: votes, proposal parts, stream messages; and the committee that weighs them.
// Source: crates/apollo_protobuf/src/consensus.rs, crates/apollo_consensus; wire.md.
import type { Felt } from '../base/felt.ts';
import type { L1DaMode } from './block.ts';
import type { Height, Round } from './ids.ts';
import type { Transaction } from './transaction.ts';

/** The id consensus decides on: Poseidon(partial block hash, fee proposal); commitments.md 5. */
export type ProposalCommitment = Felt;
export type VoteType = 'prevote' | 'precommit';
export type Step = 'propose' | 'prevote' | 'precommit';

/** A vote; `commitment` null is a nil vote. The signature is empty today and nobody verifies it. */
export type Vote = {
  readonly voteType: VoteType;
  readonly height: Height;
  readonly round: Round;
  readonly commitment: ProposalCommitment | null;
  readonly voter: Felt;
  readonly signature: readonly Felt[];
};

/** First part of a proposal stream. All prices u128. */
export type ProposalInit = {
  readonly height: Height;
  readonly round: Round;
  readonly validRound: Round | null;
  /** The VIRTUAL proposer's id (protocol.md 6.4). */
  readonly proposer: Felt;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly builder: Felt;
  readonly l1DaMode: L1DaMode;
  readonly l2GasPriceFri: bigint;
  readonly l1GasPriceFri: bigint;
  readonly l1DataGasPriceFri: bigint;
  readonly l1GasPriceWei: bigint;
  readonly l1DataGasPriceWei: bigint;
  readonly starknetVersion: string;
  readonly versionConstantCommitment: Felt;
  readonly feeProposalFri: bigint | null;
};

export type CommitmentParts = {
  readonly concatenatedCounts: Felt;
  /** The parent's bare partial block hash; null for the first block. */
  readonly parentCommitment: Felt | null;
  readonly transactionCommitment: Felt;
  readonly eventCommitment: Felt;
  readonly receiptCommitment: Felt;
};
export type L2GasInfo = { readonly nextL2GasPriceFri: bigint; readonly l2GasUsed: bigint };
/** Informative only: validators compare the commitment and the count. */
export type ProposalFinPayload = { readonly commitmentParts: CommitmentParts; readonly l2GasInfo: L2GasInfo };
export type ProposalFin = {
  readonly proposalCommitment: ProposalCommitment;
  readonly executedTransactionCount: number;
  readonly finPayload: ProposalFinPayload | null;
};

export type ProposalPart =
  | { readonly kind: 'init'; readonly init: ProposalInit }
  | { readonly kind: 'transactions'; readonly transactions: readonly Transaction[] }
  | { readonly kind: 'fin'; readonly fin: ProposalFin };

/** Stream id of consensus: 12 bytes on the wire, height u64 BE then round u32 BE. */
export type StreamId = { readonly height: Height; readonly round: Round };
/** `content` is an encoded ProposalPart; a missing oneof decodes as `fin`. */
export type StreamMessage = {
  readonly streamId: StreamId;
  readonly messageId: number;
  readonly message: { readonly kind: 'content'; readonly bytes: Uint8Array } | { readonly kind: 'fin' };
};

export type QuorumType = 'byzantine' | 'honest';
export type CommitteeMember = { readonly id: Felt; readonly weight: bigint; readonly canPropose: boolean };
/** Members sorted by (weight descending, address ascending), none with weight zero; protocol.md 6.1. */
export type Committee = { readonly members: readonly CommitteeMember[]; readonly totalWeight: bigint };

/** Who has staked what from which epoch on, in order of epochs, the first from epoch 0 on; committees are the heaviest `committeeSize`. */
export type StakePlan = {
  /** Blocks per epoch. */
  readonly epochLength: number;
  readonly committeeSize: number;
  readonly epochs: readonly { readonly fromEpoch: number; readonly members: readonly CommitteeMember[] }[];
};

/** timeout(round) = min(base + delta * round, max), microseconds. */
type TimeoutSetting = { readonly baseUs: number; readonly deltaUs: number; readonly maxUs: number };
export type Timeouts = Readonly<Record<Step, TimeoutSetting>>;
