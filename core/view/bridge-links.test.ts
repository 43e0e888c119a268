// Goal: the pulse, the push window and the state of every instance are told from the log alone. Method: hand-written events, then real runs with faults.
import { expect, test } from 'vitest';
import { sampleLog } from '../../tests/sample-run.ts';
import { crashOf } from '../net/fault-fields.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { LogBody, LogEvent } from '../log/event.ts';
import { toHeight, toProcessId, toTimeUs, toValidatorIndex, validatorOf } from '../types/ids.ts';
import { bridgeLinksView } from './bridge-links.ts';
import { clusterView } from './cluster.ts';
import { foldEvents } from './view.ts';

const at = (slot: number, body: LogBody, n: number): LogEvent => ({ ...body, t: toTimeUs(n), p: toProcessId(0, slot), n, cause: null });
const links = (bodies: readonly (readonly [number, LogBody])[]) =>
  foldEvents(
    bridgeLinksView,
    bridgeLinksView.empty(),
    bodies.map(([slot, body], n) => at(slot, body, n)),
  );
const opened = (slot: number): readonly [number, LogBody] => [0, { kind: 'bridge_opened', slot, transport: 'seed-stream' }];
const frame = (from: number, what: (LogBody & { readonly kind: 'bridge_frame' })['what']): readonly [number, LogBody] => [
  from,
  { kind: 'bridge_frame', slot: 1, what, bytes: new Uint8Array(0) },
];
const push = (content: 'txs' | 'finish', proposalId = 3) => frame(1, { kind: 'content', callId: null, proposalId, content, count: 2 });
const credit = frame(0, { kind: 'credit', proposalId: 3, chunks: 1 });

test('bridge links: over apollo there is one link without a pulse', () => {
  expect(links([])).toMatchObject({ links: [{ slot: 1, transport: 'apollo', pulse: 'none', alive: true }], chosen: null });
});

test.each([
  [[], 'alive', 0],
  [[['heartbeat_missed', 1]], 'missing', 1],
  [
    [
      ['heartbeat_missed', 1],
      ['heartbeat_missed', 2],
      ['heartbeat_missed', 3],
      ['bridge_lost', 3],
      ['heartbeat_missed', 4],
    ],
    'lost',
    4,
  ],
  [
    [
      ['heartbeat_missed', 1],
      ['bridge_restored', 0],
    ],
    'alive',
    0,
  ],
] as const)('bridge links: after %j the pulse is %s with %i missing', (steps, pulse, missed) => {
  const bodies = steps.map(([kind, count]): readonly [number, LogBody] => [
    0,
    kind === 'bridge_restored' ? { kind, slot: 1 } : { kind, slot: 1, missed: count },
  ]);
  expect(links([opened(1), ...bodies]).links[0]).toMatchObject({ pulse, missed });
});

test('bridge links: the push window counts chunks pushed and taken, and begins anew with another proposal', () => {
  const window = (...more: readonly (readonly [number, LogBody])[]) => links([opened(1), ...more]).links[0]?.window;
  expect(window(push('txs'), push('txs'), credit)).toEqual({ proposalId: 3, pushed: 2, taken: 1, ended: false });
  expect(window(push('txs'), credit, push('finish'))).toEqual({ proposalId: 3, pushed: 1, taken: 1, ended: true });
  expect(window(push('txs'), push('txs', 4))).toEqual({ proposalId: 4, pushed: 1, taken: 0, ended: false });
  expect(window(push('txs'), [0, { kind: 'bridge_reset', slot: 1, reason: 'gap' }])).toBeNull();
});

const V2 = toValidatorIndex(2);
const crash = (onUs: number, offUs: number): readonly Intervention[] => [
  { t: toTimeUs(onUs), kind: 'fault_on', id: 1_000, fault: { ...crashOf(V2), part: 'batcher', instance: 1 } },
  { t: toTimeUs(offUs), kind: 'fault_off', id: 1_000 },
];

test('bridge links: a killed instance is shown dead, the other one works, and the first comes back', () => {
  const { events } = sampleLog('all-well+batchers-2', 13_000_000, crash(2_000_000, 8_000_000));
  const cardAt = (t: number) => {
    const view = clusterView(4);
    return foldEvents(
      view,
      view.empty(),
      events.filter((e) => e.t <= t),
    ).cards[V2]!;
  };
  const before = cardAt(1_900_000);
  expect([before.links.chosen?.slot, before.batchers.length, before.batcher === before.batchers[0]]).toEqual([1, 2, true]);
  const during = cardAt(7_000_000);
  expect(during.links.links.map(({ alive }) => alive)).toEqual([false, true]);
  expect([during.links.chosen?.slot, during.batcher === during.batchers[1], during.batchers[0]?.running]).toEqual([2, true, false]);
  const after = cardAt(13_000_000);
  expect(after.links.links.map(({ alive }) => alive)).toEqual([true, true]);
  expect(after.links.links[0]?.joined).toBeGreaterThan(toHeight(2));
  expect(after.batchers[0]?.committedHeight).toBe(after.batchers[1]?.committedHeight);
});

test('bridge links: nothing pushed is left open when a height of a real run is decided', () => {
  const { events } = sampleLog('all-well+seed-stream', 6_000_000);
  const view = clusterView(4);
  const { cards } = foldEvents(view, view.empty(), events);
  const proposers = cards.filter((card) => card.links.links[0]?.window !== null);
  expect(proposers.length).toBeGreaterThan(1);
  for (const card of cards) {
    expect(card.links.links[0]).toMatchObject({ transport: 'seed-stream', pulse: 'alive' });
    const frames = events.filter((e) => e.kind === 'bridge_frame' && validatorOf(e.p) === card.index);
    expect(card.links.links[0]?.frames).toBe(frames.length);
  }
});
