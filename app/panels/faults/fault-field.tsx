// One field of a fault's form, by its type.
import type { ReactElement } from 'react';
import { CRASH_PARTS, CRASH_STORAGE, FRAME_WHATS, type FaultField } from '../../../core/net/fault-fields.ts';
import { useT } from '../../store/i18n.ts';
import { CONTROL, Field, type Option, Select } from '../../ui/field.tsx';
import type { Draft } from './draft.ts';

type Props = {
  readonly field: FaultField;
  readonly draft: Draft;
  /** Of all nodes, by index. */
  readonly names: readonly string[];
  readonly wrong: boolean;
  readonly change: (part: Draft) => void;
};

const nodeOptions = (names: readonly string[]): readonly Option<string>[] => names.map((label, i) => ({ value: String(i), label }));

type Partly = { readonly draft: Draft; readonly change: (part: Draft) => void };

type PickProps = { readonly label: string; readonly name: string; readonly options: readonly Option<string>[] } & Partly;

const Pick = ({ label, name, options, draft, change }: PickProps): ReactElement => (
  <Field label={label}>
    <Select<string>
      value={draft[name] ?? ''}
      data-testid={`field-${name}`}
      options={options}
      onPick={(value) => change({ [name]: value })}
    />
  </Field>
);

type TypedProps = { readonly label: string; readonly name: string; readonly placeholder?: string; readonly wrong: boolean } & Partly;

const Typed = ({ label, name, placeholder = '', wrong, draft, change }: TypedProps): ReactElement => (
  <Field label={label}>
    <input
      className={`num ${CONTROL}`}
      inputMode="numeric"
      maxLength={13}
      placeholder={placeholder}
      value={draft[name] ?? ''}
      aria-invalid={wrong}
      data-testid={`field-${name}`}
      onChange={(event) => change({ [name]: event.target.value })}
    />
  </Field>
);

/** A tick per validator. */
const Several = ({ field: { name }, draft, names, change }: Props): ReactElement => {
  const t = useT();
  const chosen = new Set((draft[name] ?? '').split(',').filter((part) => part !== ''));
  const toggle = (value: string): void => {
    if (!chosen.delete(value)) chosen.add(value);
    change({ [name]: [...chosen].toSorted((a, b) => Number(a) - Number(b)).join(',') });
  };
  return (
    <fieldset className="col-span-2">
      <legend className="mb-1 text-xs font-medium text-soft">
        {t(`field.${name === 'side' ? 'side' : name === 'from' ? 'from' : 'to'}`)}
      </legend>
      <div className="flex flex-wrap gap-1">
        {nodeOptions(names).map(({ value, label }) => (
          <label key={value} className="flex h-8 items-center gap-1 rounded border border-line px-2 text-xs pointer-coarse:h-11">
            <input type="checkbox" checked={chosen.has(value)} data-testid={`field-${name}-${value}`} onChange={() => toggle(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const FilterFields = ({ draft, names, wrong, change }: Props): ReactElement => {
  const t = useT();
  const anyone: readonly Option<string>[] = [{ value: '', label: t('fault.anyone') }, ...nodeOptions(names)];
  return (
    <>
      <Pick label={t('faults.net.from')} name="filter.from" options={anyone} draft={draft} change={change} />
      <Pick label={t('faults.net.to')} name="filter.to" options={anyone} draft={draft} change={change} />
      <Pick
        label={t('faults.net.what')}
        name="filter.what"
        options={FRAME_WHATS.map((value) => ({ value, label: t(`fault.what.${value}`) }))}
        draft={draft}
        change={change}
      />
      <Typed
        label={t('faults.net.height')}
        name="filter.height"
        placeholder={t('fault.any_height')}
        wrong={wrong}
        draft={draft}
        change={change}
      />
    </>
  );
};

export const FaultFieldInput = (props: Props): ReactElement => {
  const { field, draft, names, wrong, change } = props;
  const t = useT();
  const typed = (label: string, placeholder = ''): ReactElement => (
    <Typed label={label} name={field.name} placeholder={placeholder} wrong={wrong} draft={draft} change={change} />
  );
  switch (field.type) {
    case 'validator':
      return (
        <Pick
          label={t(field.name === 'victim' ? 'field.victim' : 'faults.validator')}
          name={field.name}
          options={nodeOptions(names)}
          draft={draft}
          change={change}
        />
      );
    case 'validators':
      return <Several {...props} />;
    case 'filter':
      return <FilterFields {...props} />;
    case 'part':
      return (
        <Pick
          label={t('field.part')}
          name={field.name}
          options={CRASH_PARTS.map((value) => ({ value, label: t(`fault.part.${value}`) }))}
          draft={draft}
          change={change}
        />
      );
    case 'storage':
      return (
        <Pick
          label={t('field.storage')}
          name={field.name}
          options={CRASH_STORAGE.map((value) => ({ value, label: t(`fault.storage.${value}`) }))}
          draft={draft}
          change={change}
        />
      );
    case 'height':
      return typed(t('faults.net.height'), t('fault.any_height'));
    case 'instance':
      return typed(t('field.instance'), t('field.all'));
    case 'ppm':
      return typed(t('field.ppm'));
    case 'percent':
      return typed(t('field.percent'));
    case 'duration':
    case 'signed_duration':
      return typed(t('field.ms'));
    case 'count':
      return typed(t('field.count'));
    case 'message_id':
      return typed(t('field.message_id'));
  }
};
