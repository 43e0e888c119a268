// A fault in one sentence, an intervention in one line.
import { FAULT_FIELDS, type FaultField } from '../../core/net/fault-fields.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import type { Translate } from './translate.ts';
import type { Fault, FrameFilter } from '../../core/net/fault.ts';
import { changeText } from './change-text.ts';

type Words = { readonly t: Translate; readonly name: (index: number) => string };

const filterText = ({ t, name }: Words, filter: FrameFilter): string =>
  t('fault.filter', {
    what: t(`fault.what.${filter.what}`),
    from: filter.from === null ? t('fault.anyone') : name(filter.from),
    to: filter.to === null ? t('fault.anyone') : name(filter.to),
    height: heightText(t, filter.height),
  });

const heightText = (t: Translate, height: number | null): string =>
  height === null ? t('fault.any_height') : t('fault.at_height', { height });

const namesOf = (value: unknown, name: Words['name']): string => (value as readonly number[]).map((v) => name(v)).join(', ');

/** What a field of a fault says, or null where there is nothing to say. */
const fieldText = (words: Words, { name: field, type }: FaultField, value: unknown): string | null => {
  const { t, name } = words;
  switch (type) {
    case 'validator':
      return field === 'victim' ? t('fault.victim', { v: name(Number(value)) }) : name(Number(value));
    case 'validators':
      return t(`fault.${field as 'side' | 'from' | 'to'}`, { names: namesOf(value, name) });
    case 'filter':
      return filterText(words, value as FrameFilter);
    case 'ppm':
      return `${Number(value) / 10_000} %`;
    case 'percent':
      return `${Number(value)} %`;
    case 'duration':
    case 'signed_duration':
      return `${Number(value) / 1_000} ms`;
    case 'count':
      return t('fault.first', { count: Number(value) });
    case 'message_id':
      return t('fault.part_number', { id: Number(value) });
    case 'height':
      return heightText(t, value as number | null);
    case 'part':
      return value === 'both' ? null : t(`fault.part.${value === 'consensus' ? 'consensus' : 'batcher'}`);
    case 'instance':
      return value === null ? null : t('fault.instance', { number: Number(value) });
    case 'storage':
      return value === 'lose' ? t('fault.storage.lose') : null;
  }
};

/** What the fields of a fault say, one after the other. */
const fieldsText = (words: Words, fault: Fault, isTold: (field: FaultField) => boolean = () => true): string => {
  const fields: readonly FaultField[] = FAULT_FIELDS[fault.kind];
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  return fields
    .filter(isTold)
    .flatMap((field) => fieldText(words, field, values[field.name]) ?? [])
    .join(words.t('narration.join'));
};

const generalText = (words: Words, fault: Fault): string => `${words.t(`fault.name.${fault.kind}`)}: ${fieldsText(words, fault)}`;

/** The news names the validator itself. */
const isNoName = ({ name }: FaultField): boolean => name !== 'validator';
/** What tells which of several faults has ended; how strong it was does not matter any more. */
const isIdentity = ({ type }: FaultField): boolean => type === 'filter' || type === 'part' || type === 'instance';

const factsOf = (words: Words, list: readonly Intervention[], at: number): string => {
  const item = list[at];
  if (item?.kind === 'configure')
    return words.t('branch.configure', { what: changeText(words.t, item.change, words.name), height: item.fromHeight });
  if (item?.kind !== 'fault_on' && item?.kind !== 'fault_off') return '';
  const begun = list.find((other) => other.kind === 'fault_on' && other.id === item.id);
  return begun?.kind === 'fault_on' ? fieldsText(words, begun.fault, item.kind === 'fault_on' ? isNoName : isIdentity) : '';
};

/**
 * What the news of a deed leaves out, in brackets: which messages, how many, how late, from which height on. Empty where it says all. `at` is the
 * deed's place in `list`.
 */
export const deedFacts = (t: Translate, list: readonly Intervention[], at: number, name: Words['name']): string => {
  const facts = factsOf({ t, name }, list, at);
  return facts === '' ? '' : t('narration.facts', { facts });
};

/** `name` says what nodes are called: those of the open run, or of a scenario that is being written. */
export const faultText = (t: Translate, fault: Fault, name: Words['name']): string => {
  const words = { t, name };
  if (fault.kind === 'crash' && fault.part === 'both' && fault.storage === 'keep') return t('fault.crash', { v: name(fault.validator) });
  if (fault.kind === 'drop') return t('fault.drop', { filter: filterText(words, fault.filter), percent: fault.ppm / 10_000 });
  if (fault.kind === 'delay') return t('fault.delay', { filter: filterText(words, fault.filter), ms: fault.byUs / 1_000 });
  if (fault.kind === 'wrong_commitment' || fault.kind === 'quiet_proposer')
    return t(`fault.${fault.kind}`, { v: name(fault.validator), height: heightText(t, fault.height) });
  if (fault.kind === 'slow_committer') return t('fault.slow_committer', { v: name(fault.validator), ms: fault.byUs / 1_000 });
  return generalText(words, fault);
};

/** What the user or the scenario did, in a line. */
export const interventionText = (t: Translate, item: Intervention, name: Words['name']): string => {
  switch (item.kind) {
    case 'send_tx':
      return t('branch.send', { v: name(item.validator) });
    case 'fault_on':
      return faultText(t, item.fault, name);
    case 'fault_off':
      return t('branch.off', { id: item.id });
    case 'edit_frame':
      return t('branch.edit', { frame: item.frame, v: name(item.to) });
    case 'deliver':
      return t('branch.deliver', { frame: item.frame, v: name(item.validator) });
    case 'configure':
      return t('branch.configure', { what: changeText(t, item.change, name), height: item.fromHeight });
  }
};
