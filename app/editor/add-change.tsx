// A form that adds a setting which changes at a height.
import { type ReactElement, useState } from 'react';
import { INTERVENTIONS_MAX } from '../../core/base/limits.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { CHANGE_KINDS } from '../../core/types/config-change.ts';
import { CONFIG_START, type ConfigDraft, changeOf, startNumber } from '../panels/faults/config-draft.ts';
import { ConfigFields } from '../panels/faults/config-fields.tsx';
import { useT } from '../store/i18n.ts';
import { Button } from '../ui/button.tsx';
import { CONTROL, Field, Select } from '../ui/field.tsx';
import { withChange } from './lists.ts';

type Props = { readonly spec: ScenarioSpec; readonly onSpec: (spec: ScenarioSpec) => void };

/** A height, from 1 on; null while it is none. */
const heightOf = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : null);

export const AddChange = ({ spec, onSpec }: Props): ReactElement => {
  const t = useT();
  const [typed, setTyped] = useState<ConfigDraft>(CONFIG_START);
  const [text, setText] = useState('2');
  // The scenario may have lost the validator that was chosen.
  const draft = Number(typed.validator) < spec.validators ? typed : { ...typed, validator: '0' };
  const [change, height] = [changeOf(draft), heightOf(text)];
  const isFull = spec.interventions.length >= INTERVENTIONS_MAX;
  const patch = (part: Partial<ConfigDraft>): void => setTyped((old) => ({ ...old, ...part }));
  return (
    <form
      className="mt-2 flex flex-col gap-2 rounded-lg border border-line p-2.5"
      data-testid="spec-change"
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null && height !== null && !isFull) onSpec(withChange(spec, change, height));
      }}
    >
      <div className="grid grid-cols-2 items-end gap-2 sm:grid-cols-3">
        <Field label={t('config.what')}>
          <Select<ConfigDraft['kind']>
            value={draft.kind}
            data-testid="spec-change-kind"
            options={CHANGE_KINDS.map((value) => ({ value, label: t(`config.${value}`) }))}
            onPick={(kind) => patch({ kind, number: startNumber(kind) })}
          />
        </Field>
        <Field label={t('editor.change.height')}>
          <input
            className={`num ${CONTROL}`}
            inputMode="numeric"
            maxLength={9}
            value={text}
            aria-invalid={height === null}
            data-testid="spec-change-height"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <ConfigFields draft={draft} change={patch} validators={spec.validators} />
      </div>
      <p className="text-2xs text-faint">{t('config.note')}</p>
      <Button type="submit" disabled={change === null || height === null || isFull} data-testid="spec-change-do" className="self-start">
        {t('editor.change.do')}
      </Button>
    </form>
  );
};
