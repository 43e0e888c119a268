// Vote <-> bytes (crates/apollo_protobuf/src/converters/consensus.rs). A missing commitment is a nil vote; the signature message is always sent, so an
// unsigned vote ends with 3a 00; a missing one reads as empty.
import { SIGNATURE_FELTS_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import type { Vote, VoteType } from '../types/consensus.ts';
import { type Convert, type DecodeResult, decodeWith, encodeWith } from './codec.ts';
import { refuse } from './errors.ts';
import { Vote as codec, type VoteOut } from './generated/messages.ts';
import { writeFelt, writeFelts } from './writing.ts';

const VOTE_TYPES: readonly VoteType[] = ['prevote', 'precommit'];

export const encodeVote = (vote: Vote): Uint8Array =>
  encodeWith(codec, {
    voteType: VOTE_TYPES.indexOf(vote.voteType),
    height: vote.height,
    round: vote.round,
    proposalCommitment: vote.commitment === null ? null : writeFelt(vote.commitment),
    voter: writeFelt(vote.voter),
    signature: { items: writeFelts(vote.signature) },
  });

const convertVote: Convert<VoteOut, Vote> = (message, reading) =>
  freeze({
    voteType:
      VOTE_TYPES[message.voteType] ?? refuse({ code: 'DecodeError', reason: `vote_type: unknown enum value ${String(message.voteType)}` }),
    height: reading.height(message.height),
    round: reading.round(message.round),
    commitment: reading.optionalHash(message.proposalCommitment, 'proposal_commitment'),
    voter: reading.address(message.voter, 'voter'),
    signature: reading.felts(message.signature?.items ?? [], 'signature', SIGNATURE_FELTS_MAX),
  });

/** The frozen vote. */
export const decodeVote = (bytes: Uint8Array): DecodeResult<Vote> => decodeWith(codec, bytes, convertVote);
