// Several batcher instances behind one orchestrator, which knows of none: heights, reverts and synced blocks go to all, a proposal to one, a decision to
// the instance that executed it and its block to the others. An extension beyond Apollo. Source: house.md 5.2, seed.md 5.4.
// An instance is dead when a call to it fails in transport or its heartbeats stay away; it is asked again at every height, and gets the blocks it missed.
import { required } from '../base/assert.ts';
import type { BatcherAnswer, BatcherRequest } from '../types/batcher.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { routeDecision, replayStep, onDecisionAnswer } from './batchers-decision.ts';
import type { Purpose } from './batchers-state.ts';
import { catchUp, onCaughtUp, onJoined } from './batchers-catch-up.ts';
import { allSlots, isDown, liveSlots, readySlots, sendTo } from './batchers-calls.ts';
import { changeBridge } from './consensus-bridge.ts';
import { sendCall } from './consensus-calls.ts';
import { type Run, log, sendOver } from './consensus-state.ts';

/** Performs a call of the orchestrator. */
export const askBatchers = (run: Run, callId: number, request: BatcherRequest): void => {
  if (request.kind === 'start_height') changeBridge(run, request.height);
  if (allSlots(run).length === 1) {
    sendCall(run, required(allSlots(run)[0], 'askBatchers: an instance'), callId, request);
    return;
  }
  switch (request.kind) {
    case 'start_height':
      run.state.batchers.proposals.clear();
      run.state.batchers.ready.clear();
      for (const slot of run.state.batchers.down)
        sendTo(run, { slot, request: { kind: 'get_current_height' }, purpose: { kind: 'probe' } });
      askAll(run, callId, request);
      return;
    case 'get_current_height':
    case 'add_sync_block':
    case 'revert_block':
      askAll(run, callId, request);
      return;
    case 'propose_block':
    case 'validate_block':
      choose(run, callId, request);
      return;
    case 'decision_reached':
      routeDecision(run, callId, request.proposalId);
      return;
    case 'get_proposal_content':
    case 'send_txs_for_proposal':
    case 'finish_proposal':
    case 'abort_proposal': {
      const kept = run.state.batchers.proposals.get(request.proposalId);
      if (request.kind === 'send_txs_for_proposal') kept?.batches.push(request.txs);
      pass(run, kept?.slot ?? primary(run), callId, request);
      return;
    }
    case 'get_block_hash':
    case 'get_state_commitment_infos':
    case 'has_state_commitment_infos':
    case 'start_round':
    case 'call_contract':
      pass(run, primary(run), callId, request);
  }
};

/** The first instance at the height, or that is alive at all, or the first one. */
const primary = (run: Run): number => readySlots(run)[0] ?? liveSlots(run)[0] ?? required(allSlots(run)[0], 'primary: an instance');

const pass = (run: Run, slot: number, callId: number, request: BatcherRequest): void =>
  sendTo(run, { slot, request, purpose: { kind: 'pass', callId }, callId });

/** To all that are alive and not catching up; when there are none, to the first one, whose transport then says so. */
const askAll = (run: Run, callId: number, request: BatcherRequest): void => {
  const { gatherings, catching } = run.state.batchers;
  const free = liveSlots(run).filter((slot) => request.kind !== 'start_height' || !catching.has(slot));
  const slots = free.length > 0 ? free : [primary(run)];
  gatherings.set(callId, { waiting: new Set(slots), answers: new Map() });
  for (const [i, slot] of slots.entries()) sendTo(run, { slot, request, purpose: { kind: 'all', callId }, ...(i === 0 ? { callId } : {}) });
};

/** Round robin over the instances at the height, or the first of them. */
const choose = (run: Run, callId: number, request: BatcherRequest & { readonly kind: 'propose_block' | 'validate_block' }): void => {
  const { batchers } = run.state;
  const ready = readySlots(run);
  const mode = run.env.batcherModeAt(request.blockInfo.height);
  const slot = (mode === 'round_robin' ? ready[batchers.turn % Math.max(1, ready.length)] : ready[0]) ?? primary(run);
  batchers.turn++;
  batchers.proposals.set(request.proposalId, { slot, request, batches: [], info: null });
  log(run, { kind: 'batcher_chosen', slot, proposalId: request.proposalId, mode });
  pass(run, slot, callId, request);
};

/** What an answer for good means for the orchestrator; null: it waits on. */
export type OrchestratorAnswer = { readonly callId: number; readonly answer: BatcherAnswer };

export const onBatcherAnswer = (run: Run, callId: number, answer: BatcherAnswer): OrchestratorAnswer | null => {
  const { batchers } = run.state;
  const sent = batchers.sent.get(callId);
  if (sent === undefined) return allSlots(run).length === 1 ? { callId, answer } : null;
  batchers.sent.delete(callId);
  const { slot, request, purpose } = sent;
  if (!answer.ok && answer.error.kind === 'client_error') batcherDown(run, slot, answer.error.reason);
  else batcherUp(run, slot);
  return followUp(run, { slot, request, purpose }, answer);
};

