// Scenarios S-24 to S-32, S-59 and S-60, and the manager's own rules: cache and limits, cadence of polls, what waits while Apollo would await.
// Effects are written as words in order; reports are looked at apart. S-30 is the edge's: only a stream whose Init was read becomes a `proposal`.
import { describe, expect, test } from 'vitest';
import {
  A,
  atHeight,
  B,
  committeeOf,
  initOf,
  nameOf,
  nil,
  P,
  UNIT,
  V1,
  V2,
  V3,
  valueName,
  voteOf,
} from '../../tests/conformance/consensus-kit.ts';
import { VOTE_CHANNEL_MAX } from '../base/limits.ts';
import type { Felt } from '../base/felt.ts';
import { clonePlain } from '../base/plain.ts';
import { err, ok } from '../base/result.ts';
import type { LogBody } from '../log/event.ts';
import type { Committee, Vote, VoteType } from '../types/consensus.ts';
import { toHeight, toRound } from '../types/ids.ts';
import type { ConsensusSettings } from '../types/settings.ts';
import { cachedVotesMax } from './future-cache.ts';
import { createManager, type ManagerConfig, type ManagerState } from './manager-state.ts';
import { stepManager } from './manager.ts';
import type { ConsensusReport, ManagerEffect, ManagerInput } from './messages.ts';

const SETTINGS: ConsensusSettings = {
  quorum: 'byzantine',
  requireVirtualProposerVote: false,
  useOnlyActualProposerSelection: true,
  timeouts: {
    propose: { baseUs: 9_100_000, deltaUs: 0, maxUs: 15_000_000 },
    prevote: { baseUs: 300_000, deltaUs: 100_000, maxUs: 1_000_000 },
    precommit: { baseUs: 1_000_000, deltaUs: 500_000, maxUs: 5_000_000 },
  },
  syncRetryIntervalUs: 1_000_000,
  farBehindProposalThreshold: 30,
  stopAtHeight: null,
  futureHeightLimit: 10,
  futureRoundLimit: 10,
  futureHeightRoundLimit: 1,
};

/** P proposes in every round of every height. */
const onlyP = (committee: Committee): Committee => ({
  ...committee,
  members: committee.members.map((member) => ({ ...member, canPropose: member.id === P })),
});
const configOf = (settings: Partial<ConsensusSettings> = {}, self: Felt = V1, committee: Committee = UNIT): ManagerConfig => ({
  validatorId: self,
  settings: { ...SETTINGS, ...settings },
  committeeAt: () => ok({ committee: onlyP(committee), selection: { kind: 'actual' } }),
});

const wordOf = (effect: ManagerEffect): string => {
  switch (effect.kind) {
    case 'report':
      return `report ${effect.report.kind}`;
    case 'set_height_and_round':
      return `set ${effect.height}/${effect.round}`;
    case 'build_proposal':
      return `build ${effect.height}/${effect.round} ${nameOf(effect.proposer)} within ${effect.timeoutUs}`;
    case 'validate_proposal':
      return `validate ${effect.init.height}/${effect.init.round} #${effect.stream} within ${effect.timeoutUs}`;
    case 'repropose':
      return `repropose ${effect.height}/${effect.round} of ${effect.validRound} ${valueName(effect.value)}`;
    case 'write_marker':
      return `mark ${effect.height}`;
    case 'broadcast_vote': {
      const { voteType, commitment, height, round } = effect.vote;
      return `${effect.rebroadcast ? 'resend' : 'send'} ${voteType} ${valueName(commitment)} ${height}/${round}`;
    }
    case 'schedule':
      return `in ${effect.delayUs} ${inputWord(effect.input)}`;
    case 'decision_reached':
      return `decide ${valueName(effect.value)} ${effect.height}/${effect.round}${effect.wait ? ' and wait' : ''}`;
    case 'try_sync':
      return `sync? ${effect.height}`;
    case 'height_synced':
      return `synced ${effect.height}`;
    case 'drop_stream':
      return `drop #${effect.stream}`;
    case 'drop_streams':
      return `drop to ${effect.upTo}`;
  }
};
const inputWord = (input: ManagerInput): string => {
  switch (input.kind) {
    case 'timeout':
      return `${input.step} ${input.height}/${input.round}`;
    case 'vote_broadcasted':
      return `resend ${input.vote.voteType}`;
    case 'sync_poll':
      return input.waiting ? 'retry sync' : 'poll sync';
    case 'run_height':
    case 'vote':
    case 'proposal':
    case 'finished_building':
    case 'finished_validation':
    case 'sync_result':
    case 'height_failed':
      return input.kind;
  }
};

