// Goal: a run is a pure function of scenario, seed and interventions. Method: the same run in every placement, with other windows and other pacing, after
// rewinds and after the death of a worker, must give the same fingerprint at the same time. Browsers are covered by tests/e2e.
import { crashOf } from '../core/net/fault-fields.ts';
import { expect, test } from 'vitest';
import { DIGEST_BYTES } from '../core/base/digest.ts';
import type { LogEvent } from '../core/log/event.ts';
import { fingerprintOf } from '../core/log/fingerprint.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { CALM_SPEC, worldOfSpec } from '../core/scenarios/spec-world.ts';
import { CORE_VERSION, CUSTOM_SCENARIO, type Run } from '../core/sim/run.ts';
import { type ProcessId, type ValidatorIndex, toTimeUs, toValidatorIndex } from '../core/types/ids.ts';
import { openNodeSession } from '../scripts/node-session.ts';
import { type SimOptions, simulate } from '../scripts/simulate.ts';
import type { Placement, Problem } from '../workers/api.ts';

const options = (id: string, more: Partial<SimOptions> = {}): SimOptions => ({
  scenario: findScenario(id)!,
  seed: 3,
  heights: 3,
  placement: 'inline',
  ...more,
});

const CRASH: readonly Intervention[] = [
  { t: toTimeUs(2_500_000), kind: 'fault_on', id: 1000, fault: crashOf(toValidatorIndex(1)) },
  {
    t: toTimeUs(2_600_000),
    kind: 'fault_on',
    id: 1001,
    fault: { kind: 'drop', filter: { from: null, to: null, what: 'any', height: null }, ppm: 100_000 },
  },
  { t: toTimeUs(7_000_000), kind: 'fault_off', id: 1000 },
];

/** Together they have every process, transport and kind of message; the pinned runs cover the others inline. */
const PLACED = ['quiet-proposer', 'catch-up', 'full-nodes', 'two-batchers', 'heartbeat-loss', 'amnesia', 'stake'] as const;

const V = (...list: readonly number[]) => list.map((v) => toValidatorIndex(v));
/** One validator's batcher apart, all batchers apart, few workers for all with some batchers apart. */
const OTHERS: readonly Partial<SimOptions>[] = [
  { windowUs: 7_001, stepUs: 333_333 },
  { placement: 'workers' },
  { placement: 'workers', remoteBatchers: V(0, 1, 2, 3, 4, 5, 6) },
  { placement: 'packed', remoteBatchers: V(1, 3) },
];

test.each(PLACED)('determinism: %s is the same run with other windows, other pacing and in every placement', async (id) => {
  const reference = await simulate(options(id));
  expect(reference.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  for (const other of OTHERS) {
    const result = await simulate(options(id, other));
    expect({ ...other, timeUs: result.timeUs, fingerprint: result.fingerprint }).toEqual({
      ...other,
      timeUs: reference.timeUs,
      fingerprint: reference.fingerprint,
    });
  }
});

const cairoWorld = (): SimOptions['scenario'] => {
  const spec = { ...CALM_SPEC, engine: 'cairo', followers: ['re_execute'] } as const;
  return { name: CUSTOM_SCENARIO, id: CUSTOM_SCENARIO, spec, createWorld: (seed) => worldOfSpec(spec, seed) };
};

test('determinism: a network on the Cairo VM is the same run in every placement, and its blocks carry transactions', async () => {
  const scenario = cairoWorld();
  const reference = await simulate({ ...options('all-well'), scenario });
  const committed = reference.events.filter((event) => event.kind === 'block_committed');
  const receipts = committed.flatMap((event) => event.receipts);
  expect(receipts.length).toBeGreaterThan(4);
  expect(receipts.filter(({ status }) => status.kind !== 'succeeded')).toEqual([]);
  expect(reference.violations).toEqual([]);
  for (const other of OTHERS) {
    const { timeUs, fingerprint } = await simulate({ ...options('all-well', other), scenario });
    expect({ ...other, timeUs, fingerprint }).toEqual({ ...other, timeUs: reference.timeUs, fingerprint: reference.fingerprint });
  }
});

test('determinism: another seed is another run', async () => {
  const [a, b] = [await simulate(options('all-well')), await simulate(options('all-well', { seed: 4 }))];
  expect(a.fingerprint).not.toBe(b.fingerprint);
});

test('determinism: interventions give the same run inline and in workers, and another one than without them', async () => {
  const inline = await simulate(options('all-well', { interventions: CRASH, heights: 4 }));
  const workers = await simulate(options('all-well', { interventions: CRASH, heights: 4, placement: 'workers' }));
  const without = await simulate(options('all-well', { heights: 4 }));
  expect(workers.fingerprint).toBe(inline.fingerprint);
  expect(inline.fingerprint).not.toBe(without.fingerprint);
  expect(inline.violations).toEqual([]);
});

/** A session that collects its log; `until` resolves when the head has reached a time. */
const collect = (run: Run) => {
  let events: LogEvent[] = [];
  const chains = new Map<LogEvent, Uint8Array>();
  const problems: Problem[] = [];
  let head = 0;
  let waiting: (() => void) | null = null;
  const session = openNodeSession(run, {
    onBatch: (batch) => {
      batch.events.forEach((event, i) => {
        events.push(event);
        chains.set(event, batch.chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES));
      });
      head = batch.headUs;
      waiting?.();
    },
    onRewound: (t) => {
      events = events.filter((event) => event.t < t);
      head = t;
    },
    onProblem: (problem) => void problems.push(problem),
  });
  return {
    session,
    problems,
    head: () => head,
    until: (t: number) =>
      new Promise<void>((done) => {
        waiting = () => {
          if (head >= t) done();
        };
        session.director.advance(toTimeUs(t));
        waiting();
      }),
    fingerprint: (t: number): string => {
      const last = new Map<ProcessId, Uint8Array>();
      for (const event of events) if (event.t <= t) last.set(event.p, chains.get(event)!);
      return fingerprintOf(last);
    },
  };
};

