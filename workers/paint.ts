// Entry of the paint worker: owns the OffscreenCanvas and draws when the page says so. Requests to draw that come faster than it can draw collapse into
// the newest one. No loop: a paused page costs nothing.
import type { PaintRequest } from './paint-api.ts';
import { PaintScene } from './paint-scene.ts';
import type { MakeSurface } from './paint-sprites.ts';

type Draw = Extract<PaintRequest, { readonly kind: 'draw' }>;

/** The page learns how much is drawn at most this often. */
const REPORT_MS = 1_000;

let scene: PaintScene | null = null;
let pending: Draw | null = null;
let reportedAt = Number.NEGATIVE_INFINITY;
const early: Exclude<PaintRequest, { readonly kind: 'canvas' }>[] = [];

const makeSurface: MakeSurface = (size) => {
  const image = new OffscreenCanvas(size, size);
  const context = image.getContext('2d');
  if (context === null) throw new Error('no 2d context for a sprite');
  return { image, context };
};

const drawPending = (): void => {
  const draw = pending;
  pending = null;
  if (scene === null || draw === null) return;
  scene.handle(draw);
  const now = performance.now();
  if (now - reportedAt < REPORT_MS) return;
  reportedAt = now;
  self.postMessage(scene.report);
};

const take = (request: Exclude<PaintRequest, { readonly kind: 'canvas' }>): void => {
  if (request.kind !== 'draw') {
    scene?.handle(request);
    return;
  }
  if (pending === null) requestAnimationFrame(drawPending);
  pending = request;
};

self.onmessage = (event: MessageEvent<PaintRequest>) => {
  const request = event.data;
  if (request.kind !== 'canvas') {
    if (scene === null) early.push(request);
    else take(request);
    return;
  }
  const context = request.canvas.getContext('2d', { desynchronized: true });
  if (context === null) return;
  scene = new PaintScene({ context, surface: request.canvas, makeSurface, now: () => performance.now() });
  for (const waiting of early.splice(0)) take(waiting);
};
