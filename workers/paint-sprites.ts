// Shapes drawn once and then copied: text and rounded paths are dear, copying is cheap. A sprite holds for one zoom step and one set of colours.
import type { PaintColours, PaintMessage } from './paint-api.ts';
import { type PaintContext, RADIUS, drawShape, glyphOf } from './paint-shapes.ts';

/** A small surface to draw a sprite on. */
export type MakeSurface = (size: number) => { readonly image: CanvasImageSource; readonly context: PaintContext };

/** Half a sprite in stage units: the largest shape and its outline. */
export const SPRITE_HALF: number = RADIUS + 6;
/** More kinds than this and the store begins anew: wagon numbers are unbounded. */
const SPRITES_MAX = 200;
/** Zooms are rounded to this step. */
const SCALE_STEP = 0.125;

export class SpriteStore {
  readonly #make: MakeSurface;
  readonly #sprites = new Map<string, CanvasImageSource>();
  #scale = 0;

  constructor(make: MakeSurface) {
    this.#make = make;
  }

  /** Forgets all: colours changed. */
  clear(): void {
    this.#sprites.clear();
  }

  /** Sprites for `pixels` device pixels per stage unit. */
  setScale(pixels: number): void {
    const scale = Math.max(SCALE_STEP, Math.ceil(pixels / SCALE_STEP) * SCALE_STEP);
    if (scale === this.#scale) return;
    this.#scale = scale;
    this.clear();
  }

  /** The picture of a message, 2 * SPRITE_HALF stage units wide and high. */
  of(message: PaintMessage, colours: PaintColours): CanvasImageSource {
    const key = `${message.shape}${message.nil ? '∅' : ''}${message.ghost ? '~' : ''}${glyphOf(message)}`;
    const known = this.#sprites.get(key);
    if (known !== undefined) return known;
    if (this.#sprites.size >= SPRITES_MAX) this.clear();
    const { image, context } = this.#make(Math.ceil(2 * SPRITE_HALF * this.#scale));
    context.scale(this.#scale, this.#scale);
    drawShape(context, message, { x: SPRITE_HALF, y: SPRITE_HALF }, colours);
    this.#sprites.set(key, image);
    return image;
  }
}
