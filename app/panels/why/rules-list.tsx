// Every rule of the Tendermint paper for one validator: fired, ready, or with what it lacks.
import { type ReactElement, useMemo } from 'react';
import { formatMilliseconds } from '../../../core/view/format.ts';
import { type ExplainedRule, type Guard, explainAll } from '../../../core/view/why.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { goToEvent, requiresVirtualVote } from '../../store/source.ts';
import { Linked } from '../../ui/linked.tsx';
import { Section } from '../../ui/section.tsx';

const STEPS = ['propose', 'prevote', 'precommit'] as const;

/** Names of steps, one or several, in the visitor's language. */
const stepNames = (t: Translate, text: string): string =>
  STEPS.filter((step) => text.split(/\W+/).includes(step))
    .map((step) => t(`step.${step}`))
    .join(' / ');

const VIRTUAL = ['not required', 'unknown proposer', 'missing', 'for it', 'not for it'] as const;

const guardText = (t: Translate, guard: Guard): string => {
  const { params } = guard;
  if (guard.key === 'guard.votes') return t(`guard.votes.${guard.count ?? 'any_prevotes'}`, params);
  if (guard.key === 'guard.step') {
    return t(guard.key, { got: stepNames(t, String(params['got'])), needed: stepNames(t, String(params['needed'])) });
  }
  const virtual = VIRTUAL.find((name) => name === params['got']);
  return guard.key === 'guard.virtual_vote' && virtual !== undefined
    ? t(guard.key, { got: t(`virtual.${virtual}`) })
    : t(guard.key, params);
};

export const Guards = ({ guards, testId }: { readonly guards: readonly Guard[]; readonly testId: string }): ReactElement => {
  const t = useT();
  return (
    <ul className="flex flex-col gap-1.5 text-sm" data-testid={testId}>
      {guards.map((guard, i) => (
        <li key={`${guard.key}${i}`} className="flex gap-2" data-holds={guard.holds} data-guard={guard.count ?? guard.key}>
          <span aria-hidden="true" className={`w-4 shrink-0 font-semibold ${guard.holds ? 'text-good' : 'text-bad'}`}>
            {guard.holds ? '✔' : '✘'}
          </span>
          <span className="num min-w-0">
            <span className="sr-only">{t(guard.holds ? 'check.state.ok' : 'check.state.broken')}: </span>
            {guardText(t, guard)}
          </span>
        </li>
      ))}
    </ul>
  );
};

const Rule = ({ rule }: { readonly rule: ExplainedRule }): ReactElement => {
  const t = useT();
  const missing = rule.guards.filter((guard) => !guard.holds).length;
  const { fired } = rule;
  const isDone = fired?.round === rule.round;
  return (
    <li
      className="border-t border-line py-1.5 text-sm"
      data-testid={`rule-${rule.line}`}
      data-round={rule.round}
      data-fired={fired !== null}
    >
      <details>
        <summary className="min-h-6 cursor-pointer pointer-coarse:min-h-11">
          <span className="num font-medium">{rule.line}</span> {t(`rule.${rule.line}`)}
          <span className="num block pl-4 text-2xs text-faint">
            {t('rules.round', { round: rule.round })}
            {!isDone && ` · ${missing === 0 ? t('rules.ready') : t('rules.missing', { count: missing })}`}
          </span>
        </summary>
        <p className="mt-1 mb-2 text-xs text-soft">{t(`explain.${rule.line}`)}</p>
        <Guards guards={rule.guards} testId={`guards-${rule.line}`} />
      </details>
      {fired !== null && (
        <p className="num pl-4 text-2xs text-good">
          <Linked
            label={t('source.go', { what: `rule_fired ${rule.line}` })}
            testId={`fired-${rule.line}`}
            onClick={() => goToEvent(fired.eventId)}
          >
            {t('rules.fired', { at: formatMilliseconds(fired.at), round: fired.round })}
          </Linked>
        </p>
      )}
    </li>
  );
};

/** The machine at the cursor, found again at most once per moment that is published. */
const useExplained = (validator: number): ReturnType<typeof explainAll> => {
  const line = useRun((s) => s.line);
  const cursor = useRun((s) => s.cursor);
  return useMemo(() => explainAll(line, { cursor, validator, requiresVirtualVote }), [line, cursor, validator]);
};

export const RulesList = ({ validator }: { readonly validator: number }): ReactElement => {
  const t = useT();
  const explained = useExplained(validator);
  return (
    <Section title={t('rules.title')}>
      {explained === null ? (
        <p className="text-sm text-faint">{t('rules.none')}</p>
      ) : (
        <>
          <p className="num mb-1 text-xs text-soft">{t('rules.where', { height: explained.height, round: explained.round })}</p>
          <ul data-testid="rules">
            {explained.rules.map((rule) => (
              <Rule key={`${rule.line}/${rule.round}`} rule={rule} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
};
