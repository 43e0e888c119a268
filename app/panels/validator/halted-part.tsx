// Why a validator stands though nobody made it crash, and the way to start it again.
import type { ReactElement } from 'react';
import { restart } from '../../store/deeds.ts';
import { useT } from '../../store/i18n.ts';
import { nodeName } from '../../store/names.ts';
import { useRun } from '../../store/run.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/section.tsx';

export const HaltedPart = ({ validator }: { readonly validator: number }): ReactElement => {
  const t = useT();
  const v = nodeName(validator);
  // Done at the cursor: it shows with the next step.
  const isNext = useRun((s) => s.run?.interventions.some((item) => item.kind === 'fault_off' && item.t === Math.floor(s.us) + 1) === true);
  return (
    <Section title={t('halted.title', { v })}>
      <p className="mb-2 text-sm text-soft" data-testid="halted">
        {t('halted.text')}
      </p>
      <Button data-testid="halted-restart" disabled={isNext} onClick={() => restart(validator)}>
        <Icon name="restart" size={15} />
        {isNext ? t('inbox.next') : t('menu.restart', { v })}
      </Button>
    </Section>
  );
};
