// The drawing as an SVG document: real vectors, presentation attributes only, no script, no style, no reference to anything outside. Every text and every
// colour is escaped, whatever it holds.
import { GLYPHS, type Ink, type Shape } from './shapes.ts';

export type SvgOptions = {
  readonly width: number;
  readonly height: number;
  /** Accessible name of the picture. */
  readonly title: string;
  readonly description: string;
  readonly colours: Readonly<Record<Ink, string>>;
};

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that stays text inside elements and attributes; control characters that XML forbids are left out. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const number = (value: number): string => String(Math.round(value * 100) / 100);

/** Distance of the slanted lines of a hatched surface. */
const HATCH = 7;

const hatch = (shape: Shape & { readonly kind: 'rect' }, colour: string): string => {
  const { x, y, width, height } = shape;
  const path: string[] = [];
  for (let offset = HATCH; offset < width + height; offset += HATCH) {
    const [x1, y1] = [x + Math.max(0, offset - height), y + Math.min(height, offset)];
    const [x2, y2] = [x + Math.min(width, offset), y + Math.max(0, offset - width)];
    path.push(`M${number(x1)} ${number(y1)}L${number(x2)} ${number(y2)}`);
  }
  return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="1" opacity="${number(shape.alpha)}"/>`;
};

const OUTLINES: ReadonlySet<string> = new Set(['cross', 'sync', 'again', 'split', 'wave']);

/** True for a glyph that is only lines. */
export const isOutline = (glyph: keyof typeof GLYPHS): boolean => OUTLINES.has(glyph);

const elementOf = (shape: Shape, colours: SvgOptions['colours']): string => {
  const colour = escapeXml(colours[shape.ink]);
  switch (shape.kind) {
    case 'line': {
      const points: string[] = [];
      for (let i = 0; i + 1 < shape.points.length; i += 2)
        points.push(`${number(shape.points[i] ?? 0)},${number(shape.points[i + 1] ?? 0)}`);
      const dash = shape.dash.length === 0 ? '' : ` stroke-dasharray="${shape.dash.map(number).join(' ')}"`;
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="${number(shape.width)}"${dash} opacity="${number(shape.alpha)}"/>`;
    }
    case 'rect':
      return shape.hatched
        ? hatch(shape, colour)
        : `<rect x="${number(shape.x)}" y="${number(shape.y)}" width="${number(shape.width)}" height="${number(shape.height)}" fill="${colour}" opacity="${number(shape.alpha)}"/>`;
    case 'glyph': {
      const size = number(shape.size);
      const outline = shape.hollow || isOutline(shape.glyph);
      const fill = isOutline(shape.glyph) ? 'none' : shape.hollow ? escapeXml(colours.stage) : colour;
      const stroke = outline ? colour : escapeXml(colours.stage);
      const width = number((outline ? 1.5 : 0.8) / Math.max(0.5, shape.size));
      return `<path d="${GLYPHS[shape.glyph]}" transform="translate(${number(shape.x)} ${number(shape.y)}) scale(${size})" fill="${fill}" fill-rule="evenodd" stroke="${stroke}" stroke-width="${width}" opacity="${number(shape.alpha)}"/>`;
    }
    case 'text': {
      const weight = shape.bold ? ' font-weight="600"' : '';
      return `<text x="${number(shape.x)}" y="${number(shape.y)}" font-size="${number(shape.size)}"${weight} text-anchor="${shape.anchor}" dominant-baseline="central" fill="${colour}">${escapeXml(shape.text)}</text>`;
    }
  }
};

/** A rectangle of the document; what of its shapes reaches beyond it is cut off. Shapes count from its corner. */
export type SvgPart = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
};

const partOf = ({ x, y, width, height, shapes }: SvgPart, colours: SvgOptions['colours']): string =>
  [
    `<svg x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}" overflow="hidden">`,
    ...shapes.map((shape) => elementOf(shape, colours)),
    '</svg>',
  ].join('\n');

/** The document. */
export const svgOf = (parts: readonly SvgPart[], { width, height, title, description, colours }: SvgOptions): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" font-family="system-ui, sans-serif" role="img">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(description)}</desc>`,
    `<rect width="${number(width)}" height="${number(height)}" fill="${escapeXml(colours.stage)}"/>`,
    ...parts.map((part) => partOf(part, colours)),
    '</svg>',
  ].join('\n');
