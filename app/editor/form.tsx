// The form: a view of the same JSON that stands beside it. Every change is a change of that text.
import type { ReactElement } from 'react';
import { useT } from '../store/i18n.ts';
import { CONTROL, Field, Select } from '../ui/field.tsx';
import { Turn } from '../ui/section.tsx';
import { type FormField, GROUPS, type Group, fieldName, jsonOf, shownOf } from './fields.ts';
import { fieldsOf, getAt, setAt } from './tree.ts';

type Props = { readonly tree: unknown; readonly wrongAt: string | null; readonly onTree: (tree: unknown) => void };

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

const Input = ({ field, tree, wrongAt, onTree }: Props & { readonly field: FormField }): ReactElement => {
  const t = useT();
  const name = fieldName(field);
  const value = shownOf(field, tree);
  const change = (text: string): void => onTree(withField(tree, field, text));
  const shared = {
    value,
    'data-testid': `spec-${name}`,
    'aria-invalid': wrongAt !== null && (wrongAt === name || wrongAt.startsWith(`${name}[`) || wrongAt.startsWith(`${name}.`)),
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
    case 'wholes':
    case 'mss':
      return (
        <Field label={label}>
          <input inputMode="numeric" {...shared} className={`num ${CONTROL}`} onChange={(event) => change(event.target.value)} />
        </Field>
      );
  }
};

const isOpenFirst = (group: Group): boolean => group === 'about' || group === 'network';
const GROUP_NAMES = Object.keys(GROUPS) as readonly Group[];

export const Form = (props: Props): ReactElement => {
  const t = useT();
  return (
    <div data-testid="spec-form">
      {GROUP_NAMES.map((group) => (
        <details key={group} open={isOpenFirst(group)} className="group border-b border-line py-2">
          <summary
            className="flex min-h-8 cursor-pointer items-center text-sm font-semibold pointer-coarse:min-h-11"
            data-testid={`spec-group-${group}`}
          >
            <Turn />
            {t(`editor.group.${group}`)}
          </summary>
          <div className={`grid gap-2 pt-1 ${group === 'about' ? 'grid-cols-1' : 'grid-cols-2 sm:grid-cols-3'}`}>
            {GROUPS[group].map((field) => (
              <Input key={fieldName(field)} {...props} field={field} />
            ))}
          </div>
        </details>
      ))}
    </div>
  );
};
