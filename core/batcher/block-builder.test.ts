// The block builder in virtual time: when it looks, what it takes, how it ends. S-63 and the rules of protocol.md 3.4 and 3.5.
import { expect, test } from 'vitest';
import type { BatcherAnswer } from '../types/batcher.ts';
import { toHeight } from '../types/ids.ts';
import type { BatcherNote } from './env.ts';
import { MS, type Rig, type RigOptions, TEST_SETTINGS, invokeOf, l1HandlerOf, propose, rigAt, validate } from './fixtures.ts';

const started = (options: RigOptions = {}): Rig => {
  const rig = rigAt(3, options);
  rig.call({ kind: 'start_height', height: toHeight(3) });
  rig.neighbours.calls.length = 0;
  rig.notes.length = 0;
  return rig;
};

const capacity = (change: Partial<(typeof TEST_SETTINGS)['bouncerCapacity']>): RigOptions => ({
  settings: { bouncerCapacity: { ...TEST_SETTINGS.bouncerCapacity, ...change } },
});

type NoteOf<K extends BatcherNote['kind']> = BatcherNote & { readonly kind: K };
const only = <K extends BatcherNote['kind']>(rig: Rig, kind: K): readonly NoteOf<K>[] =>
  rig.notes.filter((n) => n.kind === kind) as NoteOf<K>[];
const executed = (rig: Rig): readonly string[] => only(rig, 'tx_executed').map((n) => `${n.hash} ${n.outcome}`);
const streamed = (rig: Rig): readonly bigint[] => only(rig, 'txs_streamed').flatMap((n) => n.hashes);
const closed = (rig: Rig): readonly string[] => only(rig, 'proposal_executed').map((n) => `${n.closedBy} ${n.nTxs}`);
const send = (rig: Rig, txs: readonly (ReturnType<typeof invokeOf> | ReturnType<typeof l1HandlerOf>)[]): BatcherAnswer | null =>
  rig.call({ kind: 'send_txs_for_proposal', proposalId: 0, txs });
const finish = (rig: Rig, n: number): BatcherAnswer => rig.ask({ kind: 'finish_proposal', proposalId: 0, finalNExecutedTxs: n });
const invokes = (n: number): ReturnType<typeof invokeOf>[] => Array.from({ length: n }, (_, i) => invokeOf(i + 1));

test('block builder: S-63 an idle proposer closes after 1.5 s with what it has', () => {
  const rig = started();
  rig.neighbours.pool.push(invokeOf(1));
  propose(rig, { id: 0 });
  rig.advance(1_490 * MS);
  expect([executed(rig), closed(rig)]).toEqual([['1000 succeeded'], []]);
  rig.advance(10 * MS);
  expect(closed(rig)).toEqual(['idle 1']);
});

test('block builder: S-63 a proposer with a transaction in progress does not close', () => {
  const rig = started();
  propose(rig, { id: 0 });
  rig.advance(1_495 * MS);
  // 100 000 million gas: a second of execution. It arrives after the last look before 1.5 s, so the proposer closes without it...
  rig.neighbours.pool.push(invokeOf(1, { l2Gas: 1e11 }));
  rig.advance(5 * MS);
  expect([streamed(rig), closed(rig)]).toEqual([[], ['idle 0']]);
  const busy = started(capacity({ receiptL2Gas: 1e12 }));
  propose(busy, { id: 0 });
  busy.advance(1_485 * MS);
  // ...but one that was taken at 1.49 s keeps it open until the loop has seen its result, at 2.5 s.
  busy.neighbours.pool.push(invokeOf(1, { l2Gas: 1e11 }));
  busy.advance(1_014 * MS);
  expect([streamed(busy), closed(busy)]).toEqual([[1_000n], []]);
  busy.advance(MS + 10 * MS);
  expect(closed(busy)).toEqual(['idle 1']);
});

test('block builder: transactions are streamed when they are taken, before they execute', () => {
  const rig = started();
  rig.neighbours.pool.push(...invokes(3));
  propose(rig, { id: 0 });
  rig.advance(0);
  expect([streamed(rig), executed(rig)]).toEqual([[1_000n, 2_000n, 3_000n], []]);
  rig.advance(9 * MS);
  expect(executed(rig)).toEqual([]);
  rig.advance(MS);
  expect(executed(rig)).toEqual(['1000 succeeded', '2000 succeeded', '3000 succeeded']);
});

