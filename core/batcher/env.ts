// What the batcher is given with every step and what it says back. It knows no log, no bridge and no timer: notes become log events, answers become
// bridge messages and `nextBatcherWake` becomes a timer, all in the batcher process (core/validator).
import type { Felt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import type { ExecutionEngine } from '../exec/engine.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, GasVector, Receipt, StateDiff } from '../types/block.ts';
import type { Height, TimeUs } from '../types/ids.ts';
import type { BatcherSettings, Costs } from '../types/settings.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import type { L1Client, MempoolClient } from './clients.ts';

/** Facts for the log; each has the shape of the log event of the same kind. */
export type BatcherNote =
  | {
      readonly kind: 'call_started';
      readonly callId: number;
      readonly request: BatcherRequest['kind'];
      readonly proposalId: ProposalId | null;
    }
  | {
      readonly kind: 'batcher_state';
      readonly height: Height;
      readonly state: 'idle' | 'proposing' | 'validating';
      readonly proposalId: ProposalId | null;
    }
  | { readonly kind: 'txs_streamed'; readonly proposalId: ProposalId; readonly hashes: readonly Felt[] }
  | {
      readonly kind: 'tx_executed';
      readonly proposalId: ProposalId;
      readonly hash: Felt;
      readonly outcome: 'succeeded' | 'reverted' | 'rejected';
      readonly detail: string | null;
      readonly gas: GasVector | null;
    }
  | {
      readonly kind: 'proposal_executed';
      readonly height: Height;
      readonly proposalId: ProposalId;
      readonly role: 'proposer' | 'validator';
      readonly closedBy: ClosedBy;
      readonly info: BlockInfo;
      readonly commitments: BlockHeaderCommitments;
      readonly partialBlockHash: Felt;
      readonly nTxs: number;
      readonly l2GasUsed: number;
    }
  | { readonly kind: 'proposal_failed'; readonly height: Height; readonly proposalId: ProposalId; readonly reason: string }
  | {
      readonly kind: 'block_committed';
      readonly height: Height;
      readonly partialBlockHash: Felt;
      readonly info: BlockInfo;
      readonly commitments: BlockHeaderCommitments;
      readonly stateDiff: StateDiff;
      readonly txs: readonly HashedTransaction[];
      readonly receipts: readonly Receipt[];
      readonly source: 'decision' | 'sync';
    }
  | { readonly kind: 'commitment_started'; readonly height: Height; readonly doneAt: TimeUs; readonly leaves: number }
  | {
      readonly kind: 'block_root';
      readonly height: Height;
      readonly stateRoot: Felt;
      readonly contractsRoot: Felt;
      readonly classesRoot: Felt;
      readonly blockHash: Felt;
      readonly parentHash: Felt;
    }
  | { readonly kind: 'refused'; readonly source: 'batcher'; readonly code: string; readonly detail: string; readonly hash: null }
  | { readonly kind: 'component_overflow'; readonly queue: string; readonly limit: number };

/** Why a block builder stopped taking transactions. */
export type ClosedBy = 'deadline' | 'idle' | 'full' | 'final_n';

export type BatcherEffect =
  | { readonly kind: 'note'; readonly note: BatcherNote }
  | { readonly kind: 'answer'; readonly callId: number; readonly request: BatcherRequest['kind']; readonly answer: BatcherAnswer };

export type BatcherEnv = {
  readonly now: TimeUs;
  readonly settings: BatcherSettings;
  readonly costs: Costs;
  readonly chainId: Felt;
  readonly kernel: Kernel;
  readonly engine: ExecutionEngine;
  /** Null exactly when `settings.validationOnly`. */
  readonly mempool: MempoolClient | null;
  readonly l1: L1Client;
  /** What a fault adds to every commitment task. */
  readonly slowCommitterUs: number;
  /** Effects leave in the order in which they are emitted. */
  readonly emit: (effect: BatcherEffect) => void;
};

/** Emits one note. */
export const note = (env: BatcherEnv, body: BatcherNote): void => env.emit({ kind: 'note', note: body });
