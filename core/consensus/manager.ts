// Height after height: syncs or runs each one, hands it the messages that are its own and carries out its requests. The only door to consensus.
// Source: crates/apollo_consensus/src/manager.rs (run_consensus, MultiHeightManager); protocol.md 1.7. Where Apollo awaits (try_sync, decision_reached,
// sleeping at stop_at_height), inputs wait in the inbox; where it selects among ready sources at random, they are handled in order of arrival.
import { assert } from '../base/assert.ts';
import { STREAM_CHANNEL_MAX, VOTE_CHANNEL_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { ProposalInit } from '../types/consensus.ts';
import { toHeight, type Height, type Round } from '../types/ids.ts';
import { takeHeight } from './future-cache.ts';
import { createHeight, handleHeightEvent, startHeight, type HeightEvent, type HeightTransition } from './height.ts';
import { createSetup } from './machine-state.ts';
import type { SmOutput } from './machine.ts';
import {
  admitMessage,
  admitProposal,
  handleOtherHeight,
  heightOfMessage,
  type Admission,
  type NetworkMessage,
} from './manager-messages.ts';
import { executeRequests, type Streams } from './manager-requests.ts';
import {
  andThen,
  proposersOf,
  refusal,
  type ManagerConfig,
  type ManagerOutcome,
  type ManagerState,
  type RunningHeight,
} from './manager-state.ts';
import type { Decision, ManagerEffect, ManagerInput } from './messages.ts';

/** Sleep between two looks at `stop_at_height`. */
const STOP_SLEEP_US = 2_000_000;
const NO_STREAMS: Streams = new Map();

/** One input, and then whatever waited in the inbox for it. Asserts that `run_height` comes in turn. */
export const stepManager = (state: ManagerState, config: ManagerConfig, input: ManagerInput): ManagerOutcome => {
  let outcome = handleInput(state, config, input);
  for (let waiting = outcome.state.inbox[0]; waiting !== undefined && isListening(outcome.state); waiting = outcome.state.inbox[0]) {
    const next = waiting;
    outcome = andThen(outcome, (s) => handleInput({ ...s, inbox: s.inbox.slice(1) }, config, next));
  }
  return { state: freeze(outcome.state), effects: outcome.effects };
};

const isListening = ({ phase }: ManagerState): boolean => phase.kind === 'running' && !phase.polling;

const handleInput = (state: ManagerState, config: ManagerConfig, input: ManagerInput): ManagerOutcome => {
  switch (input.kind) {
    case 'run_height':
      return runHeight(state, config, input.height);
    case 'vote':
    case 'proposal':
      return handleMessage(state, config, input);
    case 'finished_building':
    case 'finished_validation':
    case 'timeout':
      return handleInternal(state, config, input, input.height);
    case 'vote_broadcasted':
      return handleInternal(state, config, input, input.vote.height);
    case 'sync_result':
      return handleSyncResult(state, config, input);
    case 'sync_poll':
      return handleSyncPoll(state, config, input);
    case 'height_failed':
      return handleFailure(state, input.height, input.reason);
  }
};

const nothing = (state: ManagerState): ManagerOutcome => ({ state, effects: [] });

// ── the beginning and the end of a height ──

const runHeight = (state: ManagerState, { settings }: ManagerConfig, height: Height): ManagerOutcome => {
  const { phase, lastVotedHeightAtInitialization: lastVoted } = state;
  assert(
    phase.kind === 'between_heights' && (phase.next ?? height) === height,
    'runHeight: the next height, after the end of the last one',
  );
  if (settings.stopAtHeight !== null && height > settings.stopAtHeight) {
    return { state, effects: [{ kind: 'schedule', delayUs: STOP_SLEEP_US, input: { kind: 'run_height', height } }] };
  }
  if (lastVoted !== null && lastVoted >= height) return waitForSync(state, height);
  return { state: { ...state, phase: { kind: 'checking_sync', height } }, effects: [{ kind: 'try_sync', height }] };
};

const waitForSync = (state: ManagerState, height: Height): ManagerOutcome => ({
  state: { ...state, phase: { kind: 'waiting_for_sync', height, trying: true } },
  effects: [{ kind: 'try_sync', height }],
});

const handleSyncResult = (
  state: ManagerState,
  config: ManagerConfig,
  input: ManagerInput & { readonly kind: 'sync_result' },
): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind === 'between_heights' || phase.height !== input.height) return nothing(state);
  const { height } = phase;
  if (input.synced) return finishBySync(state, config, height);
  switch (phase.kind) {
    case 'checking_sync': {
      const isFarBehind = input.networkTip !== null && input.networkTip - height > config.settings.farBehindProposalThreshold;
      return isFarBehind ? waitForSync(state, height) : startRunning(state, config, height);
    }
    case 'waiting_for_sync': {
      const { syncRetryIntervalUs: delayUs } = config.settings;
      const retry: ManagerEffect = { kind: 'schedule', delayUs, input: { kind: 'sync_poll', height, waiting: true } };
      return { state: { ...state, phase: { ...phase, trying: false } }, effects: [retry] };
    }
    case 'running':
      return nothing({ ...state, phase: { ...phase, polling: false } });
  }
};

