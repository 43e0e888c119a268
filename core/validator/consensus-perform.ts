// Performs what manager and orchestrator want, in order, until one of them has to wait. Consensus is one thread of control in Apollo: while it awaits a
// call on its context, messages and its own events wait in the inbox here.
// Source: apollo_consensus manager.rs (execute_requests, select loop), protocol.md 1.7.
import { assert } from '../base/assert.ts';
import { STREAM_CHANNEL_MAX, VOTE_CHANNEL_MAX } from '../base/limits.ts';
import { stepManager } from '../consensus/manager.ts';
import type { ManagerEffect, ManagerInput } from '../consensus/messages.ts';
import type { OrchestratorEffect, OrchestratorInput } from '../orchestrator/messages.ts';
import { stepOrchestrator } from '../orchestrator/orchestrator.ts';
import type { Vote } from '../types/consensus.ts';
import { toHeight, toTimeUs } from '../types/ids.ts';
import { encodeVote } from '../wire/vote.ts';
import { askBatchers } from './consensus-batchers.ts';
import { closeStream, sendPart } from './consensus-outbound.ts';
import { askForSeed, forgetSeeds } from './consensus-seeds.ts';
import { type Run, change, log } from './consensus-state.ts';

/** Gives the manager an input; it waits its turn. A network message beyond the limit is refused. */
export const tellManager = (run: Run, input: ManagerInput): void => {
  const limit = input.kind === 'vote' ? VOTE_CHANNEL_MAX : STREAM_CHANNEL_MAX;
  const isMessage = input.kind === 'vote' || input.kind === 'proposal';
  if (isMessage && run.state.inbox.filter(({ kind }) => kind === input.kind).length >= limit) {
    log(run, { kind: 'refused', source: 'consensus', code: 'ChannelFull', detail: input.kind, hash: null });
    if (input.kind === 'proposal') tellOrchestrator(run, { kind: 'context', call: { kind: 'drop_stream', stream: input.stream } });
    return;
  }
  change(run, { inbox: [...run.state.inbox, input] });
};

/** One step of the orchestrator and its effects. */
export const tellOrchestrator = (run: Run, input: OrchestratorInput): void => {
  const { state, effects } = stepOrchestrator(run.state.orchestrator, run.env.orchestrator, run.now, input);
  change(run, { orchestrator: state });
  for (const effect of effects) performOrchestrator(run, effect);
};

/** Goes on until nothing is left or something is awaited. */
export const drain = (run: Run): void => {
  while (!run.state.halted && run.state.orchestrator.awaited === null && run.state.seeds.asking === null) {
    const [effect, ...effects] = run.state.effects;
    if (effect !== undefined) {
      change(run, { effects });
      performManager(run, effect);
      continue;
    }
    const [input, ...inbox] = run.state.inbox;
    if (input === undefined) return;
    change(run, { inbox });
    stepConsensus(run, input);
  }
};

const stepConsensus = (run: Run, input: ManagerInput): void => {
  if (input.kind === 'run_height') {
    if (askForSeed(run, input.height)) {
      change(run, { inbox: [input, ...run.state.inbox] });
      return;
    }
    forgetSeeds(run, input.height);
    change(run, { latestBlock: toHeight(Math.max(0, input.height - 1)) });
  }
  run.env.latest.block = run.state.latestBlock;
  run.env.latest.seeds = run.state.seeds.hashes;
  const { state, effects } = stepManager(run.state.manager, run.env.manager, input);
  change(run, { manager: state, effects: [...run.state.effects, ...effects] });
};

const performManager = (run: Run, effect: ManagerEffect): void => {
  switch (effect.kind) {
    case 'report':
      log(run, effect.report);
      return;
    case 'set_height_and_round':
    case 'build_proposal':
    case 'validate_proposal':
    case 'repropose':
    case 'decision_reached':
    case 'try_sync':
    case 'drop_stream':
    case 'drop_streams':
      tellOrchestrator(run, { kind: 'context', call: effect });
      return;
    case 'write_marker':
      writeMarker(run, effect);
      return;
    case 'broadcast_vote':
      broadcastVote(run, effect.vote, effect.rebroadcast);
      return;
    case 'schedule':
      schedule(run, effect);
      return;
    case 'height_synced':
      tellManager(run, { kind: 'run_height', height: toHeight(effect.height + 1) });
  }
};

const writeMarker = (run: Run, { height }: ManagerEffect & { readonly kind: 'write_marker' }): void => {
  const { marker } = run.state;
  assert(marker === null || height >= marker, 'writeMarker: the marker never goes back');
  change(run, { marker: height });
};

const broadcastVote = (run: Run, vote: Vote, rebroadcast: boolean): void => {
  const { voteType, height, round, commitment, voter } = vote;
  run.effects.push({
    kind: 'broadcast',
    topic: 'consensus_votes',
    bytes: encodeVote(vote),
    what: { kind: 'vote', voteType, height, round, commitment, voter, rebroadcast },
  });
};

const schedule = (run: Run, { delayUs, input }: ManagerEffect & { readonly kind: 'schedule' }): void => {
  const at = toTimeUs(run.now + delayUs);
  if (input.kind === 'timeout') {
    log(run, { kind: 'timeout_scheduled', step: input.step, height: input.height, round: input.round, at });
  }
  run.effects.push({ kind: 'timer', at, timer: { kind: 'manager', input } });
};

const performOrchestrator = (run: Run, effect: OrchestratorEffect): void => {
  switch (effect.kind) {
    case 'report':
      log(run, effect.report);
      return;
    case 'call':
      askBatchers(run, effect.callId, effect.request);
      return;
    case 'timer':
      run.effects.push({ kind: 'timer', at: effect.at, timer: { kind: 'orchestrator', timer: effect.timer } });
      return;
    case 'send_part':
      sendPart(run, effect.streamId, effect.part);
      return;
    case 'close_stream':
      closeStream(run, effect.streamId);
      return;
    case 'manager':
      answerManager(run, effect.input);
      return;
    case 'fatal':
      log(run, { kind: 'refused', source: 'batcher', code: effect.code, detail: effect.detail, hash: null });
      change(run, { halted: true });
  }
};

/** A failed context call ends the run of the height at once: what the manager still wanted of it is dropped, and it hears of it first. */
const answerManager = (run: Run, input: ManagerInput): void => {
  if (input.kind === 'height_failed') change(run, { effects: [], inbox: [input, ...run.state.inbox] });
  else tellManager(run, input);
};
