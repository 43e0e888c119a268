// One validator: two chambers and the bridge between them, static DOM. It re-renders only when its own view changed. Zoomed far out, and among many, it
// is a disc in two halves, so that the picture stays readable on a phone.
import { type ReactElement, Suspense } from 'react';
import type { ValidatorIndex } from '../../core/types/ids.ts';
import type { ValidatorCard as CardView } from '../../core/view/cluster.ts';
import { useT } from '../store/i18n.ts';
import { useRun } from '../store/run.ts';
import { selectValidator, useUi } from '../store/ui.ts';
import { describeCard, isDown, isProposing, useTabIndex } from './card-words.ts';
import { CardFaults, CardStack, Chambers, Disc, RingDisc, ThreadBadge } from './later.tsx';
import { nodeName } from '../store/names.ts';
import { Pending } from '../ui/pending.tsx';

/** How much of a validator is shown: by zoom, and `ring` where there are many. */
export type Detail = 'labels' | 'card' | 'disc' | 'ring';

const Header = ({ card }: { readonly card: CardView }): ReactElement => {
  const t = useT();
  const { consensus } = card;
  const selected = useUi((s) => s.validator === card.index);
  const tabIndex = useTabIndex(card.index);
  return (
    <header className="flex h-7 items-center gap-1.5 border-b border-line px-2">
      <button
        type="button"
        className="nodrag flex min-h-6 items-center gap-1.5 text-sm font-semibold"
        aria-pressed={selected}
        tabIndex={tabIndex}
        data-testid={`validator-${card.index + 1}`}
        onClick={() => selectValidator(card.index)}
      >
        <span aria-hidden="true" className="contents">
          {nodeName(card.index)}
          {isProposing(card) && (
            <span className="rounded bg-proposal/20 px-1 text-2xs font-medium text-ink" title={t('card.proposer_hint')}>
              <span aria-hidden="true">♛ </span>
              {t('card.proposer')}
            </span>
          )}
          {isDown(card) && <span className="text-2xs font-semibold text-bad">{t('card.down')}</span>}
          {consensus.isObserver && <span className="text-2xs text-faint">{t('card.observer')}</span>}
        </span>
        <span className="sr-only">{describeCard(t, card)}</span>
      </button>
      <Suspense fallback={<Pending />}>
        <ThreadBadge index={card.index} />
      </Suspense>
      <span className="num ml-auto whitespace-nowrap text-2xs text-soft">
        {card.follower === null ? `H ${consensus.height ?? '–'} · R ${consensus.round ?? '–'}` : `H ${card.sync.taken ?? '–'}`}
      </span>
    </header>
  );
};

const WholeCard = ({ card, detail }: { readonly card: CardView; readonly detail: Detail }): ReactElement => {
  const selected = useUi((s) => s.validator === card.index);
  const ring = selected ? 'ring-2 ring-focus' : isProposing(card) ? 'ring-2 ring-proposal/60' : '';
  const border = card.consensus.isObserver || card.follower !== null ? 'border-dashed border-strong' : 'border-line';
  return (
    <div className="relative h-full" data-detail={detail}>
      {card.batchers.length > 1 && (
        <Suspense fallback={<Pending />}>
          <CardStack card={card} />
        </Suspense>
      )}
      <article
        className={`relative h-full overflow-hidden rounded-lg border bg-panel text-ink ${border} ${ring}`}
        onClick={() => selectValidator(card.index)}
      >
        <Header card={card} />
        <Suspense fallback={<Pending />}>
          <Chambers card={card} />
        </Suspense>
      </article>
      <Suspense fallback={<Pending />}>
        <CardFaults card={card} />
      </Suspense>
    </div>
  );
};

type Props = { readonly index: ValidatorIndex; readonly detail: Detail; readonly width: number; readonly height: number };

export const ValidatorCard = ({ index, detail, width, height }: Props): ReactElement | null => {
  const card = useRun((s) => s.view.cards[index]);
  if (card === undefined) return null;
  return (
    <div style={{ width, height }} data-card={index}>
      {detail === 'disc' || detail === 'ring' ? (
        <Suspense fallback={<Pending />}>{detail === 'ring' ? <RingDisc card={card} /> : <Disc card={card} />}</Suspense>
      ) : (
        <WholeCard card={card} detail={detail} />
      )}
    </div>
  );
};
