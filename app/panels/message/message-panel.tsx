// One message: where it goes, decoded fields, bytes, causes. Without a selection: the messages near the cursor.
import type { ReactElement } from 'react';
import { formatSeconds } from '../../../core/view/format.ts';
import { followedByMessage } from '../../../core/view/follow.ts';
import { type Message, findMessage } from '../../../core/view/messages.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { follow, useWay } from '../../store/way.ts';
import { selectMessage, useUi } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Fact, Facts, Section } from '../../ui/section.tsx';
import { BytesSection } from './bytes-section.tsx';
import { CausesSection } from './causes-section.tsx';
import { MessageList } from './message-list.tsx';
import { messageName, messageWay } from '../../store/message-title.ts';
import { nodeName } from '../../store/names.ts';

const WayFacts = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  const { what } = message;
  return (
    <Section title={t('message.way')}>
      <Facts>
        <Fact name={t('message.from_to')}>{messageWay(message)}</Fact>
        <Fact name={t('message.topic')}>
          <span className="font-mono text-xs">{message.topic}</span>
        </Fact>
        {'round' in what && <Fact name={t('message.about')}>{t('message.height_round', { height: what.height, round: what.round })}</Fact>}
        <Fact name={t('message.sent')}>{formatSeconds(message.sentAt)} s</Fact>
        <Fact name={t('message.arrives')}>
          {message.arriveAt === null ? (
            <span className="text-bad">{t('message.never', { v: nodeName(message.to) })}</span>
          ) : (
            `${formatSeconds(message.arriveAt)} s`
          )}
        </Fact>
      </Facts>
    </Section>
  );
};

/** Follows what the message is about: its transaction, or the proposal of its round. */
const FollowButton = ({ message }: { readonly message: Message }): ReactElement | null => {
  const t = useT();
  const followed = useWay((s) => s.followed);
  const about = followedByMessage(message.what);
  if (about === null) return null;
  const isOn = JSON.stringify(about) === JSON.stringify(followed);
  return (
    <Button aria-pressed={isOn} title={t('follow.hint')} data-testid="message-follow" onClick={() => (isOn ? follow(null) : follow(about))}>
      {t(about.kind === 'transaction' ? 'follow.start' : 'follow.start_proposal')}
    </Button>
  );
};

const Selected = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  return (
    <div data-testid="message-panel" data-message={message.id}>
      <header className="flex flex-col gap-2 border-b border-line px-4 py-3">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 text-base font-semibold">{messageName(t, message)}</h2>
          {message.fate === 'dropped' && <Badge tone="bad">{t('message.dropped')}</Badge>}
          {message.fate === 'delayed' && <Badge tone="bad">{t('message.delayed')}</Badge>}
          {message.what.kind === 'vote' && message.what.rebroadcast && <Badge>{t('message.rebroadcast')}</Badge>}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => selectMessage(null)} data-testid="message-back">
            {t('message.all')}
          </Button>
          <Button onClick={() => run.seekTime(message.arriveAt ?? message.sentAt)} data-testid="message-go">
            {t(message.arriveAt === null ? 'message.go_sent' : 'message.go_arrival')}
          </Button>
          <FollowButton message={message} />
        </div>
      </header>
      <WayFacts message={message} />
      <BytesSection message={message} />
      <CausesSection message={message} />
    </div>
  );
};

export const MessagePanel = (): ReactElement => {
  const selected = useUi((s) => s.message);
  const message = useRun((s) => (s.version, selected === null ? null : findMessage(s.line.messages, selected)));
  return message === null ? <MessageList /> : <Selected message={message} />;
};
