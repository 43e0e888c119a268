// L1 gas prices and exchange rates as the orchestrator asks for them, and the prices of a block made from them.
// Source: crates/apollo_l1_gas_price (l1_gas_price_provider.rs), crates/apollo_consensus_orchestrator (utils.rs); protocol.md 2.6, 2.7 A6, world.md 5.
// The provider's ring of samples follows from L1 and the time, so it is no state: NotInitializedError and UnexpectedBlockNumberError cannot occur.
import { assert } from '../base/assert.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { GasPricePair, GasPrices } from '../types/block.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { L1World, OrchestratorSettings } from '../types/settings.ts';
import { l1BaseFeeWei, l1BlobFeeWei, l1BlockTimestamp, newestL1Block, rateAt } from './world.ts';

/** number_of_blocks_for_mean. */
const L1_MEAN_BLOCKS = 300;
/** lag_margin_seconds. */
const L1_LAG_SECONDS = 60;
/** max_time_gap_seconds. */
const L1_STALE_SECONDS = 900;
/** storage_limit. */
const L1_HISTORY_BLOCKS = 3_000;
/** DEFAULT_ETH_TO_FRI_RATE. */
const DEFAULT_ETH_TO_FRI_RATE: bigint = 10n ** 21n;

const WEI_PER_ETH = 10n ** 18n;
const U128_MAX = (1n << 128n) - 1n;
/** GAS_PRICE_ABS_DIFF_MARGIN: one unit is rounding. */
const ABSOLUTE_MARGIN = 1n;

export type L1GasPriceError =
  | { readonly code: 'MissingDataError'; readonly timestamp: number; readonly lagSeconds: number }
  | { readonly code: 'StaleL1GasPricesError'; readonly currentTimestamp: number; readonly lastValidTimestamp: number };

export type OracleError = { readonly code: 'ExchangeRateOracleError' };

/** Mean fees in wei. */
export type PriceInfo = { readonly baseFeeWei: bigint; readonly blobFeeWei: bigint };

export type PriceQuery = {
  readonly genesisUnix: number;
  readonly validator: ValidatorIndex;
  readonly now: TimeUs;
  /** Unix seconds the prices are asked for: the clock at the proposer, the proposed timestamp at a validator. */
  readonly timestamp: number;
};

/** get_price_info: floors of the means over the last 300 L1 blocks with timestamp <= `timestamp` - 60 s; fewer when the history has fewer. */
export const getPriceInfo = (world: L1World, query: PriceQuery): Result<PriceInfo, L1GasPriceError> => {
  const { genesisUnix, timestamp } = query;
  const missing = err({ code: 'MissingDataError', timestamp, lagSeconds: L1_LAG_SECONDS } as const);
  const newest = newestL1Block(world, query);
  if (newest === null) return missing;
  const lastValidTimestamp = l1BlockTimestamp(world, genesisUnix, newest);
  if (timestamp > lastValidTimestamp + L1_STALE_SECONDS) {
    return err({ code: 'StaleL1GasPricesError', currentTimestamp: timestamp, lastValidTimestamp });
  }
  const oldest = Math.max(0, newest - L1_HISTORY_BLOCKS + 1);
  const blocksTooNew = Math.ceil((lastValidTimestamp - (timestamp - L1_LAG_SECONDS)) / world.blockIntervalSeconds);
  const last = newest - Math.max(0, blocksTooNew);
  if (last < oldest) return missing;
  const first = Math.max(oldest, last - L1_MEAN_BLOCKS + 1);
  let [baseFees, blobFees] = [0n, 0n];
  for (let number = first; number <= last; number++) {
    baseFees += l1BaseFeeWei(world, number);
    blobFees += l1BlobFeeWei(world, number);
  }
  const count = BigInt(last - first + 1);
  return ok({ baseFeeWei: baseFees / count, blobFeeWei: blobFees / count });
};

