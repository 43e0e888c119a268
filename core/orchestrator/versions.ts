// Constants of the orchestrator by Starknet version. Source: apollo_versioned_constants (orchestrator part), protocol.md 2.8.
// Only the versions whose proposals carry the present wire format are listed; execution has a table of its own.
import { required } from '../base/assert.ts';

export type OrchestratorConstants = {
  readonly version: string;
  /** Fri per L2 gas; the floor of the fee market. */
  readonly minGasPriceFri: bigint;
  /** L2 gas. */
  readonly maxBlockSize: bigint;
  readonly gasTarget: bigint;
  readonly gasPriceMaxChangeDenominator: bigint;
  readonly l1GasPriceMarginPercent: bigint;
  /** Blocks whose fee proposals give fee_actual. */
  readonly feeProposalWindowSize: number;
  /** Parts per thousand that a fee proposal may differ from fee_actual. */
  readonly feeProposalMarginPpt: bigint;
  /** From 0.14.3 on a ProposalInit must carry a fee proposal. */
  readonly requiresFeeProposal: boolean;
};

const COMMON = {
  gasPriceMaxChangeDenominator: 48n,
  l1GasPriceMarginPercent: 10n,
  feeProposalWindowSize: 10,
  feeProposalMarginPpt: 2n,
} as const;

/** Oldest first. */
export const ORCHESTRATOR_CONSTANTS: readonly OrchestratorConstants[] = [
  {
    ...COMMON,
    version: '0.14.0',
    minGasPriceFri: 3_000_000_000n,
    maxBlockSize: 4_000_000_000n,
    gasTarget: 3_200_000_000n,
    requiresFeeProposal: false,
  },
  {
    ...COMMON,
    version: '0.14.1',
    minGasPriceFri: 8_000_000_000n,
    maxBlockSize: 5_000_000_000n,
    gasTarget: 4_000_000_000n,
    requiresFeeProposal: false,
  },
  {
    ...COMMON,
    version: '0.14.2',
    minGasPriceFri: 8_000_000_000n,
    maxBlockSize: 5_800_000_000n,
    gasTarget: 1_500_000_000n,
    requiresFeeProposal: false,
  },
  {
    ...COMMON,
    version: '0.14.3',
    minGasPriceFri: 8_000_000_000n,
    maxBlockSize: 5_800_000_000n,
    gasTarget: 1_040_000_000n,
    requiresFeeProposal: true,
  },
  {
    ...COMMON,
    version: '0.14.4',
    minGasPriceFri: 8_000_000_000n,
    maxBlockSize: 5_800_000_000n,
    gasTarget: 1_040_000_000n,
    requiresFeeProposal: true,
  },
];

/** The row of a version; asserts that there is one (the version is a setting of ours, never outside input). */
export const constantsOf = (version: string): OrchestratorConstants =>
  required(
    ORCHESTRATOR_CONSTANTS.find((row) => row.version === version),
    `constantsOf: a known Starknet version, got ${version}`,
  );
