// Messages near the cursor: those on their way first, then the latest that arrived. The keyboard's way to a message.
import { type ReactElement, useMemo } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import { type Message, messageEnd, messagesBetween } from '../../../core/view/messages.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { selectMessage } from '../../store/ui.ts';
import { Section } from '../../ui/section.tsx';
import { messageName, messageWay } from '../../store/message-title.ts';

const LATEST_US = 400_000;
const ROWS_MAX = 60;

const Row = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  return (
    <li>
      <button
        type="button"
        data-testid="message-row"
        className="grid w-full grid-cols-[4.2rem_1fr_auto] gap-2 rounded px-1 py-0.5 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
        onClick={() => selectMessage(message.id)}
      >
        <span className="num text-faint">{messageWay(message)}</span>
        <span className="truncate">{messageName(t, message)}</span>
        <span className="num text-faint">
          {message.arriveAt === null ? <span className="text-bad">{t('message.dropped')}</span> : formatMilliseconds(message.arriveAt)}
        </span>
      </button>
    </li>
  );
};

export const MessageList = (): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const us = useRun((s) => s.us);
  const { flying, landed } = useMemo(() => {
    const near = messagesBetween(line.messages, us - LATEST_US, us);
    return {
      flying: near.filter((m) => m.sentAt <= us && messageEnd(m) > us).slice(0, ROWS_MAX),
      landed: near
        .filter((m) => messageEnd(m) <= us)
        .toReversed()
        .slice(0, ROWS_MAX),
      version,
    };
  }, [line, version, us]);
  return (
    <>
      <Section title={t('message.flying', { count: flying.length })}>
        {flying.length === 0 && <p className="text-faint">{t('message.none_flying')}</p>}
        <ul data-testid="flying">
          {flying.map((message) => (
            <Row key={message.id} message={message} />
          ))}
        </ul>
      </Section>
      <Section title={t('message.landed')}>
        {landed.length === 0 && <p className="text-faint">{t('fact.none')}</p>}
        <ul data-testid="landed">
          {landed.map((message) => (
            <Row key={message.id} message={message} />
          ))}
        </ul>
      </Section>
    </>
  );
};
