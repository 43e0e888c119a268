// Everything that determines a run besides seed and the user's interventions: what a scenario describes, as plain data.
import { assert } from '../base/assert.ts';
import { VALIDATORS_MAX } from '../base/limits.ts';
import type { Committee } from '../types/consensus.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, type ValidatorIndex, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { L1World, LinkSettings, ValidatorSettings } from '../types/settings.ts';
import type { Intervention } from './intervention.ts';

/** A full node beside the validators: it applies the state diffs it fetches, or executes the blocks again. */
export type FollowerKind = 'state_diffs' | 're_execute';

/** Batcher instances of every validator; an extension beyond Apollo, which pairs one consensus with one batcher (house.md 5.2). */
export type BatcherInstances = { readonly instances: number; readonly mode: 'round_robin' | 'failover' };

export type World = {
  readonly validators: number;
  /** Full nodes; their node indices follow those of the validators. */
  readonly followers: readonly FollowerKind[];
  readonly batchers: BatcherInstances;
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

/** Validators and followers. */
export const nodesOf = (world: World): number => world.validators + world.followers.length;

/** Process slots of a node: consensus (of a follower: sync), then its batcher instances. */
export const slotsOf = (world: World, node: ValidatorIndex): readonly number[] => {
  const instances = node < world.validators ? world.batchers.instances : 1;
  return [CONSENSUS_SLOT, ...Array.from({ length: instances }, (_, i) => BATCHER_SLOT + i)];
};

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
