// Which transactions a validator propagates, and in what batches.
// Source: crates/apollo_mempool_p2p (MempoolP2pConfig); protocol.md 4.1, world.md 4. Only a transaction that entered by RPC is propagated; one that came
// by gossip is checked and admitted, never originated again. With a batch size of 1 every transaction leaves at once, so the periodic tick has nothing to send.

/** Where a transaction entered. */
export type TransactionOrigin = 'rpc' | 'gossip';

/** max_transaction_batch_size. */
const GOSSIP_BATCH_MAX = 1;

/** True when an admitted transaction is to be broadcast. */
export const isPropagated = (origin: TransactionOrigin): boolean => origin === 'rpc';

/** Cuts what is to be propagated into batches of at most `GOSSIP_BATCH_MAX`, in order. */
export const gossipBatches = <T>(txs: readonly T[]): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  for (let i = 0; i < txs.length; i += GOSSIP_BATCH_MAX) batches.push(txs.slice(i, i + GOSSIP_BATCH_MAX));
  return batches;
};