test('block builder: execution takes its virtual cost, one transaction after the other', () => {
  const rig = started();
  // 1 ms and 10 µs per million gas: results after 11, 22, 23 and 34 ms, seen at 20, 30, 30 and 40 ms.
  rig.neighbours.pool.push(invokeOf(1, { l2Gas: 1e9 }), invokeOf(2, { l2Gas: 1e9 }), invokeOf(3), invokeOf(4, { l2Gas: 1e9 }));
  propose(rig, { id: 0 });
  const counts: number[] = [];
  for (let at = 0; at <= 40; at += 10) {
    rig.advance(at === 0 ? 0 : 10 * MS);
    counts.push(executed(rig).length);
  }
  expect(counts).toEqual([0, 0, 1, 3, 4]);
});

test('block builder: the polling period decides when a transaction is noticed', () => {
  const rig = started({ settings: { txPollingUs: 200 * MS } });
  propose(rig, { id: 0 });
  rig.advance(201 * MS);
  rig.neighbours.pool.push(invokeOf(1));
  rig.advance(198 * MS);
  expect(streamed(rig)).toEqual([]);
  rig.advance(MS);
  expect(streamed(rig)).toEqual([1_000n]);
});

test('block builder: a polling period between two looks is rounded up to the next one', () => {
  const rig = started({ settings: { txPollingUs: 15 * MS } });
  propose(rig, { id: 0 });
  rig.advance(MS);
  rig.neighbours.pool.push(invokeOf(1));
  rig.advance(18 * MS);
  expect(streamed(rig)).toEqual([]);
  rig.advance(MS);
  expect(streamed(rig)).toEqual([1_000n]);
});

test('block builder: an empty poll leaves no trace', () => {
  const rig = started();
  propose(rig, { id: 0 });
  rig.advance(10 * MS);
  const notes = rig.notes.length;
  const calls = rig.neighbours.calls.length;
  rig.advance(1_400 * MS);
  expect([rig.notes.length, rig.neighbours.calls.length]).toEqual([notes, calls]);
});

test('block builder: at most n_concurrent_txs are in progress', () => {
  const rig = started({ settings: { nConcurrentTxs: 3 } });
  rig.neighbours.pool.push(...invokes(7));
  propose(rig, { id: 0 });
  rig.advance(0);
  expect(streamed(rig)).toHaveLength(3);
  rig.advance(10 * MS);
  expect([executed(rig).length, streamed(rig).length]).toEqual([3, 6]);
  rig.advance(20 * MS);
  expect([executed(rig).length, streamed(rig).length]).toEqual([7, 7]);
});

test('block builder: at the deadline a proposer closes with the results it has seen', () => {
  const rig = started();
  rig.neighbours.pool.push(invokeOf(1), invokeOf(2, { l2Gas: 4e9 }), invokeOf(3));
  propose(rig, { id: 0, deadlineUs: 25 * MS });
  rig.advance(29 * MS);
  expect(closed(rig)).toEqual([]);
  rig.advance(MS);
  // The deadline lies between two looks. Three were streamed, one is in the block.
  expect([streamed(rig).length, closed(rig)]).toEqual([3, ['deadline 1']]);
});

test('block builder: a look at the very deadline is at the deadline', () => {
  const rig = started();
  propose(rig, { id: 0, deadlineUs: 30 * MS });
  rig.advance(30 * MS);
  expect(closed(rig)).toEqual(['deadline 0']);
  const late = started();
  expect(propose(late, { id: 0, deadlineUs: 0 })?.ok).toBe(true);
  late.advance(0);
  expect(closed(late)).toEqual(['deadline 0']);
});

test('block builder: at the deadline a validator fails the proposal', () => {
  const rig = started();
  validate(rig, { id: 0, deadlineUs: 25 * MS });
  send(rig, [invokeOf(1)]);
  expect(finish(rig, 2)).toEqual({ ok: true, value: { kind: 'invalid_proposal', reason: 'Deadline has been reached' } });
  expect(only(rig, 'proposal_failed')).toMatchObject([{ proposalId: 0, reason: 'Deadline has been reached' }]);
});

test('block builder: a full block closes without the transaction that has no room and all later ones', () => {
  const rig = started(capacity({ nTxs: 2 }));
  rig.neighbours.pool.push(...invokes(4));
  propose(rig, { id: 0 });
  rig.advance(10 * MS);
  expect([streamed(rig).length, executed(rig).length, closed(rig)]).toEqual([4, 2, ['full 2']]);
});

