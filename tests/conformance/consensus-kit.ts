// The notation of the protocol scenarios, for step tables: short inputs in, one word per request out. P=100, V1=101, V2=102, V3=103; A=1, B=2.
import { feltToHex, toFelt, type Felt } from '../../core/base/felt.ts';
import { createHeight, handleHeightEvent, handleProposal, handleVote, startHeight } from '../../core/consensus/height.ts';
import type { HeightEvent, HeightState, HeightTransition } from '../../core/consensus/height.ts';
import { createSetup, type Proposers } from '../../core/consensus/machine-state.ts';
import type { SmOutput } from '../../core/consensus/machine.ts';
import type { ConsensusReport } from '../../core/consensus/messages.ts';
import type { Committee, ProposalInit, QuorumType, Step, Vote, VoteType } from '../../core/types/consensus.ts';
import { toHeight, toRound } from '../../core/types/ids.ts';

export const P: Felt = toFelt(100);
export const V1: Felt = toFelt(101);
export const V2: Felt = toFelt(102);
export const V3: Felt = toFelt(103);
export const A: Felt = toFelt(1);
export const B: Felt = toFelt(2);
export const nil = null;

const NAMES = new Map([P, V1, V2, V3].map((id, i) => [feltToHex(id), ['P', 'V1', 'V2', 'V3'][i]]));
const VALUES = new Map([A, B].map((value, i) => [feltToHex(value), ['A', 'B'][i]]));
/** P, V1 ... or the hex of any other id. */
export const nameOf = (id: Felt): string => NAMES.get(feltToHex(id)) ?? feltToHex(id);
/** A, B, nil, or the hex of any other value. */
export const valueName = (value: Felt | null): string => (value === null ? 'nil' : (VALUES.get(feltToHex(value)) ?? feltToHex(value)));

/** A committee in the given order; weight 1 unless said. */
export const committeeOf = (weights: readonly (readonly [Felt, bigint])[]): Committee => ({
  members: weights.map(([id, weight]) => ({ id, weight, canPropose: true })),
  totalWeight: weights.reduce((sum, [, weight]) => sum + weight, 0n),
});
export const UNIT: Committee = committeeOf([P, V1, V2, V3].map((id) => [id, 1n]));

/** A vote at height 0. */
export const voteOf = (voteType: VoteType, value: Felt | null, round: number, voter: Felt): Vote => ({
  voteType,
  height: toHeight(0),
  round: toRound(round),
  commitment: value,
  voter,
  signature: [],
});
/** The same vote for another height. */
export const atHeight = (vote: Vote, height: number): Vote => ({ ...vote, height: toHeight(height) });

type InitOptions = {
  readonly height?: number;
  readonly round?: number;
  readonly proposer?: Felt;
  readonly validRound?: number | null;
};
export const initOf = ({ height = 0, round = 0, proposer = P, validRound = null }: InitOptions = {}): ProposalInit => ({
  height: toHeight(height),
  round: toRound(round),
  validRound: validRound === null ? null : toRound(validRound),
  proposer,
  timestamp: 0,
  builder: proposer,
  l1DaMode: 'blob',
  l2GasPriceFri: 1n,
  l1GasPriceFri: 1n,
  l1DataGasPriceFri: 1n,
  l1GasPriceWei: 1n,
  l1DataGasPriceWei: 1n,
  starknetVersion: '0.14.4',
  versionConstantCommitment: toFelt(0),
  feeProposalFri: 1n,
});

/** One input of a step table. */
export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'init'; readonly init: ProposalInit }
  | { readonly kind: 'vote'; readonly vote: Vote }
  | HeightEvent;

