// Which quorum lacks how much weight, who has not received what was cast, and where only the virtual proposer's precommit is missing.
import type { Tally } from '../tally.ts';
import { cardTally } from '../consensus-card.ts';
import { rowOf, tallyOf } from '../tally.ts';
import { explainAll } from '../why.ts';
import { type Reason, type Scene, lastEvent, reason } from './scene.ts';

const RECEIVED: ReadonlySet<string> = new Set(['vote_received']);

const isMet = (tally: Tally): boolean => tally.value >= tally.quorum || tally.nil >= tally.quorum;

/** Votes as they were cast in the highest round, and who has not received what would be enough. */
export const votes = (scene: Scene): readonly Reason[] => {
  const { known, round, view, committee } = scene;
  if (known === null || scene.inside.length === 0) return [];
  return (['prevote', 'precommit'] as const).flatMap((type): readonly Reason[] => {
    const tally = tallyOf(rowOf(known.cast, round, type, view.network.validators), committee, known.quorum);
    const params = {
      round,
      have: String(tally.value),
      nil: String(tally.nil),
      others: String(tally.others + tally.conflict),
      none: String(tally.none),
      need: String(tally.quorum),
      short: String(tally.quorum - tally.value),
    };
    // Nobody precommits before the prevotes are there: that is one reason, not two.
    if (type === 'precommit' && tally.none === tally.total) return [];
    const enough = type === 'precommit' ? tally.value >= tally.quorum : isMet(tally);
    if (!enough) return [reason(type === 'prevote' ? 'short_prevote' : 'short_precommit', [], params)];
    return scene.inside.flatMap((card): readonly Reason[] => {
      const own = cardTally(card.consensus, round, type);
      const has = type === 'precommit' ? own.value >= own.quorum : isMet(own);
      if (card.consensus.round !== round || has) return [];
      return [
        reason('not_received', [card.index], { round, type, have: String(own.value), nil: String(own.nil), need: String(own.quorum) }),
      ];
    });
  });
};

/** Where the precommits are there and the virtual proposer's is not. */
export const vetoes = (scene: Scene): readonly Reason[] => {
  const { line, cursor, requiresVirtualVote, height } = scene;
  if (!requiresVirtualVote(height)) return [];
  return scene.inside.flatMap((card): readonly Reason[] => {
    const explained = explainAll(line, { cursor, validator: card.index, requiresVirtualVote });
    const rule = explained?.rules.find(({ line: name, guards }) => {
      const missing = guards.filter((guard) => !guard.holds);
      return name === 'L49' && missing.length === 1 && missing[0]?.key === 'guard.virtual_vote';
    });
    return rule === undefined ? [] : [reason('veto', [card.index], { round: rule.round }, lastEvent(scene, card.index, RECEIVED))];
  });
};