test('block builder: behind a transaction without room not even a smaller one enters', () => {
  const rig = started(capacity({ receiptL2Gas: 100 }));
  rig.neighbours.pool.push(invokeOf(1, { l2Gas: 60 }), invokeOf(2, { l2Gas: 60 }), invokeOf(3, { l2Gas: 40 }));
  propose(rig, { id: 0 });
  rig.advance(10 * MS);
  expect([executed(rig), closed(rig)]).toEqual([['1000 succeeded'], ['full 1']]);
});

test('block builder: a transaction that fits no block is rejected and closes nothing', () => {
  const rig = started(capacity({ receiptL2Gas: 100 }));
  rig.neighbours.pool.push(invokeOf(1, { l2Gas: 101 }), invokeOf(2, { l2Gas: 100 }));
  propose(rig, { id: 0 });
  rig.advance(10 * MS);
  expect(executed(rig)).toEqual(['1000 rejected', '2000 succeeded']);
  expect(only(rig, 'tx_executed')[0]!.detail).toContain('TransactionTooLarge');
});

test('block builder: a validator does not see that the block is full and ends at its deadline', () => {
  const rig = started(capacity({ nTxs: 2 }));
  validate(rig, { id: 0, deadlineUs: 500 * MS });
  send(rig, invokes(3));
  const askedAt = rig.now();
  expect(finish(rig, 3)).toMatchObject({ value: { kind: 'invalid_proposal', reason: 'Deadline has been reached' } });
  expect(rig.now() - askedAt).toBe(500 * MS);
});

test('block builder: a validator leaves out what it executed beyond the final number', () => {
  const rig = started();
  validate(rig, { id: 0 });
  send(rig, invokes(3));
  rig.advance(10 * MS);
  const answer = finish(rig, 2);
  expect(answer).toMatchObject({ value: { kind: 'proposal_finished', info: { finalNExecutedTxs: 2 } } });
  expect([executed(rig).length, closed(rig)]).toEqual([3, ['final_n 2']]);
  const decision = rig.ask({ kind: 'decision_reached', proposalId: 0 });
  if (!decision.ok || decision.value.kind !== 'decision') throw new Error('a decision is expected');
  expect([...decision.value.decision.stateDiff.nonces.keys()]).toEqual(['0x1001', '0x1002']);
  expect(decision.value.decision.bouncerWeights.nTxs).toBe(2);
});

test('block builder: rejected transactions count, are not in the block and are reported to the mempool', () => {
  const rig = started();
  rig.neighbours.pool.push(invokeOf(1, { does: 'reject' }), invokeOf(2));
  propose(rig, { id: 0 });
  rig.advance(2_000 * MS);
  expect([executed(rig), closed(rig)]).toEqual([['1000 rejected', '2000 succeeded'], ['idle 1']]);
  rig.ask({ kind: 'get_proposal_content', proposalId: 0 });
  expect(rig.ask({ kind: 'get_proposal_content', proposalId: 0 })).toMatchObject({ value: { info: { finalNExecutedTxs: 2 } } });
  rig.neighbours.calls.length = 0;
  rig.ask({ kind: 'decision_reached', proposalId: 0 });
  expect(rig.neighbours.calls.at(-1)).toBe('mempool.commit_block [1] [1000]');
});

test('block builder: a repeated account transaction fails the proposal', () => {
  const rig = started();
  validate(rig, { id: 0 });
  send(rig, [invokeOf(1), invokeOf(2), invokeOf(1)]);
  expect(finish(rig, 3)).toEqual({
    ok: true,
    value: { kind: 'invalid_proposal', reason: 'Duplicate transaction hash in proposal: 0x3e8' },
  });
});

test('block builder: a repeated L1 handler that the provider let pass is a bug', () => {
  const rig = started();
  validate(rig, { id: 0 });
  send(rig, [l1HandlerOf(1), l1HandlerOf(1)]);
  expect(() => rig.advance(10 * MS)).toThrow('an L1 handler is proposed once');
});

test('block builder: an aborted validation is forgotten at once', () => {
  const rig = started();
  validate(rig, { id: 0 });
  send(rig, invokes(3));
  expect(rig.call({ kind: 'abort_proposal', proposalId: 0 })?.ok).toBe(true);
  expect(only(rig, 'proposal_failed')).toMatchObject([{ reason: 'Aborted' }]);
  const notes = rig.notes.length;
  rig.advance(1_000 * MS);
  expect(rig.notes).toHaveLength(notes);
});

