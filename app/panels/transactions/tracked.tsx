// What became of a transaction that was sent from here: hash, stages, refusal with its code, receipt.
import type { ReactElement } from 'react';
import { lifeAt, lifeOfIntervention } from '../../../core/view/transactions.ts';
import { useT } from '../../store/i18n.ts';
import { run, useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { LifeFacts } from './life-facts.tsx';

export const Tracked = ({ index }: { readonly index: number }): ReactElement => {
  const t = useT();
  const life = useRun((s) => (s.version, lifeOfIntervention(s.line.transactions, index)));
  const cursor = useRun((s) => s.cursor);
  const known = life === null ? null : lifeAt(life, cursor);
  return (
    <Section title={t('send.tracked')}>
      <div data-testid="tracked">
        {known === null ? (
          <div className="flex flex-col gap-2 text-sm text-soft">
            <p>{t('send.recorded')}</p>
            <Button onClick={() => run.play()} data-testid="tracked-play">
              {t('transport.play')}
            </Button>
          </div>
        ) : (
          <LifeFacts life={known} />
        )}
      </div>
    </Section>
  );
};
