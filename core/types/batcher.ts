// The calls of Apollo's batcher interface: 16 requests, their responses and errors. Names follow crates/apollo_batcher_types.
// Source: protocol.md 3.1-3.3.
import type { Felt } from '../base/felt.ts';
import type { BlockHeaderCommitments, BlockInfo, BouncerWeights, Receipt, StateDiff, SyncBlock } from './block.ts';
import type { Height, Round, TimeUs } from './ids.ts';
import type { HashedTransaction } from './transaction.ts';

/** Counter of the orchestrator, from 0, shared by build and validate, never reset. */
export type ProposalId = number;
export type BlockNumberAndHash = { readonly height: Height; readonly hash: Felt };

type ProposalInput = {
  readonly proposalId: ProposalId;
  /** Virtual time; Apollo's UTC deadline. */
  readonly deadline: TimeUs;
  readonly retrospectiveBlockHash: BlockNumberAndHash | null;
  readonly blockInfo: BlockInfo;
};

export type BatcherRequest =
  | ({ readonly kind: 'propose_block'; readonly proposalRound: Round } & ProposalInput)
  | { readonly kind: 'get_proposal_content'; readonly proposalId: ProposalId }
  | ({ readonly kind: 'validate_block' } & ProposalInput)
  | { readonly kind: 'send_txs_for_proposal'; readonly proposalId: ProposalId; readonly txs: readonly HashedTransaction[] }
  | { readonly kind: 'finish_proposal'; readonly proposalId: ProposalId; readonly finalNExecutedTxs: number }
  | { readonly kind: 'abort_proposal'; readonly proposalId: ProposalId }
  | { readonly kind: 'start_height'; readonly height: Height }
  | { readonly kind: 'get_current_height' }
  | { readonly kind: 'decision_reached'; readonly proposalId: ProposalId }
  | { readonly kind: 'add_sync_block'; readonly block: SyncBlock }
  | { readonly kind: 'revert_block'; readonly height: Height }
  | { readonly kind: 'get_block_hash'; readonly height: Height }
  | { readonly kind: 'get_state_commitment_infos'; readonly height: Height }
  | { readonly kind: 'has_state_commitment_infos'; readonly height: Height }
  | { readonly kind: 'start_round' }
  | { readonly kind: 'call_contract'; readonly address: Felt; readonly selector: Felt; readonly calldata: readonly Felt[] };

export type BatcherRequestKind = BatcherRequest['kind'];

export type FinishedProposalInfo = {
  readonly partialBlockHash: Felt;
  readonly finalNExecutedTxs: number;
  readonly commitments: BlockHeaderCommitments;
  readonly l2GasUsed: number;
  /** The parent's bare partial hash; null for height 0 and where none is stored. */
  readonly parentProposalCommitment: Felt | null;
};

export type DecisionReachedResponse = {
  readonly stateDiff: StateDiff;
  /** In block order. */
  readonly receipts: readonly Receipt[];
  readonly bouncerWeights: BouncerWeights;
  readonly parentProposalCommitment: Felt | null;
};

export type BatcherResponse =
  | { readonly kind: 'done' }
  | { readonly kind: 'proposal_txs'; readonly txs: readonly HashedTransaction[] }
  | { readonly kind: 'proposal_finished'; readonly info: FinishedProposalInfo }
  | { readonly kind: 'processing' }
  | { readonly kind: 'invalid_proposal'; readonly reason: string }
  | { readonly kind: 'current_height'; readonly height: Height }
  | { readonly kind: 'decision'; readonly decision: DecisionReachedResponse }
  | { readonly kind: 'block_hash'; readonly hash: Felt }
  | { readonly kind: 'state_commitment_infos'; readonly present: boolean; readonly bytes: Uint8Array | null }
  | { readonly kind: 'call_result'; readonly retdata: readonly Felt[] };

export type BatcherError =
  | { readonly code: 'AnotherProposalInProgress'; readonly activeProposalId: ProposalId; readonly newProposalId: ProposalId }
  | { readonly code: 'BlockHashNotFound'; readonly height: Height }
  | { readonly code: 'ExecutedProposalNotFound'; readonly proposalId: ProposalId }
  | { readonly code: 'HeightInProgress' }
  | { readonly code: 'InternalError' }
  | { readonly code: 'InvalidBlockNumber'; readonly activeHeight: Height; readonly blockNumber: Height }
  | { readonly code: 'MissingHeaderCommitments'; readonly blockNumber: Height }
  | { readonly code: 'MissingRetrospectiveBlockHash' }
  | { readonly code: 'NoActiveHeight' }
  | { readonly code: 'NotReady' }
  | { readonly code: 'ProposalAborted' }
  | { readonly code: 'ProposalAlreadyExists'; readonly proposalId: ProposalId }
  | { readonly code: 'ProposalAlreadyFinished'; readonly proposalId: ProposalId }
  | { readonly code: 'ProposalFailed' }
  | { readonly code: 'ProposingNotSupported' }
  | { readonly code: 'ProposalNotFound'; readonly proposalId: ProposalId }
  | { readonly code: 'StorageHeightMarkerMismatch'; readonly markerHeight: Height; readonly requestedHeight: Height }
  | { readonly code: 'TimeToDeadlineError'; readonly deadline: TimeUs }
  | { readonly code: 'ContractCallFailed'; readonly reason: string };

/** BatcherClientError of apollo_batcher_types: the transport failed, or the batcher refused. */
export type BatcherClientError =
  | { readonly kind: 'client_error'; readonly reason: string }
  | { readonly kind: 'batcher_error'; readonly error: BatcherError };

export type BatcherAnswer =
  | { readonly ok: true; readonly value: BatcherResponse }
  | { readonly ok: false; readonly error: BatcherClientError };
