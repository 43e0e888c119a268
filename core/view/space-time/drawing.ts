// The picture of one window of the diagram: shapes from back to front and what in it can be pointed at. Work grows with what is visible only.
import { stepsUpTo } from './axis.ts';
import type { Cone } from './cone.ts';
import { primitivesBetween } from './diagram.ts';
import { drawFlow } from './draw-flow.ts';
import { drawFrame } from './draw-frame.ts';
import { drawMarks } from './draw-marks.ts';
import type { Lane } from './layout.ts';
import { type Hit, type Look, Pen } from './pen.ts';
import type { Shape } from './shapes.ts';

export type Drawing = { readonly shapes: readonly Shape[]; readonly hits: readonly Hit[]; readonly first: number; readonly last: number };

/** Pixels beside the window in which glyphs may still reach into it. */
const MARGIN = 24;
/** Pixels per step below which glyphs give way to lines. */
const DETAIL_PIXELS = 3;
/** The same for an axis of time, in pixels per millisecond: between its bursts there is room. */
const DETAIL_TIME = 0.5;

/** First and last step of the window, one more on each side. */
export const stepsInLook = ({ diagram, axis, origin, length, zoom }: Look): { readonly first: number; readonly last: number } => ({
  first: Math.max(0, stepsUpTo(diagram, axis, origin - MARGIN / zoom) - 1),
  last: Math.min(diagram.times.length - 1, stepsUpTo(diagram, axis, origin + (length + MARGIN) / zoom)),
});

const drawSteps = (pen: Pen, first: number, last: number): void => {
  const { diagram, layout, axis } = pen.look;
  for (let step = first; step <= last; step++) {
    const lane = layout.byProcess.get(diagram.processes[step] ?? -1);
    if (lane === undefined) continue;
    const routine = diagram.routine[step] === true;
    if (routine && axis.folded && axis.kind === 'logical') continue;
    const spot = { along: pen.along({ step, t: diagram.times[step] ?? 0 }), across: lane.across };
    pen.glyph('dot', spot, { ink: routine ? 'faint' : 'soft', size: (routine ? 1.1 : 1.9) * layout.glyphs });
    pen.hitStep(step, spot);
  }
};

const hasDetail = ({ axis, length, zoom }: Look, first: number, last: number): boolean =>
  axis.kind === 'logical' ? zoom >= DETAIL_PIXELS : zoom >= DETAIL_TIME || length / (last - first + 1) >= DETAIL_PIXELS;

/** Everything that is visible. */
export const drawDiagram = (look: Look): Drawing => {
  const pen = new Pen(look);
  drawFrame(pen);
  const { first, last } = stepsInLook(look);
  if (last < first) return { shapes: pen.shapes, hits: [], first, last };
  const made = primitivesBetween(look.diagram, first, last);
  const detail = hasDetail(look, first, last);
  if (detail) drawSteps(pen, first, last);
  drawFlow(pen, made, detail);
  drawMarks(pen, made, detail);
  return { shapes: pen.shapes, hits: pen.hits, first, last };
};

type Side = { readonly steps: ReadonlySet<number>; readonly past: boolean };

type Reach = { readonly from: number; readonly to: number };

/** How far the steps reach on each visible lane, in pixels. */
const reachOf = (pen: Pen, steps: ReadonlySet<number>): ReadonlyMap<Lane, Reach> => {
  const { diagram, layout } = pen.look;
  const reach = new Map<Lane, Reach>();
  for (const step of steps) {
    const lane = layout.byProcess.get(diagram.processes[step] ?? -1);
    if (lane === undefined) continue;
    const along = pen.along({ step, t: diagram.times[step] ?? 0 });
    const old = reach.get(lane);
    reach.set(lane, { from: Math.min(along, old?.from ?? along), to: Math.max(along, old?.to ?? along) });
  }
  return reach;
};

const drawSide = (pen: Pen, cone: Cone, { steps, past }: Side): void => {
  const { diagram, layout } = pen.look;
  const size = 13 * layout.scale;
  const { first, last } = stepsInLook(pen.look);
  const detail = hasDetail(pen.look, first, last);
  const placeOf = (step: number): { along: number; across: number } | null => {
    const lane = layout.byProcess.get(diagram.processes[step] ?? -1);
    return lane === undefined ? null : { along: pen.along({ step, t: diagram.times[step] ?? 0 }), across: lane.across };
  };
  for (const [lane, reach] of reachOf(pen, steps)) {
    const bar = [
      { along: reach.from - 4, across: lane.across - size / 2 },
      { along: reach.to + 4, size },
    ] as const;
    pen.bar('ground', ...bar, { ink: 'focus', alpha: past ? 0.28 : 0.6, hatched: !past });
  }
  for (const step of [...steps, cone.origin]) {
    const to = placeOf(step);
    for (const parent of diagram.parents[step] ?? []) {
      const from = steps.has(parent) || parent === cone.origin ? placeOf(parent) : null;
      if (from === null || to === null || (step === cone.origin && !steps.has(parent))) continue;
      pen.line('lines', [from, to], { ink: 'focus', width: 2, dash: past ? [] : [5, 4] });
    }
    if (to !== null && steps.has(step) && detail) pen.glyph('dot', to, { ink: 'focus', size: 3.2 * layout.glyphs, hollow: !past });
  }
};

/** The causal cone over the drawing: past solid, future hatched and hollow, the event itself ringed. */
export const drawCone = (look: Look, cone: Cone): readonly Shape[] => {
  const pen = new Pen(look);
  drawSide(pen, cone, { steps: cone.future, past: false });
  drawSide(pen, cone, { steps: cone.past, past: true });
  const lane = look.layout.byProcess.get(look.diagram.processes[cone.origin] ?? -1);
  if (lane !== undefined) {
    const at = { step: cone.origin, t: look.diagram.times[cone.origin] ?? 0 };
    const spot = { along: pen.along(at), across: lane.across };
    pen.glyph('dot', spot, { ink: 'focus', size: 7 * look.layout.glyphs, hollow: true });
    pen.glyph('dot', spot, { ink: 'focus', size: 3.4 * look.layout.glyphs });
  }
  return pen.shapes;
};
