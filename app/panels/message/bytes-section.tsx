// Decoded fields over hex bytes; hovering or focusing one lights the other. Loaded when the first message is opened.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { FieldRow, describeFrame, messageTypeOf, rowAtByte } from '../../../core/view/bytes.ts';
import type { Message } from '../../../core/view/messages.ts';
import { useT } from '../../store/i18n.ts';
import { HEX_BYTES_MAX, HexView } from '../../ui/hex-view.tsx';
import { Section } from '../../ui/section.tsx';

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

export const BytesSection = ({ message }: { readonly message: Message }): ReactElement => {
  const t = useT();
  const reader = useReader();
  const [lit, setLit] = useState<FieldRow | null>(null);
  const rows = useMemo(() => reader?.describeFrame(message, message.bytes) ?? [], [reader, message]);
  const hoverByte = (offset: number | null): void => setLit(offset === null || reader === null ? null : reader.rowAtByte(rows, offset));
  return (
    <>
      <Section title={t('bytes.decoded')} aside={<span className="font-mono text-2xs text-faint">{reader?.messageTypeOf(message)}</span>}>
        <ul data-testid="fields" onMouseLeave={() => setLit(null)}>
          {rows.map((row) => (
            <Field key={row.id} row={row} lit={lit?.id === row.id} onLight={setLit} />
          ))}
        </ul>
      </Section>
      <Section
        title={t('bytes.bytes')}
        aside={<span className="num text-2xs text-faint">{t('bytes.count', { count: message.bytes.length })}</span>}
      >
        <HexView bytes={message.bytes} label={t('bytes.bytes')} lit={lit?.span ?? null} onHover={hoverByte} />
        {message.bytes.length > HEX_BYTES_MAX && <p className="mt-1 text-2xs text-faint">{t('bytes.cut', { count: HEX_BYTES_MAX })}</p>}
      </Section>
    </>
  );
};
