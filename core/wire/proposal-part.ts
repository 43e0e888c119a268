// ProposalPart <-> bytes: the three things that travel inside a proposal stream.
import { BATCH_TRANSACTIONS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { ProposalPart } from '../types/consensus.ts';
import type { Transaction } from '../types/transaction.ts';
import { type Convert, type DecodeResult, decodeWith, encodeWith } from './codec.ts';
import { convertConsensusTransaction, writeConsensusTransaction } from './consensus-transaction.ts';
import { ProposalPart as codec, type ProposalPartIn, type ProposalPartOut, type TransactionBatchOut } from './generated/messages.ts';
import { convertProposalFin, writeProposalFin } from './proposal-fin.ts';
import { convertProposalInit, writeProposalInit } from './proposal-init.ts';

const writeProposalPart = (part: ProposalPart): ProposalPartIn => {
  switch (part.kind) {
    case 'init':
      return { init: writeProposalInit(part.init) };
    case 'transactions':
      return { transactions: { transactions: part.transactions.map((tx) => writeConsensusTransaction(tx)) } };
    case 'fin':
      return { fin: writeProposalFin(part.fin) };
  }
};

/** At most BATCH_TRANSACTIONS_MAX transactions, in order. */
export const convertTransactionBatch: Convert<TransactionBatchOut, readonly Transaction[]> = (message, reading) => {
  reading.limit(message.transactions.length, 'transactions of a batch', BATCH_TRANSACTIONS_MAX);
  return freeze(message.transactions.map((tx) => convertConsensusTransaction(tx, reading)));
};

export const convertProposalPart: Convert<ProposalPartOut, ProposalPart> = (message, reading) => {
  switch (message.message) {
    case 'init':
      return freeze({ kind: 'init', init: convertProposalInit(reading.present(message.init, 'init'), reading) });
    case 'transactions': {
      const transactions = convertTransactionBatch(reading.present(message.transactions, 'transactions'), reading);
      return freeze({ kind: 'transactions', transactions });
    }
    case 'fin':
      return freeze({ kind: 'fin', fin: convertProposalFin(reading.present(message.fin, 'fin'), reading) });
    case undefined:
      return reading.present<ProposalPart>(null, 'part');
  }
};

export const encodeProposalPart = (part: ProposalPart): Uint8Array => encodeWith(codec, writeProposalPart(part));

/** The frozen part with its frozen transactions. */
export const decodeProposalPart = (bytes: Uint8Array): DecodeResult<ProposalPart> => decodeWith(codec, bytes, convertProposalPart);
