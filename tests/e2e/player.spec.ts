// Time: play, pause, speed, steps in every unit forwards and exactly backwards, the tape.
import type { StepUnit } from '../../core/view/steps.ts';
import type { Moment } from './bicameral.ts';
import { expect, test } from './fixture.ts';

/** Unit and number of steps; enough to cross a decision or a round where the unit is coarse. */
const WALKS: readonly (readonly [StepUnit, number])[] = [
  ['event', 12],
  ['message', 10],
  ['phase', 8],
  ['round', 4],
  ['height', 3],
];

for (const [unit, count] of WALKS) {
  test(`player: ${count} steps forward and back by ${unit} end where they began, each at the same place`, async ({ app }) => {
    await app.open();
    await app.waitForHead(1);
    // Somewhere in the middle of a flight, not at a step.
    await expect.poll(() => app.step()).toBeGreaterThan(20);
    await app.rest();
    await app.chooseUnit(unit);
    const way: Moment[] = [await app.moment()];
    for (let i = 0; i < count; i++) way.push(await app.forward());
    const steps = way.map((m) => m.step);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    if (unit === 'event') expect(steps.at(-1)).toBe(steps[0]! + count);
    if (unit === 'height') expect(way.map((m) => m.decidedHeight)).toEqual(way.map((_, i) => way[0]!.decidedHeight + i));
    for (const expected of way.toReversed().slice(1)) expect(await app.back()).toEqual(expected);
  });
}
