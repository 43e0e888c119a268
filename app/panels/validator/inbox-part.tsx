// The inbox of a validator, delivered by hand: what has arrived and is held, in the order in which the visitor puts it.
import { type ReactElement, useState } from 'react';
import { toValidatorIndex } from '../../../core/types/ids.ts';
import { formatSeconds, validatorName } from '../../../core/view/format.ts';
import { findMessage } from '../../../core/view/messages.ts';
import { useActiveFaults } from '../../store/active-faults.ts';
import { breakSomething, deliver, mend } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { messageName } from '../../store/message-title.ts';
import { useRun } from '../../store/run.ts';
import { selectMessage } from '../../store/ui.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { arranged, moved } from './arrange.ts';

type RowProps = {
  readonly frame: string;
  readonly validator: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Its delivery has been asked for and comes with the next step. */
  readonly isNext: boolean;
  readonly onMove: (by: 1 | -1) => void;
};

const Row = ({ frame, validator, isFirst, isLast, isNext, onMove }: RowProps): ReactElement => {
  const t = useT();
  const message = useRun((s) => (s.version, findMessage(s.line.messages, `${frame}>${validator}`)));
  const name = message === null ? frame : messageName(t, message);
  return (
    <li className="flex items-center gap-1 border-b border-line py-1 last:border-b-0" data-testid="inbox-row" data-frame={frame}>
      <button
        type="button"
        disabled={message === null}
        onClick={() => message !== null && selectMessage(message.id)}
        className="min-h-6 min-w-0 flex-1 rounded px-1 text-left text-xs hover:bg-raised pointer-coarse:min-h-11"
      >
        <span className="block truncate">{name}</span>
        {message !== null && (
          <span className="num block text-2xs text-faint">
            {t('inbox.from', { v: validatorName(message.from), seconds: formatSeconds(message.arriveAt ?? message.sentAt) })}
          </span>
        )}
      </button>
      <IconButton label={t('inbox.up', { name })} disabled={isFirst} data-testid="inbox-up" onClick={() => onMove(-1)}>
        ↑
      </IconButton>
      <IconButton label={t('inbox.down', { name })} disabled={isLast} data-testid="inbox-down" onClick={() => onMove(1)}>
        ↓
      </IconButton>
      <Button
        aria-label={t('inbox.deliver_named', { name })}
        disabled={isNext}
        data-testid="inbox-deliver"
        onClick={() => deliver(validator, frame)}
      >
        {t(isNext ? 'inbox.next' : 'inbox.deliver')}
      </Button>
    </li>
  );
};

/** Frames whose delivery comes after what is shown. */
const useNext = (validator: number): ReadonlySet<string> => {
  const us = useRun((s) => Math.floor(s.us));
  const done = useRun((s) => s.run?.interventions);
  return new Set(
    (done ?? []).flatMap((item) => (item.kind === 'deliver' && item.validator === validator && item.t > us ? [item.frame] : [])),
  );
};

export const InboxPart = ({ validator }: { readonly validator: number }): ReactElement => {
  const t = useT();
  const held = useRun((s) => s.view.cards[validator]?.consensus.held);
  const ready = useRun((s) => s.status === 'ready');
  const hold = useActiveFaults().find(({ fault }) => fault.kind === 'hold_inbox' && fault.validator === validator);
  const [order, setOrder] = useState<readonly string[]>([]);
  const list = arranged(held ?? [], order);
  const next = useNext(validator);
  return (
    <Section title={t('inbox.title')} aside={<span className="num text-2xs text-faint">{t('inbox.count', { n: list.length })}</span>}>
      <div data-testid="inbox" className="flex flex-col gap-2">
        {hold === undefined ? (
          <>
            <p className="text-xs text-faint">{t('inbox.open')}</p>
            <Button
              disabled={!ready}
              data-testid="inbox-hold"
              className="self-start"
              onClick={() => breakSomething({ kind: 'hold_inbox', validator: toValidatorIndex(validator) })}
            >
              {t('inbox.hold')}
            </Button>
          </>
        ) : (
          <>
            <p className="text-xs text-faint">{t('inbox.held')}</p>
            <ol>
              {list.map((frame, i) => (
                <Row
                  key={`${frame}.${i}`}
                  frame={frame}
                  validator={validator}
                  isFirst={i === 0}
                  isLast={i === list.length - 1}
                  isNext={next.has(frame)}
                  onMove={(by) => setOrder(moved(list, i, by))}
                />
              ))}
            </ol>
            <div className="flex flex-wrap gap-2">
              <Button
                disabled={list.every((frame) => next.has(frame))}
                data-testid="inbox-deliver-all"
                onClick={() => void list.every((frame) => next.has(frame) || deliver(validator, frame))}
              >
                {t('inbox.all')}
              </Button>
              <Button data-testid="inbox-release" onClick={() => mend(hold.id)}>
                {t('inbox.release')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Section>
  );
};
