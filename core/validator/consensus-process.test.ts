// Consensus processes on a simulated network, each with a scripted batcher (test-batcher.ts): heights are decided, byzantine proposers cost a round,
// a crashed validator comes back, the log follows the contract of process.ts.
import { crashOf } from '../net/fault-fields.ts';
import { describe, expect, test } from 'vitest';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import type { LogEvent } from '../log/event.ts';
import { CALM_L1 } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import type { Intervention } from '../sim/intervention.ts';
import { CHAIN_ID, CODE_DEFAULTS, GENESIS_UNIX, LINKS } from '../sim/presets.ts';
import { stakingOf, type World } from '../sim/world.ts';
import { toFelt } from '../base/felt.ts';
import { plainToText } from '../base/plain.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import type { ValidatorSettings } from '../types/settings.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { CONSENSUS_SLOT, slotOf, toTimeUs, toValidatorIndex, validatorOf } from '../types/ids.ts';
import { hashTransaction } from './consensus-convert.ts';
import { wrongCommitmentOf } from './byzantine/wrong-commitment.ts';
import { createConsensusProcess } from './consensus-process.ts';
import type { ProcessMachine } from './process.ts';
import { type TestBatcherConfig, createTestBatcher } from './test-batcher.ts';

const SECOND = 1_000_000;
const kernel = memoKernel(createKernel(), 10_000);

const worldOf = (validators: number, inputs: readonly Intervention[] = [], settings: ValidatorSettings = CODE_DEFAULTS): World => ({
  validators,
  followers: [],
  batchers: { instances: 1, mode: 'failover' },
  weights: Array.from({ length: validators }, () => 1n),
  staking: null,
  engine: 'native',
  engines: [],
  settings,
  overrides: [],
  links: LINKS,
  l1: CALM_L1,
  genesisUnix: GENESIS_UNIX,
  chainId: CHAIN_ID,
  inputs,
});

const consensusOf = (world: World, validator: number): ProcessMachine =>
  createConsensusProcess({
    validator: toValidatorIndex(validator),
    count: world.validators,
    seed: 7,
    genesisUnix: world.genesisUnix,
    chainId: world.chainId,
    settings: world.settings,
    staking: stakingOf(world),
    l1: world.l1,
    kernel,
  });

const clusterOf = (world: World, batcher: Partial<TestBatcherConfig> = {}): Cluster =>
  new Cluster({
    world,
    seed: 7,
    interventions: [],
    createMachine: (id) =>
      slotOf(id) === CONSENSUS_SLOT
        ? consensusOf(world, validatorOf(id))
        : createTestBatcher({ chunksAt: () => [], costUs: 20_000, ...batcher }),
  });

const run = (cluster: Cluster, seconds: number): readonly LogEvent[] => cluster.advance(toTimeUs(Math.round(seconds * SECOND))).events;
type Of<K extends LogEvent['kind']> = LogEvent & { readonly kind: K };
const only = <K extends LogEvent['kind']>(events: readonly LogEvent[], kind: K): readonly Of<K>[] =>
  events.filter((e): e is Of<K> => e.kind === kind);

describe('all well', () => {
  const events = run(clusterOf(worldOf(4)), 5);
  test('process: four validators decide height after height, in round 0 and on the same value', () => {
    const decided = only(events, 'decided');
    const heights = new Map<number, Set<bigint>>();
    for (const { height, value } of decided) heights.set(height, (heights.get(height) ?? new Set<bigint>()).add(value));
    expect([...heights.values()].every((values) => values.size === 1)).toBe(true);
    expect(decided.every(({ round }) => round === 0)).toBe(true);
    expect(Math.max(...heights.keys())).toBeGreaterThan(3);
  });
  test('process: nothing is refused', () => {
    expect(only(events, 'refused')).toEqual([]);
  });
  test('process: the first calls of a validator are those of the start and of the height', () => {
    const calls = only(events, 'call_sent').filter(({ p }) => p === 16);
    expect(calls.slice(0, 3).map(({ request }) => request.kind)).toEqual(['get_current_height', 'start_height', 'propose_block']);
  });
  test('process: every decision is followed by its call, the fee market and the next height', () => {
    const decided = only(events, 'decided').filter(({ p }) => p === 0).length;
    expect(only(events, 'fee_market').filter(({ p }) => p === 0).length).toBeGreaterThanOrEqual(decided - 1);
    expect(only(events, 'height_started').filter(({ p }) => p === 0).length).toBeGreaterThanOrEqual(decided);
  });
});

