// "Why did it not …?": for one validator and one expectation the guards of the rule, each met or not; then what keeps the height from being decided, and
// all rules line by line.
import { type ReactElement, useMemo, useState } from 'react';
import { formatMilliseconds, validatorName } from '../../../core/view/format.ts';
import { EXPECTATIONS, type Expectation, explain } from '../../../core/view/why.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { requiresVirtualVote } from '../../store/source.ts';
import { selectValidator, showTab, useUi } from '../../store/ui.ts';
import { Field, Select } from '../../ui/field.tsx';
import { Section } from '../../ui/section.tsx';
import { Guards, RulesList } from './rules-list.tsx';
import { Stall } from './stall.tsx';

const Expected = ({ validator, what }: { readonly validator: number; readonly what: Expectation }): ReactElement | null => {
  const t = useT();
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  const rule = useMemo(() => explain(line, { cursor, validator, requiresVirtualVote }, what), [line, cursor, validator, what]);
  if (rule === null) return null;
  const { fired } = rule;
  return (
    <>
      <Section title={t('why.rule', { line: rule.line.slice(1) })}>
        <p className="text-sm">{t(`rule.${rule.line}`)}</p>
        <p className="mt-1 text-xs text-soft">{t(`explain.${rule.line}`)}</p>
      </Section>
      <Section title={t('why.guards')}>
        <Guards guards={rule.guards} testId="guards" />
        <p className="mt-3 text-xs text-soft" data-testid="why-outcome">
          {fired?.round === rule.round
            ? t('why.fired', { at: formatMilliseconds(fired.at) })
            : t(rule.guards.every((guard) => guard.holds) ? 'why.all_hold' : 'why.not_yet')}
        </p>
      </Section>
    </>
  );
};

export const WhyPanel = (): ReactElement => {
  const t = useT();
  const validator = useUi((s) => s.validator) ?? 0;
  const cards = useRun((s) => s.view.network.validators);
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
      <Expected validator={validator} what={what} />
      <Stall />
      <RulesList validator={validator} />
      {lastRule !== null && (
        <Section title={t('why.last')}>
          <p className="text-sm">{t('fact.rule_line', { line: lastRule.line.slice(1), rule: t(`rule.${lastRule.line}`) })}</p>
          <p className="mt-1 text-xs text-soft">{t(`explain.${lastRule.line}`)}</p>
        </Section>
      )}
    </div>
  );
};
