// Every setting of one validator, as types. The values (presets and the cost table) are data in core/sim/presets.ts and core/sim/costs.ts.
// Source: protocol.md 1.7, 2.2, 3.4-3.5, 4; world.md 1, 4-7. Times in microseconds, prices in wei or fri.
import type { BouncerWeights } from './block.ts';
import type { QuorumType, Timeouts } from './consensus.ts';

export type ConsensusSettings = {
  readonly quorum: QuorumType;
  readonly requireVirtualProposerVote: boolean;
  /** True: the virtual proposer is the actual one (round robin). */
  readonly useOnlyActualProposerSelection: boolean;
  readonly timeouts: Timeouts;
  readonly syncRetryIntervalUs: number;
  readonly farBehindProposalThreshold: number;
  readonly stopAtHeight: number | null;
  readonly futureHeightLimit: number;
  readonly futureRoundLimit: number;
  readonly futureHeightRoundLimit: number;
};

export type OrchestratorSettings = {
  readonly blockTimestampWindowSeconds: number;
  readonly buildProposalMarginUs: number;
  readonly validateProposalMarginUs: number;
  /** Numerator of 1/1000: 700 = 0.7 of the build time. */
  readonly retrospectiveTimeRatioPpt: number;
  readonly retrospectiveRetryIntervalUs: number;
  readonly compareRetrospectiveBlockHash: boolean;
  readonly minL1GasPriceWei: bigint;
  readonly maxL1GasPriceWei: bigint;
  readonly minL1DataGasPriceWei: bigint;
  readonly maxL1DataGasPriceWei: bigint;
  readonly l1DataGasPriceMultiplierPpt: bigint;
  readonly l1GasTipWei: bigint;
  readonly l1GasPriceMarginPercent: bigint;
  readonly snip35TargetAttoUsdPerL2Gas: bigint;
  readonly overrideL2GasPriceFri: bigint | null;
  readonly overrideL1GasPriceFri: bigint | null;
  readonly overrideL1DataGasPriceFri: bigint | null;
  readonly overrideEthToFriRate: bigint | null;
  readonly minL2GasPricePerHeight: readonly { readonly height: number; readonly price: bigint }[];
  readonly starknetVersion: string;
};

export type BatcherSettings = {
  /** Transactions of one GetProposalContent answer at most. */
  readonly outstreamContentBufferSize: number;
  readonly inputStreamContentBufferSize: number;
  readonly nConcurrentTxs: number;
  readonly txPollingUs: number;
  readonly validateTxPollingUs: number;
  readonly proposerIdleDetectionDelayUs: number;
  readonly maxL1HandlerTxsPerBlockProposal: number;
  readonly proposeL1TxsEvery: number;
  readonly bouncerCapacity: BouncerWeights;
  readonly validationOnly: boolean;
};

export type MempoolSettings = {
  readonly transactionTtlUs: number;
  readonly feeEscalationPercent: bigint;
  readonly declareDelayUs: number;
  readonly capacityBytes: number;
  readonly committedNonceRetentionBlocks: number;
};

export type GatewaySettings = {
  readonly minL2GasPriceFri: bigint;
  readonly maxL2GasAmount: bigint;
  readonly maxNonceGap: number;
  readonly calldataMax: number;
  readonly signatureMax: number;
};

/** How the chambers speak: today's request and response, or the stream of the seed description (world.md 11). */
export type BridgeTransportKind = 'apollo' | 'seed-stream';

/** The bridge between the chambers; latency each way. `remote` retries on a transport error, `local` fails at once. */
export type BridgeSettings = {
  readonly transport: BridgeTransportKind;
  readonly preset: 'local' | 'remote';
  readonly latencyUs: number;
  readonly attempts: number;
  readonly backoffUs: number;
  readonly backoffMaxUs: number;
};

/** Links: uniform latency in [min, max], drawn per frame from the link's own stream. The minimum is the lookahead. */
export type LinkSettings = { readonly latencyUsMin: number; readonly latencyUsMax: number };

/** Virtual cost of work; world.md 7. Never measured time. */
export type Costs = {
  readonly gatewayCheckUs: number;
  readonly transactionUs: number;
  readonly perMillionL2GasUs: number;
  readonly storageCommitUs: number;
  readonly commitmentTaskUs: number;
  readonly commitmentPerLeafUs: number;
  readonly recorderWriteUs: number;
};

/** A price over L1 time: `start + slopePerBlock * block`, never below 1. */
export type Ramp = { readonly start: bigint; readonly slopePerBlock: bigint };

/** One L1 -> L2 message of the scenario; `atUs` may be negative: the 70 s cool-down makes scenarios pre-date messages. */
export type L1Message = {
  readonly atUs: number;
  readonly l1From: bigint;
  readonly to: bigint;
  readonly selector: bigint;
  readonly payload: readonly bigint[];
  readonly nonce: bigint;
  readonly cancelRequestedAtUs: number | null;
};

/** What L1 does in a scenario: a function of time, the same for all, seen by each validator with its own delay. */
export type L1World = {
  readonly blockIntervalSeconds: number;
  readonly baseFeeWei: Ramp;
  readonly blobFeeWei: Ramp;
  /** Fri per 10^18 wei. */
  readonly ethToFriRate: Ramp;
  /** USD per STRK with 18 decimals; null: the oracle errs. */
  readonly strkUsdRate: Ramp | null;
  /** Delay with which validator i sees L1; missing entries are 0. */
  readonly delayUs: readonly number[];
  readonly messages: readonly L1Message[];
};

/** Everything that one validator is configured with. */
export type ValidatorSettings = {
  readonly preset: 'code-defaults' | 'mainnet';
  readonly consensus: ConsensusSettings;
  readonly orchestrator: OrchestratorSettings;
  readonly batcher: BatcherSettings;
  readonly mempool: MempoolSettings;
  readonly gateway: GatewaySettings;
  readonly bridge: BridgeSettings;
  readonly costs: Costs;
};
