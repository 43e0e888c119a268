// Where a block builder gets its transactions: a proposer from L1 and then from the mempool, a validator from the channel that
// `send_txs_for_proposal` fills. Source: crates/apollo_batcher/src/transaction_provider.rs; protocol.md 3.5.
import type { Felt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Height } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { BuilderError } from './artifacts.ts';
import type { BatcherEnv } from './env.ts';

/** State of a ProposeTransactionProvider. */
export type ProposeSource = { phase: 'l1' | 'mempool'; nL1Txs: number };

/** The phase the next proposal starts in: every `proposeL1TxsEvery`-th proposal of this batcher takes from L1; the counter starts at 1. */
export const firstPhase = (proposalsCounter: number, proposeL1TxsEvery: number): ProposeSource['phase'] =>
  proposalsCounter % proposeL1TxsEvery === 0 ? 'l1' : 'mempool';

/** At most `n` transactions, L1 handlers first. Leaves the L1 phase for good when L1 has fewer than asked or the maximum per proposal is reached. */
export const fetchToPropose = (
  env: BatcherEnv,
  source: ProposeSource,
  n: number,
  height: Height,
): Result<readonly HashedTransaction[], BuilderError> => {
  const txs: HashedTransaction[] = [];
  if (source.phase === 'l1') {
    const max = env.settings.maxL1HandlerTxsPerBlockProposal;
    const asked = Math.min(max - source.nL1Txs, n);
    const answer = env.l1.getTxs(asked, height);
    if (answer.ok) txs.push(...answer.value);
    source.nL1Txs += txs.length;
    if (txs.length < asked || source.nL1Txs >= max) source.phase = 'mempool';
  }
  if (source.phase === 'l1' || txs.length >= n || env.mempool === null) return ok(txs);
  const pooled = env.mempool.getTxs(n - txs.length);
  if (!pooled.ok) return err({ kind: 'get_transaction_error', detail: pooled.error });
  return ok([...txs, ...pooled.value]);
};

/** False when a poll would certainly bring nothing. */
export const mayHaveTxsToPropose = (env: BatcherEnv, source: ProposeSource): boolean =>
  source.phase === 'l1' || (env.mempool?.hasReady() ?? false);

/** Checks the L1 handlers among `txs`, in order; the first invalid one fails the whole proposal. They may stand anywhere in the block. */
export const checkL1Handlers = (env: BatcherEnv, txs: readonly HashedTransaction[], height: Height): Result<null, BuilderError> => {
  for (const { hash, tx } of txs) {
    if (tx.kind !== 'l1_handler') continue;
    const reason = invalidReason(env, hash, height);
    if (reason !== null) return err({ kind: 'fail_on_error', cause: { kind: 'l1_handler_invalid', hash, reason } });
  }
  return ok(null);
};

const invalidReason = (env: BatcherEnv, hash: Felt, height: Height): string | null => {
  const answer = env.l1.validate(hash, height);
  return answer.ok ? answer.value : 'L1EventsProviderError';
};
