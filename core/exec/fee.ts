// Prices and bounds: the most a transaction can cost, what it does cost, and whether its bounds cover what it used.
// Source: execution.md 7.1 (fee enforcement), 7.2 (bounds), 7.5 (post-execution check), 8.3 (fee). Amounts of money are bigints in fri.
import type { BlockInfo, GasVector } from '../types/block.ts';
import type { ResourceBounds } from '../types/transaction.ts';

/** Resource names as blockifier prints them. */
type ResourceName = 'L1Gas' | 'L1DataGas' | 'L2Gas';

const U128_MAX = (1n << 128n) - 1n;
const saturate = (value: bigint): bigint => (value > U128_MAX ? U128_MAX : value);

/** l1 + l2 (with the tip) + l1 data at their bounds; saturating u128. */
export const maxPossibleFee = (bounds: ResourceBounds, tip: bigint): bigint =>
  saturate(
    bounds.l1Gas.maxAmount * bounds.l1Gas.maxPricePerUnit +
      bounds.l2Gas.maxAmount * (bounds.l2Gas.maxPricePerUnit + tip) +
      bounds.l1DataGas.maxAmount * bounds.l1DataGas.maxPricePerUnit,
  );

/** Gas at the block's STRK prices; the tip goes on top of each unit of L2 gas. Saturating u128. */
export const feeOf = (info: BlockInfo, gas: GasVector, tip: bigint): bigint =>
  saturate(
    BigInt(gas.l1Gas) * info.gasPrices.l1Gas.fri +
      BigInt(gas.l1DataGas) * info.gasPrices.l1DataGas.fri +
      BigInt(gas.l2Gas) * (info.gasPrices.l2Gas.fri + tip),
  );

/** Every bound that the block's price or the minimal amount exceeds, in the order L1, L1 data, L2, each with amount before price. */
export const boundFindings = (bounds: ResourceBounds, minimal: GasVector, info: BlockInfo): readonly string[] => {
  const rows = [
    { name: 'L1Gas', bound: bounds.l1Gas, amount: minimal.l1Gas, price: info.gasPrices.l1Gas.fri },
    { name: 'L1DataGas', bound: bounds.l1DataGas, amount: minimal.l1DataGas, price: info.gasPrices.l1DataGas.fri },
    { name: 'L2Gas', bound: bounds.l2Gas, amount: minimal.l2Gas, price: info.gasPrices.l2Gas.fri },
  ] as const;
  return rows.flatMap(({ name, bound, amount, price }) => [
    ...(BigInt(amount) > bound.maxAmount
      ? [`Max ${name} amount (${bound.maxAmount}) is lower than the minimal gas amount: ${amount}.`]
      : []),
    ...(price > bound.maxPricePerUnit
      ? [`Max ${name} price (${bound.maxPricePerUnit}) is lower than the actual gas price: ${price}.`]
      : []),
  ]);
};

/** Three upper limits of gas. */
export type MaxAmounts = { readonly l1Gas: bigint; readonly l1DataGas: bigint; readonly l2Gas: bigint };

export const maxAmountsOf = (bounds: ResourceBounds): MaxAmounts => ({
  l1Gas: bounds.l1Gas.maxAmount,
  l1DataGas: bounds.l1DataGas.maxAmount,
  l2Gas: bounds.l2Gas.maxAmount,
});

/** The first resource used beyond its maximum, as blockifier's text (order L1, L2, L1 data), or null. */
export const amountExcess = (max: MaxAmounts, gas: GasVector): string | null => {
  const rows = [
    ['L1Gas', max.l1Gas, BigInt(gas.l1Gas)],
    ['L2Gas', max.l2Gas, BigInt(gas.l2Gas)],
    ['L1DataGas', max.l1DataGas, BigInt(gas.l1DataGas)],
  ] as const satisfies readonly (readonly [ResourceName, bigint, bigint])[];
  const over = rows.find(([, bound, used]) => bound < used);
  return over === undefined ? null : `Insufficient max ${over[0]}: max amount: ${over[1]}, actual used: ${over[2]}.`;
};

const smaller = (bound: bigint, used: number): number => (bound < BigInt(used) ? Number(bound) : used);

/** The gas that is paid when it went beyond its bounds: the smaller of both for each resource. */
export const boundedGas = (max: MaxAmounts, gas: GasVector): GasVector => ({
  l1Gas: smaller(max.l1Gas, gas.l1Gas),
  l1DataGas: smaller(max.l1DataGas, gas.l1DataGas),
  l2Gas: smaller(max.l2Gas, gas.l2Gas),
});
