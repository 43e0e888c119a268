// The keyboard in the diagram: along a lane, between lanes, over everything; every event can be reached.
import { beforeAll, expect, test } from 'vitest';
import { type Diagram, createDiagram } from '../../core/view/space-time/diagram.ts';
import { growDiagram } from '../../core/view/space-time/fold.ts';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { moveOfKey, stepAfter } from './keys.ts';

let diagram: Diagram;
let lanes: readonly number[];
beforeAll(() => {
  const line = sampleTimeline('all-well', 2_000_000);
  diagram = createDiagram(line.validators);
  growDiagram(diagram, line);
  lanes = diagram.lanes;
});

test.each([
  ['ArrowRight', false, false, 'next'],
  ['ArrowRight', true, false, 'any_next'],
  ['ArrowDown', false, false, 'lane_next'],
  ['ArrowDown', false, true, 'next'],
  ['ArrowLeft', false, true, 'lane_previous'],
  ['Home', false, false, 'first'],
  ['a', false, false, null],
] as const)('diagram keys: %s, shift %s, down %s means %s', (key, shift, down, move) => {
  expect(moveOfKey(key, shift, down)).toBe(move);
});

test('diagram keys: along a lane every event of the lane is passed, and back again', () => {
  const forth: number[] = [diagram.byLane.get(16)![0]!];
  for (let step = stepAfter(diagram, forth[0]!, 'next', { lanes, routine: true }); step !== forth.at(-1);) {
    forth.push(step);
    step = stepAfter(diagram, step, 'next', { lanes, routine: true });
  }
  expect(forth).toEqual(diagram.byLane.get(16));
  for (let i = forth.length - 1; i > 0; i--) expect(stepAfter(diagram, forth[i]!, 'previous', { lanes, routine: true })).toBe(forth[i - 1]);
});

test('diagram keys: what is folded away or hidden is passed over', () => {
  const shown = { lanes: [0, 1], routine: false };
  for (let step = stepAfter(diagram, 0, 'any_next', shown), last = -1; step !== last;) {
    expect(diagram.routine[step]).toBe(false);
    expect(shown.lanes).toContain(diagram.processes[step]);
    last = step;
    step = stepAfter(diagram, step, 'any_next', shown);
  }
});

test('diagram keys: between lanes the nearest event before this one is chosen, and the ends hold', () => {
  const from = diagram.byLane.get(16)!.at(-1)!;
  const below = stepAfter(diagram, from, 'lane_next', { lanes, routine: true });
  expect(diagram.processes[below]).toBe(17);
  expect(below).toBeLessThan(from);
  expect(stepAfter(diagram, diagram.byLane.get(0)![0]!, 'lane_previous', { lanes, routine: true })).toBe(diagram.byLane.get(0)![0]);
});
