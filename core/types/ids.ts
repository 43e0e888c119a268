// Identifiers and units that every folder shares.
import { assert } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { type Felt, toFelt } from '../base/felt.ts';

/** Block height; decided heights count from 1, block 0 is genesis (world.md 2). */
export type Height = Brand<number, 'Height'>;
/** Consensus round within a height, from 0. */
export type Round = Brand<number, 'Round'>;
/** Virtual time in whole microseconds from 0. */
export type TimeUs = Brand<number, 'TimeUs'>;
/** Position of a validator in the scenario, from 0; on the wire validators are felts (`validatorIdOf`). */
export type ValidatorIndex = Brand<number, 'ValidatorIndex'>;
/** validator * 16 + slot; slot 0 = consensus process, 1..15 = batcher instances. Never depends on placement. */
export type ProcessId = Brand<number, 'ProcessId'>;

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

export const toHeight = (n: number): Height => {
  assert(isCount(n), 'toHeight: a whole number >= 0');
  return n as Height;
};
export const toRound = (n: number): Round => {
  assert(isCount(n) && n < 2 ** 32, 'toRound: a whole number in [0, 2^32)');
  return n as Round;
};
export const toTimeUs = (n: number): TimeUs => {
  assert(isCount(n), 'toTimeUs: a whole number of microseconds >= 0');
  return n as TimeUs;
};
export const toValidatorIndex = (n: number): ValidatorIndex => {
  assert(isCount(n), 'toValidatorIndex: a whole number >= 0');
  return n as ValidatorIndex;
};

/** Process ids per validator: slots 0 to 15. */
export const SLOTS_PER_VALIDATOR = 16;
export const CONSENSUS_SLOT = 0;
export const BATCHER_SLOT = 1;

export const toProcessId = (validator: number, slot: number): ProcessId => {
  assert(isCount(validator) && isCount(slot) && slot < SLOTS_PER_VALIDATOR, 'toProcessId: validator >= 0 and slot in [0, 16)');
  return (validator * SLOTS_PER_VALIDATOR + slot) as ProcessId;
};
export const validatorOf = (process: ProcessId): ValidatorIndex => toValidatorIndex(Math.floor(process / SLOTS_PER_VALIDATOR));
export const slotOf = (process: ProcessId): number => process % SLOTS_PER_VALIDATOR;

/** Contract address of validator 0 (apollo: DEFAULT_VALIDATOR_ID = 100). */
const FIRST_VALIDATOR_ID = 0x64n;
/** 0x64 + index: the felt that names a validator on the wire, its builder address too (world.md 3). */
export const validatorIdOf = (index: ValidatorIndex): Felt => toFelt(FIRST_VALIDATOR_ID + BigInt(index));
/** The index of a validator id, or null when the felt names no validator of a network of `count`. */
export const indexOfValidatorId = (id: Felt, count: number): ValidatorIndex | null => {
  const index = id - FIRST_VALIDATOR_ID;
  return index >= 0n && index < BigInt(count) ? toValidatorIndex(Number(index)) : null;
};
