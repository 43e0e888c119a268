// BridgeError <-> a refusal of the batcher, a transport error, or the word that the other direction of the stream is broken.
import { freeze } from '../../base/plain.ts';
import type { BatcherClientError, BatcherError } from '../../types/batcher.ts';
import { type TimeUs, toHeight, toTimeUs } from '../../types/ids.ts';
import { refuse } from '../errors.ts';
import type { BridgeErrorIn, BridgeErrorOut } from '../generated/messages.ts';
import type { Reading } from '../reading.ts';

/** `stream_broken`: a frame of the direction opened at `opened` is missing; whoever sends there opens it anew. */
export type StreamError = BatcherClientError | { readonly kind: 'stream_broken'; readonly opened: TimeUs };

const CLIENT_ERROR = 'ClientError';
const STREAM_BROKEN = 'StreamBroken';

const factsOf = (error: BatcherError): readonly number[] => {
  switch (error.code) {
    case 'AnotherProposalInProgress':
      return [error.activeProposalId, error.newProposalId];
    case 'BlockHashNotFound':
      return [error.height];
    case 'ExecutedProposalNotFound':
    case 'ProposalAlreadyExists':
    case 'ProposalAlreadyFinished':
    case 'ProposalNotFound':
      return [error.proposalId];
    case 'InvalidBlockNumber':
      return [error.activeHeight, error.blockNumber];
    case 'MissingHeaderCommitments':
      return [error.blockNumber];
    case 'StorageHeightMarkerMismatch':
      return [error.markerHeight, error.requestedHeight];
    case 'TimeToDeadlineError':
      return [error.deadline];
    case 'HeightInProgress':
    case 'InternalError':
    case 'MissingRetrospectiveBlockHash':
    case 'NoActiveHeight':
    case 'NotReady':
    case 'ProposalAborted':
    case 'ProposalFailed':
    case 'ProposingNotSupported':
    case 'ContractCallFailed':
      return [];
  }
};

export const writeError = (error: StreamError, callId: number | null): BridgeErrorIn => {
  switch (error.kind) {
    case 'client_error':
      return { callId, code: CLIENT_ERROR, detail: error.reason };
    case 'stream_broken':
      return { callId, code: STREAM_BROKEN, facts: [error.opened] };
    case 'batcher_error': {
      const { error: refusal } = error;
      return {
        callId,
        code: refusal.code,
        facts: factsOf(refusal),
        detail: refusal.code === 'ContractCallFailed' ? refusal.reason : '',
      };
    }
  }
};

const readRefusal = (message: BridgeErrorOut, reading: Reading): BatcherError => {
  const fact = (index: number): number => reading.count(message.facts[index] ?? 0, 'facts');
  const height = (index: number): ReturnType<typeof toHeight> => toHeight(fact(index));
  const { code } = message;
  switch (code) {
    case 'AnotherProposalInProgress':
      return { code, activeProposalId: fact(0), newProposalId: fact(1) };
    case 'BlockHashNotFound':
      return { code, height: height(0) };
    case 'ExecutedProposalNotFound':
    case 'ProposalAlreadyExists':
    case 'ProposalAlreadyFinished':
    case 'ProposalNotFound':
      return { code, proposalId: fact(0) };
    case 'InvalidBlockNumber':
      return { code, activeHeight: height(0), blockNumber: height(1) };
    case 'MissingHeaderCommitments':
      return { code, blockNumber: height(0) };
    case 'StorageHeightMarkerMismatch':
      return { code, markerHeight: height(0), requestedHeight: height(1) };
    case 'TimeToDeadlineError':
      return { code, deadline: toTimeUs(fact(0)) };
    case 'ContractCallFailed':
      return { code, reason: message.detail };
    case 'HeightInProgress':
    case 'InternalError':
    case 'MissingRetrospectiveBlockHash':
    case 'NoActiveHeight':
    case 'NotReady':
    case 'ProposalAborted':
    case 'ProposalFailed':
    case 'ProposingNotSupported':
      return { code };
  }
  return refuse({ code: 'WrongEnumVariant', type: 'BridgeError::code', value: code, expected: 'the name of a BatcherError' });
};

export const readError = (message: BridgeErrorOut, reading: Reading): StreamError => {
  const { code, detail } = message;
  if (code === CLIENT_ERROR) return freeze({ kind: 'client_error', reason: detail });
  if (code === STREAM_BROKEN) return freeze({ kind: 'stream_broken', opened: toTimeUs(reading.count(message.facts[0] ?? 0, 'facts')) });
  return freeze({ kind: 'batcher_error', error: freeze(readRefusal(message, reading)) });
};
