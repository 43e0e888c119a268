// Goal: the transport changes framing, direction and liveness only (seed.md 5.1). Laws over whole networks: the first height's commitment is equal in every
// shipped scenario; a run over the seed's stream or with several batchers does not depend on windows, pacing, snapshots or threads.
import { expect, test } from 'vitest';
import { DIGEST_BYTES } from '../../core/base/digest.ts';
import type { LogChunk, LogEvent } from '../../core/log/event.ts';
import { crashOf } from '../../core/net/fault-fields.ts';
import type { Fault } from '../../core/net/fault.ts';
import { SCENARIO_IDS } from '../../core/scenarios/catalogue.ts';
import { findScenario } from '../../core/scenarios/registry.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { toTimeUs, toValidatorIndex } from '../../core/types/ids.ts';
import { decodeFrame } from '../../core/wire/bridge/frame.ts';
import { simulate } from '../../scripts/simulate.ts';
import { openSample, sampleLog } from '../sample-run.ts';

const commitmentsOf = (events: readonly LogEvent[]): readonly string[] => [
  ...new Set(events.flatMap((e) => (e.kind === 'decided' && e.height === 1 ? [`${e.round} ${e.value}`] : []))),
];

test.each(SCENARIO_IDS)('transports: the first height of %s has the same commitment over both', async (id) => {
  const [apollo, stream] = [await first(id), await first(`${id}+seed-stream`)];
  expect(apollo.length).toBeGreaterThan(0);
  expect(stream).toEqual(apollo);
});

const first = async (name: string): Promise<readonly string[]> =>
  commitmentsOf((await simulate({ scenario: findScenario(name)!, seed: 7, heights: 1, placement: 'inline' })).events);

const V2 = toValidatorIndex(2);
const between = (id: number, fault: Fault, onUs: number, offUs: number): readonly Intervention[] => [
  { t: toTimeUs(onUs), kind: 'fault_on', id, fault },
  { t: toTimeUs(offUs), kind: 'fault_off', id },
];
const TROUBLE: readonly Intervention[] = [
  ...between(1_000, { ...crashOf(V2), part: 'batcher', instance: 1 }, 1_700_000, 6_500_000),
  ...between(1_001, { kind: 'bridge_slow', validator: toValidatorIndex(1), byUs: 2_500 }, 2_000_000, 5_000_000),
  ...between(1_002, { kind: 'bridge_cut', validator: toValidatorIndex(0) }, 3_000_000, 3_400_000),
].toSorted((a, b) => a.t - b.t);

const NAMES = ['all-well+seed-stream', 'all-well+batchers-2', 'all-well+seed-stream+batchers-3', 'all-well+seed-stream+remote+batchers-2'];

test.each(NAMES)('transports: %s is the same run with other windows, other pacing and in worker_threads', async (name) => {
  const options = { scenario: findScenario(name)!, seed: 3, heights: 3, interventions: TROUBLE, placement: 'inline' } as const;
  const reference = await simulate(options);
  expect(reference.violations).toEqual([]);
  for (const other of [{ windowUs: 7_001 }, { stepUs: 333_333 }, { placement: 'workers' }] as const) {
    const { timeUs, fingerprint } = await simulate({ ...options, ...other });
    expect({ ...other, timeUs, fingerprint }).toEqual({ ...other, timeUs: reference.timeUs, fingerprint: reference.fingerprint });
  }
});

const lastChain = ({ chains }: LogChunk): Uint8Array => chains.slice(-DIGEST_BYTES);

test.each(NAMES)('transports: %s goes on from a snapshot as if nothing had happened', (name) => {
  const whole = openSample(name, 7, TROUBLE).cluster;
  const cut = openSample(name, 7, TROUBLE).cluster;
  const at = toTimeUs(3_141_592);
  whole.advance(at);
  cut.advance(at);
  const snapshot = cut.snapshot();
  cut.advance(toTimeUs(4_000_000));
  cut.restore(snapshot, TROUBLE);
  const [a, b] = [whole.advance(toTimeUs(8_000_000)), cut.advance(toTimeUs(8_000_000))];
  expect(b.events.length).toBe(a.events.length);
  expect(lastChain(b)).toEqual(lastChain(a));
});

test('transports: every frame in the log decodes, and numbers of a direction follow each other', () => {
  const { events } = sampleLog('all-well+seed-stream', 8_000_000);
  const next = new Map<number, number>();
  const kinds = new Set<string>();
  for (const event of events) {
    if (event.kind !== 'bridge_frame') continue;
    const frame = decodeFrame(event.bytes);
    if (!frame.ok) throw new Error(JSON.stringify(frame.error));
    const { seq, body } = frame.value.value;
    expect(seq).toBe(next.get(event.p) ?? 0);
    next.set(event.p, seq + 1);
    kinds.add(body.kind === 'content' ? `${body.content.kind}${body.callId === null ? ' pushed' : ''}` : body.kind);
  }
  expect([...kinds].toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'answer',
    'call',
    'credit',
    'finish',
    'finish pushed',
    'prover_job',
    'status',
    'sync_broadcast',
    'txs',
    'txs pushed',
  ]);
});

test('transports: heartbeats that arrive leave nothing in the log', () => {
  const { events } = sampleLog('all-well+seed-stream', 8_000_000);
  const beats = events.filter(
    (e) =>
      e.kind === 'heartbeat_missed' ||
      (e.kind === 'timer_fired' && e.timer === 'heartbeat') ||
      ((e.kind === 'bridge_frame' || e.kind === 'bridge_frame_delivered') && e.what.kind === 'heartbeat'),
  );
  expect(beats).toEqual([]);
});
