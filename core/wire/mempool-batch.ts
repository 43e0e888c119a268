// MempoolTransactionBatch <-> bytes: what mempool gossip carries. L1 handlers never travel so.
import { BATCH_TRANSACTIONS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { AccountTransaction } from '../types/transaction.ts';
import { type Convert, type DecodeResult, decodeWith, encodeWith } from './codec.ts';
import { convertMempoolTransaction, writeMempoolTransaction } from './consensus-transaction.ts';
import { MempoolTransactionBatch as codec, type MempoolTransactionBatchOut } from './generated/messages.ts';

export const encodeMempoolBatch = (transactions: readonly AccountTransaction[]): Uint8Array =>
  encodeWith(codec, { transactions: transactions.map((tx) => writeMempoolTransaction(tx)) });

const convertBatch: Convert<MempoolTransactionBatchOut, readonly AccountTransaction[]> = (message, reading) => {
  reading.limit(message.transactions.length, 'transactions of a batch', BATCH_TRANSACTIONS_MAX);
  return freeze(message.transactions.map((tx) => convertMempoolTransaction(tx, reading)));
};

/** At most BATCH_TRANSACTIONS_MAX frozen transactions, in order. */
export const decodeMempoolBatch = (bytes: Uint8Array): DecodeResult<readonly AccountTransaction[]> =>
  decodeWith(codec, bytes, convertBatch);
