// BridgeCall <-> a request of the batcher's interface. The three requests about a proposal under validation are content frames and never calls.
import { CALLDATA_FELTS_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import type { BatcherRequest, BlockNumberAndHash } from '../../types/batcher.ts';
import { toTimeUs } from '../../types/ids.ts';
import type {
  BridgeCallIn,
  BridgeCallOut,
  BridgeHeightOut,
  BridgeProposalIdOut,
  ProposalInputIn,
  ProposalInputOut,
} from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { writeFelt, writeFelts } from '../writing.ts';
import { readBlockInfo, readSyncBlock, writeBlockInfo, writeSyncBlock } from './block.ts';

/** Requests that travel as SendProposalContent. */
type ContentRequestKind = 'send_txs_for_proposal' | 'finish_proposal' | 'abort_proposal';
/** Requests that travel as calls. */
export type CallRequest = Exclude<BatcherRequest, { readonly kind: ContentRequestKind }>;
type ProposalRequest = BatcherRequest & { readonly kind: 'propose_block' | 'validate_block' };

const writeProposal = (request: ProposalRequest): ProposalInputIn => ({
  proposalId: request.proposalId,
  deadline: request.deadline,
  retrospectiveBlockHash:
    request.retrospectiveBlockHash === null
      ? null
      : { height: request.retrospectiveBlockHash.height, hash: writeFelt(request.retrospectiveBlockHash.hash) },
  blockInfo: writeBlockInfo(request.blockInfo),
  proposalRound: request.kind === 'propose_block' ? request.proposalRound : 0,
});

export const writeCall = (callId: number, request: CallRequest): BridgeCallIn => {
  switch (request.kind) {
    case 'propose_block':
      return { callId, proposeBlock: writeProposal(request) };
    case 'validate_block':
      return { callId, validateBlock: writeProposal(request) };
    case 'decision_reached':
      return { callId, decisionReached: { proposalId: request.proposalId } };
    case 'get_proposal_content':
      return { callId, getProposalContent: { proposalId: request.proposalId } };
    case 'start_height':
      return { callId, startHeight: { height: request.height } };
    case 'get_current_height':
      return { callId, getCurrentHeight: {} };
    case 'add_sync_block':
      return { callId, addSyncBlock: writeSyncBlock(request.block) };
    case 'revert_block':
      return { callId, revertBlock: { height: request.height } };
    case 'get_block_hash':
      return { callId, getBlockHash: { height: request.height } };
    case 'get_state_commitment_infos':
      return { callId, getStateCommitmentInfos: { height: request.height } };
    case 'has_state_commitment_infos':
      return { callId, hasStateCommitmentInfos: { height: request.height } };
    case 'start_round':
      return { callId, startRound: {} };
    case 'call_contract': {
      const { address, selector, calldata } = request;
      return {
        callId,
        callContract: { address: writeFelt(address), selector: writeFelt(selector), calldata: writeFelts(calldata) },
      };
    }
  }
};

type ProposalParts = Omit<BatcherRequest & { readonly kind: 'validate_block' }, 'kind'>;

const readProposal = (message: ProposalInputOut, reading: Reading): ProposalParts => {
  const { retrospectiveBlockHash: hash } = message;
  const retrospectiveBlockHash: BlockNumberAndHash | null =
    hash === null ? null : freeze({ height: reading.height(hash.height), hash: reading.hash(hash.hash, 'retrospective_block_hash') });
  return {
    proposalId: reading.count(message.proposalId, 'proposal_id'),
    deadline: toTimeUs(reading.count(message.deadline, 'deadline')),
    retrospectiveBlockHash,
    blockInfo: readBlockInfo(message.blockInfo, reading),
  };
};

/** The request of a call. */
export const readCall = (message: BridgeCallOut, reading: Reading): CallRequest => {
  const height = (field: BridgeHeightOut | null): CallRequest & { readonly kind: 'start_height' } =>
    freeze({ kind: 'start_height', height: reading.height(reading.present(field, 'height').height) });
  const proposalId = (field: BridgeProposalIdOut | null): number => reading.count(reading.present(field, 'id').proposalId, 'proposal_id');
  const { request } = message;
  switch (reading.present(request, 'BridgeCall::request')) {
    case 'proposeBlock': {
      const input = reading.present(message.proposeBlock, 'propose_block');
      return freeze({ kind: 'propose_block', ...readProposal(input, reading), proposalRound: reading.round(input.proposalRound) });
    }
    case 'validateBlock':
      return freeze({ kind: 'validate_block', ...readProposal(reading.present(message.validateBlock, 'validate_block'), reading) });
    case 'decisionReached':
      return freeze({ kind: 'decision_reached', proposalId: proposalId(message.decisionReached) });
    case 'getProposalContent':
      return freeze({ kind: 'get_proposal_content', proposalId: proposalId(message.getProposalContent) });
    case 'startHeight':
      return height(message.startHeight);
    case 'getCurrentHeight':
      return freeze({ kind: 'get_current_height' });
    case 'addSyncBlock':
      return freeze({ kind: 'add_sync_block', block: readSyncBlock(message.addSyncBlock, reading) });
    case 'revertBlock':
      return freeze({ ...height(message.revertBlock), kind: 'revert_block' });
    case 'getBlockHash':
      return freeze({ ...height(message.getBlockHash), kind: 'get_block_hash' });
    case 'getStateCommitmentInfos':
      return freeze({ ...height(message.getStateCommitmentInfos), kind: 'get_state_commitment_infos' });
    case 'hasStateCommitmentInfos':
      return freeze({ ...height(message.hasStateCommitmentInfos), kind: 'has_state_commitment_infos' });
    case 'startRound':
      return freeze({ kind: 'start_round' });
    case 'callContract': {
      const { address, selector, calldata } = reading.present(message.callContract, 'call_contract');
      return freeze({
        kind: 'call_contract',
        address: reading.felt(address, 'address'),
        selector: reading.felt(selector, 'selector'),
        calldata: reading.felts(calldata, 'calldata', CALLDATA_FELTS_MAX),
      });
    }
  }
};