type Driver = {
  /** Effects of one input as words, without reports. */
  readonly step: (input: ManagerInput, config?: ManagerConfig) => readonly string[];
  readonly state: () => ManagerState;
  readonly effects: () => readonly ManagerEffect[];
  readonly reports: () => readonly ConsensusReport[];
};

const createDriver = (config: ManagerConfig = configOf(), lastVoted: number | null = null): Driver => {
  let state = createManager(lastVoted === null ? null : toHeight(lastVoted));
  const all: ManagerEffect[] = [];
  return {
    step: (input, other) => {
      const next = stepManager(state, other ?? config, input);
      state = next.state;
      all.push(...next.effects);
      return next.effects.filter(({ kind }) => kind !== 'report').map(wordOf);
    },
    state: () => state,
    effects: () => all,
    reports: () => all.flatMap((effect) => (effect.kind === 'report' ? [effect.report] : [])),
  };
};

const run = (height: number): ManagerInput => ({ kind: 'run_height', height: toHeight(height) });
const result = (height: number, synced: boolean, networkTip: number | null = null): ManagerInput => ({
  kind: 'sync_result',
  height: toHeight(height),
  synced,
  networkTip: networkTip === null ? null : toHeight(networkTip),
});
const proposal = (height: number, stream: number, round = 0, proposer: Felt = P): ManagerInput => ({
  kind: 'proposal',
  init: initOf({ height, round, proposer }),
  stream,
});
const vote = (type: VoteType, value: Felt | null, at: readonly [number, number], voter: Felt): ManagerInput => ({
  kind: 'vote',
  vote: atHeight(voteOf(type, value, at[1], voter), at[0]),
});
const validation = (height: number, value: Felt | null, round = 0): ManagerInput => ({
  kind: 'finished_validation',
  height: toHeight(height),
  round: toRound(round),
  value,
});
const building = (height: number, value: Felt | null, round = 0): ManagerInput => ({
  kind: 'finished_building',
  height: toHeight(height),
  round: toRound(round),
  value,
});
const timeout = (step: 'propose' | 'prevote' | 'precommit', height: number, round: number): ManagerInput => ({
  kind: 'timeout',
  step,
  height: toHeight(height),
  round: toRound(round),
});
const poll = (height: number, waiting = false): ManagerInput => ({ kind: 'sync_poll', height: toHeight(height), waiting });
/** A driver that runs a height (sync answered no). */
const runningAt = (height: number, config: ManagerConfig = configOf()): Driver => {
  const driver = createDriver(config);
  driver.step(run(height));
  driver.step(result(height, false));
  return driver;
};
const wordsOf = (driver: Driver, inputs: readonly ManagerInput[]): readonly string[] => inputs.flatMap((input) => driver.step(input));
const outcomes = (driver: Driver): readonly string[] =>
  driver.reports().flatMap((report) => {
    if (report.kind === 'refused') return [report.code];
    return report.kind === 'vote_received' || report.kind === 'proposal_received' ? [report.outcome] : [];
  });