/** An L1 handler with its true hash. */
const handlerTx = (n: number): HashedTransaction => {
  const tx = { kind: 'l1_handler', nonce: toFelt(n), address: toFelt(5), entryPointSelector: toFelt(6), calldata: [toFelt(7)] } as const;
  const hashed = hashTransaction(kernel, toFelt(BigInt(`0x${Buffer.from(CHAIN_ID, 'ascii').toString('hex')}`)), tx);
  if (!hashed.ok) throw new Error(hashed.error);
  return hashed.value;
};
const faultOn = (
  t: number,
  id: number,
  fault: Intervention & { readonly kind: 'fault_on' } extends { readonly fault: infer F } ? F : never,
): Intervention => ({
  t: toTimeUs(Math.round(t * SECOND)),
  kind: 'fault_on',
  id,
  fault,
});
const faultOff = (t: number, id: number): Intervention => ({ t: toTimeUs(Math.round(t * SECOND)), kind: 'fault_off', id });
const processOf = (validator: number): number => validator * 16;
const at = (validator: number): ReturnType<typeof toValidatorIndex> => toValidatorIndex(validator);

describe('transactions', () => {
  test('process: chunks travel as parts, one each, and validators push them to their batchers in the same batches', () => {
    const chunks = [[handlerTx(1), handlerTx(2)], [handlerTx(3)]];
    const events = run(clusterOf(worldOf(4), { chunksAt: (height) => (height === 1 ? chunks : []) }), 1);
    const sent = only(events, 'frame_sent').flatMap(({ p, what }) =>
      p === processOf(1) && what.kind === 'proposal_part' && what.height === 1 ? [what] : [],
    );
    expect(sent.map(({ part, count, messageId }) => [messageId, part, count])).toEqual([
      [0, 'init', 0],
      [1, 'transactions', 2],
      [2, 'transactions', 1],
      [3, 'fin', 0],
      [4, 'end', 0],
    ]);
    const pushed = only(events, 'call_sent').flatMap(({ p, request }) =>
      p === processOf(0) && request.kind === 'send_txs_for_proposal' ? [request.txs] : [],
    );
    expect(pushed).toEqual(chunks);
    expect(only(events, 'decided').filter(({ height }) => height === 1).length).toBe(4);
  });
});

describe('byzantine proposers', () => {
  test('process: a quiet proposer costs a round, and its own state stays that of an honest one', () => {
    const fault = { kind: 'quiet_proposer', validator: at(2), height: 2 } as const;
    const events = run(clusterOf(worldOf(4, [faultOn(0, 1, fault)])), 14);
    expect(only(events, 'intervention_applied').map(({ p, what }) => [p, what])).toEqual([[processOf(2), 'fault_on quiet_proposer']]);
    const sent = only(events, 'frame_sent').filter(({ p, what }) => p === processOf(2) && what.kind === 'proposal_part');
    expect(sent.map(({ what }) => ('height' in what ? what.height : null))).not.toContain(2);
    expect(only(events, 'build_finished').find(({ p, height }) => p === processOf(2) && height === 2)).toMatchObject({
      round: 0,
      error: null,
    });
    const rounds = only(events, 'decided')
      .filter(({ height }) => height === 2)
      .map(({ round }) => round);
    expect(rounds).toEqual([1, 1, 1, 1]);
  });

  test('process: a lied commitment ends as ProposalFinMismatch everywhere, the liar votes for its true one', () => {
    const fault = { kind: 'wrong_commitment', validator: at(2), height: 2 } as const;
    const events = run(clusterOf(worldOf(4, [faultOn(0, 1, fault)])), 4);
    const finished = only(events, 'validation_finished').filter(({ height, round }) => height === 2 && round === 0);
    expect(finished.map(({ error, value }) => [error, value])).toEqual(Array.from({ length: 3 }, () => ['ProposalFinMismatch', null]));
    const truth = only(events, 'build_finished').find(({ p, height }) => p === processOf(2) && height === 2)?.value;
    expect(
      only(events, 'vote_cast').find(({ p, height, voteType }) => p === processOf(2) && height === 2 && voteType === 'prevote')?.commitment,
    ).toBe(truth);
    expect(finished[0]?.detail).toContain(`0x${wrongCommitmentOf(toFelt(truth ?? 0n)).toString(16)}`);
    expect(
      only(events, 'decided')
        .filter(({ height }) => height === 2)
        .map(({ round }) => round),
    ).toEqual([1, 1, 1, 1]);
    expect(
      only(events, 'decided')
        .filter(({ height }) => height === 1)
        .map(({ round }) => round),
    ).toEqual([0, 0, 0, 0]);
  });

  test('process: a behaviour that is switched off, or of another height, changes nothing', () => {
    const fault = { kind: 'wrong_commitment', validator: at(2), height: null } as const;
    const honest = only(run(clusterOf(worldOf(4)), 2), 'decided');
    const events = run(clusterOf(worldOf(4, [faultOn(0, 1, fault), faultOn(0, 2, { ...fault, height: 40 }), faultOff(0.1, 1)])), 2);
    expect(only(events, 'decided').map(({ t, value }) => [t, value])).toEqual(honest.map(({ t, value }) => [t, value]));
  });
});

