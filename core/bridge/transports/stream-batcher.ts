// The batcher end of the seed's stream: turns frames into requests of the batcher and its answers into frames, and pushes the content of a built proposal
// while there is credit. It looks into the batcher's own proposal streams and never occupies its server. Same rules, errors and commitments as `apollo`.
// Source: seed.md 5.3 (the table of frames) and rows 19, 21, 22; world.md 11.
import { assert } from '../../base/assert.ts';
import type { BatcherAnswer, BatcherRequest, ProposalId } from '../../types/batcher.ts';
import type { Height, TimeUs } from '../../types/ids.ts';
import type { FrameBody, StreamFrame } from '../../wire/bridge/frame.ts';
import {
  CREDIT_CHUNKS,
  type Reception,
  type StreamEnd,
  createEnd,
  hearBeat,
  hearFrame,
  passBeat,
  reopen,
  stampFrame,
} from './stream-end.ts';

export type BatcherStream = {
  readonly since: TimeUs;
  readonly end: StreamEnd;
  /** Calls that the batcher has and their proposals, for the frame of the answer. */
  readonly calls: Map<number, ProposalId | null>;
  /** Chunks that may still be pushed, by proposal. */
  readonly pushes: Map<ProposalId, number>;
  /** L2 gas of finished proposals: the answer to a decision tells it, as in 2025. */
  readonly gasUsed: Map<ProposalId, number>;
};

export const createBatcherStream = (now: TimeUs): BatcherStream => ({
  since: now,
  end: createEnd(now),
  calls: new Map(),
  pushes: new Map(),
  gasUsed: new Map(),
});

type Here = { readonly now: TimeUs; readonly marker: Height };

/** What a frame leads to: requests for the batcher, frames at once. */
export type BatcherHeard = {
  readonly reception: Reception;
  readonly restored: boolean;
  readonly requests: readonly { readonly callId: number; readonly request: BatcherRequest }[];
  readonly frames: readonly StreamFrame[];
};

/** A frame arrives. */
export const hearAtBatcher = (stream: BatcherStream, here: Here, frame: StreamFrame): BatcherHeard => {
  const reception = hearFrame(stream.end, frame);
  const restored = frame.body.kind === 'heartbeat' && reception !== 'ignored' && hearBeat(stream.end);
  const nothing = { reception, restored, requests: [], frames: [] };
  switch (reception) {
    case 'broken': {
      voidPushes(stream);
      const body: FrameBody = { kind: 'error', callId: null, error: { kind: 'stream_broken', opened: frame.opened } };
      return { ...nothing, frames: [stampFrame(stream.end, body)] };
    }
    case 'reopened':
      voidPushes(stream);
      return { ...nothing, ...receive(stream, here, frame.body) };
    case 'accepted':
      return { ...nothing, ...receive(stream, here, frame.body) };
    case 'duplicate':
    case 'ignored':
      return nothing;
  }
};

/** Whoever was pushed to has forgotten it: the content waits in the batcher for a pull that never comes. */
const voidPushes = (stream: BatcherStream): void => {
  stream.pushes.clear();
  stream.calls.clear();
};

const receive = (stream: BatcherStream, here: Here, body: FrameBody): Partial<BatcherHeard> => {
  switch (body.kind) {
    case 'call': {
      const { callId, request } = body;
      // Asked for like any other call: then it is not pushed.
      if (request.kind === 'get_proposal_content') stream.pushes.delete(request.proposalId);
      return takeCall(stream, callId, request);
    }
    case 'content': {
      const { callId, proposalId, content } = body;
      if (callId === null) return {};
      switch (content.kind) {
        case 'txs':
          return takeCall(stream, callId, { kind: 'send_txs_for_proposal', proposalId, txs: content.txs });
        case 'finish':
          return takeCall(stream, callId, { kind: 'finish_proposal', proposalId, finalNExecutedTxs: content.finalNExecutedTxs });
        case 'abort':
          return takeCall(stream, callId, { kind: 'abort_proposal', proposalId });
      }
    }
    case 'credit': {
      const credit = stream.pushes.get(body.proposalId);
      if (credit !== undefined) stream.pushes.set(body.proposalId, credit + body.chunks);
      return {};
    }
    case 'error':
      return body.error.kind === 'stream_broken' && body.error.opened === stream.end.opened ? { frames: openAnew(stream, here) } : {};
    case 'answer':
    case 'status':
    case 'heartbeat':
    case 'prover_job':
    case 'sync_broadcast':
      return {};
  }
};

const takeCall = (stream: BatcherStream, callId: number, request: BatcherRequest): Partial<BatcherHeard> => {
  stream.calls.set(callId, 'proposalId' in request ? request.proposalId : null);
  return { requests: [{ callId, request }] };
};

const openAnew = (stream: BatcherStream, here: Here): readonly StreamFrame[] => {
  voidPushes(stream);
  reopen(stream.end, here.now);
  return [beatFrame(stream, here)];
};

const beatFrame = (stream: BatcherStream, { now, marker }: Here): StreamFrame =>
  stampFrame(stream.end, { kind: 'heartbeat', beat: stream.end.beat, at: now, marker });

