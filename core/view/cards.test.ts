// Tables of events and what a card shows after them; one process's events at a time, as they stand in a log.
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { LogBody, LogEvent } from '../log/event.ts';
import type { Committee, ProposalInit } from '../types/consensus.ts';
import { toHeight, toProcessId, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { type BatcherCard, batcherCardView } from './batcher-card.ts';
import { type BridgeCard, bridgeCardView, servedCall, waitingCalls } from './bridge-card.ts';
import { clusterView } from './cluster.ts';
import { type ConsensusCard, cardTally, consensusCardView, isHalted } from './consensus-card.ts';
import { networkView, proposerAt } from './network.ts';
import { type View, foldEvents } from './view.ts';

const N = 4;
const [H1, H2, R0, R1] = [toHeight(1), toHeight(2), toRound(0), toRound(1)];
const [A, B] = [toFelt(0xaan), toFelt(0xbbn)];
const id = (index: number): ReturnType<typeof validatorIdOf> => validatorIdOf(toValidatorIndex(index));
const committee: Committee = { members: [0, 1, 2, 3].map((i) => ({ id: id(i), weight: 1n, canPropose: true })), totalWeight: 4n };

const eventsAt = (validator: number, slot: number, bodies: readonly LogBody[]): readonly LogEvent[] =>
  bodies.map((body, n) => ({ ...body, t: toTimeUs(10 * (n + 1)), p: toProcessId(validator, slot), n, cause: null }));
const fold = <T>(view: View<T>, bodies: readonly LogBody[], slot = 0): T => foldEvents(view, view.empty(), eventsAt(0, slot, bodies));

const started: LogBody = { kind: 'started', restart: false };
const height = (h: typeof H1): LogBody => ({ kind: 'height_started', height: h, committee, isObserver: false, quorum: 'byzantine' });
const round = (h: typeof H1, r: typeof R0, proposer: number): LogBody => ({
  kind: 'round_entered',
  height: h,
  round: r,
  proposer: id(proposer),
  virtualProposer: null,
  line: 'L11',
});
const received = (voter: number, outcome: 'counted' | 'duplicate' | 'conflict' | 'cached', commitment: typeof A | null = A): LogBody => ({
  kind: 'vote_received',
  voteType: 'prevote',
  height: H1,
  round: R0,
  commitment,
  voter: id(voter),
  outcome,
});
const consensus = (bodies: readonly LogBody[]): ConsensusCard => fold(consensusCardView(N), bodies);

test('consensus card: a height and a round begin with the proposer, step propose and nothing else', () => {
  const card = consensus([started, height(H1), round(H1, R0, 1)]);
  expect([card.running, card.height, card.round, card.step, card.proposer, card.locked, card.votes.size]).toEqual([
    true,
    H1,
    R0,
    'propose',
    toValidatorIndex(1),
    null,
    0,
  ]);
});

test('consensus card: own votes and counted votes are tallied; cached ones are not', () => {
  const card = consensus([
    started,
    height(H1),
    round(H1, R0, 1),
    { kind: 'vote_cast', voteType: 'prevote', height: H1, round: R0, commitment: A, line: 'L22' },
    received(1, 'counted'),
    received(2, 'counted', null),
    received(3, 'cached'),
  ]);
  const { value, nil, none, quorum } = cardTally(card, R0, 'prevote');
  expect({ value, nil, none, quorum }).toEqual({ value: 2n, nil: 1n, none: 1n, quorum: 3n });
});

test('consensus card: a conflicting vote shows as such', () => {
  const card = consensus([started, height(H1), round(H1, R0, 1), received(1, 'counted'), received(1, 'conflict', B)]);
  expect(cardTally(card, R0, 'prevote').conflict).toBe(1n);
});

test('consensus card: lock and valid value stay through rounds and end with the height', () => {
  const locked = consensus([
    started,
    height(H1),
    round(H1, R0, 1),
    { kind: 'locked', height: H1, round: R0, value: A },
    { kind: 'valid_value_set', height: H1, round: R0, value: A },
    round(H1, R1, 2),
  ]);
  expect([locked.locked, locked.valid, locked.round]).toEqual([{ round: R0, value: A }, { round: R0, value: A }, R1]);
  const view = consensusCardView(N);
  const next = foldEvents(view, locked, eventsAt(0, 0, [height(H2)]));
  expect([next.locked, next.valid, next.step, next.votes.size]).toEqual([null, null, null, 0]);
});

test('consensus card: a timer is pending until it fires, and a decision ends all of them', () => {
  const set: LogBody = { kind: 'timeout_scheduled', step: 'propose', height: H1, round: R0, at: toTimeUs(9_000) };
  const pending = consensus([started, height(H1), round(H1, R0, 1), set]);
  expect(pending.timeouts).toEqual([{ step: 'propose', height: H1, round: R0, setAt: toTimeUs(40), at: toTimeUs(9_000) }]);
  const view = consensusCardView(N);
  const fired = foldEvents(view, pending, eventsAt(0, 0, [{ kind: 'timer_fired', timer: 'timeout_propose', height: H1, round: R0 }]));
  expect(fired.timeouts).toEqual([]);
  const decided = foldEvents(
    view,
    pending,
    eventsAt(0, 0, [{ kind: 'decided', height: H1, round: R0, value: A, voters: [id(0), id(1), id(2)] }]),
  );
  expect([decided.timeouts, decided.decidedHeight, decided.decisions.map((d) => d.value)]).toEqual([[], H1, [A]]);
});

test('consensus card: a crash forgets round, votes and lock, and keeps decisions and the last-voted marker', () => {
  const card = consensus([
    started,
    height(H1),
    round(H1, R0, 1),
    received(1, 'counted'),
    { kind: 'marker_written', height: H1 },
    { kind: 'decided', height: H1, round: R0, value: A, voters: [] },
    { kind: 'crashed' },
  ]);
  expect([card.running, card.round, card.votes.size, card.marker, card.decidedHeight]).toEqual([false, null, 0, H1, H1]);
});

test('consensus card: a batcher that does not take a decision leaves the validator standing, other refusals do not', () => {
  const refused = (code: string): LogBody => ({ kind: 'refused', source: 'batcher', code, detail: 'InternalError', hash: null });
  expect(consensus([started, height(H1), refused('ProposalPartFailed')]).running).toBe(true);
  expect(consensus([started, height(H1), refused('DecisionReachedFailed')]).running).toBe(false);
  expect(consensus([started, height(H1), refused('DecisionReachedFailed'), started]).running).toBe(true);
});

test('consensus card: halted is who stands by an error, not who crashed, runs or never began', () => {
  const failed: LogBody = { kind: 'refused', source: 'batcher', code: 'DecisionReachedFailed', detail: 'InternalError', hash: null };
  const begun = [started, height(H1), round(H1, R0, 0)];
  expect(isHalted(consensus(begun))).toBe(false);
  expect(isHalted(consensus([...begun, failed]))).toBe(true);
  expect(isHalted(consensus([...begun, failed, { kind: 'crashed' }]))).toBe(false);
  expect(isHalted(consensus([...begun, failed, started]))).toBe(false);
  expect(isHalted(consensus([]))).toBe(false);
});

test('consensus card: parts out of order leave a gap in the rack', () => {
  const part = (
    messageId: number,
    outcome: 'delivered' | 'buffered' | 'duplicate' | 'stream_dropped',
    next: number,
    name: 'init' | 'transactions' | 'end',
  ): LogBody => ({
    kind: 'stream_part',
    from: toValidatorIndex(1),
    height: H1,
    round: R0,
    messageId,
    part: name,
    outcome,
    next,
  });
  const gap = consensus([
    started,
    height(H1),
    part(0, 'delivered', 1, 'init'),
    part(2, 'buffered', 1, 'transactions'),
    part(2, 'duplicate', 1, 'transactions'),
  ]);
  expect(gap.rack).toMatchObject({ received: [0, 2], next: 1, complete: false });
  const view = consensusCardView(N);
  const full = foldEvents(view, gap, eventsAt(0, 0, [part(1, 'delivered', 3, 'transactions'), part(3, 'delivered', 4, 'end')]));
  expect(full.rack).toMatchObject({ received: [0, 1, 2, 3], complete: true });
  expect(foldEvents(view, full, eventsAt(0, 0, [part(3, 'stream_dropped', 4, 'end')])).rack).toBeNull();
});

test('consensus card: a proposal goes from arriving to invalid with its error', () => {
  const init = { height: H1, round: R0 } as ProposalInit;
  const card = consensus([
    started,
    height(H1),
    round(H1, R0, 1),
    { kind: 'proposal_received', init, outcome: 'accepted' },
    { kind: 'validation_started', height: H1, round: R0, proposalId: 0 },
    { kind: 'validation_finished', height: H1, round: R0, proposalId: 0, value: null, error: 'ProposalFinMismatch', detail: null },
  ]);
  expect(card.proposal).toEqual({ round: R0, phase: 'invalid', value: null, error: 'ProposalFinMismatch' });
});

test('bridge card: a call is on its way, waits, is served, and its answer returns', () => {
  const call = (callId: number): LogBody => ({
    kind: 'call_sent',
    callId,
    request: { kind: 'get_proposal_content', proposalId: 7 },
    attempt: 1,
  });
  const delivered = (callId: number): LogBody => ({ kind: 'call_delivered', callId, request: 'get_proposal_content', queued: 0 });
  const begun = (callId: number): LogBody => ({ kind: 'call_started', callId, request: 'get_proposal_content', proposalId: 7 });
  const bridge = (bodies: readonly LogBody[]): BridgeCard => fold(bridgeCardView, bodies);
  expect(bridge([call(1)]).calls[0]).toMatchObject({ stage: 'to_batcher', proposalId: 7 });
  const busy = bridge([call(1), delivered(1), begun(1), call(2), delivered(2)]);
  expect([servedCall(busy)?.callId, waitingCalls(busy).map((c) => c.callId)]).toEqual([1, [2]]);
  const done = bridge([
    call(1),
    delivered(1),
    begun(1),
    { kind: 'answer_sent', callId: 1, request: 'get_proposal_content', ok: false },
    {
      kind: 'answer_delivered',
      callId: 1,
      request: 'get_proposal_content',
      answer: { ok: false, error: { kind: 'batcher_error', error: { code: 'ProposalNotFound', proposalId: 7 } } },
    },
  ]);
  expect([done.calls, done.last?.error, done.answered]).toEqual([[], 'ProposalNotFound', 1]);
});

test('consensus card: a held frame is counted until it is handed over', () => {
  const view = consensusCardView(N);
  const at = (n: number, body: LogBody, cause: string | null): LogEvent => ({ ...body, t: toTimeUs(n), p: toProcessId(0, 0), n, cause });
  const heldFrame = (n: number, frame: string): LogEvent =>
    at(n, { kind: 'frame_held', from: toValidatorIndex(1), topic: 'consensus_votes', frame }, null);
  const delivered = at(3, { kind: 'frame_delivered', from: toValidatorIndex(1), topic: 'consensus_votes', what: null, bytes: 1 }, '16:4');
  const events = [heldFrame(1, '16:4'), heldFrame(2, '16:5')];
  expect(foldEvents(view, view.empty(), events).held).toEqual(['16:4', '16:5']);
  expect(foldEvents(view, view.empty(), [...events, delivered]).held).toEqual(['16:5']);
});

const executed = (hash: typeof A, outcome: 'succeeded' | 'reverted' | 'rejected'): LogBody => ({
  kind: 'tx_executed',
  proposalId: 3,
  hash,
  outcome,
  detail: null,
  gas: null,
});
const batcher = (bodies: readonly LogBody[]): BatcherCard => fold(batcherCardView, bodies, 1);
const proposing: LogBody = { kind: 'batcher_state', height: H1, state: 'proposing', proposalId: 3 };

test('batcher card: chunks, executed transactions and a rejected one are counted apart', () => {
  const card = batcher([
    started,
    proposing,
    { kind: 'txs_streamed', proposalId: 3, hashes: [A, B] },
    executed(A, 'succeeded'),
    executed(B, 'rejected'),
    { kind: 'batcher_state', height: H1, state: 'idle', proposalId: null },
  ]);
  expect(card.proposal).toMatchObject({ role: 'proposer', chunks: [2], cells: ['succeeded', 'rejected'], executed: 1, phase: 'running' });
  expect(card.state).toBe('idle');
});

test('batcher card: a validator counts each chunk once its batcher begins to serve the call that brings it', () => {
  const view = clusterView(N);
  const request = { kind: 'send_txs_for_proposal', proposalId: 3, txs: [A, B].map((hash) => ({ hash }) as HashedTransaction) } as const;
  const at = (slot: number, body: LogBody): LogEvent => ({ ...body, t: toTimeUs(1), p: toProcessId(0, slot), n: 0, cause: null });
  const chunks = (events: readonly LogEvent[]): readonly number[] | undefined =>
    foldEvents(view, view.empty(), events).cards[0]?.batcher.proposal?.chunks;
  const before = [
    at(1, { kind: 'batcher_state', height: H1, state: 'validating', proposalId: 3 }),
    at(0, { kind: 'call_sent', callId: 9, request, attempt: 1 }),
    at(1, { kind: 'call_delivered', callId: 9, request: request.kind, queued: 1 }),
  ];
  expect(chunks(before)).toEqual([]);
  expect(chunks([...before, at(1, { kind: 'call_started', callId: 9, request: request.kind, proposalId: 3 })])).toEqual([2]);
});

test('batcher card: events of another proposal do not touch the one that is shown', () => {
  const card = batcher([started, proposing, { kind: 'proposal_failed', height: H1, proposalId: 2, reason: 'aborted' }]);
  expect(card.proposal?.phase).toBe('running');
});

test('network: a height counts as decided when a quorum by weight has decided it, not before', () => {
  const view = networkView(N);
  let state = view.empty();
  const heights: number[] = [];
  for (const v of [0, 1, 2, 3]) {
    for (const event of eventsAt(v, 0, [height(H1), { kind: 'decided', height: H1, round: R0, value: A, voters: [] }]))
      state = view.apply(state, event);
    heights.push(state.decidedHeight);
  }
  expect(heights).toEqual([0, 0, 1, 1]);
  expect(state.heights[0]).toMatchObject({ disagrees: false, deciders: [0, 1, 2, 3] });
});

test('network: an honest quorum of five is three, and weights count, not heads', () => {
  const heavy: Committee = { members: committee.members.map((m, i) => ({ ...m, weight: i === 0 ? 9n : 1n })), totalWeight: 12n };
  const view = networkView(N);
  const bodies: readonly LogBody[] = [
    { kind: 'height_started', height: H1, committee: heavy, isObserver: false, quorum: 'byzantine' },
    { kind: 'decided', height: H1, round: R0, value: A, voters: [] },
  ];
  expect(foldEvents(view, view.empty(), eventsAt(0, 0, bodies)).decidedHeight).toBe(1);
  expect(foldEvents(view, view.empty(), eventsAt(1, 0, bodies)).decidedHeight).toBe(0);
});

test('network: two different decided values at a height are seen', () => {
  const view = networkView(N);
  const decide = (v: number, value: typeof A): readonly LogEvent[] =>
    eventsAt(v, 0, [{ kind: 'decided', height: H1, round: R0, value, voters: [] }]);
  expect(foldEvents(view, view.empty(), [...decide(0, A), ...decide(1, B)]).heights[0]?.disagrees).toBe(true);
});

test('network: proposers take turns by height plus round among those that may propose', () => {
  expect([0, 1, 2, 3, 4].map((r) => proposerAt(committee, 1, r, N))).toEqual([1, 2, 3, 0, 1]);
  const some: Committee = { ...committee, members: committee.members.map((m, i) => ({ ...m, canPropose: i !== 1 })) };
  expect([0, 1, 2].map((r) => proposerAt(some, 1, r, N))).toEqual([2, 3, 0]);
  expect(proposerAt(null, 1, 0, N)).toBeNull();
});
