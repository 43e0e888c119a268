// A decision needs the instance that executed the proposal. When that one has died after the quorum, the next one is asked, answers
// ExecutedProposalNotFound, and is given the content again: ValidateBlock, SendTxsForProposal, FinishProposal, then the decision (seed.md 5.4).
// When no instance can commit it, the orchestrator hears the error and stops, as Apollo's node panics.
import { assert, required } from '../base/assert.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../types/batcher.ts';
import { toTimeUs } from '../types/ids.ts';
import { readySlots, sendTo } from './batchers-calls.ts';
import type { DecisionRoute, KeptProposal } from './batchers-state.ts';
import { type Run, log } from './consensus-state.ts';

type ForOrchestrator = { readonly callId: number; readonly answer: BatcherAnswer };

/** DecisionReached of the orchestrator. */
export const routeDecision = (run: Run, callId: number, proposalId: ProposalId): void => {
  const { batchers } = run.state;
  batchers.decision = { callId, proposalId, tried: new Set(), steps: null };
  const slot = batchers.proposals.get(proposalId)?.slot ?? readySlots(run)[0] ?? 1;
  ask(run, batchers.decision, slot);
};

const ask = (run: Run, decision: DecisionRoute, slot: number): void => {
  const { callId, proposalId, tried } = decision;
  const isFirst = tried.size === 0;
  tried.add(slot);
  const request = { kind: 'decision_reached', proposalId } as const;
  sendTo(run, { slot, request, purpose: { kind: 'pass', callId }, ...(isFirst ? { callId } : {}) });
};

/** The answer of the instance that was asked to commit. */
export const onDecisionAnswer = (run: Run, slot: number, answer: BatcherAnswer): ForOrchestrator | null => {
  const decision = required(run.state.batchers.decision, 'onDecisionAnswer: a decision under way');
  const kept = run.state.batchers.proposals.get(decision.proposalId);
  if (answer.ok) {
    if (kept !== undefined) kept.slot = slot;
    return { callId: decision.callId, answer };
  }
  const isUnknown = answer.error.kind === 'batcher_error' && answer.error.error.code === 'ExecutedProposalNotFound';
  if (isUnknown && kept !== undefined && kept.slot !== slot && decision.steps === null) {
    startReplay(run, decision, kept, slot);
    return null;
  }
  return next(run, decision, slot, answer);
};

/** The next instance that is at the height; else the error is for good. */
const next = (run: Run, decision: DecisionRoute, from: number, answer: BatcherAnswer): ForOrchestrator | null => {
  const { callId, proposalId, tried } = decision;
  const isOver = !answer.ok && answer.error.kind === 'batcher_error' && !isLoss(answer.error.error.code) && decision.steps === null;
  const slot = readySlots(run).find((one) => !tried.has(one));
  if (isOver || slot === undefined) {
    run.state.batchers.decision = null;
    return { callId, answer };
  }
  decision.steps = null;
  log(run, { kind: 'batcher_failover', proposalId, from, to: slot, replay: false });
  ask(run, decision, slot);
  return null;
};

/** The instance has lost what it had executed. */
const isLoss = (code: string): boolean => code === 'ExecutedProposalNotFound' || code === 'NoActiveHeight';

const startReplay = (run: Run, decision: DecisionRoute, kept: KeptProposal, slot: number): void => {
  const { proposalId } = decision;
  const { request, batches, info } = kept;
  assert(info !== null, 'startReplay: a decided proposal was finished');
  const { blockInfo, retrospectiveBlockHash } = request;
  const deadline = toTimeUs(run.now + run.env.config.settings.orchestrator.validateProposalMarginUs);
  const steps: BatcherRequest[] = [
    { kind: 'validate_block', proposalId, deadline, retrospectiveBlockHash, blockInfo },
    ...batches.map((txs): BatcherRequest => ({ kind: 'send_txs_for_proposal', proposalId, txs })),
    { kind: 'finish_proposal', proposalId, finalNExecutedTxs: info.finalNExecutedTxs },
  ];
  log(run, { kind: 'batcher_failover', proposalId, from: kept.slot, to: slot, replay: true });
  decision.steps = steps;
  sendStep(run, decision, slot);
};

const sendStep = (run: Run, decision: DecisionRoute, slot: number): void => {
  const request = decision.steps?.shift();
  const { callId, proposalId } = decision;
  if (request !== undefined) sendTo(run, { slot, request, purpose: { kind: 'replay' } });
  else sendTo(run, { slot, request: { kind: 'decision_reached', proposalId }, purpose: { kind: 'pass', callId } });
};

/** A step of the replay was answered. Another commitment than the decided one counts as a failure. */
export const replayStep = (run: Run, slot: number, answer: BatcherAnswer): ForOrchestrator | null => {
  const decision = required(run.state.batchers.decision, 'replayStep: a decision under way');
  const kept = required(run.state.batchers.proposals.get(decision.proposalId), 'replayStep: a kept proposal');
  const isSame =
    answer.ok &&
    answer.value.kind !== 'invalid_proposal' &&
    (answer.value.kind !== 'proposal_finished' || answer.value.info.partialBlockHash === kept.info?.partialBlockHash);
  if (isSame) {
    sendStep(run, decision, slot);
    return null;
  }
  return next(run, decision, slot, answer.ok ? { ok: false, error: { kind: 'batcher_error', error: { code: 'InternalError' } } } : answer);
};
