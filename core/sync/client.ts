// The asking side of sync: headers first, then state diffs and transactions of the same blocks, one query at a time, from one peer after another.
// Parts are counted against the header (number of transactions, length of the state diff); what does not add up, or an answer that stops, makes the
// peer suspect: it is left alone for a while and the next one is asked. Hashes are not compared with content, as in Apollo;
// a node that does so hands a wrong block back (rejectBlock).
// Source: crates/apollo_p2p_sync (client), apollo_network (peer manager); protocol.md 5.2; world.md 6. Simplified: one query at a time instead of four
// streams side by side; classes are not fetched.
import type { Height, TimeUs, ValidatorIndex } from '../types/ids.ts';
import { toHeight, toTimeUs } from '../types/ids.ts';
import type { SyncBlock } from '../types/block.ts';
import type { SyncHeader } from '../wire/cold/header.ts';
import type { StateDiffChunk } from '../wire/cold/state-diff.ts';
import { type SyncTransaction, blockOf, lengthOfChunk } from './block-parts.ts';
import { ANSWER_BLOCKS_MAX, type SyncWhat } from './server.ts';

/** Without a message for this long the next peer is asked. */
export const QUERY_PATIENCE_US = 2_000_000;
/** For so long a dropped peer is not asked: malicious_timeout of Apollo's peer manager, one second while all nodes are trusted. */
export const DROPPED_US = 1_000_000;

/** One message of an answer, decoded; null is its end. */
export type SyncMessage =
  | { readonly what: 'headers'; readonly part: SyncHeader | null }
  | { readonly what: 'state_diffs'; readonly part: StateDiffChunk | null }
  | { readonly what: 'transactions'; readonly part: SyncTransaction | null };

type Query = {
  readonly what: SyncWhat;
  readonly number: number;
  readonly peer: ValidatorIndex;
  /** The next message of the answer; later ones wait in `early`. */
  readonly next: number;
  readonly early: ReadonlyMap<number, SyncMessage>;
  readonly heardAt: TimeUs;
};

/** Plain data. */
export type ClientState = {
  /** The first height that is wanted; null: nothing is. */
  readonly wanted: Height | null;
  readonly query: Query | null;
  readonly nextQuery: number;
  /** Peers are asked in a round. */
  readonly nextPeer: number;
  /** Until when dropped peers are left alone. */
  readonly dropped: ReadonlyMap<ValidatorIndex, TimeUs>;
  readonly headers: readonly SyncHeader[];
  readonly chunks: readonly StateDiffChunk[];
  readonly txs: readonly SyncTransaction[];
};

/** Nothing wanted; `firstPeer` is asked first. */
export const emptyClient = (firstPeer = 0): ClientState => ({
  wanted: null,
  query: null,
  nextQuery: 0,
  nextPeer: firstPeer,
  dropped: new Map(),
  headers: [],
  chunks: [],
  txs: [],
});

export type ClientEffect =
  | {
      readonly kind: 'ask';
      readonly peer: ValidatorIndex;
      readonly what: SyncWhat;
      readonly query: number;
      readonly start: Height;
      readonly limit: number;
    }
  /** `txs` in the order in which the peer sent them. */
  | { readonly kind: 'block'; readonly block: SyncBlock; readonly txs: readonly SyncTransaction[]; readonly from: ValidatorIndex }
  | { readonly kind: 'drop_peer'; readonly peer: ValidatorIndex; readonly reason: string };

export type ClientStep = { readonly state: ClientState; readonly effects: readonly ClientEffect[] };

/** Who may be asked, in order; empty when nobody can be. */
export type Peers = readonly ValidatorIndex[];

/** The next peer in the round that is not dropped, or the next one when all are. */
const peerFor = ({ nextPeer, dropped }: ClientState, peers: Peers, now: TimeUs): ValidatorIndex | undefined => {
  const first = nextPeer % Math.max(1, peers.length);
  const round = [...peers.slice(first), ...peers.slice(0, first)];
  return round.find((peer) => (dropped.get(peer) ?? 0) <= now) ?? round[0];
};

const ask = (state: ClientState, what: SyncWhat, peers: Peers, now: TimeUs): ClientStep => {
  const peer = peerFor(state, peers, now);
  const start = state.headers[0]?.height ?? state.wanted;
  if (peer === undefined || start === null) return { state: { ...state, query: null }, effects: [] };
  const limit = what === 'headers' ? ANSWER_BLOCKS_MAX.state_diffs : state.headers.length;
  const query: Query = { what, number: state.nextQuery, peer, next: 0, early: new Map(), heardAt: now };
  return {
    state: { ...state, query, nextQuery: state.nextQuery + 1 },
    effects: [{ kind: 'ask', peer, what, query: query.number, start, limit }],
  };
};

/** Blocks from `height` on are wanted. Nothing happens while a query is under way. */
export const wantBlocks = (state: ClientState, height: Height, peers: Peers, now: TimeUs): ClientStep => {
  if (state.query !== null) return { state, effects: [] };
  return ask({ ...state, wanted: height, headers: [], chunks: [], txs: [] }, 'headers', peers, now);
};

/** Asks the next peer from the beginning. */
const startOver = (state: ClientState, reason: string, peers: Peers, now: TimeUs): ClientStep => {
  const { query, wanted } = state;
  if (query === null || wanted === null) return { state, effects: [] };
  const fresh = { ...state, query: null, nextPeer: state.nextPeer + 1, headers: [], chunks: [], txs: [] };
  // A peer that has nothing new stays silent, which is no fault of its own.
  if (query.what === 'headers' && query.next === 0 && query.early.size === 0) return ask(fresh, 'headers', peers, now);
  const asked = ask(withDropped(fresh, query.peer, now), 'headers', peers, now);
  return { state: asked.state, effects: [{ kind: 'drop_peer', peer: query.peer, reason }, ...asked.effects] };
};

