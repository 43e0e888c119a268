// The place of the diagram in the dock. Its room is there from the first frame, so that nothing moves; its code comes when the browser has time.
import { type ReactElement, Suspense } from 'react';
import { STRIP_BAR, useDiagram } from '../store/diagram.ts';
import { useQuiet } from '../store/quiet.ts';
import { withWords } from './panels.tsx';
import { Pending } from '../ui/pending.tsx';

const Strip = withWords(async () => (await import('../diagram/strip.tsx')).DiagramStrip);

export const DiagramDock = (): ReactElement => {
  const height = useDiagram((s) => (s.open ? s.size : STRIP_BAR));
  const quiet = useQuiet();
  return (
    <div className="border-t border-line bg-panel" style={{ height }}>
      {quiet ? (
        <Suspense fallback={<Pending />}>
          <Strip />
        </Suspense>
      ) : (
        <Pending />
      )}
    </div>
  );
};
