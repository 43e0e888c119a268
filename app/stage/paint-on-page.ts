// The painter where the browser cannot draw in a worker: the same scene on the page's own canvas. Loaded only then.
import type { MakeSurface } from '../../workers/paint-sprites.ts';
import { PaintScene } from '../../workers/paint-scene.ts';
import type { PaintContext } from '../../workers/paint-shapes.ts';

const contextOf = (canvas: HTMLCanvasElement): PaintContext | null => canvas.getContext('2d') as unknown as PaintContext | null;

const makeSurface: MakeSurface = (size) => {
  const image = document.createElement('canvas');
  image.width = size;
  image.height = size;
  const context = contextOf(image);
  if (context === null) throw new Error('no 2d context for a sprite');
  return { image, context };
};

/** A scene on `canvas`, or null when the browser gives no context. */
export const sceneOnPage = (canvas: HTMLCanvasElement): PaintScene | null => {
  const context = contextOf(canvas);
  return context === null ? null : new PaintScene({ context, surface: canvas, makeSurface, now: () => performance.now() });
};
