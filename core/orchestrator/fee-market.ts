// The L2 fee market and SNIP-35 as pure functions over bigints: next L2 gas price, fee_actual, fee_target, bounds and fee_proposal.
// Source: apollo_consensus_orchestrator fee_market and snip35, protocol.md 2.8. Every division is a floor; results saturate at u128.
// It does not know blocks or configuration sources: callers hand in the numbers.
import { assert } from '../base/assert.ts';

export const U128_MAX: bigint = (1n << 128n) - 1n;
const WEI_PER_ETH = 10n ** 18n;
/** A price below the minimum rises by at most price / 333 per block. */
const BELOW_MINIMUM_DENOMINATOR = 333n;
const PPT_DENOMINATOR = 1_000n;

const saturate = (value: bigint): bigint => (value > U128_MAX ? U128_MAX : value);
const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The next block's L2 gas price in fri from this block's price and L2 gas used. */
export const nextBasePrice = (input: {
  readonly price: bigint;
  readonly used: bigint;
  readonly target: bigint;
  readonly min: bigint;
  readonly denominator: bigint;
}): bigint => {
  const { price, used, target, min, denominator } = input;
  assert(target > 0n && denominator > 0n, 'nextBasePrice: a target and a denominator above 0');
  if (price < min) return smaller(price + price / BELOW_MINIMUM_DENOMINATOR, min);
  const delta = used > target ? used - target : target - used;
  const change = (price * delta) / (target * denominator);
  return larger(saturate(used > target ? price + change : price - change), min);
};

/** The configured minimum at a height: the price of the last entry that starts at or below it, else `fallback`. Entries ascend by height. */
export const configuredMinPrice = (
  entries: readonly { readonly height: number; readonly price: bigint }[],
  height: number,
  fallback: bigint,
): bigint => entries.findLast((entry) => entry.height <= height)?.price ?? fallback;

/** Fee proposals by height; null where a block carries none. */
export type FeeWindow = ReadonlyMap<number, bigint | null>;

/** Median of the fee proposals of blocks height - size .. height - 1; null unless all are present and carry one. `size` is even. */
export const feeActual = (window: FeeWindow, height: number, size: number): bigint | null => {
  if (height < size) return null;
  const fees: bigint[] = [];
  for (let h = height - size; h < height; h++) {
    const fee = window.get(h);
    if (fee === undefined || fee === null) return null;
    fees.push(fee);
  }
  const sorted = fees.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const low = sorted[size / 2 - 1];
  const high = sorted[size / 2];
  assert(low !== undefined && high !== undefined, 'feeActual: an even window size');
  return low + (high - low) / 2n;
};

/** Fri per L2 gas that costs `targetAttoUsd`; null for a rate of zero. `strkUsdRate` has 18 decimals. */
export const feeTarget = (targetAttoUsd: bigint, strkUsdRate: bigint): bigint | null =>
  strkUsdRate === 0n ? null : saturate((targetAttoUsd * WEI_PER_ETH) / strkUsdRate);

/** Inclusive bounds of a fee proposal around fee_actual. */
export const feeBounds = (actual: bigint, marginPpt: bigint): { readonly lower: bigint; readonly upper: bigint } => ({
  lower: (actual * PPT_DENOMINATOR) / (PPT_DENOMINATOR + marginPpt),
  upper: saturate((actual * (PPT_DENOMINATOR + marginPpt)) / PPT_DENOMINATOR),
});

/** The proposer's fee: the L2 price while fee_actual is unknown, fee_actual without a target, else the target within the bounds. */
export const feeProposal = (input: {
  readonly actual: bigint | null;
  readonly target: bigint | null;
  readonly l2GasPrice: bigint;
  readonly marginPpt: bigint;
}): bigint => {
  if (input.actual === null) return input.l2GasPrice;
  if (input.target === null) return input.actual;
  const { lower, upper } = feeBounds(input.actual, input.marginPpt);
  return smaller(larger(input.target, lower), upper);
};
