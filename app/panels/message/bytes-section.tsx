// Decoded fields over hex bytes; hovering or focusing one lights the other. Loaded when the first message is opened.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { FieldRow, describeFrame, messageTypeOf, rowAtByte } from '../../../core/view/bytes.ts';
import type { Message } from '../../../core/view/messages.ts';
import { spliceBytes } from '../../../core/base/splice.ts';
import type { Intervention } from '../../../core/sim/intervention.ts';
import { validatorName } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Choice } from '../../ui/field.tsx';
import { HEX_BYTES_MAX, HexView } from '../../ui/hex-view.tsx';
import { Section } from '../../ui/section.tsx';
import { EditSection } from './edit-section.tsx';

type Edit = Intervention & { readonly kind: 'edit_frame' };

type Reader = {
  readonly describeFrame: typeof describeFrame;
  readonly messageTypeOf: typeof messageTypeOf;
  readonly rowAtByte: typeof rowAtByte;
};

const useReader = (): Reader | null => {
  const [reader, setReader] = useState<Reader | null>(null);
  useEffect(() => {
    let alive = true;
    const load = async (): Promise<void> => {
      const loaded = await import('../../../core/view/bytes.ts');
      if (alive) setReader(loaded);
    };
    void load();
    return () => {
      alive = false;
    };
  }, []);
  return reader;
};

type FieldProps = { readonly row: FieldRow; readonly lit: boolean; readonly onLight: (row: FieldRow | null) => void };

const Field = ({ row, lit, onLight }: FieldProps): ReactElement => {
  const t = useT();
  return (
    <li
      data-testid="field"
      data-name={row.name}
      data-lit={lit}
      onMouseEnter={() => onLight(row)}
      style={{ paddingLeft: `${row.depth * 0.75}rem` }}
      className={`rounded-xs ${lit ? 'bg-ink text-panel' : ''}`}
    >
      <button
        type="button"
        onFocus={() => onLight(row)}
        onBlur={() => onLight(null)}
        className="flex w-full items-baseline gap-1.5 px-1 text-left font-mono text-[0.7rem] leading-5"
      >
        <span className={`num w-4 shrink-0 text-right ${lit ? '' : 'text-faint'}`}>{row.number === 0 ? '!' : row.number}</span>
        <span className={row.kind === 'field' ? '' : lit ? '' : 'text-bad'}>{row.name}</span>
        <span className={`min-w-0 flex-1 truncate text-right ${lit ? '' : 'text-soft'}`} title={`${row.type} ${row.text}`}>
          {row.text}
          {row.reduced && ` ${t('bytes.reduced')}`}
        </span>
      </button>
    </li>
  );
};

/** The change that waits for the message, as the interventions of the run have it; null: none. */
const useWaiting = (message: Message): Edit | null =>
  useRun(
    (s) =>
      s.run?.interventions.findLast(
        (item): item is Edit =>
          item.kind === 'edit_frame' && item.frame === message.sentBy && item.to === message.to && item.t <= Math.floor(s.us) + 1,
      ) ?? null,
  );

type Bytes = { readonly arriving: Uint8Array; readonly isChanged: boolean };

/** What the receiver gets, as far as it is known at the cursor. */
const useArriving = (message: Message): Bytes => {
  const waiting = useWaiting(message);
  return useMemo(() => {
    const { bytes, carried, edited } = message;
    const arriving = edited ?? (waiting === null ? carried : spliceBytes(carried, waiting.splices));
    return { arriving, isChanged: arriving !== bytes };
  }, [message, waiting]);
};

export const BytesSection = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  const reader = useReader();
  const [lit, setLit] = useState<FieldRow | null>(null);
  const [side, setSide] = useState<'sent' | 'received'>('received');
  const { arriving, isChanged } = useArriving(message);
  const bytes = side === 'received' ? arriving : message.bytes;
  const rows = useMemo(() => reader?.describeFrame(message, bytes) ?? [], [reader, message, bytes]);
  const arrivingRows = useMemo(() => reader?.describeFrame(message, arriving) ?? [], [reader, message, arriving]);
  const hoverByte = (offset: number | null): void => setLit(offset === null || reader === null ? null : reader.rowAtByte(rows, offset));
  return (
    <>
      <Section title={t('bytes.decoded')} aside={<span className="font-mono text-2xs text-faint">{reader?.messageTypeOf(message)}</span>}>
        {isChanged && (
          <div className="mb-2 flex items-center gap-2" data-testid="bytes-changed">
            <p className="min-w-0 flex-1 text-xs text-bad">{t('edit.changed', { v: validatorName(message.to) })}</p>
            <Choice<'sent' | 'received'>
              label={t('edit.which')}
              testIdPrefix="bytes"
              value={side}
              options={[
                { value: 'sent', label: t('edit.sent') },
                { value: 'received', label: t('edit.received') },
              ]}
              onPick={setSide}
            />
          </div>
        )}
        <ul data-testid="fields" onMouseLeave={() => setLit(null)}>
          {rows.map((row) => (
            <Field key={row.id} row={row} lit={lit?.id === row.id} onLight={setLit} />
          ))}
        </ul>
      </Section>
      <Section
        title={t('bytes.bytes')}
        aside={<span className="num text-2xs text-faint">{t('bytes.count', { count: bytes.length })}</span>}
      >
        <HexView bytes={bytes} label={t('bytes.bytes')} lit={lit?.span ?? null} onHover={hoverByte} />
        {bytes.length > HEX_BYTES_MAX && <p className="mt-1 text-2xs text-faint">{t('bytes.cut', { count: HEX_BYTES_MAX })}</p>}
      </Section>
      <EditSection message={message} bytes={arriving} rows={arrivingRows} />
    </>
  );
};
