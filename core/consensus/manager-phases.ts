// How a height ends, and how one is left to sync: the two ways out of a phase that both running and syncing take.
// Source: crates/apollo_consensus/src/manager.rs (run_height, wait_until_sync_reaches_height); protocol.md 1.7.
import { toHeight, type Height } from '../types/ids.ts';
import { takeHeight } from './future-cache.ts';
import { handleOtherHeight } from './manager-messages.ts';
import { andThen, type ManagerConfig, type ManagerOutcome, type ManagerState } from './manager-state.ts';
import type { ManagerEffect } from './messages.ts';

/** Tries to sync at once, and then until it succeeds. */
export const waitForSync = (state: ManagerState, height: Height): ManagerOutcome => ({
  state: { ...state, phase: { kind: 'waiting_for_sync', height, trying: true } },
  effects: [{ kind: 'try_sync', height }],
});

/** Drops what belongs to the height or below and caches what is above, then hands over to the caller. */
export const endHeight = (
  state: ManagerState,
  config: ManagerConfig,
  last: ManagerEffect & { readonly kind: 'height_synced' | 'decision_reached' },
): ManagerOutcome => {
  const { height } = last;
  const next = toHeight(height + 1);
  const { cache } = takeHeight(state.cache, height);
  let outcome: ManagerOutcome = {
    state: { ...state, cache, inbox: [], phase: { kind: 'between_heights', next } },
    effects: [],
  };
  for (const message of state.inbox) {
    if (message.kind !== 'vote' && message.kind !== 'proposal') continue;
    outcome = andThen(outcome, (s) => handleOtherHeight(s, message, height, config));
  }
  return { state: outcome.state, effects: [...outcome.effects, { kind: 'drop_streams', upTo: height }, last] };
};
