// The requests of the five sync protocols: each wraps one Iteration (crates/apollo_protobuf/src/converters/common.rs). Decoding only.
import type { Felt } from '../../base/felt.ts';
import { freeze } from '../../base/plain.ts';
import type { Height } from '../../types/ids.ts';
import { type DecodeResult, decodeWith } from '../codec.ts';
import { refuse } from '../errors.ts';
import {
  BlockHeadersRequest,
  type BlockHeadersRequestOut,
  ClassesRequest,
  EventsRequest,
  type IterationOut,
  StateDiffsRequest,
  TransactionsRequest,
} from '../generated/messages.ts';
import type { Codec } from '../message-codec.ts';
import type { Reading } from '../reading.ts';

export type SyncQuery = {
  readonly start: { readonly kind: 'number'; readonly height: Height } | { readonly kind: 'hash'; readonly hash: Felt };
  readonly direction: 'forward' | 'backward';
  readonly limit: number;
  readonly step: number;
};

export type SyncRequestName = 'BlockHeadersRequest' | 'StateDiffsRequest' | 'TransactionsRequest' | 'ClassesRequest' | 'EventsRequest';

/** All five have the same single field. */
const REQUESTS: Readonly<Record<SyncRequestName, Codec<never, BlockHeadersRequestOut>>> = {
  BlockHeadersRequest,
  StateDiffsRequest,
  TransactionsRequest,
  ClassesRequest,
  EventsRequest,
};

const readStart = (message: IterationOut, reading: Reading): SyncQuery['start'] => {
  switch (message.start) {
    case 'blockNumber':
      return freeze({ kind: 'number', height: reading.height(reading.present(message.blockNumber, 'block_number')) });
    case 'header':
      return freeze({ kind: 'hash', hash: reading.hash(message.header, 'header') });
    case undefined:
      return reading.present<SyncQuery['start']>(null, 'Iteration::start');
  }
};

const convertIteration = (message: IterationOut, reading: Reading): SyncQuery =>
  freeze({
    start: readStart(message, reading),
    direction:
      (['forward', 'backward'] as const)[message.direction] ??
      refuse({ code: 'OutOfRangeValue', type: 'Direction', field: 'direction', value: String(message.direction) }),
    limit: reading.count(message.limit, 'limit'),
    step: reading.count(message.step, 'step'),
  });

export const decodeSyncRequest = (name: SyncRequestName, bytes: Uint8Array): DecodeResult<SyncQuery> =>
  decodeWith<BlockHeadersRequestOut, SyncQuery>(REQUESTS[name], bytes, (message, reading) =>
    convertIteration(reading.present(message.iteration, `${name}::iteration`), reading),
  );
