// EventsResponse: one event with the hash of its transaction, or the end (crates/apollo_protobuf/src/converters/event.rs). Decoding only.
import type { Felt } from '../../base/felt.ts';
import { FRAME_BYTES_MAX } from '../../base/limits.ts';
import { freeze } from '../../base/plain.ts';
import type { ContractEvent } from '../../types/block.ts';
import { type Convert, type DecodeResult, decodeWith } from '../codec.ts';
import { type EventOut, EventsResponse, type EventsResponseOut } from '../generated/messages.ts';

export type EventMessage =
  | { readonly kind: 'event'; readonly transactionHash: Felt; readonly event: ContractEvent }
  | { readonly kind: 'fin' };

const convertEvent: Convert<EventOut, EventMessage> = (message, reading) => {
  const transactionHash = reading.hash(message.transactionHash, 'Event::transaction_hash');
  const from = reading.patriciaKey(message.fromAddress, 'Event::from_address', 'PatriciaKey');
  const keys = reading.felts(message.keys, 'keys', FRAME_BYTES_MAX);
  const data = reading.felts(message.data, 'data', FRAME_BYTES_MAX);
  return freeze({ kind: 'event', transactionHash, event: freeze({ from, keys, data }) });
};

const convertResponse: Convert<EventsResponseOut, EventMessage> = (message, reading) => {
  switch (message.eventMessage) {
    case 'event':
      return convertEvent(reading.present(message.event, 'event'), reading);
    case 'fin':
      return freeze({ kind: 'fin' });
    case undefined:
      return reading.present<EventMessage>(null, 'EventsResponse::event_message');
  }
};

export const decodeEventsResponse = (bytes: Uint8Array): DecodeResult<EventMessage> => decodeWith(EventsResponse, bytes, convertResponse);
