// A change of voting power: one validator, one weight, from a height shortly ahead on.
import { type ReactElement, useState } from 'react';
import { toValidatorIndex } from '../../../core/types/ids.ts';
import { validatorName } from '../../../core/view/format.ts';
import { configure } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL, Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';

/** Heights between the cursor and the change: everyone is told in time. */
const AHEAD = 2;
/** Largest weight, as in the form of settings. */
const WEIGHT_MAX = 1_000_000;

export const PowerForm = ({ validators, height }: { readonly validators: number; readonly height: number }): ReactElement => {
  const t = useT();
  const ready = useRun((s) => s.status === 'ready');
  const [validator, setValidator] = useState('0');
  const [text, setText] = useState('50');
  const weight = /^\d{1,7}$/.test(text) && Number(text) <= WEIGHT_MAX ? BigInt(text) : null;
  const from = height + AHEAD;
  const change = (): void => {
    if (weight !== null) configure({ kind: 'power', validator: toValidatorIndex(Number(validator)), weight }, from);
  };
  return (
    <Section title={t('stake.change')}>
      <div className="flex flex-col gap-2">
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('stake.change.validator')}>
            <Select<string>
              value={validator}
              data-testid="stake-validator"
              options={Array.from({ length: validators }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
              onPick={setValidator}
            />
          </Field>
          <Field label={t('stake.change.weight')}>
            <input
              className={`num ${CONTROL}`}
              inputMode="numeric"
              maxLength={7}
              value={text}
              aria-invalid={weight === null}
              data-testid="stake-weight"
              onChange={(event) => setText(event.target.value.trim())}
            />
          </Field>
        </div>
        <Button disabled={weight === null || !ready} data-testid="stake-do" onClick={change}>
          {t('stake.change.do', { height: from })}
        </Button>
        <p className="text-2xs text-faint">{t('stake.change.note')}</p>
      </div>
    </Section>
  );
};
