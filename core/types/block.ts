// Blocks, state diffs, receipts and the five header commitments. Maps are Maps keyed by `feltToHex`.
// Source: crates/starknet_api (ThinStateDiff, BlockHeaderCommitments, PartialBlockHashComponents), commitments.md 4-5.
import type { Felt } from '../base/felt.ts';
import type { Height } from './ids.ts';

export type L1DaMode = 'calldata' | 'blob';
/** u128 in wei and in fri; neither is zero in a valid block. */
export type GasPricePair = { readonly wei: bigint; readonly fri: bigint };
export type GasPrices = { readonly l1Gas: GasPricePair; readonly l1DataGas: GasPricePair; readonly l2Gas: GasPricePair };

/** What the orchestrator tells the batcher about the block to build or to validate (BlockInfo). */
export type BlockInfo = {
  readonly height: Height;
  /** Unix seconds. */
  readonly timestamp: number;
  /** The builder address of the ProposalInit, not the proposer. */
  readonly sequencer: Felt;
  readonly gasPrices: GasPrices;
  readonly l1DaMode: L1DaMode;
  readonly starknetVersion: string;
};

/** Keys: address -> key -> value and so on, each `feltToHex`. Net of equal writes; order of insertion has no meaning. */
export type StateDiff = {
  readonly storage: ReadonlyMap<string, ReadonlyMap<string, Felt>>;
  readonly nonces: ReadonlyMap<string, Felt>;
  /** Deployed and replaced contracts: address -> class hash. */
  readonly deployed: ReadonlyMap<string, Felt>;
  /** Declared and migrated classes: class hash -> compiled class hash. */
  readonly declared: ReadonlyMap<string, Felt>;
};

export type BlockHeaderCommitments = {
  readonly transactionCommitment: Felt;
  readonly eventCommitment: Felt;
  readonly receiptCommitment: Felt;
  readonly stateDiffCommitment: Felt;
  readonly concatenatedCounts: Felt;
};

/** The ingredients of a block hash except state root and parent hash. */
export type PartialBlockHashComponents = { readonly info: BlockInfo; readonly commitments: BlockHeaderCommitments };

/** Amounts of the three gas kinds; whole numbers below 2^53. */
export type GasVector = { readonly l1Gas: number; readonly l1DataGas: number; readonly l2Gas: number };

export type ContractEvent = { readonly from: Felt; readonly keys: readonly Felt[]; readonly data: readonly Felt[] };
export type L2ToL1Message = { readonly from: Felt; readonly to: Felt; readonly payload: readonly Felt[] };

/** Cairo resources; builtins by their Cairo name. */
export type ExecutionResources = {
  readonly steps: number;
  readonly memoryHoles: number;
  readonly builtins: ReadonlyMap<string, number>;
};

export type TransactionStatus = { readonly kind: 'succeeded' } | { readonly kind: 'reverted'; readonly reason: string };

export type Receipt = {
  readonly transactionHash: Felt;
  readonly transactionKind: 'invoke_v3' | 'declare_v3' | 'deploy_account_v3' | 'l1_handler';
  readonly status: TransactionStatus;
  /** Fri (wei for an L1 handler, always 0 there). */
  readonly actualFee: bigint;
  readonly events: readonly ContractEvent[];
  readonly messages: readonly L2ToL1Message[];
  readonly gas: GasVector;
  /** The part of `gas` that pays for data availability. */
  readonly daGas: GasVector;
  readonly resources: ExecutionResources;
};

/** Weights of a block or of one transaction; execution.md 9. */
export type BouncerWeights = {
  readonly l1Gas: number;
  readonly messageSegmentLength: number;
  readonly nEvents: number;
  readonly nTxs: number;
  readonly stateDiffSize: number;
  readonly sierraGas: number;
  readonly provingGas: number;
  readonly receiptL2Gas: number;
};

/** What a decided block leaves behind for sync, recorder and panels. */
export type SyncBlock = {
  readonly info: BlockInfo;
  readonly stateDiff: StateDiff;
  readonly accountTransactionHashes: readonly Felt[];
  readonly l1TransactionHashes: readonly Felt[];
  readonly commitments: BlockHeaderCommitments | null;
  readonly l2GasConsumed: number;
  readonly nextL2GasPriceFri: bigint;
  readonly feeProposalFri: bigint | null;
};
