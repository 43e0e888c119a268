// Entry of the paint worker: owns the OffscreenCanvas and draws when the page says so. No frame loop: a paused page costs nothing.
import type { PaintRequest } from './paint-api.ts';
import { PaintScene } from './paint-scene.ts';

let scene: PaintScene | null = null;
const early: Exclude<PaintRequest, { readonly kind: 'canvas' }>[] = [];

self.onmessage = (event: MessageEvent<PaintRequest>) => {
  const request = event.data;
  if (request.kind !== 'canvas') {
    if (scene === null) early.push(request);
    else scene.handle(request);
    return;
  }
  const context = request.canvas.getContext('2d', { desynchronized: true });
  if (context === null) return;
  scene = new PaintScene(context, request.canvas);
  for (const waiting of early.splice(0)) scene.handle(waiting);
};
