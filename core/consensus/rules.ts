// The rules of one height: for each its paper line and its guards, as one table. The machine fires a rule when all its guards hold; the same guards,
// evaluated without short cut, explain why a rule holds back (`explainRules`). What a rule does is machine.ts.
// Source: arXiv 1807.04938, algorithm 1; crates/apollo_consensus/src/state_machine.rs; protocol.md 1.5. Names after Apollo.
import { feltToHex } from '../base/felt.ts';
import type { Step } from '../types/consensus.ts';
import type { Round } from '../types/ids.ts';
import type { PaperLine } from './messages.ts';
import { recordOf, type MachineState, type Proposers } from './machine-state.ts';
import { weightFor, type Tally } from './votes.ts';

export type RuleName =
  | 'upon_new_proposal'
  | 'upon_reproposal'
  | 'maybe_initiate_timeout_prevote'
  | 'upon_prevote_quorum'
  | 'upon_nil_prevote_quorum'
  | 'maybe_initiate_timeout_precommit'
  | 'upon_decision'
  | 'maybe_advance_to_round'
  | 'timeout_propose'
  | 'timeout_prevote'
  | 'timeout_precommit';

/** Weights are bigint, rounds number, anything else a word. */
type GuardFact = string | number | bigint | null;
/** One condition of a rule: what it found and what it needs. */
type GuardFinding = { readonly name: string; readonly holds: boolean; readonly got: GuardFact; readonly needed: GuardFact };
/** A rule at one round, with all its conditions; it would fire (for a timeout: at its timer) when all hold. */
export type RuleExplanation = {
  readonly rule: RuleName;
  readonly line: PaperLine;
  readonly round: Round;
  readonly guards: readonly GuardFinding[];
};

/** Where a guard looks: `round` is the current one, except for L49 and L55. */
type Scope = { readonly state: MachineState; readonly round: Round; readonly proposers: Proposers };
type Guard = (scope: Scope) => GuardFinding;
type Rule = { readonly line: PaperLine; readonly guards: readonly Guard[] };

const stepIs =
  (step: Step): Guard =>
  ({ state }) => ({ name: 'step', holds: state.step === step, got: state.step, needed: step });

const stepIsPastPropose: Guard = ({ state }) => ({
  name: 'step',
  holds: state.step !== 'propose',
  got: state.step,
  needed: 'prevote or precommit',
});

const roundIsCurrent: Guard = ({ state, round }) => ({ name: 'round', holds: round === state.round, got: round, needed: state.round });

const roundIsAhead: Guard = ({ state, round }) => ({ name: 'round', holds: round > state.round, got: round, needed: state.round + 1 });

const proposalIsKnown: Guard = ({ state, round }) => {
  const { proposal } = recordOf(state, round);
  return { name: 'proposal', holds: proposal !== null, got: proposal === null ? 'unknown' : 'known', needed: 'known' };
};

const proposalIsValid: Guard = ({ state, round }) => {
  const { proposal } = recordOf(state, round);
  const holds = proposal !== null && proposal.value !== null;
  return { name: 'proposal', holds, got: holds ? 'valid' : proposal === null ? 'unknown' : 'invalid', needed: 'valid' };
};

const validRoundIsAbsent: Guard = ({ state, round }) => {
  const validRound = recordOf(state, round).proposal?.validRound ?? null;
  return { name: 'valid round', holds: validRound === null, got: validRound, needed: null };
};

const validRoundIsEarlier: Guard = ({ state, round }) => {
  const validRound = recordOf(state, round).proposal?.validRound ?? null;
  return { name: 'valid round', holds: validRound !== null && validRound < state.round, got: validRound, needed: `below ${state.round}` };
};

const weighs = (name: string, got: bigint, needed: bigint): GuardFinding => ({ name, holds: got >= needed, got, needed });

/** L28: prevotes of the valid round for exactly the proposal's value (which may be null: nil). */
const validRoundPrevotesQuorum: Guard = ({ state, round }) => {
  const { proposal } = recordOf(state, round);
  const validRound = proposal?.validRound ?? null;
  const weight = proposal === null || validRound === null ? 0n : weightFor(recordOf(state, validRound).prevotes, proposal.value);
  return weighs('prevotes for the value in its valid round', weight, state.setup.quorumWeight);
};

const anyPrevotesQuorum: Guard = ({ state, round }) =>
  weighs('prevotes for anything', recordOf(state, round).prevotes.weight, state.setup.quorumWeight);

const anyPrecommitsQuorum: Guard = ({ state, round }) =>
  weighs('precommits for anything', recordOf(state, round).precommits.weight, state.setup.quorumWeight);

const weightForProposal = (state: MachineState, round: Round, tally: Tally): bigint => {
  const value = recordOf(state, round).proposal?.value ?? null;
  return value === null ? 0n : weightFor(tally, value);
};

const valuePrevotesQuorum: Guard = ({ state, round }) =>
  weighs('prevotes for the proposal', weightForProposal(state, round, recordOf(state, round).prevotes), state.setup.quorumWeight);

const valuePrecommitsQuorum: Guard = ({ state, round }) =>
  weighs('precommits for the proposal', weightForProposal(state, round, recordOf(state, round).precommits), state.setup.quorumWeight);

