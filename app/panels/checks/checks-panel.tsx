// The live properties of the run, green or red; a red one leads to its first violating event.
import type { ReactElement } from 'react';
import { formatSeconds } from '../../../core/view/format.ts';
import { useT } from '../../store/i18n.ts';
import { CHECK_NAMES, type CheckName } from '../../store/checks.ts';
import { useRun } from '../../store/run.ts';
import { goToEvent } from '../../store/source.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { CheckRow } from './check-row.tsx';
import { SecondEngine } from './second-engine.tsx';

const Check = ({ name }: { readonly name: CheckName }): ReactElement => {
  const t = useT();
  const report = useRun((s) => s.checks.find((check) => check.name === name) ?? null);
  const violation = report?.violation ?? null;
  const state = report === null ? 'pending' : violation === null ? 'ok' : 'broken';
  return (
    <li data-testid={`check-${name}`} data-state={state}>
      <CheckRow state={state} name={t(`check.${name}`)} text={t(`check.${name}.text`)}>
        {violation !== null && (
          <>
            <p className="mt-1 text-xs break-words text-bad">{violation.detail}</p>
            <Button className="mt-1" onClick={() => goToEvent(violation.eventId)} data-testid={`check-go-${name}`}>
              {t('check.go', { seconds: formatSeconds(violation.t) })}
            </Button>
          </>
        )}
      </CheckRow>
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
