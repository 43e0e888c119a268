// Goal: several batcher instances of one validator (house.md 5.2, seed.md 5.4; an extension beyond Apollo): heights go to all, a proposal to one, the block
// to the others; an instance that dies is replaced, also between the quorum and the commit. Method: stories of one validator over both transports.
import { expect, test } from 'vitest';
import { createKernel } from '../../core/crypto/create-kernel.ts';
import { memoKernel } from '../../core/crypto/memo-kernel.ts';
import type { LogEvent, LogKind } from '../../core/log/event.ts';
import { crashOf } from '../../core/net/fault-fields.ts';
import { worldOf } from '../../core/scenarios/registry.ts';
import { Cluster } from '../../core/sim/cluster.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { createMachines } from '../../core/sim/machines.ts';
import type { World } from '../../core/sim/world.ts';
import { slotOf, toTimeUs, toValidatorIndex, validatorOf } from '../../core/types/ids.ts';

const SECOND = 1_000_000;
const KERNEL = memoKernel(createKernel(), 200_000);
const V2 = toValidatorIndex(2);

type Story = { readonly name: string; readonly mode: World['batchers']['mode']; readonly seconds: number };
const play = ({ name, mode, seconds }: Story, interventions: readonly Intervention[]): readonly LogEvent[] => {
  const base = worldOf({ scenario: name, seed: 7 })!;
  const world: World = { ...base, batchers: { ...base.batchers, mode } };
  const cluster = new Cluster({ world, seed: 7, interventions, createMachine: createMachines(world, 7, KERNEL) });
  return cluster.advance(toTimeUs(seconds * SECOND)).events;
};
const crash = (instance: number, onUs: number, offUs: number | null): readonly Intervention[] => {
  const fault = { ...crashOf(V2), part: 'batcher', instance } as const;
  const on: Intervention = { t: toTimeUs(onUs), kind: 'fault_on', id: 1_000 + instance, fault };
  return offUs === null ? [on] : [on, { t: toTimeUs(offUs), kind: 'fault_off', id: 1_000 + instance }];
};

type Of<K extends LogKind> = LogEvent & { readonly kind: K };
const of = <K extends LogKind>(events: readonly LogEvent[], kind: K): readonly Of<K>[] =>
  events.filter((e): e is Of<K> => e.kind === kind && validatorOf(e.p) === V2);
const commitsOf = (events: readonly LogEvent[], slot: number): readonly string[] =>
  of(events, 'block_committed').flatMap((e) => (slotOf(e.p) === slot ? [`${e.height} ${e.source}`] : []));

const NAMES = ['all-well+batchers-3', 'all-well+seed-stream+batchers-3'];

test.each(NAMES)('batchers: over %s the first instance executes and the others get its blocks', (name) => {
  const events = play({ name, mode: 'failover', seconds: 6 }, []);
  expect(commitsOf(events, 1)).toEqual(['1 decision', '2 decision', '3 decision']);
  for (const slot of [2, 3]) expect(commitsOf(events, slot)).toEqual(['1 sync', '2 sync', '3 sync']);
  // All instances come to the same late root.
  const roots = new Set(of(events, 'block_root').map((e) => `${e.height} ${e.stateRoot}`));
  expect(roots.size).toBe(new Set(of(events, 'block_root').map((e) => e.height)).size);
  expect(of(events, 'batcher_down')).toEqual([]);
});

test.each(NAMES)('batchers: over %s round robin gives every instance its turn', (name) => {
  const events = play({ name, mode: 'round_robin', seconds: 9 }, []);
  const chosen = of(events, 'batcher_chosen').map((e) => e.slot);
  expect(chosen.slice(0, 5)).toEqual([1, 2, 3, 1, 2]);
  expect(commitsOf(events, 2)).toEqual(['1 sync', '2 decision', '3 sync', '4 sync', '5 decision']);
});

