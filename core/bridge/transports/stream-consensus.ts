// The consensus end of the seed's stream: turns the calls of the orchestrator into frames and frames into answers. A pull of proposal content is answered
// from what the batcher has pushed; so that the batcher's one-at-a-time order stays, a pull waits for earlier answers and later calls wait behind it.
// It changes framing, direction and liveness only, never rules, errors or commitments (seed.md 5.1).
import { required } from '../../base/assert.ts';
import { err, ok } from '../../base/result.ts';
import type { BatcherAnswer, BatcherRequest, BatcherResponse, ProposalId } from '../../types/batcher.ts';
import type { Height, TimeUs } from '../../types/ids.ts';
import type { HashedTransaction } from '../../types/transaction.ts';
import type { Content, FrameBody, StreamFrame } from '../../wire/bridge/frame.ts';
import type { StatusValue } from '../../wire/bridge/status.ts';
import { type Reception, type StreamEnd, createEnd, hearBeat, hearFrame, passBeat, reopen, stampFrame } from './stream-end.ts';

type Held = { readonly callId: number; readonly request: BatcherRequest };
/** What was pushed of a built proposal and not taken yet. */
type Inbound = { readonly chunks: (readonly HashedTransaction[])[]; end: BatcherAnswer | null };

export type ConsensusStream = {
  readonly since: TimeUs;
  readonly end: StreamEnd;
  /** Calls that have not left, in order. */
  readonly held: Held[];
  /** Calls that have left and are not answered. */
  readonly outstanding: Map<number, BatcherRequest>;
  readonly inbound: Map<ProposalId, Inbound>;
};

/** Content that a pull has taken. */
export type Taken = { readonly callId: number; readonly proposalId: ProposalId; readonly answer: BatcherAnswer };
export type Answered = { readonly callId: number; readonly answer: BatcherAnswer };

/** What a step leads to, in order: frames leave, `taken` and `answers` go to the orchestrator. */
export type ConsensusOutput = {
  readonly frames: StreamFrame[];
  readonly taken: Taken[];
  readonly answers: Answered[];
};

export const createConsensusStream = (now: TimeUs): ConsensusStream => ({
  since: now,
  end: createEnd(now),
  held: [],
  outstanding: new Map(),
  inbound: new Map(),
});

const emptyOutput = (): ConsensusOutput => ({ frames: [], taken: [], answers: [] });

const send = (stream: ConsensusStream, out: ConsensusOutput, body: FrameBody): void => {
  out.frames.push(stampFrame(stream.end, body));
};

const transportError = (reason: string): BatcherAnswer => err({ kind: 'client_error', reason: `CommunicationFailure: ${reason}` });

/** A call of the orchestrator; over a lost bridge it fails. */
export const submitCall = (stream: ConsensusStream, callId: number, request: BatcherRequest): ConsensusOutput => {
  const out = emptyOutput();
  if (stream.end.lost) {
    out.answers.push({ callId, answer: transportError('the bridge is lost') });
    return out;
  }
  stream.held.push({ callId, request });
  release(stream, out);
  return out;
};

const release = (stream: ConsensusStream, out: ConsensusOutput): void => {
  for (;;) {
    const [head] = stream.held;
    if (head === undefined) return;
    const { callId, request } = head;
    if (request.kind !== 'get_proposal_content') {
      stream.held.shift();
      sendRequest(stream, out, callId, request);
      continue;
    }
    if (stream.outstanding.size > 0) return;
    const { proposalId } = request;
    const inbound = stream.inbound.get(proposalId);
    if (inbound === undefined) {
      stream.held.shift();
      sendRequest(stream, out, callId, request);
      continue;
    }
    const answer = take(stream, out, proposalId, inbound);
    if (answer === null) return;
    stream.held.shift();
    out.taken.push({ callId, proposalId, answer });
  }
};

const sendRequest = (stream: ConsensusStream, out: ConsensusOutput, callId: number, request: BatcherRequest): void => {
  stream.outstanding.set(callId, request);
  send(stream, out, bodyOf(callId, request));
};

