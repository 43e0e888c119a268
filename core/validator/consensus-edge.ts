// The edge: frames of other validators become votes, parts of proposal streams and gossiped transactions. What cannot be read becomes a logged refusal;
// nothing here throws and nothing unread changes the state of consensus. The sender is who the frame comes from, and counts as the originator.
// Source: protocol.md 1.7-1.8, 4.1; world.md 4, 10.
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import type { FrameSession } from '../net/frame.ts';
import type { LogBody, RefusalSource } from '../log/event.ts';
import type { FrameSummary, FrameTopic } from '../log/frame-summary.ts';
import type { ValidatorIndex } from '../types/ids.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import { type WireError, wireErrorToText } from '../wire/errors.ts';
import { decodeMempoolBatch } from '../wire/mempool-batch.ts';
import { STREAM_LIMITS, type InboundEffect, dropReceiver, receiveStreamMessage, streamKey, takeContents } from '../wire/stream-handler.ts';
import { type ProposalMessage, decodeProposalMessage } from '../wire/stream-message.ts';
import { decodeVote } from '../wire/vote.ts';
import type { ProposalPart, StreamId } from '../types/consensus.ts';
import { gossipToBatchers } from './consensus-batchers.ts';
import { hashTransaction } from './consensus-convert.ts';
import { summaryOf } from './consensus-outbound.ts';
import { tellManager, tellOrchestrator } from './consensus-perform.ts';
import { hearHeight, takeSyncFrame } from './consensus-sync.ts';
import { type Run, change, log } from './consensus-state.ts';
import { readSyncFrame, syncOf } from './sync-frames.ts';

export type IncomingFrame = {
  readonly from: ValidatorIndex;
  readonly topic: FrameTopic;
  readonly bytes: Uint8Array;
  readonly session?: FrameSession;
};

/** Logs the delivery, then takes in what the frame carries. */
export const receiveFrame = (run: Run, frame: IncomingFrame): void => {
  if (frame.bytes.length > FRAME_BYTES_MAX) {
    logDelivery(run, frame, null);
    logRefusal(run, 'edge', 'FrameTooLarge', `${frame.bytes.length} bytes, limit ${FRAME_BYTES_MAX}`);
    return;
  }
  switch (frame.topic) {
    case 'consensus_votes':
      receiveVote(run, frame);
      return;
    case 'consensus_proposals':
      receiveProposalFrame(run, frame);
      return;
    case 'mempool':
      receiveGossip(run, frame);
      return;
    case 'sync_headers':
    case 'sync_state_diffs':
    case 'sync_transactions':
      receiveSyncFrame(run, frame);
  }
};

const receiveSyncFrame = (run: Run, frame: IncomingFrame): void => {
  const protocol = syncOf(frame.topic);
  if (protocol === null) return;
  const reading = readSyncFrame(protocol, frame);
  logDelivery(run, frame, reading.kind === 'refused' ? null : reading.what);
  if (reading.kind === 'refused') logRefusal(run, 'wire', 'SyncMessage', reading.reason);
  takeSyncFrame(run, reading);
};

const logDelivery = (run: Run, { from, topic, bytes }: IncomingFrame, what: FrameSummary | null): void =>
  log(run, { kind: 'frame_delivered', from, topic, what, bytes: bytes.length });

const logRefusal = (run: Run, source: RefusalSource, code: string, detail: string): void =>
  log(run, { kind: 'refused', source, code, detail, hash: null });

const refuseBytes = (run: Run, frame: IncomingFrame, error: WireError): void => {
  logDelivery(run, frame, null);
  logRefusal(run, 'wire', error.code, wireErrorToText(error));
};

const receiveVote = (run: Run, frame: IncomingFrame): void => {
  const decoded = decodeVote(frame.bytes);
  if (!decoded.ok) {
    refuseBytes(run, frame, decoded.error);
    return;
  }
  const vote = decoded.value.value;
  const { voteType, height, round, commitment, voter } = vote;
  // Whether a vote is sent again is not on the wire.
  hearHeight(run, height);
  logDelivery(run, frame, { kind: 'vote', voteType, height, round, commitment, voter, rebroadcast: false });
  tellManager(run, { kind: 'vote', vote });
};

const receiveProposalFrame = (run: Run, frame: IncomingFrame): void => {
  const decoded = decodeProposalMessage(frame.bytes);
  if (!decoded.ok) {
    refuseBytes(run, frame, decoded.error);
    return;
  }
  const message = decoded.value.value;
  const { streamId, messageId, part } = message;
  hearHeight(run, streamId.height);
  logDelivery(run, frame, summaryOf(streamId, messageId, part));
  receivePart(run, frame.from, message);
};

