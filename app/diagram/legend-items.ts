// How to read the diagram: each sign with its words, for the page and for the exported picture.
import type { Glyph, Ink } from '../../core/view/space-time/shapes.ts';

/** Signs that are no glyphs: a stretch of line, three votes joined, surfaces. */
export type Stroke = 'line' | 'bracket' | 'bar' | 'hatch';
const STROKES: readonly Stroke[] = ['line', 'bracket', 'bar', 'hatch'];
export const isStroke = (sign: LegendSign['sign']): sign is Stroke => STROKES.some((stroke) => stroke === sign);

export type LegendSign = {
  readonly key:
    | 'proposal'
    | 'prevote'
    | 'precommit'
    | 'nil'
    | 'quorum'
    | 'lock'
    | 'timeout'
    | 'fired'
    | 'decision'
    | 'work'
    | 'committed'
    | 'root'
    | 'call'
    | 'lost'
    | 'down'
    | 'fault'
    | 'user';
  readonly sign: Glyph | Stroke;
  readonly ink: Ink;
  readonly hollow?: boolean;
};

export const LEGEND: readonly LegendSign[] = [
  { key: 'proposal', sign: 'init', ink: 'proposal' },
  { key: 'prevote', sign: 'prevote', ink: 'prevote' },
  { key: 'precommit', sign: 'precommit', ink: 'precommit' },
  { key: 'nil', sign: 'prevote', ink: 'prevote', hollow: true },
  { key: 'quorum', sign: 'bracket', ink: 'prevote' },
  { key: 'lock', sign: 'lock', ink: 'ink' },
  { key: 'timeout', sign: 'hourglass', ink: 'faint', hollow: true },
  { key: 'fired', sign: 'hourglass', ink: 'bad' },
  { key: 'decision', sign: 'star', ink: 'decision' },
  { key: 'call', sign: 'line', ink: 'soft' },
  { key: 'work', sign: 'bar', ink: 'proposal' },
  { key: 'committed', sign: 'block', ink: 'ink' },
  { key: 'root', sign: 'root', ink: 'ink', hollow: true },
  { key: 'lost', sign: 'cross', ink: 'bad' },
  { key: 'down', sign: 'hatch', ink: 'bad' },
  { key: 'fault', sign: 'bolt', ink: 'fault' },
  { key: 'user', sign: 'flag', ink: 'focus' },
];
