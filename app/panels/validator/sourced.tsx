// A fact of a validator that leads to the event it comes from.
import type { ReactElement, ReactNode } from 'react';
import { type Fact, sourceOf } from '../../../core/view/source.ts';
import { useT } from '../../store/i18n.ts';
import { useRun } from '../../store/run.ts';
import { goToEvent } from '../../store/source.ts';
import { Linked } from '../../ui/linked.tsx';

type Props = { readonly validator: number; readonly fact: Fact; readonly children: ReactNode };

export const Sourced = ({ validator, fact, children }: Props): ReactElement => {
  const t = useT();
  const go = (): void => {
    const { line, cursor } = useRun.getState();
    const id = sourceOf(line, { cursor, validator }, fact);
    if (id !== null) goToEvent(id);
  };
  return (
    <Linked label={t('source.go', { what: fact.kind })} testId={`from-${fact.kind}`} onClick={go}>
      {children}
    </Linked>
  );
};
