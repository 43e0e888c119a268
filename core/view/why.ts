// "Why did it not …?": the guards of a rule for one validator, each with whether it holds now. Generated from the same conditions as the rules of
// protocol.md 1.5, over what the log says that the validator knows.
import type { PaperLine } from '../log/event.ts';
import { type ConsensusCard, cardTally } from './consensus-card.ts';
import { shortFelt } from './format.ts';
import type { Params } from './phrase.ts';

export type Expectation = 'prevote' | 'precommit' | 'precommit_nil' | 'decide' | 'next_round';
export const EXPECTATIONS: readonly Expectation[] = ['prevote', 'precommit', 'precommit_nil', 'decide', 'next_round'];

export type GuardKey =
  | 'guard.running'
  | 'guard.step_propose'
  | 'guard.step_prevote'
  | 'guard.proposal_known'
  | 'guard.proposal_valid'
  | 'guard.lock_allows'
  | 'guard.prevotes'
  | 'guard.prevotes_nil'
  | 'guard.precommits'
  | 'guard.precommits_any';
type Guard = { readonly key: GuardKey; readonly holds: boolean; readonly params: Params };
export type Explanation = { readonly line: PaperLine; readonly guards: readonly Guard[] };

const guard = (key: GuardKey, holds: boolean, params: Params = {}): Guard => ({ key, holds, params });

const votesGuard = (card: ConsensusCard, key: GuardKey, type: 'prevote' | 'precommit', count: 'value' | 'nil' | 'any'): Guard => {
  if (card.round === null) return guard(key, false, { have: '0', need: '?', nil: '0', none: '?' });
  const tally = cardTally(card, card.round, type);
  const any = tally.total - tally.none;
  const have = count === 'value' ? tally.value : count === 'nil' ? tally.nil : any;
  const params = { have: String(have), need: String(tally.quorum), nil: String(tally.nil), none: String(tally.none) };
  return guard(key, have >= tally.quorum, params);
};

const proposalGuards = (card: ConsensusCard): readonly Guard[] => {
  const value = card.proposal?.value ?? null;
  return [
    guard('guard.proposal_known', card.proposal !== null && (card.proposal.phase === 'valid' || card.proposal.phase === 'built')),
    guard('guard.proposal_valid', value !== null, { value: value === null ? '–' : shortFelt(value), error: card.proposal?.error ?? '' }),
  ];
};

const lockGuard = (card: ConsensusCard): Guard => {
  const value = card.proposal?.value ?? null;
  const allows = card.locked === null || card.locked.value === value;
  return guard('guard.lock_allows', allows, { locked: card.locked === null ? '–' : shortFelt(card.locked.value) });
};

/** The rule that would do it and the state of its guards for this validator in its current round. */
export const explain = (card: ConsensusCard, what: Expectation): Explanation => {
  const running = guard('guard.running', card.running);
  switch (what) {
    case 'prevote':
      return {
        line: 'L22',
        guards: [running, guard('guard.step_propose', card.step === 'propose'), ...proposalGuards(card), lockGuard(card)],
      };
    case 'precommit':
      return {
        line: 'L36',
        guards: [
          running,
          guard('guard.step_prevote', card.step === 'prevote'),
          ...proposalGuards(card),
          votesGuard(card, 'guard.prevotes', 'prevote', 'value'),
        ],
      };
    case 'precommit_nil':
      return {
        line: 'L44',
        guards: [running, guard('guard.step_prevote', card.step === 'prevote'), votesGuard(card, 'guard.prevotes_nil', 'prevote', 'nil')],
      };
    case 'decide':
      return { line: 'L49', guards: [running, ...proposalGuards(card), votesGuard(card, 'guard.precommits', 'precommit', 'value')] };
    case 'next_round':
      return { line: 'L65', guards: [running, votesGuard(card, 'guard.precommits_any', 'precommit', 'any')] };
  }
};
