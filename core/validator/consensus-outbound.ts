// Own proposal streams on their way out: parts become numbered StreamMessages, the end of a stream its fin. Numbers are kept by core/wire.
// Source: apollo_consensus stream_handler.rs (outbound), protocol.md 1.8. Apollo's links take messages of any size; here a batch of transactions that does
// not fit one frame leaves as several, which means the same to whoever receives it.
import { assert } from '../base/assert.ts';
import { FRAME_BYTES_MAX } from '../base/limits.ts';
import type { FrameSummary } from '../log/frame-summary.ts';
import type { ProposalPart, StreamId, StreamMessage } from '../types/consensus.ts';
import { encodeProposalPart } from '../wire/proposal-part.ts';
import { closeOutbound, openOutbound, sendContent, streamKey } from '../wire/stream-handler.ts';
import { encodeStreamMessage } from '../wire/stream-message.ts';
import type { Run } from './consensus-state.ts';

/** What a message of a proposal stream is about; `part` null: its end. */
export const summaryOf = (streamId: StreamId, messageId: number, part: ProposalPart | null): FrameSummary => ({
  kind: 'proposal_part',
  height: streamId.height,
  round: streamId.round,
  messageId,
  part: part?.kind ?? 'end',
  count: part?.kind === 'transactions' ? part.transactions.length : 0,
});

/** Room for stream id, message id and tags around the content of a frame. */
const STREAM_HEAD_BYTES = 64;

/** The next part of a stream; the first one opens it. */
export const sendPart = (run: Run, streamId: StreamId, part: ProposalPart): void => {
  open(run, streamId);
  for (const piece of piecesOf(part)) broadcast(run, sendContent(run.state.outbound, streamId, piece.bytes), piece.part);
};

type Piece = { readonly part: ProposalPart; readonly bytes: Uint8Array };

/** The part, or its transactions in as many parts as they need. A single transaction always fits: the gateway's limits keep it far smaller. */
const piecesOf = (part: ProposalPart): readonly Piece[] => {
  const bytes = encodeProposalPart(part);
  if (part.kind !== 'transactions' || part.transactions.length < 2 || bytes.length <= FRAME_BYTES_MAX - STREAM_HEAD_BYTES)
    return [{ part, bytes }];
  const half = Math.ceil(part.transactions.length / 2);
  return [part.transactions.slice(0, half), part.transactions.slice(half)].flatMap((transactions) =>
    piecesOf({ kind: 'transactions', transactions }),
  );
};

/** The end of a stream. One that never had a part is opened for it: a failed build is heard as an empty stream, as in Apollo. */
export const closeStream = (run: Run, streamId: StreamId): void => {
  open(run, streamId);
  broadcast(run, closeOutbound(run.state.outbound, streamId), null);
};

const open = (run: Run, streamId: StreamId): void => {
  if (run.state.outbound.open.has(streamKey(streamId))) return;
  assert(openOutbound(run.state.outbound, streamId).ok, 'open: a stream id that is free');
};

const broadcast = (run: Run, message: StreamMessage, part: ProposalPart | null): void => {
  const what = summaryOf(message.streamId, message.messageId, part);
  run.effects.push({ kind: 'broadcast', topic: 'consensus_proposals', bytes: encodeStreamMessage(message), what });
};
