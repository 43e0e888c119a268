// A run as a trace in Apalache's Informal Trace Format (ADR-015): what each consensus process knows, one state per step that changes something. Integers are
// `#bigint`, functions are `#map`, as the format asks for. `#meta` carries the link to the run, which is how our own exports are opened again; states are
// then compared with those of the run. Nothing else of a foreign trace can be run here.
import { IMPORT_BYTES_MAX, LOG_EVENTS_MAX, SHARE_CHARACTERS_MAX, VALIDATORS_MAX } from '../base/limits.ts';
import { type Result, err } from '../base/result.ts';
import { type ShapeError, eachOf, fieldsOf, need, oneOf, readShape, textOf } from '../base/shape.ts';
import { feltToHex } from '../base/felt.ts';
import { DELIVERY_KINDS, type LogEvent } from '../log/event.ts';
import { CONSENSUS_SLOT, slotOf, validatorOf } from '../types/ids.ts';
import { chamberOf, validatorName } from '../view/format.ts';
import type { Telling } from './telling.ts';

/** States of one file at most; later steps are left out and `#meta` says so. */
const ITF_STATES_MAX = 20_000;

type Int = { readonly '#bigint': string };
type MapOf<V> = { readonly '#map': readonly (readonly [string, V])[] };
/** Round and value of a lock; round -1 and an empty value: none, as in the paper. */
type Lock = { readonly round: Int; readonly value: string };

const VARS = ['now', 'process', 'event', 'running', 'height', 'round', 'step', 'locked', 'decided'] as const;
const STEPS = ['none', 'propose', 'prevote', 'precommit'] as const;

export type ItfState = {
  readonly '#meta': { readonly index: number };
  /** Virtual time in microseconds. */
  readonly now: Int;
  /** `V1.consensus` or `V1.batcher`: who handled the event that led here. */
  readonly process: string;
  /** Kind of that event. */
  readonly event: string;
  readonly running: MapOf<boolean>;
  readonly height: MapOf<Int>;
  readonly round: MapOf<Int>;
  readonly step: MapOf<(typeof STEPS)[number]>;
  readonly locked: MapOf<Lock>;
  /** Validator -> height -> commitment. */
  readonly decided: MapOf<MapOf<string>>;
};

export type ItfFile = {
  readonly link: string;
  readonly fingerprint: string;
  readonly untilUs: string;
  readonly states: readonly ItfState[];
};

type Known = {
  running: boolean;
  height: number;
  round: number;
  step: (typeof STEPS)[number];
  locked: { readonly round: number; readonly value: string };
  decided: readonly (readonly [number, string])[];
};

const UNLOCKED = { round: -1, value: '' };
const int = (value: number): Int => ({ '#bigint': String(value) });

type Changes = { readonly [K in LogEvent['kind']]?: (event: LogEvent & { readonly kind: K }, known: Known) => Partial<Known> };
/** What events change for their validator. */
const CHANGES: Changes = {
  started: () => ({ running: true }),
  crashed: () => ({ running: false }),
  height_started: ({ height }) => ({ height, round: 0, step: 'none', locked: UNLOCKED }),
  round_entered: ({ round }) => ({ round }),
  step_entered: ({ step }) => ({ step }),
  locked: ({ round, value }) => ({ locked: { round, value: feltToHex(value) } }),
  decided: ({ height, value }, { decided }) => ({ decided: [...decided, [height, feltToHex(value)]] }),
};

/** True when it changes anything. */
const apply = (known: Known, event: LogEvent): boolean => {
  const change = CHANGES[event.kind] as ((event: LogEvent, known: Known) => Partial<Known>) | undefined;
  if (change === undefined) return false;
  Object.assign(known, change(event, known));
  return true;
};

const mapOf = <V>(all: readonly Known[], read: (known: Known) => V): MapOf<V> => ({
  '#map': all.map((known, i) => [validatorName(i), read(known)] as const),
});

const stateOf = (all: readonly Known[], opening: LogEvent, index: number): ItfState => ({
  '#meta': { index },
  now: int(opening.t),
  process: `${validatorName(validatorOf(opening.p))}.${chamberOf(opening.p)}`,
  event: opening.kind,
  running: mapOf(all, ({ running }) => running),
  height: mapOf(all, ({ height }) => int(height)),
  round: mapOf(all, ({ round }) => int(round)),
  step: mapOf(all, ({ step }) => step),
  locked: mapOf(all, ({ locked }) => ({ round: int(locked.round), value: locked.value })),
  decided: mapOf(all, ({ decided }) => ({ '#map': decided.map(([height, value]) => [String(height), value] as const) })),
});

/** One state per step in which some consensus process changes. */
export const itfStates = (events: readonly LogEvent[], validators: number): readonly ItfState[] => {
  const all = Array.from({ length: validators }, (): Known => {
    return { running: false, height: 0, round: 0, step: 'none', locked: UNLOCKED, decided: [] };
  });
  const states: ItfState[] = [];
  let opening: LogEvent | null = null;
  let isChanged = false;
  const close = (): void => {
    if (opening !== null && isChanged && states.length < ITF_STATES_MAX) states.push(stateOf(all, opening, states.length));
    isChanged = false;
  };
  for (const event of events) {
    if (DELIVERY_KINDS.has(event.kind)) {
      close();
      opening = event;
    }
    const known = all[validatorOf(event.p)];
    if (known !== undefined && slotOf(event.p) === CONSENSUS_SLOT && apply(known, event)) isChanged = true;
  }
  close();
  return states;
};

