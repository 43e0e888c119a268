// The loop of Apollo's block builder in virtual time. It runs at instants start + k * 10 ms (the results polling) and asks for transactions at every
// so many of them (the transaction polling). Instants at which nothing can happen are skipped, so that an empty poll is no step (world.md 2); what the
// period does to when something is noticed stays. Source: crates/apollo_batcher/src/block_builder.rs; protocol.md 3.4.
import { assert } from '../base/assert.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { ProposalId } from '../types/batcher.ts';
import { type Height, type TimeUs, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { BuilderError } from './artifacts.ts';
import { type BatcherEnv, type ClosedBy, note } from './env.ts';
import { type ExecutorState, startTransactions } from './executor.ts';
import { type ProposeSource, checkL1Handlers, fetchToPropose, mayHaveTxsToPropose } from './transaction-provider.ts';

/** results_polling of BlockBuilderConfig: how often the loop looks at finished executions, at the final number and at the deadline. */
const RESULTS_POLLING_US = 10_000;

/** A proposal that is being executed. */
export type ActiveProposal = {
  readonly proposalId: ProposalId;
  readonly height: Height;
  readonly deadline: TimeUs;
  readonly startedAt: TimeUs;
  /** The last instant at which the loop ran; null before the first. */
  lastLoopAt: TimeUs | null;
  readonly executor: ExecutorState;
  /** Results seen: they are a prefix of the executor's, failures included. */
  nExecuted: number;
} & (
  | { readonly role: 'proposer'; readonly source: ProposeSource }
  | {
      readonly role: 'validator';
      /** Receiving end of the input channel. */
      readonly input: HashedTransaction[];
      /** Handed over by `finish_proposal`, then polled by the loop. */
      offeredFinalN: number | null;
      finalN: number | null;
    }
);

/** What one run of the loop did; `idle` changed nothing. */
export type LoopStep =
  | { readonly kind: 'idle' | 'started' | 'collected' }
  | { readonly kind: 'closed'; readonly by: ClosedBy; readonly n: number }
  | { readonly kind: 'failed'; readonly error: BuilderError };

/** Where a proposer's transactions go before they are executed, and what refills a validator's channel. */
export type BuilderPorts = { readonly stream: (txs: readonly HashedTransaction[]) => void; readonly refill: () => void };

/** The loop at instant `env.now`: everything up to the next sleep. */
export const runBuilder = (env: BatcherEnv, active: ActiveProposal, ports: BuilderPorts): LoopStep => {
  active.lastLoopAt = env.now;
  let did: 'idle' | 'started' | 'collected' = 'idle';
  for (;;) {
    const end = endOfLoop(env, active);
    if (end !== null) return end;
    if (active.role === 'validator') active.finalN = active.offeredFinalN;
    if (collectResults(env, active)) did = 'collected';
    if (active.role === 'proposer' && hasHalted(env, active)) return { kind: 'closed', by: 'full', n: active.nExecuted };
    if ((env.now - active.startedAt) % pollingPeriod(env, active) !== 0) return { kind: did };
    const fetched = fetch(env, active, ports);
    if (!fetched.ok) return { kind: 'failed', error: fetched.error };
    if (fetched.value.length === 0) return { kind: did };
    if (did === 'idle') did = 'started';
    const started = startTransactions(env, active.executor, fetched.value);
    if (!started.ok) return { kind: 'failed', error: started.error };
  }
};

/** The next instant at which the loop may find something; never before `env.now`. */
export const nextBuilderWake = (env: BatcherEnv, active: ActiveProposal): TimeUs => {
  const floor = active.lastLoopAt === null ? active.startedAt : active.lastLoopAt + RESULTS_POLLING_US;
  const at = (t: number, period: number = RESULTS_POLLING_US): number => instantAfter(active.startedAt, Math.max(t, floor), period);
  const candidates = [at(active.deadline)];
  const next = active.executor.started[active.nExecuted];
  if (next !== undefined && next.doneAt !== null) candidates.push(at(next.doneAt));
  if (active.role === 'proposer') {
    if (active.executor.haltedAt !== null) candidates.push(at(active.executor.haltedAt));
    if (nInProgress(active) === 0) candidates.push(at(active.startedAt + env.settings.proposerIdleDetectionDelayUs));
  } else {
    if (isFinished(active)) candidates.push(at(floor));
    if (active.finalN === null && active.offeredFinalN !== null) candidates.push(at(env.now));
  }
  if (roomFor(env, active) > 0 && mayHaveTxs(env, active)) candidates.push(at(env.now, pollingPeriod(env, active)));
  return toTimeUs(Math.min(...candidates));
};

/** Transactions that were started and whose results the loop has not seen. */
const nInProgress = (active: ActiveProposal): number => active.executor.started.length - active.nExecuted;

/** The first start + k * period that is not before `t`. */
const instantAfter = (start: number, t: number, period: number): number => start + Math.max(0, Math.ceil((t - start) / period)) * period;

/** The transaction polling, in whole results pollings: the loop looks at the clock only then. */
const pollingPeriod = (env: BatcherEnv, active: ActiveProposal): number => {
  const us = active.role === 'proposer' ? env.settings.txPollingUs : env.settings.validateTxPollingUs;
  assert(us > 0, 'pollingPeriod: a positive period');
  return Math.ceil(us / RESULTS_POLLING_US) * RESULTS_POLLING_US;
};

const roomFor = (env: BatcherEnv, active: ActiveProposal): number => env.settings.nConcurrentTxs - nInProgress(active);

const mayHaveTxs = (env: BatcherEnv, active: ActiveProposal): boolean =>
  active.role === 'proposer' ? mayHaveTxsToPropose(env, active.source) : active.input.length > 0;

const isFinished = (active: ActiveProposal): boolean =>
  active.role === 'validator' && active.finalN !== null && active.nExecuted >= active.finalN;

const hasHalted = (env: BatcherEnv, active: ActiveProposal): boolean =>
  active.executor.haltedAt !== null && active.executor.haltedAt <= env.now;

/** The checks at the head of the loop: all executed, the deadline, a proposer with nothing to do. */
const endOfLoop = (env: BatcherEnv, active: ActiveProposal): LoopStep | null => {
  if (active.role === 'validator') {
    if (isFinished(active)) return { kind: 'closed', by: 'final_n', n: active.finalN ?? 0 };
    return env.now >= active.deadline ? { kind: 'failed', error: DEADLINE_REACHED } : null;
  }
  if (env.now >= active.deadline) return { kind: 'closed', by: 'deadline', n: active.nExecuted };
  const isIdle = nInProgress(active) === 0 && env.now >= active.startedAt + env.settings.proposerIdleDetectionDelayUs;
  return isIdle ? { kind: 'closed', by: 'idle', n: active.nExecuted } : null;
};

const DEADLINE_REACHED: BuilderError = { kind: 'fail_on_error', cause: { kind: 'deadline_reached' } };

/** Notes every execution that ended by now, in block order; true when there was one. */
const collectResults = (env: BatcherEnv, active: ActiveProposal): boolean => {
  const before = active.nExecuted;
  for (;;) {
    const next = active.executor.started[active.nExecuted];
    if (next === undefined || next.doneAt === null || next.doneAt > env.now) return active.nExecuted > before;
    active.nExecuted++;
    const { hash } = next.tx;
    const { proposalId } = active;
    if (next.outcome.ok) {
      const { status, gas } = next.outcome.value.receipt;
      const detail = status.kind === 'reverted' ? status.reason : null;
      note(env, { kind: 'tx_executed', proposalId, hash, outcome: status.kind, detail, gas });
    } else {
      const { code, message } = next.outcome.error;
      note(env, { kind: 'tx_executed', proposalId, hash, outcome: 'rejected', detail: `${code}: ${message}`, gas: null });
    }
  }
};

const fetch = (env: BatcherEnv, active: ActiveProposal, ports: BuilderPorts): Result<readonly HashedTransaction[], BuilderError> => {
  const room = roomFor(env, active);
  if (room <= 0) return ok([]);
  if (active.role === 'proposer') {
    const fetched = fetchToPropose(env, active.source, room, active.height);
    if (fetched.ok && fetched.value.length > 0) ports.stream(fetched.value);
    return fetched;
  }
  const txs = active.input.splice(0, room);
  ports.refill();
  const checked = checkL1Handlers(env, txs, active.height);
  return checked.ok ? ok(txs) : err(checked.error);
};
