// Places things of the diagram on the paper: from (position along the axis, pixels across it) to x and y, in layers from back to front. The axis runs to
// the right, or down on a phone.
import type { ProcessId } from '../../types/ids.ts';
import { type Axis, positionOf } from './axis.ts';
import type { Diagram } from './diagram.ts';
import type { Lane, Layout } from './layout.ts';
import type { Place } from './primitives.ts';
import type { Glyph, Ink, Shape } from './shapes.ts';

/** What is looked at, and how. */
export type Look = {
  readonly diagram: Diagram;
  readonly axis: Axis;
  readonly layout: Layout;
  /** Pixels per unit of the axis. */
  readonly zoom: number;
  /** Units at the beginning of the window. */
  readonly origin: number;
  /** Pixels of the window along the axis. */
  readonly length: number;
  readonly direction: 'across' | 'down';
  /** Repetitions and gossip are drawn. */
  readonly routine: boolean;
  readonly hidden: ReadonlySet<number>;
};

/** Something that can be pointed at. A step lies at a point, a message along a line. */
export type Hit =
  | { readonly kind: 'step'; readonly step: number; readonly x: number; readonly y: number }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly step: number;
      readonly x: number;
      readonly y: number;
      readonly x2: number;
      readonly y2: number;
    };

const LAYERS = ['ground', 'bars', 'lines', 'glyphs', 'labels'] as const;
type Layer = (typeof LAYERS)[number];
type Spot = { readonly along: number; readonly across: number };
type LineStyle = { readonly ink: Ink; readonly width?: number; readonly dash?: readonly number[]; readonly alpha?: number };
type GlyphStyle = { readonly ink: Ink; readonly size: number; readonly hollow?: boolean; readonly alpha?: number };
type TextStyle = { readonly ink: Ink; readonly size: number; readonly anchor?: 'start' | 'middle' | 'end'; readonly bold?: boolean };

export class Pen {
  readonly look: Look;
  readonly hits: Hit[] = [];
  readonly #layers = new Map<Layer, Shape[]>(LAYERS.map((layer) => [layer, []]));

  constructor(look: Look) {
    this.look = look;
  }

  get shapes(): readonly Shape[] {
    return [...this.#layers.values()].flat();
  }

  /** Pixels along the axis from the beginning of the window. */
  along(place: Place): number {
    return (positionOf(this.look.diagram, this.look.axis, place) - this.look.origin) * this.look.zoom;
  }

  lane(p: ProcessId): Lane | null {
    return this.look.layout.byProcess.get(p) ?? null;
  }

  point({ along, across }: Spot): readonly [number, number] {
    const rounded = [Math.round(along * 10) / 10, Math.round(across * 10) / 10] as const;
    return this.look.direction === 'across' ? rounded : [rounded[1], rounded[0]];
  }

  line(layer: Layer, spots: readonly Spot[], { ink, width = 1, dash = [], alpha = 1 }: LineStyle): void {
    this.#layers.get(layer)?.push({ kind: 'line', points: spots.flatMap((spot) => this.point(spot)), ink, width, dash, alpha });
  }

  /** A bar along the axis, `size` pixels across. */
  bar(
    layer: Layer,
    from: Spot,
    until: { readonly along: number; readonly size: number },
    style: { ink: Ink; alpha: number; hatched?: boolean },
  ): void {
    const [x, y] = this.point(from);
    const [length, size] = [Math.max(1, Math.round((until.along - from.along) * 10) / 10), until.size];
    const [width, height] = this.look.direction === 'across' ? [length, size] : [size, length];
    this.#layers
      .get(layer)
      ?.push({ kind: 'rect', x, y, width, height, ink: style.ink, alpha: style.alpha, hatched: style.hatched ?? false });
  }

  glyph(glyph: Glyph, spot: Spot, { ink, size, hollow = false, alpha = 1 }: GlyphStyle): void {
    const [x, y] = this.point(spot);
    this.#layers.get('glyphs')?.push({ kind: 'glyph', glyph, x, y, size: Math.round(size * 10) / 10, ink, hollow, alpha });
  }

  text(text: string, spot: Spot, { ink, size, anchor = 'start', bold = false }: TextStyle): void {
    const [x, y] = this.point(spot);
    this.#layers.get('labels')?.push({ kind: 'text', text, x, y, size, ink, anchor, bold });
  }

  hitStep(step: number, spot: Spot): void {
    const [x, y] = this.point(spot);
    this.hits.push({ kind: 'step', step, x, y });
  }

  hitMessage(id: string, step: number, from: Spot, to: Spot): void {
    const [[x, y], [x2, y2]] = [this.point(from), this.point(to)];
    this.hits.push({ kind: 'message', id, step, x, y, x2, y2 });
  }
}
