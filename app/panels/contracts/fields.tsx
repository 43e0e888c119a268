// The form of an ABI's types: a control for each leaf, lists that grow, a choice for each enum. It edits texts (core/abi/draft.ts); nothing is read here.
import type { ReactElement } from 'react';
import type { AbiMember, AbiType } from '../../../core/abi/abi-type.ts';
import { type Draft, emptyDraft } from '../../../core/abi/draft.ts';
import { typeName } from '../../../core/abi/show.ts';
import { ABI_FIELD_CHARACTERS_MAX } from '../../../core/base/limits.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field, Select } from '../../ui/field.tsx';

type FieldProps = {
  readonly name: string;
  readonly type: AbiType;
  readonly draft: Draft;
  /** Place in the form, unique in it. */
  readonly at: string;
  readonly onChange: (draft: Draft) => void;
};

const hintOf = (t: Translate, type: AbiType): string | undefined => {
  if (type.kind === 'unknown') return t(`contracts.unknown.${type.why}`);
  if (type.kind === 'byte_array') return t('contracts.bytes_hint');
  return type.kind === 'integer' && type.look === 'felt' ? t('contracts.felt_hint') : undefined;
};

const TextField = ({ name, type, draft, at, onChange }: FieldProps): ReactElement => {
  const t = useT();
  const shared = {
    value: typeof draft === 'string' ? draft : '',
    spellCheck: false,
    autoComplete: 'off',
    maxLength: ABI_FIELD_CHARACTERS_MAX,
    'data-testid': `abi-${at}`,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  const isLong = type.kind === 'byte_array' || type.kind === 'unknown';
  return (
    <Field label={`${name}: ${typeName(type)}`} hint={hintOf(t, type)}>
      {isLong ? (
        <textarea rows={2} className={`${CONTROL} !h-auto py-1 font-mono !text-xs`} {...shared} />
      ) : (
        <input className={`${CONTROL} font-mono !text-xs`} {...shared} />
      )}
    </Field>
  );
};

const BoolField = ({ name, draft, at, onChange }: FieldProps): ReactElement => {
  const t = useT();
  return (
    <Field label={`${name}: bool`}>
      <Select<'true' | 'false'>
        value={draft === 'true' ? 'true' : 'false'}
        data-testid={`abi-${at}`}
        options={[
          { value: 'false', label: t('contracts.no') },
          { value: 'true', label: t('contracts.yes') },
        ]}
        onPick={onChange}
      />
    </Field>
  );
};

const partsOf = (draft: Draft): readonly Draft[] => (Array.isArray(draft) ? (draft as readonly Draft[]) : []);

const Group = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }): ReactElement => (
  <fieldset className="flex min-w-0 flex-col gap-2 border-l-2 border-line pl-2">
    <legend className="text-xs font-medium text-soft">{label}</legend>
    {children}
  </fieldset>
);

const PartsField = ({
  name,
  type,
  draft,
  at,
  onChange,
  members,
}: FieldProps & { readonly members: readonly AbiMember[] }): ReactElement => {
  const parts = partsOf(draft);
  return (
    <Group label={`${name}: ${typeName(type)}`}>
      {members.map((member, i) => (
        <AbiField
          key={member.name}
          name={member.name}
          type={member.type}
          draft={parts[i] ?? ''}
          at={`${at}.${member.name}`}
          onChange={(part) => onChange(parts.with(i, part))}
        />
      ))}
    </Group>
  );
};

const ListField = ({ name, type, draft, at, onChange, item }: FieldProps & { readonly item: AbiType }): ReactElement => {
  const t = useT();
  const parts = partsOf(draft);
  return (
    <Group label={`${name}: ${typeName(type)}`}>
      {parts.map((part, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- items of a list are told apart by their place
        <AbiField key={i} name={`[${i}]`} type={item} draft={part} at={`${at}[${i}]`} onChange={(next) => onChange(parts.with(i, next))} />
      ))}
      {type.kind === 'array' && (
        <div className="flex gap-2">
          <Button data-testid={`abi-add-${at}`} onClick={() => onChange([...parts, emptyDraft(item)])}>
            {t('contracts.add_item')}
          </Button>
          {parts.length > 0 && <Button onClick={() => onChange(parts.slice(0, -1))}>{t('contracts.remove_item')}</Button>}
        </div>
      )}
    </Group>
  );
};

const EnumField = ({
  name,
  type,
  draft,
  at,
  onChange,
  variants,
}: FieldProps & { readonly variants: readonly AbiMember[] }): ReactElement => {
  const chosen = typeof draft === 'object' && 'variant' in draft ? draft : { variant: 0, value: '' };
  const variant = variants[chosen.variant];
  const isUnit = variant === undefined || (variant.type.kind === 'tuple' && variant.type.items.length === 0);
  return (
    <Group label={`${name}: ${typeName(type)}`}>
      <Select<string>
        value={String(chosen.variant)}
        aria-label={name}
        data-testid={`abi-${at}`}
        options={variants.map((one, i) => ({ value: String(i), label: one.name }))}
        onPick={(picked) => {
          const next = variants[Number(picked)];
          if (next !== undefined) onChange({ variant: Number(picked), value: emptyDraft(next.type) });
        }}
      />
      {!isUnit && (
        <AbiField
          name={variant.name}
          type={variant.type}
          draft={chosen.value}
          at={`${at}.${variant.name}`}
          onChange={(value) => onChange({ variant: chosen.variant, value })}
        />
      )}
    </Group>
  );
};

const AbiField = (props: FieldProps): ReactElement => {
  const { type } = props;
  switch (type.kind) {
    case 'integer':
    case 'wide':
    case 'byte_array':
    case 'unknown':
      return <TextField {...props} />;
    case 'bool':
      return <BoolField {...props} />;
    case 'array':
    case 'fixed':
      return <ListField {...props} item={type.item} />;
    case 'tuple':
      return <PartsField {...props} members={type.items.map((item, i) => ({ name: String(i), type: item }))} />;
    case 'struct':
      return <PartsField {...props} members={type.members} />;
    case 'enum':
      return <EnumField {...props} variants={type.variants} />;
  }
};

type FormProps = {
  readonly inputs: readonly AbiMember[];
  readonly drafts: readonly Draft[];
  readonly onChange: (drafts: readonly Draft[]) => void;
};

/** A field for each input. */
export const AbiFields = ({ inputs, drafts, onChange }: FormProps): ReactElement => {
  const t = useT();
  if (inputs.length === 0) return <p className="text-xs text-faint">{t('contracts.no_inputs')}</p>;
  return (
    <>
      {inputs.map(({ name, type }, i) => (
        <AbiField
          key={name}
          name={name}
          type={type}
          draft={drafts[i] ?? ''}
          at={name}
          onChange={(draft) => onChange(inputs.map((_, k) => (k === i ? draft : (drafts[k] ?? ''))))}
        />
      ))}
    </>
  );
};
