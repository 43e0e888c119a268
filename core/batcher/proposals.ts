// The six requests about one proposal: propose, validate, content, send, finish, abort. Checks stand in Apollo's order, and so do the side effects on
// mempool and L1 provider, which happen before the last two checks. Source: crates/apollo_batcher/src/batcher.rs; protocol.md 3.3.
import { assert } from '../base/assert.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { BatcherError, BatcherRequest, BatcherResponse, ProposalId } from '../types/batcher.ts';
import { type Height, toHeight } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { type ExecutedProposal, builderErrorText, causeText, finishedInfo } from './artifacts.ts';
import type { ActiveProposal } from './block-builder.ts';
import { type BatcherEnv, note } from './env.ts';
import { createExecutor } from './executor.ts';
import { type BatcherCall, type BatcherState, type Serving } from './state.ts';
import { parentProposalCommitment } from './storage.ts';
import { firstPhase } from './transaction-provider.ts';

/** What a request leads to: an answer now, or a wait in which it blocks all later ones. */
export type Served =
  | { readonly kind: 'answer'; readonly answer: Result<BatcherResponse, BatcherError> }
  | { readonly kind: 'wait'; readonly serving: Serving };

type Outcome = Result<BatcherResponse, BatcherError>;
type RequestOf<K extends BatcherRequest['kind']> = BatcherRequest & { readonly kind: K };

/** How far back the hash lies that every block from 10 on must name (STORED_BLOCK_HASH_BUFFER). */
const RETROSPECTIVE_BLOCKS = 10;

export const answered = (answer: Outcome): Served => ({ kind: 'answer', answer });
export const DONE: Outcome = ok({ kind: 'done' });

export const proposeBlock = (env: BatcherEnv, state: BatcherState, request: RequestOf<'propose_block'>): Outcome => {
  if (env.settings.validationOnly || env.mempool === null) return err({ code: 'ProposingNotSupported' });
  const height = checkHeight(state, request);
  if (!height.ok) return height;
  if (!env.mempool.commitBlock({ addressToNonce: new Map(), rejected: [] }).ok) return err({ code: 'NotReady' });
  if (!env.mempool.updateGasPrice(request.blockInfo.gasPrices.l2Gas.fri).ok) return err({ code: 'InternalError' });
  startL1Block(env, 'Propose', height.value);
  const free = checkFree(env, state, request);
  if (!free.ok) return free;
  const phase = firstPhase(state.proposalsCounter, env.settings.proposeL1TxsEvery);
  start(env, state, { ...commonParts(env, state, request), role: 'proposer', source: { phase, nL1Txs: 0 } });
  state.proposeStreams.set(request.proposalId, []);
  state.proposalsCounter++;
  return DONE;
};

export const validateBlock = (env: BatcherEnv, state: BatcherState, request: RequestOf<'validate_block'>): Outcome => {
  const height = checkHeight(state, request);
  if (!height.ok) return height;
  startL1Block(env, 'Validate', height.value);
  const free = checkFree(env, state, request);
  if (!free.ok) return free;
  start(env, state, { ...commonParts(env, state, request), role: 'validator', input: [], offeredFinalN: null, finalN: null });
  state.validateStreams.add(request.proposalId);
  return DONE;
};

/** get_proposal_content: the next chunk, or the end; waits while there is neither. */
export const getProposalContent = (env: BatcherEnv, state: BatcherState, call: BatcherCall, proposalId: ProposalId): Served => {
  if (!state.proposeStreams.has(proposalId)) return answered(err({ code: 'ProposalNotFound', proposalId }));
  const answer = takeContent(env, state, proposalId);
  return answer === null ? { kind: 'wait', serving: { kind: 'content', call, proposalId } } : answered(answer);
};

/** What the proposer's stream holds now; null when it is empty and open. */
export const takeContent = (env: BatcherEnv, state: BatcherState, proposalId: ProposalId): Outcome | null => {
  const stream = state.proposeStreams.get(proposalId);
  assert(stream !== undefined, 'takeContent: a stream of this proposal');
  if (stream.length > 0) return ok({ kind: 'proposal_txs', txs: stream.splice(0, env.settings.outstreamContentBufferSize) });
  const executed = state.executed.get(proposalId);
  if (executed === undefined) return null;
  state.proposeStreams.delete(proposalId);
  return executed.ok ? finished(state, executed) : err({ code: 'InternalError' });
};

export const sendTxsForProposal = (
  env: BatcherEnv,
  state: BatcherState,
  call: BatcherCall & { readonly request: RequestOf<'send_txs_for_proposal'> },
): Served => {
  const { proposalId, txs } = call.request;
  if (!state.validateStreams.has(proposalId)) return answered(err({ code: 'ProposalNotFound', proposalId }));
  if (state.active?.proposalId !== proposalId) {
    const executed = state.executed.get(proposalId);
    assert(
      executed !== undefined && !executed.ok,
      'sendTxsForProposal: a proposal does not end well before all its transactions were sent',
    );
    return answered(failure(executed));
  }
  const rest = [...txs];
  fillChannel(env, state, rest);
  return rest.length === 0 ? answered(ok({ kind: 'processing' })) : { kind: 'wait', serving: { kind: 'send', call, proposalId, rest } };
};

