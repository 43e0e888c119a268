// The bridge in words: calls on their way, in the queue, being served; the last answer.
import type { ReactElement } from 'react';
import { type BridgeCard, servedCall, waitingCalls } from '../../../core/view/bridge-card.ts';
import { callName } from '../../../core/view/phrase.ts';
import { useT } from '../../store/i18n.ts';
import { Fact, Facts, Mono, Section } from '../../ui/section.tsx';
import { Sourced } from './sourced.tsx';

export const BridgePart = ({ card, validator }: { readonly card: BridgeCard; readonly validator: number }): ReactElement => {
  const t = useT();
  const served = servedCall(card);
  const waiting = waitingCalls(card);
  return (
    <Section title={t('chamber.bridge')}>
      <Facts>
        <Fact name={t('bridge.serving')} testId="fact-serving">
          {served === null ? (
            <span className="text-faint">{t('fact.none')}</span>
          ) : (
            <Sourced validator={validator} fact={{ kind: 'call' }}>
              <Mono>{callName(served.request)}</Mono>
            </Sourced>
          )}
        </Fact>
        <Fact name={t('bridge.queue')} testId="fact-queue">
          {waiting.length === 0 ? (
            <span className="text-faint">{t('bridge.empty')}</span>
          ) : (
            <Sourced validator={validator} fact={{ kind: 'call' }}>
              {waiting.length} · <Mono>{waiting.map((call) => callName(call.request)).join(', ')}</Mono>
            </Sourced>
          )}
        </Fact>
        {card.calls.map((call) =>
          call.stage === 'to_batcher' || call.stage === 'to_consensus' ? (
            <Fact key={call.callId} name={t(`bridge.${call.stage}`)}>
              <Sourced validator={validator} fact={{ kind: 'call' }}>
                <Mono>{callName(call.request)}</Mono>
              </Sourced>
            </Fact>
          ) : null,
        )}
        <Fact name={t('bridge.last')}>
          {card.last === null ? (
            '–'
          ) : (
            <Sourced validator={validator} fact={{ kind: 'answer' }}>
              <Mono>{callName(card.last.request)}</Mono>{' '}
              {card.last.ok ? <span className="text-good">✓</span> : <span className="text-bad">{card.last.error}</span>}
            </Sourced>
          )}
        </Fact>
      </Facts>
    </Section>
  );
};
