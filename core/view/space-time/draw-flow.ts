// Messages as diagonals between consensus lines, calls as short verticals between the two lines of a pair, dashed edges through hidden lanes.
// Line and glyph tell the kind: circle, square, triangle; a nil vote is hollow and its line broken; what never arrives ends in a cross on its way.
import { placeOfTime } from './axis.ts';
import { transitiveEdges } from './hidden.ts';
import type { Pen } from './pen.ts';
import type { CallMark, FrameShape, MessageMark, Primitive } from './primitives.ts';
import type { Glyph, Ink } from './shapes.ts';

const FRAME_INKS: Readonly<Record<FrameShape, Ink>> = {
  prevote: 'prevote',
  precommit: 'precommit',
  init: 'proposal',
  transactions: 'proposal',
  fin: 'proposal',
  end: 'proposal',
  transaction: 'strong',
  sync: 'sync',
};

/** Share of its way after which a lost message dies, and pixels along the axis that the rest of its way would take. */
const DOOMED_SHARE = 0.45;
const DOOMED_LENGTH = 42;

/** What a fault did to a message that still arrives. */
const FATES: Readonly<Partial<Record<MessageMark['fate'], Glyph>>> = { delayed: 'wave', duplicated: 'twice', corrupted: 'grid' };

const drawMessage = (pen: Pen, made: MessageMark, detail: boolean): void => {
  const { diagram, layout, routine } = pen.look;
  const [from, to] = [pen.lane(made.p), pen.lane(made.target)];
  if (from === null || to === null || (made.routine && !routine)) return;
  const start = { along: pen.along(made.at), across: from.across };
  const isLost = made.arriveAt === null;
  const arrival = made.to ?? (made.arriveAt === null ? null : placeOfTime(diagram, made.arriveAt));
  const whole = {
    along: arrival === null ? start.along + DOOMED_LENGTH : Math.max(start.along + 2, pen.along(arrival)),
    across: to.across,
  };
  const end = isLost
    ? {
        along: start.along + (whole.along - start.along) * DOOMED_SHARE,
        across: start.across + (whole.across - start.across) * DOOMED_SHARE,
      }
    : whole;
  const ink = FRAME_INKS[made.shape];
  const dash = made.routine ? [1, 3] : made.nil ? [5, 3] : [];
  const isOpen = made.to === null && !isLost;
  pen.line('lines', [start, end], { ink, width: made.routine ? 0.8 : 1.25, dash, alpha: made.routine ? 0.5 : isOpen ? 0.45 : 0.85 });
  pen.hitMessage(made.id, made.at.step, start, end);
  const fate = FATES[made.fate];
  if (fate !== undefined && detail) {
    const middle = { along: (start.along + end.along) / 2, across: (start.across + end.across) / 2 };
    pen.glyph(fate, middle, { ink: 'fault', size: 4 * layout.glyphs, hollow: true });
  }
  if (isLost) pen.glyph('cross', end, { ink: 'bad', size: 4.5 * layout.glyphs });
  else if (detail && !made.routine && made.to !== null) pen.glyph(made.shape, end, { ink, size: 3.6 * layout.glyphs, hollow: made.nil });
};

const drawCall = (pen: Pen, made: CallMark): void => {
  const [from, to] = [pen.lane(made.p), pen.lane(made.target)];
  if (from === null || to === null) return;
  const start = { along: pen.along(made.at), across: from.across };
  const ink = made.ok ? 'soft' : 'bad';
  const alpha = made.direction === 'request' ? 0.9 : 0.6;
  if (made.to === null) {
    pen.line('lines', [start, { along: start.along + 3, across: (from.across + to.across) / 2 }], { ink, dash: [2, 2], alpha });
    return;
  }
  const end = { along: pen.along(made.to), across: to.across };
  pen.line('lines', [start, end], { ink, width: 1, alpha, dash: made.direction === 'request' ? [] : [3, 2] });
  if (!made.ok)
    pen.glyph('cross', { along: (start.along + end.along) / 2, across: (start.across + end.across) / 2 }, { ink: 'bad', size: 3 });
};

/** Draws all that travels; `detail`: there is room for glyphs. */
export const drawFlow = (pen: Pen, made: readonly Primitive[], detail: boolean): void => {
  const messages = made.filter((item) => item.kind === 'message');
  for (const message of messages) drawMessage(pen, message, detail);
  for (const item of made) if (item.kind === 'call') drawCall(pen, item);
  const shown = pen.look.routine ? messages : messages.filter((message) => !message.routine);
  for (const edge of transitiveEdges(pen.look.diagram, pen.look.hidden, shown)) {
    const [from, to] = [pen.look.layout.byProcess.get(edge.from), pen.look.layout.byProcess.get(edge.target)];
    if (from === undefined || to === undefined) continue;
    const spots = [
      { along: pen.along(edge.at), across: from.across },
      { along: pen.along(edge.to), across: to.across },
    ];
    pen.line('lines', spots, { ink: 'faint', width: 1, dash: [2, 4] });
  }
};
