// What contracts see of transaction and block. Source: execution.md 7.4 (rounding while validating), 7.6.
import { FELT_ZERO } from '../base/felt.ts';
import type { TransactionInfo } from './calls.ts';
import type { VersionedConstants } from './constants.ts';
import type { BlockContext } from './engine.ts';

/** The transaction's own part. */
export type TransactionPart = Pick<TransactionInfo, 'version' | 'hash' | 'signature'>;

/** A call without a transaction: a view. */
export const NO_TRANSACTION: TransactionPart = { version: FELT_ZERO, hash: FELT_ZERO, signature: [] };

export const executeInfo = ({ info }: BlockContext, part: TransactionPart): TransactionInfo => ({
  ...part,
  blockNumber: info.height,
  blockTimestamp: info.timestamp,
  sequencer: info.sequencer,
});

/** Number and timestamp rounded down, sequencer 0. */
export const validateInfo = (constants: VersionedConstants, { info }: BlockContext, part: TransactionPart): TransactionInfo => {
  const { blockNumber, timestamp } = constants.validateRounding;
  return {
    ...part,
    blockNumber: info.height - (info.height % blockNumber),
    blockTimestamp: info.timestamp - (info.timestamp % timestamp),
    sequencer: FELT_ZERO,
  };
};
