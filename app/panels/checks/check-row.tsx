// One property of the run: its sign, its name, what it says, and what stands below it.
import type { ReactElement, ReactNode } from 'react';
import { useT } from '../../store/i18n.ts';

type CheckState = 'pending' | 'ok' | 'broken';

const SIGNS: Readonly<Record<CheckState, readonly [sign: string, tone: string]>> = {
  pending: ['·', 'text-faint'],
  ok: ['✔', 'text-good'],
  broken: ['✘', 'text-bad'],
};

type Props = { readonly state: CheckState; readonly name: string; readonly text: string; readonly children: ReactNode };

export const CheckRow = ({ state, name, text, children }: Props): ReactElement => {
  const t = useT();
  const [sign, tone] = SIGNS[state];
  return (
    <div className="flex gap-2.5">
      <span aria-hidden="true" className={`mt-px font-semibold ${tone}`}>
        {sign}
      </span>
      <div className="min-w-0">
        <p className="text-sm font-medium">
          {name} <span className="sr-only">{t(`check.state.${state}`)}</span>
        </p>
        <p className="text-xs text-soft">{text}</p>
        {children}
      </div>
    </div>
  );
};