describe('scenarios', () => {
  test('manager: S-24, a height is decided from cached messages alone', () => {
    const driver = createDriver(configOf({}, V1, committeeOf([P, V1].map((id) => [id, 1n]))));
    const messages = (height: number, value: Felt): readonly ManagerInput[] => [
      proposal(height, height * 10),
      vote('prevote', value, [height, 0], P),
      vote('precommit', value, [height, 0], P),
    ];
    expect(wordsOf(driver, [...messages(2, B), ...messages(1, A), run(1)])).toEqual(['sync? 1']);
    expect(driver.step(result(1, false))).toEqual([
      'set 1/0',
      'in 9100000 propose 1/0',
      'in 1000000 poll sync',
      'validate 1/0 #10 within 9100000',
    ]);
    expect(driver.step(validation(1, A))).toEqual([
      'mark 1',
      'send prevote A 1/0',
      'in 300000 resend prevote',
      'in 300000 prevote 1/0',
      'mark 1',
      'send precommit A 1/0',
      'in 1000000 resend precommit',
      'in 1000000 precommit 1/0',
      'drop to 1',
      'decide A 1/0',
    ]);
    expect(driver.step(run(2))).toEqual(['sync? 2']);
    expect(driver.step(result(2, false))).toEqual([
      'set 2/0',
      'in 9100000 propose 2/0',
      'validate 2/0 #20 within 9100000',
      'in 1000000 poll sync',
    ]);
    expect(driver.step(validation(2, B)).at(-1)).toBe('decide B 2/0');
  });

  test('manager: S-25, a synced height is not decided, the next one runs from the cache', () => {
    const driver = createDriver(configOf({}, V1, committeeOf([P, V1].map((id) => [id, 1n]))));
    wordsOf(driver, [proposal(2, 1), vote('prevote', B, [2, 0], P), vote('precommit', B, [2, 0], P)]);
    expect(wordsOf(driver, [run(1), result(1, true)])).toEqual(['sync? 1', 'drop to 1', 'synced 1']);
    expect(wordsOf(driver, [run(2), result(2, false)])).toContain('validate 2/0 #1 within 9100000');
    expect(driver.step(validation(2, B)).at(-1)).toBe('decide B 2/0');
  });

  test('manager: S-26, a height that was voted on before the restart is only ever synced', () => {
    const driver = createDriver(configOf(), 1);
    wordsOf(driver, [proposal(1, 1), vote('prevote', A, [1, 0], P), vote('precommit', A, [1, 0], P), vote('precommit', A, [1, 0], V2)]);
    const words = [
      run(1),
      result(1, false),
      poll(1, true),
      result(1, false),
      poll(1, true),
      result(1, false),
      poll(1, true),
      result(1, true),
    ];
    expect(wordsOf(driver, words)).toEqual([
      'sync? 1',
      'in 1000000 retry sync',
      'sync? 1',
      'in 1000000 retry sync',
      'sync? 1',
      'in 1000000 retry sync',
      'sync? 1',
      'drop #1',
      'drop to 1',
      'synced 1',
    ]);
  });

  test('manager: S-27, a height above the marker runs and moves the marker', () => {
    const driver = createDriver(configOf(), 1);
    wordsOf(driver, [run(2), result(2, false), proposal(2, 1), validation(2, A)]);
    expect(driver.effects()).toContainEqual({ kind: 'write_marker', height: 2 });
    expect(driver.reports().filter(({ kind }) => kind === 'marker_written')).toEqual([{ kind: 'marker_written', height: 2 }]);
    const votes = [P, V2].flatMap((voter) => [vote('prevote', A, [2, 0], voter), vote('precommit', A, [2, 0], voter)]);
    expect(wordsOf(driver, votes).at(-1)).toBe('decide A 2/0');
  });

  test('manager: S-28, the marker is stored before each vote leaves', () => {
    const driver = runningAt(1);
    const words = wordsOf(driver, [proposal(1, 1), validation(1, A), vote('prevote', A, [1, 0], P), vote('prevote', A, [1, 0], V2)]);
    expect(words.filter((word) => word.startsWith('mark') || word.startsWith('send'))).toEqual([
      'mark 1',
      'send prevote A 1/0',
      'mark 1',
      'send precommit A 1/0',
    ]);
  });

  test('manager: S-29, an error of the height falls back to sync', () => {
    const driver = runningAt(1);
    const failed: ManagerInput = { kind: 'height_failed', height: toHeight(1), reason: 'BatcherError(InternalError)' };
    expect(driver.step(failed)).toEqual(['sync? 1']);
    expect(driver.step(result(1, true))).toEqual(['drop to 1', 'synced 1']);
    expect(outcomes(driver)).toEqual(['HeightFailed']);
  });

  test('manager: S-31, timers lead to the next round, which decides', () => {
    const driver = runningAt(1, configOf({ requireVirtualProposerVote: true }));
    wordsOf(driver, [proposal(1, 1), validation(1, A)]);
    const nils = (type: VoteType): readonly ManagerInput[] => [V2, V3].map((voter) => vote(type, nil, [1, 0], voter));
    expect(wordsOf(driver, nils('prevote'))).toEqual(['in 300000 prevote 1/0']);
    expect(driver.step(timeout('prevote', 1, 0))).toEqual(['mark 1', 'send precommit nil 1/0', 'in 1000000 resend precommit']);
    expect(wordsOf(driver, nils('precommit'))).toEqual(['in 1000000 precommit 1/0']);
    expect(driver.step(timeout('precommit', 1, 0))).toEqual(['set 1/1', 'in 9100000 propose 1/1']);
    expect(driver.step(timeout('propose', 1, 1))).toEqual(['mark 1', 'send prevote nil 1/1', 'in 300000 resend prevote']);
    const last = [
      proposal(1, 2, 1),
      validation(1, A, 1),
      ...[P, V2, V3].map((voter) => vote('prevote', A, [1, 1], voter)),
      ...[P, V2].map((voter) => vote('precommit', A, [1, 1], voter)),
    ];
    expect(wordsOf(driver, last)).toEqual([
      'validate 1/1 #2 within 9100000',
      'in 400000 prevote 1/1',
      'mark 1',
      'send precommit A 1/1',
      'in 1000000 resend precommit',
      'in 1500000 precommit 1/1',
      'drop to 1',
      'decide A 1/1',
    ]);
  });

  test('manager: S-32, the height to stop at waits for its commitment, and no later one runs', () => {
    const driver = runningAt(1, configOf({ stopAtHeight: 1 }, P, committeeOf([[P, 1n]])));
    expect(driver.step(building(1, A)).at(-1)).toBe('decide A 1/0 and wait');
    expect(wordsOf(driver, [run(2), run(2)])).toEqual(['in 2000000 run_height', 'in 2000000 run_height']);
    expect(driver.step(run(2), configOf({ stopAtHeight: null }))).toEqual(['sync? 2']);
  });

  test('manager: S-59, a height that syncs at once still empties what waited', () => {
    const driver = createDriver();
    wordsOf(driver, [vote('prevote', A, [1, 0], P), proposal(1, 1), run(1), vote('precommit', A, [1, 0], P), proposal(2, 2)]);
    expect(driver.state().inbox).toHaveLength(4);
    expect(driver.step(result(1, true))).toEqual(['drop #1', 'drop to 1', 'synced 1']);
    expect(driver.state().inbox).toEqual([]);
    expect(outcomes(driver)).toEqual(['past', 'past', 'past', 'cached']);
  });

  test('manager: S-60, the id of the validator may change between heights', () => {
    const driver = createDriver(configOf({}, V1));
    const second = configOf({}, P, committeeOf([[P, 1n]]));
    wordsOf(driver, [run(1), result(1, true)]);
    driver.step(run(2), second);
    expect(driver.step(result(2, false), second)).toEqual(['set 2/0', 'build 2/0 P within 9100000', 'in 1000000 poll sync']);
    expect(driver.step(building(2, A), second).at(-1)).toBe('decide A 2/0');
  });
});

