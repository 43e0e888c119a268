// The prices of a proposal from the orchestrator's state: L2 price in force, fee_actual, the proposer's fee, the next L2 price, the L1 prices.
// Source: SequencerConsensusContext (calculate_next_l2_gas_price, compute_proposer_fee_proposal), protocol.md 2.6 and 2.8.
import { type L1BlockPrices, blockPrices } from '../l1/price-provider.ts';
import type { Height } from '../types/ids.ts';
import type { OrchestratorSettings } from '../types/settings.ts';
import { configuredMinPrice, feeActual, feeProposal, feeTarget, nextBasePrice } from './fee-market.ts';
import { type Draft, type OrchestratorState, unixSeconds } from './state.ts';
import { constantsOf } from './versions.ts';

/** The L2 price that a proposal must carry now. */
export const l2PriceInForce = (state: OrchestratorState, settings: OrchestratorSettings): bigint =>
  settings.overrideL2GasPriceFri ?? state.l2GasPriceFri;

/** The configured minimum at a height; the floor of the constants where none is configured. */
export const minPriceAt = (height: Height, settings: OrchestratorSettings): bigint =>
  configuredMinPrice(settings.minL2GasPricePerHeight, height, constantsOf(settings.starknetVersion).minGasPriceFri);

/** fee_actual of a height; null while the window is incomplete. */
export const feeActualAt = (state: OrchestratorState, height: Height, settings: OrchestratorSettings): bigint | null =>
  feeActual(state.feeWindow, height, constantsOf(settings.starknetVersion).feeProposalWindowSize);

/** The L2 price of the block after one at `height` with price `price` that used `used` L2 gas. */
export const nextL2Price = (
  block: { readonly height: Height; readonly price: bigint; readonly used: number; readonly feeActual: bigint | null },
  settings: OrchestratorSettings,
): bigint => {
  if (settings.overrideL2GasPriceFri !== null) return settings.overrideL2GasPriceFri;
  const constants = constantsOf(settings.starknetVersion);
  const configured = minPriceAt(block.height, settings);
  const min = block.feeActual !== null && block.feeActual > configured ? block.feeActual : configured;
  return nextBasePrice({
    price: block.price,
    used: BigInt(block.used),
    target: constants.gasTarget,
    min,
    denominator: constants.gasPriceMaxChangeDenominator,
  });
};

/** The fee that this validator proposes now. */
export const ownFeeProposal = (draft: Draft, actual: bigint | null): bigint => {
  const { settings, l1 } = draft.config;
  let target = settings.overrideL2GasPriceFri;
  if (target === null) {
    const rate = l1.strkUsdRate(draft.now, unixSeconds(draft));
    target = rate.ok ? feeTarget(settings.snip35TargetAttoUsdPerL2Gas, rate.value) : null;
  }
  const marginPpt = constantsOf(settings.starknetVersion).feeProposalMarginPpt;
  return feeProposal({ actual, target, l2GasPrice: draft.state.l2GasPriceFri, marginPpt });
};

/** L1 prices for a unix second as this validator reads them now. */
export const l1PricesAt = (draft: Draft, timestamp: number): L1BlockPrices => {
  const { settings, l1 } = draft.config;
  return blockPrices(settings, {
    priceInfo: l1.priceInfo(draft.now, timestamp),
    ethToFriRate: l1.ethToFriRate(draft.now, timestamp),
    previous: draft.state.previous,
  });
};
