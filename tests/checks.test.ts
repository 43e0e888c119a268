// Goal: every live check can fail. Method: one deliberately broken validator (or more, where one cannot do it) runs through the same processes, windows and
// log as the honest ones, and the check that guards against it must turn red at the right event; the honest twin of the run stays green.
import { expect, test } from 'vitest';
import { toFelt } from '../core/base/felt.ts';
import type { CheckName } from '../core/checks/check.ts';
import { CHECKS, createBoard, feedBoard } from '../core/checks/registry.ts';
import { unchangingStakers } from '../core/consensus/committee.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogBody, LogEvent } from '../core/log/event.ts';
import type { Fault } from '../core/net/fault.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { MachineFactory } from '../core/sim/host.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { createMachines } from '../core/sim/machines.ts';
import { type World, committeeOf } from '../core/sim/world.ts';
import { type ProcessId, toHeight, toProcessId, toTimeUs, toValidatorIndex, validatorOf } from '../core/types/ids.ts';
import { createConsensusProcess } from '../core/validator/consensus-process.ts';
import type { ProcessMachine } from '../core/validator/process.ts';
import { encodeVote } from '../core/wire/vote.ts';

const kernel = memoKernel(createKernel(), 100_000);
const SEED = 5;

type Broken = (id: ProcessId, honest: ProcessMachine) => ProcessMachine;

const run = (world: World, untilUs: number, broken: Broken, interventions: readonly Intervention[] = []): readonly LogEvent[] => {
  const honest = createMachines(world, SEED, kernel);
  const createMachine: MachineFactory = (id) => broken(id, honest(id));
  return new Cluster({ world, seed: SEED, interventions, createMachine }).advance(toTimeUs(untilUs)).events;
};

const redChecks = (events: readonly LogEvent[]): readonly CheckName[] => {
  const board = createBoard();
  feedBoard(board, events);
  return [...board].filter(([, entry]) => entry.violation !== null).map(([name]) => name);
};

const violationOf = (events: readonly LogEvent[], name: CheckName) => {
  const board = createBoard();
  feedBoard(board, events);
  return board.get(name)?.violation ?? null;
};

/** `honest`, whose log says something else when it `lies`. */
const rewriteLog = (lies: boolean, honest: ProcessMachine, rewrite: (body: LogBody) => LogBody): ProcessMachine =>
  lies
    ? {
        ...honest,
        handle: (now, input) =>
          honest.handle(now, input).map((effect) => (effect.kind === 'log' ? { ...effect, body: rewrite(effect.body) } : effect)),
      }
    : honest;

const asIs: Broken = (_, honest) => honest;
const fault = (id: number, what: Fault): Intervention => ({ t: toTimeUs(0), kind: 'fault_on', id, fault: what });
const drop = (id: number, from: number | null, to: number | null, what: 'any' | 'proposal' | 'precommit'): Intervention =>
  fault(id, {
    kind: 'drop',
    ppm: 1_000_000,
    filter: { from: from === null ? null : toValidatorIndex(from), to: to === null ? null : toValidatorIndex(to), what, height: 1 },
  });
const partition = [0, 1].flatMap((a) =>
  [2, 3].flatMap((b) => [drop(2000 + 10 * a + b, a, b, 'any'), drop(3000 + 10 * a + b, b, a, 'any')]),
);
const calm = createStandardWorld({ seed: SEED, validators: 4 });

test('checks: there is one for each promise', () => {
  expect(CHECKS.map((c) => c.name)).toEqual([
    'agreement',
    'validity',
    'one_vote',
    'lock_rule',
    'decision_quorum',
    'decided_is_committed',
    'equal_commitments',
    'same_root',
    'chain',
    'progress',
  ]);
});

test('checks: all are green on an honest run, also on a partitioned one', () => {
  expect(redChecks(run(calm, 6_000_000, asIs))).toEqual([]);
  const parted = run(calm, 30_000_000, asIs, partition);
  expect(redChecks(parted)).toEqual([]);
  expect(parted.some((e) => e.kind === 'decided')).toBe(false);
});