const RUN: Run = { scenario: 'all-well', seed: 3, interventions: [], coreVersion: CORE_VERSION };
const END = 9_000_000;

test('determinism: a rewind that changes nothing gives the same log again, one that adds a fault another', async () => {
  const plain = collect(RUN);
  await plain.until(END);
  const reference = plain.fingerprint(END - 1);
  plain.session.director.rewind(toTimeUs(4_321_000), RUN);
  await plain.until(END);
  expect(plain.fingerprint(END - 1)).toBe(reference);
  plain.session.director.rewind(toTimeUs(2_400_000), { ...RUN, interventions: CRASH });
  await plain.until(END);
  const rewound = plain.fingerprint(END - 1);
  await plain.session.close();
  const fresh = collect({ ...RUN, interventions: CRASH });
  await fresh.until(END);
  expect(rewound).toBe(fresh.fingerprint(END - 1));
  expect(rewound).not.toBe(reference);
  await fresh.session.close();
});

test('determinism: a worker that dies is replaced and the run comes back to the undisturbed fingerprint', async () => {
  const undisturbed = collect(RUN);
  await undisturbed.until(20_000_000);
  const reference = undisturbed.fingerprint(20_000_000 - 1);
  await undisturbed.session.close();
  const run = collect(RUN);
  await run.until(14_000_000);
  await run.session.workers()[2]!.terminate();
  run.session.director.recover('killed by the test');
  await run.until(20_000_000);
  expect(run.fingerprint(20_000_000 - 1)).toBe(reference);
  expect(run.problems.map((p) => p.kind)).toEqual(['worker_lost', 'worker_recovered']);
  await run.session.close();
});

test('determinism: a silent worker is noticed by the watch', async () => {
  const run = collect(RUN);
  await run.until(2_000_000);
  await run.session.workers()[0]!.terminate();
  const rest = run.until(6_000_000);
  run.session.director.watch(false);
  await new Promise((done) => setTimeout(done, 500));
  run.session.director.watch(false);
  await rest;
  expect(run.problems.map((p) => p.kind)).toEqual(['worker_lost', 'worker_recovered']);
  await run.session.close();
});

const placed = (kind: Placement['kind'], remoteBatchers: readonly ValidatorIndex[] = []): Placement => ({ kind, remoteBatchers });

test('determinism: a run that moves from workers to others and back keeps its fingerprint, also after a rewind and a loss', async () => {
  const run = collect({ ...RUN, interventions: CRASH });
  await run.until(END);
  const reference = run.fingerprint(END - 1);
  run.session.director.rewind(toTimeUs(3_000_000), { ...RUN, interventions: CRASH });
  await run.until(4_000_000);
  for (const placement of [placed('workers', V(2)), placed('packed', V(0, 1, 2, 3)), placed('packed'), placed('workers')]) {
    run.session.place(placement);
    await run.until(run.head() + 1_234_567);
  }
  // Beyond the last backup, so that the move has a way to go; the loss comes before it has ended: nothing is waited for between them.
  await run.until(run.head() + 2_345_678);
  run.session.place(placed('workers', V(1)));
  const ended = run.session.workers().at(-1)!.terminate();
  run.session.director.recover('killed by the test');
  await ended;
  await run.until(run.head() + 1_000_000);
  expect(run.fingerprint(END - 1)).toBe(reference);
  expect(run.problems.map((p) => p.kind)).toEqual([...Array.from({ length: 4 }, () => 'hosts_moved'), 'worker_lost', 'hosts_moved']);
  await run.session.close();
});

test('determinism: a worker that dies while nothing is granted is noticed, and what is shown stays', async () => {
  const run = collect(RUN);
  await run.until(3_000_000);
  const reference = run.fingerprint(3_000_000 - 1);
  await run.session.workers()[1]!.terminate();
  run.session.director.watch(false);
  await new Promise((done) => setTimeout(done, 500));
  run.session.director.watch(true);
  expect(run.problems).toEqual([]);
  await new Promise((done) => setTimeout(done, 500));
  run.session.director.watch(false);
  await run.until(4_000_000);
  expect(run.problems.map((p) => p.kind)).toEqual(['worker_lost', 'worker_recovered']);
  expect(run.problems.at(-1)!.message).toBe(reference);
  await run.session.close();
});
