// Which rows the table shows: the log filtered, searched and sorted. Without any of it the row is the event's index and nothing is computed.
import { useEffect, useMemo, useState } from 'react';
import { type RowFilter, type RowSort, selectRows } from '../../../core/view/event-rows.ts';
import { keptCount } from '../../../core/view/log-window.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { type EventTexts, createTexts } from './texts.ts';

export type Query = { readonly filter: RowFilter; readonly sort: RowSort; readonly text: string };
export const NO_QUERY: Query = {
  filter: { validator: null, kind: null, height: null },
  sort: { column: 'time', descending: false },
  text: '',
};

/** Steps whose sentences are made at a go. */
const SLICE = 400;

export type Rows = {
  readonly count: number;
  readonly total: number;
  /** The log had to let go of older events. */
  readonly isShort: boolean;
  /** Event index of a row. */
  readonly indexOf: (row: number) => number;
  /** Row of an event, or null when the filter hides it. */
  readonly rowOf: (index: number) => number | null;
  readonly texts: EventTexts;
  /** Percent of the log searched; null when nothing is being searched. */
  readonly searching: number | null;
};

const isPlain = ({ filter, sort, text }: Query): boolean =>
  filter.validator === null && filter.kind === null && filter.height === null && text === '' && sort.column === 'time' && !sort.descending;

/** Makes sentences slice by slice while somebody searches; returns how much is ready. */
const useSearch = (texts: EventTexts, active: boolean, total: number): number | null => {
  const [ready, setReady] = useState(0);
  useEffect(() => {
    // Called anew for every event that the log gains.
    if (!active || total === 0) return undefined;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const work = (): void => {
      const finished = texts.prepare(SLICE);
      setReady(finished ? 100 : texts.ready());
      timer = finished ? null : setTimeout(work, 0);
    };
    work();
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, [texts, active, total]);
  return active && ready < 100 ? ready : null;
};

export const useRows = (query: Query): Rows => {
  const t = useT();
  const line = useRun((s) => s.line);
  const total = useRun((s) => (s.version, keptCount(s.line)));
  const revision = useRun((s) => (s.version, s.line.revision));
  const texts = useMemo(() => createTexts(line, t), [line, t]);
  const wanted = query.text.trim().toLowerCase();
  const searching = useSearch(texts, wanted !== '', total);
  const { filter, sort } = query;
  // Rows are events one to one while those that are kept lie together.
  const first = line.starts[line.firstStep] ?? 0;
  const plain = isPlain(query) && line.restored.length === 0;
  const { rows } = useMemo(
    () => ({
      rows: plain ? null : selectRows(line.events, filter, sort, wanted === '' ? undefined : (i) => texts.matches(i, wanted)),
      // The log grows in place, and so does what can be searched.
      total,
      searching,
      revision,
    }),
    [line, plain, filter, sort, wanted, texts, total, searching, revision],
  );
  const places = useMemo(() => (rows === null ? null : new Map(rows.map((index, row) => [index, row]))), [rows]);
  return {
    count: rows === null ? total : rows.length,
    total,
    isShort: first > 0,
    indexOf: (row) => (rows === null ? first + row : (rows[row] ?? 0)),
    rowOf: (index) => (places === null ? (index < first ? null : index - first) : (places.get(index) ?? null)),
    texts,
    searching,
  };
};
