// The dock: always at the bottom, never scrolls away.
import { type ReactElement, Suspense, lazy } from 'react';
import { allWords } from '../store/i18n.ts';
import { useQuiet } from '../store/quiet.ts';
import { useWay } from '../store/way.ts';
import { Clock, Heights } from './clock.tsx';
import { Tape } from './tape.tsx';
import { BranchButtons, SpeedSelect, Transport, UnitSelect } from './transport.tsx';
import { Pending } from '../ui/pending.tsx';

/** Ways to step that the first moment does not need. */
const StepTools = lazy(async () => {
  const [{ StepTools: tools }] = await Promise.all([import('./tools/step-tools.tsx'), allWords()]);
  return { default: tools };
});

const LaterTools = (): ReactElement => {
  const quiet = useQuiet();
  const asked = useWay((s) => s.untilOpen);
  if (!quiet && !asked) return <Pending />;
  return (
    <Suspense fallback={<Pending />}>
      <StepTools />
    </Suspense>
  );
};

export const Dock = (): ReactElement => (
  <footer className="relative flex flex-col gap-2 border-t border-line bg-panel px-4 py-2.5 max-sm:px-2" data-testid="dock">
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <div className="flex min-w-0 items-center gap-2 max-sm:w-full max-sm:gap-1">
        <Transport />
        <UnitSelect />
        <SpeedSelect />
        <BranchButtons />
      </div>
      <LaterTools />
      <div className="flex flex-1 items-center justify-end gap-5 max-sm:gap-2">
        <Clock />
        <Heights />
      </div>
    </div>
    <Tape />
  </footer>
);