/** The text of the file. */
export const itfFile = ({ link, untilUs, fingerprint, events, validators }: Telling): string => {
  const states = itfStates(events, validators);
  const meta = {
    format: 'ITF',
    'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
    description: 'Bicameral: what each consensus process knows, one state per step that changes something',
    varTypes: {
      now: 'Int',
      process: 'Str',
      event: 'Str',
      running: 'Str -> Bool',
      height: 'Str -> Int',
      round: 'Str -> Int',
      step: 'Str -> Str',
      locked: 'Str -> { round: Int, value: Str }',
      decided: 'Str -> Str -> Str',
    },
    link,
    until: String(untilUs),
    fingerprint,
    truncated: states.length >= ITF_STATES_MAX,
  };
  return `${JSON.stringify({ '#meta': meta, params: [], vars: VARS, states }, null, 1)}\n`;
};

// ── reading our own exports ──

const readInt = (value: unknown, at: string): Int => {
  const text = textOf(fieldsOf(value, at, ['#bigint'])['#bigint'], `${at}.#bigint`, 20);
  return { '#bigint': need(/^-?\d+$/.test(text) ? text : null, `${at}.#bigint`) };
};

const readMap = <V>(value: unknown, at: string, max: number, read: (item: unknown, at: string) => V): MapOf<V> => ({
  '#map': eachOf(fieldsOf(value, at, ['#map'])['#map'], `${at}.#map`, max, (pair, place) => {
    const entries: readonly unknown[] = need(Array.isArray(pair) && pair.length === 2 ? pair : null, place);
    return [textOf(entries[0], `${place}[0]`, 20), read(entries[1], `${place}[1]`)] as const;
  }),
});

const readText = (value: unknown, at: string): string => textOf(value, at, 80);

const readState = (value: unknown, at: string): ItfState => {
  const f = fieldsOf(value, at, ['#meta', ...VARS]);
  const of = <V>(name: (typeof VARS)[number], read: (item: unknown, place: string) => V): MapOf<V> =>
    readMap(f[name], `${at}.${name}`, VALIDATORS_MAX, read);
  const { index } = fieldsOf(f['#meta'], `${at}.#meta`, ['index']);
  return {
    '#meta': { index: need(typeof index === 'number' && Number.isSafeInteger(index) ? index : null, `${at}.#meta.index`) },
    now: readInt(f.now, `${at}.now`),
    process: readText(f.process, `${at}.process`),
    event: readText(f.event, `${at}.event`),
    running: of('running', (item, place) => need(typeof item === 'boolean' ? item : null, place)),
    height: of('height', readInt),
    round: of('round', readInt),
    step: of('step', (item, place) => oneOf(item, place, STEPS)),
    locked: of('locked', (item, place) => {
      const lock = fieldsOf(item, place, ['round', 'value']);
      return { round: readInt(lock.round, `${place}.round`), value: readText(lock.value, `${place}.value`) };
    }),
    decided: of('decided', (item, place) => readMap(item, place, LOG_EVENTS_MAX, readText)),
  };
};

const META = ['format', 'format-description', 'description', 'varTypes', 'link', 'until', 'fingerprint', 'truncated'] as const;

const readFile = (value: unknown): ItfFile => {
  const file = fieldsOf(value, '', ['#meta', 'params', 'vars', 'states']);
  const meta = fieldsOf(file['#meta'], '#meta', META);
  oneOf(meta.format, '#meta.format', ['ITF']);
  const vars = eachOf(file.vars, 'vars', VARS.length, (item, at) => oneOf(item, at, VARS));
  need(VARS.every((name, i) => vars[i] === name) ? vars : null, 'vars');
  const states = eachOf(file.states, 'states', ITF_STATES_MAX, readState);
  const odd = states.findIndex((state, i) => state['#meta'].index !== i);
  need(odd < 0 ? states : null, `states[${odd}].#meta.index`);
  return {
    link: textOf(meta.link, '#meta.link', SHARE_CHARACTERS_MAX),
    fingerprint: textOf(meta.fingerprint, '#meta.fingerprint', 32),
    untilUs: textOf(meta.until, '#meta.until', 16),
    states,
  };
};

/** Line of the character at which parsing stopped, as far as the engine tells it. */
const lineOfFailure = (text: string, error: unknown): string => {
  const place = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return place === undefined ? 'JSON' : `line ${text.slice(0, Number(place)).split('\n').length}`;
};

/** Reads an export of ours; never throws. */
export const readItf = (text: string): Result<ItfFile, ShapeError> => {
  if (text.length > IMPORT_BYTES_MAX) return err({ code: 'WrongShape', at: 'length' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err({ code: 'WrongShape', at: lineOfFailure(text, error) });
  }
  return readShape(() => readFile(value));
};

/** The place where a file says something else than the run does, or null. */
export const itfDifference = (file: ItfFile, telling: Telling): string | null => {
  const states = itfStates(telling.events, telling.validators);
  const at = states.findIndex((state, i) => JSON.stringify(state) !== JSON.stringify(file.states[i]));
  if (at >= 0) return `states[${at}]`;
  if (file.states.length !== states.length) return `states[${states.length}]`;
  if (file.untilUs !== String(telling.untilUs)) return '#meta.until';
  return file.fingerprint === telling.fingerprint ? null : '#meta.fingerprint';
};
