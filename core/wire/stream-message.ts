// StreamMessage <-> bytes. The stream id is 12 bytes: height u64 big-endian, then round u32 big-endian; any other length is a DecodeError.
// Apollo decodes the content together with its envelope, so a bad part never reaches the stream handler: `decodeProposalMessage` does the same.
import { freeze } from '../base/plain.ts';
import type { ProposalPart, StreamId, StreamMessage } from '../types/consensus.ts';
import { type Convert, type DecodeResult, decodeWith, encodeWith, parseWith } from './codec.ts';
import { refuse } from './errors.ts';
import { StreamMessage as codec, ProposalPart as partCodec, type StreamMessageOut } from './generated/messages.ts';
import { convertProposalPart } from './proposal-part.ts';
import type { Reading } from './reading.ts';

/** Bytes of a stream id. */
const STREAM_ID_BYTES = 12;

/** Height u64 BE, then round u32 BE. */
const streamIdToBytes = (id: StreamId): Uint8Array => {
  const bytes = new Uint8Array(STREAM_ID_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(id.height));
  view.setUint32(8, id.round);
  return bytes;
};

const readStreamId = (reading: Reading, bytes: Uint8Array): StreamId => {
  if (bytes.length !== STREAM_ID_BYTES) {
    refuse({ code: 'DecodeError', reason: `stream_id: invalid length, expected ${STREAM_ID_BYTES} bytes, got ${bytes.length}` });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, STREAM_ID_BYTES);
  const height = reading.height({ high: view.getUint32(0), low: view.getUint32(4), unsigned: true });
  return freeze({ height, round: reading.round(view.getUint32(8)) });
};

export const encodeStreamMessage = ({ message, streamId, messageId }: StreamMessage): Uint8Array =>
  encodeWith(codec, {
    ...(message.kind === 'content' ? { content: message.bytes } : { fin: {} }),
    streamId: streamIdToBytes(streamId),
    messageId,
  });

const convertStreamMessage: Convert<StreamMessageOut, StreamMessage> = (message, reading) => {
  /** A missing oneof reads as fin. */
  const bytes = message.message === 'content' ? reading.present(message.content, 'content') : null;
  return freeze({
    streamId: readStreamId(reading, message.streamId),
    messageId: reading.count(message.messageId, 'message_id'),
    message: bytes === null ? freeze({ kind: 'fin' }) : freeze({ kind: 'content', bytes: Uint8Array.from(bytes) }),
  });
};

/** The envelope; the content stays bytes (a copy). */
export const decodeStreamMessage = (bytes: Uint8Array): DecodeResult<StreamMessage> => decodeWith(codec, bytes, convertStreamMessage);

/** A stream message with its decoded part; `part` null is the fin of the stream. */
export type ProposalMessage = { readonly streamId: StreamId; readonly messageId: number; readonly part: ProposalPart | null };

const convertProposalMessage: Convert<StreamMessageOut, ProposalMessage> = (message, reading) => {
  const part = message.message === 'content' ? readContent(reading, reading.present(message.content, 'content')) : null;
  const streamId = readStreamId(reading, message.streamId);
  return freeze({ streamId, messageId: reading.count(message.messageId, 'message_id'), part });
};

const readContent = (reading: Reading, bytes: Uint8Array): ProposalPart => {
  const parsed = parseWith(partCodec, bytes);
  return parsed.ok ? convertProposalPart(parsed.value, reading) : refuse(parsed.error);
};

/** What the edge calls on a frame of `consensus_proposals`: envelope and content in one. An error of the content comes before one of the envelope. */
export const decodeProposalMessage = (bytes: Uint8Array): DecodeResult<ProposalMessage> => decodeWith(codec, bytes, convertProposalMessage);
