// Everything that determines a run besides seed and the user's interventions: what a scenario describes, as plain data.
import { assert, required } from '../base/assert.ts';
import { VALIDATORS_MAX } from '../base/limits.ts';
import { COMMITTEE_SIZE, EPOCH_LENGTH, type Staking, createCommittee } from '../consensus/committee.ts';
import type { Committee, CommitteeMember, StakePlan } from '../types/consensus.ts';
import type { EngineName } from '../types/engines.ts';
import {
  BATCHER_SLOT,
  CONSENSUS_SLOT,
  type ProcessId,
  type ValidatorIndex,
  toProcessId,
  toValidatorIndex,
  validatorIdOf,
} from '../types/ids.ts';
import type { BatcherInstances, FollowerKind } from '../types/nodes.ts';
import type { L1World, LinkSettings, ValidatorSettings } from '../types/settings.ts';
import type { Intervention } from './intervention.ts';

/** What a validator has staked from an epoch on. */
type Stake = { readonly validator: ValidatorIndex; readonly weight: bigint; readonly canPropose: boolean };

/** Stakers per epoch, as the configured staking contract of Apollo has them (protocol.md 6.1). */
type StakingWorld = {
  /** Blocks per epoch. */
  readonly epochLength: number;
  /** Members of a committee at most: the heaviest stakers. */
  readonly committeeSize: number;
  /** In order of epochs, the first from epoch 0 on; an entry replaces all stakes. */
  readonly epochs: readonly { readonly fromEpoch: number; readonly stakes: readonly Stake[] }[];
};

export type World = {
  readonly validators: number;
  /** Full nodes; their node indices follow those of the validators. */
  readonly followers: readonly FollowerKind[];
  readonly batchers: BatcherInstances;
  /** Voting weight per validator; all can propose. They hold in every epoch unless there is `staking`. */
  readonly weights: readonly bigint[];
  readonly staking: StakingWorld | null;
  /** The network's engine, and that of single validators; missing entries are the network's. */
  readonly engine: EngineName;
  readonly engines: readonly EngineName[];
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

/** What a node executes with; full nodes run the network's engine. */
export const engineNameOf = (world: World, node: number): EngineName => world.engines[node] ?? world.engine;

/** Process slots of a node: consensus (of a follower: sync), then its batcher instances. */
export const slotsOf = (world: World, node: ValidatorIndex): readonly number[] => {
  const instances = node < world.validators ? world.batchers.instances : 1;
  return [CONSENSUS_SLOT, ...Array.from({ length: instances }, (_, i) => BATCHER_SLOT + i)];
};

/** All processes of the run, node by node. */
export const processesOf = (world: World): readonly ProcessId[] =>
  Array.from({ length: nodesOf(world) }, (_, i) => toValidatorIndex(i)).flatMap((node) =>
    slotsOf(world, node).map((slot) => toProcessId(node, slot)),
  );

const membersOf = (stakes: readonly Stake[]): readonly CommitteeMember[] =>
  stakes.map(({ validator, weight, canPropose }) => ({ id: validatorIdOf(validator), weight, canPropose }));

/** Stakes of a world, epoch by epoch. */
export const stakePlanOf = (world: World): StakePlan => {
  if (world.staking === null) {
    const stakes = world.weights.map((weight, i) => ({ validator: toValidatorIndex(i), weight, canPropose: true }));
    return { epochLength: EPOCH_LENGTH, committeeSize: COMMITTEE_SIZE, epochs: [{ fromEpoch: 0, members: membersOf(stakes) }] };
  }
  const { epochLength, committeeSize, epochs } = world.staking;
  return { epochLength, committeeSize, epochs: epochs.map(({ fromEpoch, stakes }) => ({ fromEpoch, members: membersOf(stakes) })) };
};

/** Where the committees of a world come from. */
export const stakingOf = (world: World): Staking => {
  assert(world.validators >= 1 && world.validators <= VALIDATORS_MAX, 'stakingOf: 1 to 100 validators');
  const { epochLength, committeeSize, epochs } = stakePlanOf(world);
  return {
    epochLength,
    committeeSize,
    stakersAt: (epoch) =>
      required(
        epochs.findLast(({ fromEpoch }) => fromEpoch <= epoch),
        'stakingOf: stakes from epoch 0 on',
      ).members,
  };
};

/** The committee of epoch 0: members by (weight descending, address ascending); protocol.md 6.1. */
export const committeeOf = (world: World): Committee => {
  const { stakersAt, committeeSize } = stakingOf(world);
  const committee = createCommittee(stakersAt(0), committeeSize);
  assert(committee.ok, 'committeeOf: at least one weight above zero, each validator once');
  return committee.value;
};
