// Registers the service worker once the page has nothing more urgent to do: it fetches the whole build, while the validators boot and decide their first
// block. Without it everything works but for a visit without a network.
import { useRun } from '../store/run.ts';

/** Real milliseconds after which it is registered in any case. */
const WAIT_MS = 10_000;

// A browser that forbids it (private window, blocked storage) simply has no offline page.
const register = (): void => void navigator.serviceWorker.register('./service-worker.js').catch(() => undefined);

export const startOffline = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const late = setTimeout(register, WAIT_MS);
  const stop = useRun.subscribe(({ line }) => {
    if (line.head.network.decidedHeight === 0) return;
    stop();
    clearTimeout(late);
    requestIdleCallback(register, { timeout: WAIT_MS });
  });
};
