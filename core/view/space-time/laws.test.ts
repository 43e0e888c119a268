// Axes are monotone and invertible, cones are closed and dual, hidden lanes hide no dependence, drawings hold only what is visible.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import { validatorOf } from '../../types/ids.ts';
import { AXIS_KINDS, type Axis, GAP_UNITS, axisLength, positionOf, stepsUpTo, timeAtPosition } from './axis.ts';
import { coneOf } from './cone.ts';
import { type Diagram, IDLE_US, createDiagram } from './diagram.ts';
import { drawCone, drawDiagram, stepsInLook } from './drawing.ts';
import { growDiagram } from './fold.ts';
import { transitiveEdges } from './hidden.ts';
import { layoutLanes } from './layout.ts';
import type { Look } from './pen.ts';
import type { MessageMark } from './primitives.ts';

let diagram: Diagram;

beforeAll(() => {
  const line = sampleTimeline('quiet-proposer', 14_000_000);
  diagram = createDiagram(line.validators);
  growDiagram(diagram, line);
});

const AXES: readonly Axis[] = AXIS_KINDS.flatMap((kind) => [true, false].map((folded) => ({ kind, folded })));
const places = (): readonly { step: number; t: number }[] => diagram.times.map((t, step) => ({ step, t }));

test.each(AXES)('axis $kind, folded $folded: positions never go back in log order', (axis) => {
  const positions = places().map((place) => positionOf(diagram, axis, place));
  for (let i = 1; i < positions.length; i++) expect(positions[i]! - positions[i - 1]!).toBeGreaterThanOrEqual(0);
  expect(axisLength(diagram, axis)).toBeGreaterThanOrEqual(positions.at(-1)!);
});

test('axis logical: one step takes one column; folded, routine steps take none', () => {
  const plain: Axis = { kind: 'logical', folded: false };
  expect(places().map((place) => positionOf(diagram, plain, place))).toEqual(places().map(({ step }) => step + 0.5));
  const told = diagram.routine.filter((routine) => !routine).length;
  expect(axisLength(diagram, { kind: 'logical', folded: true })).toBe(told);
});

test('axis compressed: every silence has the same width, all else keeps its length', () => {
  const axis: Axis = { kind: 'compressed', folded: true };
  expect(diagram.gaps.length).toBeGreaterThan(2);
  for (const gap of diagram.gaps) {
    expect(gap.to - gap.from).toBeGreaterThan(IDLE_US);
    const [from, to] = [gap.from, gap.to].map((t) => positionOf(diagram, axis, { step: 0, t }));
    expect(to! - from!).toBeCloseTo(GAP_UNITS, 6);
  }
  const saved = diagram.gaps.reduce((sum, gap) => sum + (gap.to - gap.from) / 1_000 - GAP_UNITS, 0);
  const last = diagram.times.at(-1)!;
  expect(positionOf(diagram, axis, { step: 0, t: last })).toBeCloseTo(last / 1_000 - saved, 6);
});

test.each(AXES)('axis $kind, folded $folded: a position leads back to its steps and its time', (axis) => {
  for (const place of places().filter((_, i) => i % 37 === 0)) {
    const at = positionOf(diagram, axis, place);
    const steps = stepsUpTo(diagram, axis, at);
    expect(steps).toBeGreaterThan(place.step);
    expect(positionOf(diagram, axis, { step: steps - 1, t: diagram.times[steps - 1]! })).toBe(at);
    if (axis.kind !== 'logical') expect(Math.abs(timeAtPosition(diagram, axis, at) - place.t)).toBeLessThanOrEqual(40);
  }
});

test('cone: past and future are closed under causes and effects, and each is the mirror of the other', () => {
  const origins = [30, 90, 150, 260, 400];
  for (const origin of origins) {
    const { past, future } = coneOf(diagram, origin);
    for (const step of [...past, origin]) for (const parent of diagram.parents[step]!) expect(past.has(parent)).toBe(true);
    for (const step of [...future, origin]) for (const child of diagram.children[step]!) expect(future.has(child)).toBe(true);
    for (const step of past) expect(step).toBeLessThan(origin);
    for (const step of future) expect(step).toBeGreaterThan(origin);
    for (const step of [...past].slice(0, 20)) expect(coneOf(diagram, step).future.has(origin)).toBe(true);
  }
});

