// Committing a block, by decision or by sync. Storage first, the only step that may fail; then L1 provider and mempool, whose errors are swallowed as in
// Apollo; then the task for the committer. Source: crates/apollo_batcher/src/batcher.rs (commit_proposal_and_block); protocol.md 3.6.
import { type Felt, feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { NO_WEIGHTS } from '../exec/bouncer.ts';
import { partialBlockHash } from '../hashes/block-hash.ts';
import type { BlockHeaderCommitments, BlockInfo, BouncerWeights, Receipt, StateDiff, SyncBlock } from '../types/block.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { ExecutionArtifacts } from './artifacts.ts';
import { type BatcherEnv, note } from './env.ts';
import { type BatcherStorage, storeBlock } from './storage.ts';

/** A block on its way into storage; frozen. */
export type BlockToCommit = {
  readonly source: 'decision' | 'sync';
  readonly info: BlockInfo;
  readonly commitments: BlockHeaderCommitments;
  readonly partialBlockHash: Felt;
  readonly stateDiff: StateDiff;
  readonly consumedL1: readonly Felt[];
  readonly rejected: readonly Felt[];
  /** Empty for a synced block, which comes without bodies. */
  readonly txs: readonly HashedTransaction[];
  readonly receipts: readonly Receipt[];
  readonly bouncerWeights: BouncerWeights;
};

export const blockOfDecision = (artifacts: ExecutionArtifacts): BlockToCommit =>
  freeze({
    source: 'decision',
    info: artifacts.info,
    commitments: artifacts.commitments,
    partialBlockHash: artifacts.partialBlockHash,
    stateDiff: artifacts.stateDiff,
    consumedL1: artifacts.consumedL1,
    rejected: artifacts.rejected,
    txs: artifacts.txs,
    receipts: artifacts.receipts,
    bouncerWeights: artifacts.bouncerWeights,
  });

/** A synced block is trusted: nothing is executed again. */
export const blockOfSync = (env: BatcherEnv, block: SyncBlock, commitments: BlockHeaderCommitments): BlockToCommit =>
  freeze({
    source: 'sync',
    info: block.info,
    commitments,
    partialBlockHash: partialBlockHash(env.kernel, { info: block.info, commitments }),
    stateDiff: block.stateDiff,
    consumedL1: block.l1TransactionHashes,
    rejected: [],
    txs: [],
    receipts: [],
    bouncerWeights: NO_WEIGHTS,
  });

/** The commit itself; false when the storage marker is not the block's height, and then nothing has happened. */
export const commitBlock = (env: BatcherEnv, storage: BatcherStorage, block: BlockToCommit): boolean => {
  const { info, commitments, stateDiff, consumedL1, rejected } = block;
  const isRejected = new Set(rejected.map((hash) => feltToHex(hash)));
  const rejectedL1 = consumedL1.filter((hash) => isRejected.has(feltToHex(hash)));
  const isStored = storeBlock(storage, { info, commitments, partialBlockHash: block.partialBlockHash, stateDiff, consumedL1, rejectedL1 });
  if (!isStored) return false;
  const { source, txs, receipts } = block;
  note(env, {
    kind: 'block_committed',
    height: info.height,
    partialBlockHash: block.partialBlockHash,
    info,
    commitments,
    stateDiff,
    txs,
    receipts,
    source,
  });
  swallow(env, 'L1CommitFailed', env.l1.commitBlock({ consumed: consumedL1, rejected: rejectedL1, height: info.height }));
  if (env.mempool !== null) {
    swallow(env, 'MempoolCommitFailed', env.mempool.commitBlock({ addressToNonce: stateDiff.nonces, rejected }));
  }
  return true;
};

const swallow = (env: BatcherEnv, code: string, answer: { readonly ok: true } | { readonly ok: false; readonly error: string }): void => {
  if (!answer.ok) note(env, { kind: 'refused', source: 'batcher', code, detail: answer.error, hash: null });
};