/** A tick while an answer is still awaited only keeps the cadence. */
const handleSyncPoll = (
  state: ManagerState,
  config: ManagerConfig,
  input: ManagerInput & { readonly kind: 'sync_poll' },
): ManagerOutcome => {
  const { phase } = state;
  const { height } = input;
  if (phase.kind === 'waiting_for_sync' && phase.height === height && input.waiting && !phase.trying) return waitForSync(state, height);
  if (phase.kind !== 'running' || phase.height !== height || input.waiting) return nothing(state);
  const next = schedulePoll(config, height);
  if (phase.polling) return { state, effects: [next] };
  return { state: { ...state, phase: { ...phase, polling: true } }, effects: [next, { kind: 'try_sync', height }] };
};

const schedulePoll = ({ settings }: ManagerConfig, height: Height): ManagerEffect => ({
  kind: 'schedule',
  delayUs: settings.syncRetryIntervalUs,
  input: { kind: 'sync_poll', height, waiting: false },
});

const handleFailure = (state: ManagerState, height: Height, reason: string): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind !== 'running' || phase.height !== height) return nothing(state);
  const refused = refusal('HeightFailed', `height ${height}: ${reason}`);
  // The answer to a poll that is under way serves as the first try.
  const effects: readonly ManagerEffect[] = phase.polling ? [refused] : [refused, { kind: 'try_sync', height }];
  return { state: { ...state, phase: { kind: 'waiting_for_sync', height, trying: true } }, effects };
};

const finishBySync = (state: ManagerState, config: ManagerConfig, height: Height): ManagerOutcome => {
  const synced: ManagerOutcome = { state, effects: [{ kind: 'report', report: { kind: 'synced', height } }] };
  return andThen(synced, (s) => endHeight(s, config, { kind: 'height_synced', height }));
};

/** Drops what belongs to the height or below and caches what is above, then hands over to the caller. */
const endHeight = (
  state: ManagerState,
  config: ManagerConfig,
  last: ManagerEffect & { readonly kind: 'height_synced' | 'decision_reached' },
): ManagerOutcome => {
  const { height } = last;
  const next = toHeight(height + 1);
  const { cache } = takeHeight(state.cache, height);
  let outcome: ManagerOutcome = nothing({ ...state, cache, inbox: [], phase: { kind: 'between_heights', next } });
  for (const message of state.inbox) {
    if (message.kind !== 'vote' && message.kind !== 'proposal') continue;
    outcome = andThen(outcome, (s) => handleOtherHeight(s, message, height, config));
  }
  return { state: outcome.state, effects: [...outcome.effects, { kind: 'drop_streams', upTo: height }, last] };
};

