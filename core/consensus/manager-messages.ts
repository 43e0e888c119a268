// Messages of the network on their way in: which are past, future (cached), too far ahead, or go to the running height.
// Source: crates/apollo_consensus/src/manager.rs (handle_vote, handle_proposal); protocol.md 1.7. Stricter than Apollo in two places where a forged
// message makes it panic: an own vote that was not cast, and a proposal for a round that this validator itself proposes.
import { feltToHex } from '../base/felt.ts';
import type { Vote } from '../types/consensus.ts';
import type { Height } from '../types/ids.ts';
import { cacheProposal, cacheVote, isWithinLimits, type CachedProposal } from './future-cache.ts';
import { handleProposal, handleVote, proposalReceived, voteReceived, type HeightTransition } from './height.ts';
import { proposersOf, refusal, type ManagerConfig, type ManagerOutcome, type ManagerState, type RunningHeight } from './manager-state.ts';
import { receivedVote, type SmOutput } from './machine.ts';
import type { ManagerEffect, ManagerInput } from './messages.ts';
import { virtualProposerOf } from './proposer.ts';

/** A vote that the running height may see: refusals first, or what the height makes of it. */
type Admission =
  | { readonly kind: 'refused'; readonly effects: readonly ManagerEffect[] }
  | { readonly kind: 'admitted'; readonly transition: HeightTransition };

const reported = (output: SmOutput): readonly ManagerEffect[] => (output.kind === 'report' ? [output] : []);

const refused = (output: SmOutput, ...more: readonly ManagerEffect[]): Admission => ({
  kind: 'refused',
  effects: [...reported(output), ...more],
});

/** A vote for the running height, within the limits or from the cache. */
export const admitVote = (running: RunningHeight, vote: Vote): Admission => {
  const { machine } = running.shc;
  const { setup } = machine;
  if (vote.voter === setup.id && !setup.isObserver && receivedVote(machine, vote) === 'new') {
    const detail = `${vote.voteType} of round ${vote.round} in the name of this validator`;
    return { kind: 'refused', effects: [refusal('OwnVoteNotCast', detail)] };
  }
  return { kind: 'admitted', transition: handleVote(running.shc, vote, proposersOf(running.committee, running.height)) };
};

/** A proposal for the running height, within the limits or from the cache. */
export const admitProposal = (running: RunningHeight, { init, stream }: CachedProposal): Admission => {
  const { setup } = running.shc.machine;
  const proposers = proposersOf(running.committee, running.height);
  const drop: ManagerEffect = { kind: 'drop_stream', stream };
  if (!setup.isObserver && proposers.actualProposer(init.round) === setup.id) {
    return {
      kind: 'refused',
      effects: [refusal('OwnRoundProposal', `a proposal of round ${init.round}, which this validator proposes`), drop],
    };
  }
  if (running.validations.has(init.round)) return refused(proposalReceived(init, 'duplicate'), drop);
  const transition = handleProposal(running.shc, init, proposers);
  const isAccepted = transition.output.some(({ kind }) => kind === 'start_validate_proposal');
  if (isAccepted) return { kind: 'admitted', transition };
  return { kind: 'refused', effects: [...transition.output.flatMap(reported), drop] };
};

/** True when the Init names the virtual proposer of its height and round; false too when that is not known. */
const namesVirtualProposer = ({ init }: CachedProposal, config: ManagerConfig): boolean => {
  const committee = config.committeeAt(init.height);
  return committee.ok && virtualProposerOf(committee.value, init.height, init.round) === init.proposer;
};

/** A vote for a height above `current`. */
const cacheFutureVote = (state: ManagerState, vote: Vote, current: Height, config: ManagerConfig): ManagerOutcome => {
  if (!isWithinLimits(vote, { height: current, round: vote.round }, config.settings))
    return { state, effects: reported(voteReceived(vote, 'too_far')) };
  const { cache, outcome } = cacheVote(state.cache, vote, config.settings);
  if (outcome === 'full') {
    const detail = `vote of ${feltToHex(vote.voter)} for height ${vote.height}`;
    return { state, effects: [refusal('FutureVotesFull', detail)] };
  }
  return { state: { ...state, cache }, effects: reported(voteReceived(vote, outcome)) };
};

/** A proposal for a height above `current` that names the right proposer. */
const cacheFutureProposal = (state: ManagerState, proposal: CachedProposal, current: Height, config: ManagerConfig): ManagerOutcome => {
  const { init, stream } = proposal;
  const drop: ManagerEffect = { kind: 'drop_stream', stream };
  if (!isWithinLimits(init, { height: current, round: init.round }, config.settings)) {
    return { state, effects: [...reported(proposalReceived(init, 'too_far')), drop] };
  }
  const { cache, outcome } = cacheProposal(state.cache, proposal);
  const effects = reported(proposalReceived(init, outcome));
  return { state: { ...state, cache }, effects: outcome === 'cached' ? effects : [...effects, drop] };
};

/** What the network delivers: a vote, or a proposal whose Init was read. */
export type NetworkMessage = Extract<ManagerInput, { readonly kind: 'vote' | 'proposal' }>;

export const heightOfMessage = (message: NetworkMessage): Height => (message.kind === 'vote' ? message.vote.height : message.init.height);

/** A message that no running height can use: above `current` it is cached, up to it (lower, or just ended) it is dropped. */
export const handleOtherHeight = (state: ManagerState, message: NetworkMessage, current: Height, config: ManagerConfig): ManagerOutcome => {
  if (message.kind === 'vote') {
    if (message.vote.height > current) return cacheFutureVote(state, message.vote, current, config);
    return { state, effects: reported(voteReceived(message.vote, 'past')) };
  }
  const { init, stream } = message;
  const drop: ManagerEffect = { kind: 'drop_stream', stream };
  if (init.height <= current) return { state, effects: [...reported(proposalReceived(init, 'past')), drop] };
  if (!namesVirtualProposer(message, config)) return { state, effects: [...reported(proposalReceived(init, 'wrong_proposer')), drop] };
  return cacheFutureProposal(state, message, current, config);
};

/** A message of the running height from the network: refused, or handed to it. */
export const admitMessage = (running: RunningHeight, message: NetworkMessage, config: ManagerConfig): Admission => {
  const current = { height: running.height, round: running.shc.machine.round };
  if (message.kind === 'vote') {
    const { vote } = message;
    return isWithinLimits(vote, current, config.settings) ? admitVote(running, vote) : refused(voteReceived(vote, 'too_far'));
  }
  const { init, stream } = message;
  const drop: ManagerEffect = { kind: 'drop_stream', stream };
  const { virtualProposer } = proposersOf(running.committee, running.height);
  if (virtualProposer(init.round) !== init.proposer) return refused(proposalReceived(init, 'wrong_proposer'), drop);
  if (!isWithinLimits(init, current, config.settings)) return refused(proposalReceived(init, 'too_far'), drop);
  return admitProposal(running, message);
};
