// Goal: a validator that fell behind catches up from its peers over the same links, without voting, and then votes again. Method: whole clusters.
import { expect, test } from 'vitest';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import type { LogEvent } from '../log/event.ts';
import { fingerprintOf } from '../log/fingerprint.ts';
import { DIGEST_BYTES } from '../base/digest.ts';
import { crashOf } from '../net/fault-fields.ts';
import type { Fault } from '../net/fault.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Intervention } from '../sim/intervention.ts';
import { createMachines } from '../sim/machines.ts';
import { type ProcessId, toProcessId, toTimeUs, toValidatorIndex } from '../types/ids.ts';

const SECOND = 1_000_000;
const SEED = 5;
const kernel = memoKernel(createKernel(), 100_000);
const V4 = toValidatorIndex(3);
const [CONSENSUS, BATCHER] = [toProcessId(3, 0), toProcessId(3, 1)];

let nextId = 2_000;
const during = (fault: Fault, from: number, until: number | null): readonly Intervention[] => {
  const id = nextId++;
  return [
    { t: toTimeUs(from * SECOND), kind: 'fault_on', id, fault },
    ...(until === null ? [] : [{ t: toTimeUs(until * SECOND), kind: 'fault_off', id } as const]),
  ];
};

const run = (
  interventions: readonly Intervention[],
  seconds: number,
  windowUs?: number,
): { readonly events: readonly LogEvent[]; readonly fingerprint: string } => {
  const world = createStandardWorld({ seed: SEED, validators: 4 });
  const list = interventions.toSorted((a, b) => a.t - b.t);
  const cluster = new Cluster({
    world,
    seed: SEED,
    interventions: list,
    createMachine: createMachines(world, SEED, kernel),
    ...(windowUs === undefined ? {} : { windowUs }),
  });
  const { events, chains } = cluster.advance(toTimeUs(seconds * SECOND));
  const last = new Map<ProcessId, Uint8Array>();
  events.forEach(({ p }, i) => last.set(p, chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)));
  return { events, fingerprint: fingerprintOf(last) };
};

const heightsOf = (events: readonly LogEvent[], kind: 'decided' | 'synced'): readonly number[] =>
  events.flatMap((e) => (e.p === CONSENSUS && e.kind === kind ? [e.height] : []));
const committed = (events: readonly LogEvent[], p: ProcessId): ReadonlyMap<number, string> =>
  new Map(events.flatMap((e) => (e.p === p && e.kind === 'block_committed' ? [[e.height, String(e.partialBlockHash)] as const] : [])));

/** V4 has the same blocks as V1, learnt some by sync without voting at them, and votes and decides again. */
const expectCaughtUp = (events: readonly LogEvent[]): readonly number[] => {
  const synced = heightsOf(events, 'synced');
  const decided = heightsOf(events, 'decided');
  expect(synced.length).toBeGreaterThan(0);
  expect(Math.max(...decided)).toBeGreaterThan(Math.max(...synced));
  const [own, others] = [committed(events, BATCHER), committed(events, toProcessId(0, 1))];
  for (const [height, hash] of own) expect(hash).toBe(others.get(height));
  return synced;
};

test('sync: a validator that was down for several heights fetches them and votes again', () => {
  const { events } = run(during(crashOf(V4), 3, 14), 40);
  const synced = expectCaughtUp(events);
  expect(synced.length).toBeGreaterThanOrEqual(2);
  const sources = events
    .filter((e) => e.p === BATCHER && e.kind === 'block_committed' && e.source === 'sync')
    .map((e) => (e.kind === 'block_committed' ? e.height : 0));
  expect(sources).toEqual(synced);
  const votedAt = new Set(events.flatMap((e) => (e.p === CONSENSUS && e.kind === 'vote_cast' ? [e.height as number] : [])));
  expect(synced.some((height) => !votedAt.has(height))).toBe(true);
  expect(events.some((e) => e.kind === 'frame_sent' && e.what.kind === 'sync_request' && e.p === CONSENSUS)).toBe(true);
});

test('sync: a validator without storage and marker comes back from genesis', () => {
  const { events } = run(during({ ...crashOf(V4), storage: 'lose' }, 8, 12), 40);
  const synced = expectCaughtUp(events);
  expect(synced[0]).toBe(1);
});

test('sync: over lossy and reordering links it still catches up', () => {
  const filter = { from: null, to: null, what: 'sync', height: null } as const;
  const faults = [
    ...during({ kind: 'drop', filter, ppm: 60_000 }, 0, null),
    ...during({ kind: 'jitter', filter, upToUs: 400_000 }, 0, null),
  ];
  const { events } = run([...during(crashOf(V4), 3, 12), ...faults], 90);
  expectCaughtUp(events);
});

test('sync: a validator that was cut off learns what it missed, although it never crashed', () => {
  const { events } = run(during({ kind: 'partition', side: [V4] }, 3, 14), 45);
  expectCaughtUp(events);
});

test('sync: nobody asks for blocks while all are well', () => {
  const { events } = run([], 40);
  expect(events.some((e) => e.kind === 'frame_sent' && e.topic.startsWith('sync'))).toBe(false);
  expect(events.some((e) => e.kind === 'timer_fired' && e.timer === 'sync_query')).toBe(false);
});

test('sync: a tampered diff passes a validator, as it would pass Apollo, and its root tells', () => {
  const { events } = run(
    [...during(crashOf(V4), 3, 10), ...[0, 1, 2].flatMap((v) => during({ kind: 'tamper_sync', validator: toValidatorIndex(v) }, 0, null))],
    30,
  );
  const rootsOf = (p: ProcessId): ReadonlyMap<number, string> =>
    new Map(events.flatMap((e) => (e.p === p && e.kind === 'block_root' ? [[e.height as number, String(e.stateRoot)] as const] : [])));
  const [own, others] = [rootsOf(BATCHER), rootsOf(toProcessId(0, 1))];
  const first = heightsOf(events, 'synced')[0]!;
  expect(own.get(first)).toBeDefined();
  expect(own.get(first)).not.toBe(others.get(first));
});

test('sync: the run is the same whatever the window', () => {
  const faults = during(crashOf(V4), 3, 10);
  const usual = run(faults, 20);
  expect(run(faults, 20, 7_000).fingerprint).toBe(usual.fingerprint);
});