const startRunning = (state: ManagerState, config: ManagerConfig, height: Height): ManagerOutcome => {
  const { validatorId: id, settings } = config;
  const lookup = config.committeeAt(height);
  if (!lookup.ok) {
    const failed: ManagerOutcome = { state, effects: [refusal(lookup.error.code, `committee of height ${height}`)] };
    return andThen(failed, (s) => waitForSync(s, height));
  }
  const { committee } = lookup.value;
  const isObserver = !committee.members.some((member) => member.id === id);
  const { quorum, requireVirtualProposerVote } = settings;
  const setup = createSetup({ height, id, isObserver, quorum, requireVirtualProposerVote, committee });
  const fresh: RunningHeight = {
    kind: 'running',
    height,
    committee: lookup.value,
    shc: createHeight(setup),
    validations: new Map(),
    announced: null,
    polling: false,
  };
  const started: ManagerEffect = { kind: 'report', report: { kind: 'height_started', height, committee, isObserver, quorum } };
  const run = startWithCached({ ...state, phase: fresh }, fresh, config);
  const isRunning = run.state.phase.kind === 'running';
  return { state: run.state, effects: [started, ...run.effects, ...(isRunning ? [schedulePoll(config, height)] : [])] };
};

/** process_start_height: starts, then hands over cached proposals and votes, and only then carries out all requests. */
const startWithCached = (state: ManagerState, fresh: RunningHeight, config: ManagerConfig): ManagerOutcome => {
  const { cache, votes, proposals } = takeHeight(state.cache, fresh.height);
  const refusals: ManagerEffect[] = [];
  const output: SmOutput[] = [];
  const streams = new Map<Round, number>();
  const start = startHeight(fresh.shc, proposersOf(fresh.committee, fresh.height));
  let running: RunningHeight = { ...fresh, shc: start.state };
  output.push(...start.output);
  const take = (admission: Admission): boolean => {
    if (admission.kind === 'refused') {
      refusals.push(...admission.effects);
      return false;
    }
    running = { ...running, shc: admission.transition.state };
    output.push(...admission.transition.output);
    return true;
  };
  for (const proposal of proposals) {
    if (!take(admitProposal(running, proposal))) continue;
    running = withValidation(running, proposal.init);
    streams.set(proposal.init.round, proposal.stream);
  }
  for (const vote of votes) take(admitMessage(running, { kind: 'vote', vote }, config));
  const outcome = carryOut({ ...state, cache }, config, { running, output, streams, rebroadcast: false });
  return { state: outcome.state, effects: [...refusals, ...outcome.effects] };
};

// ── a running height ──

const handleMessage = (state: ManagerState, config: ManagerConfig, message: NetworkMessage): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind !== 'running' || phase.polling) return enqueueMessage(state, message);
  if (heightOfMessage(message) !== phase.height) return handleOtherHeight(state, message, phase.height, config);
  const admission = admitMessage(phase, message, config);
  if (admission.kind === 'refused') return { state, effects: admission.effects };
  const running = { ...phase, shc: admission.transition.state };
  const { output } = admission.transition;
  if (message.kind === 'vote') return carryOut(state, config, { running, output, streams: NO_STREAMS, rebroadcast: false });
  const streams = new Map([[message.init.round, message.stream]]);
  return carryOut(state, config, { running: withValidation(running, message.init), output, streams, rebroadcast: false });
};

const withValidation = (running: RunningHeight, { round, validRound }: ProposalInit): RunningHeight => ({
  ...running,
  validations: new Map(running.validations).set(round, validRound),
});

const enqueueMessage = (state: ManagerState, message: NetworkMessage): ManagerOutcome => {
  const limit = message.kind === 'vote' ? VOTE_CHANNEL_MAX : STREAM_CHANNEL_MAX;
  const isFull = state.inbox.filter(({ kind }) => kind === message.kind).length >= limit;
  if (!isFull) return nothing({ ...state, inbox: [...state.inbox, message] });
  const effect = refusal('ChannelFull', `${message.kind} for height ${heightOfMessage(message)}`);
  return { state, effects: message.kind === 'vote' ? [effect] : [effect, { kind: 'drop_stream', stream: message.stream }] };
};

