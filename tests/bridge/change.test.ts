// Goal: the bridge changes in the middle of a run (docs/decisions/0009). At the start of a height consensus speaks as the settings of that height say; what
// is under way is answered on the bridge on which it was asked, and nothing is lost. Method: whole networks; step tables, and a law over random changes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { memoKernel } from '../../core/crypto/memo-kernel.ts';
import type { LogEvent, LogKind } from '../../core/log/event.ts';
import { crashOf } from '../../core/net/fault-fields.ts';
import { findScenario, worldOf } from '../../core/scenarios/registry.ts';
import { Cluster } from '../../core/sim/cluster.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { createMachines } from '../../core/sim/machines.ts';
import type { ConfigChange } from '../../core/types/config-change.ts';
import { slotOf, toTimeUs, toValidatorIndex, validatorOf } from '../../core/types/ids.ts';
import { simulate } from '../../scripts/simulate.ts';
import { openSample } from '../sample-run.ts';

const SECOND = 1_000_000;
const V2 = toValidatorIndex(2);
const KERNEL = memoKernel(createKernel(), 200_000);

type Bridge = ConfigChange & { readonly kind: 'bridge' };
const bridge = (transport: Bridge['transport'], preset: Bridge['preset'] = 'local'): Bridge => ({ kind: 'bridge', transport, preset });
const at = (fromHeight: number, change: ConfigChange, validators: readonly number[] | null = null): Intervention => ({
  t: toTimeUs(SECOND),
  kind: 'configure',
  fromHeight,
  validators: validators === null ? null : validators.map((v) => toValidatorIndex(v)),
  change,
});
const run = (name: string, seconds: number, interventions: readonly Intervention[]): readonly LogEvent[] =>
  openSample(name, 7, interventions).cluster.advance(toTimeUs(seconds * SECOND)).events;

type Of<K extends LogKind> = LogEvent & { readonly kind: K };
const of = <K extends LogKind>(events: readonly LogEvent[], kind: K): readonly Of<K>[] => events.filter((e): e is Of<K> => e.kind === kind);
/** What consensus of V2 does at its bridge from the change on, in order. */
const stepsOf = (events: readonly LogEvent[], count: number): readonly string[] => {
  const own = events.filter((e) => validatorOf(e.p) === V2 && slotOf(e.p) === 0);
  const from = own.findIndex((e) => e.kind === 'bridge_changed');
  const steps = own.slice(from).flatMap((e) => {
    if (e.kind === 'bridge_changed') return [`changed ${e.before} ${e.transport} ${e.preset} at ${e.height}`];
    if (e.kind === 'bridge_opened') return [`opened ${e.transport}`];
    if (e.kind === 'call_sent') return [`call ${e.request.kind}`];
    if (e.kind === 'bridge_frame') return [`frame ${e.what.kind}`];
    return e.kind === 'answer_delivered' ? [`answer ${e.request}`] : [];
  });
  return steps.slice(0, count);
};

test('bridge change: over to the stream, before the batcher hears of the height', () => {
  const events = run('all-well', 12, [at(3, bridge('seed-stream'))]);
  expect(stepsOf(events, 5)).toEqual([
    'changed apollo seed-stream local at 3',
    'opened seed-stream',
    'call start_height',
    'frame call',
    'answer start_height',
  ]);
  const frames = of(events, 'bridge_frame');
  expect(new Set(frames.map((e) => validatorOf(e.p))).size).toBe(4);
  const [first] = of(events, 'bridge_changed');
  expect(frames.every(({ t }) => t >= first!.t)).toBe(true);
  for (const p of [0, 1, 2, 3]) expect(of(events, 'decided').filter((e) => validatorOf(e.p) === p).length).toBeGreaterThan(5);
});

test('bridge change: back to calls, and nothing beats any more', () => {
  const events = run('all-well+seed-stream', 20, [at(4, bridge('apollo'))]);
  expect(stepsOf(events, 4)).toEqual([
    'changed seed-stream apollo local at 4',
    'opened apollo',
    'call start_height',
    'answer start_height',
  ]);
  const left = Math.max(...of(events, 'bridge_changed').map(({ t }) => t));
  expect(events.filter((e) => e.kind === 'bridge_frame' && e.t > left + 1_000)).toEqual([]);
  expect(events.filter((e) => e.kind === 'heartbeat_missed' || e.kind === 'bridge_lost' || e.kind === 'bridge_reset')).toEqual([]);
  expect(Math.max(...of(events, 'decided').map(({ height }) => height))).toBeGreaterThan(10);
});

