// Shapes of messages, one path each, around a centre. The kind is told by the shape alone; colour and glyph come second (experience.md D4).
import type { PaintColours, PaintMessage, PaintPoint, PaintShape } from './paint-api.ts';

/** A main canvas's context has the same methods; the page casts it once. */
export type PaintContext = OffscreenCanvasRenderingContext2D;

/** Half the height of a shape, in stage units. */
export const RADIUS = 9;

export const polygon = (c: PaintContext, points: readonly number[]): void => {
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    if (i === 0) c.moveTo(x, y);
    else c.lineTo(x, y);
  }
  c.closePath();
};

const chevron = (c: PaintContext, x: number, y: number): void =>
  polygon(c, [x - 5, y - RADIUS, x + 1, y - RADIUS, x + 7, y, x + 1, y + RADIUS, x - 5, y + RADIUS, x + 1, y]);

const outline = (c: PaintContext, shape: PaintShape, at: PaintPoint): void => {
  switch (shape) {
    case 'prevote':
      c.arc(at.x, at.y, RADIUS, 0, 2 * Math.PI);
      return;
    case 'precommit':
      c.roundRect(at.x - RADIUS, at.y - RADIUS, 2 * RADIUS, 2 * RADIUS, 4);
      return;
    case 'init':
      polygon(c, [at.x - RADIUS, at.y - RADIUS, at.x + RADIUS + 2, at.y, at.x - RADIUS, at.y + RADIUS]);
      return;
    case 'fin':
      polygon(c, [at.x + RADIUS, at.y - RADIUS, at.x - RADIUS - 2, at.y, at.x + RADIUS, at.y + RADIUS]);
      return;
    case 'wagon':
      c.roundRect(at.x - RADIUS - 3, at.y - RADIUS + 2, 2 * RADIUS + 6, 2 * RADIUS - 4, 2);
      return;
    case 'end':
      c.rect(at.x - 2, at.y - RADIUS, 4, 2 * RADIUS);
      return;
    case 'sync':
      chevron(c, at.x - 5, at.y);
      chevron(c, at.x + 4, at.y);
      return;
    case 'transaction':
      c.arc(at.x, at.y, 3, 0, 2 * Math.PI);
      return;
  }
};

export const colourOf = (shape: PaintShape, colours: PaintColours): string => {
  switch (shape) {
    case 'prevote':
      return colours.prevote;
    case 'precommit':
      return colours.precommit;
    case 'transaction':
      return colours.neutral;
    case 'sync':
      return colours.sync;
    case 'init':
    case 'wagon':
    case 'fin':
    case 'end':
      return colours.proposal;
  }
};

/** The letter or number on a shape. */
export const glyphOf = (message: Pick<PaintMessage, 'shape' | 'nil' | 'label'>): string => {
  if (message.nil) return '∅';
  switch (message.shape) {
    case 'prevote':
      return 'P';
    case 'precommit':
      return 'C';
    case 'wagon':
      return message.label;
    case 'init':
    case 'fin':
    case 'end':
    case 'transaction':
    case 'sync':
      return '';
  }
};

export const drawText = (
  c: PaintContext,
  text: string,
  at: PaintPoint,
  style: { readonly colour: string; readonly size: number },
): void => {
  c.font = `600 ${style.size}px ui-sans-serif, system-ui, sans-serif`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillStyle = style.colour;
  c.fillText(text, at.x, at.y + 0.5);
};

/** Nil and rebroadcast are hollow: the same hue as outline. */
export const drawShape = (c: PaintContext, message: PaintMessage, at: PaintPoint, colours: PaintColours): void => {
  const colour = colourOf(message.shape, colours);
  const hollow = message.nil || message.ghost;
  c.beginPath();
  outline(c, message.shape, at);
  c.fillStyle = hollow ? colours.background : colour;
  c.strokeStyle = hollow ? colour : colours.background;
  c.lineWidth = hollow ? 2 : 1.5;
  c.fill();
  c.stroke();
  const glyph = glyphOf(message);
  if (glyph !== '') drawText(c, glyph, at, { colour: hollow ? colour : colours.background, size: 11 });
};

/** What a fault has done, beside the shape: a sign of its own for each. */
export const drawMark = (c: PaintContext, message: PaintMessage, at: PaintPoint, colours: PaintColours): void => {
  const corner = { x: at.x + RADIUS + 5, y: at.y - RADIUS };
  const style = { colour: colours.fault, size: 13 };
  switch (message.mark) {
    case 'none':
      return;
    case 'delayed':
      drawText(c, '≀', corner, style);
      return;
    case 'duplicated':
      c.strokeStyle = colours.fault;
      c.lineWidth = 1.5;
      c.strokeRect(corner.x - 4, corner.y - 3, 6, 6);
      c.strokeRect(corner.x - 1, corner.y - 6, 6, 6);
      return;
    case 'corrupted':
      c.fillStyle = colours.fault;
      for (const [x, y] of [
        [-4, -4],
        [2, -4],
        [-1, -1],
        [-4, 2],
        [2, 2],
      ] as const)
        c.fillRect(corner.x + x, corner.y + y, 3, 3);
      return;
    case 'split':
      c.strokeStyle = colours.fault;
      c.lineWidth = 2;
      c.beginPath();
      polygon(c, [corner.x, corner.y - 7, corner.x + 7, corner.y + 5, corner.x - 7, corner.y + 5]);
      c.stroke();
      drawText(c, '!', { x: corner.x, y: corner.y + 1 }, { colour: colours.fault, size: 9 });
      return;
  }
};
