// Every event of the log as a row: the equal view of the diagram, for keyboard and screen reader too. Sorted, filtered and searched; choosing a row goes
// to its step. Wide (beside the full-screen diagram) it is a table with a head, narrow each row has two lines.
import { type ReactElement, useRef, useState } from 'react';
import { SORT_COLUMNS, type SortColumn } from '../../../core/view/event-rows.ts';
import { stepOfEvent } from '../../../core/view/timeline.ts';
import { lookAt } from '../../store/diagram.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { useWidth } from '../../ui/use-width.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { COLUMNS, EventRow } from './event-row.tsx';
import { Filters } from './filters.tsx';
import { NO_QUERY, type Query, type Rows, useRows } from './use-rows.ts';

const NARROW_ROW = 44;
const WIDE_ROW = 28;
/** Width in pixels from which on the columns fit. */
const WIDE_FROM = 500;

type SortProps = { readonly query: Query; readonly onChange: (query: Query) => void; readonly wide: boolean };

/** Column heads that sort; a second click turns the order round. */
const SortHeads = ({ query, onChange, wide }: SortProps): ReactElement => {
  const t = useT();
  const { sort } = query;
  const pick = (column: SortColumn): void =>
    onChange({ ...query, sort: { column, descending: sort.column === column ? !sort.descending : false } });
  return (
    <div
      role="group"
      aria-label={t('events.columns')}
      className={`border-b border-line px-3 ${wide ? `grid gap-x-2 ${COLUMNS}` : 'flex flex-wrap gap-x-3'}`}
    >
      {SORT_COLUMNS.map((column) => {
        const on = sort.column === column;
        const order = t(sort.descending ? 'events.descending' : 'events.ascending');
        return (
          <button
            key={column}
            type="button"
            aria-pressed={on}
            aria-label={on ? `${t(`events.column.${column}`)}, ${order}` : t(`events.column.${column}`)}
            title={t(`events.column.${column}`)}
            data-testid={`sort-${column}`}
            onClick={() => pick(column)}
            className={`h-7 min-w-6 overflow-hidden text-left text-2xs whitespace-nowrap pointer-coarse:h-11 ${on ? 'font-semibold text-ink' : 'text-faint hover:text-ink'}`}
          >
            {wide && column === 'validator' ? 'V' : t(`events.column.${column}`)}
            {on && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
          </button>
        );
      })}
      {wide && <span className="flex h-7 items-center text-2xs text-faint">{t('events.column.sentence')}</span>}
    </div>
  );
};

/** Row that is marked: the one chosen while its step is shown, else the one that opens the step at the cursor. */
const useCurrent = (rows: Rows, chosen: number | null): number | null => {
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  if (cursor === 0) return null;
  const index = chosen !== null && stepOfEvent(line, chosen) === cursor - 1 ? chosen : (line.starts[cursor - 1] ?? null);
  return index === null ? null : rows.rowOf(index);
};

const Status = ({ rows }: { readonly rows: Rows }): ReactElement => {
  const t = useT();
  return (
    <p
      className="num px-3 py-1 text-2xs text-faint"
      role="status"
      data-testid="event-count"
      data-shown={rows.count}
      data-total={rows.total}
    >
      {t('events.rows', { shown: rows.count, count: rows.total })}
      {rows.searching !== null && ` · ${t('events.searching', { percent: rows.searching })}`}
      {rows.isShort && ` · ${t('events.older')}`}
      {rows.count === 0 && rows.searching === null && rows.total > 0 && ` · ${t('events.none')}`}
    </p>
  );
};

export const EventsPanel = (): ReactElement => {
  const t = useT();
  const ref = useRef<HTMLDivElement>(null);
  const wide = useWidth(ref) >= WIDE_FROM;
  const [query, setQuery] = useState<Query>(NO_QUERY);
  const [chosen, setChosen] = useState<number | null>(null);
  const line = useRun((s) => s.line);
  const playing = useRun((s) => s.playing);
  const rows = useRows(query);
  const current = useCurrent(rows, chosen);
  const go = (row: number): void => {
    if (rows.count === 0) return;
    const index = rows.indexOf(Math.max(0, Math.min(row, rows.count - 1)));
    const step = stepOfEvent(line, index);
    setChosen(index);
    lookAt({ focus: step, message: null });
    run.seekStep(step + 1);
  };
  const move = (by: number): void => {
    // Before the first event stands the beginning of the run.
    if (by < 0 && current !== null && current + by < 0 && rows.indexOf(0) === 0) {
      setChosen(null);
      run.seekStep(0);
    } else go(current === null ? (by > 0 ? by - 1 : 0) : current + by);
  };
  return (
    <div ref={ref} className="flex h-full min-h-0 flex-col" data-testid="events-panel">
      <Filters query={query} wide={wide} onChange={setQuery} />
      <Status rows={rows} />
      <SortHeads query={query} onChange={setQuery} wide={wide} />
      <VirtualList
        count={rows.count}
        rowHeight={wide ? WIDE_ROW : NARROW_ROW}
        label={`${t('events.title')}. ${t('events.keys')}`}
        testId="event-list"
        follow={playing ? null : current}
        onMove={move}
        render={(row) => {
          const index = rows.indexOf(row);
          return (
            <EventRow
              line={line}
              index={index}
              text={rows.texts.textOf(index)}
              wide={wide}
              current={row === current}
              onPick={() => go(row)}
            />
          );
        }}
      />
    </div>
  );
};