test('bridge change: only the validators named; one that is remote from then on waits two milliseconds each way', () => {
  const events = run('all-well', 10, [at(3, bridge('apollo', 'remote'), [2])]);
  expect(new Set(of(events, 'bridge_changed').map((e) => validatorOf(e.p)))).toEqual(new Set([V2]));
  const changedAt = of(events, 'bridge_changed')[0]!.t;
  const wayOf = (v: number, late: boolean): ReadonlySet<number> => {
    const sent = of(events, 'call_sent').filter((e) => validatorOf(e.p) === v && (late ? e.t >= changedAt : e.t < changedAt));
    const heard = of(events, 'call_delivered').filter((e) => validatorOf(e.p) === v);
    return new Set(sent.flatMap(({ callId, t }) => heard.filter((e) => e.callId === callId).map((e) => e.t - t)));
  };
  expect([...wayOf(2, false)]).toEqual([50]);
  expect([...wayOf(2, true)]).toEqual([2_000]);
  expect([...wayOf(1, true)]).toEqual([50]);
});

test('bridge change: another preset of all settings keeps the bridge that was changed', () => {
  const events = run('all-well', 12, [at(3, bridge('seed-stream')), at(4, { kind: 'preset', preset: 'mainnet' })]);
  expect(of(events, 'bridge_changed').map(({ height }) => height)).toEqual([3, 3, 3, 3]);
  expect(of(events, 'height_started').find(({ height }) => height === 4)?.quorum).toBe('honest');
});

test('bridge change: what is asked on one bridge is answered there, while the other is in use already', () => {
  // The committer is slow, so that a block hash is asked for again and again, and batchers work slowly.
  const slow: readonly Intervention[] = [0, 1, 2, 3].map((v) => ({
    t: toTimeUs(0),
    kind: 'fault_on',
    id: 1_000 + v,
    fault: { kind: 'slow_committer', validator: toValidatorIndex(v), byUs: 3 * SECOND },
  }));
  const changes = [12, 13, 14, 15, 16].map((height, i) => at(height, bridge(i % 2 === 0 ? 'seed-stream' : 'apollo')));
  const events = run('all-well', 60, [...slow, ...changes]);
  expect(of(events, 'bridge_changed').length).toBe(20);
  expect(unanswered(events)).toEqual([]);
});

/** Calls without an answer ten seconds before the end, in the lives that lasted. */
const unanswered = (events: readonly LogEvent[]): readonly string[] => {
  const end = events.at(-1)!.t - 10 * SECOND;
  const answered = new Set(of(events, 'answer_delivered').map((e) => `${e.p} ${e.callId}`));
  return of(events, 'call_sent').flatMap((e) =>
    e.t < end && !answered.has(`${e.p} ${e.callId}`) ? [`${e.p} ${e.request.kind} ${e.t}`] : [],
  );
};

test.each(['crash', 'restart'] as const)(
  'bridge change: a batcher and a consensus process that come back speak as they last did (%s)',
  (when) => {
    const down = when === 'crash' ? 6 : 2;
    const stop = (id: number, part: 'consensus' | 'both', v: number, from: number): readonly Intervention[] => [
      { t: toTimeUs(from * SECOND), kind: 'fault_on', id, fault: { ...crashOf(toValidatorIndex(v)), part } },
      { t: toTimeUs((from + 3) * SECOND), kind: 'fault_off', id },
    ];
    const trouble = [...stop(1_000, 'consensus', 1, down), ...stop(1_001, 'both', 2, down + 5)];
    for (const [name, to] of [
      ['all-well', 'seed-stream'],
      ['all-well+seed-stream', 'apollo'],
    ] as const) {
      const events = run(name, 40, [at(3, bridge(to)), ...trouble]);
      const late = events.filter((e) => e.t > 20 * SECOND);
      expect(late.some((e) => e.kind === 'heartbeat_missed')).toBe(false);
      expect(late.some((e) => e.kind === 'bridge_frame')).toBe(to === 'seed-stream');
      const tops = [0, 1, 2, 3].map((v) =>
        Math.max(...of(late, 'block_committed').flatMap((e) => (validatorOf(e.p) === v ? [e.height] : []))),
      );
      expect(Math.max(...tops) - Math.min(...tops)).toBeLessThanOrEqual(1);
    }
  },
);