/** Moves transactions from `rest` into the active validator's channel while it has room. */
export const fillChannel = (env: BatcherEnv, state: BatcherState, rest: HashedTransaction[]): void => {
  const { active } = state;
  assert(active?.role === 'validator', 'fillChannel: a proposal under validation');
  active.input.push(...rest.splice(0, env.settings.inputStreamContentBufferSize - active.input.length));
};

/** finish_proposal: no more transactions will come; waits until the builder has executed the final number. */
export const finishProposal = (state: BatcherState, call: BatcherCall & { readonly request: RequestOf<'finish_proposal'> }): Served => {
  const { proposalId, finalNExecutedTxs } = call.request;
  if (!state.validateStreams.delete(proposalId)) return answered(err({ code: 'ProposalNotFound', proposalId }));
  const { active } = state;
  if (active?.proposalId !== proposalId) return answered(takeFinished(state, proposalId));
  assert(active.role === 'validator', 'finishProposal: a validated proposal');
  active.offeredFinalN = finalNExecutedTxs;
  return { kind: 'wait', serving: { kind: 'finish', call, proposalId } };
};

/** The result of a proposal whose execution ended. */
export const takeFinished = (state: BatcherState, proposalId: ProposalId): Outcome => {
  const executed = state.executed.get(proposalId);
  assert(executed !== undefined, 'takeFinished: an executed proposal');
  return executed.ok ? finished(state, executed) : failure(executed);
};

export const abortProposal = (env: BatcherEnv, state: BatcherState, proposalId: ProposalId): Outcome => {
  if (!state.validateStreams.delete(proposalId)) return err({ code: 'ProposalNotFound', proposalId });
  if (state.active?.proposalId === proposalId) endActive(env, state, { ok: false, error: { kind: 'aborted' } });
  return DONE;
};

/** The active proposal's execution ended, well or not. */
export const endActive = (env: BatcherEnv, state: BatcherState, result: ExecutedProposal): void => {
  const { active } = state;
  assert(active !== null, 'endActive: an active proposal');
  const { height, proposalId } = active;
  state.executed.set(proposalId, result);
  state.active = null;
  if (!result.ok) note(env, { kind: 'proposal_failed', height, proposalId, reason: builderErrorText(result.error) });
  note(env, { kind: 'batcher_state', height, state: 'idle', proposalId: null });
};

const finished = (state: BatcherState, executed: ExecutedProposal & { readonly ok: true }): Outcome => {
  const parent = parentProposalCommitment(state.storage, executed.value.info.height);
  return ok({ kind: 'proposal_finished', info: finishedInfo(executed.value, parent) });
};

const failure = (executed: ExecutedProposal & { readonly ok: false }): Outcome => {
  switch (executed.error.kind) {
    case 'fail_on_error':
      return ok({ kind: 'invalid_proposal', reason: causeText(executed.error.cause) });
    case 'aborted':
      return err({ code: 'ProposalAborted' });
    case 'get_transaction_error':
      return err({ code: 'InternalError' });
  }
};

type ProposalRequest = RequestOf<'propose_block'> | RequestOf<'validate_block'>;

const checkHeight = (state: BatcherState, request: ProposalRequest): Result<Height, BatcherError> => {
  if (state.activeHeight === null) return err({ code: 'NoActiveHeight' });
  if (state.activeHeight >= RETROSPECTIVE_BLOCKS && request.retrospectiveBlockHash === null)
    return err({ code: 'MissingRetrospectiveBlockHash' });
  const blockNumber = request.blockInfo.height;
  if (blockNumber !== state.activeHeight) return err({ code: 'InvalidBlockNumber', activeHeight: state.activeHeight, blockNumber });
  return ok(state.activeHeight);
};

const checkFree = (env: BatcherEnv, state: BatcherState, request: ProposalRequest): Result<null, BatcherError> => {
  const { proposalId, deadline } = request;
  if (deadline < env.now) return err({ code: 'TimeToDeadlineError', deadline });
  if (state.executed.has(proposalId)) return err({ code: 'ProposalAlreadyExists', proposalId });
  if (state.active === null) return ok(null);
  return err({ code: 'AnotherProposalInProgress', activeProposalId: state.active.proposalId, newProposalId: proposalId });
};

/** An error of the provider is a metric in Apollo; here it is at least seen. */
const startL1Block = (env: BatcherEnv, session: 'Propose' | 'Validate', height: Height): void => {
  const answer = env.l1.startBlock(session, height);
  if (!answer.ok) note(env, { kind: 'refused', source: 'batcher', code: 'L1StartBlockFailed', detail: answer.error, hash: null });
};

const commonParts = (env: BatcherEnv, state: BatcherState, request: ProposalRequest): CommonParts => ({
  proposalId: request.proposalId,
  height: request.blockInfo.height,
  deadline: request.deadline,
  startedAt: env.now,
  lastLoopAt: null,
  nExecuted: 0,
  executor: createExecutor(env, { info: request.blockInfo, retrospective: request.retrospectiveBlockHash, base: state.storage.state }),
});

type CommonParts = Pick<ActiveProposal, 'proposalId' | 'height' | 'deadline' | 'startedAt' | 'lastLoopAt' | 'nExecuted' | 'executor'>;

const start = (env: BatcherEnv, state: BatcherState, active: ActiveProposal): void => {
  state.active = active;
  const doing = active.role === 'proposer' ? 'proposing' : 'validating';
  note(env, { kind: 'batcher_state', height: toHeight(active.height), state: doing, proposalId: active.proposalId });
};
