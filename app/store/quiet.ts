// When the page has nothing more urgent to do: what is not needed in the first moment may load.
import { useEffect, useState } from 'react';
import { useRun } from './run.ts';

/** True once the run has begun and the browser was idle. */
export const useQuiet = (): boolean => {
  const began = useRun((s) => s.version > 0);
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    if (!began) return undefined;
    const timer = setTimeout(() => setQuiet(true), 300);
    return () => clearTimeout(timer);
  }, [began]);
  return quiet;
};