/** A second has passed; the first beat opens the stream. */
export const beatAtBatcher = (
  stream: BatcherStream,
  here: Here,
): { readonly frames: readonly StreamFrame[]; readonly missed: number; readonly lost: boolean } => {
  const passed = passBeat(stream.end);
  if (passed.lost) voidPushes(stream);
  return { frames: [beatFrame(stream, here)], ...passed };
};

/** How the adapter sees the batcher's stream of a proposer: gone, or what a pull would answer now (null: it would wait). */
export type ContentSource = {
  readonly isOpen: (proposalId: ProposalId) => boolean;
  /** True while transactions wait: taking them needs credit, an end does not. */
  readonly hasTxs: (proposalId: ProposalId) => boolean;
  readonly take: (proposalId: ProposalId) => BatcherAnswer | null;
};

/** The frame of an answer; none for a call of a stream that broke since. */
export const answerFrames = (
  stream: BatcherStream,
  answered: { readonly callId: number; readonly request: BatcherRequest['kind']; readonly answer: BatcherAnswer },
  source: ContentSource,
): readonly StreamFrame[] => {
  const { callId, request, answer } = answered;
  dropPushes(stream, source);
  const proposalId = stream.calls.get(callId);
  if (proposalId === undefined) return [];
  stream.calls.delete(callId);
  if (request === 'propose_block' && answer.ok && proposalId !== null) stream.pushes.set(proposalId, CREDIT_CHUNKS);
  return [stampFrame(stream.end, answerBody(stream, callId, proposalId, answer))];
};

/** What the batcher has dropped is pushed no more; consensus knows it from the answer that says so. */
const dropPushes = (stream: BatcherStream, source: ContentSource): void => {
  for (const proposalId of stream.pushes.keys()) if (!source.isOpen(proposalId)) stream.pushes.delete(proposalId);
};

const answerBody = (stream: BatcherStream, callId: number, proposalId: ProposalId | null, answer: BatcherAnswer): FrameBody => {
  if (!answer.ok) return { kind: 'error', callId, error: answer.error };
  const { value } = answer;
  const id = proposalId ?? 0;
  switch (value.kind) {
    case 'processing':
      return { kind: 'status', callId, proposalId: id, status: { kind: 'processing' } };
    case 'invalid_proposal':
      return { kind: 'status', callId, proposalId: id, status: { kind: 'invalid_proposal', reason: value.reason } };
    case 'proposal_finished':
      stream.gasUsed.set(id, value.info.l2GasUsed);
      return { kind: 'status', callId, proposalId: id, status: { kind: 'finished', info: value.info } };
    case 'decision': {
      const blockGasUsed = stream.gasUsed.get(id) ?? 0;
      stream.gasUsed.clear();
      return { kind: 'answer', callId, response: value, blockGasUsed };
    }
    case 'done':
    case 'current_height':
    case 'block_hash':
    case 'state_commitment_infos':
    case 'call_result':
    case 'proposal_txs':
      return { kind: 'answer', callId, response: value, blockGasUsed: 0 };
  }
};

/** Pushes what there is and what credit allows; nothing over a lost bridge. */
export const pushFrames = (stream: BatcherStream, source: ContentSource): readonly StreamFrame[] => {
  const frames: StreamFrame[] = [];
  dropPushes(stream, source);
  if (stream.end.lost) return frames;
  for (const proposalId of stream.pushes.keys()) {
    for (let isOpen = true; isOpen;) {
      const credit = stream.pushes.get(proposalId) ?? 0;
      const answer = source.hasTxs(proposalId) && credit === 0 ? null : source.take(proposalId);
      if (answer === null) break;
      isOpen = answer.ok && answer.value.kind === 'proposal_txs';
      stream.pushes.set(proposalId, credit - 1);
      if (!isOpen) stream.pushes.delete(proposalId);
      frames.push(stampFrame(stream.end, { kind: 'content', callId: null, proposalId, content: contentOf(stream, proposalId, answer) }));
    }
  }
  return frames;
};

type PushedContent = (FrameBody & { readonly kind: 'content' })['content'];

const contentOf = (stream: BatcherStream, proposalId: ProposalId, answer: BatcherAnswer): PushedContent => {
  if (!answer.ok) return { kind: 'abort', error: answer.error };
  const { value } = answer;
  if (value.kind === 'proposal_txs') return { kind: 'txs', txs: value.txs };
  assert(value.kind === 'proposal_finished', 'contentOf: what a pull of content answers');
  stream.gasUsed.set(proposalId, value.info.l2GasUsed);
  return { kind: 'finish', finalNExecutedTxs: value.info.finalNExecutedTxs, info: value.info };
};

/** Frames to the lanes of prover and state sync after a decision (seed.md rows 21, 22). */
export const laneFrames = (
  stream: BatcherStream,
  bodies: readonly (FrameBody & { readonly kind: 'prover_job' | 'sync_broadcast' })[],
): readonly StreamFrame[] => bodies.map((body) => stampFrame(stream.end, body));
