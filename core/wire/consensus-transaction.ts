// ConsensusTransaction and MempoolTransaction <-> message. The transaction hash field is never sent and never read. Both carry the same three account
// transactions; consensus carries L1 handlers too.
import type { AccountTransaction, Transaction } from '../types/transaction.ts';
import type { Convert } from './codec.ts';
import { convertDeclareWithClass, writeDeclareWithClass } from './declare.ts';
import { convertDeployAccount, writeDeployAccount } from './deploy-account.ts';
import type { ConsensusTransactionIn, ConsensusTransactionOut, MempoolTransactionIn, MempoolTransactionOut } from './generated/messages.ts';
import { convertInvokeWithProof, writeInvokeWithProof } from './invoke.ts';
import { convertL1Handler, writeL1Handler } from './l1-handler.ts';
import type { Reading } from './reading.ts';
import { checkAllResources } from './resource-bounds.ts';

export const writeMempoolTransaction = (tx: AccountTransaction): MempoolTransactionIn => {
  switch (tx.kind) {
    case 'declare_v3':
      return { declareV3: writeDeclareWithClass(tx) };
    case 'deploy_account_v3':
      return { deployAccountV3: writeDeployAccount(tx) };
    case 'invoke_v3':
      return { invokeV3: writeInvokeWithProof(tx) };
  }
};

export const writeConsensusTransaction = (tx: Transaction): ConsensusTransactionIn =>
  tx.kind === 'l1_handler' ? { l1Handler: writeL1Handler(tx) } : writeMempoolTransaction(tx);

type AccountMessage = Omit<MempoolTransactionOut, 'txn' | 'transactionHash'>;

const convertAccountTransaction = (
  txn: NonNullable<MempoolTransactionOut['txn']>,
  message: AccountMessage,
  reading: Reading,
): AccountTransaction => {
  switch (txn) {
    case 'declareV3':
      return convertDeclareWithClass(reading.present(message.declareV3, 'declare_v3'), reading);
    case 'deployAccountV3':
      return checkAllResources(convertDeployAccount(reading.present(message.deployAccountV3, 'deploy_account_v3'), reading));
    case 'invokeV3':
      return convertInvokeWithProof(reading.present(message.invokeV3, 'invoke_v3'), reading);
  }
};

export const convertMempoolTransaction: Convert<MempoolTransactionOut, AccountTransaction> = (message, reading) =>
  convertAccountTransaction(reading.present(message.txn, 'RpcTransaction::txn'), message, reading);

export const convertConsensusTransaction: Convert<ConsensusTransactionOut, Transaction> = (message, reading) => {
  const txn = reading.present(message.txn, 'ConsensusTransaction::txn');
  return txn === 'l1Handler'
    ? convertL1Handler(reading.present(message.l1Handler, 'l1_handler'), reading)
    : convertAccountTransaction(txn, message, reading);
};
