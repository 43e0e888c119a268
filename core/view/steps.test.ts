// Laws of stepping on synthetic stops.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  STEP_UNITS,
  type StepPosition,
  type StepUnit,
  type Stops,
  backBy,
  forwardBy,
  nextStop,
  previousStop,
  unitStepper,
} from './steps.ts';

const ascending = (total: number): fc.Arbitrary<readonly number[]> =>
  fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, total) }), { maxLength: 30 }).map((list) => list.toSorted((a, b) => a - b));
const stopsArbitrary: fc.Arbitrary<Stops> = fc.integer({ min: 1, max: 120 }).chain((total) =>
  fc.record({
    total: fc.constant(total),
    message: ascending(total),
    phase: ascending(total),
    round: ascending(total),
    height: ascending(total),
  }),
);
const unitArbitrary = fc.constantFrom(...STEP_UNITS);
const stepForward = (stops: Stops, unit: StepUnit, position: StepPosition) => forwardBy(unitStepper(stops, unit), position);
const stepBack = (stops: Stops, unit: StepUnit, position: StepPosition) => backBy(unitStepper(stops, unit), position);
const start = (cursor: number): StepPosition => ({ cursor, trail: [] });

test('steps: back undoes forward and forward undoes back, from any cursor and in any unit', () => {
  fc.assert(
    fc.property(stopsArbitrary, unitArbitrary, fc.nat(200), (stops, unit, at) => {
      const position = start(Math.min(at, stops.total));
      const forward = stepForward(stops, unit, position);
      if (forward !== null) expect(stepBack(stops, unit, forward)).toEqual(position);
      const back = stepBack(stops, unit, position);
      if (back !== null) expect(stepForward(stops, unit, back)).toEqual(position);
    }),
  );
});

test('steps: any walk in mixed units is undone by the opposite steps in reverse order', () => {
  const moves = fc.array(fc.tuple(unitArbitrary, fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(stopsArbitrary, moves, fc.nat(200), (stops, list, at) => {
      const path: { readonly position: StepPosition; readonly move: readonly [StepUnit, boolean] }[] = [];
      let position = start(Math.min(at, stops.total));
      for (const move of list) {
        const next = (move[1] ? stepForward : stepBack)(stops, move[0], position);
        if (next === null) continue;
        path.push({ position, move });
        position = next;
      }
      for (const { position: before, move } of path.toReversed()) {
        position = (move[1] ? stepBack : stepForward)(stops, move[0], position)!;
        expect(position.cursor).toBe(before.cursor);
      }
    }),
  );
});

test('steps: forward goes to the next stop and no further, back to the last one before', () => {
  const stops: Stops = { total: 10, message: [2, 5], phase: [3], round: [3, 9], height: [] };
  expect([nextStop(stops, 'message', 0), nextStop(stops, 'message', 2), nextStop(stops, 'message', 5)]).toEqual([2, 5, null]);
  expect([nextStop(stops, 'event', 9), nextStop(stops, 'event', 10), nextStop(stops, 'height', 0)]).toEqual([10, null, null]);
  expect([previousStop(stops, 'round', 9), previousStop(stops, 'round', 3), previousStop(stops, 'round', 0)]).toEqual([3, 0, null]);
  expect(stepBack(stops, 'event', start(0))).toBeNull();
  expect(stepForward(stops, 'phase', start(3))).toBeNull();
});
