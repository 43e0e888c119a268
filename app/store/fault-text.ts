// A fault in one sentence, an intervention in one line.
import { FAULT_FIELDS, type FaultField } from '../../core/net/fault-fields.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { validatorName } from '../../core/view/format.ts';
import type { Translate } from '../messages/translate.ts';
import type { Fault } from './active-faults.ts';
import type { FrameFilter } from './deeds.ts';

const filterText = (t: Translate, filter: FrameFilter): string =>
  t('fault.filter', {
    what: t(`fault.what.${filter.what}`),
    from: filter.from === null ? t('fault.anyone') : validatorName(filter.from),
    to: filter.to === null ? t('fault.anyone') : validatorName(filter.to),
    height: heightText(t, filter.height),
  });

const heightText = (t: Translate, height: number | null): string =>
  height === null ? t('fault.any_height') : t('fault.at_height', { height });

const namesOf = (value: unknown): string => (value as readonly number[]).map((v) => validatorName(v)).join(', ');

/** What a field of a fault says, or null where there is nothing to say. */
const fieldText = (t: Translate, { name, type }: FaultField, value: unknown): string | null => {
  switch (type) {
    case 'validator':
      return name === 'victim' ? t('fault.victim', { v: validatorName(Number(value)) }) : validatorName(Number(value));
    case 'validators':
      return namesOf(value);
    case 'filter':
      return filterText(t, value as FrameFilter);
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

const generalText = (t: Translate, fault: Fault): string => {
  const fields: readonly FaultField[] = FAULT_FIELDS[fault.kind];
  const values = fault as unknown as Readonly<Record<string, unknown>>;
  const facts = fields.map((field) => fieldText(t, field, values[field.name])).filter((text) => text !== null);
  return `${t(`fault.name.${fault.kind}`)}: ${facts.join(', ')}`;
};

export const faultText = (t: Translate, fault: Fault): string => {
  if (fault.kind === 'crash' && fault.part === 'both' && fault.storage === 'keep')
    return t('fault.crash', { v: validatorName(fault.validator) });
  if (fault.kind === 'drop') return t('fault.drop', { filter: filterText(t, fault.filter), percent: fault.ppm / 10_000 });
  if (fault.kind === 'delay') return t('fault.delay', { filter: filterText(t, fault.filter), ms: fault.byUs / 1_000 });
  if (fault.kind === 'wrong_commitment' || fault.kind === 'quiet_proposer')
    return t(`fault.${fault.kind}`, { v: validatorName(fault.validator), height: heightText(t, fault.height) });
  if (fault.kind === 'slow_committer') return t('fault.slow_committer', { v: validatorName(fault.validator), ms: fault.byUs / 1_000 });
  return generalText(t, fault);
};

/** What the user or the scenario did, in a line. */
export const interventionText = (t: Translate, item: Intervention): string => {
  switch (item.kind) {
    case 'send_tx':
      return t('branch.send', { v: validatorName(item.validator) });
    case 'fault_on':
      return faultText(t, item.fault);
    case 'fault_off':
      return t('branch.off', { id: item.id });
    case 'edit_frame':
      return t('branch.edit', { frame: item.frame, v: validatorName(item.to) });
    case 'deliver':
      return t('branch.deliver', { frame: item.frame, v: validatorName(item.validator) });
    case 'configure':
      return t('branch.configure', { what: t(`config.${item.change.kind}`), height: item.fromHeight });
  }
};
