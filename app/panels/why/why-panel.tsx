// "Why did it not …?": for one validator and one expectation the guards of the rule, each met or not, with the line of the paper explained.
import { type ReactElement, useState } from 'react';
import { validatorName } from '../../../core/view/format.ts';
import { EXPECTATIONS, type Expectation, explain } from '../../../core/view/why.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { selectValidator, showTab, useUi } from '../../store/ui.ts';
import { Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';

const Guards = ({ validator, what }: { readonly validator: number; readonly what: Expectation }): ReactElement | null => {
  const t = useT();
  const card = useRun((s) => s.view.cards[validator]?.consensus);
  if (card === undefined) return null;
  const { line, guards } = explain(card, what);
  const met = guards.every((guard) => guard.holds);
  return (
    <>
      <Section title={t('why.rule', { line: line.slice(1) })}>
        <p className="text-sm">{t(`rule.${line}`)}</p>
        <p className="mt-1 text-xs text-soft">{t(`explain.${line}`)}</p>
      </Section>
      <Section title={t('why.guards')}>
        <ul className="flex flex-col gap-1.5 text-sm" data-testid="guards">
          {guards.map((guard) => (
            <li key={guard.key} className="flex gap-2" data-holds={guard.holds}>
              <span className={`w-4 shrink-0 font-semibold ${guard.holds ? 'text-good' : 'text-bad'}`}>{guard.holds ? '✔' : '✘'}</span>
              <span>{t(guard.key, guard.params)}</span>
            </li>
          ))}
        </ul>
        <p className="mt-3 text-xs text-soft">{t(met ? 'why.all_hold' : 'why.not_yet')}</p>
      </Section>
    </>
  );
};

export const WhyPanel = (): ReactElement => {
  const t = useT();
  const validator = useUi((s) => s.validator) ?? 0;
  const cards = useRun((s) => s.view.cards.length);
  const lastRule = useRun((s) => s.view.cards[validator]?.consensus.lastRule ?? null);
  const [what, setWhat] = useState<Expectation>('precommit');
  return (
    <div data-testid="why-panel">
      <div className="grid grid-cols-[5rem_1fr] gap-2 border-b border-line px-4 py-3">
        <Field label={t('why.validator')}>
          <Select<string>
            value={String(validator)}
            data-testid="why-validator"
            options={Array.from({ length: cards }, (_, i) => ({ value: String(i), label: validatorName(i) }))}
            onPick={(value) => {
              selectValidator(Number(value));
              showTab('why');
            }}
          />
        </Field>
        <Field label={t('why.expectation')}>
          <Select<Expectation>
            value={what}
            data-testid="why-expectation"
            options={EXPECTATIONS.map((value) => ({ value, label: t(`why.expect.${value}`) }))}
            onPick={setWhat}
          />
        </Field>
      </div>
      <Guards validator={validator} what={what} />
      {lastRule !== null && (
        <Section title={t('why.last')}>
          <p className="text-sm">{t('fact.rule_line', { line: lastRule.line.slice(1), rule: t(`rule.${lastRule.line}`) })}</p>
          <p className="mt-1 text-xs text-soft">{t(`explain.${lastRule.line}`)}</p>
        </Section>
      )}
    </div>
  );
};
