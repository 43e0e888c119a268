// The retrospective block hash as a sequence of calls: h - 9 must be there (liveness guard), then h - 10 from state sync, then from the batcher.
// Source: retrospective_block_hash of apollo_consensus_orchestrator, protocol.md 2.5; STORED_BLOCK_HASH_BUFFER = 10.
// State sync answers the batcher's own hash (world.md 6), so it is asked by the same bridge call; the batcher is asked again only to compare.
import type { Felt } from '../base/felt.ts';
import type { BatcherAnswer, BatcherRequest, BlockNumberAndHash } from '../types/batcher.ts';
import { type Height, toHeight } from '../types/ids.ts';
import { describeClientError, expectAnswer } from './errors.ts';

export const STORED_BLOCK_HASH_BUFFER = 10;

export type RetrospectiveStage =
  | { readonly kind: 'guard' }
  | { readonly kind: 'state_sync' }
  | { readonly kind: 'batcher'; readonly stateSyncHash: Felt };

export type RetrospectiveStep =
  | { readonly kind: 'ask'; readonly stage: RetrospectiveStage; readonly request: BatcherRequest & { readonly kind: 'get_block_hash' } }
  | { readonly kind: 'done'; readonly hash: BlockNumberAndHash | null }
  /** `notReady`: the hash does not exist yet, so a proposer tries again. */
  | { readonly kind: 'failed'; readonly detail: string; readonly notReady: boolean };

const ask = (stage: RetrospectiveStage, height: number): RetrospectiveStep => ({
  kind: 'ask',
  stage,
  request: { kind: 'get_block_hash', height: toHeight(height) },
});

/** The first step at a height; below height 9 nothing is asked. */
export const beginRetrospective = (height: Height): RetrospectiveStep =>
  height + 1 >= STORED_BLOCK_HASH_BUFFER ? ask({ kind: 'guard' }, height + 1 - STORED_BLOCK_HASH_BUFFER) : { kind: 'done', hash: null };

/** The step after the answer to `stage`. */
export const stepRetrospective = (
  height: Height,
  stage: RetrospectiveStage,
  answer: BatcherAnswer,
  compare: boolean,
): RetrospectiveStep => {
  const got = expectAnswer(answer, 'block_hash');
  if (!got.ok) {
    const notReady = got.error.kind === 'batcher_error' && got.error.error.code === 'BlockHashNotFound';
    const source = stage.kind === 'state_sync' ? 'StateSyncError' : 'BatcherError';
    return { kind: 'failed', detail: `${source}: ${describeClientError(got.error)}`, notReady };
  }
  const { hash } = got.value;
  const number = height - STORED_BLOCK_HASH_BUFFER;
  switch (stage.kind) {
    case 'guard':
      return number < 0 ? { kind: 'done', hash: null } : ask({ kind: 'state_sync' }, number);
    case 'state_sync':
      return compare ? ask({ kind: 'batcher', stateSyncHash: hash }, number) : { kind: 'done', hash: { height: toHeight(number), hash } };
    case 'batcher':
      return hash === stage.stateSyncHash
        ? { kind: 'done', hash: { height: toHeight(number), hash } }
        : { kind: 'failed', detail: `HashMismatch: block ${number}, state sync ${stage.stateSyncHash}, batcher ${hash}`, notReady: false };
  }
};
