// A fact of a node that leads to the event it comes from.
import type { ReactElement, ReactNode } from 'react';
import type { Fact } from '../../../core/view/source.ts';
import { useT } from '../../store/i18n.ts';
import { goToFact } from '../../store/source.ts';
import { Linked } from '../../ui/linked.tsx';

type Props = { readonly validator: number; readonly fact: Fact; readonly children: ReactNode };

export const Sourced = ({ validator, fact, children }: Props): ReactElement => {
  const t = useT();
  return (
    <Linked label={t('source.go', { what: fact.kind })} testId={`from-${fact.kind}`} onClick={() => goToFact(validator, fact)}>
      {children}
    </Linked>
  );
};
