// The fields of the editor's form: where each stands in the JSON, how it is typed, and how what is typed becomes JSON. What is no number stays text, which
// the schema refuses with its place.
import { BATCHER_MODES, BRIDGE_PRESETS, BRIDGE_TRANSPORTS, PRESETS, QUORUM_TYPES } from '../../core/types/config-change.ts';
import { ENGINES } from '../../core/types/engines.ts';
import { type Path, getAt } from './tree.ts';

type FieldKind = 'text' | 'story' | 'whole' | 'ms' | 'wei' | 'wholes' | 'mss' | 'names' | 'choice';
type Choice = { readonly value: string; readonly json: unknown };

export type FormField = {
  readonly path: Path;
  readonly kind: FieldKind;
  /** An empty field means null: as the preset has it. */
  readonly optional: boolean;
  readonly choices: readonly Choice[];
};

const field = (path: string, kind: FieldKind, optional = false): FormField => ({ path: path.split('.'), kind, optional, choices: [] });
const choice = (path: string, choices: readonly Choice[]): FormField => ({
  path: path.split('.'),
  kind: 'choice',
  optional: false,
  choices,
});
const named = (...values: readonly string[]): readonly Choice[] => values.map((value) => ({ value, json: value }));
const AS_PRESET: Choice = { value: 'preset', json: null };
const YES_NO: readonly Choice[] = [AS_PRESET, { value: 'yes', json: true }, { value: 'no', json: false }];

const timeout = (step: string): readonly FormField[] =>
  ['baseUs', 'deltaUs', 'maxUs'].map((name) => field(`settings.timeouts.${step}.${name}`, 'ms', true));

export const GROUPS = {
  about: [field('title', 'text'), field('story', 'story')],
  network: [
    field('validators', 'whole'),
    field('weights', 'wholes'),
    choice('followers', [
      { value: 'none', json: [] },
      { value: 'state_diffs', json: ['state_diffs'] },
      { value: 're_execute', json: ['re_execute'] },
      { value: 'both', json: ['state_diffs', 're_execute'] },
    ]),
    field('links.latencyUsMin', 'ms'),
    field('links.latencyUsMax', 'ms'),
    field('traffic.everyUs', 'ms'),
    field('traffic.untilUs', 'ms'),
    field('l1DelayUs', 'mss'),
    field('l1BaseFeeSlopeWei', 'wei'),
  ],
  rules: [
    choice('preset', named(...PRESETS)),
    choice('settings.quorum', [AS_PRESET, ...named(...QUORUM_TYPES)]),
    choice('settings.useOnlyActualProposerSelection', YES_NO),
    choice('settings.requireVirtualProposerVote', YES_NO),
    ...timeout('propose'),
    ...timeout('prevote'),
    ...timeout('precommit'),
  ],
  execution: [
    choice('engine', named(...ENGINES)),
    field('engines', 'names'),
    choice('bridge.transport', named(...BRIDGE_TRANSPORTS)),
    choice('bridge.preset', named(...BRIDGE_PRESETS)),
    field('batchers.instances', 'whole'),
    choice('batchers.mode', named(...BATCHER_MODES.toReversed())),
    field('settings.nTxs', 'whole', true),
    field('settings.chunk', 'whole', true),
    field('settings.proposerIdleDetectionDelayUs', 'ms', true),
    field('settings.transactionUs', 'ms', true),
    field('settings.commitmentTaskUs', 'ms', true),
  ],
} as const satisfies Readonly<Record<string, readonly FormField[]>>;

export type GroupName = keyof typeof GROUPS;

/** Name of a field in test ids and messages. */
export const fieldName = ({ path }: FormField): string => path.join('.');

/** A number of milliseconds, down to whole microseconds, as microseconds. */
const usOf = (text: string): number | string => (/^-?\d{1,12}(?:\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1_000) : text);
const wholeOf = (text: string): number | string => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);
/** Wei in decimal, as the 0x string of the JSON. */
const weiOf = (text: string): string => {
  if (!/^-?\d{1,25}$/.test(text)) return text;
  const wei = BigInt(text);
  return wei < 0n ? `-0x${(-wei).toString(16)}` : `0x${wei.toString(16)}`;
};
const weiText = (value: unknown): string => {
  const [, sign, digits] = /^(-?)(0x[0-9a-fA-F]{1,40})$/.exec(plainText(value)) ?? [];
  return digits === undefined ? plainText(value) : `${BigInt(digits) === 0n ? '' : sign}${BigInt(digits)}`;
};
const listOf = (text: string, read: (part: string) => number | string): readonly (number | string)[] =>
  text.trim() === '' ? [] : text.split(',').map((part) => read(part.trim()));

const msText = (value: unknown): string => (typeof value === 'number' ? String(value / 1_000) : plainText(value));
const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
const listText = (value: unknown, write: (item: unknown) => string): string =>
  Array.isArray(value) ? value.map(write).join(', ') : plainText(value);

/** What the form shows for a value. */
export const jsonText = (kind: Exclude<FieldKind, 'choice'>, value: unknown): string => {
  switch (kind) {
    case 'text':
    case 'story':
    case 'whole':
      return plainText(value);
    case 'ms':
      return msText(value);
    case 'wei':
      return weiText(value);
    case 'wholes':
    case 'names':
      return listText(value, plainText);
    case 'mss':
      return listText(value, msText);
  }
};

/** The JSON value of what is typed. */
export const jsonValue = (kind: Exclude<FieldKind, 'choice'>, text: string): unknown => {
  switch (kind) {
    case 'text':
    case 'story':
      return text;
    case 'whole':
      return wholeOf(text.trim());
    case 'ms':
      return usOf(text.trim());
    case 'wei':
      return weiOf(text.trim());
    case 'wholes':
      return listOf(text, wholeOf);
    case 'mss':
      return listOf(text, usOf);
    case 'names':
      return listOf(text, (part) => part);
  }
};

/** What the form shows for the field's value in the tree. */
export const shownOf = ({ path, kind, choices }: FormField, tree: unknown): string => {
  const value = getAt(tree, path);
  if (kind !== 'choice') return jsonText(kind, value);
  return choices.find(({ json }) => JSON.stringify(json) === JSON.stringify(value ?? null))?.value ?? '';
};

/** The JSON value of what is typed into the field. */
export const jsonOf = ({ kind, optional, choices }: FormField, text: string): unknown => {
  if (optional && text.trim() === '') return null;
  return kind === 'choice' ? (choices.find(({ value }) => value === text)?.json ?? null) : jsonValue(kind, text);
};