/** What a rate depends on; no validator's delay, since oracles are asked for a timestamp. */
export type RateQuery = Pick<PriceQuery, 'genesisUnix' | 'timestamp'>;

/** get_rate: fri per 10^18 wei at `timestamp`. */
export const getEthToFriRate = (world: L1World, query: RateQuery): Result<bigint, OracleError> =>
  ok(rateAt(world, world.ethToFriRate, query));

/** USD per STRK with 18 decimals at `timestamp`. */
export const getStrkUsdRate = (world: L1World, query: RateQuery): Result<bigint, OracleError> =>
  world.strkUsdRate === null ? err({ code: 'ExchangeRateOracleError' }) : ok(rateAt(world, world.strkUsdRate, query));

/** L1 prices of a block, and the rate that ties wei to fri. */
export type L1BlockPrices = {
  readonly l1Gas: GasPricePair;
  readonly l1DataGas: GasPricePair;
  /** Fri per 10^18 wei, never 0. */
  readonly ethToFriRate: bigint;
  /** Where the prices came from, before overrides. */
  readonly source: 'oracle' | 'previous_block' | 'minimum';
};

/** The four L1 prices of the previous block (its ProposalInit or its synced header). */
export type PreviousL1Prices = { readonly l1Gas: GasPricePair; readonly l1DataGas: GasPricePair };

export type BlockPriceInputs = {
  readonly priceInfo: Result<PriceInfo, L1GasPriceError>;
  readonly ethToFriRate: Result<bigint, OracleError>;
  readonly previous: PreviousL1Prices | null;
};

/** Clamped, converted prices: oracle, else the previous block, else the minimum; then the configured overrides. */
export const blockPrices = (settings: OrchestratorSettings, inputs: BlockPriceInputs): L1BlockPrices => {
  const found = fromOracle(settings, inputs) ?? fromPrevious(inputs.previous) ?? fromMinimum(settings);
  return withOverrides(settings, found);
};

/** floor(wei * rate / 10^18), or null where the product exceeds u128. */
const weiToFri = (wei: bigint, rate: bigint): bigint | null => (wei * rate > U128_MAX ? null : (wei * rate) / WEI_PER_ETH);

/** floor(fri * 10^18 / rate), or null where the product exceeds u128 or the rate is 0. */
const friToWei = (fri: bigint, rate: bigint): bigint | null =>
  rate === 0n || fri * WEI_PER_ETH > U128_MAX ? null : (fri * WEI_PER_ETH) / rate;

const toPrices = (
  wei: { readonly l1Gas: bigint; readonly l1DataGas: bigint },
  ethToFriRate: bigint,
  source: L1BlockPrices['source'],
): L1BlockPrices | null => {
  const [gas, dataGas] = [weiToFri(wei.l1Gas, ethToFriRate), weiToFri(wei.l1DataGas, ethToFriRate)];
  if (gas === null || dataGas === null) return null;
  return { l1Gas: { wei: wei.l1Gas, fri: gas }, l1DataGas: { wei: wei.l1DataGas, fri: dataGas }, ethToFriRate, source };
};

const clamp = (value: bigint, low: bigint, high: bigint): bigint => {
  assert(low <= high, 'clamp: a range');
  if (value < low) return low;
  return value > high ? high : value;
};

const fromOracle = (settings: OrchestratorSettings, inputs: BlockPriceInputs): L1BlockPrices | null => {
  if (!inputs.priceInfo.ok || !inputs.ethToFriRate.ok) return null;
  const { baseFeeWei, blobFeeWei } = inputs.priceInfo.value;
  const tipped = clamp(baseFeeWei + settings.l1GasTipWei, 0n, U128_MAX);
  const scaled = (blobFeeWei * settings.l1DataGasPriceMultiplierPpt) / 1_000n;
  const wei = {
    l1Gas: clamp(tipped, settings.minL1GasPriceWei, settings.maxL1GasPriceWei),
    l1DataGas: clamp(scaled, settings.minL1DataGasPriceWei, settings.maxL1DataGasPriceWei),
  };
  return toPrices(wei, inputs.ethToFriRate.value, 'oracle');
};