test.each(NAMES)('batchers: over %s every instance hears of every transaction', (name) => {
  const events = play({ name, mode: 'failover', seconds: 6 }, []);
  const admitted = (slot: number): readonly string[] =>
    of(events, 'tx_admitted').flatMap((e) => (slotOf(e.p) === slot ? [String(e.hash)] : []));
  expect(admitted(1).length).toBeGreaterThan(0);
  for (const slot of [2, 3]) expect(new Set(admitted(slot))).toEqual(new Set(admitted(1)));
});

test('batchers: the running proposal dies with its instance, the next one takes over, and the dead one catches up', () => {
  // V2 proposes height 2 from 1.65 s on.
  const events = play({ name: 'all-well+batchers-2', mode: 'failover', seconds: 16 }, crash(1, 2 * SECOND, 9 * SECOND));
  expect(of(events, 'batcher_down').map(({ t, slot }) => [t, slot])).toEqual([[2 * SECOND, 1]]);
  expect(of(events, 'build_finished')[0]).toMatchObject({ height: 2, value: null });
  expect(
    of(events, 'batcher_chosen')
      .filter(({ t }) => t > 2 * SECOND && t < 9 * SECOND)
      .every(({ slot }) => slot === 2),
  ).toBe(true);
  const ready = of(events, 'batcher_ready');
  expect(ready).toMatchObject([{ slot: 1, caughtUp: 4 }]);
  expect(of(events, 'batcher_chosen').at(-1)?.slot).toBe(1);
  expect(of(events, 'decided').length).toBeGreaterThan(6);
  expect(commitsOf(events, 1).slice(0, 5)).toEqual(['1 decision', '2 sync', '3 sync', '4 sync', '5 sync']);
});

test('batchers: one that dies after the quorum and before the commit is replaced by executing the decided content again', () => {
  const decidedAt = of(play({ name: 'all-well+batchers-2', mode: 'failover', seconds: 2 }, []), 'decided')[0]!.t;
  const events = play({ name: 'all-well+batchers-2', mode: 'failover', seconds: 7 }, crash(1, decidedAt + 20, null));
  expect(of(events, 'batcher_failover').map(({ from, to, replay }) => [from, to, replay])).toEqual([
    [1, 2, false],
    [1, 2, true],
  ]);
  const refused = of(events, 'answer_delivered').find(
    (e) => e.request === 'decision_reached' && !e.answer.ok && e.answer.error.kind === 'batcher_error',
  );
  expect(refused?.answer).toMatchObject({ error: { error: { code: 'ExecutedProposalNotFound' } } });
  expect(commitsOf(events, 2)).toEqual(['1 decision', '2 decision', '3 decision', '4 decision']);
  const blocks = new Set(events.flatMap((e) => (e.kind === 'block_committed' && e.height === 1 ? [`${e.partialBlockHash}`] : [])));
  expect(blocks.size).toBe(1);
});

test('batchers: with all instances dead the node stops at a decision, as Apollo does with its one', () => {
  const decidedAt = of(play({ name: 'all-well+batchers-2', mode: 'failover', seconds: 2 }, []), 'decided')[0]!.t;
  const both = [...crash(1, decidedAt + 20, null), ...crash(2, decidedAt + 20, null)];
  const events = play({ name: 'all-well+batchers-2', mode: 'failover', seconds: 5 }, both);
  expect(of(events, 'refused').map(({ code }) => code)).toContain('DecisionReachedFailed');
});

test('batchers: over the stream an instance is dead after three missing heartbeats', () => {
  const events = play({ name: 'all-well+seed-stream+batchers-2', mode: 'failover', seconds: 12 }, crash(1, 2 * SECOND, 8.5 * SECOND));
  expect(of(events, 'batcher_down')[0]).toMatchObject({ t: 5 * SECOND, slot: 1, reason: 'heartbeats are missing' });
  expect(of(events, 'batcher_ready').map(({ slot }) => slot)).toContain(1);
  expect(of(events, 'decided').length).toBeGreaterThan(2);
});
