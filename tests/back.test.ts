// Goal: stepping back is the exact inverse of stepping forward, by the digest of the whole picture, on every shipped scenario and in every unit.
// Method: real logs. On the way forward each picture is folded on from the one before, as in the page; on the way back it comes from a keyframe; both
// must have the same digest, as must the run's state up to that moment. Steps until a condition and in one validator obey the same law.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestPlain, digestToHex } from '../core/base/digest.ts';
import { SCENARIO_IDS } from '../core/scenarios/catalogue.ts';
import { parseCondition } from '../core/view/condition/parse.ts';
import { conditionStepper } from '../core/view/condition/search.ts';
import { STEP_UNITS, type StepPosition, type Stepper, backBy, forwardBy, unitStepper } from '../core/view/steps.ts';
import { KEYFRAME_STEPS, type Timeline, fingerprintAt, keptEvents, stopsOf, timeOfCursor, viewAt } from '../core/view/timeline.ts';
import { foldEvents } from '../core/view/view.ts';
import { wayStepper } from '../core/view/ways.ts';
import { sampleTimeline } from './sample-run.ts';

const UNTIL_US = 16_000_000;
const lines = new Map<string, Timeline>();
/** Simulated when the first test asks for it. */
const lineOf = (id: string): Timeline => {
  const line = lines.get(id) ?? sampleTimeline(id, UNTIL_US);
  lines.set(id, line);
  return line;
};

type Near = { readonly cursor: number; readonly view: ReturnType<typeof viewAt> };

/** Digests of picture and state after `cursor` steps. */
const digestOf = (line: Timeline, { cursor, view }: Near): string =>
  `${digestToHex(digestPlain(view))} ${fingerprintAt(line, timeOfCursor(line, cursor))}`;

const known = new Map<Timeline, Map<number, string>>();
/** From a keyframe; remembered, since walks meet. */
const pictureAt = (line: Timeline, cursor: number): string => {
  const of = known.get(line) ?? new Map<number, string>();
  known.set(line, of);
  const found = of.get(cursor) ?? digestOf(line, { cursor, view: viewAt(line, cursor) });
  of.set(cursor, found);
  return found;
};

/** Along a walk forward, each picture from the one before it. */
const picturesAlong = (line: Timeline, path: readonly StepPosition[]): readonly string[] => {
  let near: Near | null = null;
  return path.map(({ cursor }) => {
    near = { cursor, view: near === null ? viewAt(line, cursor) : viewAt(line, cursor, near) };
    return digestOf(line, near);
  });
};

const untilStepper = (line: Timeline, text: string): Stepper => {
  const condition = parseCondition(text, { validators: line.validators, followers: line.followers.length });
  if (!condition.ok) throw new Error(text);
  return conditionStepper(line, condition.value, { name: text, reds: [] });
};

/** Everything that one can step by, by name. */
const WAYS: readonly (readonly [string, (line: Timeline) => Stepper])[] = [
  ...STEP_UNITS.map((unit) => [unit, (line: Timeline) => unitStepper(stopsOf(line), unit)] as const),
  ...STEP_UNITS.map((unit) => [`${unit} of V2`, (line: Timeline) => wayStepper(line, { unit, validator: 1, followed: null })] as const),
  ...(['V3 locks', 'any timeout or any decides', 'V1 in prevote', 'round >= 1', 'not (height = 2)'] as const).map(
    (text) => [`until ${text}`, (line: Timeline) => untilStepper(line, text)] as const,
  ),
  [
    'event of what is followed',
    (line) => wayStepper(line, { unit: 'event', validator: null, followed: { kind: 'proposal', height: 1, round: 0 } }),
  ],
];

const walk = (stepper: Stepper, from: StepPosition, steps: number): readonly StepPosition[] => {
  const path = [from];
  for (let i = 0; i < steps; i++) {
    const next = forwardBy(stepper, path.at(-1)!);
    if (next === null) break;
    path.push(next);
  }
  return path;
};

test.each(SCENARIO_IDS.flatMap((id) => WAYS.map(([name, over]) => [id, name, over] as const)))(
  'stepping %s by %s: k steps back undo k steps forward, picture by picture, from any cursor',
  (id, _name, over) => {
    const line = lineOf(id);
    const stepper = over(line);
    fc.assert(
      fc.property(fc.nat(line.stops.total), fc.integer({ min: 1, max: 20 }), (cursor, k) => {
        const path = walk(stepper, { cursor, trail: [] }, k);
        const pictures = picturesAlong(line, path);
        let back = path.at(-1)!;
        for (const [i, position] of path.toReversed().slice(1).entries()) {
          back = backBy(stepper, back)!;
          expect(back).toEqual(position);
          expect(pictureAt(line, back.cursor)).toBe(pictures[path.length - 2 - i]);
        }
      }),
      { numRuns: 4 },
    );
  },
);

test.each(SCENARIO_IDS)('stepping %s: a thousand events forward and back end at the same picture', (id) => {
  const line = lineOf(id);
  const stepper = unitStepper(stopsOf(line), 'event');
  const path = walk(stepper, { cursor: 0, trail: [] }, 1_000);
  const start = pictureAt(line, 0);
  let position = path.at(-1)!;
  expect(position.cursor).toBe(Math.min(1_000, line.stops.total));
  while (position.cursor > 0) position = backBy(stepper, position)!;
  expect(position).toEqual({ cursor: 0, trail: [] });
  expect(pictureAt(line, position.cursor)).toBe(start);
});

test.each(SCENARIO_IDS)('seeking %s: a picture from a keyframe equals the one folded from the beginning', (id) => {
  const line = lineOf(id);
  for (const cursor of [1, KEYFRAME_STEPS - 1, KEYFRAME_STEPS, KEYFRAME_STEPS + 1, 300, line.stops.total - 1, line.stops.total]) {
    const whole = foldEvents(line.view, line.view.empty(), keptEvents(line).slice(0, line.starts[cursor] ?? line.events.length));
    expect(viewAt(line, cursor)).toEqual(whole);
    expect(viewAt(line, cursor, { cursor: Math.max(0, cursor - 1), view: viewAt(line, Math.max(0, cursor - 1)) })).toEqual(whole);
  }
});