const withDropped = (state: ClientState, peer: ValidatorIndex, now: TimeUs): ClientState => ({
  ...state,
  dropped: new Map(state.dropped).set(peer, toTimeUs(now + DROPPED_US)),
});

/** A block that `peer` had sent has turned out wrong: everything from `height` on is asked of another peer. */
export const rejectBlock = (
  state: ClientState,
  wrong: { readonly peer: ValidatorIndex; readonly height: Height; readonly reason: string },
  peers: Peers,
  now: TimeUs,
): ClientStep => {
  const { peer, height, reason } = wrong;
  const asked = wantBlocks(withDropped({ ...state, query: null }, peer, now), height, peers, now);
  return { state: asked.state, effects: [{ kind: 'drop_peer', peer, reason }, ...asked.effects] };
};

/** The clock of a query: the next peer is asked when this one has been silent for too long. */
export const checkQuery = (state: ClientState, number: number, peers: Peers, now: TimeUs): ClientStep => {
  const { query } = state;
  if (query?.number !== number || now - query.heardAt < QUERY_PATIENCE_US) return { state, effects: [] };
  return startOver(state, 'no answer', peers, now);
};

export type Arrival = { readonly peer: ValidatorIndex; readonly query: number; readonly index: number; readonly message: SyncMessage };

/** A message of an answer has arrived; messages of other queries are ignored. */
export const receiveSync = (state: ClientState, arrival: Arrival, peers: Peers, now: TimeUs): ClientStep => {
  const { query } = state;
  const { peer, index, message } = arrival;
  if (query?.number !== arrival.query || query.peer !== peer || query.what !== message.what || index < query.next)
    return { state, effects: [] };
  const early = new Map(query.early).set(index, message);
  let next: ClientState = { ...state, query: { ...query, early, heardAt: now } };
  for (;;) {
    const open = next.query;
    const arrived = open?.early.get(open.next);
    if (open === null || arrived === undefined) return { state: next, effects: [] };
    const rest = new Map(open.early);
    rest.delete(open.next);
    next = { ...next, query: { ...open, next: open.next + 1, early: rest } };
    const problem = arrived.part === null ? null : take(next, arrived);
    if (typeof problem === 'string') return startOver(next, problem, peers, now);
    if (problem !== null) next = problem;
    if (arrived.part === null) return endOfAnswer(next, peers, now);
  }
};

/** The state with one more part, or what is wrong with it. */
const take = (state: ClientState, message: SyncMessage): ClientState | string => {
  if (message.part === null) return state;
  switch (message.what) {
    case 'headers': {
      const expected = (state.wanted ?? 0) + state.headers.length;
      if (message.part.height !== expected) return `header ${message.part.height} instead of ${expected}`;
      return { ...state, headers: [...state.headers, message.part] };
    }
    case 'state_diffs': {
      const chunks = [...state.chunks, message.part];
      const most = state.headers.reduce((sum, { stateDiff }) => sum + stateDiff.count, 0);
      return lengthOf(chunks) > most ? 'a state diff is longer than its header says' : { ...state, chunks };
    }
    case 'transactions': {
      const txs = [...state.txs, message.part];
      const most = state.headers.reduce((sum, { transactions }) => sum + transactions.count, 0);
      return txs.length > most ? 'more transactions than the headers say' : { ...state, txs };
    }
  }
};

const lengthOf = (chunks: readonly StateDiffChunk[]): number => chunks.reduce((sum, chunk) => sum + lengthOfChunk(chunk), 0);

const endOfAnswer = (state: ClientState, peers: Peers, now: TimeUs): ClientStep => {
  const { query, headers } = state;
  if (query === null) return { state, effects: [] };
  switch (query.what) {
    case 'headers':
      if (headers.length === 0) return startOver(state, 'an empty answer', peers, now);
      return ask(state, 'state_diffs', [query.peer], now);
    case 'state_diffs':
      return ask(state, 'transactions', [query.peer], now);
    case 'transactions':
      return finish(state, query, peers, now);
  }
};

/** Cuts the parts into blocks by the counts of the headers. */
const finish = (state: ClientState, { peer }: Query, peers: Peers, now: TimeUs): ClientStep => {
  const effects: ClientEffect[] = [];
  let [chunkAt, txAt] = [0, 0];
  for (const header of state.headers) {
    const from = chunkAt;
    for (let length = 0; length < header.stateDiff.count && chunkAt < state.chunks.length; chunkAt++) {
      const chunk = state.chunks[chunkAt];
      length += chunk === undefined ? 0 : lengthOfChunk(chunk);
    }
    const chunks = state.chunks.slice(from, chunkAt);
    const txs = state.txs.slice(txAt, txAt + header.transactions.count);
    txAt += header.transactions.count;
    const block = blockOf(header, chunks, txs);
    if (block === null || lengthOf(chunks) !== header.stateDiff.count || txs.length !== header.transactions.count)
      return startOver(state, `block ${header.height} is incomplete`, peers, now);
    effects.push({ kind: 'block', block, txs, from: peer });
  }
  const wanted = toHeight((state.wanted ?? 0) + effects.length);
  const idle: ClientState = { ...state, wanted, query: null, nextPeer: state.nextPeer + 1, headers: [], chunks: [], txs: [] };
  return { state: idle, effects };
};
