// One row of a card: the votes of one type in the present round, one dot per validator, and the weight against the quorum.
import type { ReactElement } from 'react';
import type { Round } from '../../core/types/ids.ts';
import type { ConsensusCard } from '../../core/view/consensus-card.ts';
import { cardTally } from '../../core/view/consensus-card.ts';
import { type Tally, rowOf } from '../../core/view/tally.ts';
import { validatorName } from '../../core/view/format.ts';
import { useT } from '../store/i18n.ts';
import { VoteGlyph } from '../ui/vote-glyph.tsx';

type Props = { readonly card: ConsensusCard; readonly round: Round; readonly type: 'prevote' | 'precommit' };

/** More dots than this do not fit a card: weights alone are shown. */
const DOTS_MAX = 7;

export const TallyRow = ({ card, round, type }: Props): ReactElement => {
  const t = useT();
  const row = rowOf(card.votes, round, type, card.validators);
  const tally = cardTally(card, round, type);
  const reached = tally.value >= tally.quorum ? 'value' : tally.nil >= tally.quorum ? 'nil' : 'none';
  return (
    <div className="flex items-center gap-1" data-tally={type}>
      <span className="w-2.5 text-2xs font-semibold text-faint" title={t(`card.${type}s`)}>
        {type === 'prevote' ? 'P' : 'C'}
      </span>
      <span className="flex min-w-0 flex-1 flex-col gap-0.5">
        {row.length <= DOTS_MAX && (
          <span className="flex">
            {row.map((cell, i) => (
              <VoteGlyph
                // The position is the validator.
                // oxlint-disable-next-line react/no-array-index-key
                key={i}
                type={type}
                kind={cell.kind}
                size={row.length > 5 ? 7.5 : row.length > 4 ? 10 : 13}
                label={t(`card.vote.${cell.kind}`, { v: validatorName(i) })}
              />
            ))}
          </span>
        )}
        <WeightBar tally={tally} type={type} tall={row.length > DOTS_MAX} />
      </span>
      <span
        className={`num ml-auto text-2xs ${reached === 'none' ? 'text-faint' : 'font-semibold text-ink'}`}
        title={t('card.tally_hint', {
          value: String(tally.value),
          nil: String(tally.nil),
          quorum: String(tally.quorum),
          total: String(tally.total),
        })}
      >
        {String(tally.value > tally.nil ? tally.value : tally.nil)}
        {tally.nil > tally.value ? '∅' : ''}/{String(tally.quorum)}
      </span>
    </div>
  );
};

/** Share of the total weight, in percent. */
const share = (part: bigint, total: bigint): number => (total === 0n ? 0 : Number((part * 1000n) / total) / 10);

/** Weights against the two thresholds: value filled, nil hollow behind it, ticks where a third is passed and where a quorum is. */
const WeightBar = ({
  tally,
  type,
  tall,
}: {
  readonly tally: Tally;
  readonly type: Props['type'];
  readonly tall: boolean;
}): ReactElement => {
  const [value, nil] = [share(tally.value, tally.total), share(tally.nil, tally.total)];
  const colour = type === 'prevote' ? 'var(--role-prevote)' : 'var(--role-precommit)';
  const height = tall ? 9 : 3;
  return (
    <svg viewBox={`0 0 100 ${height}`} width="100%" height={height} preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height={height} fill="var(--line)" />
      <rect width={value} height={height} fill={colour} />
      <rect x={value} width={nil} height={height} fill={colour} opacity="0.35" />
      <path d={`M${share(tally.skip, tally.total)} 0V${height}`} stroke="var(--strong)" strokeWidth="1" />
      <path d={`M${share(tally.quorum, tally.total)} 0V${height}`} stroke="var(--ink)" strokeWidth="1.5" />
    </svg>
  );
};
