// Frames of the sync protocols: queries and answers as broadcasts to one peer, and arriving frames as what they say. Validators and full nodes share it.
// Source: crates/apollo_p2p_sync, apollo_network (SQMR: a request, then its responses in order on a stream of their own); protocol.md 5.2.
import type { FrameSummary, FrameTopic, SyncWhat } from '../log/frame-summary.ts';
import type { FrameSession } from '../net/frame.ts';
import { chunksOf, headerOf, transactionsOf } from '../sync/block-parts.ts';
import type { Arrival, ClientEffect, SyncMessage } from '../sync/client.ts';
import type { ServedQuery } from '../sync/server.ts';
import type { SyncBlock } from '../types/block.ts';
import type { Height, ValidatorIndex } from '../types/ids.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { decodeHeadersResponse } from '../wire/cold/header.ts';
import { decodeSyncRequest } from '../wire/cold/iteration.ts';
import { type StateDiffChunk, decodeStateDiffsResponse } from '../wire/cold/state-diff.ts';
import { encodeBlockTransaction, encodeHeader, encodeStateDiffChunk, encodeSyncQuery } from '../wire/cold/sync-encode.ts';
import { type TransactionMessage, decodeTransactionsResponse } from '../wire/cold/transaction-in-block.ts';
import type { DecodeResult } from '../wire/codec.ts';
import { wireErrorToText } from '../wire/errors.ts';
import type { ProcessEffect } from './process.ts';

/** One frame to one peer. */
export type SyncBroadcast = ProcessEffect<never> & { readonly kind: 'broadcast' };

const TOPICS: Readonly<Record<SyncWhat, FrameTopic>> = {
  headers: 'sync_headers',
  state_diffs: 'sync_state_diffs',
  transactions: 'sync_transactions',
};
const REQUESTS = { headers: 'BlockHeadersRequest', state_diffs: 'StateDiffsRequest', transactions: 'TransactionsRequest' } as const;

/** The protocol of a sync topic; null for other topics. */
export const syncOf = (topic: FrameTopic): SyncWhat | null => {
  switch (topic) {
    case 'sync_headers':
      return 'headers';
    case 'sync_state_diffs':
      return 'state_diffs';
    case 'sync_transactions':
      return 'transactions';
    case 'consensus_votes':
    case 'consensus_proposals':
    case 'mempool':
      return null;
  }
};

type Sent = { readonly bytes: Uint8Array; readonly what: FrameSummary & { readonly what: SyncWhat }; readonly session: FrameSession };

const frameTo = (to: ValidatorIndex, { bytes, what, session }: Sent): SyncBroadcast => ({
  kind: 'broadcast',
  topic: TOPICS[what.what],
  bytes,
  what,
  only: [to],
  session,
});

/** The frame of a query. */
export const queryFrame = ({ peer, what, query, start, limit }: ClientEffect & { readonly kind: 'ask' }): SyncBroadcast =>
  frameTo(peer, {
    bytes: encodeSyncQuery(what, start, limit),
    what: { kind: 'sync_request', what, height: start, limit },
    session: { query, index: null },
  });

/** A block as it is served: `bodies` null where only hashes are known. */
export type ServedBlock = { readonly block: SyncBlock; readonly bodies: readonly HashedTransaction[] | null };

/** The frames of an answer, its end included; `alter` changes chunks of state diffs on their way out. */
export const answerFrames = (
  query: ServedQuery,
  blocks: readonly ServedBlock[],
  alter: (chunk: StateDiffChunk) => StateDiffChunk,
): readonly SyncBroadcast[] => {
  const parts = blocks.flatMap((served) =>
    messagesOf(query.what, served, alter).map((bytes) => ({ bytes, height: served.block.info.height, part: 'data' as const })),
  );
  return [...parts, { bytes: endOf(query.what), height: null, part: 'fin' as const }].map(({ bytes, height, part }, index) =>
    frameTo(query.peer, {
      bytes,
      what: { kind: 'sync_response', what: query.what, height, part },
      session: { query: query.query, index },
    }),
  );
};

