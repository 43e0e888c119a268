// Own votes with something changed: bytes and summary together, so that the log says what is on the wire.
import type { ProposalCommitment, Vote } from '../../types/consensus.ts';
import { encodeVote } from '../../wire/vote.ts';
import type { Broadcast, VoteBroadcast, VoteSummary } from './rewrite.ts';

/** A frame of a vote, unsigned as all are. */
export const voteFrame = (what: VoteSummary): Pick<Broadcast, 'kind' | 'topic' | 'bytes' | 'what'> => {
  const { voteType, height, round, commitment, voter } = what;
  const vote: Vote = { voteType, height, round, commitment, voter, signature: [] };
  return { kind: 'broadcast', topic: 'consensus_votes', bytes: encodeVote(vote), what };
};

/** The same vote for another value; null: nil. */
export const revalue = (effect: VoteBroadcast, commitment: ProposalCommitment | null): Broadcast => ({
  ...effect,
  ...voteFrame({ ...effect.what, commitment }),
});
