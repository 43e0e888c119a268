// One validator: two chambers and the bridge between them, static DOM. It re-renders only when its own view changed. Zoomed far out it is a disc in two
// halves, so that the picture stays readable on a phone.
import type { ReactElement } from 'react';
import type { ValidatorIndex } from '../../core/types/ids.ts';
import { type ValidatorCard as CardView } from '../../core/view/cluster.ts';
import { validatorName } from '../../core/view/format.ts';
import type { Translate } from '../messages/translate.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { selectValidator, useUi } from '../store/ui.ts';
import { BatcherHalf } from './batcher-half.tsx';
import { BridgeStrip } from './bridge-strip.tsx';
import { ConsensusHalf } from './consensus-half.tsx';
import { CARD_HEIGHT, CARD_WIDTH } from './layout.ts';

const isProposing = ({ consensus, index }: CardView): boolean => consensus.proposer === index && consensus.running;
const isDown = ({ consensus }: CardView): boolean => !consensus.running && consensus.height !== null;

/** What stands beside the name. */
const stateWords = (t: Translate, card: CardView): readonly string[] => [
  ...(isProposing(card) ? [t('card.proposer')] : []),
  ...(isDown(card) ? [t('card.down')] : []),
  ...(card.consensus.isObserver ? [t('card.observer')] : []),
];

const describe = (t: Translate, card: CardView): string =>
  t('card.summary', {
    // Begins with the visible words (WCAG 2.5.3).
    v: [validatorName(card.index), ...stateWords(t, card)].join(' '),
    height: card.consensus.height ?? '–',
    round: card.consensus.round ?? '–',
    step: card.consensus.step === null ? t('card.no_step') : t(`step.${card.consensus.step}`),
  });

const Header = ({ card }: { readonly card: CardView }): ReactElement => {
  const t = useT();
  const { consensus } = card;
  const isProposer = isProposing(card);
  const selected = useUi((s) => s.validator === card.index);
  return (
    <header className="flex h-7 items-center gap-1.5 border-b border-line px-2">
      <button
        type="button"
        className="nodrag flex min-h-6 items-center gap-1.5 text-sm font-semibold"
        aria-pressed={selected}
        aria-label={describe(t, card)}
        data-testid={`validator-${card.index + 1}`}
        onClick={() => selectValidator(card.index)}
      >
        {validatorName(card.index)}
        {isProposer && (
          <span className="rounded bg-proposal/20 px-1 text-2xs font-medium text-ink" title={t('card.proposer_hint')}>
            <span aria-hidden="true">♛ </span>
            {t('card.proposer')}
          </span>
        )}
        {isDown(card) && <span className="text-2xs font-semibold text-bad">{t('card.down')}</span>}
        {consensus.isObserver && <span className="text-2xs text-faint">{t('card.observer')}</span>}
      </button>
      <span className="num ml-auto text-2xs text-soft">
        H {consensus.height ?? '–'} · R {consensus.round ?? '–'}
      </span>
    </header>
  );
};

const Disc = ({ card }: { readonly card: CardView }): ReactElement => {
  const t = useT();
  const { consensus, batcher } = card;
  const busy = batcher.state !== 'idle';
  return (
    <button
      type="button"
      className="nodrag flex h-full w-full flex-col items-center justify-center gap-1 rounded-full"
      aria-label={describe(t, card)}
      data-testid={`validator-${card.index + 1}`}
      onClick={() => selectValidator(card.index)}
    >
      <svg viewBox="0 0 100 100" width="112" height="112" aria-hidden="true">
        <path
          d="M50 4a46 46 0 0 0 0 92z"
          fill={
            consensus.step === 'precommit'
              ? 'var(--role-precommit)'
              : consensus.step === 'prevote'
                ? 'var(--role-prevote)'
                : 'var(--raised)'
          }
          stroke="var(--strong)"
          strokeWidth="2"
        />
        <path d="M50 4a46 46 0 0 1 0 92z" fill={busy ? 'var(--role-proposal)' : 'var(--panel)'} stroke="var(--strong)" strokeWidth="2" />
        {consensus.proposer === card.index && <circle cx="50" cy="50" r="48" fill="none" stroke="var(--role-proposal)" strokeWidth="4" />}
      </svg>
      <span className="text-2xl font-semibold">
        {validatorName(card.index)}{' '}
        <span className="num text-soft">
          H{consensus.height ?? '–'} R{consensus.round ?? '–'}
        </span>
      </span>
    </button>
  );
};

export const ValidatorCard = ({ index, compact }: { readonly index: ValidatorIndex; readonly compact: boolean }): ReactElement | null => {
  const card = useRun((s) => s.view.cards[index]);
  const selected = useUi((s) => s.validator === index);
  if (card === undefined) return null;
  if (compact)
    return (
      <div style={{ width: CARD_WIDTH, height: CARD_HEIGHT }}>
        <Disc card={card} />
      </div>
    );
  const isProposer = isProposing(card);
  const ring = selected ? 'ring-2 ring-focus' : isProposer ? 'ring-2 ring-proposal/60' : '';
  return (
    <article
      style={{ width: CARD_WIDTH, height: CARD_HEIGHT }}
      className={`overflow-hidden rounded-lg border border-line bg-panel text-ink ${ring} ${card.consensus.running ? '' : 'opacity-55'}`}
      onClick={() => selectValidator(index)}
    >
      <Header card={card} />
      <div className="validator-chambers h-[calc(100%-1.75rem)]">
        <ConsensusHalf card={card.consensus} />
        <BridgeStrip card={card.bridge} />
        <BatcherHalf card={card.batcher} />
      </div>
    </article>
  );
};