type InternalInput = Extract<ManagerInput, { readonly kind: 'finished_building' | 'finished_validation' | 'timeout' | 'vote_broadcasted' }>;

/** Events of the running height's own requests; those of a height that ended are nobody's. */
const handleInternal = (state: ManagerState, config: ManagerConfig, input: InternalInput, height: Height): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind !== 'running' || phase.height !== height) return nothing(state);
  if (phase.polling) return nothing({ ...state, inbox: [...state.inbox, input] });
  return runEvent(state, config, phase, toHeightEvent(phase, input));
};

const toHeightEvent = ({ validations }: RunningHeight, input: InternalInput): HeightEvent => {
  if (input.kind !== 'finished_validation') return input;
  const validRound = validations.get(input.round);
  assert(validRound !== undefined, 'finishedValidation: a round whose validation was started');
  return { ...input, validRound };
};

const runEvent = (state: ManagerState, config: ManagerConfig, phase: RunningHeight, event: HeightEvent): ManagerOutcome => {
  const next: HeightTransition = handleHeightEvent(phase.shc, event, proposersOf(phase.committee, phase.height));
  const running = { ...phase, shc: next.state };
  return carryOut(state, config, { running, output: next.output, streams: NO_STREAMS, rebroadcast: event.kind === 'vote_broadcasted' });
};

type Work = {
  readonly running: RunningHeight;
  readonly output: readonly SmOutput[];
  readonly streams: Streams;
  readonly rebroadcast: boolean;
};

/** Tells the caller height and round first (after the reports of what came in), then carries out the requests in order. */
const carryOut = (state: ManagerState, config: ManagerConfig, work: Work): ManagerOutcome => {
  const { height, shc, announced } = work.running;
  const { round } = shc.machine;
  const executed = executeRequests(work.output, { ...work, config });
  const arrivals = executed.effects.findIndex((effect) => !isArrival(effect));
  const at = arrivals === -1 ? executed.effects.length : arrivals;
  const announce: readonly ManagerEffect[] = announced === round ? [] : [{ kind: 'set_height_and_round', height, round }];
  const effects = [...executed.effects.slice(0, at), ...announce, ...executed.effects.slice(at)];
  const running = { ...work.running, announced: round };
  const done = withMarkers({ state: { ...state, phase: running }, effects });
  if (executed.decision !== null) return andThen(done, (s) => decide(s, config, executed.decision as Decision));
  if (executed.failedBuild === null) return done;
  const failed: HeightEvent = { kind: 'finished_building', round: executed.failedBuild, value: null };
  return andThen(done, (s) => runEvent(s, config, running, failed));
};

const isArrival = (effect: ManagerEffect): boolean =>
  effect.kind === 'report' && (effect.report.kind === 'vote_received' || effect.report.kind === 'proposal_received');

/** Reports the marker where it moves; storing the same height again changes nothing. */
const withMarkers = ({ state, effects }: ManagerOutcome): ManagerOutcome => {
  const first = effects.find((effect) => effect.kind === 'write_marker');
  if (first === undefined || first.height === state.marker) return { state, effects };
  const { height } = first;
  assert(state.marker === null || height > state.marker, 'withMarkers: a marker that never goes back');
  const at = effects.indexOf(first);
  const written: ManagerEffect = { kind: 'report', report: { kind: 'marker_written', height } };
  return { state: { ...state, marker: height }, effects: effects.toSpliced(at, 0, written) };
};

const decide = (state: ManagerState, config: ManagerConfig, { round, value }: Decision): ManagerOutcome => {
  assert(state.phase.kind === 'running', 'decide: a running height');
  const { height } = state.phase;
  const wait = config.settings.stopAtHeight === height;
  return endHeight(state, config, { kind: 'decision_reached', height, round, value, wait });
};
