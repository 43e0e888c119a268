// The two presets of world.md 1: the sequencer's code defaults and the values of the checked-in mainnet deployment files ("[prod]").
// Source: protocol.md 1.7, 2.2, 3.4, 3.5, 4.1, 4.2. A scenario names a preset and overrides single values; the page shows both.
import { MEMPOOL_BYTES_MAX } from '../base/limits.ts';
import type { BouncerWeights } from '../types/block.ts';
import type {
  BatcherSettings,
  BridgeSettings,
  ConsensusSettings,
  LinkSettings,
  OrchestratorSettings,
  ValidatorSettings,
} from '../types/settings.ts';
import type { Presets } from '../validator/consensus-faults.ts';
import { COSTS } from './costs.ts';

const SECOND = 1_000_000;
const MILLISECOND = 1_000;

export const STARKNET_VERSION = '0.14.4';
/** Unix second of virtual time 0 in every shipped scenario. */
export const GENESIS_UNIX = 1_788_000_000;
/** Deliberately no public network's. */
export const CHAIN_ID = 'BICAMERAL';

export const LINKS: LinkSettings = { latencyUsMin: 20 * MILLISECOND, latencyUsMax: 80 * MILLISECOND };

export const BRIDGE_LOCAL: BridgeSettings = {
  preset: 'local',
  transport: 'apollo',
  latencyUs: 50,
  attempts: 1,
  backoffUs: 0,
  backoffMaxUs: 0,
};
export const BRIDGE_REMOTE: BridgeSettings = {
  preset: 'remote',
  transport: 'apollo',
  latencyUs: 2 * MILLISECOND,
  attempts: 16,
  backoffUs: MILLISECOND,
  backoffMaxUs: SECOND,
};

const CONSENSUS: ConsensusSettings = {
  quorum: 'byzantine',
  requireVirtualProposerVote: false,
  useOnlyActualProposerSelection: true,
  timeouts: {
    propose: { baseUs: 9.1 * SECOND, deltaUs: 0, maxUs: 15 * SECOND },
    prevote: { baseUs: 0.3 * SECOND, deltaUs: 0.1 * SECOND, maxUs: SECOND },
    precommit: { baseUs: SECOND, deltaUs: 0.5 * SECOND, maxUs: 5 * SECOND },
  },
  syncRetryIntervalUs: SECOND,
  farBehindProposalThreshold: 30,
  stopAtHeight: null,
  futureHeightLimit: 10,
  futureRoundLimit: 10,
  futureHeightRoundLimit: 1,
};

const ORCHESTRATOR: OrchestratorSettings = {
  blockTimestampWindowSeconds: 1,
  buildProposalMarginUs: SECOND,
  validateProposalMarginUs: 10 * SECOND,
  retrospectiveTimeRatioPpt: 700,
  retrospectiveRetryIntervalUs: 0.5 * SECOND,
  compareRetrospectiveBlockHash: false,
  minL1GasPriceWei: 10n ** 9n,
  maxL1GasPriceWei: 200n * 10n ** 9n,
  minL1DataGasPriceWei: 1n,
  maxL1DataGasPriceWei: 10n ** 18n,
  l1DataGasPriceMultiplierPpt: 135n,
  l1GasTipWei: 10n ** 9n,
  l1GasPriceMarginPercent: 10n,
  snip35TargetAttoUsdPerL2Gas: 880_000_000n,
  overrideL2GasPriceFri: null,
  overrideL1GasPriceFri: null,
  overrideL1DataGasPriceFri: null,
  overrideEthToFriRate: null,
  minL2GasPricePerHeight: [],
  starknetVersion: STARKNET_VERSION,
};

const BOUNCER: BouncerWeights = {
  l1Gas: 2_500_000,
  messageSegmentLength: 3_700,
  nEvents: 5_000,
  nTxs: 600,
  stateDiffSize: 4_000,
  sierraGas: 5_000_000_000,
  provingGas: 5_000_000_000,
  receiptL2Gas: 5_800_000_000,
};

const BATCHER: BatcherSettings = {
  outstreamContentBufferSize: 100,
  inputStreamContentBufferSize: 400,
  nConcurrentTxs: 100,
  txPollingUs: 10 * MILLISECOND,
  validateTxPollingUs: 10 * MILLISECOND,
  proposerIdleDetectionDelayUs: 1.5 * SECOND,
  maxL1HandlerTxsPerBlockProposal: 3,
  proposeL1TxsEvery: 1,
  bouncerCapacity: BOUNCER,
  validationOnly: false,
};

/** The sequencer's in-code defaults. */
export const CODE_DEFAULTS: ValidatorSettings = {
  preset: 'code-defaults',
  consensus: CONSENSUS,
  orchestrator: ORCHESTRATOR,
  batcher: BATCHER,
  mempool: {
    transactionTtlUs: 60 * SECOND,
    feeEscalationPercent: 10n,
    declareDelayUs: SECOND,
    capacityBytes: MEMPOOL_BYTES_MAX,
    committedNonceRetentionBlocks: 100,
  },
  gateway: { minL2GasPriceFri: 8n * 10n ** 9n, maxL2GasAmount: 1_210_000_000n, maxNonceGap: 200, calldataMax: 5_000, signatureMax: 4_000 },
  bridge: BRIDGE_LOCAL,
  costs: COSTS,
};

/** The checked-in mainnet deployment files. */
export const MAINNET: ValidatorSettings = {
  ...CODE_DEFAULTS,
  preset: 'mainnet',
  consensus: {
    ...CONSENSUS,
    quorum: 'honest',
    timeouts: { ...CONSENSUS.timeouts, propose: { baseUs: 9.1 * SECOND, deltaUs: 0, maxUs: 9.1 * SECOND } },
    futureHeightLimit: 20,
    futureRoundLimit: 20,
    futureHeightRoundLimit: 5,
  },
  orchestrator: { ...ORCHESTRATOR, maxL1GasPriceWei: 10n ** 12n, maxL1DataGasPriceWei: 10n ** 12n },
  batcher: {
    ...BATCHER,
    outstreamContentBufferSize: 64,
    txPollingUs: 200 * MILLISECOND,
    maxL1HandlerTxsPerBlockProposal: 200,
    proposeL1TxsEvery: 10,
    bouncerCapacity: { ...BOUNCER, l1Gas: 4_400_000, nTxs: 500 },
  },
  mempool: { ...CODE_DEFAULTS.mempool, transactionTtlUs: 300 * SECOND, declareDelayUs: 20 * SECOND },
};

/** All of them, by name. */
export const PRESETS: Presets = {
  'code-defaults': CODE_DEFAULTS,
  mainnet: MAINNET,
  bridge: { local: BRIDGE_LOCAL, remote: BRIDGE_REMOTE },
};
