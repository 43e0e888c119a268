// Goal: full nodes follow the validators by sync alone, by state diffs or by executing again, over the same faulty links; what a peer tampered with is
// caught, the peer is dropped and the next one serves. Method: whole clusters.
import { expect, test } from 'vitest';
import { DIGEST_BYTES } from '../base/digest.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import type { LogEvent, LogKind } from '../log/event.ts';
import { fingerprintOf } from '../log/fingerprint.ts';
import { crashOf } from '../net/fault-fields.ts';
import type { Fault } from '../net/fault.ts';
import { CALM_SPEC, worldOfSpec } from '../scenarios/spec-world.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Intervention } from '../sim/intervention.ts';
import { createMachines } from '../sim/machines.ts';
import type { ScenarioSpec } from '../sim/spec.ts';
import { type ProcessId, toProcessId, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { FollowerKind } from '../types/nodes.ts';

const SECOND = 1_000_000;
const SEED = 5;
const kernel = memoKernel(createKernel(), 100_000);
const [V1, V2] = [toValidatorIndex(0), toValidatorIndex(1)];
/** The node after four validators, and the one after that. */
const [NODE, OTHER] = [toValidatorIndex(4), toValidatorIndex(5)];
const sync = (node: number): ProcessId => toProcessId(node, 0);
const batcher = (node: number): ProcessId => toProcessId(node, 1);

let nextId = 3_000;
const during = (fault: Fault, from: number, until: number | null): readonly Intervention[] => {
  const id = nextId++;
  return [
    { t: toTimeUs(from * SECOND), kind: 'fault_on', id, fault },
    ...(until === null ? [] : [{ t: toTimeUs(until * SECOND), kind: 'fault_off', id } as const]),
  ];
};

type Options = {
  readonly interventions?: readonly Intervention[];
  readonly windowUs?: number;
  readonly deposits?: ScenarioSpec['deposits'];
};

const run = (
  followers: readonly FollowerKind[],
  seconds: number,
  { interventions = [], windowUs, deposits = [] }: Options = {},
): { readonly events: readonly LogEvent[]; readonly fingerprint: string } => {
  const world = worldOfSpec({ ...CALM_SPEC, followers, deposits }, SEED);
  const cluster = new Cluster({
    world,
    seed: SEED,
    interventions: interventions.toSorted((a, b) => a.t - b.t),
    createMachine: createMachines(world, SEED, kernel),
    ...(windowUs === undefined ? {} : { windowUs }),
  });
  const { events, chains } = cluster.advance(toTimeUs(seconds * SECOND));
  const last = new Map<ProcessId, Uint8Array>();
  events.forEach(({ p }, i) => last.set(p, chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)));
  return { events, fingerprint: fingerprintOf(last) };
};

type Of<K extends LogKind> = LogEvent & { readonly kind: K };
const only = <K extends LogKind>(events: readonly LogEvent[], p: ProcessId, kind: K): readonly Of<K>[] =>
  events.filter((e): e is Of<K> => e.p === p && e.kind === kind);
const rootsOf = (events: readonly LogEvent[], node: number): ReadonlyMap<number, string> =>
  new Map(only(events, batcher(node), 'block_root').map((e) => [e.height, `${e.stateRoot} ${e.blockHash}`]));

/** Every root of the node is that of V1; its blocks are 1, 2, 3 and so on, at least `most`. */
const expectFollowed = (events: readonly LogEvent[], node: number, most: number): void => {
  const synced = only(events, sync(node), 'synced').map(({ height }) => height as number);
  expect(synced.length).toBeGreaterThanOrEqual(most);
  expect(synced).toEqual(synced.map((_, i) => i + 1));
  expect(only(events, batcher(node), 'block_committed').every(({ source }) => source === 'sync')).toBe(true);
  const [own, first] = [rootsOf(events, node), rootsOf(events, 0)];
  expect(own.size).toBeGreaterThanOrEqual(most - 1);
  for (const [height, root] of own) expect(root).toBe(first.get(height));
};

