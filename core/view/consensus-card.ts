// The left chamber of a card: what one validator's consensus process believes, folded from its log events.
// Follows protocol.md 1.3-1.5 only in what it names; it applies no rule: a lock appears when the log says `locked`.
import type { Felt } from '../base/felt.ts';
import type { PaperLine, TimerName } from '../log/event.ts';
import type { Committee, QuorumType, Step } from '../types/consensus.ts';
import { type Height, type Round, type TimeUs, type ValidatorIndex, indexOfValidatorId, validatorOf } from '../types/ids.ts';
import { type Tally, type VoteBoard, rowOf, setConflict, setVote, tallyOf } from './tally.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

type RoundValue = { readonly round: Round; readonly value: Felt };
export type PendingTimeout = {
  readonly step: Step;
  readonly height: Height;
  readonly round: Round;
  readonly setAt: TimeUs;
  readonly at: TimeUs;
};
type LocalDecision = { readonly height: Height; readonly round: Round; readonly value: Felt; readonly at: TimeUs };
/** What has come of the stream of this round's proposal. `next` is the first message that is still missing. */
export type Rack = {
  readonly from: ValidatorIndex;
  readonly height: Height;
  readonly round: Round;
  readonly received: readonly number[];
  /** What came with each of `received`, in its order. */
  readonly parts: readonly EventOf<'stream_part'>['part'][];
  readonly next: number;
  readonly complete: boolean;
};
type ProposalPhase = 'building' | 'built' | 'failed' | 'receiving' | 'validating' | 'valid' | 'invalid';
/** The proposal of `round` as this validator treats it. */
type LocalProposal = {
  readonly round: Round;
  readonly phase: ProposalPhase;
  readonly value: Felt | null;
  readonly error: string | null;
};
type FiredRule = { readonly line: PaperLine; readonly rule: string; readonly round: Round; readonly at: TimeUs };

export type ConsensusCard = {
  readonly validators: number;
  readonly running: boolean;
  readonly height: Height | null;
  readonly round: Round | null;
  readonly step: Step | null;
  readonly isObserver: boolean;
  readonly quorum: QuorumType;
  readonly committee: Committee | null;
  /** The proposer of the current round, as this validator knows it. */
  readonly proposer: ValidatorIndex | null;
  readonly locked: RoundValue | null;
  readonly valid: RoundValue | null;
  readonly timeouts: readonly PendingTimeout[];
  readonly votes: VoteBoard;
  readonly proposal: LocalProposal | null;
  readonly rack: Rack | null;
  readonly lastRule: FiredRule | null;
  /** Newest last, at most DECISIONS_KEPT. */
  readonly decisions: readonly LocalDecision[];
  readonly decidedHeight: Height | null;
  /** The last height learned from the state-sync store instead of an own decision. */
  readonly syncedHeight: Height | null;
  /** Height of the last-voted marker on disk: survives a crash. */
  readonly marker: Height | null;
  readonly refused: number;
  /** Ids of frames that have arrived and are held, in order of arrival. */
  readonly held: readonly string[];
};

/** True when the process stands after an error that it does not survive, though nobody has made it crash: it waits to be started again. */
export const isHalted = ({ running, round }: ConsensusCard): boolean => !running && round !== null;

/** Decisions that a card remembers; older ones are found through the tape. */
const DECISIONS_KEPT = 8;

const NO_VOTES: VoteBoard = new Map();
/** What begins anew with each height, and is lost by a crash. */
const FRESH = {
  round: null,
  step: null,
  proposer: null,
  locked: null,
  valid: null,
  timeouts: [],
  votes: NO_VOTES,
  proposal: null,
  rack: null,
  lastRule: null,
} as const;

const emptyCard = (validators: number): ConsensusCard => ({
  ...FRESH,
  validators,
  running: false,
  height: null,
  isObserver: false,
  quorum: 'byzantine',
  committee: null,
  decisions: [],
  decidedHeight: null,
  syncedHeight: null,
  marker: null,
  refused: 0,
  held: [],
});

const STEP_OF_TIMER: Readonly<Partial<Record<TimerName, Step>>> = {
  timeout_propose: 'propose',
  timeout_prevote: 'prevote',
  timeout_precommit: 'precommit',
};

const isCurrent = (card: ConsensusCard, at: { readonly height: Height; readonly round: Round }): boolean =>
  at.height === card.height && at.round === card.round;

const withProposal = (
  card: ConsensusCard,
  at: { readonly height: Height; readonly round: Round },
  phase: ProposalPhase,
  end: { readonly value: Felt | null; readonly error: string | null } = { value: null, error: null },
): ConsensusCard => (isCurrent(card, at) ? { ...card, proposal: { round: at.round, phase, value: end.value, error: end.error } } : card);

const withoutTimer = (card: ConsensusCard, event: EventOf<'timer_fired'>): ConsensusCard => {
  const step = STEP_OF_TIMER[event.timer];
  if (step === undefined) return card;
  const timeouts = card.timeouts.filter((x) => x.step !== step || x.height !== event.height || x.round !== event.round);
  return timeouts.length === card.timeouts.length ? card : { ...card, timeouts };
};

