// The log as a table: one row per log event, whatever it is; what can be sorted and filtered. The equal view of the space-time diagram.
import type { LogEvent, LogKind } from '../log/event.ts';
import { DELIVERY_KINDS } from '../log/event.ts';
import { type Chamber, chamberOf } from './format.ts';
import { validatorOf } from '../types/ids.ts';

export const SORT_COLUMNS = ['time', 'validator', 'chamber', 'kind', 'height'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];
export type RowSort = { readonly column: SortColumn; readonly descending: boolean };

export type RowFilter = {
  readonly validator: number | null;
  /** A log kind, `steps` for the events that open a step, null for all. */
  readonly kind: LogKind | 'steps' | null;
  readonly height: number | null;
};

export type EventFacts = {
  readonly validator: number;
  readonly chamber: Chamber;
  readonly kind: LogKind;
  readonly height: number | null;
  readonly round: number | null;
};

const numberAt = (holder: object, key: 'height' | 'round'): number | null => {
  const value: unknown = Object.hasOwn(holder, key) ? (holder as Readonly<Record<string, unknown>>)[key] : null;
  return typeof value === 'number' ? value : null;
};

/** What an event names of height and round, itself or in the frame or proposal that it is about. */
const aboutOf = (event: LogEvent): object => {
  if ((event.kind === 'frame_sent' || event.kind === 'frame_delivered') && event.what !== null) return event.what;
  if (event.kind === 'proposal_received') return event.init;
  return event;
};

/** The columns of one event. */
export const factsOf = (event: LogEvent): EventFacts => {
  const about = aboutOf(event);
  return {
    validator: validatorOf(event.p),
    chamber: chamberOf(event.p),
    kind: event.kind,
    height: numberAt(about, 'height'),
    round: numberAt(about, 'round'),
  };
};

const fits = (event: LogEvent, filter: RowFilter): boolean => {
  if (filter.kind === 'steps' ? !DELIVERY_KINDS.has(event.kind) : filter.kind !== null && event.kind !== filter.kind) return false;
  if (filter.validator !== null && validatorOf(event.p) !== filter.validator) return false;
  return filter.height === null || numberAt(aboutOf(event), 'height') === filter.height;
};

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const keyOf = (event: LogEvent, column: Exclude<SortColumn, 'time' | 'kind'>): number => {
  switch (column) {
    case 'validator':
      return validatorOf(event.p);
    case 'chamber':
      return chamberOf(event.p) === 'consensus' ? 0 : 1;
    case 'height': {
      const { height, round } = factsOf(event);
      return (height ?? -1) * 1_000 + Math.min(999, round ?? 0);
    }
  }
};

/** Indexes of the events that fit, in the order asked for; equal ones stay in log order. `extra` may refuse more (a search). */
export const selectRows = (
  events: readonly (LogEvent | undefined)[],
  filter: RowFilter,
  { column, descending }: RowSort,
  extra: (index: number) => boolean = () => true,
): readonly number[] => {
  const rows: number[] = [];
  for (const [i, event] of events.entries()) if (event !== undefined && fits(event, filter) && extra(i)) rows.push(i);
  const sign = descending ? -1 : 1;
  if (column === 'time') return descending ? rows.toReversed() : rows;
  const keys = new Map<number, number | string>();
  for (const i of rows) {
    const event = events[i];
    if (event !== undefined) keys.set(i, column === 'kind' ? event.kind : keyOf(event, column));
  }
  return rows.toSorted((a, b) => {
    const [x, y] = [keys.get(a) ?? 0, keys.get(b) ?? 0];
    const order = typeof x === 'string' && typeof y === 'string' ? compareText(x, y) : Number(x) - Number(y);
    return order === 0 ? a - b : sign * order;
  });
};

/** Kinds that occur, in order of their names. */
export const kindsOf = (events: readonly (LogEvent | undefined)[]): readonly LogKind[] =>
  [...new Set(events.flatMap((event) => (event === undefined ? [] : [event.kind])))].toSorted(compareText);
