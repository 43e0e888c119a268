// The checks of a ProposalInit, in Apollo's order; all happen before the batcher is asked. Source: is_proposal_init_valid, protocol.md 2.7 A.
// Round, valid round, proposer and builder are not checked here.
import { FELT_ZERO, type Felt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { type PreviousL1Prices, isWithinMargin } from '../l1/price-provider.ts';
import type { L1DaMode } from '../types/block.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { Height } from '../types/ids.ts';
import { l1PricesOf } from './block-info.ts';
import { feeBounds } from './fee-market.ts';
import type { OrchestratorConstants } from './versions.ts';

/** Placeholder that proposer and validator share until Apollo commits to its versioned constants. */
export const VERSION_CONSTANT_COMMITMENT: Felt = FELT_ZERO;

/** The local values that an init is held against. */
export type InitCriteria = {
  readonly height: Height;
  /** Unix seconds of the previous block, 0 when there is none. */
  readonly previousTimestamp: number;
  /** Unix seconds of the local clock. */
  readonly nowSeconds: number;
  readonly windowSeconds: number;
  readonly l1DaMode: L1DaMode;
  readonly l2GasPriceFri: bigint;
  /** Local prices for the PROPOSED timestamp. */
  readonly l1Prices: PreviousL1Prices;
  readonly l1MarginPercent: bigint;
  readonly feeActual: bigint | null;
  readonly constants: OrchestratorConstants;
};

/** The reason of InvalidProposalInit, or ok. */
export const checkInit = (init: ProposalInit, c: InitCriteria): Result<null, string> => {
  if (init.timestamp < c.previousTimestamp) {
    return err(`Timestamp is too old: last_block_timestamp=${c.previousTimestamp}, proposed=${init.timestamp}`);
  }
  if (init.timestamp > c.nowSeconds + c.windowSeconds) {
    return err(`Timestamp is in the future: now=${c.nowSeconds}, window=${c.windowSeconds}, proposed=${init.timestamp}`);
  }
  if (init.starknetVersion !== c.constants.version) {
    return err(`starknet_version mismatch: expected=${c.constants.version}, proposed=${init.starknetVersion}`);
  }
  if (init.versionConstantCommitment !== VERSION_CONSTANT_COMMITMENT) {
    return err(`version_constant_commitment mismatch: expected=${VERSION_CONSTANT_COMMITMENT}, proposed=${init.versionConstantCommitment}`);
  }
  if (init.height !== c.height || init.l1DaMode !== c.l1DaMode || init.l2GasPriceFri !== c.l2GasPriceFri) {
    const expected = `${c.height}, ${c.l1DaMode}, ${c.l2GasPriceFri}`;
    return err(
      `height, l1_da_mode, l2_gas_price mismatch: expected=${expected}, proposed=${init.height}, ${init.l1DaMode}, ${init.l2GasPriceFri}`,
    );
  }
  const l1 = checkL1Prices(l1PricesOf(init), c);
  return l1.ok ? checkFeeProposal(init.feeProposalFri, c) : l1;
};

const checkL1Prices = (proposed: PreviousL1Prices, c: InitCriteria): Result<null, string> => {
  for (const gas of ['l1Gas', 'l1DataGas'] as const) {
    for (const unit of ['fri', 'wei'] as const) {
      const [price, reference] = [proposed[gas][unit], c.l1Prices[gas][unit]];
      if (isWithinMargin(price, reference, c.l1MarginPercent)) continue;
      return err(`L1 gas price mismatch: ${gas} ${unit} expected=${reference}, proposed=${price}, margin_percent=${c.l1MarginPercent}`);
    }
  }
  return ok(null);
};

const checkFeeProposal = (proposed: bigint | null, c: InitCriteria): Result<null, string> => {
  if ((proposed !== null) !== c.constants.requiresFeeProposal) {
    return err(`fee_proposal_fri must be ${c.constants.requiresFeeProposal ? 'present' : 'absent'} in version ${c.constants.version}`);
  }
  if (c.feeActual === null || proposed === null) return ok(null);
  const { lower, upper } = feeBounds(c.feeActual, c.constants.feeProposalMarginPpt);
  return proposed >= lower && proposed <= upper
    ? ok(null)
    : err(`fee_proposal_fri out of bounds: fee_actual=${c.feeActual}, bounds=[${lower}, ${upper}], proposed=${proposed}`);
};
