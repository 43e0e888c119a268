// Messages of heights that this validator has not reached: what is kept, how far ahead, and how much.
// Source: crates/apollo_consensus/src/manager.rs (ConsensusCache, FutureMsgLimitsConfig); protocol.md 1.7. Membership is checked only when the height starts.
import { COMMITTEE_MAX } from '../base/limits.ts';
import type { ProposalInit, Vote } from '../types/consensus.ts';
import type { Height, Round } from '../types/ids.ts';
import type { ConsensusSettings } from '../types/settings.ts';

/** `stream`: the caller's handle of the proposal's content. */
export type CachedProposal = { readonly init: ProposalInit; readonly stream: number };
export type FutureCache = {
  /** In order of arrival. */
  readonly votes: ReadonlyMap<Height, readonly Vote[]>;
  readonly proposals: ReadonlyMap<Height, ReadonlyMap<Round, CachedProposal>>;
};

export const EMPTY_CACHE: FutureCache = { votes: new Map(), proposals: new Map() };

type Place = { readonly height: Height; readonly round: Round };

/** Whether a message is near enough to be looked at: it gates messages of the current height too. */
export const isWithinLimits = (message: Place, current: Place, settings: ConsensusSettings): boolean => {
  const ahead = message.height - current.height;
  if (ahead > settings.futureHeightLimit) return false;
  return ahead === 0 ? message.round <= current.round + settings.futureRoundLimit : message.round <= settings.futureHeightRoundLimit;
};

/** Votes that are cached per height at most. */
export const cachedVotesMax = (settings: ConsensusSettings): number => COMMITTEE_MAX * 2 * (settings.futureHeightRoundLimit + 1);

type CacheVoteResult = { readonly cache: FutureCache; readonly outcome: 'cached' | 'duplicate' | 'conflict' | 'full' };

/** Keeps the first vote of a voter per type and round; equality covers the whole vote, signature included. */
export const cacheVote = (cache: FutureCache, vote: Vote, settings: ConsensusSettings): CacheVoteResult => {
  const kept = cache.votes.get(vote.height) ?? [];
  const old = kept.find(({ voteType, round, voter }) => voteType === vote.voteType && round === vote.round && voter === vote.voter);
  if (old !== undefined) return { cache, outcome: isSameVote(old, vote) ? 'duplicate' : 'conflict' };
  if (kept.length >= cachedVotesMax(settings)) return { cache, outcome: 'full' };
  return { cache: { ...cache, votes: new Map(cache.votes).set(vote.height, [...kept, vote]) }, outcome: 'cached' };
};

const isSameVote = (a: Vote, b: Vote): boolean =>
  a.commitment === b.commitment && a.signature.length === b.signature.length && a.signature.every((felt, i) => felt === b.signature[i]);

type CacheProposalResult = { readonly cache: FutureCache; readonly outcome: 'cached' | 'duplicate' };

/** Keeps the first proposal of a round. */
export const cacheProposal = (cache: FutureCache, proposal: CachedProposal): CacheProposalResult => {
  const { height, round } = proposal.init;
  const kept = cache.proposals.get(height) ?? new Map<Round, CachedProposal>();
  if (kept.has(round)) return { cache, outcome: 'duplicate' };
  const rounds = new Map(kept).set(round, proposal);
  return { cache: { ...cache, proposals: new Map(cache.proposals).set(height, rounds) }, outcome: 'cached' };
};

type TakenHeight = {
  /** Without this height and everything below it. */
  readonly cache: FutureCache;
  readonly votes: readonly Vote[];
  /** By ascending round. */
  readonly proposals: readonly CachedProposal[];
};

/** Takes what is cached for a height. */
export const takeHeight = (cache: FutureCache, height: Height): TakenHeight => ({
  cache: { votes: above(cache.votes, height), proposals: above(cache.proposals, height) },
  votes: cache.votes.get(height) ?? [],
  proposals: [...(cache.proposals.get(height)?.values() ?? [])].toSorted((a, b) => a.init.round - b.init.round),
});

const above = <T>(byHeight: ReadonlyMap<Height, T>, height: Height): ReadonlyMap<Height, T> =>
  new Map([...byHeight].filter(([h]) => h > height));
