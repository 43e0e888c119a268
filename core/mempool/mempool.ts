// The mempool: admission, replacement, order, staging and rewind. One plain-data state that these functions change in place.
// Source: crates/apollo_mempool (mempool.rs, transaction_pool.rs, fee_transaction_queue.rs); protocol.md 4.1. Fee order only: Apollo's FIFO (Echonet)
// mode is not modelled. It neither executes nor gossips, and it trusts the account nonce and the sender that the gateway found.
import { assert } from '../base/assert.ts';
import type { Felt } from '../base/felt.ts';
import type { Result } from '../base/result.ts';
import type { RngState } from '../base/rng.ts';
import type { Height, TimeUs } from '../types/ids.ts';
import type { MempoolSettings } from '../types/settings.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { AddOutcome, DroppedTransaction, Incoming, MempoolError, MempoolState, MempoolView } from './types.ts';

const missing = (): never => {
  assert(false, 'mempool: body follows');
};

/** An empty mempool; `rng` picks the accounts that are evicted and becomes part of the state. */
export const createMempool = (settings: MempoolSettings, rng: RngState): MempoolState => missing();

/** add_tx: the expired are dropped first, then the transaction is checked, may replace one of the same nonce, and enters the pool and maybe the queue. */
export const addTransaction = (state: MempoolState, incoming: Incoming, now: TimeUs): AddOutcome => missing();

/** validate_tx: what `addTransaction` would refuse for its hash, nonce or fee, without changing anything and without looking at the capacity. */
export const validateTransaction = (state: MempoolState, incoming: Incoming): Result<null, MempoolError> => missing();

/** get_txs: at most `n` transactions of the priority queue, highest tip first; they are staged until the next `commitBlock` and stay in the pool. */
export const getTransactions = (
  state: MempoolState,
  n: number,
  now: TimeUs,
): { readonly txs: readonly HashedTransaction<AccountTransaction>[]; readonly dropped: readonly DroppedTransaction[] } => missing();

/** update_gas_price: the threshold in fri below which a transaction waits in the pending queue. */
export const updateGasPrice = (state: MempoolState, priceFri: bigint): void => missing();

export type CommitInput = {
  /** Next nonce per account of the block, by `feltToHex` of the address. */
  readonly addressToNonce: ReadonlyMap<string, Felt>;
  readonly rejected: readonly Felt[];
};

/** commit_block. Empty maps and lists make it a pure rewind of what was staged. Asserts that no committed nonce goes down. */
export const commitBlock = (state: MempoolState, input: CommitInput): { readonly dropped: readonly DroppedTransaction[] } => missing();

/** What `commitBlock` takes to only rewind. */
export const REWIND: CommitInput = { addressToNonce: new Map(), rejected: [] };

/** The nonce a new transaction of `sender` should carry: after all consecutive pooled ones. `committedNonce` is that of the latest state. */
export const nextNonceOf = (state: MempoolState, sender: Felt, committedNonce: Felt): Felt => missing();

/** account_tx_in_pool_or_recent_block: the gateway's ground for skipping `__validate__`. */
export const isAccountKnown = (state: MempoolState, sender: Felt): boolean => missing();

/** Numbers and order for a panel. */
export const mempoolView = (state: MempoolState): MempoolView => missing();

/** True when `getTransactions` may hand something out now (an expired transaction counts): pollers skip the polls before that. */
export const hasReadyTransactions = (state: MempoolState): boolean => missing();
