// Sync between validators at the edge of a consensus process: it asks peers for blocks that it has missed, puts them into the state-sync store, where
// consensus finds them at its next poll, and serves its own blocks to others. It asks when consensus waits for sync, or when others have been at a later
// height for a second: Apollo's client polls all the time, and what its polls do not find leaves no trace here (world.md 2).
// Source: protocol.md 1.7, 2.11, 5.2; world.md 6. Answers are counted, not verified, as in Apollo.
import type { Fault } from '../net/fault.ts';
import type { FrameSession } from '../net/frame.ts';
import { type FrameSummary, type FrameTopic, type SyncWhat } from '../log/event.ts';
import { chunksOf, headerOf, transactionsOf } from '../sync/block-parts.ts';
import {
  type ClientEffect,
  type ClientStep,
  QUERY_PATIENCE_US,
  type SyncMessage,
  checkQuery,
  receiveSync,
  wantBlocks,
} from '../sync/client.ts';
import { type ServedQuery, type ServerStep, askServer, pollServer } from '../sync/server.ts';
import type { SyncBlock } from '../types/block.ts';
import { type Height, type ValidatorIndex, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import { decodeHeadersResponse } from '../wire/cold/header.ts';
import { decodeSyncRequest } from '../wire/cold/iteration.ts';
import { decodeStateDiffsResponse } from '../wire/cold/state-diff.ts';
import { encodeHeader, encodeStateDiffChunk, encodeSyncQuery, encodeTransactionHash } from '../wire/cold/sync-encode.ts';
import { decodeTransactionsResponse } from '../wire/cold/transaction-in-block.ts';
import type { DecodeResult } from '../wire/codec.ts';
import { wireErrorToText } from '../wire/errors.ts';
import { tamperedChunk } from './byzantine/tamper-sync.ts';
import { type Run, change, log } from './consensus-state.ts';

export type SyncTimer =
  /** Others were ahead a second ago: are they still? */
  | { readonly kind: 'sync_check'; readonly height: Height }
  | { readonly kind: 'sync_patience'; readonly query: number }
  | { readonly kind: 'sync_serve' };

/** How long others must have been ahead: the period of consensus's own sync polls. */
const BEHIND_US = 1_000_000;
/** Apollo's client asks again after this long when there was nothing new. */
const POLL_US = 50_000;

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

const peersOf = ({ env }: Run): readonly ValidatorIndex[] =>
  Array.from({ length: env.config.count }, (_, i) => toValidatorIndex(i)).filter((i) => i !== env.config.validator);

const heightOf = ({ state }: Run): Height | null => {
  const { phase } = state.manager;
  return phase.kind === 'between_heights' ? phase.next : phase.height;
};

const has =
  (run: Run) =>
  (height: number): boolean =>
    run.state.orchestrator.store.has(height);

const sendFrame = (
  run: Run,
  to: ValidatorIndex,
  frame: { readonly bytes: Uint8Array; readonly what: FrameSummary & { readonly what: SyncWhat }; readonly session: FrameSession },
): void => {
  run.effects.push({
    kind: 'broadcast',
    topic: TOPICS[frame.what.what],
    bytes: frame.bytes,
    what: frame.what,
    only: [to],
    session: frame.session,
  });
};

// ── asking ──

/** Somebody speaks of `height`. */
export const hearHeight = (run: Run, height: number): void => {
  if (height > run.state.sync.heard) change(run, { sync: { ...run.state.sync, heard: height } });
};

/** After every input: asks at once when consensus waits for a block, and looks again in a second when others are ahead. */
export const considerSync = (run: Run): void => {
  serveLater(run);
  const height = heightOf(run);
  if (height === null || run.state.halted || has(run)(height) || run.state.sync.client.query !== null) return;
  if (run.state.manager.phase.kind === 'waiting_for_sync') {
    if (run.effects.some(({ kind }) => kind === 'log')) askFor(run, height);
    else checkLater(run, height);
    return;
  }
  if (run.state.sync.heard > height) checkLater(run, height);
};

const checkLater = (run: Run, height: Height): void => {
  if (run.state.sync.checking === height) return;
  change(run, { sync: { ...run.state.sync, checking: height } });
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + BEHIND_US), timer: { kind: 'sync_check', height } });
};

