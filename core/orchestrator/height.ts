// Where the context stands: start, new height, new round, and proposals that arrived for a later round.
// Source: SequencerConsensusContext::set_height_and_round, validate_proposal and initialize_fee_proposals_window; protocol.md 2.3, 2.7, 2.8.
import { assert } from '../base/assert.ts';
import { type ManagerEffect } from '../consensus/messages.ts';
import type { BatcherAnswer } from '../types/batcher.ts';
import type { ProposalInit } from '../types/consensus.ts';
import type { Height, Round } from '../types/ids.ts';
import { describeClientError, expectAnswer } from './errors.ts';
import { minPriceAt } from './prices.ts';
import { type Draft, callBatcher, dropStream, patch, report, setTimer } from './state.ts';
import { startValidation } from './validate.ts';
import { constantsOf } from './versions.ts';

/** Asks the batcher where to start. */
export const askHeight = (draft: Draft): void => {
  const callId = callBatcher(draft, { kind: 'get_current_height' });
  patch(draft, { awaited: { kind: 'starting', callId } });
};

/** A batcher that does not answer is asked again. */
export const onCurrentHeight = (draft: Draft, answer: BatcherAnswer): void => {
  const got = expectAnswer(answer, 'current_height');
  if (got.ok) {
    fillWindow(draft, got.value.height);
    return;
  }
  patch(draft, { awaited: { kind: 'starting', callId: null } });
  setTimer(draft, draft.now + draft.config.settings.retrospectiveRetryIntervalUs, { kind: 'start_retry' });
};

/** Fee proposals of blocks height - size .. height - 1 from the own store; voting waits until all are there. Genesis carries none. */
export const fillWindow = (draft: Draft, height: Height): void => {
  const { settings } = draft.config;
  const size = constantsOf(settings.starknetVersion).feeProposalWindowSize;
  const feeWindow = new Map(draft.state.feeWindow);
  let missing = false;
  for (let h = Math.max(0, height - size); h < height; h++) {
    const block = draft.state.store.get(h);
    if (block !== undefined) feeWindow.set(h, block.feeProposalFri);
    else if (h === 0) feeWindow.set(0, null);
    else missing = true;
  }
  patch(draft, { feeWindow });
  if (missing) {
    patch(draft, { awaited: { kind: 'filling_window', height } });
    setTimer(draft, draft.now + settings.retrospectiveRetryIntervalUs, { kind: 'start_retry' });
    return;
  }
  patch(draft, { awaited: null });
  draft.effects.push({ kind: 'manager', input: { kind: 'run_height', height } });
};

/** The active task must have ended. Asserts where Apollo panics: a lower height or round. */
export const setHeightAndRound = (draft: Draft, height: Height, round: Round): void => {
  const { state } = draft;
  if (state.height === null || height > state.height) {
    beginHeight(draft, height, round);
    return;
  }
  assert(height === state.height && round >= state.round, 'setHeightAndRound: height and round never go down');
  if (round > state.round) beginRound(draft, round);
};

const beginHeight = (draft: Draft, height: Height, round: Round): void => {
  const { state } = draft;
  const { settings } = draft.config;
  const configured = minPriceAt(height, settings);
  const isFirst = state.height === null;
  for (const { stream } of state.queued.values()) dropStream(draft, stream);
  const cutoff = height - constantsOf(settings.starknetVersion).feeProposalWindowSize;
  patch(draft, {
    height,
    round,
    l2GasPriceFri: isFirst && configured > state.l2GasPriceFri ? configured : state.l2GasPriceFri,
    feeWindow: new Map([...state.feeWindow].filter(([h]) => h >= cutoff)),
    queued: new Map(),
  });
  const callId = callBatcher(draft, { kind: 'start_height', height });
  patch(draft, { awaited: { kind: 'start_height', height, callId } });
};

/** An error makes the height fall back to sync. */
export const onHeightStarted = (draft: Draft, height: Height, answer: BatcherAnswer): void => {
  patch(draft, { awaited: null });
  const got = expectAnswer(answer, 'done');
  if (got.ok) return;
  draft.effects.push({ kind: 'manager', input: { kind: 'height_failed', height, reason: describeClientError(got.error) } });
};

/** Proposals queued for skipped rounds are dropped, one for the new round is validated now. */
const beginRound = (draft: Draft, round: Round): void => {
  const queued = new Map(draft.state.queued);
  const passed = [...queued].filter(([r]) => r < round).toSorted(([a], [b]) => a - b);
  const present = queued.get(round);
  for (const [r] of passed) queued.delete(r);
  queued.delete(round);
  patch(draft, { round, queued });
  for (const [, { init, stream }] of passed) dropProposal(draft, init, stream);
  if (present !== undefined) startValidation(draft, present);
};

const dropProposal = (draft: Draft, init: ProposalInit, stream: number): void => {
  dropStream(draft, stream);
  draft.effects.push({ kind: 'manager', input: { kind: 'finished_validation', height: init.height, round: init.round, value: null } });
};

/** A proposal that consensus accepted: of a past round it is dropped, of a later one it waits, of the present one it is validated. */
export const receiveProposal = (draft: Draft, call: ManagerEffect & { readonly kind: 'validate_proposal' }): void => {
  const { init, stream, timeoutUs } = call;
  const { state } = draft;
  assert(init.height === state.height, 'receiveProposal: a proposal of the present height');
  if (!state.streams.has(stream) || init.round < state.round) {
    dropProposal(draft, init, stream);
    return;
  }
  if (init.round === state.round) {
    startValidation(draft, { init, stream, timeoutUs });
    return;
  }
  const earlier = state.queued.get(init.round);
  if (earlier !== undefined) dropProposal(draft, earlier.init, earlier.stream);
  patch(draft, { queued: new Map(draft.state.queued).set(init.round, { init, stream, timeoutUs }) });
  report(draft, { kind: 'proposal_received', init, outcome: 'queued' });
};
