// Runs traces against core/consensus itself: one height and its state machine. The adapter only maps shapes; there is no second implementation.
import { FELT_PRIME, feltToHex, isFeltHex, toFelt, feltFromHex, type Felt } from '../core/base/felt.ts';
import { createHeight, handleHeightEvent, handleProposal, handleVote, startHeight } from '../core/consensus/height.ts';
import type { HeightState, HeightTransition } from '../core/consensus/height.ts';
import { createSetup, type Proposers } from '../core/consensus/machine-state.ts';
import type { SmOutput } from '../core/consensus/machine.ts';
import type { ProposalInit, Vote, VoteType } from '../core/types/consensus.ts';
import { type Height, type Round, toHeight, toRound } from '../core/types/ids.ts';
import type { Name, Trace, TraceConfig, TraceInput, TraceRequest, TraceVote } from './conformance-format.ts';

/** The first step at which a trace and the core differ. */
type TraceFailure = { readonly name: string; readonly step: number; readonly expected: string; readonly got: string };

/** Runs one trace up to its first difference; null when there is none. An assertion of the core is a difference too. */
export const runTrace = (trace: Trace): TraceFailure | null => {
  const adapter = createAdapter(trace.config);
  for (const [step, { input, expect, roundAfter }] of trace.steps.entries()) {
    const expected = describe(expect, roundAfter);
    let got: string;
    try {
      const requests = adapter.handle(input);
      if (equalRequests(expect, requests) && adapter.round() === roundAfter) continue;
      got = describe(requests, adapter.round());
    } catch (error) {
      got = `an exception: ${error instanceof Error ? error.message : String(error)}`;
    }
    return { name: trace.name, step, expected, got };
  }
  return null;
};

/** The failures of a list of traces, in order. */
export const runTraces = (traces: readonly Trace[]): readonly TraceFailure[] =>
  traces.map((trace) => runTrace(trace)).filter((failure) => failure !== null);

const describe = (requests: readonly TraceRequest[], round: number): string => `${JSON.stringify(requests)}, then round ${round}`;

const canonical = (field: string, value: unknown): string =>
  JSON.stringify(field === 'voters' && Array.isArray(value) ? value.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : (value ?? null));

const equalRequests = (expected: readonly TraceRequest[], got: readonly TraceRequest[]): boolean =>
  expected.length === got.length &&
  expected.every((e, i) => Object.keys(e).every((field) => canonical(field, e[field]) === canonical(field, got[i]?.[field])));

/** Names are compared as text: a canonical felt stands for itself, any other text for a felt of its own. */
const createNames = (): { readonly toFelt: (name: Name) => Felt; readonly toName: (felt: Felt) => Name } => {
  const names = new Map<string, Name>();
  const felts = new Map<Name, Felt>();
  return {
    toFelt: (name) => {
      const isCanonical = isFeltHex(name) && feltToHex(feltFromHex(name)) === name;
      const felt = felts.get(name) ?? (isCanonical ? feltFromHex(name) : toFelt(FELT_PRIME - 1n - BigInt(felts.size)));
      felts.set(name, felt);
      names.set(feltToHex(felt), name);
      return felt;
    },
    toName: (felt) => names.get(feltToHex(felt)) ?? feltToHex(felt),
  };
};

/** Heights are only compared: one beyond the safe integers (which JSON has already rounded) stands for a large one. */
const toAnyHeight = (height: number): Height => toHeight(Math.min(height, Number.MAX_SAFE_INTEGER));

type Adapter = { readonly handle: (input: TraceInput) => readonly TraceRequest[]; readonly round: () => number };

/** Lists by round: the last entry stands for every later round. */
const at = <T>(list: readonly T[], round: number): T => list[Math.min(round, list.length - 1)] as T;