/** The previous block's four prices as they were, unless they imply no rate. */
const fromPrevious = (previous: PreviousL1Prices | null): L1BlockPrices | null => {
  if (previous === null || previous.l1Gas.wei === 0n || previous.l1Gas.fri * WEI_PER_ETH > U128_MAX) return null;
  const ethToFriRate = (previous.l1Gas.fri * WEI_PER_ETH) / previous.l1Gas.wei;
  return ethToFriRate === 0n ? null : { l1Gas: previous.l1Gas, l1DataGas: previous.l1DataGas, ethToFriRate, source: 'previous_block' };
};

const fromMinimum = (settings: OrchestratorSettings): L1BlockPrices => {
  const wei = { l1Gas: settings.minL1GasPriceWei, l1DataGas: settings.minL1DataGasPriceWei };
  const prices = toPrices(wei, DEFAULT_ETH_TO_FRI_RATE, 'minimum');
  assert(prices !== null, 'blockPrices: minimum prices that convert to fri');
  return prices;
};

const overridden = (fri: bigint, ethToFriRate: bigint): GasPricePair => {
  const wei = friToWei(fri, ethToFriRate);
  assert(wei !== null, 'blockPrices: an override that converts to wei');
  return { wei, fri };
};

/** The rate first (new fri prices), then each price in fri (new wei prices). */
const withOverrides = (settings: OrchestratorSettings, found: L1BlockPrices): L1BlockPrices => {
  const rate = settings.overrideEthToFriRate;
  const rated = rate === null ? found : toPrices({ l1Gas: found.l1Gas.wei, l1DataGas: found.l1DataGas.wei }, rate, found.source);
  assert(rated !== null, 'blockPrices: an overriding rate that converts the prices');
  const { overrideL1GasPriceFri: gas, overrideL1DataGasPriceFri: dataGas } = settings;
  return {
    ...rated,
    l1Gas: gas === null ? rated.l1Gas : overridden(gas, rated.ethToFriRate),
    l1DataGas: dataGas === null ? rated.l1DataGas : overridden(dataGas, rated.ethToFriRate),
  };
};

export type ZeroPriceError = {
  readonly code: 'ZeroPrice';
  readonly which: 'l1_gas' | 'l1_data_gas' | 'l2_gas';
  readonly unit: 'wei' | 'fri';
};

/** The prices of a BlockInfo: l2 in wei is l2 in fri * 10^18 / rate; any zero is refused. */
export const toGasPrices = (prices: L1BlockPrices, l2GasPriceFri: bigint): Result<GasPrices, ZeroPriceError> => {
  assert(prices.ethToFriRate > 0n, 'toGasPrices: a rate above 0');
  const l2Gas = { wei: (l2GasPriceFri * WEI_PER_ETH) / prices.ethToFriRate, fri: l2GasPriceFri };
  const named = [
    ['l1_gas', prices.l1Gas],
    ['l1_data_gas', prices.l1DataGas],
    ['l2_gas', l2Gas],
  ] as const;
  for (const unit of ['fri', 'wei'] as const) {
    for (const [which, pair] of named) if (pair[unit] === 0n) return err({ code: 'ZeroPrice', which, unit });
  }
  return ok({ l1Gas: prices.l1Gas, l1DataGas: prices.l1DataGas, l2Gas });
};

/** |p - reference| <= 1, or <= floor(reference * percent / 100); anchored to the reference. */
export const isWithinMargin = (p: bigint, reference: bigint, percent: bigint): boolean => {
  const difference = p > reference ? p - reference : reference - p;
  return difference <= ABSOLUTE_MARGIN || difference <= (reference * percent) / 100n;
};
