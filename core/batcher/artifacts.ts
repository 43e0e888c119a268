// What a block builder leaves behind: the executed block, or why there is none.
// Source: crates/apollo_batcher/src/block_builder.rs (BlockExecutionArtifacts, BlockBuilderError, FailOnErrorCause); protocol.md 3.4.
import { type Felt, feltToHex } from '../base/felt.ts';
import type { FinishedProposalInfo } from '../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, BouncerWeights, Receipt, StateDiff } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';

/** Frozen: an executed proposal never changes. */
export type ExecutionArtifacts = {
  readonly info: BlockInfo;
  /** Transactions of the block and their receipts, in block order; rejected ones are in neither. */
  readonly txs: readonly HashedTransaction[];
  readonly receipts: readonly Receipt[];
  readonly stateDiff: StateDiff;
  readonly bouncerWeights: BouncerWeights;
  readonly l2GasUsed: number;
  readonly commitments: BlockHeaderCommitments;
  readonly partialBlockHash: Felt;
  /** Counts rejected transactions too: it is what the proposal's Fin carries. */
  readonly finalNExecutedTxs: number;
  readonly rejected: readonly Felt[];
  /** L1 handlers of the proposal, rejected ones included. */
  readonly consumedL1: readonly Felt[];
};

/** The causes that Apollo raises; it declares "Block is full" and "Transaction failed" too, which nothing raises any more. */
export type FailOnErrorCause =
  | { readonly kind: 'deadline_reached' }
  | { readonly kind: 'l1_handler_invalid'; readonly hash: Felt; readonly reason: string }
  | { readonly kind: 'duplicate_transaction'; readonly hash: Felt };

/** Only `fail_on_error` becomes InvalidProposal; the others are ProposalAborted and InternalError. */
export type BuilderError =
  | { readonly kind: 'fail_on_error'; readonly cause: FailOnErrorCause }
  | { readonly kind: 'get_transaction_error'; readonly detail: string }
  | { readonly kind: 'aborted' };

export type ExecutedProposal =
  | { readonly ok: true; readonly value: ExecutionArtifacts }
  | { readonly ok: false; readonly error: BuilderError };

/** Apollo's texts, which the orchestrator puts into InvalidProposal. */
export const causeText = (cause: FailOnErrorCause): string => {
  switch (cause.kind) {
    case 'deadline_reached':
      return 'Deadline has been reached';
    case 'l1_handler_invalid':
      return `L1 Handler transaction validation failed: ${cause.reason} (transaction ${feltToHex(cause.hash)})`;
    case 'duplicate_transaction':
      return `Duplicate transaction hash in proposal: ${feltToHex(cause.hash)}`;
  }
};

export const builderErrorText = (error: BuilderError): string => {
  switch (error.kind) {
    case 'fail_on_error':
      return causeText(error.cause);
    case 'get_transaction_error':
      return `Failed to get transactions: ${error.detail}`;
    case 'aborted':
      return 'Aborted';
  }
};

export const finishedInfo = (artifacts: ExecutionArtifacts, parentProposalCommitment: Felt | null): FinishedProposalInfo => ({
  partialBlockHash: artifacts.partialBlockHash,
  finalNExecutedTxs: artifacts.finalNExecutedTxs,
  commitments: artifacts.commitments,
  l2GasUsed: artifacts.l2GasUsed,
  parentProposalCommitment,
});
