// Goal: whatever is broken is whole again when it is taken back, and a run with faults does not depend on how it is cut into windows and pieces. Method:
// each kind alone for a while, then calm: every validator must go on deciding the same heights; groups of kinds at once, run in two ways.
import { expect, test } from 'vitest';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogEvent } from '../core/log/event.ts';
import { FAULT_KINDS, crashOf } from '../core/net/fault-fields.ts';
import type { Fault, FaultKind, FrameFilter } from '../core/net/fault.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { createMachines } from '../core/sim/machines.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../core/types/ids.ts';

const SECOND = 1_000_000;
const SEED = 5;
const kernel = memoKernel(createKernel(), 200_000);
const V = toValidatorIndex;
const ANY: FrameFilter = { from: null, to: null, what: 'any', height: null };
/** The validator that is hurt; it proposes height 1. */
const HURT = { validator: V(1) };
const HURT_ALWAYS = { ...HURT, height: null };

const FAULTS: { readonly [K in FaultKind]: Fault & { readonly kind: K } } = {
  crash: crashOf(V(1)),
  pause: { kind: 'pause', ...HURT },
  clock_skew: { kind: 'clock_skew', ...HURT, byUs: -30 * SECOND },
  l1_delay: { kind: 'l1_delay', ...HURT, byUs: 2_000 * SECOND },
  hold_inbox: { kind: 'hold_inbox', ...HURT },
  drop: { kind: 'drop', filter: ANY, ppm: 500_000 },
  drop_first: { kind: 'drop_first', filter: ANY, count: 5 },
  delay: { kind: 'delay', filter: ANY, byUs: 2 * SECOND },
  jitter: { kind: 'jitter', filter: ANY, upToUs: 2 * SECOND },
  duplicate: { kind: 'duplicate', filter: ANY, ppm: 500_000, afterUs: 40_000 },
  corrupt: { kind: 'corrupt', filter: ANY, ppm: 300_000 },
  partition: { kind: 'partition', side: [V(1), V(2)] },
  one_way_cut: { kind: 'one_way_cut', from: [V(1), V(2)], to: [V(0), V(3)] },
  drop_part: { kind: 'drop_part', ...HURT_ALWAYS, messageId: 1 },
  withhold_fin: { kind: 'withhold_fin', ...HURT_ALWAYS },
  reorder_stream: { kind: 'reorder_stream', ...HURT_ALWAYS },
  reuse_stream_id: { kind: 'reuse_stream_id', ...HURT_ALWAYS },
  oversize_stream: { kind: 'oversize_stream', ...HURT_ALWAYS },
  equivocate: { kind: 'equivocate', ...HURT_ALWAYS },
  double_vote: { kind: 'double_vote', ...HURT_ALWAYS },
  always_nil: { kind: 'always_nil', ...HURT_ALWAYS },
  late_vote: { kind: 'late_vote', ...HURT, byUs: SECOND },
  withhold_votes: { kind: 'withhold_votes', ...HURT_ALWAYS },
  wrong_commitment: { kind: 'wrong_commitment', ...HURT_ALWAYS },
  invalid_transaction: { kind: 'invalid_transaction', ...HURT_ALWAYS },
  impersonate: { kind: 'impersonate', ...HURT, victim: V(0) },
  quiet_proposer: { kind: 'quiet_proposer', ...HURT_ALWAYS },
  tamper_sync: { kind: 'tamper_sync', ...HURT },
  bridge_cut: { kind: 'bridge_cut', ...HURT },
  bridge_slow: { kind: 'bridge_slow', ...HURT, byUs: SECOND },
  bridge_duplicate: { kind: 'bridge_duplicate', ...HURT },
  heartbeat_loss: { kind: 'heartbeat_loss', ...HURT },
  slow_committer: { kind: 'slow_committer', ...HURT, byUs: 2 * SECOND },
  slow_batcher: { kind: 'slow_batcher', ...HURT, percent: 20_000 },
  wrong_execution: { kind: 'wrong_execution', ...HURT_ALWAYS },
  gas_price_disagreement: { kind: 'gas_price_disagreement', ...HURT, percent: 300 },
  abort_validation: { kind: 'abort_validation', ...HURT_ALWAYS },
  one_tx_too_many: { kind: 'one_tx_too_many', ...HURT_ALWAYS },
  recorder_down: { kind: 'recorder_down', ...HURT },
};

/** `pieceUs`: in pieces of this length, each of them run, forgotten and run again. */
type Way = { readonly windowUs: number; readonly pieceUs: number };

const play = (scenario: string, interventions: readonly Intervention[], seconds: number, way?: Way): readonly LogEvent[] => {
  const world = findScenario(scenario)!.createWorld(SEED);
  const config = { world, seed: SEED, interventions, createMachine: createMachines(world, SEED, kernel) };
  const end = seconds * SECOND;
  if (way === undefined) return new Cluster(config).advance(toTimeUs(end)).events;
  const cluster = new Cluster({ ...config, windowUs: way.windowUs });
  const events: LogEvent[] = [];
  for (let t = 0; t < end; t += way.pieceUs) {
    const until = toTimeUs(Math.min(t + way.pieceUs, end));
    const snapshot = cluster.snapshot();
    cluster.advance(until);
    cluster.restore(snapshot, interventions);
    for (const event of cluster.advance(until).events) events.push(event);
  }
  return events;
};

const during = (faults: readonly Fault[], fromUs: number, untilUs: number): readonly Intervention[] =>
  [
    ...faults.map((fault, i) => ({ t: toTimeUs(fromUs + i * 100_000), kind: 'fault_on' as const, id: 1_000 + i, fault })),
    ...faults.map((_, i) => ({ t: toTimeUs(untilUs + i * 50_000), kind: 'fault_off' as const, id: 1_000 + i })),
  ].toSorted((a, b) => a.t - b.t);

const topOf = (events: readonly LogEvent[], validator: number): number =>
  Math.max(
    0,
    ...events.flatMap((e) => ((e.kind === 'decided' || e.kind === 'synced') && validatorOf(e.p) === validator ? [e.height] : [])),
  );

const BROKEN_UNTIL = 3 * SECOND;

test.each(FAULT_KINDS)('fault %s: when it ends, everyone goes on deciding', (kind) => {
  const scenario = kind === 'heartbeat_loss' ? 'all-well+seed-stream' : 'all-well';
  const events = play(scenario, during([FAULTS[kind]], 0, BROKEN_UNTIL), 16);
  const before = Math.max(
    ...[0, 1, 2, 3].map((v) =>
      topOf(
        events.filter(({ t }) => t <= BROKEN_UNTIL),
        v,
      ),
    ),
  );
  const tops = [0, 1, 2, 3].map((v) => topOf(events, v));
  expect(Math.min(...tops)).toBeGreaterThan(before + 2);
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(1);
});

const GROUP = 8;
const GROUPS = Array.from({ length: Math.ceil(FAULT_KINDS.length / GROUP) }, (_, i) => FAULT_KINDS.slice(i * GROUP, (i + 1) * GROUP));

test.each(GROUPS.map((kinds) => [kinds.join(' '), kinds] as const))(
  'faults %s: the same log in other windows and pieces',
  (_names, kinds) => {
    const deeds = during(
      kinds.map((kind) => FAULTS[kind]),
      1_200_000,
      6 * SECOND,
    );
    const reference = play('all-well', deeds, 10);
    expect(play('all-well', deeds, 10, { windowUs: 7_001, pieceUs: 777_777 })).toEqual(reference);
  },
);
