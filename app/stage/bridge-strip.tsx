// The middle of a card: the calls that are on the bridge. Requests go right, answers left; what waits behind the served call is counted.
import type { ReactElement } from 'react';
import { type BridgeCall, type BridgeCard, servedCall, waitingCalls } from '../../core/view/bridge-card.ts';
import { callName } from '../../core/view/phrase.ts';
import { useT } from '../store/i18n.ts';

const ARROWS = { to_batcher: '▸', waiting: '⌛', serving: '▸', to_consensus: '◂' } as const;

const visibleCall = (card: BridgeCard): BridgeCall | null =>
  card.calls.find((call) => call.stage === 'to_consensus') ?? servedCall(card) ?? card.calls.at(0) ?? null;

export const BridgeStrip = ({ card }: { readonly card: BridgeCard }): ReactElement => {
  const t = useT();
  const call = visibleCall(card);
  const waiting = waitingCalls(card).length;
  const failed = call?.ok === false;
  return (
    <div className="flex h-full flex-col items-center justify-between border-x border-line bg-raised py-1.5 text-2xs">
      <span className="text-faint" aria-hidden="true">
        {call === null ? '⋯' : ARROWS[call.stage]}
      </span>
      <span
        className={`bridge-label whitespace-nowrap ${failed ? 'text-bad' : 'text-soft'}`}
        title={call === null ? t('card.bridge_idle') : t(`card.stage.${call.stage}`)}
      >
        {call === null ? t('card.bridge_idle') : callName(call.request)}
      </span>
      <span className="num text-faint" title={t('card.queue_hint')}>
        {waiting > 0 ? `+${waiting}` : ''}
      </span>
    </div>
  );
};
