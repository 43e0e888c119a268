// The JSON body of Apollo's remote form: {"data": <request or response enum>}, as serde writes crates/apollo_batcher_types. For the inspector, and for
// bytes to count; nothing reads it back. Deviations: a deadline is virtual time (Apollo: a UTC date), a declared class stands where Apollo has its hash,
// execution infos hold what our receipts hold, an entry point is its selector.
import { type Felt, feltToHex } from '../../base/felt.ts';
import { bytesToHex } from '../../base/hex.ts';
import type {
  BatcherAnswer,
  BatcherClientError,
  BatcherError,
  BatcherRequest,
  BatcherRequestKind,
  BatcherResponse,
  FinishedProposalInfo,
} from '../../types/batcher.ts';
import type { TimeUs } from '../../types/ids.ts';
import { blockInfoToJson, bouncerToJson, commitmentsToJson, receiptsToJson, stateDiffToJson, syncBlockToJson } from './block-json.ts';
import type { Json } from './json.ts';
import { transactionToJson } from './transaction-json.ts';

/** `get_proposal_content` -> `GetProposalContent`. */
const variantOf = (kind: BatcherRequestKind): string =>
  kind
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const deadlineToJson = (deadline: TimeUs): Json => `t+${(deadline / 1_000_000).toFixed(6)}s`;
const felts = (list: readonly Felt[]): Json => list.map((felt) => feltToHex(felt));

const proposalToJson = (
  request: BatcherRequest & { readonly kind: 'propose_block' | 'validate_block' },
): Readonly<Record<string, Json>> => ({
  proposal_id: request.proposalId,
  deadline: deadlineToJson(request.deadline),
  retrospective_block_hash:
    request.retrospectiveBlockHash === null
      ? null
      : { number: request.retrospectiveBlockHash.height, hash: feltToHex(request.retrospectiveBlockHash.hash) },
  block_info: blockInfoToJson(request.blockInfo),
});

/** The payload of the request's variant; undefined for a variant without one. */
const payloadOf = (request: BatcherRequest): Json | undefined => {
  switch (request.kind) {
    case 'propose_block':
      return { ...proposalToJson(request), proposal_round: request.proposalRound };
    case 'validate_block':
      return proposalToJson(request);
    case 'get_proposal_content':
    case 'decision_reached':
      return { proposal_id: request.proposalId };
    case 'send_txs_for_proposal':
      return { proposal_id: request.proposalId, txs: request.txs.map((tx) => transactionToJson(tx)) };
    case 'finish_proposal':
      return { proposal_id: request.proposalId, final_n_executed_txs: request.finalNExecutedTxs };
    case 'abort_proposal':
      return request.proposalId;
    case 'start_height':
    case 'revert_block':
      return { height: request.height };
    case 'get_block_hash':
    case 'get_state_commitment_infos':
    case 'has_state_commitment_infos':
      return request.height;
    case 'add_sync_block':
      return [syncBlockToJson(request.block), null];
    case 'call_contract':
      return {
        contract_address: feltToHex(request.address),
        entry_point: feltToHex(request.selector),
        calldata: felts(request.calldata),
      };
    case 'get_current_height':
    case 'start_round':
      return undefined;
  }
};

/** The body of the POST: `{"data":{"AbortProposal":3}}`. */
export const requestToJson = (request: BatcherRequest): string => {
  const payload = payloadOf(request);
  const variant = variantOf(request.kind);
  return JSON.stringify({ data: payload === undefined ? variant : { [variant]: payload } });
};

const finishedToJson = (info: FinishedProposalInfo): Json => ({
  proposal_commitment: { partial_block_hash: feltToHex(info.partialBlockHash) },
  final_n_executed_txs: info.finalNExecutedTxs,
  block_header_commitments: commitmentsToJson(info.commitments),
  l2_gas_used: info.l2GasUsed,
  parent_proposal_commitment: parentToJson(info.parentProposalCommitment),
});

const parentToJson = (parent: Felt | null): Json => (parent === null ? null : { partial_block_hash: feltToHex(parent) });

/** `proposal_finished` and the commitment infos look different by the request they answer. */
const responseToJson = (request: BatcherRequestKind, response: BatcherResponse): Json => {
  switch (response.kind) {
    case 'done':
      return null;
    case 'proposal_txs':
      return { content: { Txs: response.txs.map((tx) => transactionToJson(tx)) } };
    case 'proposal_finished': {
      const finished = { Finished: finishedToJson(response.info) };
      return request === 'get_proposal_content' ? { content: finished } : finished;
    }
    case 'processing':
      return 'Processing';
    case 'invalid_proposal':
      return { InvalidProposal: response.reason };
    case 'current_height':
      return { height: response.height };
    case 'decision': {
      const { stateDiff, receipts, bouncerWeights, parentProposalCommitment } = response.decision;
      return {
        state_diff: stateDiffToJson(stateDiff),
        central_objects: {
          execution_infos: receiptsToJson(receipts),
          bouncer_weights: bouncerToJson(bouncerWeights),
          parent_proposal_commitment: parentToJson(parentProposalCommitment),
        },
      };
    }
    case 'block_hash':
      return feltToHex(response.hash);
    case 'state_commitment_infos':
      if (request === 'has_state_commitment_infos') return response.present;
      return response.bytes === null ? null : `0x${bytesToHex(response.bytes)}`;
    case 'call_result':
      return { retdata: felts(response.retdata) };
  }
};

/** Variants without fields are plain strings, the one with an unnamed field holds it bare. */
const errorToJson = (error: BatcherError): Json => {
  switch (error.code) {
    case 'BlockHashNotFound':
      return { [error.code]: error.height };
    case 'HeightInProgress':
    case 'InternalError':
    case 'MissingRetrospectiveBlockHash':
    case 'NoActiveHeight':
    case 'NotReady':
    case 'ProposalAborted':
    case 'ProposalFailed':
    case 'ProposingNotSupported':
      return error.code;
    case 'AnotherProposalInProgress':
      return { [error.code]: { active_proposal_id: error.activeProposalId, new_proposal_id: error.newProposalId } };
    case 'ExecutedProposalNotFound':
    case 'ProposalAlreadyExists':
    case 'ProposalAlreadyFinished':
    case 'ProposalNotFound':
      return { [error.code]: { proposal_id: error.proposalId } };
    case 'InvalidBlockNumber':
      return { [error.code]: { active_height: error.activeHeight, block_number: error.blockNumber } };
    case 'MissingHeaderCommitments':
      return { [error.code]: { block_number: error.blockNumber } };
    case 'StorageHeightMarkerMismatch':
      return { [error.code]: { marker_height: error.markerHeight, requested_height: error.requestedHeight } };
    case 'TimeToDeadlineError':
      return { [error.code]: { deadline: deadlineToJson(error.deadline) } };
    case 'ContractCallFailed':
      return { [error.code]: { reason: error.reason } };
  }
};

const failureToJson = (error: BatcherClientError): Json | null =>
  error.kind === 'client_error' ? null : { Err: errorToJson(error.error) };

/** The body of the response: `{"data":{"StartHeight":{"Err":"HeightInProgress"}}}`; null when no response came. */
export const answerToJson = (request: BatcherRequestKind, answer: BatcherAnswer): string | null => {
  const result = answer.ok ? { Ok: responseToJson(request, answer.value) } : failureToJson(answer.error);
  return result === null ? null : JSON.stringify({ data: { [variantOf(request)]: result } });
};
