// One height: decides which proposals and votes of the network the state machine may see, and keeps the rebroadcast of our own votes alive.
// Source: crates/apollo_consensus/src/single_height_consensus.rs; protocol.md 1.6. It does not check who sent a proposal, nor any signature, and knows
// no time: what it requests is carried out by manager.ts.
import { assert, required } from '../base/assert.ts';
import { feltToHex } from '../base/felt.ts';
import type { ProposalCommitment, ProposalInit, Step, Vote } from '../types/consensus.ts';
import type { Round } from '../types/ids.ts';
import { createMachine, recordOf, type HeightSetup, type MachineState, type Proposers } from './machine-state.ts';
import { handleMachineEvent, receivedVote, startMachine, type SmOutput, type Transition } from './machine.ts';
import type { ConsensusReport } from './messages.ts';

/** SingleHeightConsensus. `pendingValidationRounds`: rounds whose proposal is being validated. */
export type HeightState = { readonly machine: MachineState; readonly pendingValidationRounds: ReadonlySet<Round> };
export type HeightTransition = { readonly state: HeightState; readonly output: readonly SmOutput[] };

/** What comes back to a height from the requests it made. */
export type HeightEvent =
  | { readonly kind: 'finished_building'; readonly round: Round; readonly value: ProposalCommitment | null }
  | {
      readonly kind: 'finished_validation';
      readonly round: Round;
      readonly value: ProposalCommitment | null;
      /** Of the Init that was validated. */
      readonly validRound: Round | null;
    }
  | { readonly kind: 'timeout'; readonly step: Step; readonly round: Round }
  | { readonly kind: 'vote_broadcasted'; readonly vote: Vote };

type VoteOutcome = (ConsensusReport & { readonly kind: 'vote_received' })['outcome'];
type ProposalOutcome = (ConsensusReport & { readonly kind: 'proposal_received' })['outcome'];

/** A height that was not started: it stands in round 0, step propose. */
export const createHeight = (setup: HeightSetup): HeightState => ({ machine: createMachine(setup), pendingValidationRounds: new Set() });

/** Called once per height. */
export const startHeight = (state: HeightState, proposers: Proposers): HeightTransition =>
  withMachine(state, startMachine(state.machine, proposers));

const withMachine = (state: HeightState, { state: machine, output }: Transition): HeightTransition => ({
  state: { ...state, machine },
  output,
});

/** The report of a vote that came from outside. */
export const voteReceived = (vote: Vote, outcome: VoteOutcome): SmOutput => {
  const { voteType, height, round, commitment, voter } = vote;
  return { kind: 'report', report: { kind: 'vote_received', voteType, height, round, commitment, voter, outcome } };
};

/** The report of a proposal that came from outside. */
export const proposalReceived = (init: ProposalInit, outcome: ProposalOutcome): SmOutput => ({
  kind: 'report',
  report: { kind: 'proposal_received', init, outcome },
});

/** Requests the validation of the first acceptable proposal of a round. The proposer named in it must be the virtual one; `validRound` is not checked. */
export const handleProposal = (state: HeightState, init: ProposalInit, proposers: Proposers): HeightTransition => {
  const outcome = judgeProposal(state, init, proposers);
  const output = [proposalReceived(init, outcome)];
  if (outcome !== 'accepted') return { state, output };
  const pendingValidationRounds = new Set(state.pendingValidationRounds).add(init.round);
  return { state: { ...state, pendingValidationRounds }, output: [...output, { kind: 'start_validate_proposal', init }] };
};

const judgeProposal = ({ machine, pendingValidationRounds }: HeightState, init: ProposalInit, proposers: Proposers): ProposalOutcome => {
  if (init.height !== machine.setup.height) return init.height < machine.setup.height ? 'past' : 'too_far';
  const proposer = proposers.virtualProposer(init.round);
  if (proposer === null || proposer !== init.proposer) return 'wrong_proposer';
  if (recordOf(machine, init.round).proposal !== null || pendingValidationRounds.has(init.round)) return 'duplicate';
  return 'accepted';
};

/** Admits the first vote of a member per type and round. A second one never counts: the same is a duplicate, another one evidence of a conflict. */
export const handleVote = (state: HeightState, vote: Vote, proposers: Proposers): HeightTransition => {
  const outcome = judgeVote(state, vote);
  const received = voteReceived(vote, outcome);
  if (outcome !== 'counted') return { state, output: [received] };
  const next = withMachine(state, handleMachineEvent(state.machine, { kind: 'vote', vote }, proposers));
  return { state: next.state, output: [received, ...next.output] };
};

const judgeVote = ({ machine }: HeightState, vote: Vote): VoteOutcome => {
  const { height, memberIndex } = machine.setup;
  if (vote.height !== height) return vote.height < height ? 'past' : 'too_far';
  if (!memberIndex.has(feltToHex(vote.voter))) return 'not_member';
  const received = receivedVote(machine, vote);
  return received === 'new' ? 'counted' : received;
};

/** Asserts that a building result was asked for, that a round is validated once, and that a rebroadcast vote was cast. */
export const handleHeightEvent = (state: HeightState, event: HeightEvent, proposers: Proposers): HeightTransition => {
  switch (event.kind) {
    case 'timeout':
      return withMachine(state, handleMachineEvent(state.machine, event, proposers));
    case 'finished_validation': {
      const pendingValidationRounds = new Set([...state.pendingValidationRounds].filter((round) => round !== event.round));
      const next = { ...state, pendingValidationRounds };
      if (proposers.virtualProposer(event.round) === null) return { state: next, output: [] };
      return withMachine(next, handleMachineEvent(next.machine, event, proposers));
    }
    case 'finished_building':
      assert(recordOf(state.machine, event.round).proposal === null, 'handleHeightEvent: no proposal of the round that was built');
      assert(event.round === state.machine.round, 'handleHeightEvent: no progress while a build is awaited');
      return withMachine(state, handleMachineEvent(state.machine, event, proposers));
    case 'vote_broadcasted':
      return rebroadcast(state, event.vote);
  }
};

/** Sends the newest own vote of its type again; the chain of an older one ends here. */
const rebroadcast = (state: HeightState, vote: Vote): HeightTransition => {
  const { lastSelfPrevote, lastSelfPrecommit } = state.machine;
  const last = required(vote.voteType === 'prevote' ? lastSelfPrevote : lastSelfPrecommit, 'rebroadcast: a vote that was cast');
  if (last.round > vote.round) return { state, output: [] };
  const isSame = last.round === vote.round && last.commitment === vote.commitment && last.voter === vote.voter;
  assert(isSame && last.height === vote.height, 'rebroadcast: the last vote of its type');
  return { state, output: [{ kind: 'broadcast_vote', vote: last }] };
};
