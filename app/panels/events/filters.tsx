// Filters and search of the table.
import { type ReactElement, useMemo } from 'react';
import type { LogKind } from '../../../core/log/event.ts';
import { kindsOf } from '../../../core/view/event-rows.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { CONTROL, Select } from '../../ui/field.tsx';
import type { Query } from './use-rows.ts';
import { nodeName } from '../../store/names.ts';

const SMALL = `${CONTROL} !h-7 !px-1.5 !text-xs pointer-coarse:!h-11`;
const ALL = 'all';
const SEARCH_MAX = 80;

type Props = { readonly query: Query; readonly wide: boolean; readonly onChange: (query: Query) => void };

export const Filters = ({ query, wide, onChange }: Props): ReactElement => {
  const t = useT();
  const line = useRun((s) => s.line);
  const validators = useRun((s) => s.view.cards.length);
  const heights = useRun((s) => (s.version, s.line.head.network.topHeight));
  const steps = useRun((s) => (s.version, s.line.stops.total));
  const { kinds } = useMemo(() => ({ kinds: kindsOf(line.events), steps }), [line, steps]);
  const { filter } = query;
  const set = (change: Partial<Query['filter']>): void => onChange({ ...query, filter: { ...filter, ...change } });
  return (
    <div className={`grid gap-1.5 px-3 pt-2 ${wide ? 'grid-cols-[2fr_1fr_1fr_1fr]' : 'grid-cols-2'}`}>
      <input
        type="search"
        className={`${SMALL} ${wide ? '' : 'col-span-2'}`}
        aria-label={t('events.filter.text')}
        placeholder={t('events.filter.text')}
        maxLength={SEARCH_MAX}
        data-testid="event-search"
        value={query.text}
        onChange={(event) => onChange({ ...query, text: event.target.value })}
      />
      <Select<string>
        aria-label={t('events.filter.validator')}
        data-testid="event-validator"
        className={SMALL}
        value={filter.validator === null ? ALL : String(filter.validator)}
        options={[
          { value: ALL, label: t('events.all_validators') },
          ...Array.from({ length: validators }, (_, i) => ({ value: String(i), label: nodeName(i) })),
        ]}
        onPick={(value) => set({ validator: value === ALL ? null : Number(value) })}
      />
      <Select<string>
        aria-label={t('events.filter.height')}
        data-testid="event-height"
        className={SMALL}
        value={filter.height === null ? ALL : String(filter.height)}
        options={[
          { value: ALL, label: t('events.all_heights') },
          ...Array.from({ length: heights }, (_, i) => ({ value: String(i + 1), label: t('events.height', { height: i + 1 }) })),
        ]}
        onPick={(value) => set({ height: value === ALL ? null : Number(value) })}
      />
      <Select<LogKind | 'steps' | typeof ALL>
        aria-label={t('events.filter.kind')}
        data-testid="event-kind"
        className={`${SMALL} ${wide ? '' : 'col-span-2'}`}
        value={filter.kind ?? ALL}
        options={[
          { value: ALL, label: t('events.all_kinds') },
          { value: 'steps', label: t('events.steps_only') },
          ...kinds.map((kind) => ({ value: kind, label: kind })),
        ]}
        onPick={(value) => set({ kind: value === ALL ? null : value })}
      />
    </div>
  );
};
