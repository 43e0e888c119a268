// L1 gas prices of a proposal in wei and fri. Source: get_l1_prices_in_fri_and_wei of apollo_consensus_orchestrator, protocol.md 2.6.
// Three sources in order: oracle and provider, the previous block, the minima with a default rate; then the overrides.
// It asks nobody: the caller reads oracle and provider and hands the answers in, null for an error.
import { required } from '../base/assert.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { OrchestratorSettings } from '../types/settings.ts';
import { U128_MAX } from './fee-market.ts';

export const WEI_PER_ETH: bigint = 10n ** 18n;
/** Fri per ETH when nothing better is known. */
export const DEFAULT_ETH_TO_FRI_RATE: bigint = 10n ** 21n;

/** Mean fees of recent L1 blocks, wei. */
export type L1PriceInfo = { readonly baseFeePerGas: bigint; readonly blobFee: bigint };
export type L1Reading = { readonly rate: bigint | null; readonly priceInfo: L1PriceInfo | null };

export type L1Prices = {
  readonly l1GasPriceFri: bigint;
  readonly l1DataGasPriceFri: bigint;
  readonly l1GasPriceWei: bigint;
  readonly l1DataGasPriceWei: bigint;
};

/** What is remembered of the previous block's init. */
export type PreviousInit = { readonly timestamp: number } & L1Prices;

export const previousOf = (init: ProposalInit): PreviousInit => ({
  timestamp: init.timestamp,
  l1GasPriceFri: init.l1GasPriceFri,
  l1DataGasPriceFri: init.l1DataGasPriceFri,
  l1GasPriceWei: init.l1GasPriceWei,
  l1DataGasPriceWei: init.l1DataGasPriceWei,
});

/** floor(wei * rate / 10^18); null where the product leaves u128. */
export const weiToFri = (wei: bigint, rate: bigint): bigint | null => (wei * rate > U128_MAX ? null : (wei * rate) / WEI_PER_ETH);

/** floor(fri * 10^18 / rate); null where the product leaves u128 or the rate is 0. */
export const friToWei = (fri: bigint, rate: bigint): bigint | null =>
  rate === 0n || fri * WEI_PER_ETH > U128_MAX ? null : (fri * WEI_PER_ETH) / rate;

/** Fri per ETH that a pair of L1 gas prices implies; null for overflow, a price of 0 wei or a rate of 0. */
export const rateOf = (prices: { readonly l1GasPriceFri: bigint; readonly l1GasPriceWei: bigint }): bigint | null => {
  if (prices.l1GasPriceWei === 0n || prices.l1GasPriceFri * WEI_PER_ETH > U128_MAX) return null;
  const rate = (prices.l1GasPriceFri * WEI_PER_ETH) / prices.l1GasPriceWei;
  return rate === 0n ? null : rate;
};

const clamp = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);

const inFri = (l1GasPriceWei: bigint, l1DataGasPriceWei: bigint, rate: bigint): L1Prices | null => {
  const l1GasPriceFri = weiToFri(l1GasPriceWei, rate);
  const l1DataGasPriceFri = weiToFri(l1DataGasPriceWei, rate);
  return l1GasPriceFri === null || l1DataGasPriceFri === null
    ? null
    : { l1GasPriceFri, l1DataGasPriceFri, l1GasPriceWei, l1DataGasPriceWei };
};

const fromReading = (reading: L1Reading, s: OrchestratorSettings): { prices: L1Prices; rate: bigint } | null => {
  if (reading.rate === null || reading.priceInfo === null) return null;
  const { baseFeePerGas, blobFee } = reading.priceInfo;
  const gas = clamp(baseFeePerGas + s.l1GasTipWei, s.minL1GasPriceWei, s.maxL1GasPriceWei);
  const data = clamp((blobFee * s.l1DataGasPriceMultiplierPpt) / 1_000n, s.minL1DataGasPriceWei, s.maxL1DataGasPriceWei);
  const prices = inFri(gas, data, reading.rate);
  return prices === null ? null : { prices, rate: reading.rate };
};

const fromPrevious = (previous: PreviousInit | null): { prices: L1Prices; rate: bigint } | null => {
  const rate = previous === null ? null : rateOf(previous);
  if (previous === null || rate === null) return null;
  const { l1GasPriceFri, l1DataGasPriceFri, l1GasPriceWei, l1DataGasPriceWei } = previous;
  return { prices: { l1GasPriceFri, l1DataGasPriceFri, l1GasPriceWei, l1DataGasPriceWei }, rate };
};

const fromMinima = (s: OrchestratorSettings): { prices: L1Prices; rate: bigint } => ({
  prices: required(
    inFri(s.minL1GasPriceWei, s.minL1DataGasPriceWei, DEFAULT_ETH_TO_FRI_RATE),
    'l1Prices: minimum prices that convert at the default rate',
  ),
  rate: DEFAULT_ETH_TO_FRI_RATE,
});

/** The four L1 prices of a block. Asserts where Apollo panics: an override that does not convert. */
export const l1Prices = (reading: L1Reading, previous: PreviousInit | null, s: OrchestratorSettings): L1Prices => {
  let { prices, rate } = fromReading(reading, s) ?? fromPrevious(previous) ?? fromMinima(s);
  if (s.overrideEthToFriRate !== null) {
    rate = s.overrideEthToFriRate;
    prices = required(inFri(prices.l1GasPriceWei, prices.l1DataGasPriceWei, rate), 'l1Prices: an override rate that converts');
  }
  if (s.overrideL1GasPriceFri !== null) {
    const wei = required(friToWei(s.overrideL1GasPriceFri, rate), 'l1Prices: an L1 override that converts');
    prices = { ...prices, l1GasPriceFri: s.overrideL1GasPriceFri, l1GasPriceWei: wei };
  }
  if (s.overrideL1DataGasPriceFri !== null) {
    const wei = required(friToWei(s.overrideL1DataGasPriceFri, rate), 'l1Prices: a data price override that converts');
    prices = { ...prices, l1DataGasPriceFri: s.overrideL1DataGasPriceFri, l1DataGasPriceWei: wei };
  }
  return prices;
};
