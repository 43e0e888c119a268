// Height after height: syncs or runs each one, hands it the messages that are its own and carries out its requests. The only door to consensus.
// Source: crates/apollo_consensus/src/manager.rs (run_consensus, MultiHeightManager); protocol.md 1.7. Where Apollo awaits (try_sync, decision_reached,
// sleeping at stop_at_height), inputs wait in the inbox; where it selects among ready sources at random, they are handled in order of arrival.
import { assert } from '../base/assert.ts';
import { freeze } from '../base/plain.ts';
import type { Height } from '../types/ids.ts';
import { endHeight, waitForSync } from './manager-phases.ts';
import { handleInternal, handleMessage, schedulePoll, startRunning } from './manager-running.ts';
import { andThen, refusal, type ManagerConfig, type ManagerOutcome, type ManagerState } from './manager-state.ts';
import type { ManagerEffect, ManagerInput } from './messages.ts';

/** Sleep between two looks at `stop_at_height`. */
const STOP_SLEEP_US = 2_000_000;

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
      if (!phase.trying) return nothing(state);
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
