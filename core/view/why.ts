// "Why?": every rule of the Tendermint paper for one validator, fired or with what it lacks. The guards are those of the rules themselves
// (core/consensus/rules.ts) over the machine that the log describes (machine.ts); only the lines that begin a round have their conditions written here.
import { explainRules, type RuleExplanation } from '../consensus/rules.ts';
import { type LogEvent, type PaperLine, logEventId } from '../log/event.ts';
import { indexOfValidatorId } from '../types/ids.ts';
import { formatMilliseconds, shortFelt, validatorName } from './format.ts';
import { type FiredAt, type HeightMachine, machineAt, proposersOf } from './machine.ts';
import type { Params } from './phrase.ts';
import type { Timeline } from './timeline.ts';

export type GuardKey =
  | 'guard.running'
  | 'guard.not_building'
  | 'guard.is_proposer'
  | 'guard.not_proposer'
  | 'guard.has_valid'
  | 'guard.no_valid'
  | 'guard.built'
  | 'guard.entered'
  | 'guard.lock_allows'
  | 'guard.step'
  | 'guard.round'
  | 'guard.round_ahead'
  | 'guard.proposal_known'
  | 'guard.proposal_valid'
  | 'guard.valid_round_absent'
  | 'guard.valid_round_earlier'
  | 'guard.votes'
  | 'guard.first_time'
  | 'guard.virtual_vote'
  | 'guard.timer';
/** What the weight of a guard counts. */
export type VoteCount =
  | 'valid_round_prevotes'
  | 'any_prevotes'
  | 'any_precommits'
  | 'value_prevotes'
  | 'value_precommits'
  | 'nil_prevotes'
  | 'later_round';

export type Guard = {
  readonly key: GuardKey;
  readonly holds: boolean;
  readonly params: Params;
  /** Of `guard.votes`. */
  readonly count?: VoteCount;
};
export type ExplainedRule = {
  readonly line: PaperLine;
  readonly round: number;
  readonly guards: readonly Guard[];
  /** The last time it fired in this height: id of the event. */
  readonly fired: { readonly eventId: string; readonly round: number; readonly at: number } | null;
};

/** Order in which rules are listed: as in the paper. */
const ORDER: readonly PaperLine[] = [
  'L11',
  'L14',
  'L16',
  'L18',
  'L19',
  'L21',
  'L22',
  'L28',
  'L34',
  'L36',
  'L44',
  'L47',
  'L49',
  'L55',
  'L57',
  'L61',
  'L65',
];

const guard = (key: GuardKey, holds: boolean, params: Params = {}): Guard => ({ key, holds, params });

const COUNTS: Readonly<Record<string, VoteCount>> = {
  'prevotes for the value in its valid round': 'valid_round_prevotes',
  'prevotes for anything': 'any_prevotes',
  'precommits for anything': 'any_precommits',
  'prevotes for the proposal': 'value_prevotes',
  'precommits for the proposal': 'value_precommits',
  'prevotes for nil': 'nil_prevotes',
  'votes of one type in a later round': 'later_round',
};

/** Weights beside the one that counts: nil votes, votes for another value, votes that have not come. */
const restOf = (height: HeightMachine, count: VoteCount, round: number): Params => {
  const { machine } = height;
  const record = machine.rounds.get(round as typeof machine.round);
  const isPrecommit = count === 'any_precommits' || count === 'value_precommits';
  const tally = isPrecommit ? record?.precommits : record?.prevotes;
  const value = record?.proposal?.value ?? null;
  const nil = tally?.byValue.find((entry) => entry.value === null)?.weight ?? 0n;
  const own = value === null ? 0n : (tally?.byValue.find((entry) => entry.value === value)?.weight ?? 0n);
  const all = tally?.weight ?? 0n;
  return { nil: String(nil), other: String(all - nil - own), none: String(machine.setup.committee.totalWeight - all) };
};

type Finding = RuleExplanation['guards'][number];

const ofFinding = (height: HeightMachine, rule: RuleExplanation, { name, holds, got, needed }: Finding): Guard => {
  const count = COUNTS[name];
  if (count !== undefined) {
    const params = { have: String(got), need: String(needed), ...restOf(height, count, rule.round) };
    return { ...guard('guard.votes', holds, params), count };
  }
  const { machine } = height;
  switch (name) {
    case 'step':
      return guard('guard.step', holds, { got: String(got), needed: String(needed) });
    case 'round':
      return rule.rule === 'maybe_advance_to_round'
        ? guard('guard.round_ahead', holds, { round: rule.round, now: machine.round })
        : guard('guard.round', holds, { round: rule.round, now: machine.round });
    case 'proposal':
      return needed === 'valid'
        ? guard('guard.proposal_valid', holds, { round: rule.round, value: valueOf(height, rule.round) })
        : guard('guard.proposal_known', holds, { round: rule.round });
    case 'valid round':
      return needed === null
        ? guard('guard.valid_round_absent', holds, { got: String(got ?? '–') })
        : guard('guard.valid_round_earlier', holds, { got: String(got ?? '–'), now: machine.round });
    case 'first time in this round':
      return guard('guard.first_time', holds);
    default:
      return guard('guard.virtual_vote', holds, { got: String(got) });
  }
};

const valueOf = ({ machine }: HeightMachine, round: number): string => {
  const value = machine.rounds.get(round as typeof machine.round)?.proposal?.value ?? null;
  return value === null ? '–' : shortFelt(value);
};

const TIMEOUT_STEPS = { L57: 'propose', L61: 'prevote', L65: 'precommit' } as const;

