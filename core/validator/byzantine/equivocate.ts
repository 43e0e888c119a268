// Equivocation: two blocks for one round. As proposer it sends the peers of odd index a second block, equal to the first but for its fee proposal, which
// is bound into the commitment: both are valid, so that re-execution cannot tell. As voter it votes to every peer for what that peer itself votes for.
// One such validator of four changes nothing (f = 1); two can make the honest ones decide differently.
import { proposalCommitment } from '../../hashes/block-hash.ts';
import type { FaultOf } from '../../net/fault.ts';
import { validatorIdOf } from '../../types/ids.ts';
import { decodeVote } from '../../wire/vote.ts';
import { partFrame, readPart } from './part-frame.ts';
import { type EdgeContext, type EdgeEffect, type PartBroadcast, type Rewrite, halfOf, mapParts, mapVotes } from './rewrite.ts';
import { revalue, voteFrame } from './vote-frame.ts';

/** Mirrored votes, and rounds with two blocks, that are remembered. */
const MIRRORED_MAX = 4_096;
const TWINS_MAX = 64;

const keyOf = (what: { readonly height: number; readonly round: number }): string => `${what.height}/${what.round}`;

/** Keeps the latest entries. */
const remember = <T>(map: Map<string, T>, key: string, value: T): void => {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= TWINS_MAX) return;
    map.delete(oldest);
  }
};

/** The hash of the block that its batcher has just finished, which the commitment of the second block needs too. */
const notePartial = (effects: readonly EdgeEffect[], { memory }: EdgeContext): void => {
  for (const effect of effects) {
    if (effect.kind !== 'log' || effect.body.kind !== 'answer_delivered') continue;
    const { answer } = effect.body;
    if (answer.ok && answer.value.kind === 'proposal_finished') memory.partial = answer.value.info.partialBlockHash;
  }
};

const splitPart = (effect: PartBroadcast, context: EdgeContext): readonly EdgeEffect[] => {
  const { memory, kernel } = context;
  const { streamId, messageId, part } = readPart(effect);
  const key = keyOf(effect.what);
  const toHalves = (second: EdgeEffect & { readonly kind: 'broadcast' }): readonly EdgeEffect[] => [
    { ...effect, only: halfOf(context, 0) },
    { ...second, only: halfOf(context, 1) },
  ];
  if (part?.kind === 'init' && part.init.feeProposalFri !== null) {
    const init = { ...part.init, feeProposalFri: part.init.feeProposalFri - 1n };
    remember(memory.seconds, key, init.feeProposalFri);
    return toHalves({ ...effect, ...partFrame(streamId, messageId, { kind: 'init', init }) });
  }
  const fee = memory.seconds.get(key);
  if (part?.kind !== 'fin' || fee === undefined || memory.partial === null) return [effect];
  const second = proposalCommitment(kernel, memory.partial, fee);
  remember(memory.twins, key, { first: part.fin.proposalCommitment, second });
  const fin = { ...part.fin, proposalCommitment: second };
  return toHalves({ ...effect, ...partFrame(streamId, messageId, { kind: 'fin', fin }) });
};

/** Own votes: for the twin blocks one to each half, for others' blocks only what is mirrored. */
const splitVotes = ({ height }: FaultOf<'equivocate'>, effects: readonly EdgeEffect[], context: EdgeContext): readonly EdgeEffect[] =>
  mapVotes(effects, height, (effect) => {
    if (effect.what.commitment === null) return [effect];
    const twin = context.memory.twins.get(keyOf(effect.what));
    if (twin?.first !== effect.what.commitment) return [];
    return [
      { ...effect, only: halfOf(context, 0) },
      { ...revalue(effect, twin.second), only: halfOf(context, 1) },
    ];
  });

/** A vote to the sender of the vote that was just received, for the same value. */
const mirror = ({ height }: FaultOf<'equivocate'>, effects: readonly EdgeEffect[], context: EdgeContext): readonly EdgeEffect[] => {
  const { input, memory, id } = context;
  if (input.kind !== 'frame' || input.topic !== 'consensus_votes' || !effects.some(({ kind }) => kind === 'log')) return [];
  const decoded = decodeVote(input.bytes);
  if (!decoded.ok) return [];
  const { value: vote } = decoded.value;
  const isAsked = vote.commitment !== null && vote.voter === validatorIdOf(input.from) && (height === null || vote.height === height);
  const key = `${input.from}/${vote.voteType}/${keyOf(vote)}/${String(vote.commitment)}`;
  if (!isAsked || memory.mirrored.has(key)) return [];
  if (memory.mirrored.size >= MIRRORED_MAX) memory.mirrored.clear();
  memory.mirrored.add(key);
  const { voteType, round, commitment } = vote;
  return [
    { ...voteFrame({ kind: 'vote', voteType, height: vote.height, round, commitment, voter: id, rebroadcast: false }), only: [input.from] },
  ];
};

export const equivocate: Rewrite<'equivocate'> = (fault, effects, context) => {
  notePartial(effects, context);
  const parted = mapParts(effects, fault.height, (effect) => splitPart(effect, context));
  return [...splitVotes(fault, parted, context), ...mirror(fault, effects, context)];
};