const askFor = (run: Run, height: Height): void => take(run, wantBlocks(run.state.sync.client, height, peersOf(run), run.now));

const take = (run: Run, step: ClientStep): void => {
  change(run, { sync: { ...run.state.sync, client: step.state } });
  for (const effect of step.effects) perform(run, effect);
};

const perform = (run: Run, effect: ClientEffect): void => {
  switch (effect.kind) {
    case 'ask': {
      const { peer, what, query, start, limit } = effect;
      const bytes = encodeSyncQuery(what, start, limit);
      sendFrame(run, peer, { bytes, what: { kind: 'sync_request', what, height: start, limit }, session: { query, index: null } });
      patience(run, query);
      return;
    }
    case 'block': {
      const { orchestrator } = run.state;
      const { height } = effect.block.info;
      if (orchestrator.store.has(height)) return;
      change(run, { orchestrator: { ...orchestrator, store: new Map(orchestrator.store).set(height, effect.block) } });
      log(run, { kind: 'sync_block_ready', height, from: effect.from });
      return;
    }
    case 'drop_peer':
      log(run, { kind: 'peer_dropped', peer: effect.peer, reason: effect.reason });
  }
};

const patience = (run: Run, query: number): void => {
  run.effects.push({ kind: 'timer', at: toTimeUs(run.now + QUERY_PATIENCE_US), timer: { kind: 'sync_patience', query } });
};

// ── serving ──

const answer = (run: Run, { state, answers }: ServerStep): void => {
  change(run, { sync: { ...run.state.sync, server: state } });
  for (const { query, heights } of answers) {
    const blocks = heights.flatMap((height) => run.state.orchestrator.store.get(height) ?? []);
    let index = 0;
    const send = (bytes: Uint8Array, height: Height | null, part: 'data' | 'fin'): void =>
      sendFrame(run, query.peer, {
        bytes,
        what: { kind: 'sync_response', what: query.what, height, part },
        session: { query: query.query, index: index++ },
      });
    for (const block of blocks)
      for (const bytes of messagesOf(query, block, run.state.faults.values())) send(bytes, block.info.height, 'data');
    send(endOf(query.what), null, 'fin');
  }
};

const messagesOf = ({ what }: ServedQuery, block: SyncBlock, faults: Iterable<Fault>): readonly Uint8Array[] => {
  switch (what) {
    case 'headers': {
      const header = headerOf(block);
      return header === null ? [] : [encodeHeader(header)];
    }
    case 'state_diffs': {
      const isTampered = [...faults].some(({ kind }) => kind === 'tamper_sync');
      return chunksOf(block.stateDiff).map((chunk) => encodeStateDiffChunk(isTampered ? tamperedChunk(chunk) : chunk));
    }
    case 'transactions':
      return transactionsOf(block).map((tx) => encodeTransactionHash(tx));
  }
};

const endOf = (what: SyncWhat): Uint8Array => {
  switch (what) {
    case 'headers':
      return encodeHeader(null);
    case 'state_diffs':
      return encodeStateDiffChunk({ kind: 'fin' });
    case 'transactions':
      return encodeTransactionHash(null);
  }
};

/** Somebody waits for a block that is here now: it is answered at the poll instant that would find it. */
const serveLater = (run: Run): void => {
  const { server, serving } = run.state.sync;
  if (serving || server.size === 0 || pollServer(server, has(run)).answers.length === 0) return;
  change(run, { sync: { ...run.state.sync, serving: true } });
  const at = toTimeUs((Math.floor(run.now / POLL_US) + 1) * POLL_US);
  run.effects.push({ kind: 'timer', at, timer: { kind: 'sync_serve' } });
};

// ── arrivals and timers ──

export type SyncFrame = { readonly from: ValidatorIndex; readonly bytes: Uint8Array; readonly session?: FrameSession };

