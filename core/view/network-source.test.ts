// Where numbers of the network come from: the named event says the number, it is the first that says it, and a log that has let go of it says so.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { type LogEvent, logEventId } from '../log/event.ts';
import { indexOfValidatorId, validatorOf } from '../types/ids.ts';
import { setsBalance, setsNonce } from './ledger.ts';
import { trimLog } from './log-window.ts';
import { type NetworkFact, networkSourceOf } from './network-source.ts';
import { type Timeline, eventsBefore, indexOfEvent, stepOfEvent, viewAt } from './timeline.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 16_000_000);
});

const sourceAt = (cursor: number, fact: NetworkFact): LogEvent | null => {
  const found = networkSourceOf(line, cursor, fact);
  return found.kind === 'event' ? line.events[indexOfEvent(line, found.id)!]! : null;
};
const cursors = (): readonly number[] => Array.from({ length: Math.floor(line.stops.total / 43) }, (_, i) => 43 * (i + 1));

test('network source: the decided height, committee and proposer are what the named events say', () => {
  let decided = 0;
  for (const cursor of cursors()) {
    const { network } = viewAt(line, cursor);
    const decision = sourceAt(cursor, { kind: 'decided' });
    if (network.decidedHeight === 0) expect(decision).toBeNull();
    else {
      expect(decision).toMatchObject({ kind: 'decided', height: network.decidedHeight });
      // The decision that completed the quorum, no other one.
      const step = stepOfEvent(line, indexOfEvent(line, logEventId(decision!))!);
      expect(viewAt(line, step).network.decidedHeight).toBe(network.decidedHeight - 1);
      expect(viewAt(line, step + 1).network.decidedHeight).toBe(network.decidedHeight);
      decided++;
    }
    const { topHeight: height, topRound: round } = network;
    const top = network.heights.at(-1);
    if (top === undefined) continue;
    expect(sourceAt(cursor, { kind: 'committee', height })).toMatchObject({ height, committee: top.committee, quorum: top.quorum });
    const proposer = sourceAt(cursor, { kind: 'proposer', height, round });
    if (proposer?.kind === 'round_entered') expect(indexOfValidatorId(proposer.proposer, 4)).toBe(top.proposer);
    // A round that nobody has entered: the committee says who will lead it.
    expect(sourceAt(cursor, { kind: 'proposer', height, round: round + 5 })).toMatchObject({ kind: 'height_started', height });
  }
  expect(decided).toBeGreaterThan(10);
});

test('network source: balances and nonces lead to the block that set them, and those of genesis to none', () => {
  let found = 0;
  for (const cursor of cursors()) {
    const { ledger } = viewAt(line, cursor);
    const block = sourceAt(cursor, { kind: 'ledger' });
    if (ledger.height > 0) expect(block).toMatchObject({ kind: 'block_committed', height: ledger.height });
    for (const [account, balance] of ledger.balances.entries()) {
      const [ofBalance, ofNonce] = [sourceAt(cursor, { kind: 'balance', account }), sourceAt(cursor, { kind: 'nonce', account })];
      if (ofNonce?.kind === 'block_committed') expect(setsNonce(ofNonce.stateDiff, account)).toBe(true);
      if (ofBalance === null) {
        expect(balance).toBe(viewAt(line, 0).ledger.balances[account]);
        continue;
      }
      if (ofBalance.kind !== 'block_committed') throw new Error('a block');
      expect(setsBalance(ofBalance.stateDiff, account)).toBe(true);
      // After its step the ledger has the balance; before it, it has not.
      const step = stepOfEvent(line, indexOfEvent(line, logEventId(ofBalance))!);
      expect(viewAt(line, step + 1).ledger.balances[account]).toBe(balance);
      expect(viewAt(line, step).ledger.height).toBeLessThan(ofBalance.height);
      found++;
    }
  }
  expect(found).toBeGreaterThan(20);
});

test('network source: the last event is the one before the cursor', () => {
  expect(sourceAt(0, { kind: 'last' })).toBeNull();
  for (const cursor of cursors()) expect(sourceAt(cursor, { kind: 'last' })).toBe(line.events[eventsBefore(line, cursor) - 1]);
});

test('network source: the hash of a block is the first root that anybody reported', () => {
  const root = line.events.find((event) => event?.kind === 'block_root');
  if (root?.kind !== 'block_root') throw new Error('a root');
  expect(sourceAt(line.stops.total, { kind: 'block_hash', height: root.height })).toBe(root);
  expect(sourceAt(1, { kind: 'block_hash', height: root.height })).toBeNull();
});

test('network source: where the log is no longer kept a search says so, and numbered steps are still found', () => {
  const short = sampleTimeline('quiet-proposer', 16_000_000);
  const cursor = short.stops.total;
  const before = networkSourceOf(short, cursor, { kind: 'decided' });
  // The last transfer is older than what is left.
  trimLog(short, cursor, { whole: 20, chunk: 10 });
  expect(short.events[0]).toBeUndefined();
  expect(networkSourceOf(short, cursor, { kind: 'committee', height: 1 })).toEqual({ kind: 'gone' });
  expect(networkSourceOf(short, cursor, { kind: 'nonce', account: 0 })).toEqual({ kind: 'gone' });
  const decided = networkSourceOf(short, cursor, { kind: 'decided' });
  if (decided.kind !== 'event' || before.kind !== 'event') throw new Error('found by its step');
  const stepOf = (id: string): number => stepOfEvent(short, indexOfEvent(short, id)!);
  expect(stepOf(decided.id)).toBe(stepOf(before.id));
  expect(validatorOf(Number(decided.id.split(':')[0]) as never)).toBe(validatorOf(Number(before.id.split(':')[0]) as never));
});