const createAdapter = (config: TraceConfig): Adapter => {
  const names = createNames();
  const valueOf = (value: Name | null): Felt | null => (value === null ? null : names.toFelt(value));
  const members = config.validators.map(({ id, weight }) => ({ id: names.toFelt(id), weight, canPropose: true }));
  const proposers: Proposers = {
    actualProposer: (round) => names.toFelt(at(config.proposerByRound, round)),
    virtualProposer: (round) => valueOf(at(config.virtualProposerByRound, round)),
  };
  let state: HeightState = createHeight(
    createSetup({
      height: toAnyHeight(config.height),
      id: names.toFelt(config.self),
      isObserver: config.isObserver,
      quorum: config.quorumType,
      requireVirtualProposerVote: config.requireVirtualProposerVote,
      committee: { members, totalWeight: members.reduce((sum, member) => sum + member.weight, 0n) },
    }),
  );
  const toVote = (voteType: VoteType, vote: TraceVote): Vote => ({
    voteType,
    height: toAnyHeight(vote.height),
    round: toRound(vote.round),
    commitment: valueOf(vote.value),
    voter: names.toFelt(vote.voter),
    signature: [],
  });
  const apply = (input: TraceInput): HeightTransition => {
    switch (input.type) {
      case 'start':
        return startHeight(state, proposers);
      case 'proposalInit':
        return handleProposal(state, toInit(input, names.toFelt(input.proposer)), proposers);
      case 'prevote':
      case 'precommit':
        return handleVote(state, toVote(input.type, input), proposers);
      case 'finishedBuilding':
      case 'finishedValidation':
      case 'timeoutPropose':
      case 'timeoutPrevote':
      case 'timeoutPrecommit':
        return handleHeightEvent(state, toEvent(input, valueOf), proposers);
      case 'voteBroadcasted':
        return handleHeightEvent(state, { kind: 'vote_broadcasted', vote: toVote(input.voteType, input) }, proposers);
    }
  };
  return {
    round: () => state.machine.round,
    handle: (input) => {
      const next = apply(input);
      state = next.state;
      return next.output.flatMap((item) => toRequest(item, names.toName));
    },
  };
};

const toValidRound = (round: number | null): Round | null => (round === null ? null : toRound(round));

/** An Init of which only the fields that consensus reads have a meaning. */
const toInit = (input: TraceInput & { readonly type: 'proposalInit' }, proposer: Felt): ProposalInit => ({
  height: toAnyHeight(input.height),
  round: toRound(input.round),
  validRound: toValidRound(input.validRound),
  proposer,
  timestamp: 0,
  builder: proposer,
  l1DaMode: 'blob',
  l2GasPriceFri: 0n,
  l1GasPriceFri: 0n,
  l1DataGasPriceFri: 0n,
  l1GasPriceWei: 0n,
  l1DataGasPriceWei: 0n,
  starknetVersion: '',
  versionConstantCommitment: toFelt(0n),
  feeProposalFri: null,
});

type EventInput = TraceInput & {
  readonly type: 'finishedBuilding' | 'finishedValidation' | 'timeoutPropose' | 'timeoutPrevote' | 'timeoutPrecommit';
};

const toEvent = (input: EventInput, valueOf: (value: Name | null) => Felt | null): Parameters<typeof handleHeightEvent>[1] => {
  const round = toRound(input.round);
  switch (input.type) {
    case 'finishedBuilding':
      return { kind: 'finished_building', round, value: valueOf(input.value) };
    case 'finishedValidation':
      return { kind: 'finished_validation', round, value: valueOf(input.value), validRound: toValidRound(input.validRound) };
    case 'timeoutPropose':
      return { kind: 'timeout', step: 'propose', round };
    case 'timeoutPrevote':
      return { kind: 'timeout', step: 'prevote', round };
    case 'timeoutPrecommit':
      return { kind: 'timeout', step: 'precommit', round };
  }
};

const toRequest = (item: SmOutput, nameOf: (felt: Felt) => Name): readonly TraceRequest[] => {
  switch (item.kind) {
    case 'report':
      return [];
    case 'start_build_proposal':
      return [{ type: 'startBuildProposal', round: item.round }];
    case 'start_validate_proposal': {
      const { round, proposer, validRound } = item.init;
      return [{ type: 'startValidateProposal', round, proposer: nameOf(proposer), validRound }];
    }
    case 'broadcast_vote': {
      const { voteType, round, commitment, voter } = item.vote;
      return [{ type: 'broadcastVote', voteType, round, value: commitment === null ? null : nameOf(commitment), voter: nameOf(voter) }];
    }
    case 'schedule_timeout':
      return [{ type: 'scheduleTimeout', step: item.step, round: item.round }];
    case 'decision_reached': {
      const { value, round, precommits } = item.decision;
      return [{ type: 'decisionReached', value: nameOf(value), round, voters: precommits.map((vote) => nameOf(vote.voter)) }];
    }
    case 'repropose': {
      const { value, round, validRound, proposer } = item;
      return [{ type: 'repropose', value: nameOf(value), round, validRound, proposer: nameOf(proposer) }];
    }
  }
};