describe('limits and cache', () => {
  test('manager: messages too far ahead are dropped, in the running height too', () => {
    const driver = runningAt(1);
    const inputs: readonly (readonly [ManagerInput, string])[] = [
      [vote('prevote', A, [11, 1], P), 'cached'],
      [vote('prevote', A, [12, 0], P), 'too_far'],
      [vote('prevote', A, [2, 2], P), 'too_far'],
      [vote('prevote', A, [1, 10], P), 'counted'],
      [vote('prevote', A, [1, 11], P), 'too_far'],
      [vote('prevote', A, [0, 0], P), 'past'],
      [proposal(11, 1, 1), 'cached'],
      [proposal(12, 2), 'too_far'],
      [proposal(2, 3, 2), 'too_far'],
      [proposal(1, 4, 11), 'too_far'],
      [proposal(1, 5, 10), 'accepted'],
      [proposal(0, 6), 'past'],
      [proposal(2, 7, 0, V2), 'wrong_proposer'],
      [proposal(1, 8, 0, V2), 'wrong_proposer'],
    ];
    const words = wordsOf(
      driver,
      inputs.map(([input]) => input),
    );
    expect(outcomes(driver)).toEqual(inputs.map(([, outcome]) => outcome));
    expect(words.filter((word) => word.startsWith('drop'))).toEqual([2, 3, 4, 6, 7, 8].map((stream) => `drop #${stream}`));
  });

  test('manager: the first proposal and the first vote of a future height win', () => {
    const driver = runningAt(1);
    const signed = (signature: readonly Felt[]): ManagerInput => ({
      kind: 'vote',
      vote: { ...atHeight(voteOf('prevote', A, 0, P), 2), signature },
    });
    wordsOf(driver, [proposal(2, 1), proposal(2, 2), signed([]), signed([]), signed([A]), vote('prevote', B, [2, 0], P)]);
    expect(outcomes(driver)).toEqual(['cached', 'duplicate', 'cached', 'duplicate', 'conflict', 'conflict']);
    expect(driver.state().cache.votes.get(toHeight(2))).toHaveLength(1);
  });

  test('manager: the cache of votes of a height is bounded', () => {
    expect(cachedVotesMax(SETTINGS)).toBe(4000);
    const driver = runningAt(1);
    const strangers = Array.from({ length: 4001 }, (_, i) => vote('prevote', A, [2, 0], BigInt(1000 + i) as Felt));
    wordsOf(driver, strangers);
    expect(outcomes(driver).slice(3999)).toEqual(['cached', 'FutureVotesFull']);
  });

  test('manager: what waits for the answer of sync is bounded', () => {
    const driver = createDriver();
    driver.step(run(1));
    const input = vote('prevote', A, [1, 0], P);
    for (let i = 0; i <= VOTE_CHANNEL_MAX; i++) driver.step(input);
    expect(driver.state().inbox).toHaveLength(VOTE_CHANNEL_MAX);
    expect(outcomes(driver)).toEqual(['ChannelFull']);
  });

  test('manager: cached proposals of several rounds are taken by ascending round', () => {
    const driver = createDriver(configOf());
    wordsOf(driver, [run(1), result(1, false), proposal(2, 1, 1), proposal(2, 2, 0)]);
    const decided = [
      proposal(1, 3),
      validation(1, A),
      ...[P, V2].flatMap((v) => [vote('prevote', A, [1, 0], v), vote('precommit', A, [1, 0], v)]),
    ];
    wordsOf(driver, decided);
    const words = wordsOf(driver, [run(2), result(2, false)]);
    expect(words.filter((word) => word.startsWith('validate'))).toEqual([
      'validate 2/0 #2 within 9100000',
      'validate 2/1 #1 within 9100000',
    ]);
  });
});

