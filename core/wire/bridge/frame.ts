// A frame of the seed's stream <-> bytes: gRPC's five-byte prefix (no compression, length big-endian) and a BridgeFrame. World.md 11, seed.md 5.3.
// The bytes are the whole message between the chambers: whoever receives them knows nothing else of the sender.
import { BRIDGE_FRAME_BYTES_MAX } from '../../base/limits.ts';
import { assert } from '../../base/assert.ts';
import type { Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import { err } from '../../base/result.ts';
import type { BatcherClientError, FinishedProposalInfo, ProposalId } from '../../types/batcher.ts';
import type { BlockHeaderCommitments, BlockInfo, StateDiff } from '../../types/block.ts';
import { type Height, type TimeUs, toTimeUs } from '../../types/ids.ts';
import type { HashedTransaction } from '../../types/transaction.ts';
import { type DecodeResult, decodeWith, encodeWith } from '../codec.ts';
import { refuse } from '../errors.ts';
import { BridgeFrame, type BridgeFrameIn, type BridgeFrameOut, type SendProposalContentOut } from '../generated/messages.ts';
import type { Reading } from '../reading.ts';
import { writeFelt } from '../writing.ts';
import { type AnswerResponse, readAnswer, readFinished, readTxs, writeAnswer, writeFinished, writeTxs } from './answer.ts';
import { readBlockInfo, readCommitments, readHashes, readStateDiff, writeBlockInfo, writeCommitments, writeStateDiff } from './block.ts';
import { type CallRequest, readCall, writeCall } from './call.ts';
import { type StreamError, readError, writeError } from './error.ts';
import { readStatus, type StatusValue, writeStatus } from './status.ts';

export type Content =
  | { readonly kind: 'txs'; readonly txs: readonly HashedTransaction[] }
  /** `info` of a built proposal; of a validated one only the number. */
  | { readonly kind: 'finish'; readonly finalNExecutedTxs: number; readonly info: FinishedProposalInfo | null }
  /** `error` of a built proposal: why there will be no more. */
  | { readonly kind: 'abort'; readonly error: BatcherClientError | null };

export type FrameBody =
  | { readonly kind: 'call'; readonly callId: number; readonly request: CallRequest }
  | { readonly kind: 'answer'; readonly callId: number; readonly response: AnswerResponse; readonly blockGasUsed: number }
  /** `callId` null: pushed by the batcher. */
  | { readonly kind: 'content'; readonly callId: number | null; readonly proposalId: ProposalId; readonly content: Content }
  | { readonly kind: 'status'; readonly callId: number; readonly proposalId: ProposalId; readonly status: StatusValue }
  | { readonly kind: 'heartbeat'; readonly beat: number; readonly at: TimeUs; readonly marker: Height }
  | { readonly kind: 'credit'; readonly proposalId: ProposalId; readonly chunks: number }
  /** `callId` null: of the stream itself. */
  | { readonly kind: 'error'; readonly callId: number | null; readonly error: StreamError }
  | {
      readonly kind: 'prover_job';
      readonly height: Height;
      readonly partialBlockHash: Felt;
      readonly nTxs: number;
      readonly l2GasUsed: number;
    }
  | {
      readonly kind: 'sync_broadcast';
      readonly info: BlockInfo;
      readonly stateDiff: StateDiff;
      readonly commitments: BlockHeaderCommitments;
      readonly transactionHashes: readonly Felt[];
    };

/** `seq` counts the frames of a direction from 0; a heartbeat is not counted and carries the number of the next frame. `opened`: when it was opened. */
export type StreamFrame = { readonly seq: number; readonly opened: TimeUs; readonly body: FrameBody };

/** Bytes of gRPC's prefix. */
export const GRPC_PREFIX_BYTES = 5;

const writeBody = (body: FrameBody): BridgeFrameIn => {
  switch (body.kind) {
    case 'call':
      return { call: writeCall(body.callId, body.request) };
    case 'answer':
      return { answer: writeAnswer(body.callId, body.response, body.blockGasUsed) };
    case 'content':
      return { content: { callId: body.callId, proposalId: body.proposalId, ...writeContent(body.content) } };
    case 'status':
      return { status: writeStatus(body) };
    case 'heartbeat':
      return { heartbeat: { beat: body.beat, virtualTime: body.at, heightMarker: body.marker } };
    case 'credit':
      return { credit: { proposalId: body.proposalId, chunks: body.chunks } };
    case 'error':
      return { error: writeError(body.error, body.callId) };
    case 'prover_job':
      return {
        proverJob: {
          height: body.height,
          partialBlockHash: writeFelt(body.partialBlockHash),
          nTxs: body.nTxs,
          l2GasUsed: body.l2GasUsed,
        },
      };
    case 'sync_broadcast':
      return {
        syncBroadcast: {
          info: writeBlockInfo(body.info),
          stateDiff: writeStateDiff(body.stateDiff),
          commitments: writeCommitments(body.commitments),
          transactionHashes: body.transactionHashes.map((hash) => writeFelt(hash)),
        },
      };
  }
};

type ContentParts = Pick<NonNullable<BridgeFrameIn['content']>, 'txs' | 'finish' | 'abort'>;

const writeContent = (content: Content): ContentParts => {
  switch (content.kind) {
    case 'txs':
      return { txs: writeTxs(content.txs) };
    case 'finish': {
      const info = content.info === null ? null : writeFinished(content.info);
      return { finish: { info, finalNExecutedTxs: content.finalNExecutedTxs } };
    }
    case 'abort':
      return { abort: { error: content.error === null ? null : writeError(content.error, null) } };
  }
};

const readContent = (message: SendProposalContentOut, reading: Reading): Content => {
  switch (reading.present(message.content, 'SendProposalContent::content')) {
    case 'txs':
      return freeze({ kind: 'txs', txs: readTxs(message.txs, reading) });
    case 'finish': {
      const { info, finalNExecutedTxs } = reading.present(message.finish, 'finish');
      return freeze({
        kind: 'finish',
        finalNExecutedTxs: reading.count(finalNExecutedTxs, 'final_n_executed_txs'),
        info: info === null ? null : readFinished(info, reading),
      });
    }
    case 'abort': {
      const { error } = reading.present(message.abort, 'abort');
      if (error === null) return freeze({ kind: 'abort', error: null });
      const read = readError(error, reading);
      if (read.kind !== 'stream_broken') return freeze({ kind: 'abort', error: read });
      return refuse({ code: 'WrongEnumVariant', type: 'AbortContent::error', value: 'StreamBroken', expected: 'an error of a proposal' });
    }
  }
};

const readBody = (message: BridgeFrameOut, reading: Reading): FrameBody => {
  switch (reading.present(message.frame, 'BridgeFrame::frame')) {
    case 'call': {
      const call = reading.present(message.call, 'call');
      return { kind: 'call', callId: reading.count(call.callId, 'call_id'), request: readCall(call, reading) };
    }
    case 'answer': {
      const answer = reading.present(message.answer, 'answer');
      const blockGasUsed = answer.decision === null ? 0 : reading.count(answer.decision.blockGasUsed, 'block_gas_used');
      return { kind: 'answer', callId: reading.count(answer.callId, 'call_id'), response: readAnswer(answer, reading), blockGasUsed };
    }
    case 'content': {
      const sent = reading.present(message.content, 'content');
      return {
        kind: 'content',
        callId: sent.callId === null ? null : reading.count(sent.callId, 'call_id'),
        proposalId: reading.count(sent.proposalId, 'proposal_id'),
        content: readContent(sent, reading),
      };
    }
    case 'status':
      return { kind: 'status', ...readStatus(reading.present(message.status, 'status'), reading) };
    case 'heartbeat': {
      const { beat, virtualTime, heightMarker } = reading.present(message.heartbeat, 'heartbeat');
      return {
        kind: 'heartbeat',
        beat: reading.count(beat, 'beat'),
        at: toTimeUs(reading.count(virtualTime, 'virtual_time')),
        marker: reading.height(heightMarker),
      };
    }
    case 'credit': {
      const { proposalId, chunks } = reading.present(message.credit, 'credit');
      return { kind: 'credit', proposalId: reading.count(proposalId, 'proposal_id'), chunks: reading.count(chunks, 'chunks') };
    }
    case 'error': {
      const error = reading.present(message.error, 'error');
      const callId = error.callId === null ? null : reading.count(error.callId, 'call_id');
      return { kind: 'error', callId, error: readError(error, reading) };
    }
    case 'proverJob': {
      const job = reading.present(message.proverJob, 'prover_job');
      return {
        kind: 'prover_job',
        height: reading.height(job.height),
        partialBlockHash: reading.hash(job.partialBlockHash, 'partial_block_hash'),
        nTxs: reading.count(job.nTxs, 'n_txs'),
        l2GasUsed: reading.count(job.l2GasUsed, 'l2_gas_used'),
      };
    }
    case 'syncBroadcast': {
      const { info, stateDiff, commitments, transactionHashes } = reading.present(message.syncBroadcast, 'sync_broadcast');
      return {
        kind: 'sync_broadcast',
        info: readBlockInfo(info, reading),
        stateDiff: readStateDiff(stateDiff, reading),
        commitments: readCommitments(commitments, reading),
        transactionHashes: readHashes(transactionHashes, 'transaction_hashes', reading),
      };
    }
  }
};

/** Prefix and message. Asserts the limit: whoever sends more than a chunk at a time is our own bug. */
export const encodeFrame = (frame: StreamFrame): Uint8Array => {
  const message = encodeWith(BridgeFrame, { seq: frame.seq, opened: frame.opened, ...writeBody(frame.body) });
  assert(message.length <= BRIDGE_FRAME_BYTES_MAX, 'encodeFrame: a frame within its limit');
  const bytes = new Uint8Array(GRPC_PREFIX_BYTES + message.length);
  new DataView(bytes.buffer).setUint32(1, message.length);
  bytes.set(message, GRPC_PREFIX_BYTES);
  return bytes;
};

/** One whole frame; a foreign prefix, a length that differs, or an unreadable message is a WireError. */
export const decodeFrame = (bytes: Uint8Array): DecodeResult<StreamFrame> => {
  const rest = bytes.length - GRPC_PREFIX_BYTES;
  if (rest < 0 || bytes[0] !== 0 || new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) !== rest)
    return err({ code: 'DecodeError', reason: 'not one gRPC message' });
  return decodeWith(
    BridgeFrame,
    bytes.subarray(GRPC_PREFIX_BYTES),
    (message: BridgeFrameOut, reading): StreamFrame =>
      freeze({
        seq: reading.count(message.seq, 'seq'),
        opened: toTimeUs(reading.count(message.opened, 'opened')),
        body: freeze(readBody(message, reading)),
      }),
    BRIDGE_FRAME_BYTES_MAX,
  );
};
