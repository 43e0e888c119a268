// Carries out what a running height requests: each request becomes effects for the caller, with timeouts, markers and the handles of streams added.
// Source: crates/apollo_consensus/src/manager.rs (execute_requests); protocol.md 1.7. Requests after a decision are dropped.
import type { Vote } from '../types/consensus.ts';
import { toRound, type Round } from '../types/ids.ts';
import type { ManagerConfig, RunningHeight } from './manager-state.ts';
import { proposersOf, settingsOf } from './manager-state.ts';
import type { SmOutput } from './machine.ts';
import type { Decision, ManagerEffect } from './messages.ts';
import { timeoutUs } from './timeouts.ts';

/** Handles of the streams whose proposals were accepted in this step, by round. */
export type Streams = ReadonlyMap<Round, number>;

type Executed = {
  readonly effects: readonly ManagerEffect[];
  readonly decision: Decision | null;
  /** A build that could not be asked for: the virtual proposer is not known. */
  readonly failedBuild: Round | null;
};

type Env = {
  readonly running: RunningHeight;
  readonly config: ManagerConfig;
  readonly streams: Streams;
  /** These requests answer a `vote_broadcasted`. */
  readonly rebroadcast: boolean;
};

/** The effects of a list of outputs, in order, up to a decision. */
export const executeRequests = (output: readonly SmOutput[], env: Env): Executed => {
  const effects: ManagerEffect[] = [];
  let failedBuild: Round | null = null;
  for (const item of output) {
    if (item.kind === 'decision_reached') return { effects, decision: item.decision, failedBuild: null };
    const next = execute(item, env);
    effects.push(...next);
    if (item.kind === 'start_build_proposal' && next.length === 0) failedBuild = item.round;
  }
  return { effects, decision: null, failedBuild };
};

const execute = (item: Exclude<SmOutput, { readonly kind: 'decision_reached' }>, env: Env): readonly ManagerEffect[] => {
  const { running, config, streams } = env;
  const { height } = running;
  const { timeouts } = settingsOf(config, height);
  switch (item.kind) {
    case 'report':
      return [item];
    case 'start_build_proposal': {
      const { round } = item;
      const proposer = proposersOf(running.committee, height).virtualProposer(round);
      // The base timeout whatever the round: longer rounds are no reason to build for longer.
      return proposer === null
        ? []
        : [{ kind: 'build_proposal', height, round, proposer, timeoutUs: timeoutUs(timeouts, 'propose', toRound(0)) }];
    }
    case 'start_validate_proposal': {
      const { init } = item;
      const stream = streams.get(init.round);
      return stream === undefined
        ? []
        : [{ kind: 'validate_proposal', init, stream, timeoutUs: timeoutUs(timeouts, 'propose', init.round) }];
    }
    case 'broadcast_vote':
      return broadcast(item.vote, env);
    case 'schedule_timeout': {
      const { step, round } = item;
      return [{ kind: 'schedule', delayUs: timeoutUs(timeouts, step, round), input: { kind: 'timeout', step, height, round } }];
    }
    case 'repropose': {
      const { round, validRound, value, proposer } = item;
      return [{ kind: 'repropose', height, round, validRound, value, proposer }];
    }
  }
};

/** The marker is stored before the vote leaves, so that a restarted validator never votes twice. */
const broadcast = (vote: Vote, { config, rebroadcast }: Env): readonly ManagerEffect[] => [
  { kind: 'write_marker', height: vote.height },
  { kind: 'broadcast_vote', vote, rebroadcast },
  {
    kind: 'schedule',
    delayUs: timeoutUs(settingsOf(config, vote.height).timeouts, vote.voteType, toRound(0)),
    input: { kind: 'vote_broadcasted', vote },
  },
];