test('agreement: validators that know only their own half of the committee decide differently', () => {
  const small: Broken = (id, honest) => {
    if (id % 16 !== 0) return honest;
    const { genesisUnix, chainId, settings, l1 } = calm;
    const half = Math.floor(validatorOf(id) / 2);
    const members = committeeOf(calm).members.filter((_, i) => Math.floor(i / 2) === half);
    return createConsensusProcess({
      validator: validatorOf(id),
      count: 4,
      seed: SEED,
      genesisUnix,
      chainId,
      settings,
      l1,
      kernel,
      staking: unchangingStakers(members),
    });
  };
  const events = run(calm, 30_000_000, small);
  const violation = violationOf(events, 'agreement');
  expect(violation?.event.kind).toBe('decided');
  expect(violation?.detail).toMatch(/^height 1: /);
});

test('validity: a validator that decides on precommits alone, for a block it found invalid, is caught', () => {
  const hasty: Broken = (id, honest) => {
    if (id !== toProcessId(3, 0)) return honest;
    return {
      ...honest,
      handle: (now, input) => {
        const effects = honest.handle(now, input);
        const [first] = effects;
        if (first?.kind !== 'log' || first.body.kind !== 'frame_delivered' || first.body.what?.kind !== 'proposal_part') return effects;
        const { height, round, part } = first.body.what;
        if (part !== 'fin') return effects;
        return [...effects, { kind: 'log', body: { kind: 'decided', height, round, value: toFelt(1), voters: [] } }];
      },
    };
  };
  expect(redChecks(run(calm, 3_000_000, hasty))).toContain('validity');
});

test('one vote: a validator that sends another vote to the network than its own is caught at the second frame', () => {
  const twoFaced: Broken = (id, honest) => {
    if (id !== toProcessId(2, 0)) return honest;
    return {
      ...honest,
      handle: (now, input) =>
        honest.handle(now, input).flatMap((effect) => {
          if (effect.kind !== 'broadcast' || effect.what.kind !== 'vote') return [effect];
          const { voteType, height, round, voter } = effect.what;
          const commitment = toFelt(0xbad);
          const bytes = encodeVote({ voteType, height, round, commitment, voter, signature: [] });
          return [effect, { ...effect, bytes, what: { ...effect.what, commitment } }];
        }),
    };
  };
  const events = run(calm, 3_000_000, twoFaced);
  const violation = violationOf(events, 'one_vote');
  expect(violation?.event).toMatchObject({ kind: 'frame_sent', p: toProcessId(2, 0) });
  expect(redChecks(events)).toEqual(['one_vote']);
});

/** Round 0: V1, V2 and V4 lock, V3 never sees the proposal and V4's precommits are lost, so nobody decides. Round 1: V3 builds another block. */
const LOCKING = [drop(2001, null, 2, 'proposal'), drop(2002, 3, null, 'precommit'), drop(2003, null, 3, 'precommit')];

type Loose = {
  readonly manager: { readonly phase: { readonly kind: string; readonly shc: { readonly machine: { readonly locked: unknown } } } };
};

test('lock rule: a validator that forgets its lock and prevotes a new value is caught', () => {
  const forgetful: Broken = (id, honest) => {
    if (id !== toProcessId(0, 0)) return honest;
    return {
      ...honest,
      handle: (now, input) => {
        const state = honest.snapshot() as Loose;
        const { phase } = state.manager;
        if (phase.kind === 'running' && phase.shc.machine.locked !== null) {
          const shc = { ...phase.shc, machine: { ...phase.shc.machine, locked: null } };
          honest.restore({ ...state, manager: { ...state.manager, phase: { ...phase, shc } } });
        }
        return honest.handle(now, input);
      },
    };
  };
  const honest = run(calm, 20_000_000, asIs, LOCKING);
  expect(honest.some((e) => e.kind === 'locked')).toBe(true);
  expect(redChecks(honest)).toEqual([]);
  const violation = violationOf(run(calm, 20_000_000, forgetful, LOCKING), 'lock_rule');
  expect(violation?.event).toMatchObject({ kind: 'vote_cast', voteType: 'prevote', p: toProcessId(0, 0), round: 1 });
});