const nilPrevotesQuorum: Guard = ({ state, round }) =>
  weighs('prevotes for nil', weightFor(recordOf(state, round).prevotes, null), state.setup.quorumWeight);

/** L55: prevotes or precommits of the round; the two sets are not added together. */
const roundSkipWeight: Guard = ({ state, round }) => {
  const { prevotes, precommits } = recordOf(state, round);
  const weight = prevotes.weight > precommits.weight ? prevotes.weight : precommits.weight;
  return weighs('votes of one type in a later round', weight, state.setup.skipWeight);
};

const firstTime =
  (flag: 'prevoteQuorum' | 'mixedPrevoteQuorum' | 'mixedPrecommitQuorum'): Guard =>
  ({ state, round }) => {
    const before = recordOf(state, round)[flag];
    return { name: 'first time in this round', holds: !before, got: before ? 'happened' : 'first', needed: 'first' };
  };

/** virtual_proposer_in_favor: only when the setup requires it; a failed lookup is not in favour. */
const virtualProposerInFavor: Guard = ({ state, round, proposers }) => {
  const name = "virtual proposer's precommit";
  const { memberIndex, requireVirtualProposerVote } = state.setup;
  if (!requireVirtualProposerVote) return { name, holds: true, got: 'not required', needed: 'not required' };
  const { proposal, precommits } = recordOf(state, round);
  const proposer = proposers.virtualProposer(round);
  const index = proposer === null ? undefined : memberIndex.get(feltToHex(proposer));
  const vote = index === undefined ? null : (precommits.votes[index] ?? null);
  const holds = vote !== null && proposal !== null && vote.commitment === proposal.value;
  return {
    name,
    holds,
    got: proposer === null ? 'unknown proposer' : vote === null ? 'missing' : holds ? 'for it' : 'not for it',
    needed: 'for it',
  };
};

/** Paper line and guards of every rule; the first seven are tried in this order. */
export const RULES: Readonly<Record<RuleName, Rule>> = {
  upon_new_proposal: { line: 'L22', guards: [stepIs('propose'), proposalIsKnown, validRoundIsAbsent] },
  upon_reproposal: { line: 'L28', guards: [stepIs('propose'), proposalIsKnown, validRoundIsEarlier, validRoundPrevotesQuorum] },
  maybe_initiate_timeout_prevote: { line: 'L34', guards: [stepIs('prevote'), anyPrevotesQuorum, firstTime('mixedPrevoteQuorum')] },
  upon_prevote_quorum: { line: 'L36', guards: [stepIsPastPropose, proposalIsValid, valuePrevotesQuorum, firstTime('prevoteQuorum')] },
  upon_nil_prevote_quorum: { line: 'L44', guards: [stepIs('prevote'), nilPrevotesQuorum] },
  maybe_initiate_timeout_precommit: { line: 'L47', guards: [anyPrecommitsQuorum, firstTime('mixedPrecommitQuorum')] },
  upon_decision: { line: 'L49', guards: [proposalIsValid, valuePrecommitsQuorum, virtualProposerInFavor] },
  maybe_advance_to_round: { line: 'L55', guards: [roundIsAhead, roundSkipWeight] },
  timeout_propose: { line: 'L57', guards: [stepIs('propose'), roundIsCurrent] },
  timeout_prevote: { line: 'L61', guards: [stepIs('prevote'), roundIsCurrent] },
  timeout_precommit: { line: 'L65', guards: [roundIsCurrent] },
};

/** True when all guards of the rule hold; stops at the first that does not. */
export const holds = (rule: RuleName, state: MachineState, round: Round, proposers: Proposers): boolean =>
  RULES[rule].guards.every((guard) => guard({ state, round, proposers }).holds);

const CURRENT_ROUND_RULES: readonly RuleName[] = [
  'upon_new_proposal',
  'upon_reproposal',
  'maybe_initiate_timeout_prevote',
  'upon_prevote_quorum',
  'upon_nil_prevote_quorum',
  'maybe_initiate_timeout_precommit',
  'upon_decision',
];
const TIMEOUT_RULES: readonly RuleName[] = ['timeout_propose', 'timeout_prevote', 'timeout_precommit'];

/**
 * Why and why not, for every rule: those of the current round in the order in which they are tried, then decisions of earlier rounds, skips to
 * later rounds (ascending, rounds of which something is known), and timeouts. While a build is awaited (L18) no rule fires, whatever holds.
 */
export const explainRules = (state: MachineState, proposers: Proposers): readonly RuleExplanation[] => {
  const explain = (rule: RuleName, round: Round): RuleExplanation => ({
    rule,
    line: RULES[rule].line,
    round,
    guards: RULES[rule].guards.map((guard) => guard({ state, round, proposers })),
  });
  const known = [...state.rounds.keys()].toSorted((a, b) => a - b);
  return [
    ...CURRENT_ROUND_RULES.map((rule) => explain(rule, state.round)),
    ...known.filter((round) => round < state.round).map((round) => explain('upon_decision', round)),
    ...known.filter((round) => round > state.round).map((round) => explain('maybe_advance_to_round', round)),
    ...TIMEOUT_RULES.map((rule) => explain(rule, state.round)),
  ];
};
