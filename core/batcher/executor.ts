// The executor of one block: transactions run in block order over an overlay of the committed state. A transaction is computed when it is started; its
// virtual cost decides when the result can be seen. When the block has no room for one, it and all later ones have no result: the executor has halted.
// Source: crates/apollo_batcher/src/block_builder.rs, blockifier's concurrent transaction executor; protocol.md 3.4; execution.md 7.1, 9.
// Simplified: one transaction after the other instead of optimistic parallelism with sequential commits, which has the same results.
import { assert } from '../base/assert.ts';
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type Result, err, ok } from '../base/result.ts';
import { type BlockBouncer, NO_WEIGHTS, addToBlock, createBouncer } from '../exec/bouncer.ts';
import { blockDiff } from '../exec/block-diff.ts';
import type { BlockContext, ExecutedTransaction, TransactionRejection } from '../exec/engine.ts';
import { blockHeaderCommitments } from '../hashes/block-commitments.ts';
import { partialBlockHash } from '../hashes/block-hash.ts';
import { type CommittedState, committedReader } from '../state/layers.ts';
import { type Overlay, applyDiff, createOverlay, overlayReader } from '../state/overlay.ts';
import type { BlockNumberAndHash } from '../types/batcher.ts';
import type { BlockInfo, BouncerWeights, StateDiff } from '../types/block.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { BuilderError, ExecutionArtifacts } from './artifacts.ts';
import type { BatcherEnv } from './env.ts';

/** A transaction given to the executor; frozen. */
type StartedTransaction = {
  readonly tx: HashedTransaction;
  readonly outcome: Result<ExecutedTransaction, TransactionRejection>;
  /** Weights of the block up to and including this transaction. */
  readonly blockWeights: BouncerWeights;
  /** When its result can be seen; null: the executor halted before, there will be none. */
  readonly doneAt: TimeUs | null;
};

export type ExecutorState = {
  readonly context: BlockContext;
  readonly base: CommittedState;
  /** What the start of the block wrote. */
  readonly startDiff: StateDiff;
  /** Everything written so far, by transactions whose result is not seen yet too. */
  readonly overlay: Overlay;
  readonly bouncer: BlockBouncer;
  /** In block order. */
  readonly started: StartedTransaction[];
  readonly hashes: Set<string>;
  /** When the transaction started last is executed. */
  freeAt: TimeUs;
  /** When a transaction was found to have no room. */
  haltedAt: TimeUs | null;
};

export type ExecutorInput = {
  readonly info: BlockInfo;
  readonly retrospective: BlockNumberAndHash | null;
  readonly base: CommittedState;
};

export const createExecutor = (env: BatcherEnv, input: ExecutorInput): ExecutorState => {
  const context = freeze({ info: input.info, chainId: env.chainId });
  const startDiff = env.engine.startOfBlock(context, input.retrospective);
  const overlay = createOverlay();
  applyDiff(overlay, startDiff);
  return {
    context,
    base: input.base,
    startDiff,
    overlay,
    bouncer: createBouncer(input.info.starknetVersion),
    started: [],
    hashes: new Set(),
    freeAt: env.now,
    haltedAt: null,
  };
};

/** Starts transactions in order; a hash that was started before fails the block. Asserts that no L1 handler repeats: the provider refuses that. */
export const startTransactions = (
  env: BatcherEnv,
  executor: ExecutorState,
  txs: readonly HashedTransaction[],
): Result<null, BuilderError> => {
  for (const tx of txs) {
    const key = feltToHex(tx.hash);
    if (executor.hashes.has(key)) {
      assert(tx.tx.kind !== 'l1_handler', 'startTransactions: an L1 handler is proposed once');
      return err({ kind: 'fail_on_error', cause: { kind: 'duplicate_transaction', hash: tx.hash } });
    }
    executor.hashes.add(key);
    executor.started.push(freeze(startOne(env, executor, tx)));
  }
  return ok(null);
};

/** close_block: the block of the first `n` started transactions; all of them have results. */
export const closeBlock = (env: BatcherEnv, executor: ExecutorState, n: number): ExecutionArtifacts => {
  const seen = executor.started.slice(0, n);
  assert(seen.length === n && seen.every((s) => s.doneAt !== null), 'closeBlock: results of all transactions of the block');
  const { info } = executor.context;
  const included = seen.flatMap((s) => (s.outcome.ok ? [{ tx: s.tx, executed: s.outcome.value }] : []));
  const stateDiff = blockDiff(env.engine, {
    context: executor.context,
    base: committedReader(executor.base),
    diffs: [executor.startDiff, ...included.map((i) => i.executed.stateDiff)],
  });
  const txs = freeze(included.map((i) => i.tx));
  const receipts = freeze(included.map((i) => i.executed.receipt));
  const commitments = blockHeaderCommitments(env.kernel, {
    txs,
    receipts,
    stateDiff,
    l1DaMode: info.l1DaMode,
    starknetVersion: info.starknetVersion,
  });
  return freeze({
    info,
    txs,
    receipts,
    stateDiff,
    bouncerWeights: seen.at(-1)?.blockWeights ?? NO_WEIGHTS,
    l2GasUsed: receipts.reduce((sum, r) => sum + r.gas.l2Gas, 0),
    commitments,
    partialBlockHash: partialBlockHash(env.kernel, { info, commitments }),
    finalNExecutedTxs: n,
    rejected: freeze(seen.filter((s) => !s.outcome.ok).map((s) => s.tx.hash)),
    consumedL1: freeze(seen.filter((s) => s.tx.tx.kind === 'l1_handler').map((s) => s.tx.hash)),
  });
};

const startOne = (env: BatcherEnv, executor: ExecutorState, tx: HashedTransaction): StartedTransaction => {
  const { bouncer } = executor;
  const never = { tx, outcome: err({ code: 'BlockFull', message: 'the block has no room' }), blockWeights: bouncer.weights, doneAt: null };
  if (executor.haltedAt !== null) return never;
  const state = overlayReader(committedReader(executor.base), executor.overlay);
  const outcome = env.engine.execute(executor.context, tx, state);
  const doneAt = toTimeUs(Math.max(env.now, executor.freeAt) + executionCost(env, outcome));
  executor.freeAt = doneAt;
  if (!outcome.ok) return { tx, outcome, blockWeights: bouncer.weights, doneAt };
  const room = addToBlock(bouncer, outcome.value, env.settings.bouncerCapacity);
  if (room.ok) {
    applyDiff(executor.overlay, outcome.value.stateDiff);
    return { tx, outcome, blockWeights: bouncer.weights, doneAt };
  }
  // A transaction that fits no block at all must not close every block: it is rejected.
  const { code, weight, total, capacity } = room.error;
  if (code === 'TransactionTooLarge') {
    const message = `Transaction size exceeds the maximum block capacity: ${weight} ${total} > ${capacity}.`;
    return { tx, outcome: err({ code, message }), blockWeights: bouncer.weights, doneAt };
  }
  executor.haltedAt = doneAt;
  return never;
};

/** world.md 7; a rejected transaction costs no gas and so only the fixed part. */
const executionCost = (env: BatcherEnv, outcome: Result<ExecutedTransaction, TransactionRejection>): number => {
  const l2Gas = outcome.ok ? outcome.value.receipt.gas.l2Gas : 0;
  return env.costs.transactionUs + Math.floor((env.costs.perMillionL2GasUs * l2Gas) / 1_000_000);
};
