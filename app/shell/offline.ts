// Registers the service worker once the page has nothing more urgent to do. Without it everything works but for a visit without a network.

export const startOffline = (): void => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    // A browser that forbids it (private window, blocked storage) simply has no offline page.
    requestIdleCallback(() => void navigator.serviceWorker.register('./service-worker.js').catch(() => undefined), { timeout: 10_000 });
  });
};