type Sent = { readonly slot: number; readonly request: BatcherRequest; readonly purpose: Purpose };

const followUp = (run: Run, { slot, request, purpose }: Sent, answer: BatcherAnswer): OrchestratorAnswer | null => {
  switch (purpose.kind) {
    case 'pass':
      if (request.kind === 'decision_reached') return onDecisionAnswer(run, slot, answer);
      keepContent(run, request, answer);
      return { callId: purpose.callId, answer };
    case 'all':
      return gather(run, { slot, request, purpose }, purpose.callId, answer);
    case 'probe':
      if (answer.ok && answer.value.kind === 'current_height') catchUp(run, slot, answer.value.height);
      return null;
    case 'catch_up':
    case 'follow':
      onCaughtUp(run, slot, purpose, answer);
      return null;
    case 'join':
      onJoined(run, slot, purpose.height, answer);
      return null;
    case 'replay':
      return replayStep(run, slot, answer);
  }
};

/** What a built or validated proposal consists of, in case another instance has to execute it. */
const keepContent = (run: Run, request: BatcherRequest, answer: BatcherAnswer): void => {
  if (!('proposalId' in request) || !answer.ok) return;
  const kept = run.state.batchers.proposals.get(request.proposalId);
  if (kept === undefined) return;
  if (answer.value.kind === 'proposal_txs') kept.batches.push(answer.value.txs);
  if (answer.value.kind === 'proposal_finished') kept.info = answer.value.info;
};

const gather = (run: Run, { slot, request }: Sent, callId: number, answer: BatcherAnswer): OrchestratorAnswer | null => {
  const { batchers } = run.state;
  const gathering = required(batchers.gatherings.get(callId), 'gather: a call to all');
  gathering.waiting.delete(slot);
  gathering.answers.set(slot, answer);
  if (request.kind === 'start_height') onHeightStarted(run, slot, answer);
  if (gathering.waiting.size > 0) return null;
  batchers.gatherings.delete(callId);
  return { callId, answer: combine([...gathering.answers].toSorted(([a], [b]) => a - b).map(([, one]) => one)) };
};

const onHeightStarted = (run: Run, slot: number, answer: BatcherAnswer): void => {
  if (answer.ok) run.state.batchers.ready.add(slot);
  else if (answer.error.kind === 'batcher_error' && answer.error.error.code === 'StorageHeightMarkerMismatch')
    catchUp(run, slot, answer.error.error.markerHeight);
};

const heightOf = (answer: BatcherAnswer | null): number =>
  answer !== null && answer.ok && answer.value.kind === 'current_height' ? answer.value.height : -1;

/** One success is a success: of heights the highest, else the first. Of failures a refusal says more than a lost connection. */
const combine = (answers: readonly BatcherAnswer[]): BatcherAnswer => {
  let best: BatcherAnswer | null = null;
  for (const answer of answers) if (answer.ok && (best === null || heightOf(answer) > heightOf(best))) best = answer;
  const refusal = answers.find((answer) => !answer.ok && answer.error.kind === 'batcher_error');
  return best ?? refusal ?? required(answers[0], 'combine: an answer');
};

/** After the orchestrator has heard the answer to `callId`: of a decision the others get the block. */
export const shareBlock = (run: Run, callId: number): void => {
  const { batchers, orchestrator } = run.state;
  const { decision } = batchers;
  if (decision?.callId !== callId) return;
  batchers.decision = null;
  const executed = batchers.proposals.get(decision.proposalId);
  const height = executed?.request.blockInfo.height;
  const block = height === undefined ? undefined : orchestrator.store.get(height);
  if (height === undefined || block === undefined) return;
  for (const slot of liveSlots(run)) {
    if (batchers.catching.has(slot) || executed?.slot === slot) continue;
    sendTo(run, { slot, request: { kind: 'add_sync_block', block }, purpose: { kind: 'follow', height } });
  }
};

/** An instance does not answer: its proposals are lost, later calls go to the next one. */
export const batcherDown = (run: Run, slot: number, reason: string): void => {
  const { batchers } = run.state;
  batchers.ready.delete(slot);
  batchers.catching.delete(slot);
  if (isDown(run, slot) || allSlots(run).length === 1) return;
  batchers.down.add(slot);
  log(run, { kind: 'batcher_down', slot, reason });
};

const batcherUp = (run: Run, slot: number): void => {
  if (!run.state.batchers.down.delete(slot)) return;
  log(run, { kind: 'batcher_up', slot });
};

/** Its stream is there again: where is it? */
export const probeBatcher = (run: Run, slot: number): void => {
  if (allSlots(run).length > 1) sendTo(run, { slot, request: { kind: 'get_current_height' }, purpose: { kind: 'probe' } });
};

/** A gossiped transaction to every instance but the one it came from; `from` null: from a peer. */
export const gossipToBatchers = (run: Run, tx: HashedTransaction, from: number | null): void => {
  for (const slot of allSlots(run)) {
    if (slot !== from) sendOver(run, slot, { kind: 'gossip_in', tx });
  }
};