const messagesOf = (
  what: SyncWhat,
  { block, bodies }: ServedBlock,
  alter: (chunk: StateDiffChunk) => StateDiffChunk,
): readonly Uint8Array[] => {
  switch (what) {
    case 'headers': {
      const header = headerOf(block);
      return header === null ? [] : [encodeHeader(header)];
    }
    case 'state_diffs':
      return chunksOf(block.stateDiff).map((chunk) => encodeStateDiffChunk(alter(chunk)));
    case 'transactions':
      return transactionsOf(block, bodies).map((tx) => encodeBlockTransaction(tx));
  }
};

const endOf = (what: SyncWhat): Uint8Array => {
  switch (what) {
    case 'headers':
      return encodeHeader(null);
    case 'state_diffs':
      return encodeStateDiffChunk({ kind: 'fin' });
    case 'transactions':
      return encodeBlockTransaction(null);
  }
};

export type SyncFrame = { readonly from: ValidatorIndex; readonly bytes: Uint8Array; readonly session?: FrameSession };

/** What an arriving frame says, or why it cannot be read. */
export type SyncReading =
  | { readonly kind: 'query'; readonly what: FrameSummary; readonly query: ServedQuery }
  | { readonly kind: 'message'; readonly what: FrameSummary; readonly arrival: Arrival }
  | { readonly kind: 'refused'; readonly reason: string };

const refused = (reason: string): SyncReading => ({ kind: 'refused', reason });

export const readSyncFrame = (protocol: SyncWhat, { from, bytes, session }: SyncFrame): SyncReading => {
  if (session === undefined) return refused('a frame of no query');
  const { query, index } = session;
  if (index === null) {
    const decoded = decodeSyncRequest(REQUESTS[protocol], bytes);
    if (!decoded.ok) return refused(wireErrorToText(decoded.error));
    const { start, limit, direction, step } = decoded.value.value;
    // Nobody here sends another one; Apollo's server would serve it.
    if (start.kind === 'hash' || direction !== 'forward' || step !== 1)
      return refused('a query that is not forward from a number, one by one');
    return {
      kind: 'query',
      what: { kind: 'sync_request', what: protocol, height: start.height, limit },
      query: { peer: from, what: protocol, query, start: start.height, limit },
    };
  }
  const decoded = decodeMessage(protocol, bytes);
  if (!decoded.ok) return refused(wireErrorToText(decoded.error));
  const { height, message } = decoded.value.value;
  return {
    kind: 'message',
    what: { kind: 'sync_response', what: protocol, height, part: message.part === null ? 'fin' : 'data' },
    arrival: { peer: from, query, index, message },
  };
};

type Content = { readonly height: Height | null; readonly message: SyncMessage };

const mapped = <A>(result: DecodeResult<A>, convert: (value: A) => Content): DecodeResult<Content> =>
  result.ok ? { ok: true, value: { value: convert(result.value.value), reduced: result.value.reduced } } : result;

const decodeMessage = (what: SyncWhat, bytes: Uint8Array): DecodeResult<Content> => {
  switch (what) {
    case 'headers':
      return mapped(decodeHeadersResponse(bytes), (m) => ({
        height: m.kind === 'fin' ? null : m.header.height,
        message: { what, part: m.kind === 'fin' ? null : m.header },
      }));
    case 'state_diffs':
      return mapped(decodeStateDiffsResponse(bytes), (m) => ({ height: null, message: { what, part: m.kind === 'fin' ? null : m } }));
    case 'transactions':
      return mapped(decodeTransactionsResponse(bytes), (m) => ({
        height: null,
        message: {
          what,
          part: m.kind === 'fin' ? null : { hash: m.hash, isL1Handler: m.tx.kind === 'l1_handler', body: bodyOf(m) },
        },
      }));
  }
};

/** What came with a hash; it may be the all-zero placeholder, which only its hash can tell. */
const bodyOf = ({ hash, tx }: TransactionMessage & { readonly kind: 'transaction' }): HashedTransaction | null => {
  switch (tx.kind) {
    case 'invoke_v3':
    case 'deploy_account_v3':
    case 'l1_handler':
      return { hash, tx };
    case 'declare_v3_without_class':
    case 'legacy':
      return null;
  }
};
