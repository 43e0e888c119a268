// The vote matrix on a canvas: one cell per vote, told by shape and filling, grown by how many have counted it. Only the rows in view are drawn.
import type { MatrixCell, MatrixColumn, VoteMatrix } from '../../core/view/vote-matrix.ts';

export type MatrixLook = {
  readonly ratio: number;
  readonly width: number;
  readonly height: number;
  /** First pixel row of the list that is in view. */
  readonly top: number;
  /** Column and row of the active cell. */
  readonly active: { readonly row: number; readonly column: number } | null;
  readonly selected: number | null;
  readonly colours: MatrixColours;
};

/** Pixels. */
export const ROW_HEIGHT = 15;
export const LABEL_WIDTH = 38;
const CELL_MAX = 24;

/** Width of a column, so that all fit. */
export const columnWidth = (columns: number, width: number): number =>
  Math.min(CELL_MAX, Math.max(4, (width - LABEL_WIDTH) / Math.max(1, columns)));

export type MatrixColours = Readonly<
  Record<'prevote' | 'precommit' | 'bad' | 'line' | 'strong' | 'ink' | 'soft' | 'focus' | 'panel', string>
>;

/** The page's colours now. Dear: read them when they have changed. */
export const readColours = (): MatrixColours => {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    prevote: read('--role-prevote'),
    precommit: read('--role-precommit'),
    bad: read('--bad'),
    line: read('--line'),
    strong: read('--strong'),
    ink: read('--ink'),
    soft: read('--soft'),
    focus: read('--focus'),
    panel: read('--panel'),
  };
};

type Box = { readonly x: number; readonly y: number; readonly w: number };

const shape = (c: CanvasRenderingContext2D, type: MatrixColumn['type'], at: Box, radius: number): void => {
  const [x, y] = [at.x + at.w / 2, at.y + ROW_HEIGHT / 2];
  c.beginPath();
  if (type === 'prevote') c.arc(x, y, radius, 0, 2 * Math.PI);
  else c.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, 2);
};

type Cell = { readonly cell: MatrixCell; readonly type: MatrixColumn['type'] };

const drawCell = (c: CanvasRenderingContext2D, { cell, type }: Cell, at: Box, colours: MatrixColours): void => {
  const colour = colours[type];
  const full = Math.min(at.w / 2 - 1, ROW_HEIGHT / 2 - 1.5);
  const [x, y] = [at.x + at.w / 2, at.y + ROW_HEIGHT / 2];
  const radius = full * (0.5 + cell.seen / 200);
  c.lineWidth = 1.4;
  switch (cell.kind) {
    case 'none':
      c.fillStyle = colours.strong;
      c.fillRect(x - 1, y - 1, 2, 2);
      return;
    case 'value':
      c.fillStyle = colour;
      shape(c, type, at, radius);
      c.fill();
      if (!cell.other) return;
      c.strokeStyle = colours.panel;
      c.beginPath();
      c.moveTo(x - radius, y);
      c.lineTo(x + radius, y);
      c.stroke();
      return;
    case 'nil':
      c.strokeStyle = colour;
      shape(c, type, at, Math.max(2, radius - 0.5));
      c.stroke();
      c.beginPath();
      c.moveTo(x - radius * 0.6, y + radius * 0.6);
      c.lineTo(x + radius * 0.6, y - radius * 0.6);
      c.stroke();
      return;
    case 'conflict':
      c.strokeStyle = colours.bad;
      c.lineWidth = 2;
      shape(c, type, at, full - 0.5);
      c.stroke();
      c.fillStyle = colours.bad;
      c.fillRect(x, y - full, full, 2 * full);
      return;
  }
};

/** Draws what is in view. */
export const drawMatrix = (canvas: HTMLCanvasElement, matrix: VoteMatrix, look: MatrixLook): void => {
  const c = canvas.getContext('2d');
  if (c === null) return;
  const { colours } = look;
  canvas.width = Math.max(1, Math.round(look.width * look.ratio));
  canvas.height = Math.max(1, Math.round(look.height * look.ratio));
  c.setTransform(look.ratio, 0, 0, look.ratio, 0, -look.top * look.ratio);
  c.font = '500 11px ui-sans-serif, system-ui, sans-serif';
  c.textBaseline = 'middle';
  const w = columnWidth(matrix.columns.length, look.width);
  const [first, last] = [Math.floor(look.top / ROW_HEIGHT), Math.ceil((look.top + look.height) / ROW_HEIGHT)];
  for (let row = first; row < Math.min(last, matrix.rows.length); row++) {
    const y = row * ROW_HEIGHT;
    if (row === look.selected) {
      c.fillStyle = colours.line;
      c.fillRect(0, y, look.width, ROW_HEIGHT);
    }
    c.fillStyle = row === look.selected ? colours.ink : colours.soft;
    c.textAlign = 'right';
    c.fillText(`V${row + 1}`, LABEL_WIDTH - 8, y + ROW_HEIGHT / 2 + 0.5);
    for (const [k, cell] of (matrix.rows[row] ?? []).entries()) {
      const type = matrix.columns[k]?.type ?? 'prevote';
      drawCell(c, { cell, type }, { x: LABEL_WIDTH + k * w, y, w }, colours);
    }
  }
  for (const [k, column] of matrix.columns.entries()) {
    if (column.type !== 'prevote' || k === 0) continue;
    c.fillStyle = column.round === 0 ? colours.strong : colours.line;
    c.fillRect(LABEL_WIDTH + k * w - 0.5, look.top, 1, look.height);
  }
  if (look.active === null) return;
  c.strokeStyle = colours.focus;
  c.lineWidth = 2;
  c.strokeRect(LABEL_WIDTH + look.active.column * w + 1, look.active.row * ROW_HEIGHT + 1, w - 2, ROW_HEIGHT - 2);
};
