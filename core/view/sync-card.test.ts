import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { LogBody, LogEvent } from '../log/event.ts';
import { toHeight, toProcessId, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { clusterView } from './cluster.ts';
import { narrate } from './narrate.ts';
import { type SyncCard, syncCardView } from './sync-card.ts';

const [V1, V2] = [toValidatorIndex(0), toValidatorIndex(1)];
const at = (body: LogBody, node = 4, t = 7): LogEvent => ({ ...body, t: toTimeUs(t), p: toProcessId(node, 0), n: 0, cause: null });
const fold = (...bodies: readonly LogBody[]): SyncCard =>
  bodies.reduce((card, body) => syncCardView.apply(card, at(body)), syncCardView.empty());

const asks = (height: number, to = V1): LogBody => ({
  kind: 'frame_sent',
  topic: 'sync_headers',
  bytes: new Uint8Array(0),
  what: { kind: 'sync_request', what: 'headers', height: toHeight(height), limit: 100 },
  targets: [{ to, arriveAt: null, fate: 'deliver', faultId: null }],
});
const ready = (height: number): LogBody => ({ kind: 'sync_block_ready', height: toHeight(height), from: V1 });
const checked = (got: number): LogBody => ({
  kind: 'block_checked',
  height: toHeight(3),
  by: 'state_diff_commitment',
  expected: toFelt(1),
  got: toFelt(got),
});

test('sync card: it shows who is asked for what until the block is there, then what was taken', () => {
  expect(fold(asks(3)).asking).toEqual({ what: 'headers', height: 3, from: 0 });
  expect(fold(asks(3), ready(3))).toMatchObject({ asking: null, ready: { height: 3, from: 0 }, taken: null });
  expect(fold(asks(3), ready(3), { kind: 'synced', height: toHeight(3) }).taken).toBe(3);
  expect(fold(asks(3), { kind: 'crashed' })).toEqual(syncCardView.empty());
});

test('sync card: a question is over when the height was decided here', () => {
  const decided = (height: number): LogBody => ({
    kind: 'decided',
    height: toHeight(height),
    round: 0 as never,
    value: toFelt(1),
    voters: [],
  });
  expect(fold(asks(3), decided(2)).asking).not.toBeNull();
  expect(fold(asks(3), decided(3)).asking).toBeNull();
});

test('sync card: checked blocks and the last four dropped peers stay', () => {
  expect(fold(checked(1)).checked).toMatchObject({ height: 3, ok: true });
  expect(fold(checked(2)).checked).toMatchObject({ height: 3, ok: false });
  const drops = Array.from({ length: 6 }, (_, i): LogBody => ({ kind: 'peer_dropped', peer: V2, reason: `r${i}` }));
  expect(fold(...drops).dropped.map(({ reason }) => reason)).toEqual(['r2', 'r3', 'r4', 'r5']);
});

test('cluster: full nodes have cards after the validators, and names of their own in sentences', () => {
  const view = clusterView(4, ['state_diffs', 're_execute']);
  expect(view.empty().cards.map(({ follower }) => follower)).toEqual([null, null, null, null, 'state_diffs', 're_execute']);
  expect(view.empty().network.validators).toBe(4);
  const events = [at({ kind: 'started', restart: false }, 5), at(checked(2), 5)];
  const after = events.reduce((state, event) => view.apply(state, event), view.empty());
  expect(after.cards[5]?.sync.checked?.ok).toBe(false);
  expect(narrate(events, after)).toMatchObject({
    cause: { key: 'cause.started.follower', params: { v: 'N2' } },
    effects: [{ key: 'effect.checked_wrong.state_diff_commitment' }],
  });
});
