// What goes into the orchestrator and what comes out of it. Its inputs are the calls of consensus on its context, answers of the bridge, parts of
// proposal streams and its own timers; Apollo's asynchronous tasks are explicit phases here (state.ts).
// Source: ConsensusContext of apollo_consensus, protocol.md 1.1 and 2.
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { ManagerEffect, ManagerInput } from '../consensus/messages.ts';
import type { L1GasPriceError, OracleError, PriceInfo } from '../l1/price-provider.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { ProposalCommitment, ProposalInit, ProposalPart, StreamId } from '../types/consensus.ts';
import type { Height, Round, TimeUs } from '../types/ids.ts';
import type { OrchestratorSettings } from '../types/settings.ts';
import type { HashedTransaction, Transaction } from '../types/transaction.ts';
import type { RecorderSource } from './recorder.ts';

/** What consensus asks of its context; those that Apollo awaits keep `isAwaited` true until they are done. */
export type ContextCall = Extract<
  ManagerEffect,
  {
    readonly kind:
      | 'set_height_and_round'
      | 'build_proposal'
      | 'validate_proposal'
      | 'repropose'
      | 'decision_reached'
      | 'try_sync'
      | 'drop_stream'
      | 'drop_streams';
  }
>;

export type WriteOutcome = 'succeeded' | 'failed' | 'skipped';

export type OrchestratorTimer =
  /** Try again to get the retrospective block hash. */
  | { readonly kind: 'retrospective_retry'; readonly proposalId: ProposalId }
  /** The recorder has not answered in time. */
  | { readonly kind: 'build_deadline'; readonly proposalId: ProposalId }
  | { readonly kind: 'validation_deadline'; readonly proposalId: ProposalId }
  /** The recorder's answer to a write. */
  | { readonly kind: 'recorder'; readonly writeId: number; readonly outcome: WriteOutcome }
  /** Look again for the hash of the last block (stop_at_height). */
  | { readonly kind: 'block_hash_poll'; readonly height: Height }
  /** Ask again for the batcher's height, or look again for blocks of the fee window. */
  | { readonly kind: 'start_retry' };

export type OrchestratorInput =
  /** Once, at the beginning or after a restart: find the height and give it to consensus. */
  | { readonly kind: 'start' }
  | { readonly kind: 'context'; readonly call: ContextCall }
  | { readonly kind: 'answer'; readonly callId: number; readonly answer: BatcherAnswer }
  | { readonly kind: 'timer'; readonly timer: OrchestratorTimer }
  /** A stream whose Init was read; its handle goes to consensus. */
  | { readonly kind: 'stream_opened'; readonly stream: number; readonly height: Height }
  | { readonly kind: 'part'; readonly stream: number; readonly part: ProposalPart }
  | { readonly kind: 'stream_closed'; readonly stream: number };

/** Facts for the log; each has the shape of the log event of the same kind. */
export type OrchestratorReport =
  | {
      readonly kind: 'build_started';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      readonly init: ProposalInit | null;
    }
  | {
      readonly kind: 'build_finished';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      readonly value: ProposalCommitment | null;
      readonly error: string | null;
      readonly detail: string | null;
    }
  | {
      readonly kind: 'reproposed';
      readonly height: Height;
      readonly round: Round;
      readonly validRound: Round;
      readonly value: ProposalCommitment;
    }
  | { readonly kind: 'init_checked'; readonly height: Height; readonly round: Round; readonly ok: boolean; readonly detail: string | null }
  | { readonly kind: 'validation_started'; readonly height: Height; readonly round: Round; readonly proposalId: ProposalId }
  | {
      readonly kind: 'validation_finished';
      readonly height: Height;
      readonly round: Round;
      readonly proposalId: ProposalId;
      readonly value: ProposalCommitment | null;
      readonly error: string | null;
      readonly detail: string | null;
    }
  /** A proposal for a later round waits for it. */
  | { readonly kind: 'proposal_received'; readonly init: ProposalInit; readonly outcome: 'queued' }
  | {
      readonly kind: 'fee_market';
      readonly height: Height;
      readonly l2GasPriceFri: bigint;
      readonly nextL2GasPriceFri: bigint;
      readonly feeProposalFri: bigint | null;
      readonly l2GasUsed: number;
    }
  | { readonly kind: 'recorder_write'; readonly height: Height; readonly phase: 'started' | WriteOutcome };

export type OrchestratorEffect =
  | { readonly kind: 'report'; readonly report: OrchestratorReport }
  | { readonly kind: 'call'; readonly callId: number; readonly request: BatcherRequest }
  | { readonly kind: 'timer'; readonly at: TimeUs; readonly timer: OrchestratorTimer }
  /** The next part of an outbound stream; its first part opens it. */
  | { readonly kind: 'send_part'; readonly streamId: StreamId; readonly part: ProposalPart }
  /** No more parts: the stream ends with its fin message. */
  | { readonly kind: 'close_stream'; readonly streamId: StreamId }
  /** An answer to consensus. */
  | { readonly kind: 'manager'; readonly input: ManagerInput }
  /** decision_reached failed in the batcher: Apollo's node panics. */
  | { readonly kind: 'fatal'; readonly code: string; readonly detail: string };

/** L1 as this validator sees it now, for a unix second. */
type L1Source = {
  readonly priceInfo: (now: TimeUs, timestamp: number) => Result<PriceInfo, L1GasPriceError>;
  readonly ethToFriRate: (now: TimeUs, timestamp: number) => Result<bigint, OracleError>;
  readonly strkUsdRate: (now: TimeUs, timestamp: number) => Result<bigint, OracleError>;
};

/** Between the batcher's transactions and those of the network. */
export type TransactionConverter = {
  readonly toNetwork: (tx: HashedTransaction) => Result<Transaction, string>;
  readonly fromNetwork: (tx: Transaction) => Result<HashedTransaction, string>;
};

export type OrchestratorConfig = {
  readonly settings: OrchestratorSettings;
  /** Unix second of virtual time 0 on this validator's clock. */
  readonly genesisUnix: number;
  /** Microseconds by which this validator's clock is ahead; absent: 0. */
  readonly clockSkewUs?: number;
  /** Builder address of own proposals: the validator's id. */
  readonly builder: Felt;
  readonly recorder: RecorderSource;
  readonly l1: L1Source;
  readonly converter: TransactionConverter;
  /** Transactions of decided blocks stay beside the state-sync store; absent: no, as in Apollo. */
  readonly keepsBodies?: boolean;
  /** commitments.md 5: Poseidon(partial hash, fee), or the partial hash where there is no fee. */
  readonly commitmentOf: (partialBlockHash: Felt, feeProposalFri: bigint | null) => ProposalCommitment;
};