test('block builder: a batch larger than the input channel waits until the builder takes from it', () => {
  const rig = started({ settings: { nConcurrentTxs: 2, inputStreamContentBufferSize: 2 } });
  validate(rig, { id: 0 });
  expect(send(rig, invokes(5))).toBeNull();
  rig.advance(0);
  // Two are started, two more fit into the channel; the fifth has to wait for results.
  expect(rig.state.serving).toMatchObject({ kind: 'send', rest: [{ hash: 5_000n }] });
  rig.advance(10 * MS);
  expect(rig.answers.get(rig.answers.size - 1)!.answer).toEqual({ ok: true, value: { kind: 'processing' } });
  expect(finish(rig, 5)).toMatchObject({ value: { kind: 'proposal_finished' } });
});

test('block builder: a batch that waits when the builder fails is answered with InternalError', () => {
  const rig = started({ settings: { nConcurrentTxs: 1, inputStreamContentBufferSize: 1 } });
  validate(rig, { id: 0, deadlineUs: 15 * MS });
  expect(send(rig, [invokeOf(1, { l2Gas: 5e9 }), invokeOf(2), invokeOf(3)])).toBeNull();
  rig.advance(20 * MS);
  expect(rig.answers.get(rig.answers.size - 1)!.answer).toEqual({
    ok: false,
    error: { kind: 'batcher_error', error: { code: 'InternalError' } },
  });
});

test('block builder: a mempool that fails ends the build, and its reader learns an InternalError', () => {
  const rig = started();
  rig.neighbours.pool.push(invokeOf(1));
  rig.neighbours.failing.add('mempool.get_txs');
  propose(rig, { id: 0 });
  const answer = rig.ask({ kind: 'get_proposal_content', proposalId: 0 });
  expect(answer).toEqual({ ok: false, error: { kind: 'batcher_error', error: { code: 'InternalError' } } });
  expect(rig.ask({ kind: 'get_proposal_content', proposalId: 0 })).toMatchObject({ error: { error: { code: 'ProposalNotFound' } } });
});

test('transaction provider: a proposer takes L1 handlers first, up to the maximum, then the mempool', () => {
  const rig = started({ settings: { maxL1HandlerTxsPerBlockProposal: 2, nConcurrentTxs: 5 } });
  rig.neighbours.l1.push(l1HandlerOf(1), l1HandlerOf(2), l1HandlerOf(3));
  rig.neighbours.pool.push(...invokes(2));
  propose(rig, { id: 0 });
  rig.advance(0);
  expect(streamed(rig)).toEqual([1_000_001n, 1_000_002n, 1_000n, 2_000n]);
  expect(rig.neighbours.calls.filter((c) => c.includes('get_txs'))).toEqual(['l1.get_txs 2 3', 'mempool.get_txs 3', 'mempool.get_txs 1']);
});

test('transaction provider: L1 is left for good when it has fewer than asked, and when it errs', () => {
  for (const failing of [false, true]) {
    const rig = started();
    if (failing) rig.neighbours.failing.add('l1.get_txs');
    propose(rig, { id: 0 });
    rig.advance(0);
    rig.neighbours.l1.push(l1HandlerOf(1));
    rig.neighbours.pool.push(invokeOf(1));
    rig.advance(100 * MS);
    expect(streamed(rig)).toEqual([1_000n]);
    expect(rig.neighbours.calls.filter((c) => c === 'l1.get_txs 3 3')).toHaveLength(1);
  }
});

test('transaction provider: only every proposeL1TxsEvery-th proposal takes from L1', () => {
  const rig = started({ settings: { proposeL1TxsEvery: 3 } });
  for (let id = 0; id < 6; id++) {
    propose(rig, { id });
    rig.advance(1_500 * MS);
  }
  // The counter starts at 1: the third and the sixth.
  const starts = rig.neighbours.calls.filter((c) => c.startsWith('l1.'));
  expect(starts.map((c) => c.split(' ')[0])).toEqual([
    'l1.start_block',
    'l1.start_block',
    'l1.start_block',
    'l1.get_txs',
    'l1.start_block',
    'l1.start_block',
    'l1.start_block',
    'l1.get_txs',
  ]);
});