const withReceivedVote = (card: ConsensusCard, event: EventOf<'vote_received'>): ConsensusCard => {
  const voter = indexOfValidatorId(event.voter, card.validators);
  if (voter === null || event.height !== card.height) return card;
  switch (event.outcome) {
    case 'counted':
    case 'duplicate':
      return { ...card, votes: setVote(card.votes, card.validators, { ...event, voter }) };
    case 'conflict':
      return { ...card, votes: setConflict(card.votes, card.validators, { round: event.round, type: event.voteType, voter }) };
    case 'cached':
    case 'past':
    case 'too_far':
    case 'not_member':
      return card;
  }
};

const withPart = (card: ConsensusCard, event: EventOf<'stream_part'>): ConsensusCard => {
  const old = card.rack;
  const same = old !== null && old.from === event.from && old.height === event.height && old.round === event.round;
  if (event.outcome === 'stream_dropped') return same ? { ...card, rack: null } : card;
  if (event.outcome === 'duplicate') return card;
  const slots = same ? old.received.map((id, i) => ({ id, part: old.parts[i] ?? 'unknown' })) : [];
  const known = slots.some(({ id }) => id === event.messageId)
    ? slots.map((slot) => (slot.id === event.messageId ? { id: slot.id, part: event.part } : slot))
    : [...slots, { id: event.messageId, part: event.part }].toSorted((a, b) => a.id - b.id);
  const rack: Rack = {
    from: event.from,
    height: event.height,
    round: event.round,
    received: known.map(({ id }) => id),
    parts: known.map(({ part }) => part),
    next: event.next,
    complete: (same && old.complete) || (event.part === 'end' && event.outcome === 'delivered'),
  };
  return { ...card, rack };
};

const withDecision = (card: ConsensusCard, event: EventOf<'decided'>): ConsensusCard => {
  const decision: LocalDecision = { height: event.height, round: event.round, value: event.value, at: event.t };
  const decisions = [...card.decisions, decision].slice(-DECISIONS_KEPT);
  return { ...card, timeouts: [], decisions, decidedHeight: event.height };
};

const HANDLERS: Handlers<ConsensusCard> = {
  started: (card) => ({ ...card, running: true }),
  crashed: (card) => ({ ...card, ...FRESH, running: false }),
  height_started: (card, { height, committee, isObserver, quorum }) => ({ ...card, ...FRESH, height, committee, isObserver, quorum }),
  round_entered: (card, event) => ({
    ...card,
    height: event.height,
    round: event.round,
    step: 'propose',
    proposer: indexOfValidatorId(event.proposer, card.validators),
    proposal: null,
    lastRule: { line: event.line, rule: 'round_entered', round: event.round, at: event.t },
  }),
  frame_held: (card, event) => ({ ...card, held: [...card.held, event.frame] }),
  frame_delivered: (card, { cause }) =>
    cause === null || !card.held.includes(cause) ? card : { ...card, held: card.held.filter((frame) => frame !== cause) },
  step_entered: (card, event) => (isCurrent(card, event) ? { ...card, step: event.step } : card),
  rule_fired: (card, event) => ({ ...card, lastRule: { line: event.line, rule: event.rule, round: event.round, at: event.t } }),
  locked: (card, { height, round, value }) => (height === card.height ? { ...card, locked: { round, value } } : card),
  valid_value_set: (card, { height, round, value }) => (height === card.height ? { ...card, valid: { round, value } } : card),
  timeout_scheduled: (card, { step, height, round, t, at }) => ({
    ...card,
    timeouts: [...card.timeouts, { step, height, round, setAt: t, at }],
  }),
  timer_fired: withoutTimer,
  vote_cast: (card, event) =>
    event.height === card.height
      ? { ...card, votes: setVote(card.votes, card.validators, { ...event, voter: validatorOf(event.p) }) }
      : card,
  vote_received: withReceivedVote,
  stream_part: withPart,
  build_started: (card, event) => withProposal(card, event, 'building'),
  build_finished: (card, event) => withProposal(card, event, event.value === null ? 'failed' : 'built', event),
  reproposed: (card, event) => withProposal(card, event, 'built', { value: event.value, error: null }),
  proposal_received: (card, event) => (event.outcome === 'accepted' ? withProposal(card, event.init, 'receiving') : card),
  validation_started: (card, event) => withProposal(card, event, 'validating'),
  validation_finished: (card, event) => withProposal(card, event, event.value === null ? 'invalid' : 'valid', event),
  decided: withDecision,
  synced: (card, event) => ({ ...card, timeouts: [], syncedHeight: event.height }),
  marker_written: (card, event) => ({ ...card, marker: event.height }),
  // After one error the process stands until it is started again (orchestrator/decision.ts); Apollo panics.
  refused: (card, { code }) => ({ ...card, refused: card.refused + 1, running: card.running && code !== 'DecisionReachedFailed' }),
};

/** Left chamber of one validator in a network of `validators`; feed it the events of that consensus process only. */
export const consensusCardView = (validators: number): View<ConsensusCard> => ({
  empty: () => emptyCard(validators),
  apply: (card, event) => applyHandlers(HANDLERS, card, event),
});

/** Weights of one round and type as this validator counts them. */
export const cardTally = (card: ConsensusCard, round: Round, type: 'prevote' | 'precommit'): Tally =>
  tallyOf(rowOf(card.votes, round, type, card.validators), card.committee, card.quorum);