test('full nodes: both kinds have the blocks and roots of the validators, past the tenth height, and the validators do not notice', () => {
  const { events } = run(['state_diffs', 're_execute'], 30);
  expectFollowed(events, NODE, 11);
  expectFollowed(events, OTHER, 11);
  expect(only(events, sync(NODE), 'peer_dropped')).toEqual([]);
  expect(only(events, sync(OTHER), 'peer_dropped')).toEqual([]);
  const executed = only(events, sync(OTHER), 'block_checked');
  expect(executed.every(({ by, got, expected }) => by === 'execution' && got === expected)).toBe(true);
  expect(only(events, batcher(OTHER), 'tx_executed').length).toBeGreaterThan(0);
  expect(only(events, batcher(NODE), 'tx_executed')).toEqual([]);
  const validators = (list: readonly LogEvent[]): readonly string[] =>
    list.flatMap((e) => (e.kind === 'decided' && e.p < sync(NODE) ? [`${e.p} ${e.t} ${e.value}`] : []));
  expect(validators(events)).toEqual(validators(run([], 30).events));
});

test.each([
  ['state_diffs', 'state_diff_commitment'],
  ['re_execute', 'execution'],
] as const)(
  'full nodes: a tampered state diff is caught by a node that follows by %s; its peer is dropped, the next one serves',
  (kind, by) => {
    const { events } = run([kind], 20, { interventions: during({ kind: 'tamper_sync', validator: V1 }, 0, null) });
    expectFollowed(events, NODE, 5);
    const dropped = only(events, sync(NODE), 'peer_dropped');
    expect(dropped.length).toBeGreaterThan(0);
    expect(new Set(dropped.map(({ peer }) => peer))).toEqual(new Set([V1]));
    const wrong = only(events, sync(NODE), 'block_checked').filter(({ got, expected }) => got !== expected);
    expect(wrong.length).toBe(dropped.length);
    expect(wrong.every((e) => e.by === by)).toBe(true);
  },
);

test('full nodes: over lossy and reordering links, past a dead peer and a cut, they still follow', () => {
  const filter = { from: null, to: null, what: 'sync', height: null } as const;
  const interventions = [
    ...during({ kind: 'drop', filter, ppm: 60_000 }, 0, null),
    ...during({ kind: 'jitter', filter, upToUs: 300_000 }, 0, null),
    ...during(crashOf(V2), 5, null),
    ...during({ kind: 'partition', side: [NODE] }, 8, 14),
  ];
  const { events } = run(['state_diffs', 're_execute'], 60, { interventions });
  expectFollowed(events, NODE, 8);
  expectFollowed(events, OTHER, 8);
});

test.each(['state_diffs', 're_execute'] as const)(
  'full nodes: one that follows by %s comes back from a crash of either chamber, with its storage and without',
  (kind) => {
    const interventions = [
      ...during({ ...crashOf(NODE), part: 'consensus' }, 3.1, 5),
      ...during({ ...crashOf(NODE), part: 'batcher' }, 7.3, 9),
      ...during(crashOf(NODE), 12, 13),
    ];
    expectFollowed(run([kind], 30, { interventions }).events, NODE, 10);
    const lost = run([kind], 30, { interventions: during({ ...crashOf(NODE), storage: 'lose' }, 9, 10) });
    const synced = only(lost.events, sync(NODE), 'synced').map(({ height }) => height as number);
    expect(synced.filter((height) => height === 1).length).toBe(2);
    expect(Math.max(...synced)).toBeGreaterThan(8);
    const [own, first] = [rootsOf(lost.events, NODE), rootsOf(lost.events, 0)];
    for (const [height, root] of own) expect(root).toBe(first.get(height));
  },
);

test('full nodes: one that executes again executes L1 messages too', () => {
  const { events } = run(['re_execute'], 20, { deposits: [{ atUs: -75 * SECOND, account: 1, milliStrk: 5 }] });
  expectFollowed(events, NODE, 5);
  const handler = only(events, batcher(0), 'block_committed').flatMap(({ txs }) => txs.filter(({ tx }) => tx.kind === 'l1_handler'))[0];
  expect(handler).toBeDefined();
  expect(only(events, batcher(NODE), 'tx_executed').some(({ hash }) => hash === handler?.hash)).toBe(true);
  expect(only(events, sync(NODE), 'peer_dropped')).toEqual([]);
});

test('full nodes: the run is the same whatever the window', () => {
  const interventions = during({ kind: 'tamper_sync', validator: V1 }, 0, null);
  const usual = run(['state_diffs', 're_execute'], 12, { interventions });
  expect(run(['state_diffs', 're_execute'], 12, { interventions, windowUs: 9_000 }).fingerprint).toBe(usual.fingerprint);
});
