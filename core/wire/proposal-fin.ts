// ProposalFin <-> message. Inside the payload l2_gas_info is required although the schema calls it optional; a missing parent is the first block.
import { freeze } from '../base/plain.ts';
import type { CommitmentParts, L2GasInfo, ProposalFin, ProposalFinPayload } from '../types/consensus.ts';
import type { Convert } from './codec.ts';
import type {
  CommitmentPartsIn,
  CommitmentPartsOut,
  L2GasInfoOut,
  ProposalFinIn,
  ProposalFinOut,
  ProposalFinPayloadOut,
} from './generated/messages.ts';
import { writeFelt, writeU128, writeU64 } from './writing.ts';

const writeCommitmentParts = (parts: CommitmentParts): CommitmentPartsIn => ({
  concatenatedCounts: writeFelt(parts.concatenatedCounts),
  parentCommitment: parts.parentCommitment === null ? null : writeFelt(parts.parentCommitment),
  transactionCommitment: writeFelt(parts.transactionCommitment),
  eventCommitment: writeFelt(parts.eventCommitment),
  receiptCommitment: writeFelt(parts.receiptCommitment),
});

export const writeProposalFin = (fin: ProposalFin): ProposalFinIn => ({
  proposalCommitment: writeFelt(fin.proposalCommitment),
  executedTransactionCount: fin.executedTransactionCount,
  finPayload:
    fin.finPayload === null
      ? null
      : {
          commitmentParts: writeCommitmentParts(fin.finPayload.commitmentParts),
          l2GasInfo: {
            nextL2GasPriceFri: writeU128(fin.finPayload.l2GasInfo.nextL2GasPriceFri),
            l2GasUsed: writeU64(fin.finPayload.l2GasInfo.l2GasUsed),
          },
        },
});

const convertCommitmentParts: Convert<CommitmentPartsOut, CommitmentParts> = (message, reading) =>
  freeze({
    concatenatedCounts: reading.felt(message.concatenatedCounts, 'concatenated_counts'),
    parentCommitment: reading.optionalHash(message.parentCommitment, 'parent_commitment'),
    transactionCommitment: reading.hash(message.transactionCommitment, 'transaction_commitment'),
    eventCommitment: reading.hash(message.eventCommitment, 'event_commitment'),
    receiptCommitment: reading.hash(message.receiptCommitment, 'receipt_commitment'),
  });

const convertL2GasInfo: Convert<L2GasInfoOut, L2GasInfo> = (message, reading) =>
  freeze({
    nextL2GasPriceFri: reading.u128(message.nextL2GasPriceFri, 'next_l2_gas_price_fri'),
    l2GasUsed: reading.u64(message.l2GasUsed),
  });

const convertFinPayload: Convert<ProposalFinPayloadOut, ProposalFinPayload> = (message, reading) =>
  freeze({
    commitmentParts: convertCommitmentParts(reading.present(message.commitmentParts, 'commitment_parts'), reading),
    l2GasInfo: convertL2GasInfo(reading.present(message.l2GasInfo, 'l2_gas_info'), reading),
  });

export const convertProposalFin: Convert<ProposalFinOut, ProposalFin> = (message, reading) =>
  freeze({
    proposalCommitment: reading.hash(message.proposalCommitment, 'proposal_commitment'),
    executedTransactionCount: reading.count(message.executedTransactionCount, 'executed_transaction_count'),
    finPayload: message.finPayload === null ? null : convertFinPayload(message.finPayload, reading),
  });
