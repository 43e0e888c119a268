// The queue of transactions that may be sequenced: at most one per account, split by the gas price threshold.
// Source: crates/apollo_mempool/src/fee_transaction_queue.rs. Apollo keeps two ordered sets and moves entries when the threshold changes; since every
// entry's side follows from its price alone, the two sides are derived here when they are needed.
import { feltToHex } from '../base/felt.ts';
import type { MempoolState, PooledTransaction } from './types.ts';

const compare = (a: bigint, b: bigint): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Highest tip first, ties by highest hash. */
const byPriority = (a: PooledTransaction, b: PooledTransaction): number => compare(b.tip, a.tip) || compare(b.tx.hash, a.tx.hash);
/** Highest price first, ties by highest hash. */
const byPrice = (a: PooledTransaction, b: PooledTransaction): number =>
  compare(b.maxL2GasPrice, a.maxL2GasPrice) || compare(b.tx.hash, a.tx.hash);

/** What may be handed out at the current threshold, in order. */
export const priorityQueue = (state: MempoolState): readonly PooledTransaction[] =>
  [...state.queue.values()].filter((pooled) => pooled.maxL2GasPrice >= state.gasPriceThreshold).toSorted(byPriority);

/** What waits for the price to fall, highest bid first. */
export const pendingQueue = (state: MempoolState): readonly PooledTransaction[] =>
  [...state.queue.values()].filter((pooled) => pooled.maxL2GasPrice < state.gasPriceThreshold).toSorted(byPrice);

/** Puts a pooled transaction in place of whatever its account had in the queue. */
export const enqueue = (state: MempoolState, pooled: PooledTransaction): void => {
  state.queue.set(feltToHex(pooled.sender), pooled);
};

/** Takes exactly this transaction out of the queue; false when its account has another or none there. */
export const dequeue = (state: MempoolState, pooled: PooledTransaction): boolean => {
  const sender = feltToHex(pooled.sender);
  return state.queue.get(sender)?.tx.hash === pooled.tx.hash && state.queue.delete(sender);
};