describe('sync', () => {
  test('manager: far behind the tip, and only then, it waits for sync', () => {
    const near = createDriver();
    near.step(run(1));
    expect(near.step(result(1, false, 31))[0]).toBe('set 1/0');
    const far = createDriver();
    expect(wordsOf(far, [run(1), result(1, false, 32), result(1, false), poll(1, true), result(1, true)])).toEqual([
      'sync? 1',
      'sync? 1',
      'in 1000000 retry sync',
      'sync? 1',
      'drop to 1',
      'synced 1',
    ]);
  });

  test('manager: polls keep their cadence, and everything waits for their answer in order', () => {
    const driver = runningAt(1);
    expect(driver.step(poll(1))).toEqual(['in 1000000 poll sync', 'sync? 1']);
    expect(wordsOf(driver, [proposal(1, 1), timeout('propose', 1, 0), poll(1)])).toEqual(['in 1000000 poll sync']);
    expect(driver.step(result(1, false))).toEqual([
      'validate 1/0 #1 within 9100000',
      'mark 1',
      'send prevote nil 1/0',
      'in 300000 resend prevote',
    ]);
    wordsOf(driver, [poll(1), vote('prevote', A, [2, 0], P)]);
    expect(driver.step(result(1, true))).toEqual(['drop to 1', 'synced 1']);
    expect(driver.reports().at(-2)).toMatchObject({ kind: 'synced', height: 1 });
    expect(outcomes(driver).at(-1)).toBe('cached');
  });

  test('manager: a height without a committee is left to sync', () => {
    const driver = createDriver({ ...configOf(), committeeAt: () => err({ code: 'EmptyStakerSet' }) });
    expect(wordsOf(driver, [run(1), result(1, false), result(1, true)])).toEqual(['sync? 1', 'sync? 1', 'drop to 1', 'synced 1']);
    expect(outcomes(driver)).toEqual(['EmptyStakerSet']);
  });

  test('manager: a poll of the running height does not disturb the wait after a failure', () => {
    const driver = runningAt(1);
    driver.step({ kind: 'height_failed', height: toHeight(1), reason: 'x' });
    expect(wordsOf(driver, [result(1, false), poll(1), poll(1, true)])).toEqual(['in 1000000 retry sync', 'sync? 1']);
  });

  test('manager: a failure while a poll is answered uses that answer', () => {
    const driver = runningAt(1);
    expect(wordsOf(driver, [poll(1), { kind: 'height_failed', height: toHeight(1), reason: 'x' }])).toEqual([
      'in 1000000 poll sync',
      'sync? 1',
    ]);
    expect(driver.step(result(1, true))).toEqual(['drop to 1', 'synced 1']);
  });
});

