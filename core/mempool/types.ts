// What the mempool holds and says. Plain data; a transaction reference is frozen and thereby shared by snapshots.
// Source: crates/apollo_mempool (MempoolState, TransactionReference), crates/apollo_mempool_types (MempoolError); protocol.md 4.1.
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { RngState } from '../base/rng.ts';
import type { TimeUs } from '../types/ids.ts';
import type { MempoolSettings } from '../types/settings.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';

/** What the gateway hands over after its checks. */
export type Incoming = {
  readonly tx: HashedTransaction<AccountTransaction>;
  /** The account that pays: the sender, or the future address of a deploy-account transaction. */
  readonly sender: Felt;
  /** Nonce of that account in the latest committed state. */
  readonly accountNonce: Felt;
};

/** A pooled transaction; frozen. */
export type PooledTransaction = {
  readonly tx: HashedTransaction<AccountTransaction>;
  readonly sender: Felt;
  readonly nonce: Felt;
  readonly tip: bigint;
  readonly maxL2GasPrice: bigint;
  /** Virtual time at which it entered the pool. */
  readonly submittedAt: TimeUs;
  readonly bytes: number;
};

/** A declare transaction that waits outside the pool; frozen. */
type DelayedDeclare = { readonly incoming: Incoming; readonly submittedAt: TimeUs; readonly bytes: number };

/** Keys are `feltToHex` of a hash or of an account address. */
export type MempoolState = {
  readonly settings: MempoolSettings;
  readonly rng: RngState;
  /** L2 gas price of the block in progress, in fri; 0 before the first update. */
  gasPriceThreshold: bigint;
  /** Bytes of the pool and of the delayed declares. */
  bytes: number;
  /** By hash, oldest submission first. */
  readonly pool: Map<string, PooledTransaction>;
  /** By account, ascending nonce; an account without transactions has no entry. */
  readonly accounts: Map<string, PooledTransaction[]>;
  /** At most one per account: the next to be sequenced. Priority and pending are told apart by the threshold. */
  readonly queue: Map<string, PooledTransaction>;
  readonly delayedDeclares: DelayedDeclare[];
  /** Accounts whose lowest pooled nonce is above the account's: candidates for eviction. */
  readonly gapAccounts: Set<string>;
  /** Next nonce after the transactions handed out for the block in progress. */
  readonly staged: Map<string, Felt>;
  /** Next nonce of the accounts in the last `committedNonceRetentionBlocks` commits. */
  readonly committed: Map<string, Felt>;
  /** One entry per remembered call of `commitBlock`, oldest first; a rewind counts, as in Apollo. */
  readonly history: ReadonlyMap<string, Felt>[];
};

export type MempoolError =
  | { readonly code: 'DuplicateNonce'; readonly sender: Felt; readonly nonce: Felt }
  | { readonly code: 'DuplicateTransaction'; readonly hash: Felt }
  | { readonly code: 'NonceTooLarge'; readonly nonce: Felt }
  | { readonly code: 'NonceTooOld'; readonly sender: Felt; readonly txNonce: Felt; readonly accountNonce: Felt }
  | { readonly code: 'TransactionNotFound'; readonly hash: Felt }
  | { readonly code: 'MempoolFull'; readonly bytes: number; readonly capacityBytes: number };

/** A transaction that left the mempool; the reasons are those of the `tx_dropped` log event. */
export type DroppedTransaction = { readonly hash: Felt; readonly why: 'expired' | 'evicted' | 'committed' | 'rejected' | 'replaced' };

/** Outcome of an addition. What was dropped on the way stays dropped even when the addition is then refused, as in Apollo. */
export type AddOutcome = {
  readonly result: Result<{ readonly replaced: Felt | null }, MempoolError>;
  readonly dropped: readonly DroppedTransaction[];
};

/** What a panel shows. */
export type MempoolView = {
  /** Transactions in the pool, staged ones included, delayed declares not. */
  readonly size: number;
  readonly bytes: number;
  readonly delayedDeclares: number;
  readonly gasPriceThreshold: bigint;
  /** Hashes in the order in which they would be handed out. */
  readonly priority: readonly Felt[];
  /** Hashes below the threshold, highest price first. */
  readonly pending: readonly Felt[];
};
