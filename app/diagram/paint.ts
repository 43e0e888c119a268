// Draws shapes on a canvas. Called when something visible has changed and never else: there is no frame loop. Lines of one style are one path.
import { GLYPHS, type Glyph, type Shape } from '../../core/view/space-time/shapes.ts';
import { isOutline } from '../../core/view/space-time/svg.ts';
import type { Colours } from './colours.ts';

type Context = CanvasRenderingContext2D;
type LineShape = Extract<Shape, { readonly kind: 'line' }>;
type RectShape = Extract<Shape, { readonly kind: 'rect' }>;

const HATCH = 7;
const paths = new Map<Glyph, Path2D>();
const pathOf = (glyph: Glyph): Path2D => {
  const known = paths.get(glyph) ?? new Path2D(GLYPHS[glyph]);
  paths.set(glyph, known);
  return known;
};

const sameStyle = (a: LineShape, b: LineShape): boolean =>
  a.ink === b.ink && a.width === b.width && a.alpha === b.alpha && a.dash.join() === b.dash.join();

const strokeLines = (c: Context, lines: readonly LineShape[], colours: Colours): void => {
  const style = lines[0];
  if (style === undefined) return;
  c.strokeStyle = colours[style.ink];
  c.lineWidth = style.width;
  c.globalAlpha = style.alpha;
  c.setLineDash([...style.dash]);
  c.beginPath();
  for (const { points } of lines) {
    c.moveTo(points[0] ?? 0, points[1] ?? 0);
    for (let i = 2; i + 1 < points.length; i += 2) c.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
  }
  c.stroke();
  c.setLineDash([]);
};

const fillRect = (c: Context, shape: RectShape, colours: Colours, room: { readonly width: number; readonly height: number }): void => {
  c.globalAlpha = shape.alpha;
  if (!shape.hatched) {
    c.fillStyle = colours[shape.ink];
    c.fillRect(shape.x, shape.y, shape.width, shape.height);
    return;
  }
  // A fault may last the whole run: only what is in the window is hatched.
  const [x, y] = [Math.max(shape.x, -HATCH), Math.max(shape.y, -HATCH)];
  const width = Math.min(shape.x + shape.width, room.width + HATCH) - x;
  const height = Math.min(shape.y + shape.height, room.height + HATCH) - y;
  if (width <= 0 || height <= 0) return;
  c.save();
  c.beginPath();
  c.rect(x, y, width, height);
  c.clip();
  c.strokeStyle = colours[shape.ink];
  c.lineWidth = 1;
  c.beginPath();
  const shift = (((shape.x - x) % HATCH) + HATCH) % HATCH;
  for (let offset = shift; offset < width + height; offset += HATCH) {
    c.moveTo(x + offset, y);
    c.lineTo(x + offset - height, y + height);
  }
  c.stroke();
  c.restore();
};

const drawShape = (
  c: Context,
  shape: Exclude<Shape, LineShape>,
  colours: Colours,
  room: { readonly width: number; readonly height: number },
): void => {
  switch (shape.kind) {
    case 'rect':
      fillRect(c, shape, colours, room);
      return;
    case 'glyph': {
      const outline = isOutline(shape.glyph);
      c.save();
      c.translate(shape.x, shape.y);
      c.scale(shape.size, shape.size);
      c.globalAlpha = shape.alpha;
      c.fillStyle = shape.hollow ? colours.stage : colours[shape.ink];
      c.strokeStyle = shape.hollow || outline ? colours[shape.ink] : colours.stage;
      c.lineWidth = (shape.hollow || outline ? 1.5 : 0.8) / Math.max(0.5, shape.size);
      if (!outline) c.fill(pathOf(shape.glyph), 'evenodd');
      c.stroke(pathOf(shape.glyph));
      c.restore();
      return;
    }
    case 'text':
      c.globalAlpha = 1;
      c.font = `${shape.bold ? '600 ' : ''}${shape.size}px system-ui, sans-serif`;
      c.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      c.textBaseline = 'middle';
      c.fillStyle = colours[shape.ink];
      c.fillText(shape.text, shape.x, shape.y);
      return;
  }
};

export type Sheet = {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly scrollX: number;
  readonly scrollY: number;
};

/** Draws `shapes` on a cleared canvas, moved by what is scrolled away. */
export const paintShapes = (canvas: HTMLCanvasElement, shapes: readonly Shape[], sheet: Sheet, colours: Colours): void => {
  const [width, height] = [Math.max(1, Math.round(sheet.width * sheet.ratio)), Math.max(1, Math.round(sheet.height * sheet.ratio))];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const c = canvas.getContext('2d');
  if (c === null) return;
  c.setTransform(sheet.ratio, 0, 0, sheet.ratio, -sheet.scrollX * sheet.ratio, -sheet.scrollY * sheet.ratio);
  c.clearRect(sheet.scrollX, sheet.scrollY, sheet.width, sheet.height);
  const room = { width: sheet.scrollX + sheet.width, height: sheet.scrollY + sheet.height };
  let lines: LineShape[] = [];
  const flush = (): void => {
    strokeLines(c, lines, colours);
    lines = [];
  };
  for (const shape of shapes) {
    if (shape.kind !== 'line') {
      flush();
      drawShape(c, shape, colours, room);
    } else {
      const last = lines.at(-1);
      if (last !== undefined && !sameStyle(last, shape)) flush();
      lines.push(shape);
    }
  }
  flush();
};