describe('crash and restart', () => {
  test('process: it resumes at the height of its batcher with the marker and the store of before', () => {
    const events = run(clusterOf(worldOf(4, [faultOn(2, 1, crashOf(at(3))), faultOff(3.001, 1)])), 9);
    const own = events.filter(({ p }) => p === processOf(3));
    const again = own.filter(({ t }) => t >= 3_001_000);
    expect(again[0]).toMatchObject({ kind: 'started', restart: true });
    const before = Math.max(
      ...only(
        own.filter(({ t }) => t < 2_000_000),
        'fee_market',
      ).map(({ height }) => height),
    );
    const resumed = only(again, 'started')[0]?.t ?? 0;
    const lastVoted = Math.max(
      ...only(own, 'marker_written')
        .filter(({ t }) => t < resumed)
        .map(({ height }) => height),
    );
    // It had voted at the height it crashed in: it learns that height by sync, and votes only above it.
    expect(lastVoted).toBe(before + 1);
    expect(only(again, 'synced').map(({ height }) => height)).toContain(lastVoted);
    expect(only(again, 'vote_cast').every(({ height }) => height > lastVoted)).toBe(true);
    expect(only(again, 'vote_cast').length).toBeGreaterThan(0);
  });

  test('process: without a vote at the height of the crash it takes part again', () => {
    // Two validators: nothing is decided while one is down, so the chain waits for it.
    const crashed = faultOn(0.01, 1, crashOf(at(1)));
    const events = run(clusterOf(worldOf(2, [crashed, faultOff(1, 1)])), 30);
    expect(only(events, 'decided').filter(({ p }) => p === processOf(1)).length).toBeGreaterThan(0);
  });

  test('process: a restarted proposer has lost its blob, cannot finish a proposal, and the next round decides', () => {
    const decidedAt = only(run(clusterOf(worldOf(2)), 1), 'fee_market').find(({ p, height }) => p === processOf(0) && height === 1)?.t ?? 0;
    const crash = faultOn((decidedAt + 1_000) / SECOND, 1, crashOf(at(0)));
    const events = run(clusterOf(worldOf(2, [crash, faultOff((decidedAt + 5_000) / SECOND, 1)])), 20);
    expect(
      only(events, 'build_finished')
        .filter(({ height }) => height === 2)
        .map(({ p, round, error }) => [p, round, error]),
    ).toEqual([
      [processOf(0), 0, 'CendeWriteError'],
      [processOf(1), 1, null],
    ]);
    expect(
      only(events, 'decided')
        .filter(({ height }) => height === 2)
        .map(({ round }) => round),
    ).toEqual([1, 1]);
  });
});

describe('bridge', () => {
  const remote: ValidatorSettings = {
    ...CODE_DEFAULTS,
    bridge: { preset: 'remote', transport: 'apollo', latencyUs: 2_000, attempts: 3, backoffUs: 1_000, backoffMaxUs: 1_500 },
  };
  const broken = (failures: number): ((request: BatcherRequest) => ReturnType<NonNullable<TestBatcherConfig['answer']>>) => {
    let n = 0;
    return (request) =>
      request.kind === 'propose_block' && n++ < failures
        ? { ok: false, error: { kind: 'client_error', reason: 'CommunicationFailure' } }
        : null;
  };
  const proposing = (settings: ValidatorSettings, failures: number): readonly LogEvent[] =>
    run(clusterOf(worldOf(1, [], settings), { answer: broken(failures) }), 0.3).filter(({ p }) => p === 0);

  test('process: the remote preset tries again with a doubling pause and then gives up', () => {
    const attempts = only(proposing(remote, 2), 'call_sent').filter(({ callId }) => callId === 2);
    expect(attempts[0]?.request.kind).toBe('propose_block');
    expect(attempts.map(({ attempt, callId }) => [attempt, callId])).toEqual([
      [1, 2],
      [2, 2],
      [3, 2],
    ]);
    const [a, b, c] = attempts.map(({ t }) => t);
    expect([(b ?? 0) - (a ?? 0), (c ?? 0) - (b ?? 0)]).toEqual([4_000 + 20_000 + 1_000, 4_000 + 20_000 + 1_500]);
    expect(only(proposing(remote, 2), 'build_finished')[0]).toMatchObject({ error: null });
    expect(only(proposing(remote, 3), 'build_finished')[0]).toMatchObject({ error: 'Batcher' });
  });

  test('process: the local preset fails at once', () => {
    const events = proposing(CODE_DEFAULTS, 1);
    expect(only(events, 'call_sent').filter(({ request }) => request.kind === 'propose_block').length).toBe(1);
    expect(only(events, 'build_finished')[0]).toMatchObject({ error: 'Batcher' });
  });

  test('process: a batcher that refuses start_height makes the height fall back to sync', () => {
    const events = run(
      clusterOf(worldOf(1), {
        answer: ({ kind }) =>
          kind === 'start_height' ? { ok: false, error: { kind: 'batcher_error', error: { code: 'HeightInProgress' } } } : null,
      }),
      3,
    );
    expect(only(events, 'refused')).toMatchObject([{ source: 'consensus', code: 'HeightFailed', detail: 'height 1: HeightInProgress' }]);
    expect(only(events, 'build_started')).toEqual([]);
  });

  test('process: a batcher that refuses a decision stops the validator', () => {
    const events = run(
      clusterOf(worldOf(1), {
        answer: ({ kind }) =>
          kind === 'decision_reached' ? { ok: false, error: { kind: 'batcher_error', error: { code: 'InternalError' } } } : null,
      }),
      30,
    );
    expect(only(events, 'refused')).toMatchObject([{ source: 'batcher', code: 'DecisionReachedFailed', detail: 'InternalError' }]);
    expect(events.at(-1)?.kind).toBe('refused');
  });
});

