// All votes of a height as one validator has them: a row per round and type, a cell per validator, and the weights beside it.
import type { ReactElement } from 'react';
import { type ConsensusCard, cardTally } from '../../../core/view/consensus-card.ts';
import { shortFelt, validatorName } from '../../../core/view/format.ts';
import { type VoteCell, rowOf } from '../../../core/view/tally.ts';
import { toRound } from '../../../core/types/ids.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { Sourced } from './sourced.tsx';
import { VoteGlyph } from '../../ui/vote-glyph.tsx';

const TYPES = ['prevote', 'precommit'] as const;

const cellLabel = (t: Translate, voter: number, cell: VoteCell): string =>
  t(`vote.cell.${cell.kind}`, { v: validatorName(voter), value: cell.kind === 'value' ? shortFelt(cell.value) : '' });

type CellProps = {
  readonly validator: number;
  readonly voter: number;
  readonly round: number;
  readonly type: 'prevote' | 'precommit';
  readonly cell: VoteCell;
};

/** A vote that came leads to its event. */
const VoteCellView = ({ validator, voter, round, type, cell }: CellProps): ReactElement => {
  const t = useT();
  const glyph = (
    <span className="flex min-h-6 min-w-6 items-center justify-center">
      <VoteGlyph type={type} kind={cell.kind} label={cellLabel(t, voter, cell)} />
    </span>
  );
  if (cell.kind === 'none') return glyph;
  return (
    <Sourced validator={validator} fact={{ kind: 'vote', type, round, voter }}>
      {glyph}
    </Sourced>
  );
};

const Row = ({
  card,
  validator,
  round,
  type,
}: {
  readonly card: ConsensusCard;
  readonly validator: number;
  readonly round: number;
  readonly type: 'prevote' | 'precommit';
}): ReactElement => {
  const t = useT();
  const row = rowOf(card.votes, toRound(round), type, card.validators);
  const tally = cardTally(card, toRound(round), type);
  const met = tally.value >= tally.quorum ? 'value' : tally.nil >= tally.quorum ? 'nil' : null;
  return (
    <li className="border-t border-line py-1.5">
      <div className="flex items-center justify-between gap-2">
        <span className="text-soft">
          {t('vote.round', { round })} · {t(`vote.${type}`)}
        </span>
        <span className="flex flex-wrap items-center justify-end">
          {row.map((cell, i) => (
            <VoteCellView key={i} validator={validator} voter={i} round={round} type={type} cell={cell} />
          ))}
        </span>
      </div>
      <p className="num text-2xs text-faint" data-testid={`tally-${round}-${type}`}>
        <Sourced validator={validator} fact={{ kind: 'votes', type, round }}>
          <span className={met === 'value' ? 'font-semibold text-good' : ''}>{t('vote.tally.value', { n: String(tally.value) })}</span> ·{' '}
          <span className={met === 'nil' ? 'font-semibold text-ink' : ''}>{t('vote.tally.nil', { n: String(tally.nil) })}</span> ·{' '}
          {t('vote.tally.none', { n: String(tally.none) })}
          {tally.others > 0n && ` · ${t('vote.tally.others', { n: String(tally.others) })}`}
          {tally.conflict > 0n && <span className="text-bad"> · {t('vote.tally.conflict', { n: String(tally.conflict) })}</span>} ·{' '}
          {t('vote.tally.need', { n: String(tally.quorum), total: String(tally.total) })}
        </Sourced>
      </p>
    </li>
  );
};

/** The last three rounds of the height, the current one last. */
export const Votes = ({ card, validator }: { readonly card: ConsensusCard; readonly validator: number }): ReactElement => {
  const t = useT();
  const top = card.round ?? 0;
  const rounds = Array.from({ length: Math.min(3, top + 1) }, (_, i) => top - Math.min(2, top) + i);
  return (
    <ul aria-label={t('vote.caption')} className="text-xs">
      {rounds.flatMap((round) =>
        TYPES.map((type) => <Row key={`${round}${type}`} card={card} validator={validator} round={round} type={type} />),
      )}
    </ul>
  );
};
