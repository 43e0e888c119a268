// What arrives at the edge: nothing that cannot be read throws or changes consensus; every refusal is logged with its reason (fuzz and cases).
// Method: one consensus process at height 1, driven by hand; the state of the manager is compared as text before and after.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import { plainToText } from '../base/plain.ts';
import { unchangingStakers } from '../consensus/committee.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { proposalCommitment } from '../hashes/block-hash.ts';
import type { LogBody } from '../log/event.ts';
import type { FrameTopic } from '../log/frame-summary.ts';
import { infoOf } from '../orchestrator/fixtures.ts';
import { CALM_L1 } from '../scenarios/worlds.ts';
import { CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX } from '../sim/presets.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import type { ProposalPart, StreamId, Vote } from '../types/consensus.ts';
import { toHeight, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { DeclareV3, InvokeV3 } from '../types/transaction.ts';
import { encodeMempoolBatch } from '../wire/mempool-batch.ts';
import { encodeProposalPart } from '../wire/proposal-part.ts';
import { encodeStreamMessage } from '../wire/stream-message.ts';
import { encodeVote } from '../wire/vote.ts';
import { createConsensusProcess } from './consensus-process.ts';
import type { ConsensusState } from './consensus-state.ts';
import type { ProcessEffect, ProcessMachine } from './process.ts';

const kernel = memoKernel(createKernel(), 10_000);
const COUNT = 4;
const ids = Array.from({ length: COUNT }, (_, i) => validatorIdOf(toValidatorIndex(i)));
const NOW = toTimeUs(500);
const settings = CODE_DEFAULTS;
const done: BatcherAnswer = { ok: true, value: { kind: 'done' } };

/** A consensus process of validator 0 that runs height 1, where 1 proposes round 0. */
const running = (): ProcessMachine => {
  const machine = createConsensusProcess({
    validator: toValidatorIndex(0),
    count: COUNT,
    seed: 1,
    genesisUnix: GENESIS_UNIX,
    chainId: CHAIN_ID,
    settings,
    staking: unchangingStakers(ids.map((id) => ({ id, weight: 1n, canPropose: true }))),
    l1: CALM_L1,
    kernel,
  });
  const answer = (callId: number, request: 'get_current_height' | 'start_height', value: BatcherAnswer): void => {
    machine.handle(NOW, { kind: 'bridge', message: { kind: 'answer', callId, request, answer: value } });
  };
  machine.handle(toTimeUs(0), { kind: 'start', restart: false });
  answer(0, 'get_current_height', { ok: true, value: { kind: 'current_height', height: toHeight(1) } });
  answer(1, 'start_height', done);
  return machine;
};

const stateOf = (machine: ProcessMachine): ConsensusState => machine.snapshot() as ConsensusState;
const managerText = (machine: ProcessMachine): string => {
  const { manager, orchestrator } = stateOf(machine);
  return plainToText([manager, orchestrator.task, orchestrator.awaited, orchestrator.proposals, orchestrator.queued]);
};
const deliver = (machine: ProcessMachine, topic: FrameTopic, bytes: Uint8Array, from = 1): readonly ProcessEffect<unknown>[] =>
  machine.handle(NOW, { kind: 'frame', from: toValidatorIndex(from), topic, bytes });
const bodies = (effects: readonly ProcessEffect<unknown>[]): readonly LogBody[] =>
  effects.flatMap((e) => (e.kind === 'log' ? [e.body] : []));
const refusals = (effects: readonly ProcessEffect<unknown>[]): readonly string[] =>
  bodies(effects).flatMap((b) => (b.kind === 'refused' ? [`${b.source}:${b.code}`] : []));

const vote = (over: Partial<Vote> = {}): Vote => ({
  voteType: 'prevote',
  height: toHeight(1),
  round: toRound(0),
  commitment: toFelt(5),
  voter: ids[1] as Felt,
  signature: [],
  ...over,
});
const invoke: InvokeV3 = {
  kind: 'invoke_v3',
  sender: toFelt(9),
  calldata: [toFelt(1)],
  signature: [toFelt(1), toFelt(2)],
  nonce: toFelt(0),
  tip: 0n,
  resourceBounds: {
    l1Gas: { maxAmount: 0n, maxPricePerUnit: 1n },
    l2Gas: { maxAmount: 1n, maxPricePerUnit: 1n },
    l1DataGas: { maxAmount: 0n, maxPricePerUnit: 1n },
  },
  paymasterData: [],
  nonceDaMode: 0,
  feeDaMode: 0,
  accountDeploymentData: [],
  proofFacts: [],
  proof: new Uint8Array(0),
};
const initPart = (over: Partial<Extract<ProposalPart, { kind: 'init' }>['init']> = {}): ProposalPart => ({
  kind: 'init',
  init: {
    height: toHeight(1),
    round: toRound(0),
    validRound: null,
    proposer: ids[1] as Felt,
    timestamp: GENESIS_UNIX,
    builder: ids[1] as Felt,
    l1DaMode: 'blob',
    l2GasPriceFri: 8_000_000_000n,
    l1GasPriceFri: 420_000_000_000_000n,
    l1DataGasPriceFri: 2_700_000_000_000n,
    l1GasPriceWei: 21_000_000_000n,
    l1DataGasPriceWei: 135_000_000n,
    starknetVersion: '0.14.4',
    versionConstantCommitment: toFelt(0),
    feeProposalFri: 8_000_000_000n,
    ...over,
  },
});
const streamId: StreamId = { height: toHeight(1), round: toRound(0) };
const content = (messageId: number, part: ProposalPart, id: StreamId = streamId): Uint8Array =>
  encodeStreamMessage({ streamId: id, messageId, message: { kind: 'content', bytes: encodeProposalPart(part) } });
const PARTIAL = 1_000;
/** The commitment of a block with this partial hash and the fee of `initPart`. */
const A = proposalCommitment(kernel, toFelt(PARTIAL), 8_000_000_000n);
const finPart: ProposalPart = { kind: 'fin', fin: { proposalCommitment: toFelt(5), executedTransactionCount: 0, finPayload: null } };

describe('fuzz', () => {
  const topic = fc.constantFrom<FrameTopic>('consensus_votes', 'consensus_proposals', 'mempool');
  const samples: readonly Uint8Array[] = [
    encodeVote(vote()),
    content(0, initPart()),
    content(1, { kind: 'transactions', transactions: [invoke] }),
    content(2, finPart),
    encodeMempoolBatch([invoke]),
  ];

  test('edge: random bytes never throw and never change consensus', () => {
    const machine = running();
    const before = managerText(machine);
    fc.assert(
      fc.property(topic, fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 3 }), (where, bytes, from) => {
        const effects = deliver(machine, where, bytes, from);
        expect(bodies(effects)[0]?.kind).toBe('frame_delivered');
      }),
      { numRuns: 500 },
    );
    expect(managerText(machine)).toBe(before);
  });

  test('edge: true frames, cut, changed or on another topic, never throw; what is refused changes nothing', () => {
    fc.assert(
      fc.property(
        topic,
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
        fc.nat(400),
        (where, sample, changes, cut) => {
          const machine = running();
          const bytes = Uint8Array.from(sample.subarray(0, sample.length - (cut % 3 === 0 ? cut % sample.length : 0)));
          for (const [at, value] of changes) bytes[at % Math.max(1, bytes.length)] = value;
          const before = managerText(machine);
          const effects = deliver(machine, where, bytes);
          const isRefused = refusals(effects).some((code) => code.startsWith('wire:'));
          expect(!isRefused || managerText(machine) === before).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('edge: any sequence of well-formed votes and parts is survived, with the answers of a batcher that accepts everything', () => {
    const felt = fc.constantFrom(...ids, toFelt(5), toFelt(0x99));
    const round = fc.nat(3).map((n) => toRound(n));
    const height = fc.integer({ min: 0, max: 3 }).map((n) => toHeight(n));
    const anyVote = fc.record({
      voteType: fc.constantFrom('prevote' as const, 'precommit' as const),
      height,
      round,
      commitment: fc.option(felt),
      voter: felt,
      signature: fc.constant([]),
    });
    const anyPart: fc.Arbitrary<ProposalPart> = fc.oneof(
      fc.record({ height, round, proposer: felt, validRound: fc.option(round) }).map((over) => initPart(over)),
      fc.constant(finPart),
      fc.constant<ProposalPart>({ kind: 'transactions', transactions: [invoke] }),
    );
    const anyFrame: fc.Arbitrary<readonly [FrameTopic, Uint8Array]> = fc.oneof(
      anyVote.map((v) => ['consensus_votes', encodeVote(v)] as const),
      fc
        .record({ id: fc.record({ height, round }), messageId: fc.nat(4), part: fc.option(anyPart) })
        .map(
          ({ id, messageId, part }) =>
            [
              'consensus_proposals',
              part === null ? encodeStreamMessage({ streamId: id, messageId, message: { kind: 'fin' } }) : content(messageId, part, id),
            ] as const,
        ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anyFrame, fc.integer({ min: 1, max: 3 })), { maxLength: 40 }), (frames) => {
        const machine = running();
        let pending: readonly ProcessEffect<unknown>[] = [];
        for (const [[where, bytes], from] of frames) {
          pending = [...pending, ...deliver(machine, where, bytes, from)];
          const calls = pending.flatMap((e) => (e.kind === 'bridge' && e.message.kind === 'call' ? [e.message] : []));
          pending = [];
          for (const { callId, request } of calls) {
            pending = [
              ...pending,
              ...machine.handle(NOW, { kind: 'bridge', message: { kind: 'answer', callId, request: request.kind, answer: done } }),
            ];
          }
        }
        const marker = stateOf(machine).marker;
        expect(marker === null || marker === 1).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('refusals', () => {
  test('edge: a frame beyond the limit is refused before it is decoded', () => {
    const effects = deliver(running(), 'consensus_votes', new Uint8Array(FRAME_BYTES_MAX + 1));
    expect(refusals(effects)).toEqual(['edge:FrameTooLarge']);
    expect(bodies(effects)[0]).toMatchObject({ kind: 'frame_delivered', what: null, bytes: FRAME_BYTES_MAX + 1 });
  });

  test('edge: a vote that does not decode is refused with the name of the field', () => {
    const effects = deliver(running(), 'consensus_votes', Uint8Array.of(0x18, 1));
    expect(refusals(effects)).toEqual(['wire:MissingField']);
  });

  test('edge: S-30 an empty stream and one that does not begin with Init reach nobody', () => {
    const machine = running();
    const before = managerText(machine);
    const empty = deliver(machine, 'consensus_proposals', encodeStreamMessage({ streamId, messageId: 0, message: { kind: 'fin' } }));
    expect(refusals(empty)).toEqual([]);
    const headless = deliver(machine, 'consensus_proposals', content(0, finPart));
    expect(refusals(headless)).toEqual(['consensus:FirstPartNotInit']);
    const next = deliver(machine, 'consensus_proposals', content(1, finPart));
    expect(refusals(next)).toEqual(['stream_handler:receiver_dropped']);
    expect(managerText(machine)).toBe(before);
    expect(stateOf(machine).receivers.size).toBe(0);
  });

  test('edge: after a proposal that was refused, the rest of its stream drops it', () => {
    const machine = running();
    const wrong = deliver(machine, 'consensus_proposals', content(0, initPart({ proposer: ids[2] as Felt })));
    expect(bodies(wrong)).toMatchObject([
      { kind: 'frame_delivered' },
      { kind: 'stream_part' },
      { kind: 'proposal_received', outcome: 'wrong_proposer' },
    ]);
    const rest = deliver(machine, 'consensus_proposals', content(1, finPart));
    expect(bodies(rest)).toMatchObject([
      { kind: 'frame_delivered' },
      { kind: 'stream_part', outcome: 'stream_dropped' },
      { kind: 'refused', source: 'stream_handler', code: 'receiver_dropped' },
    ]);
  });

  test('edge: parts out of order wait for the missing one', () => {
    const machine = running();
    const outcome = (bytes: Uint8Array): unknown => bodies(deliver(machine, 'consensus_proposals', bytes))[1];
    expect(outcome(content(1, finPart))).toMatchObject({ kind: 'stream_part', part: 'fin', outcome: 'buffered', next: 0 });
    expect(stateOf(machine).orchestrator.streams.size).toBe(0);
    expect(outcome(content(0, initPart()))).toMatchObject({ kind: 'stream_part', part: 'init', outcome: 'delivered', next: 2 });
    expect(stateOf(machine).orchestrator.task?.kind).toBe('validate');
    expect(stateOf(machine).orchestrator.streams.get(0)?.parts).toEqual([finPart]);
  });
});

describe('gossip', () => {
  test('edge: a gossiped transaction is hashed here and handed to the gateway', () => {
    const effects = deliver(running(), 'mempool', encodeMempoolBatch([invoke]));
    const handed = effects.flatMap((e) => (e.kind === 'bridge' ? [e.message] : []));
    expect(handed).toMatchObject([{ kind: 'gossip_in', tx: { tx: invoke } }]);
    const hash = handed[0]?.kind === 'gossip_in' ? handed[0].tx.hash : null;
    expect(bodies(effects)).toEqual([
      {
        kind: 'frame_delivered',
        from: 1,
        topic: 'mempool',
        what: { kind: 'transaction', hash },
        bytes: encodeMempoolBatch([invoke]).length,
      },
    ]);
  });

  test('edge: a class whose version cannot be hashed is refused', () => {
    const entryPoints = { externals: [], l1Handlers: [], constructors: [] };
    const { calldata: _calldata, proofFacts: _facts, proof: _proof, ...account } = invoke;
    const declare: DeclareV3 = {
      ...account,
      kind: 'declare_v3',
      compiledClassHash: toFelt(3),
      class: { abi: '[]', contractClassVersion: 'far too long a version text', program: [], ...entryPoints },
    };
    const effects = deliver(running(), 'mempool', encodeMempoolBatch([declare]));
    expect(refusals(effects)).toEqual(['edge:TransactionConverterError']);
    expect(effects.some((e) => e.kind === 'bridge')).toBe(false);
  });

  test('edge: an own transaction from the gateway leaves to everyone', () => {
    const tx = { hash: toFelt(77), tx: invoke };
    const effects = running().handle(NOW, { kind: 'bridge', message: { kind: 'gossip_out', tx } });
    expect(effects).toEqual([
      { kind: 'log', body: { kind: 'gossip_delivered', direction: 'to_edge', hash: 77n } },
      { kind: 'broadcast', topic: 'mempool', bytes: encodeMempoolBatch([invoke]), what: { kind: 'transaction', hash: 77n } },
    ]);
  });
});

describe('contract', () => {
  test('process: an answer that nobody expects leaves no trace', () => {
    const machine = running();
    expect(machine.handle(NOW, { kind: 'bridge', message: { kind: 'answer', callId: 99, request: 'start_height', answer: done } })).toEqual(
      [],
    );
  });

  test('process: a stale timer and a poll that finds nothing are no log events', () => {
    const machine = running();
    const stale = { kind: 'manager', input: { kind: 'timeout', step: 'prevote', height: toHeight(1), round: toRound(0) } };
    expect(machine.handle(NOW, { kind: 'timer', timer: stale })).toEqual([]);
    const poll = { kind: 'manager', input: { kind: 'sync_poll', height: toHeight(1), waiting: false } };
    expect(machine.handle(NOW, { kind: 'timer', timer: poll }).map((e) => e.kind)).toEqual(['timer']);
  });

  test('process: while a context call is awaited, messages wait and are handled after it in order', () => {
    const machine = running();
    for (const from of [1, 2, 3]) {
      const voter = ids[from] as Felt;
      deliver(machine, 'consensus_votes', encodeVote(vote({ round: toRound(2), voter, commitment: null })), from);
    }
    // Two thirds of nil prevotes of round 2 moved it there; a proposal of round 2 is validated, and round 3 must interrupt it.
    expect(stateOf(machine).orchestrator.round).toBe(2);
    deliver(
      machine,
      'consensus_proposals',
      content(0, initPart({ round: toRound(2), proposer: ids[3] as Felt }), { height: toHeight(1), round: toRound(2) }),
      3,
    );
    for (const from of [1, 2]) deliver(machine, 'consensus_votes', encodeVote(vote({ round: toRound(3), voter: ids[from] as Felt })), from);
    expect(stateOf(machine).orchestrator.awaited?.kind).toBe('interrupting');
    const held = deliver(machine, 'consensus_votes', encodeVote(vote({ round: toRound(3), voter: ids[3] as Felt })), 3);
    expect(bodies(held).map((b) => b.kind)).toEqual(['frame_delivered']);
    expect(stateOf(machine).inbox.length).toBe(1);
    const answer = (callId: number, request: 'validate_block' | 'abort_proposal'): readonly LogBody[] =>
      bodies(machine.handle(NOW, { kind: 'bridge', message: { kind: 'answer', callId, request, answer: done } }));
    answer(2, 'validate_block');
    const after = answer(3, 'abort_proposal');
    expect(after.map((b) => b.kind)).toContain('vote_received');
    expect(stateOf(machine)).toMatchObject({ inbox: [], orchestrator: { round: 3, awaited: null } });
  });
});

describe('repropose', () => {
  test('process: a locked value is proposed again in the own round, with the same commitment and a fresh stream', () => {
    const machine = running();
    const round = (r: number): StreamId => ({ height: toHeight(1), round: toRound(r) });
    deliver(machine, 'consensus_proposals', content(0, initPart()));
    deliver(
      machine,
      'consensus_proposals',
      content(1, { kind: 'fin', fin: { proposalCommitment: A, executedTransactionCount: 0, finPayload: null } }),
    );
    const answer = (callId: number, request: 'validate_block' | 'finish_proposal', value: BatcherAnswer): void => {
      machine.handle(NOW, { kind: 'bridge', message: { kind: 'answer', callId, request, answer: value } });
    };
    answer(2, 'validate_block', done);
    answer(3, 'finish_proposal', { ok: true, value: { kind: 'proposal_finished', info: infoOf(PARTIAL, 0) } });
    for (const from of [1, 2]) deliver(machine, 'consensus_votes', encodeVote(vote({ commitment: A, voter: ids[from] as Felt })), from);
    expect(stateOf(machine).orchestrator.proposals.get('1:0')?.commitment).toBe(A);
    // Prevotes of round 3, which this validator leads, carry it there (L55).
    const jump = [1, 2].flatMap((from) =>
      deliver(machine, 'consensus_votes', encodeVote(vote({ round: toRound(3), commitment: null, voter: ids[from] as Felt })), from),
    );
    expect(bodies(jump)).toContainEqual({ kind: 'reproposed', height: 1, round: 3, validRound: 0, value: A });
    const sent = jump.flatMap((e) => (e.kind === 'broadcast' && e.topic === 'consensus_proposals' ? [e] : []));
    expect(sent.map(({ what }) => (what.kind === 'proposal_part' ? [what.round, what.messageId, what.part] : []))).toEqual([
      [3, 0, 'init'],
      [3, 1, 'fin'],
      [3, 2, 'end'],
    ]);
    expect(sent[0]?.bytes).toEqual(content(0, initPart({ round: toRound(3), validRound: toRound(0), proposer: ids[0] as Felt }), round(3)));
    expect(jump.filter((e) => e.kind === 'bridge')).toEqual([]);
    expect(stateOf(machine).orchestrator.proposals.get('1:3')?.commitment).toBe(A);
  });
});

test('edge: two frames in one are no message', () => {
  const bytes = concatBytes(encodeVote(vote()), Uint8Array.of(0xff));
  expect(refusals(deliver(running(), 'consensus_votes', bytes))).toEqual(['wire:DecodeError']);
});