const timerGuard = (height: HeightMachine, line: 'L57' | 'L61' | 'L65'): Guard => {
  const timer = height.timers.get(TIMEOUT_STEPS[line]);
  const isOfRound = timer?.round === height.machine.round;
  return guard('guard.timer', isOfRound, { at: isOfRound && timer !== undefined ? formatMilliseconds(timer.at) : '–' });
};

const isTimeout = (line: PaperLine): line is 'L57' | 'L61' | 'L65' => line === 'L57' || line === 'L61' || line === 'L65';

const ofRule = (height: HeightMachine, rule: RuleExplanation): ExplainedRule => ({
  line: rule.line,
  round: rule.round,
  guards: [
    guard('guard.not_building', !height.machine.awaitingFinishedBuilding),
    ...rule.guards.map((finding) => ofFinding(height, rule, finding)),
    ...(isTimeout(rule.line) ? [timerGuard(height, rule.line)] : []),
  ],
  fired: null,
});

/** L11-L21: what a validator does as it enters a round. */
const beginnings = (height: HeightMachine): readonly ExplainedRule[] => {
  const { machine, leaders } = height;
  const { round } = machine;
  const leader = leaders.get(round)?.actual ?? null;
  const index = leader === null ? null : indexOfValidatorId(leader, machine.setup.committee.members.length + 1_000);
  const name = index === null ? '–' : validatorName(index);
  const isLeader = leader === machine.setup.id && !machine.setup.isObserver;
  const entered = guard('guard.entered', leaders.has(round), { round });
  const leads = guard('guard.is_proposer', isLeader, { round, leader: name });
  const { valid } = machine;
  const value = valid === null ? '–' : shortFelt(valid.value);
  const built = (machine.rounds.get(round)?.proposal ?? null) !== null;
  const row = (line: PaperLine, guards: readonly Guard[]): ExplainedRule => ({ line, round, guards, fired: null });
  return [
    row('L11', [entered]),
    row('L14', [entered, leads]),
    row('L16', [leads, guard('guard.has_valid', valid !== null, { value })]),
    row('L18', [leads, guard('guard.no_valid', valid === null, { value })]),
    row('L19', [leads, guard('guard.built', built)]),
    row('L21', [entered, guard('guard.not_proposer', !isLeader, { leader: name })]),
  ];
};

const firedOf = (line: Timeline, height: HeightMachine, rule: ExplainedRule): ExplainedRule['fired'] => {
  // L14 is the branch that L16 and L18 take.
  const lines = rule.line === 'L14' ? ['L16', 'L18'] : [rule.line];
  const last = lines
    .flatMap((name): readonly FiredAt[] => height.fired.get(name) ?? [])
    .toSorted((a, b) => a.index - b.index)
    .at(-1);
  const event: LogEvent | undefined = line.events[last?.index ?? -1];
  return last === undefined || event === undefined ? null : { eventId: logEventId(event), round: last.round, at: last.at };
};

export type Explained = {
  readonly height: number;
  readonly round: number;
  /** Ascending by line; a line may stand more than once, for several rounds. */
  readonly rules: readonly ExplainedRule[];
};

type Asked = Parameters<typeof machineAt>[1];

/** All rules for a validator at a cursor, or null when it is down or has not begun a height. */
export const explainAll = (line: Timeline, asked: Asked): Explained | null => {
  const height = machineAt(line, asked);
  if (height === null) return null;
  const rules = [...beginnings(height), ...explainRules(height.machine, proposersOf(height)).map((rule) => ofRule(height, rule))];
  return {
    height: height.machine.setup.height,
    round: height.machine.round,
    rules: rules
      .map((rule) => ({ ...rule, fired: firedOf(line, height, rule) }))
      .toSorted((a, b) => ORDER.indexOf(a.line) - ORDER.indexOf(b.line) || a.round - b.round),
  };
};

export type Expectation = 'prevote' | 'precommit' | 'precommit_nil' | 'decide' | 'next_round';
export const EXPECTATIONS: readonly Expectation[] = ['prevote', 'precommit', 'precommit_nil', 'decide', 'next_round'];

const LINES: Readonly<Record<Expectation, PaperLine>> = {
  prevote: 'L22',
  precommit: 'L36',
  precommit_nil: 'L44',
  decide: 'L49',
  next_round: 'L65',
};

/** The rule that would do what is expected, in the validator's round: guards of the rule, and what else it takes for the proposal. */
export const explain = (line: Timeline, asked: Asked, what: Expectation): ExplainedRule | null => {
  const height = machineAt(line, asked);
  const explained = explainAll(line, asked);
  if (height === null || explained === null) return null;
  const { machine } = height;
  const proposal = machine.rounds.get(machine.round)?.proposal ?? null;
  const isAgain = what === 'prevote' && proposal !== null && proposal.validRound !== null;
  const wanted = isAgain ? 'L28' : LINES[what];
  const rule = explained.rules.find((other) => other.line === wanted && other.round === machine.round);
  if (rule === undefined || what !== 'prevote') return rule ?? null;
  const { locked } = machine;
  const released = isAgain && locked !== null && proposal.validRound !== null && locked.round <= proposal.validRound;
  const allows = locked === null || released || locked.value === proposal?.value;
  return {
    ...rule,
    guards: [
      ...rule.guards,
      guard('guard.proposal_valid', proposal !== null && proposal.value !== null, {
        round: machine.round,
        value: valueOf(height, machine.round),
      }),
      guard('guard.lock_allows', allows, { locked: locked === null ? '–' : shortFelt(locked.value) }),
    ],
  };
};