test('cone: within a window it is the whole cone cut to the window', () => {
  const whole = coneOf(diagram, 200);
  const { past, future } = coneOf(diagram, 200, 120, 260);
  expect([...past].toSorted((a, b) => a - b)).toEqual([...whole.past].filter((step) => step >= 120).toSorted((a, b) => a - b));
  expect([...future].toSorted((a, b) => a - b)).toEqual([...whole.future].filter((step) => step <= 260).toSorted((a, b) => a - b));
});

test('cone: a decision stands on the precommits of a quorum', () => {
  const star = [...diagram.byId.values()].find((m) => m.kind === 'point' && m.name === 'decision' && m.height === 1)!;
  const quorum = [...diagram.byId.values()].find((m) => m.kind === 'quorum' && m.of === 'precommit' && m.at.step === star.at.step);
  const { past } = coneOf(diagram, star.at.step);
  if (quorum?.kind !== 'quorum') throw new Error('the decision has a quorum');
  for (const vote of quorum.votes) expect(past.has(vote.step) || vote.step === star.at.step).toBe(true);
  expect(new Set([...past].map((step) => validatorOf(diagram.processes[step]!)))).toEqual(new Set([0, 1, 2, 3]));
});

test('hidden lanes: an edge joins a visible cause with a visible effect, later in time', () => {
  const hidden = new Set([1]);
  const messages = [...diagram.byId.values()].filter((m): m is MessageMark => m.kind === 'message');
  const edges = transitiveEdges(diagram, hidden, messages);
  expect(edges.length).toBeGreaterThan(10);
  for (const edge of edges) {
    expect([validatorOf(edge.from as never), validatorOf(edge.target as never)]).not.toContain(1);
    expect(edge.at.step).toBeLessThan(edge.to.step);
    expect(coneOf(diagram, edge.at.step).future.has(edge.to.step)).toBe(true);
  }
  expect(transitiveEdges(diagram, new Set(), messages)).toEqual([]);
});

const lookAt = (more: Partial<Look> = {}): Look => ({
  diagram,
  axis: { kind: 'logical', folded: true },
  layout: layoutLanes(diagram.lanes, new Set(), { room: 160, ruler: 20 }),
  zoom: 9,
  origin: 40,
  length: 900,
  direction: 'across',
  routine: false,
  hidden: new Set(),
  ...more,
});

test('drawing: what can be pointed at lies in the window, and every visible step can', () => {
  const look = lookAt();
  const { hits, first, last } = drawDiagram(look);
  expect(stepsInLook(look)).toEqual({ first, last });
  const steps = hits.filter((hit) => hit.kind === 'step');
  for (const hit of steps) expect(hit.x).toBeGreaterThanOrEqual(-60);
  for (const hit of steps) expect(hit.x).toBeLessThanOrEqual(960);
  const told = diagram.routine.slice(first, last + 1).filter((routine) => !routine).length;
  expect(steps.length).toBe(told);
});

test('drawing: running down, it is the same picture with the axes exchanged', () => {
  const [across, down] = [drawDiagram(lookAt()), drawDiagram(lookAt({ direction: 'down' }))];
  const flat = across.hits.map((hit) => [hit.x, hit.y]);
  expect(down.hits.map((hit) => [hit.y, hit.x])).toEqual(flat);
});

test('drawing: far out it costs lines, not glyphs', () => {
  const far = drawDiagram(lookAt({ zoom: 1, origin: 0 }));
  expect(far.hits.filter((hit) => hit.kind === 'step')).toEqual([]);
  expect(far.shapes.filter((shape) => shape.kind === 'glyph' && shape.glyph === 'dot')).toEqual([]);
  expect(far.shapes.some((shape) => shape.kind === 'glyph' && shape.glyph === 'star')).toBe(true);
});

test('drawing: a hidden validator has no lane, and the cone draws only what is visible', () => {
  const hidden = new Set([0, 2]);
  const look = lookAt({ hidden, layout: layoutLanes(diagram.lanes, hidden, { room: 160, ruler: 20 }) });
  expect(look.layout.pairs.map((pair) => pair.validator)).toEqual([1, 3]);
  const { first, last } = stepsInLook(look);
  const origin = diagram.byLane.get(16)!.find((step) => step > first + 40)!;
  const shapes = drawCone(look, coneOf(diagram, origin, first, last));
  const ys = new Set(look.layout.lanes.map((lane) => lane.across));
  const dots = shapes.filter((shape) => shape.kind === 'glyph');
  expect(dots.length).toBeGreaterThan(5);
  for (const dot of dots) expect(ys).toContain(dot.y);
});
