// What contracts see of transaction and block. Source: execution.md 7.4 (rounding while validating), 7.6.
import { type Felt, FELT_ZERO, toFelt } from '../base/felt.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import type { TransactionInfo } from './calls.ts';
import type { VersionedConstants } from './constants.ts';
import type { BlockContext } from './engine.ts';

/** The transaction's own part. */
export type TransactionPart = Omit<TransactionInfo, 'chainId' | 'blockNumber' | 'blockTimestamp' | 'sequencer' | 'trueBlockNumber'>;

const VERSION_3: Felt = toFelt(3);
const NONE: readonly Felt[] = [];

/** A call without a transaction: a view. */
export const NO_TRANSACTION: TransactionPart = {
  version: FELT_ZERO,
  sender: FELT_ZERO,
  hash: FELT_ZERO,
  nonce: FELT_ZERO,
  signature: NONE,
  fields: null,
};

/** An account transaction; `sender` is the account, also of one that is being deployed. */
export const accountPart = ({ tx, hash }: HashedTransaction<AccountTransaction>, sender: Felt): TransactionPart => ({
  version: VERSION_3,
  sender,
  hash,
  nonce: tx.nonce,
  signature: tx.signature,
  fields: {
    resourceBounds: tx.resourceBounds,
    tip: tx.tip,
    paymasterData: tx.paymasterData,
    nonceDaMode: tx.nonceDaMode,
    feeDaMode: tx.feeDaMode,
    accountDeploymentData: tx.kind === 'deploy_account_v3' ? NONE : tx.accountDeploymentData,
    proofFacts: tx.kind === 'invoke_v3' ? tx.proofFacts : NONE,
  },
});

export const executeInfo = ({ info, chainId }: BlockContext, part: TransactionPart): TransactionInfo => ({
  ...part,
  chainId,
  blockNumber: info.height,
  blockTimestamp: info.timestamp,
  sequencer: info.sequencer,
  trueBlockNumber: info.height,
});

/** Number and timestamp rounded down, sequencer 0. */
export const validateInfo = (constants: VersionedConstants, context: BlockContext, part: TransactionPart): TransactionInfo => {
  const { blockNumber, timestamp } = constants.validateRounding;
  const { info } = context;
  return {
    ...executeInfo(context, part),
    blockNumber: info.height - (info.height % blockNumber),
    blockTimestamp: info.timestamp - (info.timestamp % timestamp),
    sequencer: FELT_ZERO,
  };
};
