// The live properties of the run, green or red; a red one leads to its first violating event.
import type { ReactElement } from 'react';
import { formatSeconds } from '../../../core/view/format.ts';
import { indexOfEvent, stepOfEvent } from '../../../core/view/timeline.ts';
import { useT } from '../../store/i18n.ts';
import { CHECK_NAMES, type CheckName } from '../../store/checks.ts';
import { run, useRun } from '../../store/run.ts';
import { openDrawer } from '../../store/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { SecondEngine } from './second-engine.tsx';

const Check = ({ name }: { readonly name: CheckName }): ReactElement => {
  const t = useT();
  const report = useRun((s) => s.checks.find((check) => check.name === name) ?? null);
  const violation = report?.violation ?? null;
  const state = report === null ? 'pending' : violation === null ? 'ok' : 'broken';
  const go = (): void => {
    const { line } = useRun.getState();
    const at = violation === null ? null : indexOfEvent(line, violation.eventId);
    if (at === null) return;
    run.seekStep(stepOfEvent(line, at) + 1);
    openDrawer('events');
  };
  return (
    <li className="flex gap-2.5" data-testid={`check-${name}`} data-state={state}>
      <span
        aria-hidden="true"
        className={`mt-px font-semibold ${state === 'broken' ? 'text-bad' : state === 'ok' ? 'text-good' : 'text-faint'}`}
      >
        {state === 'broken' ? '✘' : state === 'ok' ? '✔' : '·'}
      </span>
      <div className="min-w-0">
        <p className="text-sm font-medium">
          {t(`check.${name}`)} <span className="sr-only">{t(`check.state.${state}`)}</span>
        </p>
        <p className="text-xs text-soft">{t(`check.${name}.text`)}</p>
        {violation !== null && (
          <>
            <p className="mt-1 text-xs break-words text-bad">{violation.detail}</p>
            <Button className="mt-1" onClick={go} data-testid={`check-go-${name}`}>
              {t('check.go', { seconds: formatSeconds(violation.t) })}
            </Button>
          </>
        )}
      </div>
    </li>
  );
};

export const ChecksPanel = (): ReactElement => {
  const t = useT();
  const count = useRun((s) => s.checks.length);
  return (
    <div data-testid="checks-panel">
      <Section title={t('checks.title')}>
        <ul className="flex flex-col gap-3">
          {CHECK_NAMES.map((name) => (
            <Check key={name} name={name} />
          ))}
        </ul>
        <p className="mt-4 text-2xs text-faint">{t(count === 0 ? 'checks.waiting' : 'checks.note')}</p>
      </Section>
      <SecondEngine />
    </div>
  );
};
