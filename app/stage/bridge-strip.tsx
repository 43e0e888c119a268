// The middle of a card: the bridge. Requests run to the right on the upper line, answers back on the lower one (the painter moves the tokens); here is
// what the last of each was, and whether the batcher keeps one waiting. With `seed-stream` both ride one ribbon.
import type { ReactElement } from 'react';
import { type BridgeCall, type BridgeCard, servedCall, waitingCalls } from '../../core/view/bridge-card.ts';
import { answerWord, requestWord } from '../../core/view/bridge-words.ts';
import type { BridgeLinks } from '../../core/view/bridge-links.ts';
import { callName } from '../../core/view/phrase.ts';
import { useT } from '../store/i18n.ts';
import { BRIDGE_WIDTH } from './layout.ts';

/** `GetContent` as two short lines, cut before the last capital. */
const Word = ({ text, tone, title }: { readonly text: string; readonly tone: string; readonly title: string }): ReactElement => {
  const cut = text.length > 9 ? text.slice(1).search(/[A-Z[ ][^A-Z]*$/) + 1 : 0;
  return (
    <span className={`flex h-6 w-full flex-col justify-center overflow-hidden text-center text-[0.625rem] leading-3 ${tone}`} title={title}>
      {cut > 0 && <span className="truncate">{text.slice(0, cut)}</span>}
      <span className="truncate">{text.slice(cut)}</span>
    </span>
  );
};

/** A pull that the batcher has not answered is taut, with a knot at its end; a push is a plain line. */
const Lines = ({ held, ribbon }: { readonly held: BridgeCall | null; readonly ribbon: boolean }): ReactElement => {
  const right = BRIDGE_WIDTH - 6;
  const pull = held?.request === 'get_proposal_content';
  return (
    <svg viewBox={`0 0 ${BRIDGE_WIDTH} 54`} width={BRIDGE_WIDTH} height="54" aria-hidden="true" data-held={held?.request}>
      {ribbon && <rect x="3" y="3" width={right} height="48" rx="6" fill="var(--strong)" opacity="0.22" />}
      <path
        d={pull ? `M5 7 ${right} 7` : `M5 7H${right}`}
        stroke={held === null ? 'var(--strong)' : 'var(--role-proposal)'}
        strokeWidth={held === null ? 1 : 2}
        strokeDasharray={pull ? '4 2' : undefined}
      />
      {held === null ? (
        <path d={`M${right - 4} 3.5 ${right} 7l-4 3.5`} fill="none" stroke="var(--strong)" />
      ) : (
        <circle cx={right - 3} cy="7" r="3.5" fill="var(--panel)" stroke="var(--role-proposal)" strokeWidth="2" />
      )}
      <path d={`M6 47H${right}M10 43.500 6 47l4 3.500`} fill="none" stroke="var(--strong)" />
    </svg>
  );
};

type Props = { readonly card: BridgeCard; readonly links: BridgeLinks };

export const BridgeStrip = ({ card, links }: Props): ReactElement => {
  const t = useT();
  const link = links.links[(links.chosen?.slot ?? 1) - 1];
  const ribbon = link?.transport === 'seed-stream';
  const waiting = waitingCalls(card).length;
  const held = servedCall(card) ?? waitingCalls(card)[0] ?? null;
  const { lastRequest, last } = card;
  const request = lastRequest === null ? '' : requestWord(lastRequest);
  return (
    <div className="flex h-full flex-col items-center border-x border-line bg-raised pt-2" data-testid="bridge">
      <Word
        text={request}
        tone={held === null ? 'text-faint' : 'text-ink'}
        title={lastRequest === null ? '' : callName(lastRequest.request)}
      />
      <div className="relative mt-1.5 h-[54px]">
        <Lines held={held} ribbon={ribbon} />
        <span className="num absolute inset-x-0 top-4 text-center text-2xs leading-5 text-soft" title={t('card.queue_hint')}>
          {ribbon && (
            <span
              className={link.pulse === 'lost' ? 'font-semibold text-bad' : ''}
              title={t('card.heartbeat', { missed: link.missed })}
              data-testid="heartbeat"
            >
              {link.pulse === 'alive' ? '♥' : `♡${link.missed}`}
            </span>
          )}
          {held !== null && <span title={t(`card.stage.${held.stage}`)}>{held.stage === 'waiting' ? '⌛' : '…'}</span>}
          {waiting > 0 && <span className="ml-0.5 rounded bg-panel px-1 font-semibold text-ink">q{waiting}</span>}
        </span>
      </div>
      <Word
        text={last === null ? '' : answerWord(last)}
        tone={last?.ok === false ? 'font-semibold text-bad' : 'text-faint'}
        title={last === null ? '' : `${callName(last.request)}: ${last.error ?? answerWord(last)}`}
      />
    </div>
  );
};
