// The lottery of virtual proposers over epochs, in consensus processes with scripted batchers: the hash that seeds an epoch is asked for once, heights go on
// without a break, and one that the batcher does not have leaves virtual proposers unknown instead of stopping the process.
import { crashOf } from '../net/fault-fields.ts';
import { expect, test } from 'vitest';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { toFelt } from '../base/felt.ts';
import { lotteryDraw } from '../consensus/proposer.ts';
import type { LogEvent } from '../log/event.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Intervention } from '../sim/intervention.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import { type World, stakingOf } from '../sim/world.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import { CONSENSUS_SLOT, slotOf, toHeight, toRound, toTimeUs, toValidatorIndex, validatorIdOf, validatorOf } from '../types/ids.ts';
import { createConsensusProcess } from './consensus-process.ts';
import { createTestBatcher, type TestBatcherConfig } from './test-batcher.ts';

const kernel = memoKernel(createKernel(), 10_000);
const VALIDATORS = 2;

const worldWith = (useOnlyActualProposerSelection: boolean): World => ({
  ...createStandardWorld({
    seed: 1,
    validators: VALIDATORS,
    settings: { ...CODE_DEFAULTS, consensus: { ...CODE_DEFAULTS.consensus, useOnlyActualProposerSelection } },
  }),
  inputs: [],
});

type Options = { readonly lottery?: boolean; readonly seconds: number; readonly interventions?: readonly Intervention[] };

const run = ({ lottery = true, seconds, interventions = [] }: Options, batcher: Partial<TestBatcherConfig> = {}): readonly LogEvent[] => {
  const world = worldWith(!lottery);
  const { genesisUnix, chainId, settings, l1 } = world;
  const cluster = new Cluster({
    world,
    seed: 7,
    interventions,
    createMachine: (id) =>
      slotOf(id) === CONSENSUS_SLOT
        ? createConsensusProcess({
            validator: validatorOf(id),
            count: VALIDATORS,
            seed: 7,
            genesisUnix,
            chainId,
            settings,
            staking: stakingOf(world),
            l1,
            kernel,
          })
        : createTestBatcher({ chunksAt: () => [], costUs: 100, ...batcher }),
  });
  return cluster.advance(toTimeUs(seconds * 1_000_000)).events;
};

const NOT_YET: BatcherAnswer = {
  ok: false,
  error: { kind: 'batcher_error', error: { code: 'BlockHashNotFound', height: toHeight(0) } },
};

/** Blocks whose hash validator 0 asked for, at heights where no retrospective hash is looked for. */
const asked = (events: readonly LogEvent[]): readonly number[] =>
  events.flatMap((e) => (e.kind === 'call_sent' && e.p === 0 && e.request.kind === 'get_block_hash' ? [e.request.height] : []));

const topOf = (events: readonly LogEvent[]): number => Math.max(0, ...events.map((e) => (e.kind === 'decided' ? e.height : 0)));

const virtualAt = (events: readonly LogEvent[], height: number): unknown =>
  events.find((e) => e.kind === 'round_entered' && e.height === height && e.round === 0);

test('seeds: heights of the second epoch draw their virtual proposer with the hash of genesis, those of the third with that of block 30', () => {
  const events = run({ seconds: 30 });
  expect(topOf(events)).toBeGreaterThan(62);
  for (const [height, seed] of [
    [29, null],
    [30, toFelt(1_000)],
    [59, toFelt(1_000)],
    [60, toFelt(1_030)],
  ] as const) {
    const draw = lotteryDraw({ height: toHeight(height), round: toRound(0) }, seed, BigInt(VALIDATORS));
    expect(virtualAt(events, height)).toMatchObject({ virtualProposer: validatorIdOf(toValidatorIndex(Number(draw))) });
  }
  expect(events.some((e) => e.kind === 'refused')).toBe(false);
});

test('seeds: a hash is asked for once, before the height that needs it begins; with round robin it is not asked for', () => {
  const first = asked(run({ seconds: 2 }).filter((e) => e.t < 1_000_000));
  expect(first[0]).toBe(0);
  expect(first.filter((height) => height === 0)).toHaveLength(1);
  expect(asked(run({ seconds: 1, lottery: false }))).not.toContain(0);
});

test('seeds: a hash that does not exist yet holds no height up and is asked for again at the next one', () => {
  const events = run({ seconds: 3 }, { answer: ({ kind }, now) => (kind === 'get_block_hash' && now < 1_500_000 ? NOT_YET : null) });
  const started = events.filter((e) => e.kind === 'height_started' && e.p === 0 && e.t < 1_500_000);
  expect(started.length).toBeGreaterThan(2);
  expect(asked(events.filter((e) => e.t < 1_500_000))).toEqual(started.map(() => 0));
  expect(asked(events.filter((e) => e.t >= 1_500_000 && e.t < 1_900_000))).toHaveLength(1);
});

test('seeds: a restarted validator asks again', () => {
  const crash = crashOf(toValidatorIndex(0));
  const events = run({
    seconds: 3,
    interventions: [
      { t: toTimeUs(1_000_000), kind: 'fault_on', id: 1_000, fault: crash },
      { t: toTimeUs(2_000_000), kind: 'fault_off', id: 1_000 },
    ],
  });
  const calls = events.filter((e) => e.t >= 2_000_000 && e.kind === 'call_sent' && e.p === 0);
  expect(calls.map((e) => (e.kind === 'call_sent' ? e.request.kind : '')).slice(0, 2)).toEqual(['get_current_height', 'get_block_hash']);
});
