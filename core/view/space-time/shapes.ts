// What a drawing consists of: a few plain shapes in pixels with names of colours. The canvas and the SVG export draw the same list, so that the picture
// on the screen and the picture in a file cannot differ. Glyphs are paths in a box from -1 to 1.

export const INKS = [
  'proposal',
  'prevote',
  'precommit',
  'decision',
  'sync',
  'fault',
  'strong',
  'ink',
  'soft',
  'faint',
  'line',
  'raised',
  'stage',
  'focus',
  'bad',
] as const;
/** Names of the page's colours. */
export type Ink = (typeof INKS)[number];

/** Shape tells the kind (experience.md D4): circles are prevotes, squares precommits, triangles begin or end a stream. */
export const GLYPHS = {
  prevote: 'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
  precommit: 'M-0.9 -0.9h1.8v1.8h-1.8z',
  init: 'M-0.8 -1l1.8 1l-1.8 1z',
  transactions: 'M-1 -0.7h2v1.4h-2z',
  fin: 'M0.8 -1l-1.8 1l1.8 1z',
  end: 'M-0.3 -1h0.6v2h-0.6z',
  transaction: 'M-0.5 0a0.5 0.5 0 1 0 1 0a0.5 0.5 0 1 0 -1 0z',
  sync: 'M-1 -0.9l0.9 0.9l-0.9 0.9M0.1 -0.9l0.9 0.9l-0.9 0.9',
  star: 'M0 -1l0.294 0.595l0.657 0.096l-0.475 0.463l0.112 0.655l-0.588 -0.309l-0.588 0.309l0.112 -0.655l-0.475 -0.463l0.657 -0.096z',
  block: 'M-0.8 -0.8h1.6v1.6h-1.6z',
  root: 'M-0.9 -0.9h1.8v1.8h-1.8zM-0.35 -0.35v0.7h0.7v-0.7z',
  hourglass: 'M-0.75 -1h1.5l-1.1 1l1.1 1h-1.5l1.1 -1z',
  lock: 'M-0.75 -0.1h1.5v1.1h-1.5zM-0.45 -0.1v-0.35a0.45 0.45 0 0 1 0.9 0v0.35',
  cross: 'M-0.7 -0.7l1.4 1.4M0.7 -0.7l-1.4 1.4',
  bolt: 'M0.25 -1l-0.9 1.15h0.6l-0.2 0.85l0.9 -1.15h-0.6z',
  flag: 'M-0.6 1v-2l1.3 0.5l-1.3 0.6',
  again: 'M0.7 -0.3a0.75 0.75 0 1 0 0.05 0.6M0.75 -0.95v0.65h-0.65',
  split: 'M0 1v-0.8l-0.8 -1.1M0 0.2l0.8 -1.1',
  wave: 'M-0.3 -1q1 0.5 0.3 1t0.3 1',
  twice: 'M-0.9 -0.9h1.3v1.3h-1.3zM-0.4 -0.4h1.3v1.3h-1.3z',
  grid: 'M-0.9 -0.9h1.8v1.8h-1.8zM-0.9 0h1.8M0 -0.9v1.8',
  dot: 'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z',
} as const;
export type Glyph = keyof typeof GLYPHS;

export type Shape =
  | {
      readonly kind: 'line';
      /** x and y by turns. */
      readonly points: readonly number[];
      readonly ink: Ink;
      readonly width: number;
      readonly dash: readonly number[];
      readonly alpha: number;
    }
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly ink: Ink;
      readonly alpha: number;
      /** Slanted lines instead of a surface. */
      readonly hatched: boolean;
    }
  | {
      readonly kind: 'glyph';
      readonly glyph: Glyph;
      readonly x: number;
      readonly y: number;
      /** Half of its width. */
      readonly size: number;
      readonly ink: Ink;
      /** Drawn as an outline on the ground. */
      readonly hollow: boolean;
      readonly alpha: number;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly ink: Ink;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly bold: boolean;
    };
