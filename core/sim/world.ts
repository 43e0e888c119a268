// Everything that determines a run besides seed and the user's interventions: what a scenario describes, as plain data.
import { assert } from '../base/assert.ts';
import { VALIDATORS_MAX } from '../base/limits.ts';
import type { Committee } from '../types/consensus.ts';
import { toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { L1World, LinkSettings, ValidatorSettings } from '../types/settings.ts';
import type { Intervention } from './intervention.ts';

export type World = {
  readonly validators: number;
  /** Voting weight per validator; all can propose. */
  readonly weights: readonly bigint[];
  readonly settings: ValidatorSettings;
  /** Names of settings that differ from the preset, for the page. */
  readonly overrides: readonly string[];
  readonly links: LinkSettings;
  readonly l1: L1World;
  readonly genesisUnix: number;
  readonly chainId: string;
  /** The scenario's own inputs, in order of time; fault ids below 1000. */
  readonly inputs: readonly Intervention[];
};

/** Ids of faults that users switch on start here; those of scenarios lie below. */
export const USER_FAULT_ID_FIRST = 1_000;

/** Members by (weight descending, address ascending); protocol.md 6.1. */
export const committeeOf = (world: World): Committee => {
  assert(world.validators >= 1 && world.validators <= VALIDATORS_MAX, 'committeeOf: 1 to 100 validators');
  const members = world.weights
    .map((weight, i) => ({ id: validatorIdOf(toValidatorIndex(i)), weight, canPropose: true }))
    .filter((m) => m.weight > 0n)
    .toSorted((a, b) => (a.weight === b.weight ? Number(a.id - b.id) : a.weight > b.weight ? -1 : 1));
  assert(members.length > 0, 'committeeOf: at least one weight above zero');
  return { members, totalWeight: members.reduce((sum, m) => sum + m.weight, 0n) };
};
