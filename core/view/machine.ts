// The state machine of one validator's height, rebuilt from what the log says that it received, cast and entered, so that the guards of the rules
// themselves (core/consensus/rules.ts) can be asked why a rule has or has not fired. It applies no rule: locks, steps and rounds are those of the log.
import { feltToHex } from '../base/felt.ts';
import type { Felt } from '../base/felt.ts';
import {
  type MachineState,
  type Proposers,
  createMachine,
  createSetup,
  type recordOf,
  tallyOf,
  withRecord,
} from '../consensus/machine-state.ts';
import { addVote } from '../consensus/votes.ts';
import type { LogEvent } from '../log/event.ts';
import type { Vote } from '../types/consensus.ts';
import { CONSENSUS_SLOT, type Round, type TimeUs, toProcessId, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import type { Timeline } from './timeline.ts';
import { type EventOf, type Handlers, applyHandlers } from './view.ts';

export type FiredAt = { readonly round: Round; readonly index: number; readonly at: TimeUs };
type Timer = { readonly round: Round; readonly at: TimeUs };
/** What is known of one height of one validator. */
export type HeightMachine = {
  readonly machine: MachineState;
  /** Who leads the rounds that it has entered. */
  readonly leaders: ReadonlyMap<Round, { readonly actual: Felt; readonly virtual: Felt | null }>;
  /** Rules by their line, each firing with the index of its event. */
  readonly fired: ReadonlyMap<string, readonly FiredAt[]>;
  /** Timers of consensus that run: by step. */
  readonly timers: ReadonlyMap<string, Timer>;
  readonly decided: boolean;
  readonly synced: boolean;
  /** Valid rounds of the proposals that it accepted. */
  readonly validRounds: ReadonlyMap<Round, Round | null>;
};

type Numbered = HeightMachine & { readonly index: number };

const withVote = (view: Numbered, vote: Vote): Numbered => {
  const { machine } = view;
  const index = machine.setup.memberIndex.get(feltToHex(vote.voter));
  const member = index === undefined ? undefined : machine.setup.committee.members[index];
  const tally = tallyOf(machine, vote.voteType, vote.round);
  if (index === undefined || member === undefined || (tally.votes[index] ?? null) !== null) return view;
  const next = addVote(tally, index, vote, member.weight);
  return {
    ...view,
    machine: withRecord(machine, vote.round, vote.voteType === 'prevote' ? { prevotes: next } : { precommits: next }),
  };
};

const asVote = (event: EventOf<'vote_cast' | 'vote_received'>, voter: Felt): Vote => ({
  voteType: event.voteType,
  height: event.height,
  round: event.round,
  commitment: event.commitment,
  voter,
  signature: [],
});

const withProposal = (view: Numbered, round: Round, value: Felt | null, validRound: Round | null): Numbered => ({
  ...view,
  machine: withRecord(view.machine, round, { proposal: { value, validRound } }),
});

const FLAGS: Readonly<Partial<Record<string, Partial<ReturnType<typeof recordOf>>>>> = {
  L34: { mixedPrevoteQuorum: true },
  L36: { prevoteQuorum: true },
  L47: { mixedPrecommitQuorum: true },
};

const withFired = (view: Numbered, { line, round, t }: { readonly line: string; readonly round: Round; readonly t: TimeUs }): Numbered => {
  const flag = FLAGS[line];
  const machine = flag === undefined ? view.machine : withRecord(view.machine, round, flag);
  const fired = new Map(view.fired).set(line, [...(view.fired.get(line) ?? []), { round, index: view.index, at: t }]);
  return { ...view, fired, machine: line === 'L18' ? { ...machine, awaitingFinishedBuilding: true } : machine };
};

const ofHeight =
  <E extends { readonly height: number }>(act: (view: Numbered, event: E) => Numbered) =>
  (view: Numbered, event: E): Numbered =>
    event.height === view.machine.setup.height ? act(view, event) : view;

const HANDLERS: Handlers<Numbered> = {
  round_entered: ofHeight((view, { round, proposer, virtualProposer, t }) => ({
    ...withFired(view, { line: 'L11', round, t }),
    machine: { ...view.machine, round, step: 'propose' },
    leaders: new Map(view.leaders).set(round, { actual: proposer, virtual: virtualProposer }),
  })),
  step_entered: ofHeight((view, { step }) => ({ ...view, machine: { ...view.machine, step } })),
  rule_fired: ofHeight((view, event) => withFired(view, event)),
  build_finished: ofHeight((view, { round, value }) => {
    const built = withProposal(view, round, value, null);
    return { ...built, machine: { ...built.machine, awaitingFinishedBuilding: false } };
  }),
  reproposed: ofHeight((view, { round, value, validRound }) => withProposal(view, round, value, validRound)),
  proposal_received: (view, { init, outcome }) =>
    outcome === 'accepted' && init.height === view.machine.setup.height
      ? { ...view, validRounds: new Map(view.validRounds).set(init.round, init.validRound) }
      : view,
  validation_finished: ofHeight((view, { round, value }) => withProposal(view, round, value, view.validRounds.get(round) ?? null)),
  vote_cast: ofHeight((view, event) => withVote(view, asVote(event, view.machine.setup.id))),
  vote_received: ofHeight((view, event) => (event.outcome === 'counted' ? withVote(view, asVote(event, event.voter)) : view)),
  locked: ofHeight((view, { value, round }) => ({ ...view, machine: { ...view.machine, locked: { value, round } } })),
  valid_value_set: ofHeight((view, { value, round }) => ({ ...view, machine: { ...view.machine, valid: { value, round } } })),
  timeout_scheduled: ofHeight((view, { step, round, at }) => ({ ...view, timers: new Map(view.timers).set(step, { round, at }) })),
  timer_fired: (view, { timer, height, round }) => {
    const step = timer.replace('timeout_', '');
    if (height !== view.machine.setup.height || view.timers.get(step)?.round !== round) return view;
    return { ...view, timers: new Map([...view.timers].filter(([name]) => name !== step)) };
  },
  decided: ofHeight((view) => ({ ...view, decided: true })),
  synced: ofHeight((view) => ({ ...view, synced: true })),
};

const started = (event: EventOf<'height_started'>, validator: number, requireVirtualProposerVote: boolean): Numbered => ({
  machine: createMachine(
    createSetup({
      height: event.height,
      id: validatorIdOf(toValidatorIndex(validator)),
      isObserver: event.isObserver,
      quorum: event.quorum,
      requireVirtualProposerVote,
      committee: event.committee,
    }),
  ),
  leaders: new Map(),
  fired: new Map(),
  timers: new Map(),
  decided: false,
  synced: false,
  validRounds: new Map(),
  index: 0,
});

/** Indexes of the events of a validator's consensus process since it started its present height; empty when it is down or has started none. */
const indexesOfHeight = (line: Timeline, validator: number, end: number): readonly number[] => {
  const own = line.byProcess.get(toProcessId(validator, CONSENSUS_SLOT)) ?? [];
  const indexes: number[] = [];
  for (let i = own.length - 1; i >= 0; i--) {
    const index = own[i] ?? 0;
    if (index >= end) continue;
    const kind = line.events[index]?.kind;
    if (kind === 'crashed') return [];
    indexes.push(index);
    if (kind === 'height_started') return indexes.toReversed();
  }
  return [];
};

type Asked = {
  readonly cursor: number;
  readonly validator: number;
  /** Setting of the run at a height: the log does not hold it. */
  readonly requiresVirtualVote: (height: number) => boolean;
};

/** The machine of the height that a validator is in at a cursor; null when it is down or has not begun. */
export const machineAt = (line: Timeline, { cursor, validator, requiresVirtualVote }: Asked): HeightMachine | null => {
  const indexes = indexesOfHeight(line, validator, line.starts[cursor] ?? line.events.length);
  const first: LogEvent | undefined = line.events[indexes[0] ?? -1];
  if (first?.kind !== 'height_started') return null;
  let view = started(first, validator, requiresVirtualVote(first.height));
  for (const index of indexes) {
    const event = line.events[index];
    if (event !== undefined) view = applyHandlers(HANDLERS, { ...view, index }, event);
  }
  return view;
};

/** The proposers that a height's machine knows of; the validator itself is never asked about rounds that it has not entered. */
export const proposersOf = ({ leaders, machine }: HeightMachine): Proposers => ({
  actualProposer: (round) => leaders.get(round)?.actual ?? machine.setup.id,
  virtualProposer: (round) => leaders.get(round)?.virtual ?? null,
});
