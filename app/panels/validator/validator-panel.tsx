// One validator, both chambers. Without a selection it shows the first, so that the panel is never empty.
import { type ReactElement, useEffect, useRef } from 'react';
import { validatorIdOf } from '../../../core/types/ids.ts';
import { isHalted } from '../../../core/view/consensus-card.ts';
import { fullFelt } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { selectValidator, useUi } from '../../store/ui.ts';
import { Badge } from '../../ui/section.tsx';
import { BatcherPart } from './batcher-part.tsx';
import { BridgePart } from './bridge-part.tsx';
import { HaltedPart } from './halted-part.tsx';
import { InboxPart } from './inbox-part.tsx';
import { LinksPart } from './links-part.tsx';
import { TrafficPart } from './traffic-part.tsx';
import { ConsensusPart } from './consensus-part.tsx';
import { SyncPart } from './sync-part.tsx';
import { DerivationPart } from './derivation-part.tsx';
import { nodeName } from '../../store/names.ts';

/** More nodes than this are picked from a list that scrolls, so that what is picked is on the screen too. */
const MANY = 32;

const Picker = ({ selected }: { readonly selected: number }): ReactElement => {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = host.current;
    const button = list?.querySelector<HTMLElement>(`[data-testid="pick-${selected}"]`);
    if (list === null || !button) return;
    const top = button.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + button.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top - list.clientHeight / 2;
  }, [selected]);
  const cards = useRun((s) => s.view.cards);
  return (
    <div
      ref={host}
      className={`flex flex-wrap gap-1 ${cards.length > MANY ? 'scroll-thin max-h-28 overflow-y-auto p-0.5' : ''}`}
      role="group"
      aria-label={t('validator.pick')}
    >
      {cards.map((card) => (
        <button
          key={card.index}
          type="button"
          aria-pressed={card.index === selected}
          data-testid={`pick-${card.index}`}
          onClick={() => selectValidator(card.index)}
          className={`h-7 min-w-9 rounded-md border px-2 text-xs font-medium pointer-coarse:h-11 ${
            card.index === selected ? 'border-ink bg-ink text-panel' : 'border-line text-soft hover:text-ink'
          } ${card.consensus.running ? '' : 'line-through'}`}
        >
          {nodeName(card.index)}
        </button>
      ))}
    </div>
  );
};

export const ValidatorPanel = (): ReactElement | null => {
  const t = useT();
  const selected = useUi((s) => s.validator) ?? 0;
  const card = useRun((s) => s.view.cards[selected]);
  if (card === undefined) return null;
  const isProposer = card.consensus.proposer === card.index;
  return (
    <div data-testid="validator-panel">
      <header className="flex flex-col gap-2 border-b border-line px-4 py-3">
        <Picker selected={card.index} />
        <div className="flex items-center gap-2">
          <h2 className="text-base font-semibold">{nodeName(card.index)}</h2>
          {card.follower === null ? (
            <span className="font-mono text-xs text-faint">{fullFelt(validatorIdOf(card.index))}</span>
          ) : (
            <Badge>{t(`sync.kind.${card.follower}`)}</Badge>
          )}
          {isProposer && <Badge tone="proposal">♛ {t('validator.proposer')}</Badge>}
          {card.consensus.isObserver && <Badge>{t('validator.observer')}</Badge>}
        </div>
      </header>
      {isHalted(card.consensus) && <HaltedPart validator={card.index} />}
      {card.follower === null && <ConsensusPart card={card.consensus} validator={card.index} />}
      {card.follower !== null && <p className="border-b border-line px-4 py-3 text-xs text-soft">{t(`sync.kind_hint.${card.follower}`)}</p>}
      <SyncPart sync={card.sync} validator={card.index} />
      <InboxPart key={card.index} validator={card.index} />
      <BridgePart card={card.bridge} validator={card.index} />
      <LinksPart links={card.links} validator={card.index} />
      <TrafficPart validator={card.index} transport={card.links.links[0]?.transport ?? 'apollo'} instances={card.links.links.length} />
      <BatcherPart card={card.batcher} validator={card.index} />
      <DerivationPart validator={card.index} />
    </div>
  );
};