describe('retrospective hash', () => {
  test('process: from height 10 on a slow committer really delays the proposer', () => {
    const slow = run(clusterOf(worldOf(4), { hashDelayUs: 4 * SECOND }), 8);
    const retries = only(slow, 'timer_fired').filter(({ timer }) => timer === 'retrospective_retry');
    expect(retries.length).toBeGreaterThan(0);
    expect(Math.min(...retries.map(({ height }) => height ?? 0))).toBe(10);
    expect(only(slow, 'build_finished').every(({ error }) => error === null)).toBe(true);
    const validators = only(slow, 'validation_finished').filter(({ error }) => error !== null);
    expect(new Set(validators.map(({ error }) => error))).toEqual(new Set(validators.length === 0 ? [] : ['RetrospectiveBlockHashError']));
  });

  test('process: a committer that never answers makes the proposer fail with RetrospectiveBlockHashError', () => {
    const events = run(clusterOf(worldOf(4), { hashDelayUs: 1_000 * SECOND, answer: () => null }), 12);
    const failed = only(events, 'build_finished').find(({ error }) => error !== null);
    expect(failed).toMatchObject({ height: 10, round: 0, error: 'RetrospectiveBlockHashError' });
  });
});

describe('stop at height', () => {
  test('process: the last height is decided, its blob written, and then the validator sleeps', () => {
    const settings = { ...CODE_DEFAULTS, consensus: { ...CODE_DEFAULTS.consensus, stopAtHeight: 2 } };
    const events = run(clusterOf(worldOf(4, [], settings)), 20);
    expect(Math.max(...only(events, 'decided').map(({ height }) => height))).toBe(2);
    expect(
      only(events, 'recorder_write')
        .filter(({ p }) => p === 0)
        .map(({ height, phase }) => [height, phase]),
    ).toEqual([
      [2, 'started'],
      [2, 'succeeded'],
    ]);
    expect(Math.max(...only(events, 'frame_sent').map(({ t }) => t))).toBeLessThan(3 * SECOND);
  });
});

describe('snapshots', () => {
  test('process: a restored snapshot goes on identically, also in the middle of a proposal', () => {
    const chunksAt = (height: number): readonly (readonly HashedTransaction[])[] => [
      [handlerTx(height * 10)],
      [handlerTx(height * 10 + 1)],
    ];
    const world = worldOf(4, [faultOn(0, 1, { kind: 'wrong_commitment', validator: at(3), height: 3 })]);
    const whole = run(clusterOf(world, { chunksAt }), 4);
    for (const t of [0.05, 0.11, 0.19, 0.26, 0.33, 0.9, 1.5, 2.2]) {
      const first = clusterOf(world, { chunksAt });
      run(first, t);
      const snapshot = first.snapshot();
      run(first, 3);
      const second = clusterOf(world, { chunksAt });
      second.restore(snapshot, []);
      const rest = run(second, 4);
      expect(plainToText(rest) === plainToText(whole.slice(whole.length - rest.length))).toBe(true);
      expect(rest[0]?.t).toBeGreaterThanOrEqual(t * SECOND);
    }
  });
});