/** The key of a peer's stream among the receivers. */
const receiverKey = (from: ValidatorIndex, streamId: StreamId): string => `${from}>${streamKey(streamId)}`;

const receivePart = (run: Run, from: ValidatorIndex, { streamId, messageId, part }: ProposalMessage): void => {
  abandonDropped(run, from, streamId);
  const step = receiveStreamMessage(run.state.inbound, { from, streamId, messageId, content: part }, STREAM_LIMITS);
  const { height, round } = streamId;
  const body: LogBody = {
    kind: 'stream_part',
    from,
    height,
    round,
    messageId,
    part: part?.kind ?? 'end',
    outcome: step.outcome,
    next: step.next,
  };
  log(run, body);
  for (const lost of step.dropped) {
    logRefusal(run, 'stream_handler', lost.reason, `stream ${streamKey(lost.streamId)} of validator ${lost.from}`);
  }
  for (const effect of step.effects) followStream(run, effect);
};

/** A stream whose content nobody wants any more: the handler is told before its next message. */
const abandonDropped = (run: Run, from: ValidatorIndex, streamId: StreamId): void => {
  const { inbound, receivers, orchestrator } = run.state;
  const key = receiverKey(from, streamId);
  const stream = receivers.get(key);
  if (stream === undefined || orchestrator.streams.has(stream)) return;
  dropReceiver(inbound, from, streamId);
  forgetReceiver(run, key);
};

const forgetReceiver = (run: Run, key: string): void => {
  const receivers = new Map(run.state.receivers);
  receivers.delete(key);
  change(run, { receivers });
};

const followStream = (run: Run, effect: InboundEffect<ProposalPart>): void => {
  const { from, streamId } = effect;
  const key = receiverKey(from, streamId);
  switch (effect.kind) {
    case 'open':
      return;
    case 'content':
      // The channel's place is in the orchestrator; the handler's own count is freed at once, since a stream has no more parts than a channel holds.
      takeContents(run.state.inbound, from, streamId, 1);
      if (effect.messageId === 0) openReceiver(run, key, effect.content);
      else forwardPart(run, key, effect.content);
      return;
    case 'close':
      closeReceiver(run, key);
  }
};

/** The first part must be an Init: then consensus gets the proposal and a handle of its content. */
const openReceiver = (run: Run, key: string, part: ProposalPart): void => {
  const stream = run.state.nextStream;
  change(run, { nextStream: stream + 1, receivers: new Map(run.state.receivers).set(key, stream) });
  if (part.kind !== 'init') {
    logRefusal(run, 'consensus', 'FirstPartNotInit', `the first part is ${part.kind}`);
    return;
  }
  tellOrchestrator(run, { kind: 'stream_opened', stream, height: part.init.height });
  tellManager(run, { kind: 'proposal', init: part.init, stream });
};

const forwardPart = (run: Run, key: string, part: ProposalPart): void => {
  const stream = run.state.receivers.get(key);
  if (stream !== undefined) tellOrchestrator(run, { kind: 'part', stream, part });
};

const closeReceiver = (run: Run, key: string): void => {
  const stream = run.state.receivers.get(key);
  forgetReceiver(run, key);
  if (stream !== undefined) tellOrchestrator(run, { kind: 'stream_closed', stream });
};

/** Transactions are hashed here and go to the own gateway, one by one. */
const receiveGossip = (run: Run, frame: IncomingFrame): void => {
  const decoded = decodeMempoolBatch(frame.bytes);
  if (!decoded.ok) {
    refuseBytes(run, frame, decoded.error);
    return;
  }
  const { kernel } = run.env.config;
  const hashed: HashedTransaction<AccountTransaction>[] = [];
  const refusals: string[] = [];
  for (const tx of decoded.value.value) {
    const result = hashTransaction(kernel, run.env.chainId, tx);
    if (result.ok) hashed.push(result.value);
    else refusals.push(result.error);
  }
  const [first] = hashed;
  logDelivery(run, frame, first === undefined ? null : { kind: 'transaction', hash: first.hash });
  for (const refusal of refusals) logRefusal(run, 'edge', 'TransactionConverterError', refusal);
  for (const tx of hashed) gossipToBatchers(run, tx, null);
};
