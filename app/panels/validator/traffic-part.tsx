// What crossed the bridge lately, newest first; a row opens to the frame's fields and bytes, or to the JSON that Apollo's remote form would send.
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { describeCrossed } from '../../../core/view/bridge-bytes.ts';
import { type TrafficRow, bridgeTraffic } from '../../../core/view/bridge-traffic.ts';
import type { FieldRow } from '../../../core/view/bytes.ts';
import { formatSeconds } from '../../../core/view/format.ts';
import type { BridgeTransportKind } from '../../../core/types/settings.ts';
import type { ValidatorIndex } from '../../../core/types/ids.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { HEX_BYTES_MAX, HexView } from '../../ui/hex-view.tsx';
import { Section } from '../../ui/section.tsx';

const ROWS_MAX = 24;
/** Characters of a JSON body that are shown. */
const JSON_SHOWN = 6_000;
const FIELDS_SHOWN = 200;

type Describe = typeof describeCrossed;

const useDescribe = (wanted: boolean): Describe | null => {
  const [describe, setDescribe] = useState<{ readonly run: Describe } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let alive = true;
    const load = async (): Promise<void> => {
      const loaded = await import('../../../core/view/bridge-bytes.ts');
      if (alive) setDescribe({ run: loaded.describeCrossed });
    };
    void load();
    return () => {
      alive = false;
    };
  }, [wanted]);
  return describe?.run ?? null;
};

const FrameField = ({ row }: { readonly row: FieldRow }): ReactElement => (
  <li
    data-testid="bridge-field"
    style={{ paddingLeft: `${row.depth * 0.75}rem` }}
    className="flex items-baseline gap-1.5 font-mono text-[0.7rem] leading-5"
  >
    <span className="num w-4 shrink-0 text-right text-faint">{row.number === 0 ? '!' : row.number}</span>
    <span>{row.name}</span>
    <span className="min-w-0 flex-1 truncate text-right text-soft" title={`${row.type} ${row.text}`}>
      {row.text}
    </span>
  </li>
);

const Detail = ({ row }: { readonly row: TrafficRow }): ReactElement | null => {
  const t = useT();
  const describe = useDescribe(true);
  const detail = useMemo(() => describe?.(row.event) ?? null, [describe, row]);
  if (detail === null) return null;
  if (detail.kind === 'json') {
    return (
      <div className="mb-2 rounded border border-line p-2">
        <p className="text-2xs text-faint">{t('bridge.json_note')}</p>
        <pre data-testid="bridge-json" className="max-h-64 overflow-auto font-mono text-[0.7rem]">
          {detail.text === null ? t('bridge.no_answer') : detail.text.slice(0, JSON_SHOWN)}
        </pre>
      </div>
    );
  }
  return (
    <div className="mb-2 flex flex-col gap-2 rounded border border-line p-2">
      <p className="text-2xs text-faint">{t('bridge.frame_note', { count: detail.message.length })}</p>
      <ul>
        {detail.rows.slice(0, FIELDS_SHOWN).map((field) => (
          <FrameField key={field.id} row={field} />
        ))}
      </ul>
      <HexView bytes={detail.message} label={t('bytes.bytes')} lit={null} onHover={() => undefined} />
      {detail.message.length > HEX_BYTES_MAX && <p className="text-2xs text-faint">{t('bytes.cut', { count: HEX_BYTES_MAX })}</p>}
    </div>
  );
};

type Props = { readonly validator: ValidatorIndex; readonly transport: BridgeTransportKind; readonly instances: number };

export const TrafficPart = ({ validator, transport, instances }: Props): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const version = useRun((s) => s.version);
  const us = useRun((s) => s.us);
  const [open, setOpen] = useState<string | null>(null);
  const { rows } = useMemo(
    () => ({ rows: bridgeTraffic(line, { validator, transport }, us, ROWS_MAX), version }),
    [line, version, us, validator, transport],
  );
  return (
    <Section title={t('bridge.traffic')}>
      {rows.length === 0 && <p className="text-faint">{t('fact.none')}</p>}
      <ul data-testid="bridge-traffic">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              data-testid="bridge-row"
              aria-expanded={open === row.id}
              onClick={() => setOpen(open === row.id ? null : row.id)}
              className="grid min-h-6 w-full grid-cols-[4.5rem_1.5rem_1fr_auto] gap-1 rounded px-1 py-0.5 text-left text-xs hover:bg-raised pointer-coarse:min-h-12"
            >
              <span className="num text-faint">{formatSeconds(row.at)}</span>
              <span aria-label={t(`bridge.${row.direction}`)}>{row.direction === 'to_batcher' ? '→' : '←'}</span>
              <span className="truncate font-mono">{row.name}</span>
              <span className="num text-faint">
                {instances > 1 && row.slot !== null && `B${row.slot} `}
                {row.bytes !== null && t('bytes.count', { count: row.bytes })}
              </span>
            </button>
            {open === row.id && <Detail row={row} />}
          </li>
        ))}
      </ul>
    </Section>
  );
};
