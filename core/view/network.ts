// What the network as a whole has done: the highest height that a quorum decided, rounds that heights took, who decided what.
// `decidedHeight` follows world.md 9: a quorum by weight of the height's committee has decided it. Keeps a few recent heights only.
import type { Felt } from '../base/felt.ts';
import type { Committee, QuorumType } from '../types/consensus.ts';
import { type Height, type Round, type TimeUs, type ValidatorIndex, indexOfValidatorId, toRound, validatorOf } from '../types/ids.ts';
import { type VoteBoard, quorumWeight, setVote, weightOf } from './tally.ts';
import { type EventOf, type Handlers, type View, applyHandlers } from './view.ts';

export type HeightView = {
  readonly height: Height;
  /** Highest round that any validator entered. */
  readonly round: Round;
  readonly proposer: ValidatorIndex | null;
  readonly committee: Committee | null;
  readonly quorum: QuorumType;
  readonly deciders: readonly ValidatorIndex[];
  /** Round and value of the first decision. */
  readonly decision: { readonly round: Round; readonly value: Felt } | null;
  /** Two validators decided different values. */
  readonly disagrees: boolean;
  /** When the quorum was complete. */
  readonly quorumAt: TimeUs | null;
  /** What each validator has voted, by its own word: two different votes of one kind are a conflict. */
  readonly cast: VoteBoard;
};

export type NetworkView = {
  readonly validators: number;
  /** 0 before the first: block 0 is genesis and was never voted on. */
  readonly decidedHeight: number;
  /** Highest height that any validator has started; 0 before. */
  readonly topHeight: number;
  /** Highest round of the top height. */
  readonly topRound: number;
  /** Ascending, at most HEIGHTS_KEPT. */
  readonly heights: readonly HeightView[];
  readonly decisions: number;
};

/** Heights that the view remembers; older ones are on the tape. */
const HEIGHTS_KEPT = 6;

const NO_VOTES: VoteBoard = new Map();

const emptyHeight = (height: Height): HeightView => ({
  height,
  round: toRound(0),
  proposer: null,
  committee: null,
  quorum: 'byzantine',
  deciders: [],
  decision: null,
  disagrees: false,
  quorumAt: null,
  cast: NO_VOTES,
});

const updateHeight = (view: NetworkView, height: Height, change: (old: HeightView) => HeightView): NetworkView => {
  const old = view.heights.find((h) => h.height === height);
  if (old === undefined && (view.heights[0]?.height ?? 0) > height) return view;
  const next = change(old ?? emptyHeight(height));
  if (next === old) return view;
  const others = view.heights.filter((h) => h.height !== height);
  return { ...view, heights: [...others, next].toSorted((a, b) => a.height - b.height).slice(-HEIGHTS_KEPT) };
};

const withRound = (view: NetworkView, event: EventOf<'round_entered'>): NetworkView => {
  const grown = updateHeight(view, event.height, (old) =>
    old.proposer !== null && event.round <= old.round
      ? old
      : { ...old, round: event.round, proposer: indexOfValidatorId(event.proposer, view.validators) },
  );
  const isTop = event.height > grown.topHeight || (event.height === grown.topHeight && event.round > grown.topRound);
  return isTop ? { ...grown, topHeight: event.height, topRound: event.round } : grown;
};

const withDecision = (view: NetworkView, event: EventOf<'decided'>): NetworkView => {
  const self = validatorOf(event.p);
  const grown = updateHeight(view, event.height, (old) => {
    const deciders = old.deciders.includes(self) ? old.deciders : [...old.deciders, self];
    const total = old.committee?.totalWeight ?? BigInt(view.validators);
    const weight = deciders.reduce((sum, v) => sum + weightOf(old.committee, v), 0n);
    return {
      ...old,
      deciders,
      decision: old.decision ?? { round: event.round, value: event.value },
      disagrees: old.disagrees || (old.decision !== null && old.decision.value !== event.value),
      quorumAt: old.quorumAt ?? (weight >= quorumWeight(total, old.quorum) ? event.t : null),
    };
  });
  const reached = grown.heights.find((h) => h.height === event.height)?.quorumAt !== null && event.height > grown.decidedHeight;
  return { ...grown, decisions: grown.decisions + 1, decidedHeight: reached ? event.height : grown.decidedHeight };
};

const withVote = (view: NetworkView, event: EventOf<'vote_cast'>): NetworkView =>
  updateHeight(view, event.height, (old) => {
    const cast = setVote(old.cast, view.validators, { ...event, voter: validatorOf(event.p) });
    return cast === old.cast ? old : { ...old, cast };
  });

const HANDLERS: Handlers<NetworkView> = {
  height_started: (view, event) =>
    updateHeight(event.height > view.topHeight ? { ...view, topHeight: event.height, topRound: 0 } : view, event.height, (old) =>
      old.committee === null ? { ...old, committee: event.committee, quorum: event.quorum } : old,
    ),
  round_entered: withRound,
  vote_cast: withVote,
  decided: withDecision,
};

/** The network of `validators` validators. */
export const networkView = (validators: number): View<NetworkView> => ({
  empty: () => ({ validators, decidedHeight: 0, topHeight: 0, topRound: 0, heights: [], decisions: 0 }),
  apply: (view, event) => applyHandlers(HANDLERS, view, event),
});

/** The validator that proposes at (height, round): committee members that may propose, round robin (protocol.md 6.3). Null without a committee. */
export const proposerAt = (committee: Committee | null, height: number, round: number, validators: number): ValidatorIndex | null => {
  const eligible = committee?.members.filter((member) => member.canPropose) ?? [];
  const member = eligible[(height + round) % Math.max(1, eligible.length)];
  return member === undefined ? null : indexOfValidatorId(member.id, validators);
};
