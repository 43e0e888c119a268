// A run as a log for ShiViz: one event per step, two lines each, its host and vector clock and what it is. The first line is the expression that ShiViz
// takes the log apart with. An event on a host of its own at the beginning carries the link to the run, which is how our own exports are opened again.
// Clocks follow causes: a step knows what its cause knew, and what its process knew before.
import { IMPORT_BYTES_MAX } from '../base/limits.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { ShapeError } from '../base/shape.ts';
import { DELIVERY_KINDS, type LogEvent, logEventId } from '../log/event.ts';
import { SLOTS_PER_VALIDATOR } from '../types/ids.ts';
import { factsOf } from '../view/event-rows.ts';
import { validatorName } from '../view/format.ts';
import type { Telling } from './telling.ts';

const EXPRESSION = String.raw`(?<host>\S*) (?<clock>{.*})\n(?<event>.*)`;
const RUN_HOST = 'bicameral';

export type ShivizFile = { readonly link: string; readonly lines: readonly string[] };

const hostOf = (process: number): string => {
  const slot = process % SLOTS_PER_VALIDATOR;
  return `${validatorName(Math.floor(process / SLOTS_PER_VALIDATOR))}.${slot === 0 ? 'consensus' : slot === 1 ? 'batcher' : `batcher-${slot}`}`;
};

type Clock = ReadonlyMap<number, number>;

const textOf = (event: LogEvent): string => {
  const { height, round } = factsOf(event);
  const about = [
    event.kind === 'frame_delivered' ? (event.what?.kind ?? 'unreadable') : null,
    event.kind === 'frame_delivered' && event.what?.kind === 'vote' ? event.what.voteType : null,
    event.kind === 'frame_delivered' ? `from ${validatorName(event.from)}` : null,
    event.kind === 'timer_fired' ? event.timer : null,
    event.kind === 'call_delivered' || event.kind === 'answer_delivered' ? event.request : null,
    event.kind === 'task_done' ? event.task : null,
    event.kind === 'intervention_applied' ? event.what.replaceAll(/[^\w ]/g, '') : null,
    height === null ? null : `height ${height}`,
    round === null ? null : `round ${round}`,
    `at ${event.t} us`,
  ];
  return [event.kind, ...about.filter((word) => word !== null)].join(' ');
};

const clockText = (clock: Clock): string => `{${[...clock].map(([process, count]) => `"${hostOf(process)}":${count}`).join(',')}}`;

const merge = (own: Clock, other: Clock): Clock => {
  const merged = new Map(own);
  for (const [process, count] of other) merged.set(process, Math.max(count, merged.get(process) ?? 0));
  return merged;
};

const eventLines = (events: readonly LogEvent[]): readonly string[] => {
  const lines: string[] = [];
  /** Clock of each process after its last step. */
  const now = new Map<number, Clock>();
  /** Clock of the step of every event that may be a cause. */
  const at = new Map<string, Clock>();
  for (const event of events) {
    const before = now.get(event.p) ?? new Map<number, number>();
    if (!DELIVERY_KINDS.has(event.kind)) {
      at.set(logEventId(event), before);
      continue;
    }
    const known = event.cause === null ? before : merge(before, at.get(event.cause) ?? new Map());
    const clock = new Map(known).set(event.p, (before.get(event.p) ?? 0) + 1);
    now.set(event.p, clock);
    at.set(logEventId(event), clock);
    lines.push(`${hostOf(event.p)} ${clockText(clock)}`, textOf(event));
  }
  return lines;
};

const fileLines = ({ link, events }: Telling): readonly string[] => [
  EXPRESSION,
  '',
  `${RUN_HOST} {"${RUN_HOST}":1}`,
  `run ${link}`,
  ...eventLines(events),
];

/** The text of the file. */
export const shivizFile = (telling: Telling): string => `${fileLines(telling).join('\n')}\n`;

const wrong = (line: number): Result<never, ShapeError> => err({ code: 'WrongShape', at: `line ${line}` });

/** Reads an export of ours; never throws. */
export const readShiviz = (text: string): Result<ShivizFile, ShapeError> => {
  if (text.length > IMPORT_BYTES_MAX) return err({ code: 'WrongShape', at: 'length' });
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines[0] !== EXPRESSION) return wrong(1);
  if (lines[1] !== '') return wrong(2);
  if (lines[2] !== `${RUN_HOST} {"${RUN_HOST}":1}`) return wrong(3);
  const link = /^run ([A-Za-z0-9_-]+)$/.exec(lines[3] ?? '')?.[1];
  if (link === undefined) return wrong(4);
  const odd = lines.findIndex((line, i) => i >= 4 && i % 2 === 0 && !/^\S{1,40} \{[^{}]*\}$/.test(line));
  if (odd >= 0) return wrong(odd + 1);
  return lines.length % 2 === 0 ? ok({ link, lines }) : wrong(lines.length);
};

/** The place where a file says something else than the run does, or null. */
export const shivizDifference = (file: ShivizFile, telling: Telling): string | null => {
  const lines = fileLines({ ...telling, link: file.link });
  const at = lines.findIndex((line, i) => line !== file.lines[i]);
  if (at >= 0) return `line ${at + 1}`;
  return file.lines.length === lines.length ? null : `line ${lines.length + 1}`;
};
