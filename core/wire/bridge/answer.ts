// BridgeAnswer <-> a response of the batcher; transactions with their hashes; what a finished proposal came to.
import { BRIDGE_CHUNK_MAX, CALLDATA_FELTS_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import type { BatcherResponse, FinishedProposalInfo } from '../../types/batcher.ts';
import type { HashedTransaction } from '../../types/transaction.ts';
import { convertConsensusTransaction, writeConsensusTransaction } from '../consensus-transaction.ts';
import type {
  BridgeAnswerIn,
  BridgeAnswerOut,
  FinishedProposalInfoIn,
  FinishedProposalInfoOut,
  ProposalTxsIn,
  ProposalTxsOut,
} from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { writeFelt, writeFelts } from '../writing.ts';
import { readCommitments, writeCommitments } from './block.ts';
import { readDecision, writeDecision } from './decision.ts';

export const writeTxs = (txs: readonly HashedTransaction[]): ProposalTxsIn => ({
  txs: txs.map(({ hash, tx }) => ({ hash: writeFelt(hash), transaction: writeConsensusTransaction(tx) })),
});

/** Frozen, in order. Hashes are taken as they come: both ends are one validator's. */
export const readTxs = (message: ProposalTxsOut | null, reading: Reading): readonly HashedTransaction[] => {
  const { txs } = reading.present(message, 'txs');
  reading.limit(txs.length, 'transactions of a chunk', BRIDGE_CHUNK_MAX);
  return freeze(
    txs.map(({ hash, transaction }) =>
      freeze({
        hash: reading.hash(hash, 'hash'),
        tx: convertConsensusTransaction(reading.present(transaction, 'transaction'), reading),
      }),
    ),
  );
};

export const writeFinished = (info: FinishedProposalInfo): FinishedProposalInfoIn => ({
  proposalCommitment: writeFelt(info.partialBlockHash),
  finalNExecutedTxs: info.finalNExecutedTxs,
  commitments: writeCommitments(info.commitments),
  l2GasUsed: info.l2GasUsed,
  parentProposalCommitment: info.parentProposalCommitment === null ? null : writeFelt(info.parentProposalCommitment),
});

export const readFinished = (message: FinishedProposalInfoOut | null, reading: Reading): FinishedProposalInfo => {
  const info = reading.present(message, 'finished');
  return freeze({
    partialBlockHash: reading.hash(info.proposalCommitment, 'proposal_commitment'),
    finalNExecutedTxs: reading.count(info.finalNExecutedTxs, 'final_n_executed_txs'),
    commitments: readCommitments(info.commitments, reading),
    l2GasUsed: reading.count(info.l2GasUsed, 'l2_gas_used'),
    parentProposalCommitment: reading.optionalHash(info.parentProposalCommitment, 'parent_proposal_commitment'),
  });
};

/** Responses that travel as answers; the others are statuses of content. */
export type AnswerResponse = Exclude<BatcherResponse, { readonly kind: 'processing' | 'invalid_proposal' }>;

/** `blockGasUsed` goes with a decision and is not read. */
export const writeAnswer = (callId: number, response: AnswerResponse, blockGasUsed: number): BridgeAnswerIn => {
  switch (response.kind) {
    case 'done':
      return { callId, done: {} };
    case 'current_height':
      return { callId, currentHeight: { height: response.height } };
    case 'decision':
      return { callId, decision: writeDecision(response.decision, blockGasUsed) };
    case 'block_hash':
      return { callId, blockHash: writeFelt(response.hash) };
    case 'state_commitment_infos':
      return { callId, stateCommitmentInfos: { present: response.present ? 1 : 0, infos: response.bytes } };
    case 'call_result':
      return { callId, callResult: { retdata: writeFelts(response.retdata) } };
    case 'proposal_txs':
      return { callId, proposalTxs: writeTxs(response.txs) };
    case 'proposal_finished':
      return { callId, proposalFinished: writeFinished(response.info) };
  }
};

export const readAnswer = (message: BridgeAnswerOut, reading: Reading): AnswerResponse => {
  switch (reading.present(message.response, 'BridgeAnswer::response')) {
    case 'done':
      return freeze({ kind: 'done' });
    case 'currentHeight':
      return freeze({ kind: 'current_height', height: reading.height(reading.present(message.currentHeight, 'height').height) });
    case 'decision':
      return freeze({ kind: 'decision', decision: readDecision(reading.present(message.decision, 'decision'), reading) });
    case 'blockHash':
      return freeze({ kind: 'block_hash', hash: reading.hash(message.blockHash, 'block_hash') });
    case 'stateCommitmentInfos': {
      const { present, infos } = reading.present(message.stateCommitmentInfos, 'state_commitment_infos');
      return freeze({ kind: 'state_commitment_infos', present: present === 1, bytes: infos });
    }
    case 'callResult': {
      const { retdata } = reading.present(message.callResult, 'call_result');
      return freeze({ kind: 'call_result', retdata: reading.felts(retdata, 'retdata', CALLDATA_FELTS_MAX) });
    }
    case 'proposalTxs':
      return freeze({ kind: 'proposal_txs', txs: readTxs(message.proposalTxs, reading) });
    case 'proposalFinished':
      return freeze({ kind: 'proposal_finished', info: readFinished(message.proposalFinished, reading) });
  }
};
