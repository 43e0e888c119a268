// Consensus processes on a simulated network, each with a scripted batcher (test-batcher.ts): heights are decided, byzantine proposers cost a round,
// a crashed validator comes back, the log follows the contract of process.ts.
import { describe, expect, test } from 'vitest';
import { assert } from '../base/assert.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import type { LogEvent } from '../log/event.ts';
import { CALM_L1 } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Intervention } from '../sim/intervention.ts';
import { CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX, LINKS } from '../sim/presets.ts';
import { committeeOf, type World } from '../sim/world.ts';
import { CONSENSUS_SLOT, slotOf, toTimeUs, toValidatorIndex, validatorOf } from '../types/ids.ts';
import { createConsensusProcess } from './consensus-process.ts';
import type { ProcessMachine } from './process.ts';
import { type TestBatcherConfig, createTestBatcher } from './test-batcher.ts';

const SECOND = 1_000_000;
const kernel = memoKernel(createKernel(), 10_000);

const worldOf = (validators: number, inputs: readonly Intervention[] = []): World => ({
  validators,
  weights: Array.from({ length: validators }, () => 1n),
  settings: CODE_DEFAULTS,
  overrides: [],
  links: LINKS,
  l1: CALM_L1,
  genesisUnix: GENESIS_UNIX,
  chainId: CHAIN_ID,
  inputs,
});

const consensusOf = (world: World, validator: number): ProcessMachine =>
  createConsensusProcess({
    validator: toValidatorIndex(validator),
    count: world.validators,
    seed: 7,
    genesisUnix: world.genesisUnix,
    chainId: world.chainId,
    settings: world.settings,
    committee: committeeOf(world),
    l1: world.l1,
    kernel,
  });

const clusterOf = (world: World, batcher: Partial<TestBatcherConfig> = {}): Cluster =>
  new Cluster({
    world,
    seed: 7,
    interventions: [],
    createMachine: (id) =>
      slotOf(id) === CONSENSUS_SLOT
        ? consensusOf(world, validatorOf(id))
        : createTestBatcher({ chunksAt: () => [], costUs: 20_000, ...batcher }),
  });

const run = (cluster: Cluster, seconds: number): readonly LogEvent[] => cluster.advance(toTimeUs(Math.round(seconds * SECOND))).events;
type Of<K extends LogEvent['kind']> = LogEvent & { readonly kind: K };
const only = <K extends LogEvent['kind']>(events: readonly LogEvent[], kind: K): readonly Of<K>[] =>
  events.filter((e): e is Of<K> => e.kind === kind);

describe('all well', () => {
  const events = run(clusterOf(worldOf(4)), 5);
  test('process: four validators decide height after height, in round 0 and on the same value', () => {
    const decided = only(events, 'decided');
    const heights = new Map<number, Set<bigint>>();
    for (const { height, value } of decided) heights.set(height, (heights.get(height) ?? new Set<bigint>()).add(value));
    expect([...heights.values()].every((values) => values.size === 1)).toBe(true);
    expect(decided.every(({ round }) => round === 0)).toBe(true);
    expect(Math.max(...heights.keys())).toBeGreaterThan(3);
  });
  test('process: nothing is refused', () => {
    expect(only(events, 'refused')).toEqual([]);
  });
  test('process: the first calls of a validator are those of the start and of the height', () => {
    const calls = only(events, 'call_sent').filter(({ p }) => p === 16);
    expect(calls.slice(0, 3).map(({ request }) => request.kind)).toEqual(['get_current_height', 'start_height', 'propose_block']);
  });
  test('process: every decision is followed by its call, the fee market and the next height', () => {
    const decided = only(events, 'decided').filter(({ p }) => p === 0).length;
    expect(only(events, 'fee_market').filter(({ p }) => p === 0).length).toBeGreaterThanOrEqual(decided - 1);
    expect(only(events, 'height_started').filter(({ p }) => p === 0).length).toBeGreaterThanOrEqual(decided);
  });
});
