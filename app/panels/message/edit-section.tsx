// Changing a message on its way: one field or one byte, for one receiver. It is an intervention like any other, so it is in the link and can be undone.
import { type ReactElement, useState } from 'react';
import type { FieldRow } from '../../../core/view/bytes.ts';
import { validatorName } from '../../../core/view/format.ts';
import type { Message } from '../../../core/view/messages.ts';
import { editFrame } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { bytesOfHex, hexOfBytes, spliceBetween } from './edit-bytes.ts';

const BYTE = 'byte';
/** Fields that can be chosen by name; the rest by offset. */
const FIELDS_MAX = 200;

type Range = { readonly from: number; readonly to: number };

/** True while a change still reaches it: on its way, or waiting in a held inbox. */
const useReachable = (message: Message): boolean => {
  const us = useRun((s) => Math.floor(s.us));
  const isHeld = useRun((s) => s.view.cards[message.to]?.consensus.held.includes(message.sentBy) === true);
  return us >= message.sentAt && message.arriveAt !== null && (isHeld || us + 1 < message.arriveAt);
};

/** The bytes with those of a range replaced. */
const replaced = (bytes: Uint8Array, { from, to }: Range, insert: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, from), ...insert, ...bytes.subarray(to)]);

/** The one byte at an offset in hex; null where there is none. */
const byteAt = (bytes: Uint8Array, offset: string): Range | null => {
  const at = /^[0-9a-f]{1,5}$/i.test(offset) ? Number.parseInt(offset, 16) : bytes.length;
  return at < bytes.length ? { from: at, to: at + 1 } : null;
};

type FormProps = {
  readonly message: Message;
  /** As they would arrive now, former edits included. */
  readonly bytes: Uint8Array;
  readonly rows: readonly FieldRow[];
};

const EditForm = ({ message, bytes, rows }: FormProps): ReactElement => {
  const t = useT();
  const [where, setWhere] = useState<string>(BYTE);
  const [offset, setOffset] = useState('0');
  const [typed, setTyped] = useState<string | null>(null);
  const row = rows.find(({ id }) => String(id) === where);
  const range = row?.payload ?? byteAt(bytes, offset);
  const now = range === null ? '' : hexOfBytes(bytes.subarray(range.from, range.to));
  const insert = bytesOfHex(typed ?? now);
  const splice = range === null || insert === null ? null : spliceBetween(message.carried, replaced(bytes, range, insert));
  const isChanged = typed !== null && insert !== null && hexOfBytes(insert) !== now;
  const pick = (next: string): void => {
    setWhere(next);
    setTyped(null);
  };
  return (
    <form
      className="flex flex-col gap-2"
      data-testid="edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        // Bytes that are again as they were sent: an edit that changes nothing stands in place of the former one.
        if (isChanged && editFrame(message.sentBy, message.to, splice === null ? [] : [splice])) setTyped(null);
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Field label={t('edit.where')}>
          <Select<string>
            value={where}
            data-testid="edit-where"
            options={[
              { value: BYTE, label: t('edit.byte') },
              ...rows.slice(0, FIELDS_MAX).map(({ id, name, depth }) => ({ value: String(id), label: `${'· '.repeat(depth)}${name}` })),
            ]}
            onPick={pick}
          />
        </Field>
        {row === undefined && (
          <Field label={t('edit.offset')}>
            <input
              className={`${CONTROL} font-mono`}
              maxLength={5}
              value={offset}
              aria-invalid={range === null}
              data-testid="edit-offset"
              onChange={(event) => {
                setOffset(event.target.value);
                setTyped(null);
              }}
            />
          </Field>
        )}
      </div>
      <Field label={t('edit.hex')} hint={t('edit.hint')}>
        <textarea
          rows={now.length > 60 ? 3 : 1}
          spellCheck={false}
          className={`${CONTROL} h-auto py-1 font-mono text-xs`}
          value={typed ?? now}
          disabled={range === null}
          aria-invalid={insert === null}
          data-testid="edit-hex"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button type="submit" tone="danger" disabled={!isChanged} data-testid="edit-do">
        {t('edit.do', { v: validatorName(message.to) })}
      </Button>
    </form>
  );
};

/** Nothing for a message that never arrives. */
export const EditSection = (props: FormProps): ReactElement | null => {
  const t = useT();
  const { message } = props;
  const reachable = useReachable(message);
  if (message.arriveAt === null) return null;
  return (
    <Section title={t('edit.title')}>
      {reachable ? (
        <EditForm key={message.id} {...props} />
      ) : (
        <div className="flex items-center gap-2">
          <p className="min-w-0 flex-1 text-xs text-faint">{t('edit.only_flying')}</p>
          <Button onClick={() => run.seekTime(message.sentAt)} data-testid="edit-go">
            {t('message.go_sent')}
          </Button>
        </div>
      )}
    </Section>
  );
};
