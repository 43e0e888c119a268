// What the state machine of one height knows: plain data, never changed in place. One record per round holds that round's proposal, its two
// tallies and what already happened in it once.
// Source: crates/apollo_consensus/src/state_machine.rs (StateMachine); protocol.md 1.3. Apollo keeps several maps keyed by round; here it is one.
import { feltToHex, type Felt } from '../base/felt.ts';
import type { Committee, ProposalCommitment, QuorumType, Step, Vote, VoteType } from '../types/consensus.ts';
import { toRound, type Height, type Round } from '../types/ids.ts';
import type { StateMachineEvent } from './messages.ts';
import { neededWeight, quorumOf, ROUND_SKIP_THRESHOLD } from './threshold.ts';
import { createTally, type Tally } from './votes.ts';

/** What stays the same during one height. */
export type HeightSetup = {
  readonly height: Height;
  /** This validator. */
  readonly id: Felt;
  readonly isObserver: boolean;
  readonly quorum: QuorumType;
  readonly requireVirtualProposerVote: boolean;
  readonly committee: Committee;
  /** Position in the committee by `feltToHex` of the id. */
  readonly memberIndex: ReadonlyMap<string, number>;
  /** Smallest weights that meet the quorum, and that skip a round. */
  readonly quorumWeight: bigint;
  readonly skipWeight: bigint;
};

/** Who leads a round of this height: environment, not state. */
export type Proposers = {
  /** Who builds and sends. */
  readonly actualProposer: (round: Round) => Felt;
  /** Who is named in the Init; null: the lookup failed. */
  readonly virtualProposer: (round: Round) => Felt | null;
};

/** `value` null: this round's proposal is known to be invalid, or could not be built. */
export type Proposal = { readonly value: ProposalCommitment | null; readonly validRound: Round | null };
type ValueRound = { readonly value: ProposalCommitment; readonly round: Round };

type RoundRecord = {
  readonly proposal: Proposal | null;
  readonly prevotes: Tally;
  readonly precommits: Tally;
  /** L36 happened. */
  readonly prevoteQuorum: boolean;
  /** L34 happened. */
  readonly mixedPrevoteQuorum: boolean;
  /** L47 happened. */
  readonly mixedPrecommitQuorum: boolean;
};

export type MachineState = {
  readonly setup: HeightSetup;
  readonly round: Round;
  readonly step: Step;
  readonly rounds: ReadonlyMap<Round, RoundRecord>;
  /** L18: getValue blocks, everything else waits in `queue`. */
  readonly awaitingFinishedBuilding: boolean;
  readonly queue: readonly StateMachineEvent[];
  readonly locked: ValueRound | null;
  readonly valid: ValueRound | null;
  readonly lastSelfPrevote: Vote | null;
  readonly lastSelfPrecommit: Vote | null;
};

type SetupOptions = {
  readonly height: Height;
  readonly id: Felt;
  readonly isObserver: boolean;
  readonly quorum: QuorumType;
  readonly requireVirtualProposerVote: boolean;
  readonly committee: Committee;
};

/** The setup of a height with its derived parts. */
export const createSetup = (options: SetupOptions): HeightSetup => ({
  ...options,
  memberIndex: new Map(options.committee.members.map((member, index) => [feltToHex(member.id), index])),
  quorumWeight: neededWeight(quorumOf(options.quorum), options.committee.totalWeight),
  skipWeight: neededWeight(ROUND_SKIP_THRESHOLD, options.committee.totalWeight),
});

/** A machine in round 0, step propose, that was not started. */
export const createMachine = (setup: HeightSetup): MachineState => ({
  setup,
  round: toRound(0),
  step: 'propose',
  rounds: new Map(),
  awaitingFinishedBuilding: false,
  queue: [],
  locked: null,
  valid: null,
  lastSelfPrevote: null,
  lastSelfPrecommit: null,
});

const createRecord = (members: number): RoundRecord => ({
  proposal: null,
  prevotes: createTally(members),
  precommits: createTally(members),
  prevoteQuorum: false,
  mixedPrevoteQuorum: false,
  mixedPrecommitQuorum: false,
});

/** The record of a round; an empty one when nothing is known of it. */
export const recordOf = (state: MachineState, round: Round): RoundRecord =>
  state.rounds.get(round) ?? createRecord(state.setup.committee.members.length);

/** The same state with some fields of one round's record replaced. */
export const withRecord = (state: MachineState, round: Round, change: Partial<RoundRecord>): MachineState => ({
  ...state,
  rounds: new Map(state.rounds).set(round, { ...recordOf(state, round), ...change }),
});

/** The votes of one type in one round. */
export const tallyOf = (state: MachineState, voteType: VoteType, round: Round): Tally => {
  const record = recordOf(state, round);
  switch (voteType) {
    case 'prevote':
      return record.prevotes;
    case 'precommit':
      return record.precommits;
  }
};
