// L1 gas prices and exchange rates as the orchestrator asks for them, and the prices of a block made from them.
// Source: crates/apollo_l1_gas_price (l1_gas_price_provider.rs), crates/apollo_consensus_orchestrator (utils.rs); protocol.md 2.6, 2.7 A6, world.md 5.
import { assert } from '../base/assert.ts';
import type { Result } from '../base/result.ts';
import type { GasPricePair, GasPrices } from '../types/block.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { L1World, OrchestratorSettings } from '../types/settings.ts';

const missing = (): never => {
  assert(false, 'l1: body follows');
};

export type L1GasPriceError =
  | { readonly code: 'NotInitializedError' }
  | { readonly code: 'MissingDataError'; readonly timestamp: number; readonly lagSeconds: number }
  | { readonly code: 'StaleL1GasPricesError'; readonly currentTimestamp: number; readonly lastValidTimestamp: number }
  | { readonly code: 'UnexpectedBlockNumberError'; readonly expected: number; readonly found: number };

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

/** get_price_info: floor of the mean of the last 300 L1 blocks with timestamp <= `timestamp` - 60 s. */
export const getPriceInfo = (world: L1World, query: PriceQuery): Result<PriceInfo, L1GasPriceError> => missing();

/** Fri per 10^18 wei at `timestamp`. */
export const getEthToFriRate = (world: L1World, query: PriceQuery): Result<bigint, OracleError> => missing();

/** USD per STRK with 18 decimals at `timestamp`. */
export const getStrkUsdRate = (world: L1World, query: PriceQuery): Result<bigint, OracleError> => missing();

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
export const blockPrices = (settings: OrchestratorSettings, inputs: BlockPriceInputs): L1BlockPrices => missing();

export type ZeroPriceError = {
  readonly code: 'ZeroPrice';
  readonly which: 'l1_gas' | 'l1_data_gas' | 'l2_gas';
  readonly unit: 'wei' | 'fri';
};

/** The prices of a BlockInfo: l2 in wei is l2 in fri * 10^18 / rate; any zero is refused. */
export const toGasPrices = (prices: L1BlockPrices, l2GasPriceFri: bigint): Result<GasPrices, ZeroPriceError> => missing();

/** |p - reference| <= 1, or <= floor(reference * percent / 100); anchored to the reference. u128. */
export const isWithinMargin = (p: bigint, reference: bigint, percent: bigint): boolean => missing();