describe('a running height', () => {
  test('manager: events of a height that ended are ignored', () => {
    const driver = runningAt(1, configOf({}, P, committeeOf([[P, 1n]])));
    driver.step(building(1, A));
    const sent = driver.effects().find((effect) => effect.kind === 'broadcast_vote')?.vote as Vote;
    const before = driver.state();
    const stale = [timeout('propose', 1, 0), { kind: 'vote_broadcasted', vote: sent } as const, validation(1, A), poll(1), result(1, true)];
    expect(wordsOf(driver, stale)).toEqual([]);
    expect(driver.state()).toEqual(before);
  });

  test('manager: heights come in turn', () => {
    const driver = runningAt(1);
    expect(() => driver.step(run(2))).toThrow('runHeight');
    const done = runningAt(1, configOf({}, P, committeeOf([[P, 1n]])));
    done.step(building(1, A));
    expect(() => done.step(run(3))).toThrow('runHeight');
  });

  test('manager: a vote is sent again until a newer one of its type', () => {
    const driver = runningAt(1);
    wordsOf(driver, [proposal(1, 1), validation(1, A)]);
    const tick: ManagerInput = { kind: 'vote_broadcasted', vote: atHeight(voteOf('prevote', A, 0, V1), 1) };
    expect(driver.step(tick)).toEqual(['mark 1', 'resend prevote A 1/0', 'in 300000 resend prevote']);
    wordsOf(driver, [timeout('precommit', 1, 0), timeout('propose', 1, 1)]);
    expect(driver.step(tick)).toEqual([]);
  });

  test('manager: a build without a virtual proposer fails at once and is voted nil', () => {
    const driver = createDriver({
      ...configOf({}, P),
      committeeAt: () => ok({ committee: onlyP(UNIT), selection: { kind: 'unknown' } }),
    });
    driver.step(run(1));
    expect(driver.step(result(1, false))).toEqual([
      'set 1/0',
      'mark 1',
      'send prevote nil 1/0',
      'in 300000 resend prevote',
      'in 1000000 poll sync',
    ]);
  });

  test('manager: an observer follows and decides without voting', () => {
    const driver = runningAt(1, configOf({}, 200n as Felt));
    const words = wordsOf(driver, [proposal(1, 1), validation(1, A), ...[P, V1, V2].map((voter) => vote('precommit', A, [1, 0], voter))]);
    expect(words.at(-1)).toBe('decide A 1/0');
    expect(words.filter((word) => /^(?:send|mark)/.test(word))).toEqual([]);
    expect(driver.reports()).toContainEqual(expect.objectContaining({ kind: 'height_started', isObserver: true }));
  });

  test('manager: a proposer that holds a valid value proposes it again', () => {
    const driver = runningAt(1, configOf({}, P));
    const votes = [
      ...[V1, V2].map((voter) => vote('prevote', A, [1, 0], voter)),
      ...[V1, V2].map((voter) => vote('precommit', nil, [1, 0], voter)),
    ];
    wordsOf(driver, [building(1, A), ...votes]);
    expect(driver.step(timeout('precommit', 1, 0))).toEqual([
      'set 1/1',
      'repropose 1/1 of 0 A',
      'mark 1',
      'send prevote A 1/1',
      'in 300000 resend prevote',
    ]);
  });

  test('manager: the valid round of a validated proposal is that of its Init', () => {
    const driver = runningAt(1);
    wordsOf(driver, [timeout('precommit', 1, 0)]);
    wordsOf(
      driver,
      [P, V2, V3].map((voter) => vote('prevote', A, [1, 0], voter)),
    );
    driver.step({ kind: 'proposal', init: initOf({ height: 1, round: 1, validRound: 0 }), stream: 1 });
    expect(driver.step(validation(1, A, 1))[1]).toBe('send prevote A 1/1');
    expect(driver.reports()).toContainEqual(expect.objectContaining({ kind: 'rule_fired', line: 'L28' }));
    expect(() => driver.step(validation(1, A, 5))).toThrow('finishedValidation');
  });

  test('manager: forged own votes and proposals for an own round are refused instead of crashing as Apollo would', () => {
    const driver = runningAt(1, configOf({}, P));
    wordsOf(driver, [vote('prevote', B, [1, 0], P), proposal(1, 1)]);
    expect(outcomes(driver)).toEqual(['OwnVoteNotCast', 'OwnRoundProposal']);
    expect(driver.step(building(1, A))).toContain('send prevote A 1/0');
    driver.step(vote('prevote', B, [1, 0], P));
    expect(outcomes(driver).at(-1)).toBe('conflict');
  });

  test('manager: a second proposal is refused while the result of the first waits behind a build', () => {
    const committee: Committee = { ...UNIT, members: UNIT.members.map((m) => ({ ...m, canPropose: m.id === P || m.id === V1 })) };
    const driver = createDriver({ ...configOf({}, V1), committeeAt: () => ok({ committee, selection: { kind: 'actual' } }) });
    wordsOf(driver, [run(1), result(1, false), proposal(1, 1, 1), validation(1, A, 1)]);
    expect(driver.step(proposal(1, 2, 1))).toEqual(['drop #2']);
    expect(outcomes(driver)).toEqual(['accepted', 'duplicate']);
    expect(driver.step(building(1, B))).toContain('send prevote B 1/0');
  });

  test('manager: the state is plain data, and a copy of it goes on in the same way', () => {
    const config = configOf();
    const inputs = [proposal(1, 1), validation(1, A), vote('prevote', A, [1, 0], P), vote('prevote', A, [1, 0], V2)];
    let state = createManager(null);
    for (const input of [run(1), result(1, false), ...inputs]) {
      const copy = structuredClone(state);
      expect(stepManager(clonePlain(copy), config, input)).toEqual(stepManager(state, config, input));
      state = stepManager(state, config, input).state;
    }
  });

  test('manager: reports have the shapes of the log', () => {
    const driver = runningAt(1);
    wordsOf(driver, [proposal(1, 1), validation(1, A)]);
    const bodies: readonly LogBody[] = driver.reports();
    expect(bodies.map(({ kind }) => kind)).toEqual([
      'height_started',
      'round_entered',
      'step_entered',
      'rule_fired',
      'proposal_received',
      'rule_fired',
      'vote_cast',
      'marker_written',
      'step_entered',
    ]);
  });
});
