// Beside the news that a fault begins or ends: which messages, how many, how late.
import type { ReactElement } from 'react';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { factsOfDeed } from '../../store/told.ts';

export const DeedFacts = ({ deed }: { readonly deed: number }): ReactElement => {
  const t = useT();
  // A deed is known as soon as it is done.
  useRun((s) => s.run);
  const facts = factsOfDeed(t)(deed);
  return <>{facts !== '' && t('narration.facts', { facts })}</>;
};
