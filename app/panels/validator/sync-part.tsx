// What a node has fetched from others in words: whom it asks, what it has checked, whom it dropped and why.
import type { ReactElement } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import type { SyncCard } from '../../../core/view/sync-card.ts';
import { useT } from '../../store/i18n.ts';
import { nodeName } from '../../store/names.ts';
import { Fact, Facts, Section } from '../../ui/section.tsx';
import { Sourced } from './sourced.tsx';

const isIdle = ({ asking, ready, taken, dropped }: SyncCard): boolean =>
  asking === null && ready === null && taken === null && dropped.length === 0;

/** Empty for a validator that never fell behind. */
export const SyncPart = ({ sync, validator }: { readonly sync: SyncCard; readonly validator: number }): ReactElement | null => {
  const t = useT();
  const { asking, ready, taken, checked, dropped } = sync;
  if (isIdle(sync)) return null;
  return (
    <Section title={t('sync.title')}>
      <Facts>
        <Fact name={t('sync.fact.asking')} testId="fact-asking">
          {asking === null ? (
            t('fact.none')
          ) : (
            <Sourced validator={validator} fact={{ kind: 'asking' }}>
              {t('sync.asking', { from: nodeName(asking.from), what: t(`message.sync.${asking.what}`), height: asking.height })}
            </Sourced>
          )}
        </Fact>
        {ready !== null && (
          <Fact name={t('sync.fact.ready')} testId="fact-ready">
            <Sourced validator={validator} fact={{ kind: 'ready' }}>
              {t('sync.ready', { height: ready.height, from: nodeName(ready.from) })}
            </Sourced>
          </Fact>
        )}
        {taken !== null && (
          <Fact name={t('sync.fact.taken')} testId="fact-taken">
            <Sourced validator={validator} fact={{ kind: 'synced' }}>
              {taken}
            </Sourced>
          </Fact>
        )}
        {checked !== null && (
          <Fact name={t('sync.fact.checked')} testId="fact-checked">
            <Sourced validator={validator} fact={{ kind: 'checked' }}>
              {t(checked.ok ? 'sync.sound' : 'sync.unsound', { height: checked.height })} ({t(`sync.checked.${checked.by}`)})
            </Sourced>
          </Fact>
        )}
        {dropped.length > 0 && (
          <Fact name={t('sync.fact.dropped')} testId="fact-dropped">
            <ul>
              {dropped.map(({ peer, reason, at }) => (
                <li key={`${peer}.${at}`}>
                  <Sourced validator={validator} fact={{ kind: 'dropped', peer, at }}>
                    {formatMilliseconds(at)} {nodeName(peer)}: {reason}
                  </Sourced>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
    </Section>
  );
};
