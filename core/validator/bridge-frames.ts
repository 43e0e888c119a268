// Frames of the seed's stream as both processes of a validator log and send them. Heartbeats leave no event (world.md 2).
import { assert } from '../base/assert.ts';
import type { LogBody } from '../log/event.ts';
import type { BridgeFrameSummary } from '../log/frame-summary.ts';
import type { BatcherRequest } from '../types/batcher.ts';
import { type Content, type FrameBody, type StreamFrame, decodeFrame, encodeFrame } from '../wire/bridge/frame.ts';
import type { BridgeMessage } from './process.ts';

const countOf = (content: Content): number => {
  switch (content.kind) {
    case 'txs':
      return content.txs.length;
    case 'finish':
      return content.finalNExecutedTxs;
    case 'abort':
      return 0;
  }
};

/** What a frame is about. `requestOf` names the request of an answer, which the frame itself does not. */
export const frameSummary = (body: FrameBody, requestOf: (callId: number) => BatcherRequest['kind']): BridgeFrameSummary => {
  switch (body.kind) {
    case 'call':
      return { kind: 'call', callId: body.callId, request: body.request.kind };
    case 'answer':
      return { kind: 'answer', callId: body.callId, request: requestOf(body.callId) };
    case 'content': {
      const { callId, proposalId, content } = body;
      return { kind: 'content', callId, proposalId, content: content.kind, count: countOf(content) };
    }
    case 'status':
      return { kind: 'status', callId: body.callId, proposalId: body.proposalId, status: body.status.kind };
    case 'credit':
      return body;
    case 'error': {
      const { error } = body;
      const code = error.kind === 'batcher_error' ? error.error.code : error.kind === 'client_error' ? 'ClientError' : 'StreamBroken';
      return { kind: 'error', callId: body.callId, code };
    }
    case 'prover_job':
      return { kind: 'prover_job', height: body.height };
    case 'sync_broadcast':
      return { kind: 'sync_broadcast', height: body.info.height };
    case 'heartbeat':
      return { kind: 'heartbeat', beat: body.beat };
  }
};

/** The log event of a frame that leaves (null for a heartbeat) and the message that carries its bytes. */
export const frameToSend = (
  frame: StreamFrame,
  slot: number,
  requestOf: (callId: number) => BatcherRequest['kind'],
): { readonly body: LogBody | null; readonly message: BridgeMessage } => {
  const bytes = encodeFrame(frame);
  const isBeat = frame.body.kind === 'heartbeat';
  const body: LogBody | null = isBeat ? null : { kind: 'bridge_frame', slot, what: frameSummary(frame.body, requestOf), bytes };
  return { body, message: { kind: 'stream_frame', bytes, isBeat } };
};

/** The frame of a message. Both ends are one validator's: bytes that do not decode are our own bug. */
export const frameOf = (message: BridgeMessage & { readonly kind: 'stream_frame' }): StreamFrame => {
  const decoded = decodeFrame(message.bytes);
  assert(decoded.ok, 'frameOf: a frame that this project encoded');
  return decoded.value.value;
};