const bodyOf = (callId: number, request: BatcherRequest): FrameBody => {
  switch (request.kind) {
    case 'send_txs_for_proposal':
      return contentBody(callId, request.proposalId, { kind: 'txs', txs: request.txs });
    case 'finish_proposal':
      return contentBody(callId, request.proposalId, { kind: 'finish', finalNExecutedTxs: request.finalNExecutedTxs, info: null });
    case 'abort_proposal':
      return contentBody(callId, request.proposalId, { kind: 'abort', error: null });
    case 'propose_block':
    case 'validate_block':
    case 'get_proposal_content':
    case 'start_height':
    case 'get_current_height':
    case 'decision_reached':
    case 'add_sync_block':
    case 'revert_block':
    case 'get_block_hash':
    case 'get_state_commitment_infos':
    case 'has_state_commitment_infos':
    case 'start_round':
    case 'call_contract':
      return { kind: 'call', callId, request };
  }
};

const contentBody = (callId: number, proposalId: ProposalId, content: Content): FrameBody => ({
  kind: 'content',
  callId,
  proposalId,
  content,
});

/** The next chunk, which gives its credit back, or the end; null while there is neither. */
const take = (stream: ConsensusStream, out: ConsensusOutput, proposalId: ProposalId, inbound: Inbound): BatcherAnswer | null => {
  const txs = inbound.chunks.shift();
  if (txs !== undefined) {
    send(stream, out, { kind: 'credit', proposalId, chunks: 1 });
    return ok({ kind: 'proposal_txs', txs });
  }
  if (inbound.end !== null) stream.inbound.delete(proposalId);
  return inbound.end;
};

/** `restored`: a heartbeat had been missing until then. `opened`: the own direction was broken and is opened anew. */
export type ConsensusHeard = ConsensusOutput & { readonly reception: Reception; readonly restored: boolean; readonly opened: boolean };

/** Where consensus stands, for the heartbeats it sends. */
type Here = { readonly now: TimeUs; readonly marker: Height };

/** A frame arrives. */
export const hearAtConsensus = (stream: ConsensusStream, here: Here, frame: StreamFrame): ConsensusHeard => {
  const out = emptyOutput();
  const reception = hearFrame(stream.end, frame);
  const before = stream.end.opened;
  const restored = frame.body.kind === 'heartbeat' && reception !== 'ignored' && hearBeat(stream.end);
  switch (reception) {
    case 'broken':
      failAll(stream, out, 'a frame is missing');
      send(stream, out, { kind: 'error', callId: null, error: { kind: 'stream_broken', opened: frame.opened } });
      break;
    case 'reopened':
      failAll(stream, out, 'the batcher opened its stream anew');
      receive(stream, here, frame.body, out);
      break;
    case 'accepted':
      receive(stream, here, frame.body, out);
      break;
    case 'duplicate':
    case 'ignored':
  }
  release(stream, out);
  return { ...out, reception, restored, opened: stream.end.opened !== before };
};

const receive = (stream: ConsensusStream, here: Here, body: FrameBody, out: ConsensusOutput): void => {
  switch (body.kind) {
    case 'answer':
      settle(stream, out, body.callId, ok(body.response));
      return;
    case 'status':
      settle(stream, out, body.callId, ok(responseOf(body.status)));
      return;
    case 'error':
      if (body.error.kind !== 'stream_broken') settle(stream, out, required(body.callId, 'receive: an error of a call'), err(body.error));
      else if (body.error.opened === stream.end.opened) openAnew(stream, here, out);
      return;
    case 'content':
      receiveContent(stream, body.proposalId, body.content);
      return;
    case 'heartbeat':
    case 'prover_job':
    case 'sync_broadcast':
    case 'call':
    case 'credit':
  }
};

