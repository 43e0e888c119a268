// The rounds of one height: events in, requests out, every transition reported with its rule and paper line. Returns a new state each time.
// Source: crates/apollo_consensus/src/state_machine.rs; protocol.md 1.4-1.5; arXiv 1807.04938, algorithm 1. Who may vote or propose, and what a second
// vote means, is height.ts. A decision does not stop the machine: whoever owns it stops at the first one.
import { assert, required } from '../base/assert.ts';
import { feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { ProposalCommitment, Step, Vote, VoteType } from '../types/consensus.ts';
import { toRound, type Round } from '../types/ids.ts';
import { recordOf, tallyOf, withRecord, type MachineState, type Proposal, type Proposers } from './machine-state.ts';
import type { ConsensusReport, PaperLine, SmRequest, StateMachineEvent } from './messages.ts';
import { holds, RULES, type RuleName } from './rules.ts';
import { addVote, votesFor } from './votes.ts';

/** Requests and reports, in the order in which they came about. */
export type SmOutput = SmRequest | { readonly kind: 'report'; readonly report: ConsensusReport };
export type Transition = { readonly state: MachineState; readonly output: readonly SmOutput[] };
type Move = (state: MachineState) => Transition;

const NOTHING: readonly SmOutput[] = [];
const stay: Move = (state) => ({ state, output: NOTHING });

const chain = (start: MachineState, moves: readonly Move[]): Transition => {
  let state = start;
  const output: SmOutput[] = [];
  for (const move of moves) {
    const next = move(state);
    state = next.state;
    output.push(...next.output);
  }
  return { state, output };
};

const emit =
  (...output: readonly SmOutput[]): Move =>
  (state) => ({ state, output });

const report = (body: ConsensusReport): Move => emit({ kind: 'report', report: body });

const fired = (rule: string, line: PaperLine, value: ProposalCommitment | null): Move => {
  return (state) => report({ kind: 'rule_fired', height: state.setup.height, round: state.round, line, rule, value })(state);
};

/** `StartRound(0)`; called once. Its output is complete: nothing is buffered before it. */
export const startMachine = (state: MachineState, proposers: Proposers): Transition => advanceToRound(state, toRound(0), proposers);

/**
 * Processes one event. While a build is awaited (L18) everything but its answer is buffered and the output is empty. At most one
 * `decision_reached`, and then it is the last output.
 */
export const handleMachineEvent = (state: MachineState, event: StateMachineEvent, proposers: Proposers): Transition => {
  if (!state.awaitingFinishedBuilding) return drain({ ...state, queue: [...state.queue, event] }, proposers);
  const isAnswer = event.kind === 'finished_building' && event.round === state.round;
  if (!isAnswer) return stay({ ...state, queue: [...state.queue, event] });
  return drain({ ...state, queue: [event, ...state.queue] }, proposers);
};

/** What an incoming vote is to this machine: its tallies first, then what waits in its queue. Signatures are not compared. */
export const receivedVote = (state: MachineState, vote: Vote): 'new' | 'duplicate' | 'conflict' => {
  const index = state.setup.memberIndex.get(feltToHex(vote.voter));
  const counted = index === undefined ? null : tallyOf(state, vote.voteType, vote.round).votes[index];
  const old = counted ?? queuedVote(state, vote);
  if (old === null) return 'new';
  return old.commitment === vote.commitment ? 'duplicate' : 'conflict';
};

const queuedVote = (state: MachineState, vote: Vote): Vote | null => {
  for (const event of state.queue) {
    if (event.kind !== 'vote') continue;
    const { voteType, round, voter } = event.vote;
    if (voteType === vote.voteType && round === vote.round && voter === vote.voter) return event.vote;
  }
  return null;
};

const drain = (start: MachineState, proposers: Proposers): Transition => {
  let state = start;
  const output: SmOutput[] = [];
  for (let event = state.queue[0]; event !== undefined; event = state.queue[0]) {
    const next = handleEvent({ ...state, queue: state.queue.slice(1) }, event, proposers);
    state = next.state;
    for (const item of next.output) {
      output.push(item);
      if (item.kind === 'decision_reached') return { state, output };
    }
    // L18: getValue blocks, what is still queued stays there.
    if (state.awaitingFinishedBuilding) return { state, output };
  }
  return { state, output };
};

const handleEvent = (state: MachineState, event: StateMachineEvent, proposers: Proposers): Transition => {
  switch (event.kind) {
    case 'finished_building':
      return finishedBuilding(state, event, proposers);
    case 'finished_validation':
      return recordProposal(state, event.round, { value: event.value, validRound: event.validRound }, proposers);
    case 'vote':
      return uponRound(countVote(state, event.vote), event.vote.round, proposers);
    case 'timeout':
      return timeout(state, event.step, event.round, proposers);
  }
};

const finishedBuilding = (
  state: MachineState,
  event: StateMachineEvent & { readonly kind: 'finished_building' },
  proposers: Proposers,
): Transition => {
  assert(state.awaitingFinishedBuilding, 'finishedBuilding: a build is awaited');
  assert(event.round === state.round, 'finishedBuilding: the current round');
  return chain({ ...state, awaitingFinishedBuilding: false }, [
    fired('finished_building', 'L19', event.value),
    (s) => recordProposal(s, event.round, { value: event.value, validRound: null }, proposers),
  ]);
};

const recordProposal = (state: MachineState, round: Round, proposal: Proposal, proposers: Proposers): Transition => {
  assert(recordOf(state, round).proposal === null, 'recordProposal: the first proposal of its round');
  return uponRound(withRecord(state, round, { proposal: freeze(proposal) }), round, proposers);
};

const countVote = (state: MachineState, vote: Vote): MachineState => {
  const { memberIndex, committee } = state.setup;
  const index = required(memberIndex.get(feltToHex(vote.voter)), 'countVote: a voter of the committee');
  const { weight } = required(committee.members[index], 'countVote: a member at its index');
  const tally = addVote(tallyOf(state, vote.voteType, vote.round), index, vote, weight);
  return withRecord(state, vote.round, vote.voteType === 'prevote' ? { prevotes: tally } : { precommits: tally });
};

const timeout = (state: MachineState, step: Step, round: Round, proposers: Proposers): Transition => {
  switch (step) {
    case 'propose':
      return timedOut(state, { rule: 'timeout_propose', round, voteType: 'prevote', next: 'prevote' }, proposers);
    case 'prevote':
      return timedOut(state, { rule: 'timeout_prevote', round, voteType: 'precommit', next: 'precommit' }, proposers);
    case 'precommit': {
      if (!holds('timeout_precommit', state, round, proposers)) return stay(state);
      const next = toRound(round + 1);
      return chain(state, [fired('timeout_precommit', 'L65', null), (s) => advanceToRound(s, next, proposers)]);
    }
  }
};

type NilTimeout = {
  readonly rule: 'timeout_propose' | 'timeout_prevote';
  readonly round: Round;
  readonly voteType: VoteType;
  readonly next: Step;
};

/** L57, L61: vote nil and go on; a stale timer does nothing. */
const timedOut = (state: MachineState, { rule, round, voteType, next }: NilTimeout, proposers: Proposers): Transition => {
  if (!holds(rule, state, round, proposers)) return stay(state);
  const { line } = RULES[rule];
  return chain(state, [fired(rule, line, null), castVote(voteType, null, line), advanceToStep(next, proposers)]);
};

/** L11-L21. */
const advanceToRound = (before: MachineState, round: Round, proposers: Proposers): Transition => {
  const { height, id, isObserver } = before.setup;
  const proposer = proposers.actualProposer(round);
  const virtualProposer = proposers.virtualProposer(round);
  const entered: Move = (s) =>
    chain({ ...s, round, step: 'propose' }, [
      report({ kind: 'round_entered', height, round, proposer, virtualProposer, line: 'L11' }),
      report({ kind: 'step_entered', height, round, step: 'propose' }),
    ]);
  if (isObserver || id !== proposer) {
    const schedule = emit({ kind: 'schedule_timeout', step: 'propose', round });
    return chain(before, [entered, fired('schedule_timeout_propose', 'L21', null), schedule, (s) => currentRoundUpons(s, proposers)]);
  }
  if (before.valid === null) {
    // Apollo sets no TimeoutPropose here: a build that never ends blocks the machine, and the builder has its own deadline.
    const build = emit({ kind: 'start_build_proposal', round });
    return chain(before, [entered, fired('start_build_proposal', 'L18', null), (s) => build({ ...s, awaitingFinishedBuilding: true })]);
  }
  return chain(before, [entered, (s) => repropose(s, proposers)]);
};

/** L16, L19: the proposer of a round proposes its valid value again. */
const repropose = (state: MachineState, proposers: Proposers): Transition => {
  const { value, round: validRound } = required(state.valid, 'repropose: a valid value');
  const { round } = state;
  assert(recordOf(state, round).proposal === null, 'repropose: the first proposal of its round');
  const recorded = withRecord(state, round, { proposal: freeze({ value, validRound }) });
  const proposer = proposers.virtualProposer(round);
  // Without a virtual proposer nothing can be sent, and Apollo does not even vote: others must carry this validator on.
  if (proposer === null) return stay(recorded);
  return chain(recorded, [
    fired('repropose', 'L16', value),
    emit({ kind: 'repropose', value, round, validRound, proposer }),
    (s) => currentRoundUpons(s, proposers),
  ]);
};

const advanceToStep =
  (step: Step, proposers: Proposers): Move =>
  (state) =>
    chain({ ...state, step }, [
      report({ kind: 'step_entered', height: state.setup.height, round: state.round, step }),
      (s) => currentRoundUpons(s, proposers),
    ]);

const uponRound = (state: MachineState, round: Round, proposers: Proposers): Transition => {
  if (round === state.round) return currentRoundUpons(state, proposers);
  if (round < state.round) return chain(state, [uponReproposal(proposers), uponDecision(round, proposers)]);
  if (!holds('maybe_advance_to_round', state, round, proposers)) return stay(state);
  return chain(state, [fired('maybe_advance_to_round', 'L55', null), (s) => advanceToRound(s, round, proposers)]);
};

const currentRoundUpons = (state: MachineState, proposers: Proposers): Transition =>
  chain(state, [
    uponNewProposal(proposers),
    uponReproposal(proposers),
    maybeInitiateTimeout('maybe_initiate_timeout_prevote', proposers),
    uponPrevoteQuorum(proposers),
    uponNilPrevoteQuorum(proposers),
    maybeInitiateTimeout('maybe_initiate_timeout_precommit', proposers),
    uponDecision(state.round, proposers),
  ]);

const proposalOf = (state: MachineState, round: Round): Proposal =>
  required(recordOf(state, round).proposal, 'proposalOf: a known proposal');

/** L22: only the locked value is compared, the locked round is not. */
const uponNewProposal =
  (proposers: Proposers): Move =>
  (state) => {
    if (!holds('upon_new_proposal', state, state.round, proposers)) return stay(state);
    const { value } = proposalOf(state, state.round);
    const accepts = state.locked === null || state.locked.value === value;
    return prevote(state, { rule: 'upon_new_proposal', value: accepts ? value : null }, proposers);
  };

/** L28: a later (or equal) quorum releases the lock. */
const uponReproposal =
  (proposers: Proposers): Move =>
  (state) => {
    if (!holds('upon_reproposal', state, state.round, proposers)) return stay(state);
    const { value, validRound } = proposalOf(state, state.round);
    const accepts = state.locked === null || (validRound !== null && state.locked.round <= validRound) || state.locked.value === value;
    return prevote(state, { rule: 'upon_reproposal', value: accepts ? value : null }, proposers);
  };

type PrevoteChoice = { readonly rule: RuleName; readonly value: ProposalCommitment | null };

const prevote = (state: MachineState, { rule, value }: PrevoteChoice, proposers: Proposers): Transition => {
  const { line } = RULES[rule];
  return chain(state, [fired(rule, line, value), castVote('prevote', value, line), advanceToStep('prevote', proposers)]);
};

/** L34, L47: once per round. */
const maybeInitiateTimeout =
  (rule: 'maybe_initiate_timeout_prevote' | 'maybe_initiate_timeout_precommit', proposers: Proposers): Move =>
  (state) => {
    const { round } = state;
    if (!holds(rule, state, round, proposers)) return stay(state);
    const isPrevote = rule === 'maybe_initiate_timeout_prevote';
    const next = withRecord(state, round, isPrevote ? { mixedPrevoteQuorum: true } : { mixedPrecommitQuorum: true });
    const step = isPrevote ? 'prevote' : 'precommit';
    return chain(next, [fired(rule, RULES[rule].line, null), emit({ kind: 'schedule_timeout', step, round })]);
  };

/** L36: the value becomes valid; in step prevote it is locked and precommitted too. */
const uponPrevoteQuorum =
  (proposers: Proposers): Move =>
  (state) => {
    const { round, setup } = state;
    if (!holds('upon_prevote_quorum', state, round, proposers)) return stay(state);
    const value = required(proposalOf(state, round).value, 'uponPrevoteQuorum: a valid proposal');
    const mark = freeze({ value, round });
    const valid = { ...withRecord(state, round, { prevoteQuorum: true }), valid: mark };
    const seen = [fired('upon_prevote_quorum', 'L36', value), report({ kind: 'valid_value_set', height: setup.height, round, value })];
    if (state.step !== 'prevote') return chain(valid, seen);
    return chain({ ...valid, locked: mark }, [
      ...seen,
      report({ kind: 'locked', height: setup.height, round, value }),
      castVote('precommit', value, 'L36'),
      advanceToStep('precommit', proposers),
    ]);
  };

const uponNilPrevoteQuorum =
  (proposers: Proposers): Move =>
  (state) => {
    if (!holds('upon_nil_prevote_quorum', state, state.round, proposers)) return stay(state);
    return chain(state, [
      fired('upon_nil_prevote_quorum', 'L44', null),
      castVote('precommit', null, 'L44'),
      advanceToStep('precommit', proposers),
    ]);
  };

/** L49, for the current or an earlier round. */
const uponDecision =
  (round: Round, proposers: Proposers): Move =>
  (state) => {
    if (!holds('upon_decision', state, round, proposers)) return stay(state);
    const { height } = state.setup;
    const value = required(proposalOf(state, round).value, 'uponDecision: a valid proposal');
    const precommits = votesFor(recordOf(state, round).precommits, value);
    return chain(state, [
      report({ kind: 'rule_fired', height, round, line: 'L49', rule: 'upon_decision', value }),
      report({ kind: 'decided', height, round, value, voters: precommits.map((vote) => vote.voter) }),
      emit({ kind: 'decision_reached', decision: { value, round, precommits } }),
    ]);
  };

/** make_self_vote: observers neither vote nor record. The own vote counts at once; asserts that there is none yet in this round. */
const castVote =
  (voteType: VoteType, commitment: ProposalCommitment | null, line: PaperLine): Move =>
  (state) => {
    const { height, id, isObserver } = state.setup;
    const { round } = state;
    if (isObserver) return stay(state);
    const vote: Vote = freeze({ voteType, height, round, commitment, voter: id, signature: [] });
    const last = voteType === 'prevote' ? state.lastSelfPrevote : state.lastSelfPrecommit;
    assert(last === null || last.round < round, 'castVote: a round after the last vote of this type');
    const counted = countVote(state, vote);
    const next = voteType === 'prevote' ? { ...counted, lastSelfPrevote: vote } : { ...counted, lastSelfPrecommit: vote };
    return chain(next, [report({ kind: 'vote_cast', voteType, height, round, commitment, line }), emit({ kind: 'broadcast_vote', vote })]);
  };
