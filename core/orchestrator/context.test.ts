// The context calls of consensus (protocol.md 2.3, 2.9-2.11, 5.3): start, heights and rounds, queued proposals, repropose, decision, sync, recorder.
import { describe, expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { SyncBlock } from '../types/block.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { OrchestratorSettings } from '../types/settings.ts';
import { toHeight, toRound, toTimeUs } from '../types/ids.ts';
import {
  GENESIS,
  Script,
  accepted,
  answerWith,
  batchPart,
  batcherError,
  buildCall,
  decisionAnswer,
  finPart,
  infoOf,
  makeConfig,
  transportError,
  txOf,
  validInit,
  validateCall,
} from './fixtures.ts';
import type { ContextCall } from './messages.ts';
import { emptyRecorder, planWrite } from './recorder.ts';

const settings = CODE_DEFAULTS.orchestrator;
const PARTIAL = 1000;
const VALUE = toFelt(8_000_001_000n);

/** A batcher with transactions 1 and 2 in every proposal; only 2 is in the block. */
const respond = (request: BatcherRequest): BatcherAnswer => {
  if (request.kind === 'get_current_height') return answerWith({ kind: 'current_height', height: toHeight(1) });
  if (request.kind === 'send_txs_for_proposal') return answerWith({ kind: 'processing' });
  if (request.kind === 'get_proposal_content') return answerWith({ kind: 'proposal_finished', info: infoOf(PARTIAL, 0) });
  if (request.kind === 'finish_proposal') {
    return answerWith({ kind: 'proposal_finished', info: infoOf(PARTIAL, request.finalNExecutedTxs, 5_800_000_000) });
  }
  if (request.kind === 'decision_reached') return decisionAnswer([toFelt(2)]);
  if (request.kind === 'get_block_hash') return batcherError({ code: 'BlockHashNotFound', height: request.height });
  return accepted;
};

const make = (over: Partial<OrchestratorSettings> = {}): Script => new Script(makeConfig({ ...settings, ...over }), respond);
const roundCall = (height: number, round: number): ContextCall => ({
  kind: 'set_height_and_round',
  height: toHeight(height),
  round: toRound(round),
});
const decisionCall = (round = 0, wait = false): ContextCall => ({
  kind: 'decision_reached',
  height: toHeight(1),
  round: toRound(round),
  value: VALUE,
  wait,
});
/** At height 1 with a validated proposal of two transactions. */
const validated = (over: Partial<OrchestratorSettings> = {}): Script => {
  const script = make(over).atHeight(toHeight(1));
  script.stream(1, validInit(), [batchPart(1), batchPart(2), finPart(VALUE, 2)]);
  script.call(validateCall(validInit(), 1));
  script.run(1_000_000);
  return script;
};
const syncBlock = (height: number, over: Partial<SyncBlock> = {}, timestamp = GENESIS): SyncBlock => ({
  info: {
    height: toHeight(height),
    timestamp,
    sequencer: toFelt(100),
    gasPrices: { l1Gas: { wei: 1n, fri: 2n }, l1DataGas: { wei: 3n, fri: 4n }, l2Gas: { wei: 5n, fri: 6n } },
    l1DaMode: 'blob',
    starknetVersion: '0.14.4',
  },
  stateDiff: { storage: new Map(), nonces: new Map(), deployed: new Map(), declared: new Map() },
  accountTransactionHashes: [],
  l1TransactionHashes: [],
  commitments: null,
  l2GasConsumed: 0,
  nextL2GasPriceFri: 9_000_000_000n,
  feeProposalFri: 8_000_000_007n,
  ...over,
});

describe('start', () => {
  test('start: consensus runs at the height of the batcher, and genesis carries no fee proposal', () => {
    const script = make();
    script.give({ kind: 'start' });
    expect(script.requests()).toEqual(['get_current_height']);
    script.run(1_000);
    expect(script.manager).toEqual([{ kind: 'run_height', height: 1 }]);
    expect([...script.state.feeWindow]).toEqual([[0, null]]);
  });

  test('start: a batcher that does not answer is asked again', () => {
    const script = make();
    script.respond = () => transportError;
    script.give({ kind: 'start' });
    script.run(400_000);
    expect(script.manager).toEqual([]);
    script.respond = respond;
    script.run(600_000);
    expect(script.manager).toEqual([{ kind: 'run_height', height: 1 }]);
  });

  test('start: after a restart the window comes from the store, and voting waits while a block is missing', () => {
    const script = make();
    script.respond = () => answerWith({ kind: 'current_height', height: toHeight(3) });
    script.state = { ...script.state, store: new Map([[1, syncBlock(1)]]) };
    script.give({ kind: 'start' });
    script.run(5_000_000);
    expect(script.state.awaited?.kind).toBe('filling_window');
    expect(script.manager).toEqual([]);
    script.state = { ...script.state, store: new Map([...script.state.store, [2, syncBlock(2)]]) };
    script.run(6_000_000);
    expect(script.manager).toEqual([{ kind: 'run_height', height: 3 }]);
    expect([...script.state.feeWindow.values()]).toEqual([null, 8_000_000_007n, 8_000_000_007n]);
  });
});

describe('heights and rounds', () => {
  test('height: the first one tells the batcher and lifts the price to the configured minimum', () => {
    const script = make({ minL2GasPricePerHeight: [{ height: 1, price: 9_000_000_000n }] });
    script.call(roundCall(1, 0));
    expect(script.state.awaited?.kind).toBe('start_height');
    expect(script.calls).toEqual([{ kind: 'start_height', height: 1 }]);
    script.run(100);
    expect(script.state).toMatchObject({ awaited: null, height: 1, round: 0, l2GasPriceFri: 9_000_000_000n });
  });

  test('height: a refused start_height makes the height fail', () => {
    const script = make();
    script.respond = () => batcherError({ code: 'StorageHeightMarkerMismatch', markerHeight: toHeight(2), requestedHeight: toHeight(1) });
    script.call(roundCall(1, 0));
    script.run(100);
    expect(script.manager).toEqual([
      { kind: 'height_failed', height: 1, reason: 'StorageHeightMarkerMismatch (markerHeight 2, requestedHeight 1)' },
    ]);
    expect(script.state.awaited).toBeNull();
  });

  test('height: a new one prunes the window and forgets queued proposals', () => {
    const script = make();
    script.state = { ...script.state, feeWindow: new Map(Array.from({ length: 20 }, (_, i) => [i, 1n])) };
    script.atHeight(toHeight(20));
    expect([...script.state.feeWindow.keys()]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    const init = validInit({ height: toHeight(20), round: toRound(3) });
    script.stream(1, init, []);
    script.call(validateCall(init, 1));
    expect(script.state.queued.size).toBe(1);
    script.call({ kind: 'drop_streams', upTo: toHeight(20) });
    expect(script.state.streams.size).toBe(1);
    script.atHeight(toHeight(21));
    expect(script.state).toMatchObject({ queued: new Map(), streams: new Map() });
  });

  test('height: the same height and round is nothing, and neither goes down', () => {
    const script = make().atHeight(toHeight(2));
    script.call(roundCall(2, 0));
    expect(script.calls.length).toBe(1);
    script.call(roundCall(2, 3));
    expect(script.state.round).toBe(3);
    expect(() => script.call(roundCall(2, 2))).toThrow('never go down');
    expect(() => script.call(roundCall(1, 5))).toThrow('never go down');
  });
});

describe('queued proposals', () => {
  const initAt = (round: number): ProposalInit => validInit({ round: toRound(round) });
  test('queue: a proposal of a later round waits for it, earlier ones are dropped, later ones stay', () => {
    const script = make().atHeight(toHeight(1));
    for (const round of [4, 1, 2]) {
      script.stream(round, initAt(round), [finPart(VALUE, 0)]);
      script.call(validateCall(initAt(round), round));
    }
    expect(script.reports.map((r) => r.kind)).toEqual(['proposal_received', 'proposal_received', 'proposal_received']);
    script.call(roundCall(1, 2));
    expect(script.manager).toEqual([{ kind: 'finished_validation', height: 1, round: 1, value: null }]);
    script.run(1_000_000);
    expect(script.manager.at(-1)).toEqual({ kind: 'finished_validation', height: 1, round: 2, value: VALUE });
    expect([...script.state.queued.keys()]).toEqual([4]);
    expect([...script.state.streams.keys()]).toEqual([4]);
  });

  test('queue: a second one for the same round replaces the first, which ends without a value', () => {
    const script = make().atHeight(toHeight(1));
    for (const stream of [1, 2]) {
      script.stream(stream, initAt(3), []);
      script.call(validateCall(initAt(3), stream));
    }
    expect(script.manager).toEqual([{ kind: 'finished_validation', height: 1, round: 3, value: null }]);
    expect(script.state.queued.get(toRound(3))?.stream).toBe(2);
  });

  test('queue: a proposal of a past round ends without a value', () => {
    const script = make().atHeight(toHeight(1));
    script.call(roundCall(1, 2));
    script.stream(1, initAt(1), []);
    script.call(validateCall(initAt(1), 1));
    expect(script.manager).toEqual([{ kind: 'finished_validation', height: 1, round: 1, value: null }]);
    expect(script.state.streams.size).toBe(0);
  });

  test('streams: contents that consensus does not want are dropped one by one or by height', () => {
    const script = make().atHeight(toHeight(1));
    for (const [stream, height] of [
      [1, 1],
      [2, 2],
      [3, 3],
    ] as const)
      script.stream(stream, validInit({ height: toHeight(height) }), []);
    script.call({ kind: 'drop_stream', stream: 3 });
    script.call({ kind: 'drop_streams', upTo: toHeight(1) });
    expect([...script.state.streams.keys()]).toEqual([2]);
    script.give({ kind: 'part', stream: 3, part: finPart(1, 0) });
    expect([...script.state.streams.keys()]).toEqual([2]);
  });
});

describe('repropose', () => {
  const call = (round: number, value = VALUE): ContextCall => ({
    kind: 'repropose',
    height: toHeight(1),
    round: toRound(round),
    validRound: toRound(0),
    value,
    proposer: toFelt(103),
  });
  test('repropose: the stream of the later round keeps timestamp, prices and commitment, and the batcher is not asked', () => {
    const script = validated();
    script.call(roundCall(1, 2));
    script.calls.length = 0;
    script.call(call(2));
    expect(script.calls).toEqual([]);
    expect(script.sent.map(({ streamId }) => streamId.round)).toEqual([2, 2, 2, 2, 2]);
    expect(script.sent.map(({ part }) => part)).toMatchObject([
      { kind: 'init', init: { ...validInit(), round: 2, validRound: 0, proposer: 103n } },
      { kind: 'transactions', transactions: [txOf(1).tx] },
      { kind: 'transactions', transactions: [txOf(2).tx] },
      { kind: 'fin', fin: { proposalCommitment: VALUE, executedTransactionCount: 2 } },
      { kind: 'end' },
    ]);
    expect(script.state.proposals.get('1:2')).toMatchObject({ commitment: VALUE, proposalId: 0, init: { round: 2, validRound: 0 } });
    expect(script.reports.at(-1)).toEqual({ kind: 'reproposed', height: 1, round: 2, validRound: 0, value: VALUE });
  });

  test('repropose: an active task is interrupted first', () => {
    const script = validated();
    script.call(roundCall(1, 1));
    const init = validInit({ round: toRound(1) });
    script.stream(2, init, []);
    script.call(validateCall(init, 2));
    script.run(script.now + 200);
    script.call(call(2));
    expect(script.sent).toEqual([]);
    script.run(script.now + 1_000);
    expect(script.sent.length).toBe(5);
    expect(script.reports.findLast((r) => r.kind === 'validation_finished')).toMatchObject({ error: 'ProposalInterrupted' });
  });

  test('repropose: another commitment than the stored one is a bug', () => {
    expect(() => validated().call(call(2, toFelt(5)))).toThrow('the commitment that was asked for');
  });
});

describe('decision', () => {
  test('decision: the batcher commits, then price, window, store, blob and previous init follow', () => {
    const script = validated();
    script.calls.length = 0;
    script.call(decisionCall());
    expect(script.calls).toEqual([{ kind: 'decision_reached', proposalId: 0 }]);
    expect(script.state.proposals.size).toBe(0);
    script.run(script.now + 100);
    expect(script.reports.at(-1)).toEqual({
      kind: 'fee_market',
      height: 1,
      l2GasPriceFri: 8_000_000_000n,
      nextL2GasPriceFri: 8_762_820_512n,
      feeProposalFri: 8_000_000_000n,
      l2GasUsed: 5_800_000_000,
    });
    expect(script.state).toMatchObject({
      l2GasPriceFri: 8_762_820_512n,
      awaited: null,
      recorder: { blob: 1 },
      previous: { timestamp: GENESIS },
    });
    expect(script.state.feeWindow.get(1)).toBe(8_000_000_000n);
    expect(script.state.store.get(1)).toMatchObject({
      info: { height: 1 },
      accountTransactionHashes: [],
      l1TransactionHashes: [2n],
      nextL2GasPriceFri: 8_762_820_512n,
      l2GasConsumed: 5_800_000_000,
    });
    expect(script.manager.at(-1)).toEqual({ kind: 'run_height', height: 2 });
  });

  test('decision: an active task is interrupted first', () => {
    const script = validated();
    script.call(roundCall(1, 1));
    const init = validInit({ round: toRound(1) });
    script.stream(2, init, []);
    script.call(validateCall(init, 2));
    script.run(script.now + 200);
    script.calls.length = 0;
    script.call(decisionCall());
    script.run(script.now + 1_000);
    expect(script.requests()).toEqual(['abort_proposal', 'decision_reached']);
  });

  test('decision: contents of the height are dropped, but not under an active task', () => {
    const script = validated();
    script.call(roundCall(1, 1));
    const init = validInit({ round: toRound(1) });
    script.stream(2, init, []);
    script.stream(3, validInit(), []);
    script.call(validateCall(init, 2));
    script.run(script.now + 200);
    script.call({ kind: 'drop_streams', upTo: toHeight(1) });
    expect([...script.state.streams.keys()]).toEqual([2]);
    script.call(decisionCall());
    script.run(script.now + 1_000);
    expect(script.state).toMatchObject({ streams: new Map(), awaited: null });
  });

  test('decision: a batcher that refuses it is fatal', () => {
    const script = validated();
    script.respond = () => batcherError({ code: 'InternalError' });
    script.call(decisionCall());
    script.run(script.now + 100);
    expect(script.fatal).toEqual(['DecisionReachedFailed']);
    expect(script.manager.map((m) => m.kind)).not.toContain('run_height');
  });

  test('decision: a receipt without its transaction is a bug', () => {
    const script = validated();
    script.respond = () => decisionAnswer([toFelt(9)]);
    script.call(decisionCall());
    expect(() => script.run(script.now + 100)).toThrow('a transaction for every receipt');
  });

  test('decision: at stop_at_height the hash of the last block is waited for and its blob written at once', () => {
    const script = validated();
    script.calls.length = 0;
    script.call(decisionCall(0, true));
    script.run(script.now + 700_000);
    expect(script.requests()).toEqual(['decision_reached', 'get_block_hash', 'get_block_hash']);
    script.respond = () => answerWith({ kind: 'block_hash', hash: toFelt(1) });
    script.run(script.now + 500_000);
    expect(script.reports.slice(-2)).toEqual([
      { kind: 'recorder_write', height: 1, phase: 'started' },
      { kind: 'recorder_write', height: 1, phase: 'succeeded' },
    ]);
    expect(script.state).toMatchObject({ awaited: null, recorder: { latestReceived: 1 } });
    expect(script.manager.at(-1)).toEqual({ kind: 'run_height', height: 2 });
  });
});

describe('sync', () => {
  const tryCall = (height: number): ContextCall => ({ kind: 'try_sync', height: toHeight(height) });
  const withStore = (...blocks: readonly SyncBlock[]): Script => {
    const script = make().atHeight(toHeight(1));
    script.calls.length = 0;
    script.state = { ...script.state, store: new Map(blocks.map((b) => [b.info.height, b])) };
    return script;
  };

  test('sync: without the block the answer is no, at once', () => {
    const script = withStore(syncBlock(7));
    script.call(tryCall(1));
    expect(script.manager).toEqual([{ kind: 'sync_result', height: 1, synced: false, networkTip: 7 }]);
    expect(script.calls).toEqual([]);
  });

  test('sync: a block of the store goes to the batcher and moves price, window and previous init', () => {
    const script = withStore(syncBlock(1));
    script.call(tryCall(1));
    expect(script.calls).toMatchObject([{ kind: 'add_sync_block', block: { nextL2GasPriceFri: 9_000_000_000n } }]);
    script.run(script.now + 100);
    expect(script.manager).toEqual([{ kind: 'sync_result', height: 1, synced: true, networkTip: 1 }]);
    expect(script.state).toMatchObject({
      l2GasPriceFri: 9_000_000_000n,
      previous: { timestamp: GENESIS, l1Gas: { wei: 1n, fri: 2n } },
      recorder: { blob: null },
    });
    expect(script.state.feeWindow.get(1)).toBe(8_000_000_007n);
  });

  test('sync: the price has the floor of the constants, and stays even if the block is refused', () => {
    const low = withStore(syncBlock(1, { nextL2GasPriceFri: 1n }));
    low.call(tryCall(1));
    expect(low.state.l2GasPriceFri).toBe(8_000_000_000n);
    const late = withStore(syncBlock(1, {}, GENESIS + 2));
    late.call(tryCall(1));
    expect(late.manager).toEqual([{ kind: 'sync_result', height: 1, synced: false, networkTip: 1 }]);
    expect(late.state).toMatchObject({ l2GasPriceFri: 9_000_000_000n, previous: null });
  });

  test('sync: a block older than the previous one, or of another height, is refused', () => {
    const old = withStore(syncBlock(1, {}, GENESIS - 5));
    old.state = { ...old.state, previous: { timestamp: GENESIS, l1Gas: { wei: 1n, fri: 1n }, l1DataGas: { wei: 1n, fri: 1n } } };
    old.call(tryCall(1));
    expect(old.manager).toMatchObject([{ synced: false }]);
    const wrong = withStore();
    wrong.state = { ...wrong.state, store: new Map([[1, syncBlock(2)]]) };
    wrong.call(tryCall(1));
    expect(wrong.manager).toMatchObject([{ synced: false }]);
  });

  test('sync: a refusal of the batcher means no', () => {
    const script = withStore(syncBlock(1));
    script.respond = () => batcherError({ code: 'MissingHeaderCommitments', blockNumber: toHeight(1) });
    script.call(tryCall(1));
    script.run(script.now + 100);
    expect(script.manager).toMatchObject([{ kind: 'sync_result', synced: false }]);
  });

  test('sync: an active task is interrupted before the block is added', () => {
    const script = withStore(syncBlock(1));
    script.stream(1, validInit(), []);
    script.call(validateCall(validInit(), 1));
    script.run(script.now + 200);
    script.calls.length = 0;
    script.call(tryCall(1));
    script.run(script.now + 1_000);
    expect(script.requests()).toEqual(['abort_proposal', 'add_sync_block']);
    expect(script.manager.map((m) => m.kind)).toEqual(['finished_validation', 'sync_result']);
  });
});

describe('recorder', () => {
  test.each([
    { note: 'no blob, height 0', recorder: emptyRecorder(), height: 0, kind: 'skip', asks: false },
    { note: 'no blob, genesis is there', recorder: emptyRecorder(), height: 1, kind: 'skip', asks: true },
    { note: 'no blob, someone wrote it', recorder: { blob: null, latestReceived: 6 }, height: 7, kind: 'skip', asks: true },
    { note: 'no blob, nobody wrote it', recorder: { blob: null, latestReceived: 5 }, height: 7, kind: 'refuse', asks: true },
    { note: 'no blob, the recorder is ahead', recorder: { blob: null, latestReceived: 7 }, height: 7, kind: 'refuse', asks: true },
    { note: 'the blob of the previous height', recorder: { blob: toHeight(6), latestReceived: 5 }, height: 7, kind: 'accept', asks: true },
    { note: 'an older blob', recorder: { blob: toHeight(5), latestReceived: 6 }, height: 7, kind: 'refuse', asks: false },
  ])('recorder: $note', ({ recorder, height, kind, asks }) => {
    expect(planWrite(recorder, toHeight(height))).toMatchObject({ kind, asksRecorder: asks });
  });

  test('recorder: a blob of the present height is a bug', () => {
    expect(() => planWrite({ blob: toHeight(7), latestReceived: 6 }, toHeight(7))).toThrow('of a decided height');
  });

  test('recorder: after a height learned by sync a held older blob keeps the next proposal from finishing', () => {
    const script = validated();
    script.call(decisionCall());
    script.run(script.now + 100);
    script.state = { ...script.state, store: new Map([...script.state.store, [2, syncBlock(2)]]) };
    script.now = toTimeUs(2_000_000);
    script.call({ kind: 'try_sync', height: toHeight(2) });
    script.run(script.now + 100);
    script.atHeight(toHeight(3));
    script.call(buildCall(3));
    script.run(script.now + 10_000_000);
    expect(script.reports.findLast((r) => r.kind === 'build_finished')).toMatchObject({
      error: 'CendeWriteError',
      detail: 'the blob in memory is of height 1, not of 2',
    });
    expect(script.sent.map(({ part }) => part.kind)).toEqual(['init', 'end']);
  });
});
