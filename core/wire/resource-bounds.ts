// ResourceBounds <-> message. `l1_data_gas` is optional in the schema, but its absence always fails: the default limit has no price message.
// The legacy form (L2 and L1 data gas all zero) is valid inside blocks only: `checkAllResources` refuses it for consensus and mempool.
import { freeze } from '../base/plain.ts';
import type { ResourceBounds, ResourceLimits } from '../types/transaction.ts';
import { toFelt } from '../base/felt.ts';
import type { Convert } from './codec.ts';
import type { ResourceBoundsIn, ResourceBoundsOut, ResourceLimitsIn, ResourceLimitsOut } from './generated/messages.ts';
import { refuse } from './errors.ts';
import { writeFelt, writeU64 } from './writing.ts';

const writeLimits = (limits: ResourceLimits): ResourceLimitsIn => ({
  maxAmount: writeU64(limits.maxAmount),
  maxPricePerUnit: writeFelt(toFelt(limits.maxPricePerUnit)),
});

export const writeResourceBounds = (bounds: ResourceBounds): ResourceBoundsIn => ({
  l1Gas: writeLimits(bounds.l1Gas),
  l1DataGas: writeLimits(bounds.l1DataGas),
  l2Gas: writeLimits(bounds.l2Gas),
});

const convertLimits: Convert<Pick<ResourceLimitsOut, 'maxAmount' | 'maxPricePerUnit'>, ResourceLimits> = (message, reading) =>
  freeze({
    maxAmount: reading.u64(message.maxAmount),
    maxPricePerUnit: reading.u128OfFelt(message.maxPricePerUnit, 'ResourceBounds::ResourceLimits::max_price_per_unit'),
  });

export const convertResourceBounds: Convert<ResourceBoundsOut, ResourceBounds> = (message, reading) => {
  const l1Gas = reading.present(message.l1Gas, 'ResourceBounds::l1_gas');
  const l2Gas = reading.present(message.l2Gas, 'ResourceBounds::l2_gas');
  return freeze({
    l1Gas: convertLimits(l1Gas, reading),
    l2Gas: convertLimits(l2Gas, reading),
    l1DataGas: convertLimits(message.l1DataGas ?? { maxAmount: 0, maxPricePerUnit: null }, reading),
  });
};

const isZero = (limits: ResourceLimits): boolean => limits.maxAmount === 0n && limits.maxPricePerUnit === 0n;

/** The transaction itself; MissingField when its bounds have the legacy form. */
export const checkAllResources = <T extends { readonly resourceBounds: ResourceBounds }>(tx: T): T =>
  isZero(tx.resourceBounds.l2Gas) && isZero(tx.resourceBounds.l1DataGas)
    ? refuse({ code: 'MissingField', field: 'ResourceBounds::l1_data_gas' })
    : tx;
