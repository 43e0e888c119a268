// The form: a view of the same JSON that stands beside it. Every change is a change of that text.
import type { ReactElement } from 'react';
import { useT } from '../store/i18n.ts';
import { CONTROL, Field, Select } from '../ui/field.tsx';
import { type FormField, GROUPS, type GroupName, fieldName, jsonOf, shownOf } from './fields.ts';
import { DepositsPart } from './deposits-part.tsx';
import { Group, type PartProps, isWrong } from './part.tsx';
import { StakePart } from './stake-part.tsx';
import { fieldsOf, getAt, setAt } from './tree.ts';

/** Beside the part of a timeout that is set for the first time; a timeout to propose must be above a second. */
const firstTimeout = (step: string | undefined): Readonly<Record<string, number>> => ({
  baseUs: step === 'propose' ? 3_000_000 : 1_000_000,
  deltaUs: 500_000,
  maxUs: 60_000_000,
});

/** The tree after `text` was typed into the field. A timeout is whole or absent. */
export const withField = (tree: unknown, field: FormField, text: string): unknown => {
  const value = jsonOf(field, text);
  if (field.path[1] !== 'timeouts') return setAt(tree, field.path, value);
  const step = field.path.slice(0, 3);
  if (value === null) return setAt(tree, step, null);
  return setAt(tree, step, { ...firstTimeout(step[2]), ...fieldsOf(getAt(tree, step)), [field.path[3] ?? '']: value });
};

const Input = ({ field, tree, wrongAt, onTree }: PartProps & { readonly field: FormField }): ReactElement => {
  const t = useT();
  const name = fieldName(field);
  const value = shownOf(field, tree);
  const change = (text: string): void => onTree(withField(tree, field, text));
  const shared = {
    value,
    'data-testid': `spec-${name}`,
    'aria-invalid': isWrong(wrongAt, name),
    placeholder: field.optional ? t('editor.as_preset') : '',
  } as const;
  const label = t(`spec.${name}` as Parameters<typeof t>[0]);
  switch (field.kind) {
    case 'choice':
      return (
        <Field label={label}>
          <Select<string>
            value={value}
            data-testid={shared['data-testid']}
            options={[
              ...(value === '' ? [{ value: '', label: '?' }] : []),
              ...field.choices.map((item) => ({
                value: item.value,
                label:
                  item.json === null || Array.isArray(item.json) || typeof item.json === 'boolean'
                    ? t(`choice.${item.value}` as Parameters<typeof t>[0])
                    : item.value,
              })),
            ]}
            onPick={change}
          />
        </Field>
      );
    case 'story':
      return (
        <Field label={label}>
          <textarea
            rows={3}
            maxLength={600}
            {...shared}
            className={`${CONTROL} h-auto py-1`}
            onChange={(event) => change(event.target.value)}
          />
        </Field>
      );
    case 'text':
      return (
        <Field label={label}>
          <input maxLength={80} {...shared} className={CONTROL} onChange={(event) => change(event.target.value)} />
        </Field>
      );
    case 'names':
      return (
        <Field label={label}>
          <input {...shared} className={CONTROL} onChange={(event) => change(event.target.value)} />
        </Field>
      );
    case 'whole':
    case 'ms':
    case 'wei':
    case 'wholes':
    case 'mss':
      return (
        <Field label={label}>
          <input inputMode="numeric" {...shared} className={`num ${CONTROL}`} onChange={(event) => change(event.target.value)} />
        </Field>
      );
  }
};

const isOpenFirst = (group: GroupName): boolean => group === 'about' || group === 'network';
const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[];

export const Form = (props: PartProps): ReactElement => {
  const t = useT();
  return (
    <div data-testid="spec-form">
      {GROUP_NAMES.map((group) => (
        <Group key={group} name={group} title={t(`editor.group.${group}`)} open={isOpenFirst(group)}>
          <div className={`grid items-end gap-2 pt-1 ${group === 'about' ? 'grid-cols-1' : 'grid-cols-2 sm:grid-cols-3'}`}>
            {GROUPS[group].map((field) => (
              <Input key={fieldName(field)} {...props} field={field} />
            ))}
          </div>
        </Group>
      ))}
      <StakePart {...props} />
      <DepositsPart {...props} />
    </div>
  );
};
