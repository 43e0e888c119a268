// The ground of the diagram: bands of heights, beginnings of rounds, broken stretches of the compressed axis, labels of the axis, the lanes themselves.
import { formatSeconds } from '../format.ts';
import { axisLength, timeAtPosition } from './axis.ts';
import type { Pen } from './pen.ts';
import type { RoundStart } from './diagram.ts';

const LABEL_SIZE = 10;
/** Least pixels between two labels of the axis. */
const LABEL_GAP = 34;
const TIME_EVERY = 110;

/** First round start of the list at or after which something is visible, found from the end: the newest before the window still colours it. */
const visibleRounds = (pen: Pen): readonly (RoundStart & { readonly along: number })[] => {
  const { diagram, length } = pen.look;
  const all = diagram.rounds.map((round) => ({ ...round, along: pen.along(round) }));
  const first = all.findLastIndex((round) => round.along <= 0);
  return all.slice(Math.max(0, first)).filter((round) => round.along <= length);
};

const drawBands = (pen: Pen): readonly number[] => {
  const { layout, length } = pen.look;
  const rounds = visibleRounds(pen);
  const labels: number[] = [];
  for (const [i, round] of rounds.entries()) {
    const end = Math.min(length, rounds[i + 1]?.along ?? length);
    const start = Math.max(0, round.along);
    if (round.height % 2 === 1)
      pen.bar('ground', { along: start, across: 0 }, { along: end, size: layout.size }, { ink: 'raised', alpha: 0.75 });
    if (round.along >= 0) {
      const style = { ink: 'strong', width: 1, dash: round.round === 0 ? [] : [3, 3], alpha: 0.6 } as const;
      pen.line(
        'ground',
        [
          { along: round.along, across: 0 },
          { along: round.along, across: layout.size },
        ],
        style,
      );
    }
    const wide = round.round > 0 || end - start > 70;
    if (end - start < 22 || start - (labels.at(-1) ?? -100) < LABEL_GAP) continue;
    const text = wide ? `H${round.height} · R${round.round}` : `H${round.height}`;
    labels.push(start);
    pen.text(text, labelSpot(pen, start + 4), { ink: round.round > 0 ? 'bad' : 'ink', size: LABEL_SIZE + 1, bold: true });
  }
  return labels;
};

/** Labels lie on the ruler; where the axis runs down they stand below their line. */
const labelSpot = (pen: Pen, along: number): { readonly along: number; readonly across: number } =>
  pen.look.direction === 'across' ? { along, across: pen.look.layout.ruler / 2 + 1 } : { along: along + 6, across: 2 };

/** `8.3`: for a silence. */
const tenths = (us: number): string => String(Math.round(us / 100_000) / 10);

const drawGaps = (pen: Pen): void => {
  const { diagram, axis, layout, length, direction } = pen.look;
  if (axis.kind !== 'compressed') return;
  for (const gap of diagram.gaps) {
    const [from, to] = [pen.along({ step: 0, t: gap.from }), pen.along({ step: 0, t: gap.to })];
    if (to < 0 || from > length) continue;
    const end = { along: to - 6, size: layout.size - layout.ruler };
    pen.bar('ground', { along: from + 6, across: layout.ruler }, end, { ink: 'strong', alpha: 0.4, hatched: true });
    if (to - from < 34) continue;
    const middle = (from + to) / 2;
    // Below the labels of the axis, which it would cover.
    const spot = direction === 'across' ? { along: middle, across: layout.ruler + 8 } : { along: middle, across: 2 };
    const anchor = direction === 'across' ? 'middle' : 'start';
    pen.text(`≈ ${tenths(gap.to - gap.from)} s`, spot, { ink: 'ink', size: LABEL_SIZE, anchor, bold: true });
  }
};

const drawTimes = (pen: Pen, taken: readonly number[]): void => {
  const { diagram, axis, zoom, origin, length } = pen.look;
  const every = Math.ceil(TIME_EVERY / zoom) * zoom;
  const end = Math.min(length, (axisLength(diagram, axis) - origin) * zoom);
  for (let along = every - ((origin * zoom) % every); along < end; along += every) {
    if (taken.some((label) => along > label - 58 && along < label + 64)) continue;
    const us = timeAtPosition(diagram, axis, origin + along / zoom);
    pen.line('ground', [labelTick(pen, along, 0), labelTick(pen, along, 5)], { ink: 'strong' });
    pen.text(`${formatSeconds(us).slice(0, -3)} s`, labelSpot(pen, along + 3), { ink: 'faint', size: LABEL_SIZE });
  }
};

const labelTick = (pen: Pen, along: number, share: number): { readonly along: number; readonly across: number } => ({
  along,
  across: pen.look.layout.ruler - share,
});

const drawLanes = (pen: Pen): void => {
  const { diagram, axis, layout, length, origin, zoom } = pen.look;
  const end = Math.max(0, Math.min(length, (axisLength(diagram, axis) - origin) * zoom));
  if (end < length)
    pen.bar('ground', { along: end, across: 0 }, { along: length, size: layout.size }, { ink: 'line', alpha: 0.5, hatched: true });
  for (const pair of layout.pairs)
    pen.line(
      'ground',
      [
        { along: 0, across: pair.from },
        { along: length, across: pair.from },
      ],
      { ink: 'line' },
    );
  for (const lane of layout.lanes) {
    const spots = [
      { along: 0, across: lane.across },
      { along: end, across: lane.across },
    ];
    pen.line('bars', spots, lane.isConsensus ? { ink: 'strong', width: 1.2 } : { ink: 'strong', width: 1, dash: [1, 3] });
  }
};

/** Draws everything that is behind the events. */
export const drawFrame = (pen: Pen): void => {
  const taken = drawBands(pen);
  drawGaps(pen);
  drawTimes(pen, taken);
  drawLanes(pen);
};
