// The place of the diagram in the dock. Its room is there from the first frame, so that nothing moves; its code comes when the browser has time.
import { type ReactElement, Suspense, useEffect, useState } from 'react';
import { STRIP_BAR, useDiagram } from '../store/diagram.ts';
import { useRun } from '../store/run.ts';
import { withWords } from './panels.tsx';

const Strip = withWords(async () => (await import('../diagram/strip.tsx')).DiagramStrip);

/** True once the run has begun and the browser was idle. */
const useQuiet = (): boolean => {
  const began = useRun((s) => s.version > 0);
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    if (!began) return undefined;
    const timer = setTimeout(() => setQuiet(true), 300);
    return () => clearTimeout(timer);
  }, [began]);
  return quiet;
};

export const DiagramDock = (): ReactElement => {
  const height = useDiagram((s) => (s.open ? s.size : STRIP_BAR));
  const quiet = useQuiet();
  return (
    <div className="border-t border-line bg-panel" style={{ height }}>
      {quiet && (
        <Suspense fallback={null}>
          <Strip />
        </Suspense>
      )}
    </div>
  );
};
