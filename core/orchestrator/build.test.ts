// Building a proposal (protocol.md 2.4, S-54): the order of calls and parts, every error by name, interrupts in each phase.
import { describe, expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { err } from '../base/result.ts';
import { CODE_DEFAULTS } from '../sim/presets.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import { toHeight, toRound, toTimeUs } from '../types/ids.ts';
import {
  BUILDER,
  GENESIS,
  PROPOSER,
  Script,
  accepted,
  answerWith,
  batcherError,
  buildCall,
  infoOf,
  makeConfig,
  transportError,
  txOf,
} from './fixtures.ts';
import type { OrchestratorConfig } from './messages.ts';

const settings = CODE_DEFAULTS.orchestrator;
const HASH = answerWith({ kind: 'block_hash', hash: toFelt(77) });
const MISSING = batcherError({ code: 'BlockHashNotFound', height: toHeight(1) });

type Over = Partial<Record<BatcherRequest['kind'], readonly BatcherAnswer[]>>;

/** Answers by script: the n-th request of a kind gets the n-th answer, the last one repeats; `undefined` kinds get the happy answer. */
const scripted = (over: Over): ((request: BatcherRequest) => BatcherAnswer) => {
  const asked = new Map<string, number>();
  return (request) => {
    const n = asked.get(request.kind) ?? 0;
    asked.set(request.kind, n + 1);
    const list = over[request.kind];
    return list?.[Math.min(n, list.length - 1)] ?? happy(request, n);
  };
};

const CHUNKS = [[1, 2], [3]] as const;
const happy = (request: BatcherRequest, n: number): BatcherAnswer => {
  if (request.kind === 'get_block_hash') return HASH;
  if (request.kind === 'has_state_commitment_infos') return answerWith({ kind: 'state_commitment_infos', present: true, bytes: null });
  if (request.kind !== 'get_proposal_content') return accepted;
  const chunk = CHUNKS[n];
  return chunk === undefined
    ? answerWith({ kind: 'proposal_finished', info: infoOf(1000, 3, 5_800_000_000) })
    : answerWith({ kind: 'proposal_txs', txs: chunk.map((i) => txOf(i)) });
};

const build = (height: number, over: Over = {}, config: Partial<OrchestratorConfig> = {}): Script => {
  const script = new Script(makeConfig(settings, config), scripted(over));
  script.state = { ...script.state, recorder: { blob: height === 1 ? null : toHeight(height - 1), latestReceived: height - 2 } };
  if (height === 1) script.state = { ...script.state, recorder: { blob: null, latestReceived: 0 } };
  script.atHeight(toHeight(height));
  script.calls.length = 0;
  script.call(buildCall(height));
  return script;
};

const outcome = (script: Script): unknown => {
  const finished = script.reports.findLast((r) => r.kind === 'build_finished');
  return finished?.kind === 'build_finished' ? (finished.error ?? finished.value) : 'running';
};
const partKinds = (script: Script): readonly string[] => script.sent.map(({ part }) => part.kind);

describe('happy path', () => {
  test('build: calls and parts come in the order of the source, and the stream is closed after Fin', () => {
    const script = build(1);
    expect(script.requests()).toEqual(['propose_block']);
    expect(script.sent).toEqual([]);
    script.run(1_000_000);
    expect(script.requests()).toEqual(['propose_block', 'get_proposal_content', 'get_proposal_content', 'get_proposal_content']);
    expect(partKinds(script)).toEqual(['init', 'transactions', 'transactions', 'fin', 'end']);
    expect(script.reports.map((r) => r.kind)).toEqual(['recorder_write', 'build_started', 'recorder_write', 'build_finished']);
    expect(script.manager).toEqual([{ kind: 'finished_building', height: 1, round: 0, value: 8_000_001_000n }]);
    expect(script.state.task).toBeNull();
    expect(script.state.proposals.size).toBe(1);
  });

  test('build: propose_block carries the deadline, the round and the block of the init', () => {
    const [request] = build(1).calls;
    expect(request).toMatchObject({
      kind: 'propose_block',
      proposalId: 0,
      deadline: 8_100_100,
      retrospectiveBlockHash: null,
      proposalRound: 0,
      blockInfo: {
        height: 1,
        timestamp: GENESIS,
        sequencer: BUILDER,
        l1DaMode: 'blob',
        starknetVersion: '0.14.4',
        gasPrices: {
          l1Gas: { wei: 11_000_000_000n, fri: 110_000_000_000_000n },
          l1DataGas: { wei: 135n, fri: 1_350_000n },
          l2Gas: { wei: 800_000n, fri: 8_000_000_000n },
        },
      },
    });
  });

  test('build: the init names the virtual proposer, the own builder address and whole seconds', () => {
    const script = new Script(makeConfig(settings), scripted({}));
    script.atHeight(toHeight(1));
    script.now = toTimeUs(2_999_999);
    script.call(buildCall(1));
    expect(script.reports.at(-1)).toMatchObject({
      kind: 'build_started',
      proposalId: 0,
      init: { proposer: PROPOSER, builder: BUILDER, timestamp: GENESIS + 2, validRound: null, feeProposalFri: 8_000_000_000n },
    });
  });

  test('build: Fin names the commitment, the executed count and the next price', () => {
    const script = build(1);
    script.run(1_000_000);
    expect(script.sent[3]?.part).toEqual({
      kind: 'fin',
      fin: {
        proposalCommitment: 8_000_001_000n,
        executedTransactionCount: 3,
        finPayload: {
          commitmentParts: {
            concatenatedCounts: 5n,
            parentCommitment: 6n,
            transactionCommitment: 1n,
            eventCommitment: 2n,
            receiptCommitment: 3n,
          },
          l2GasInfo: { nextL2GasPriceFri: 8_762_820_512n, l2GasUsed: 5_800_000_000n },
        },
      },
    });
  });

  test('build: what was streamed beyond the executed count is not stored', () => {
    const finished = answerWith({ kind: 'proposal_finished', info: infoOf(1000, 1) });
    const txs = answerWith({ kind: 'proposal_txs', txs: [txOf(1), txOf(2)] });
    const script = build(1, { get_proposal_content: [txs, txs, finished] });
    script.run(1_000_000);
    expect([...script.state.proposals.values()].map((p) => p.batches)).toEqual([[[txOf(1)]]]);
    expect(script.sent.find(({ part }) => part.kind === 'fin')?.part).toMatchObject({ fin: { executedTransactionCount: 1 } });
  });

  test('build: from height 9 on the guard hash, from 10 on the hash of ten blocks back is asked first', () => {
    const asked = (height: number): unknown => {
      const script = build(height);
      script.run(1_000_000);
      return script.calls.slice(0, -3).map((r) => ('height' in r ? [r.kind, r.height] : r.kind));
    };
    expect(asked(8)).toEqual(['propose_block']);
    expect(asked(9)).toEqual([['get_block_hash', 0], ['has_state_commitment_infos', 0], 'propose_block']);
    expect(asked(12)).toEqual([['get_block_hash', 3], ['get_block_hash', 2], ['has_state_commitment_infos', 3], 'propose_block']);
  });
});

describe('S-54 build failures', () => {
  const compare = { settings: { ...settings, compareRetrospectiveBlockHash: true } };
  const infosMissing = answerWith({ kind: 'state_commitment_infos', present: false, bytes: null });
  const recorder = makeConfig(settings).recorder;
  const noRate = (offset: number | null): Partial<OrchestratorConfig> => ({
    recorder: { ...recorder, commitmentInfosOffset: () => offset },
  });
  test.each([
    {
      note: 'propose_block refused',
      height: 1,
      over: { propose_block: [batcherError({ code: 'NotReady' })] },
      config: {},
      code: 'Batcher',
      parts: ['end'],
    },
    {
      note: 'propose_block unreachable',
      height: 1,
      over: { propose_block: [transportError] },
      config: {},
      code: 'Batcher',
      parts: ['end'],
    },
    {
      note: 'content refused',
      height: 1,
      over: { get_proposal_content: [batcherError({ code: 'InternalError' })] },
      config: {},
      code: 'Batcher',
      parts: ['init', 'end'],
    },
    {
      note: 'content of another kind',
      height: 1,
      over: { get_proposal_content: [accepted] },
      config: {},
      code: 'Batcher',
      parts: ['init', 'end'],
    },
    {
      note: 'a transaction that does not convert',
      height: 1,
      over: {},
      config: { converter: { ...makeConfig(settings).converter, toNetwork: () => err('no class') } },
      code: 'TransactionConverterError',
      parts: ['init', 'end'],
    },
    {
      note: 'the recorder refuses',
      height: 1,
      over: {},
      config: { recorder: { ...recorder, answer: () => 'refuse' as const } },
      code: 'CendeWriteError',
      parts: ['init', 'transactions', 'transactions', 'end'],
    },
    {
      note: 'the recorder is silent',
      height: 1,
      over: {},
      config: { recorder: { ...recorder, answer: () => 'silent' as const } },
      code: 'CendeWriteError',
      parts: ['init', 'transactions', 'transactions', 'end'],
    },
    {
      note: 'a hash that cannot be read',
      height: 12,
      over: { get_block_hash: [transportError] },
      config: {},
      code: 'RetrospectiveBlockHashError',
      parts: ['end'],
    },
    {
      note: 'a hash that never comes',
      height: 12,
      over: { get_block_hash: [MISSING] },
      config: {},
      code: 'RetrospectiveBlockHashError',
      parts: ['end'],
    },
    {
      note: 'hashes that differ',
      height: 12,
      over: { get_block_hash: [HASH, HASH, answerWith({ kind: 'block_hash' as const, hash: toFelt(78) })] },
      config: compare,
      code: 'RetrospectiveBlockHashError',
      parts: ['end'],
    },
    {
      note: 'infos that cannot be read',
      height: 12,
      over: { has_state_commitment_infos: [transportError] },
      config: {},
      code: 'RetrospectiveStateCommitmentInfosError',
      parts: ['end'],
    },
    {
      note: 'infos stored nowhere',
      height: 12,
      over: { has_state_commitment_infos: [infosMissing] },
      config: noRate(3),
      code: 'RetrospectiveStateCommitmentInfosError',
      parts: ['end'],
    },
    {
      note: 'a price of zero',
      height: 1,
      over: {},
      config: { settings: { ...settings, overrideL2GasPriceFri: 0n } },
      code: 'ProposalInitConversion',
      parts: ['end'],
    },
  ])('build: $note ends as $code', ({ height, over, config, code, parts }) => {
    const script = build(height, over, config);
    script.run(20_000_000);
    expect(outcome(script)).toBe(code);
    expect(partKinds(script)).toEqual(parts);
    expect(script.manager).toEqual([{ kind: 'finished_building', height, round: 0, value: null }]);
    expect(script.state.task).toBeNull();
    expect(script.state.proposals.size).toBe(0);
  });

  test('build: infos that only the recorder has, or that nobody has stored yet, are fine', () => {
    for (const offset of [4, null]) {
      const script = build(12, { has_state_commitment_infos: [infosMissing] }, noRate(offset));
      script.run(1_000_000);
      expect(script.requests()).toContain('propose_block');
    }
  });

  test('build: a silent recorder is given up at the deadline of the batcher, not before', () => {
    const script = build(1, {}, { recorder: { ...recorder, answer: () => 'silent' } });
    script.run(8_100_099);
    expect(outcome(script)).toBe('running');
    script.run(8_100_100);
    expect(outcome(script)).toBe('CendeWriteError');
  });

  test('build: content that comes after the deadline still leaves the recorder a millisecond', () => {
    const script = new Script(makeConfig(settings, { recorder: { ...recorder, writeUs: 9_000_500 } }), scripted({}));
    script.atHeight(toHeight(1));
    script.call(buildCall(1));
    script.respond = () => null;
    script.run(9_000_000);
    script.give({
      kind: 'answer',
      callId: script.state.task?.callId ?? -1,
      answer: answerWith({ kind: 'proposal_finished', info: infoOf(1000, 0) }),
    });
    expect(outcome(script)).toBe('running');
    script.run(9_000_600);
    expect(outcome(script)).toBe(8_000_001_000n);
  });
});

describe('retrospective hash', () => {
  test('build: it is asked again every half second until it is there', () => {
    const script = build(12, { get_block_hash: [MISSING, HASH, MISSING, HASH, HASH] });
    script.run(1_300_000);
    const asked = script.calls.filter((r) => r.kind === 'get_block_hash').map((r) => r.height);
    expect(asked).toEqual([3, 3, 2, 3, 2]);
    expect(script.requests()).toContain('propose_block');
  });

  test('build: the last try is at 0.7 of the build time', () => {
    const times: number[] = [];
    const waiting = build(12, { get_block_hash: [MISSING] });
    const { respond } = waiting;
    waiting.respond = (request, now, callId) => {
      if (request.kind === 'get_block_hash') times.push(now);
      return respond(request, now, callId);
    };
    waiting.run(20_000_000);
    // 0.7 * 8.1 s after the start at 100 us.
    expect(times.at(-1)).toBe(5_670_100);
    expect(outcome(waiting)).toBe('RetrospectiveBlockHashError');
  });
});

describe('interrupts', () => {
  const nextRound = { kind: 'set_height_and_round', height: toHeight(1), round: toRound(1) } as const;
  test('build: an interrupt waits for the content that the batcher still owes, then the round begins', () => {
    const script = build(1);
    script.respond = () => null;
    script.run(200);
    script.call(nextRound);
    expect(script.state.awaited?.kind).toBe('interrupting');
    expect(script.state.round).toBe(0);
    script.give({ kind: 'answer', callId: script.state.task?.callId ?? -1, answer: answerWith({ kind: 'proposal_txs', txs: [txOf(1)] }) });
    expect(outcome(script)).toBe('Interrupted');
    expect(script.state).toMatchObject({ round: 1, awaited: null, task: null });
    expect(script.requests()).not.toContain('abort_proposal');
  });

  test('build: finished content is not given up by an interrupt', () => {
    const script = build(1);
    script.run(450);
    script.call(nextRound);
    script.run(1_000_000);
    expect(outcome(script)).toBe(8_000_001_000n);
    expect(script.state.round).toBe(1);
  });

  test.each([
    { phase: 'the guard hash', until: 150 },
    { phase: 'the retrospective hash', until: 250 },
    { phase: 'state commitment infos', until: 350 },
    { phase: 'propose_block', until: 450 },
    { phase: 'content', until: 550 },
  ])('build: an interrupt during $phase is seen before the next content', ({ phase, until }) => {
    const script = build(12);
    script.run(until);
    script.call({ kind: 'set_height_and_round', height: toHeight(12), round: toRound(1) });
    expect(script.state).toMatchObject({ round: 0, awaited: { kind: 'interrupting' } });
    script.run(1_000_000);
    expect(outcome(script)).toBe('Interrupted');
    expect(partKinds(script)).toEqual(phase === 'content' ? ['init', 'transactions', 'end'] : ['init', 'end']);
    expect(script.state).toMatchObject({ round: 1, awaited: null, task: null });
  });

  test('build: while it waits for a hash an interrupt waits as well', () => {
    const script = build(12, { get_block_hash: [MISSING, HASH] });
    script.run(100_000);
    script.call({ kind: 'set_height_and_round', height: toHeight(12), round: toRound(1) });
    expect(script.state.awaited?.kind).toBe('interrupting');
    script.run(2_000_000);
    expect(outcome(script)).toBe('Interrupted');
    expect(partKinds(script)).toEqual(['init', 'end']);
  });
});

test('build: a recorder answer of a task that has ended is ignored', () => {
  const script = build(1, { propose_block: [transportError] });
  script.run(100);
  const before = script.reports.length;
  script.run(1_000_000);
  expect(script.reports.length).toBe(before + 1);
  expect(outcome(script)).toBe('Batcher');
  expect(script.reports.filter((r) => r.kind === 'recorder_write').map((r) => r.phase)).toEqual(['started']);
});
