// What surrounds the diagram in a file: title, names of the lanes, legend. In shapes, so that both kinds of file have it.
import type { Layout } from '../../core/view/space-time/layout.ts';
import type { Shape } from '../../core/view/space-time/shapes.ts';
import type { Translate } from '../messages/translate.ts';
import { LEGEND, type LegendSign, isStroke } from './legend-items.ts';
import { nodeName } from '../store/names.ts';

const SIGN = 5.5;
const ROW = 20;
const COLUMN = 250;
const PADDING = 14;

type Style = { readonly size?: number; readonly bold?: boolean; readonly ink?: 'ink' | 'soft' | 'faint' };
const text = (words: string, x: number, y: number, { size = 12, bold = false, ink = 'ink' }: Style = {}): Shape => ({
  kind: 'text',
  text: words,
  x,
  y,
  size,
  ink,
  anchor: 'start',
  bold,
});

const line = (points: readonly number[], { ink }: LegendSign): Shape => ({ kind: 'line', points, ink, width: 1.5, dash: [], alpha: 1 });

const signShapes = (item: LegendSign, x: number, y: number): readonly Shape[] => {
  const { sign, ink, hollow = false } = item;
  if (!isStroke(sign)) return [{ kind: 'glyph', glyph: sign, x, y, size: SIGN, ink, hollow, alpha: 1 }];
  switch (sign) {
    case 'line':
      return [line([x, y - SIGN, x, y + SIGN], item)];
    case 'bracket':
      return [line([x - SIGN, y + 3, x - SIGN, y - 3, x + SIGN, y - 3, x + SIGN, y + 3], item), line([x, y - 3, x, y + 3], item)];
    case 'bar':
    case 'hatch':
      return [{ kind: 'rect', x: x - SIGN, y: y - SIGN / 2, width: 2 * SIGN, height: SIGN, ink, alpha: 0.75, hatched: sign === 'hatch' }];
  }
};

/** Title and stretch of time. */
export const titleShapes = (title: string, span: string): readonly Shape[] => [
  text(title, PADDING, 16, { size: 14, bold: true }),
  text(span, PADDING, 35, { ink: 'faint' }),
];

/** Names of the validators and of the two lines of each. */
export const nameShapes = (t: Translate, layout: Layout): readonly Shape[] => [
  ...layout.pairs.map((pair) => text(nodeName(pair.validator), PADDING, pair.from + pair.size * 0.4, { bold: true })),
  ...layout.lanes.map((lane) =>
    text(lane.isConsensus ? t('chamber.consensus') : t('events.batcher'), PADDING + 30, lane.across, { size: 10, ink: 'soft' }),
  ),
];

const perRow = (width: number): number => Math.max(1, Math.floor((width - PADDING) / COLUMN));

export const legendHeight = (width: number): number => PADDING + Math.ceil(LEGEND.length / perRow(width)) * ROW;

export const legendShapes = (t: Translate, width: number): readonly Shape[] =>
  LEGEND.flatMap((item, i) => {
    const [x, y] = [PADDING + (i % perRow(width)) * COLUMN + SIGN, PADDING + Math.floor(i / perRow(width)) * ROW];
    return [...signShapes(item, x, y), text(t(`diagram.legend.${item.key}`), x + 14, y, { size: 11, ink: 'soft' })];
  });
