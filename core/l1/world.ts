// L1 as a function of the scenario and of time: blocks, fees, rates and messages, each validator with its own delay. It holds no state.
// Source: world.md 5. L1 existed before the run: block `L1_GENESIS_BLOCK` carries the genesis timestamp, and all earlier ones down to 0 exist at t = 0.
// The delay stands for everything between L1 and the provider (propagation, endpoint, polling). Reorganisations and failing endpoints are not modelled.
import { assert } from '../base/assert.ts';
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type TimeUs, type ValidatorIndex, toTimeUs } from '../types/ids.ts';
import type { L1Message, L1World, Ramp } from '../types/settings.ts';
import type { L1HandlerV0 } from '../types/transaction.ts';

/** Number of the L1 block whose timestamp is that of genesis: as many blocks as the price provider keeps lie before it. */
export const L1_GENESIS_BLOCK = 3_000;
const US_PER_SECOND = 1_000_000;

/** Where and when one looks at L1. */
export type L1Viewpoint = { readonly validator: ValidatorIndex; readonly now: TimeUs };

const delayOf = (world: L1World, validator: ValidatorIndex): number => world.delayUs[validator] ?? 0;

/** Number of the newest L1 block that the validator sees; null when its delay hides even the first. */
export const newestL1Block = (world: L1World, viewpoint: L1Viewpoint): number | null => {
  const behind = viewpoint.now - delayOf(world, viewpoint.validator);
  const number = L1_GENESIS_BLOCK + Math.floor(behind / (world.blockIntervalSeconds * US_PER_SECOND));
  return number < 0 ? null : number;
};

/** Unix seconds of L1 block `number`. */
export const l1BlockTimestamp = (world: L1World, genesisUnix: number, number: number): number =>
  genesisUnix + (number - L1_GENESIS_BLOCK) * world.blockIntervalSeconds;

/** The value of a ramp `steps` L1 blocks after genesis; before genesis `steps` is negative. Never below 1. */
const rampAt = (ramp: Ramp, steps: number): bigint => {
  const value = ramp.start + ramp.slopePerBlock * BigInt(steps);
  return value < 1n ? 1n : value;
};

/** Base fee of L1 block `number` in wei per gas. `start` of the ramp is the fee of the genesis block. */
export const l1BaseFeeWei = (world: L1World, number: number): bigint => rampAt(world.baseFeeWei, number - L1_GENESIS_BLOCK);

/** Blob fee of L1 block `number` in wei per data gas. */
export const l1BlobFeeWei = (world: L1World, number: number): bigint => rampAt(world.blobFeeWei, number - L1_GENESIS_BLOCK);

/** The value of a rate's ramp at a Unix second: that of the L1 block interval which contains it. */
export const rateAt = (world: L1World, ramp: Ramp, at: { readonly genesisUnix: number; readonly timestamp: number }): bigint =>
  rampAt(ramp, Math.floor((at.timestamp - at.genesisUnix) / world.blockIntervalSeconds));

/** The L1 handler transaction of a message: the L1 sender leads the calldata. Asserts that the scenario's numbers are felts. */
export const l1HandlerOf = (message: L1Message): L1HandlerV0 => {
  assert(
    [message.l1From, message.to, message.selector, message.nonce, ...message.payload].every((part) => part >= 0n && part < FELT_PRIME),
    'l1HandlerOf: a message of felts',
  );
  return freeze({
    kind: 'l1_handler',
    nonce: toFelt(message.nonce),
    address: toFelt(message.to),
    entryPointSelector: toFelt(message.selector),
    calldata: freeze([toFelt(message.l1From), ...message.payload.map((part) => toFelt(part))]),
  });
};

/** Something that happened on L1 to a message. Times in virtual microseconds, negative before the run. */
export type L1Sighting = {
  readonly kind: 'message' | 'cancellation_started';
  readonly message: L1Message;
  /** Timestamp of the L1 block that holds it. */
  readonly blockUs: number;
  /** When the validator sees that block. */
  readonly seenUs: number;
};

/** What happens on L1 at `atUs` is in the first block at or after it. */
const sightingOf = (world: L1World, validator: ValidatorIndex, message: L1Message, kind: L1Sighting['kind']): L1Sighting | null => {
  const atUs = kind === 'message' ? message.atUs : message.cancelRequestedAtUs;
  if (atUs === null) return null;
  const intervalUs = world.blockIntervalSeconds * US_PER_SECOND;
  // Adding 0 turns a negative zero into zero.
  const blockUs = Math.ceil(atUs / intervalUs) * intervalUs + 0;
  return { kind, message, blockUs, seenUs: blockUs + delayOf(world, validator) };
};

/** Everything the validator ever sees, in the order of sight: by block, in a block messages before cancellations, each in the scenario's order. */
export const l1Sightings = (world: L1World, validator: ValidatorIndex): readonly L1Sighting[] =>
  (['message', 'cancellation_started'] as const)
    .flatMap((kind) => world.messages.map((message) => sightingOf(world, validator, message, kind)))
    .filter((sighting) => sighting !== null)
    .toSorted((a, b) => a.seenUs - b.seenUs);

/** When the validator will next see a message or a cancellation, strictly after `after`; null when none is left. */
export const nextL1EventAt = (world: L1World, validator: ValidatorIndex, after: TimeUs): TimeUs | null => {
  const next = l1Sightings(world, validator).find((sighting) => sighting.seenUs > after);
  return next === undefined ? null : toTimeUs(next.seenUs);
};
