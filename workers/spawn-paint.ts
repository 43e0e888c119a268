// Main thread: the paint worker, given a canvas that was transferred off the page.
import type { PaintReport, PaintRequest } from './paint-api.ts';

export type Painter = { readonly send: (request: PaintRequest) => void; readonly close: () => void };

/** A painter in a worker of its own; takes possession of the canvas. `onReport` hears what it draws, once a second while it draws. */
export const spawnPainter = (canvas: OffscreenCanvas, onReport: (report: PaintReport) => void): Painter => {
  const worker = new Worker(new URL('./paint.ts', import.meta.url), { type: 'module', name: 'paint' });
  worker.onmessage = (event: MessageEvent<PaintReport>) => onReport(event.data);
  worker.postMessage({ kind: 'canvas', canvas } satisfies PaintRequest, [canvas]);
  return { send: (request) => worker.postMessage(request), close: () => worker.terminate() };
};
