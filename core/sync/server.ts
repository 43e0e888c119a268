// The serving side of sync: answers a query with the blocks that it has, in order, and ends with Fin. A query for blocks that are not there yet is
// remembered instead of being answered with nothing: it stands for the polls of every 50 ms that Apollo's client sends, of which only the one that finds
// something is shown (world.md 2).
// Source: crates/apollo_p2p_sync (server), apollo_network (SQMR); protocol.md 5.2.
import type { Height, ValidatorIndex } from '../types/ids.ts';

export type SyncWhat = 'headers' | 'state_diffs' | 'transactions';

/** Blocks that one answer holds at most: 10,000 headers, 100 of the others. */
export const ANSWER_BLOCKS_MAX: Readonly<Record<SyncWhat, number>> = { headers: 10_000, state_diffs: 100, transactions: 100 };

export type ServedQuery = {
  readonly peer: ValidatorIndex;
  readonly what: SyncWhat;
  /** The client's number of the query. */
  readonly query: number;
  readonly start: Height;
  readonly limit: number;
};

/** Queries that wait for their first block: the last one per peer and protocol. Plain data. */
export type ServerState = ReadonlyMap<string, ServedQuery>;

export const emptyServer = (): ServerState => new Map();

export type ServerStep = {
  readonly state: ServerState;
  /** What is answered now, with the heights of the answer; the list is contiguous and not empty. */
  readonly answers: readonly { readonly query: ServedQuery; readonly heights: readonly number[] }[];
};

const keyOf = ({ peer, what }: ServedQuery): string => `${peer}/${what}`;

const heightsFor = ({ what, start, limit }: ServedQuery, has: (height: number) => boolean): readonly number[] => {
  const heights: number[] = [];
  const most = Math.min(limit, ANSWER_BLOCKS_MAX[what]);
  for (let height: number = start; heights.length < most && has(height); height++) heights.push(height);
  return heights;
};

/** A query has arrived. */
export const askServer = (state: ServerState, query: ServedQuery, has: (height: number) => boolean): ServerStep => {
  const heights = heightsFor(query, has);
  const next = new Map(state);
  if (heights.length === 0) next.set(keyOf(query), query);
  else next.delete(keyOf(query));
  return { state: next, answers: heights.length === 0 ? [] : [{ query, heights }] };
};

/** The next poll instant: queries whose first block is there by now are answered. */
export const pollServer = (state: ServerState, has: (height: number) => boolean): ServerStep => {
  const answers = [...state.values()]
    .map((query) => ({ query, heights: heightsFor(query, has) }))
    .filter(({ heights }) => heights.length > 0);
  const next = new Map(state);
  for (const { query } of answers) next.delete(keyOf(query));
  return { state: next, answers };
};
