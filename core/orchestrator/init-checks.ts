// The checks of a ProposalInit, in Apollo's order; all happen before the batcher is asked. Source: is_proposal_init_valid, protocol.md 2.7 A.
// Round, valid round, proposer and builder are not checked here.
import { FELT_ZERO } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { L1DaMode } from '../types/block.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { Height } from '../types/ids.ts';
import { feeBounds } from './fee-market.ts';
import type { L1Prices } from './l1-prices.ts';
import type { OrchestratorConstants } from './versions.ts';

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
  readonly l1Prices: L1Prices;
  readonly l1MarginPercent: bigint;
  readonly feeActual: bigint | null;
  readonly constants: OrchestratorConstants;
};

/** True when |price - reference| is at most 1 or at most floor(reference * percent / 100): anchored to the local reference. */
export const withinMargin = (price: bigint, reference: bigint, percent: bigint): boolean => {
  const difference = price > reference ? price - reference : reference - price;
  return difference <= 1n || difference <= (reference * percent) / 100n;
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
  if (init.versionConstantCommitment !== FELT_ZERO) {
    return err(`version_constant_commitment mismatch: expected=0, proposed=${init.versionConstantCommitment}`);
  }
  if (init.height !== c.height || init.l1DaMode !== c.l1DaMode || init.l2GasPriceFri !== c.l2GasPriceFri) {
    return err(
      `height, l1_da_mode or l2_gas_price mismatch: expected=${c.height}, ${c.l1DaMode}, ${c.l2GasPriceFri}, ` +
        `proposed=${init.height}, ${init.l1DaMode}, ${init.l2GasPriceFri}`,
    );
  }
  const l1 = checkL1Prices(init, c);
  return l1.ok ? checkFeeProposal(init.feeProposalFri, c) : l1;
};

const L1_PRICE_NAMES = ['l1GasPriceFri', 'l1DataGasPriceFri', 'l1GasPriceWei', 'l1DataGasPriceWei'] as const;

const checkL1Prices = (init: ProposalInit, c: InitCriteria): Result<null, string> => {
  for (const name of L1_PRICE_NAMES) {
    if (!withinMargin(init[name], c.l1Prices[name], c.l1MarginPercent)) {
      return err(
        `L1 gas price mismatch: ${name} expected=${c.l1Prices[name]}, proposed=${init[name]}, margin_percent=${c.l1MarginPercent}`,
      );
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
