// A fault while it is being put together in a form: every field as text, and what comes of it.
import { FAULT_FIELDS, type FaultField, checkFault } from '../../../core/net/fault-fields.ts';
import type { FaultKind } from '../../../core/net/fault.ts';
import type { Fault } from '../../store/active-faults.ts';

/** Text per field; a filter has four of its own (`filter.from`, …). Lists of validators are indices with commas. */
export type Draft = Readonly<Record<string, string>>;

/** Times are typed in milliseconds, probabilities in per cent. */
const SCALES: Readonly<Partial<Record<FaultField['type'], number>>> = { duration: 1_000, signed_duration: 1_000, ppm: 10_000 };

const STARTS: Readonly<Partial<Record<string, string>>> = {
  byUs: '3000',
  upToUs: '500',
  afterUs: '200',
  ppm: '100',
  count: '2',
  percent: '300',
  messageId: '1',
  part: 'both',
  storage: 'keep',
  'filter.what': 'any',
};

/** Sensible beginnings; `validator` is the one that is selected. */
export const startDraft = (kind: FaultKind, validator: number, nodes: number): Draft => {
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const other = String((validator + 1) % nodes);
  return Object.fromEntries(
    fields.flatMap(({ name, type }): readonly (readonly [string, string])[] => {
      if (type === 'validator') return [[name, name === 'victim' ? other : String(validator)]];
      if (type === 'validators') return [[name, name === 'to' ? other : String(validator)]];
      if (type === 'filter')
        return ['from', 'to', 'what', 'height'].map((part) => [`filter.${part}`, STARTS[`filter.${part}`] ?? ''] as const);
      return [[name, STARTS[name] ?? '']];
    }),
  );
};

const numberOf = (text: string, scale = 1): number | null => (/^-?\d{1,12}$/.test(text.trim()) ? Number(text) * scale : null);
const listOf = (text: string): readonly number[] =>
  text
    .split(',')
    .filter((part) => part !== '')
    .map(Number);

const valueOf = ({ name, type }: FaultField, draft: Draft): unknown => {
  const text = draft[name] ?? '';
  if (type === 'validators') return listOf(text);
  if (type === 'part' || type === 'storage') return text;
  if (type === 'filter') {
    const [from = '', to = '', what, height = ''] = ['from', 'to', 'what', 'height'].map((part) => draft[`filter.${part}`]);
    return { from: numberOf(from), to: numberOf(to), what, height: height.trim() === '' ? null : (numberOf(height) ?? -1) };
  }
  if ((type === 'height' || type === 'instance') && text.trim() === '') return null;
  return numberOf(text, SCALES[type]) ?? 'not a number';
};

/** The fault, or the name of the field that is wrong. */
export const readDraft = (
  kind: FaultKind,
  draft: Draft,
  nodes: number,
): { readonly fault: Fault; readonly wrong: null } | { readonly fault: null; readonly wrong: string } => {
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const read = checkFault({ kind, ...Object.fromEntries(fields.map((field) => [field.name, valueOf(field, draft)])) }, nodes);
  return read.ok ? { fault: read.value, wrong: null } : { fault: null, wrong: read.error.at.replace(/^fault\./, '') };
};
