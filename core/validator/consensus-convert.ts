// Between transactions of the network and those of the batcher: the hash is computed here, once, where a transaction enters the validator.
// Source: apollo_transaction_converter, protocol.md 2.4 and 2.7; commitments.md 1. Proofs are carried but not verified, classes are not compiled.
import type { Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import type { TransactionConverter } from '../orchestrator/messages.ts';
import type { HashedTransaction, Transaction } from '../types/transaction.ts';

/** What fits behind the prefix in one felt when a class is hashed. */
const CLASS_VERSION = /^[\x20-\x7e]{0,15}$/;

/** The transaction with its hash; refuses a class whose version text cannot be hashed. */
export const hashTransaction = <T extends Transaction>(kernel: Kernel, chainId: Felt, tx: T): Result<HashedTransaction<T>, string> => {
  if (tx.kind === 'declare_v3' && !CLASS_VERSION.test(tx.class.contractClassVersion))
    return err('the contract class version is not a short text');
  return ok(freeze({ hash: transactionHash(kernel, tx, chainId), tx }));
};

export const createConverter = (kernel: Kernel, chainId: Felt): TransactionConverter => ({
  toNetwork: ({ tx }) => ok(tx),
  fromNetwork: (tx) => hashTransaction(kernel, chainId, tx),
});
