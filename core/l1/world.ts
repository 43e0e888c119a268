// L1 as a function of the scenario and of time: blocks, fees, rates and messages, each validator with its own delay. It holds no state.
// Source: world.md 5. L1 existed before the run: block `L1_GENESIS_BLOCK` carries the genesis timestamp, and all earlier ones down to 0 exist at t = 0.
// It does not model reorganisations of L1 nor failing endpoints.
import { assert } from '../base/assert.ts';
import type { TimeUs, ValidatorIndex } from '../types/ids.ts';
import type { L1World } from '../types/settings.ts';

const missing = (): never => {
  assert(false, 'l1: body follows');
};

/** Number of the L1 block whose timestamp is that of genesis: as many blocks as the price provider keeps lie before it. */
export const L1_GENESIS_BLOCK = 3_000;

/** Where and when one looks at L1. */
export type L1Viewpoint = { readonly validator: ValidatorIndex; readonly now: TimeUs };

/** Number of the newest L1 block that the validator sees; never below 0. */
export const newestL1Block = (world: L1World, viewpoint: L1Viewpoint): number => missing();

/** Unix seconds of L1 block `number`. */
export const l1BlockTimestamp = (world: L1World, genesisUnix: number, number: number): number => missing();

/** Virtual time at which the validator sees L1 block `number`; negative for blocks from before the run. */
export const l1BlockSeenAtUs = (world: L1World, validator: ValidatorIndex, number: number): number => missing();