const responseOf = (status: StatusValue): BatcherResponse => {
  switch (status.kind) {
    case 'processing':
      return { kind: 'processing' };
    case 'aborted':
      return { kind: 'done' };
    case 'finished':
      return { kind: 'proposal_finished', info: status.info };
    case 'invalid_proposal':
      return { kind: 'invalid_proposal', reason: status.reason };
  }
};

/** An accepted ProposeBlock begins a push; what leaves the height ends all of them. An answer that nothing waits for is dropped. */
const settle = (stream: ConsensusStream, out: ConsensusOutput, callId: number, answer: BatcherAnswer): void => {
  const request = stream.outstanding.get(callId);
  if (request === undefined) return;
  stream.outstanding.delete(callId);
  if (request.kind === 'propose_block' && answer.ok) stream.inbound.set(request.proposalId, { chunks: [], end: null });
  if (request.kind === 'decision_reached' && answer.ok) stream.inbound.delete(request.proposalId);
  if (leavesHeight(request, answer)) stream.inbound.clear();
  out.answers.push({ callId, answer });
};

/** The batcher has dropped the proposals of its height with this answer: what was pushed of them is void, and a later pull asks the batcher itself. */
const leavesHeight = (request: BatcherRequest, answer: BatcherAnswer): boolean => {
  if (request.kind === 'start_height' || request.kind === 'revert_block') return answer.ok;
  if (request.kind !== 'add_sync_block') return false;
  return answer.ok || answer.error.kind === 'client_error' || answer.error.error.code !== 'StorageHeightMarkerMismatch';
};

const receiveContent = (stream: ConsensusStream, proposalId: ProposalId, content: Content): void => {
  const inbound = stream.inbound.get(proposalId);
  if (inbound === undefined) return;
  switch (content.kind) {
    case 'txs':
      inbound.chunks.push(content.txs);
      return;
    case 'finish':
      inbound.end = ok({ kind: 'proposal_finished', info: required(content.info, 'receiveContent: what a built proposal came to') });
      return;
    case 'abort':
      inbound.end = err(content.error ?? { kind: 'batcher_error', error: { code: 'ProposalAborted' } });
  }
};

/** Every call under way fails and nothing pushed counts any more. */
const failAll = (stream: ConsensusStream, out: ConsensusOutput, reason: string): void => {
  for (const callId of stream.outstanding.keys()) out.answers.push({ callId, answer: transportError(reason) });
  for (const { callId } of stream.held) out.answers.push({ callId, answer: transportError(reason) });
  stream.outstanding.clear();
  stream.held.length = 0;
  stream.inbound.clear();
};

/** Consensus goes over to another transport: what was pushed is void; the ids of calls that have not left. */
export const leave = (stream: ConsensusStream): readonly number[] => {
  stream.inbound.clear();
  return stream.held.splice(0).map(({ callId }) => callId);
};

/** Ends a stream on which answers are owed: they fail. */
export const abandon = (stream: ConsensusStream): readonly Answered[] => {
  const out = emptyOutput();
  failAll(stream, out, 'the stream was opened anew');
  return out.answers;
};

const openAnew = (stream: ConsensusStream, here: Here, out: ConsensusOutput): void => {
  failAll(stream, out, 'a frame was lost');
  reopen(stream.end, here.now);
  sendBeat(stream, here, out);
};

const sendBeat = (stream: ConsensusStream, { now, marker }: Here, out: ConsensusOutput): void =>
  send(stream, out, { kind: 'heartbeat', beat: stream.end.beat, at: now, marker });

/** The stream opens with a heartbeat; then one a second. `missed` 0: all is well; `lost`: from now on. */
export const beatAtConsensus = (
  stream: ConsensusStream,
  here: Here,
): ConsensusOutput & { readonly missed: number; readonly lost: boolean } => {
  const out = emptyOutput();
  const passed = passBeat(stream.end);
  if (passed.lost) failAll(stream, out, `${passed.missed} heartbeats are missing`);
  sendBeat(stream, here, out);
  return { ...out, ...passed };
};