test('bridge change: law: whatever is changed when, no call is lost and all go on', () => {
  const change = fc.record({
    fromHeight: fc.integer({ min: 2, max: 9 }),
    validators: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), { nil: null }),
    change: fc.oneof(
      fc.record({
        kind: fc.constant('bridge' as const),
        transport: fc.constantFrom('apollo' as const, 'seed-stream' as const),
        preset: fc.constantFrom('local' as const, 'remote' as const),
      }),
      fc.record({ kind: fc.constant('batcher_mode' as const), mode: fc.constantFrom('round_robin' as const, 'failover' as const) }),
    ),
  });
  const name = fc.constantFrom('all-well', 'all-well+seed-stream', 'all-well+batchers-2', 'all-well+seed-stream+remote+batchers-2');
  fc.assert(
    fc.property(name, fc.array(change, { minLength: 1, maxLength: 8 }), (scenario, changes) => {
      const events = run(
        scenario,
        25,
        changes.map((one) => at(one.fromHeight, one.change, one.validators)),
      );
      expect(unanswered(events)).toEqual([]);
      // A bridge that becomes two milliseconds longer brings the next heartbeat so much later: one may count as missing, none is lost.
      const isTrouble = (e: LogEvent): boolean =>
        (e.kind === 'heartbeat_missed' && e.missed > 1) || e.kind === 'batcher_down' || e.kind === 'bridge_lost';
      expect(events.filter((e) => isTrouble(e))).toEqual([]);
      for (const v of [0, 1, 2, 3]) {
        const decided = of(events, 'decided').filter((e) => validatorOf(e.p) === v);
        expect(decided.length).toBeGreaterThan(9);
      }
    }),
    { numRuns: 8 },
  );
});

test('bridge change: round robin from a height on', () => {
  const events = run('all-well+batchers-3', 20, [at(4, { kind: 'batcher_mode', mode: 'round_robin' })]);
  const chosen = of(events, 'batcher_chosen').filter((e) => validatorOf(e.p) === V2);
  expect(chosen.slice(0, 3).map(({ mode, slot }) => [mode, slot])).toEqual([
    ['failover', 1],
    ['failover', 1],
    ['failover', 1],
  ]);
  const turns = chosen.slice(3, 9);
  expect(new Set(turns.map(({ mode }) => mode))).toEqual(new Set(['round_robin']));
  expect(turns.map(({ slot }) => slot)).toEqual([1, 2, 3, 1, 2, 3]);
});

test('bridge change: of a full node nothing changes', () => {
  const world = worldOf({ scenario: 'full-nodes', seed: 7 })!;
  const latencies = (interventions: readonly Intervention[]): ReadonlySet<number> => {
    const cluster = new Cluster({ world, seed: 7, interventions, createMachine: createMachines(world, 7, KERNEL) });
    const own = cluster.advance(toTimeUs(15 * SECOND)).events.filter((e) => validatorOf(e.p) >= world.validators);
    const sent = of(own, 'answer_sent');
    const heard = of(own, 'answer_delivered');
    expect(of(own, 'bridge_frame')).toEqual([]);
    return new Set(
      sent.flatMap(({ callId, p, t }) =>
        heard.filter((e) => e.callId === callId && validatorOf(e.p) === validatorOf(p)).map((e) => e.t - t),
      ),
    );
  };
  expect(latencies([at(3, bridge('seed-stream', 'remote'))])).toEqual(latencies([]));
});

const CHANGES: readonly Intervention[] = [
  at(2, bridge('apollo', 'local')),
  at(3, bridge('seed-stream', 'remote')),
  at(4, { kind: 'batcher_mode', mode: 'round_robin' }),
  at(5, bridge('apollo', 'local')),
];

test.each(['all-well+remote+batchers-2', 'all-well+seed-stream'])('bridge change: %s is the same run in every placement', async (name) => {
  const options = { scenario: findScenario(name)!, seed: 3, heights: 7, interventions: CHANGES, placement: 'inline' } as const;
  const reference = await simulate(options);
  expect(reference.violations).toEqual([]);
  const remoteBatchers = [0, 1, 2, 3].map((v) => toValidatorIndex(v));
  for (const other of [
    { windowUs: 7_001 },
    { stepUs: 333_333 },
    { placement: 'workers' },
    { placement: 'workers', remoteBatchers },
    { placement: 'packed', remoteBatchers: remoteBatchers.slice(1, 3) },
  ] as const) {
    const { timeUs, fingerprint } = await simulate({ ...options, ...other });
    expect({ ...other, timeUs, fingerprint }).toEqual({ ...other, timeUs: reference.timeUs, fingerprint: reference.fingerprint });
  }
});