const refused = (reason: string): ReturnType<typeof readSyncFrame> => ({ what: null, refused: reason, act: () => undefined });

/** What a frame of a sync topic says: its summary for the log, and what to do; or the reason why it cannot be read. */
export const readSyncFrame = (
  run: Run,
  protocol: SyncWhat,
  { from, bytes, session }: SyncFrame,
): { readonly what: FrameSummary | null; readonly refused: string | null; readonly act: () => void } => {
  if (session === undefined) return refused('a frame of no query');
  const { query, index } = session;
  if (index === null) {
    const decoded = decodeSyncRequest(REQUESTS[protocol], bytes);
    if (!decoded.ok) return refused(wireErrorToText(decoded.error));
    const { start, limit } = decoded.value.value;
    if (start.kind === 'hash') return refused('a query by hash');
    const served: ServedQuery = { peer: from, what: protocol, query, start: start.height, limit };
    return {
      what: { kind: 'sync_request', what: protocol, height: start.height, limit },
      refused: null,
      act: () => answer(run, askServer(run.state.sync.server, served, has(run))),
    };
  }
  const message = decodeMessage(protocol, bytes);
  if (!message.ok) return refused(wireErrorToText(message.error));
  const { height, content } = message.value.value;
  return {
    what: { kind: 'sync_response', what: protocol, height, part: content.part === null ? 'fin' : 'data' },
    refused: null,
    act: () => {
      const env = { now: run.now, verify: () => null };
      take(run, receiveSync(run.state.sync.client, { peer: from, query, index, message: content }, peersOf(run), env));
    },
  };
};

type Content = { readonly height: Height | null; readonly content: SyncMessage };

const mapped = <A, B>(result: DecodeResult<A>, convert: (value: A) => B): DecodeResult<B> =>
  result.ok ? { ok: true, value: { value: convert(result.value.value), reduced: result.value.reduced } } : result;

const decodeMessage = (what: SyncWhat, bytes: Uint8Array): DecodeResult<Content> => {
  switch (what) {
    case 'headers':
      return mapped(decodeHeadersResponse(bytes), (m) => ({
        height: m.kind === 'fin' ? null : m.header.height,
        content: { what, part: m.kind === 'fin' ? null : m.header },
      }));
    case 'state_diffs':
      return mapped(decodeStateDiffsResponse(bytes), (m) => ({ height: null, content: { what, part: m.kind === 'fin' ? null : m } }));
    case 'transactions':
      return mapped(decodeTransactionsResponse(bytes), (m) => ({
        height: null,
        content: { what, part: m.kind === 'fin' ? null : { hash: m.hash, isL1Handler: m.tx.kind === 'l1_handler' } },
      }));
  }
};

/** What a timer of sync does; nothing when its question has been answered meanwhile. */
export const wakeSync = (run: Run, timer: SyncTimer): void => {
  switch (timer.kind) {
    case 'sync_check': {
      const { checking, heard, client } = run.state.sync;
      if (checking === timer.height) change(run, { sync: { ...run.state.sync, checking: null } });
      const height = heightOf(run);
      if (height !== timer.height || client.query !== null || has(run)(height)) return;
      if (run.state.manager.phase.kind === 'waiting_for_sync' || heard > height) askFor(run, height);
      return;
    }
    case 'sync_patience': {
      const { query } = run.state.sync.client;
      const height = heightOf(run);
      if (query?.number !== timer.query) return;
      // What was asked for has been decided meanwhile.
      if (height !== null && (run.state.sync.client.wanted ?? 0) < height && !has(run)(height) && query.next === 0) {
        change(run, { sync: { ...run.state.sync, client: { ...run.state.sync.client, query: null } } });
        return;
      }
      const step = checkQuery(run.state.sync.client, timer.query, peersOf(run), run.now);
      if (step.effects.length === 0) patience(run, timer.query);
      else take(run, step);
      return;
    }
    case 'sync_serve':
      change(run, { sync: { ...run.state.sync, serving: false } });
      answer(run, pollServer(run.state.sync.server, has(run)));
  }
};
