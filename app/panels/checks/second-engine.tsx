// The check that no validator can make: the correct Cairo engine beside those of the validators, block by block.
import { type ReactElement, useEffect } from 'react';
import type { BlockDifference } from '../../../core/inspect/types.ts';
import { formatStrk, shortFelt, shortHex } from '../../../core/view/format.ts';
import type { Translate } from '../../messages/translate.ts';
import { useT } from '../../store/i18n.ts';
import { startSecondEngine, useSecondEngine } from '../../store/second-engine.ts';
import { goToEvent } from '../../store/source.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { CheckRow } from './check-row.tsx';

const valueText = (value: bigint | null): string => (value === null ? '–' : shortFelt(value));

const differenceText = (t: Translate, difference: BlockDifference): string => {
  switch (difference.kind) {
    case 'rejected':
      return t('second.rejected', { at: difference.transaction, why: difference.message });
    case 'status':
      return t('second.status', { at: difference.transaction });
    case 'fee':
      return t('second.fee', { at: difference.transaction, block: formatStrk(difference.block), ours: formatStrk(difference.ours) });
    case 'slot': {
      const values = { contract: shortHex(difference.contract), block: valueText(difference.block), ours: valueText(difference.ours) };
      return difference.key === null ? t('second.contract', values) : t('second.slot', { ...values, key: shortHex(difference.key) });
    }
  }
};

export const SecondEngine = (): ReactElement => {
  const t = useT();
  const { phase, detail, verified, first } = useSecondEngine();
  useEffect(() => startSecondEngine(), []);
  const state = first !== null ? 'broken' : verified > 0 ? 'ok' : 'pending';
  return (
    <Section title={t('second.title')}>
      <div data-testid="second-engine" data-state={state} data-verified={verified} data-phase={phase}>
        <CheckRow state={state} name={t('second.name')} text={t('second.text')}>
          <p className="num mt-1 text-xs text-faint">{verified === 0 ? t('second.none') : t('second.verified', { height: verified })}</p>
          {phase === 'gone' && <p className="mt-1 text-xs text-faint">{t('second.gone')}</p>}
          {phase === 'failed' && <p className="mt-1 text-xs text-bad">{t('second.failed', { why: detail })}</p>}
          {first !== null && (
            <>
              <p className="mt-1 text-xs break-words text-bad" data-testid="second-difference">
                {t('second.first', { height: first.height })} {differenceText(t, first.difference)}
              </p>
              <Button className="mt-1" data-testid="second-go" onClick={() => goToEvent(first.eventId)}>
                {t('second.go', { height: first.height })}
              </Button>
            </>
          )}
        </CheckRow>
      </div>
    </Section>
  );
};
