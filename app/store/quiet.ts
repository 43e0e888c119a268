// When the page has nothing more urgent to do: what is not needed in the first moment may load.
import { useEffect, useState } from 'react';
import { useRun } from './run.ts';

/** Real milliseconds after the first events; while they are recorded the workers boot, and need the machine more. */
const QUIET_MS = { live: 300, recorded: 3_000 };

/** True once the run has begun and the browser was idle. */
export const useQuiet = (): boolean => {
  const began = useRun((s) => s.version > 0);
  const wait = useRun((s) => (s.recorded ? QUIET_MS.recorded : QUIET_MS.live));
  const [quiet, setQuiet] = useState(false);
  useEffect(() => {
    if (!began) return undefined;
    const timer = setTimeout(() => setQuiet(true), wait);
    return () => clearTimeout(timer);
  }, [began, wait]);
  return quiet;
};