export const start: Input = { kind: 'start' };
export const init = (options: InitOptions = {}): Input => ({ kind: 'init', init: initOf(options) });
export const prevote = (value: Felt | null, round: number, voter: Felt): Input => ({
  kind: 'vote',
  vote: voteOf('prevote', value, round, voter),
});
export const precommit = (value: Felt | null, round: number, voter: Felt): Input => ({
  kind: 'vote',
  vote: voteOf('precommit', value, round, voter),
});
export const built = (value: Felt | null, round: number): Input => ({ kind: 'finished_building', value, round: toRound(round) });
export const validated = (value: Felt | null, round: number, validRound: number | null = null): Input => ({
  kind: 'finished_validation',
  value,
  round: toRound(round),
  validRound: validRound === null ? null : toRound(validRound),
});
export const timeout = (step: Step, round: number): Input => ({ kind: 'timeout', step, round: toRound(round) });
export const broadcasted = (vote: Vote): Input => ({ kind: 'vote_broadcasted', vote });

export type NodeOptions = {
  readonly self?: Felt;
  readonly committee?: Committee;
  readonly quorum?: QuorumType;
  readonly isObserver?: boolean;
  readonly requireVirtualProposerVote?: boolean;
  readonly proposers?: Proposers;
};

export const ALWAYS_P: Proposers = { actualProposer: () => P, virtualProposer: () => P };

/** A height with the defaults of the scenarios: unit committee, Byzantine, P proposes always, its precommit is required. */
export const createNodeState = (options: NodeOptions = {}): HeightState =>
  createHeight(
    createSetup({
      height: toHeight(0),
      id: options.self ?? V1,
      isObserver: options.isObserver ?? false,
      quorum: options.quorum ?? 'byzantine',
      requireVirtualProposerVote: options.requireVirtualProposerVote ?? true,
      committee: options.committee ?? UNIT,
    }),
  );

const applyInput = (state: HeightState, input: Input, proposers: Proposers): HeightTransition => {
  switch (input.kind) {
    case 'start':
      return startHeight(state, proposers);
    case 'init':
      return handleProposal(state, input.init, proposers);
    case 'vote':
      return handleVote(state, input.vote, proposers);
    case 'finished_building':
    case 'finished_validation':
    case 'timeout':
    case 'vote_broadcasted':
      return handleHeightEvent(state, input, proposers);
  }
};

/** `Vote(prevote,A,0)`, `Timer(propose,0)` and so on; reports are left out. */
const requestsOf = (output: readonly SmOutput[]): readonly string[] => output.flatMap((item) => requestName(item));

const requestName = (item: SmOutput): readonly string[] => {
  switch (item.kind) {
    case 'report':
      return [];
    case 'start_build_proposal':
      return [`Build(${item.round})`];
    case 'start_validate_proposal':
      return [`Validate(${item.init.round},${nameOf(item.init.proposer)})`];
    case 'broadcast_vote':
      return [`Vote(${item.vote.voteType},${valueName(item.vote.commitment)},${item.vote.round})`];
    case 'schedule_timeout':
      return [`Timer(${item.step},${item.round})`];
    case 'decision_reached':
      return [`Decision(${valueName(item.decision.value)},${item.decision.round})`];
    case 'repropose':
      return [`Repropose(${valueName(item.value)},r=${item.round},vr=${item.validRound},${nameOf(item.proposer)})`];
  }
};

export const reportsOf = (output: readonly SmOutput[]): readonly ConsensusReport[] =>
  output.flatMap((item) => (item.kind === 'report' ? [item.report] : []));

export type TestNode = {
  /** Handles one input and names its requests. */
  readonly step: (input: Input) => readonly string[];
  readonly state: () => HeightState;
  /** Everything since the beginning, reports included. */
  readonly output: () => readonly SmOutput[];
};

export const createNode = (options: NodeOptions = {}): TestNode => {
  let state = createNodeState(options);
  const all: SmOutput[] = [];
  return {
    step: (input) => {
      const next = applyInput(state, input, options.proposers ?? ALWAYS_P);
      state = next.state;
      all.push(...next.output);
      return requestsOf(next.output);
    },
    state: () => state,
    output: () => all,
  };
};

/** A row: the input and the requests it must give, in order. */
export type Row = readonly [Input, ...(readonly string[])];

/** What a table of rows gives, to be compared with what it wants. */
export const runRows = (node: TestNode, rows: readonly Row[]): readonly (readonly string[])[] => rows.map(([input]) => node.step(input));
export const wanted = (rows: readonly Row[]): readonly (readonly string[])[] => rows.map(([, ...requests]) => requests);