test('decided = committed, equal commitments: a batcher that commits another executed block than the decided one is caught', () => {
  const world = findScenario('invalid-proposal')!.createWorld(SEED);
  const mixedUp: Broken = (id, honest) => {
    if (id !== toProcessId(0, 1)) return honest;
    let seen = -1;
    return {
      ...honest,
      handle: (now, input) => {
        if (input.kind !== 'bridge' || input.message.kind !== 'call') return honest.handle(now, input);
        const { request } = input.message;
        if (request.kind === 'start_height') seen = -1;
        if (request.kind === 'validate_block' && seen === -1) seen = request.proposalId;
        if (request.kind !== 'decision_reached' || request.proposalId === seen) return honest.handle(now, input);
        return honest.handle(now, { ...input, message: { ...input.message, request: { ...request, proposalId: seen } } });
      },
    };
  };
  const red = redChecks(run(world, 9_000_000, mixedUp));
  expect(red).toContain('decided_is_committed');
  expect(red).toContain('equal_commitments');
  expect(redChecks(run(world, 9_000_000, asIs))).toEqual([]);
});

test('same root: a batcher whose committer computes another root is caught although the blocks are equal', () => {
  const sloppy: Broken = (id, honest) =>
    rewriteLog(id === toProcessId(1, 1), honest, (body) =>
      body.kind === 'block_root' ? { ...body, stateRoot: toFelt(body.stateRoot ^ 1n) } : body,
    );
  const events = run(calm, 6_000_000, sloppy);
  expect(violationOf(events, 'same_root')?.event).toMatchObject({ kind: 'block_root' });
  expect(redChecks(events)).toEqual(['same_root']);
});

test('chain: a batcher that names another parent is caught', () => {
  const orphan: Broken = (id, honest) =>
    rewriteLog(id === toProcessId(1, 1), honest, (body) =>
      body.kind === 'block_root' && body.height === 2 ? { ...body, parentHash: toFelt(1) } : body,
    );
  const events = run(calm, 9_000_000, orphan);
  expect(violationOf(events, 'chain')?.event).toMatchObject({ kind: 'block_root', height: 2, p: toProcessId(1, 1) });
  expect(redChecks(events)).toEqual(['chain']);
});

test('chain: a batcher that skips a height is caught', () => {
  const hasty: Broken = (id, honest) =>
    rewriteLog(id === toProcessId(1, 1), honest, (body) =>
      body.kind === 'block_committed' && body.height === 2 ? { ...body, height: toHeight(3) } : body,
    );
  expect(violationOf(run(calm, 9_000_000, hasty), 'chain')?.detail).toMatch(/committed height 3 after 1$/);
});

test('decision quorum: a validator that decides with too little weight is caught', () => {
  const hasty: Broken = (id, honest) =>
    rewriteLog(id === toProcessId(3, 0), honest, (body) => (body.kind === 'decided' ? { ...body, voters: body.voters.slice(0, 2) } : body));
  const events = run(calm, 3_000_000, hasty);
  expect(violationOf(events, 'decision_quorum')?.event).toMatchObject({ kind: 'decided', p: toProcessId(3, 0) });
  expect(redChecks(events)).toEqual(['decision_quorum']);
});

test('progress: three validators that keep their precommits to themselves stop the chain, with no fault to excuse it', () => {
  const mute: Broken = (id, honest) => {
    // Of two only, the two others would learn by sync what these decide alone.
    if (id % 16 !== 0 || id < 16) return honest;
    return {
      ...honest,
      handle: (now, input) =>
        honest.handle(now, input).filter((e) => e.kind !== 'broadcast' || e.what.kind !== 'vote' || e.what.voteType !== 'precommit'),
    };
  };
  const events = run(calm, 160_000_000, mute);
  expect(redChecks(events)).toEqual(['progress']);
  const excused = run(calm, 160_000_000, mute, [drop(2001, 0, 1, 'precommit')]);
  expect(redChecks(excused)).toEqual([]);
});
