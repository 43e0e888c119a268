// Validating a proposal (protocol.md 2.7, S-50, S-51, S-53): calls in order, every error by name, aborts, interrupts in each phase.
import { describe, expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { ProposalPart } from '../types/consensus.ts';
import { toHeight, toRound } from '../types/ids.ts';
import {
  GENESIS,
  Script,
  accepted,
  answerWith,
  batchPart,
  batcherError,
  finPart,
  infoOf,
  makeConfig,
  transportError,
  txOf,
  validInit,
  validateCall,
} from './fixtures.ts';

const settings = CODE_DEFAULTS.orchestrator;
const PARTIAL = 1000;
const VALUE = 8_000_001_000n;
const HASH = answerWith({ kind: 'block_hash', hash: toFelt(77) });
const processing = answerWith({ kind: 'processing' });
const invalid = answerWith({ kind: 'invalid_proposal', reason: 'Block is full' });

type Over = Partial<Record<BatcherRequest['kind'], BatcherAnswer | null>>;
const happy = (request: BatcherRequest): BatcherAnswer => {
  if (request.kind === 'get_block_hash') return HASH;
  if (request.kind === 'send_txs_for_proposal') return processing;
  if (request.kind !== 'finish_proposal') return accepted;
  return answerWith({ kind: 'proposal_finished', info: infoOf(PARTIAL, request.finalNExecutedTxs) });
};

/** At height 1 (or another) with a proposal of round 0 whose parts are there from the beginning. */
const validate = (parts: readonly ProposalPart[], over: Over = {}, height = 1): Script => {
  const script = new Script(makeConfig(settings), (request) => {
    const answer = over[request.kind];
    return answer === undefined ? happy(request) : answer;
  });
  script.atHeight(toHeight(height));
  script.calls.length = 0;
  const init = validInit({ height: toHeight(height) });
  script.stream(1, init, parts);
  script.call(validateCall(init, 1));
  return script;
};
const outcome = (script: Script): unknown => {
  const finished = script.reports.findLast((r) => r.kind === 'validation_finished');
  return finished?.kind === 'validation_finished' ? (finished.error ?? finished.value) : 'running';
};
const detail = (script: Script): unknown => {
  const finished = script.reports.findLast((r) => r.kind === 'validation_finished');
  return finished?.kind === 'validation_finished' ? finished.detail : null;
};

describe('happy path', () => {
  test('S-50 validate: an empty proposal asks for validate_block and finish_proposal(0), and its value is the commitment', () => {
    const script = validate([finPart(VALUE, 0)]);
    script.run(1_000_000);
    expect(script.calls).toMatchObject([
      {
        kind: 'validate_block',
        proposalId: 0,
        deadline: 19_100_100,
        retrospectiveBlockHash: null,
        blockInfo: { height: 1, timestamp: GENESIS },
      },
      { kind: 'finish_proposal', finalNExecutedTxs: 0 },
    ]);
    expect(script.manager).toEqual([{ kind: 'finished_validation', height: 1, round: 0, value: VALUE }]);
    expect(script.state.streams.size).toBe(0);
  });

  test('validate: each batch is pushed as it was sent, and content beyond the count of Fin is cut', () => {
    const script = validate([batchPart(1, 2), batchPart(3), finPart(VALUE, 2)]);
    script.run(1_000_000);
    expect(script.requests()).toEqual(['validate_block', 'send_txs_for_proposal', 'send_txs_for_proposal', 'finish_proposal']);
    expect(script.calls[1]).toMatchObject({ txs: [txOf(1), txOf(2)] });
    expect([...script.state.proposals.values()].map((p) => p.batches)).toEqual([[[txOf(1), txOf(2)], []]]);
    expect(outcome(script)).toBe(VALUE);
  });

  test('validate: parts that come later are taken when they come', () => {
    const script = validate([]);
    script.run(500_000);
    expect(outcome(script)).toBe('running');
    script.give({ kind: 'part', stream: 1, part: finPart(VALUE, 0) });
    script.run(1_000_000);
    expect(outcome(script)).toBe(VALUE);
  });

  test('validate: the retrospective hash goes to the batcher with its number', () => {
    const script = validate([finPart(VALUE, 0)], {}, 12);
    script.run(1_000_000);
    expect(script.calls.map((r) => ('height' in r ? [r.kind, r.height] : r.kind))).toEqual([
      ['get_block_hash', 3],
      ['get_block_hash', 2],
      'validate_block',
      'finish_proposal',
    ]);
    expect(script.calls[2]).toMatchObject({ retrospectiveBlockHash: { height: 2, hash: 77n } });
  });

  test('validate: whoever sent Fin has written the previous blob', () => {
    const script = validate([finPart(VALUE, 0)], {}, 5);
    expect(script.state.recorder.latestReceived).toBe(0);
    script.run(1_000_000);
    expect(script.state.recorder.latestReceived).toBe(4);
  });
});

describe('errors', () => {
  const missing = batcherError({ code: 'BlockHashNotFound', height: toHeight(3) });
  const aborted = batcherError({ code: 'ProposalAborted' });
  const inner = batcherError({ code: 'InternalError' });
  const none = ['validate_block'];
  const abort = [...none, 'abort_proposal'];
  const sent = [...none, 'send_txs_for_proposal'];
  test.each([
    { note: 'S-53 validate_block refused', parts: [], over: { validate_block: inner }, code: 'Batcher', calls: none },
    {
      note: 'S-53 finish finds it invalid',
      parts: [finPart(VALUE, 0)],
      over: { finish_proposal: invalid },
      code: 'InvalidProposal',
      calls: [...none, 'finish_proposal'],
    },
    {
      note: 'a batch finds it invalid',
      parts: [batchPart(1)],
      over: { send_txs_for_proposal: invalid },
      code: 'InvalidProposal',
      calls: sent,
    },
    {
      note: 'a batch cannot be pushed',
      parts: [batchPart(1)],
      over: { send_txs_for_proposal: inner },
      code: 'ProposalPartFailed',
      calls: [...sent, 'abort_proposal'],
    },
    {
      note: 'finish fails',
      parts: [finPart(VALUE, 0)],
      over: { finish_proposal: transportError },
      code: 'ProposalPartFailed',
      calls: [...none, 'finish_proposal', 'abort_proposal'],
    },
    { note: 'a second init', parts: [{ kind: 'init' as const, init: validInit() }], over: {}, code: 'ProposalPartFailed', calls: abort },
    {
      note: 'more executed than received',
      parts: [batchPart(1), finPart(VALUE, 2)],
      over: {},
      code: 'ProposalPartFailed',
      calls: [...sent, 'abort_proposal'],
    },
    { note: 'a hash twice in a batch', parts: [batchPart(1, 1)], over: {}, code: 'ProposalPartFailed', calls: abort },
    {
      note: 'a hash in two batches',
      parts: [batchPart(1), batchPart(1)],
      over: {},
      code: 'ProposalPartFailed',
      calls: [...sent, 'abort_proposal'],
    },
    { note: 'an abort that fails', parts: [batchPart(1, 1)], over: { abort_proposal: inner }, code: 'Batcher', calls: abort },
    {
      note: 'an abort of an aborted one',
      parts: [batchPart(1, 1)],
      over: { abort_proposal: aborted },
      code: 'ProposalPartFailed',
      calls: abort,
    },
    {
      note: 'another commitment in Fin',
      parts: [finPart(7, 0)],
      over: {},
      code: 'ProposalFinMismatch',
      calls: [...none, 'finish_proposal'],
    },
  ])('validate: $note ends as $code', ({ parts, over, code, calls }) => {
    const script = validate(parts, over);
    script.run(1_000_000);
    expect(outcome(script)).toBe(code);
    expect(script.requests()).toEqual(calls);
    expect(script.manager).toEqual([{ kind: 'finished_validation', height: 1, round: 0, value: null }]);
    expect(script.state).toMatchObject({ task: null, streams: new Map() });
  });

  test('validate: the hash is tried once only', () => {
    const script = validate([], { get_block_hash: missing }, 12);
    script.run(10_000_000);
    expect(outcome(script)).toBe('RetrospectiveBlockHashError');
    expect(script.requests()).toEqual(['get_block_hash']);
  });

  test('validate: a price that the block cannot have ends as ProposalInitConversion', () => {
    const free = makeConfig({ ...settings, overrideL2GasPriceFri: 0n });
    const script = new Script(free, happy).atHeight(toHeight(1));
    const init = validInit({ l2GasPriceFri: 0n });
    script.stream(1, init, []);
    script.call(validateCall(init, 1));
    expect(outcome(script)).toBe('ProposalInitConversion');
  });

  test('validate: a stream that closes before Fin is aborted', () => {
    const script = validate([batchPart(1)]);
    script.give({ kind: 'stream_closed', stream: 1 });
    script.run(1_000_000);
    expect(outcome(script)).toBe('ProposalPartFailed');
    expect(detail(script)).toContain('closed before receiving fin');
  });

  test('validate: a transaction that does not convert is refused', () => {
    const [alien] = [txOf(1)];
    const config = makeConfig(settings, {
      converter: { ...makeConfig(settings).converter, fromNetwork: () => ({ ok: false, error: 'no such class' }) },
    });
    const script = new Script(config, happy).atHeight(toHeight(1));
    script.stream(1, validInit(), [{ kind: 'transactions', transactions: [alien.tx] }]);
    script.call(validateCall(validInit(), 1));
    script.run(1_000_000);
    expect(detail(script)).toBe('Failed to convert transactions: no such class');
    expect(script.requests()).not.toContain('send_txs_for_proposal');
  });

  test('validate: a mismatching proposal is stored all the same', () => {
    const script = validate([finPart(7, 0)]);
    script.run(1_000_000);
    expect([...script.state.proposals.values()].map((p) => p.commitment)).toEqual([VALUE]);
  });
});

describe('S-51 interrupt and deadline', () => {
  const nextRound = { kind: 'set_height_and_round', height: toHeight(1), round: toRound(1) } as const;

  test('validate: an interrupt while it waits aborts in the batcher and then lets the round begin', () => {
    const script = validate([]);
    script.run(1_000);
    script.call(nextRound);
    expect(script.state.round).toBe(0);
    script.run(2_000);
    expect(outcome(script)).toBe('ProposalInterrupted');
    expect(script.requests()).toEqual(['validate_block', 'abort_proposal']);
    expect(script.state).toMatchObject({ round: 1, awaited: null });
  });

  test('validate: an abort error after an interrupt is ignored', () => {
    const script = validate([], { abort_proposal: transportError });
    script.run(1_000);
    script.call(nextRound);
    script.run(2_000);
    expect(outcome(script)).toBe('ProposalInterrupted');
  });

  test.each([
    { note: 'validate_block', parts: [], until: 150, end: 'ProposalInterrupted' },
    { note: 'a batch', parts: [batchPart(1), batchPart(2)], until: 250, end: 'ProposalInterrupted' },
    { note: 'finish', parts: [finPart(VALUE, 0)], until: 250, end: VALUE },
  ])('validate: an interrupt during $note waits for its answer', ({ parts, until, end }) => {
    const script = validate(parts);
    script.run(until);
    script.call(nextRound);
    expect(script.state.awaited?.kind).toBe('interrupting');
    script.run(1_000_000);
    expect(outcome(script)).toBe(end);
    expect(script.state.round).toBe(1);
  });

  test('validate: the deadline aborts', () => {
    const script = validate([]);
    script.run(9_100_099);
    expect(outcome(script)).toBe('running');
    script.run(9_200_000);
    expect(outcome(script)).toBe('ValidationTimeout');
    expect(script.requests()).toEqual(['validate_block', 'abort_proposal']);
  });

  test('validate: a deadline that passes during a batch is seen after it', () => {
    const script = validate([batchPart(1), batchPart(2)], { send_txs_for_proposal: null });
    script.run(9_200_000);
    expect(outcome(script)).toBe('running');
    script.give({ kind: 'answer', callId: script.state.task?.callId ?? -1, answer: processing });
    script.run(9_300_000);
    expect(outcome(script)).toBe('ValidationTimeout');
  });

  test('validate: a deadline that passes during finish changes nothing', () => {
    const script = validate([finPart(VALUE, 0)], { finish_proposal: null });
    script.run(9_200_000);
    const info = infoOf(PARTIAL, 0);
    script.give({ kind: 'answer', callId: script.state.task?.callId ?? -1, answer: answerWith({ kind: 'proposal_finished', info }) });
    expect(outcome(script)).toBe(VALUE);
  });
});
