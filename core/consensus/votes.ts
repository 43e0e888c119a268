// The votes of one type in one round, with their weights added up as they come, so that no rule ever rescans them.
// Source: crates/apollo_consensus/src/state_machine.rs (VotesMap); protocol.md 1.3. Who may vote and what a second vote means is height.ts.
import { assert } from '../base/assert.ts';
import type { ProposalCommitment, Vote } from '../types/consensus.ts';

/** Weight of the votes for one value; `value` null: nil. */
type ValueWeight = { readonly value: ProposalCommitment | null; readonly weight: bigint };

/** `votes` holds one place per member, in committee order. */
export type Tally = {
  readonly votes: readonly (Vote | null)[];
  /** Of all votes, whatever they say. */
  readonly weight: bigint;
  readonly byValue: readonly ValueWeight[];
};

/** A tally without votes for a committee of `members`. */
export const createTally = (members: number): Tally => ({
  votes: Array.from({ length: members }, () => null),
  weight: 0n,
  byValue: [],
});

/** Adds the only vote of the member at `index`; asserts that there is none yet. */
export const addVote = (tally: Tally, index: number, vote: Vote, weight: bigint): Tally => {
  assert(tally.votes[index] === null, 'addVote: the first vote of a member of the committee');
  const at = tally.byValue.findIndex((entry) => entry.value === vote.commitment);
  const before = tally.byValue[at]?.weight ?? 0n;
  const entry = { value: vote.commitment, weight: before + weight };
  return {
    votes: tally.votes.with(index, vote),
    weight: tally.weight + weight,
    byValue: at === -1 ? [...tally.byValue, entry] : tally.byValue.with(at, entry),
  };
};

/** Weight of the votes for exactly this value; null asks for nil. */
export const weightFor = (tally: Tally, value: ProposalCommitment | null): bigint =>
  tally.byValue.find((entry) => entry.value === value)?.weight ?? 0n;

/** The votes for exactly this value, in committee order. */
export const votesFor = (tally: Tally, value: ProposalCommitment | null): readonly Vote[] =>
  tally.votes.filter((vote): vote is Vote => vote !== null && vote.commitment === value);
