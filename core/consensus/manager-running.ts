// A height in which consensus runs: opens it, hands it its messages and the answers to its requests, and carries out what it requests.
// Source: crates/apollo_consensus/src/manager.rs (run_height_inner, process_start_height); protocol.md 1.7.
import { assert } from '../base/assert.ts';
import { STREAM_CHANNEL_MAX, VOTE_CHANNEL_MAX } from '../base/limits.ts';
import type { Height } from '../types/ids.ts';
import { takeHeight } from './future-cache.ts';
import { createHeight, handleHeightEvent, startHeight, type HeightEvent, type HeightTransition } from './height.ts';
import { createSetup } from './machine-state.ts';
import type { SmOutput } from './machine.ts';
import { admitMessage, admitProposal, admitVote, handleOtherHeight, heightOfMessage, type NetworkMessage } from './manager-messages.ts';
import { endHeight, waitForSync } from './manager-phases.ts';
import { executeRequests, type Streams } from './manager-requests.ts';
import {
  andThen,
  proposersOf,
  settingsOf,
  refusal,
  type ManagerConfig,
  type ManagerOutcome,
  type ManagerState,
  type RunningHeight,
} from './manager-state.ts';
import type { ManagerEffect, ManagerInput } from './messages.ts';

const NO_STREAMS: Streams = new Map();

/** Opens consensus at a height: committee, machine, cached messages, and the first of the regular polls of sync. */
export const startRunning = (state: ManagerState, config: ManagerConfig, height: Height): ManagerOutcome => {
  const { validatorId: id } = config;
  const lookup = config.committeeAt(height);
  if (!lookup.ok) {
    const failed: ManagerOutcome = { state, effects: [refusal(lookup.error.code, `committee of height ${height}`)] };
    return andThen(failed, (s) => waitForSync(s, height));
  }
  const { committee } = lookup.value;
  const isObserver = !committee.members.some((member) => member.id === id);
  const { quorum, requireVirtualProposerVote } = settingsOf(config, height);
  const setup = createSetup({ height, id, isObserver, quorum, requireVirtualProposerVote, committee });
  const started: ManagerEffect = { kind: 'report', report: { kind: 'height_started', height, committee, isObserver, quorum } };
  const { state: next, effects } = processStartHeight(state, config, {
    kind: 'running',
    height,
    committee: lookup.value,
    shc: createHeight(setup),
    validations: new Map(),
    announced: null,
    polling: false,
  });
  const polls = next.phase.kind === 'running' ? [schedulePoll(config, height)] : [];
  return { state: next, effects: [started, ...effects, ...polls] };
};

/** The next regular poll of sync. */
export const schedulePoll = ({ settings }: ManagerConfig, height: Height): ManagerEffect => ({
  kind: 'schedule',
  delayUs: settings.syncRetryIntervalUs,
  input: { kind: 'sync_poll', height, waiting: false },
});

/** Starts, then hands over cached proposals and votes, and only then carries out all requests. */
const processStartHeight = (state: ManagerState, config: ManagerConfig, fresh: RunningHeight): ManagerOutcome => {
  const { cache, votes, proposals } = takeHeight(state.cache, fresh.height);
  const start = startHeight(fresh.shc, proposersOf(fresh.committee, fresh.height));
  let work: Work = { running: { ...fresh, shc: start.state }, output: start.output, streams: NO_STREAMS, rebroadcast: false };
  const refusals: ManagerEffect[] = [];
  const messages: readonly NetworkMessage[] = [
    ...proposals.map((proposal) => ({ kind: 'proposal' as const, ...proposal })),
    ...votes.map((vote) => ({ kind: 'vote' as const, vote })),
  ];
  for (const message of messages) {
    const admission = message.kind === 'vote' ? admitVote(work.running, message.vote) : admitProposal(work.running, message);
    if (admission.kind === 'refused') refusals.push(...admission.effects);
    else work = withAdmitted(work, message, admission.transition);
  }
  const outcome = carryOut({ ...state, cache }, config, work);
  return { state: outcome.state, effects: [...refusals, ...outcome.effects] };
};

/** What the running height has to carry out, with the handles of the streams accepted on the way. */
type Work = {
  readonly running: RunningHeight;
  readonly output: readonly SmOutput[];
  readonly streams: Streams;
  readonly rebroadcast: boolean;
};

const withAdmitted = (work: Work, message: NetworkMessage, { state: shc, output }: HeightTransition): Work => {
  const next = { ...work, running: { ...work.running, shc }, output: [...work.output, ...output] };
  if (message.kind === 'vote') return next;
  const { round, validRound } = message.init;
  const validations = new Map(work.running.validations).set(round, validRound);
  return { ...next, running: { ...next.running, validations }, streams: new Map(work.streams).set(round, message.stream) };
};

/** A message of the network: handled, or put into the inbox while no height listens. */
export const handleMessage = (state: ManagerState, config: ManagerConfig, message: NetworkMessage): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind !== 'running' || phase.polling) return enqueueMessage(state, message);
  if (heightOfMessage(message) !== phase.height) return handleOtherHeight(state, message, phase.height, config);
  const admission = admitMessage(phase, message, config);
  if (admission.kind === 'refused') return { state, effects: admission.effects };
  const idle: Work = { running: phase, output: [], streams: NO_STREAMS, rebroadcast: false };
  return carryOut(state, config, withAdmitted(idle, message, admission.transition));
};

const enqueueMessage = (state: ManagerState, message: NetworkMessage): ManagerOutcome => {
  const limit = message.kind === 'vote' ? VOTE_CHANNEL_MAX : STREAM_CHANNEL_MAX;
  const isFull = state.inbox.filter(({ kind }) => kind === message.kind).length >= limit;
  if (!isFull) return { state: { ...state, inbox: [...state.inbox, message] }, effects: [] };
  const effect = refusal('ChannelFull', `${message.kind} for height ${heightOfMessage(message)}`);
  return { state, effects: message.kind === 'vote' ? [effect] : [effect, { kind: 'drop_stream', stream: message.stream }] };
};

type InternalInput = Extract<ManagerInput, { readonly kind: 'finished_building' | 'finished_validation' | 'timeout' | 'vote_broadcasted' }>;

/** Events of the running height's own requests; those of a height that ended are nobody's. */
export const handleInternal = (state: ManagerState, config: ManagerConfig, input: InternalInput, height: Height): ManagerOutcome => {
  const { phase } = state;
  if (phase.kind !== 'running' || phase.height !== height) return { state, effects: [] };
  if (phase.polling) return { state: { ...state, inbox: [...state.inbox, input] }, effects: [] };
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
  const { decision, failedBuild } = executed;
  if (decision !== null) {
    const wait = config.settings.stopAtHeight === height;
    const last = { kind: 'decision_reached', height, round: decision.round, value: decision.value, wait } as const;
    return andThen(done, (s) => endHeight(s, config, last));
  }
  if (failedBuild === null) return done;
  const failed: HeightEvent = { kind: 'finished_building', round: failedBuild, value: null };
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
