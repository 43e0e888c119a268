// The diagram under faults and with the seed's stream: what is lost, doubled or down is seen to be so, and nothing stays open that the log has closed.
import { expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import type { Intervention } from '../../sim/intervention.ts';
import { toTimeUs, toValidatorIndex, validatorOf } from '../../types/ids.ts';
import { type Diagram, createDiagram } from './diagram.ts';
import { growDiagram } from './fold.ts';
import type { Primitive } from './primitives.ts';

const diagramWith = (scenario: string, untilUs: number, interventions: readonly Intervention[] = []): Diagram => {
  const line = sampleTimeline(scenario, untilUs, interventions);
  const diagram = createDiagram(line.validators);
  growDiagram(diagram, line);
  return diagram;
};
const ofKind = <K extends Primitive['kind']>(diagram: Diagram, kind: K): readonly Extract<Primitive, { readonly kind: K }>[] =>
  [...diagram.byId.values()].filter((item): item is Extract<Primitive, { readonly kind: K }> => item.kind === kind);

const FROM_V2 = { from: toValidatorIndex(1), to: null, what: 'any', height: null } as const;
const CRASH = { kind: 'crash', validator: toValidatorIndex(1), part: 'both', instance: null, storage: 'keep' } as const;
const on = (t: number, fault: (Intervention & { readonly kind: 'fault_on' })['fault']): Intervention => ({
  t: toTimeUs(t),
  kind: 'fault_on',
  id: 1,
  fault,
});

test('diagram: a crash shades both lines from the crash to the restart', () => {
  const diagram = diagramWith('all-well', 6_000_000, [on(2_000_000, CRASH), { t: toTimeUs(4_000_000), kind: 'fault_off', id: 1 }]);
  const down = ofKind(diagram, 'down');
  expect(down.map((item) => item.p).toSorted((a, b) => a - b)).toEqual([16, 17]);
  for (const item of down) expect([item.at.t, item.to?.t]).toEqual([2_000_000, 4_000_000]);
  expect(ofKind(diagram, 'point').filter((item) => item.name === 'restart').length).toBe(2);
  // What it believed is gone with it.
  for (const item of [...ofKind(diagram, 'phase'), ...ofKind(diagram, 'lock'), ...ofKind(diagram, 'timeout')])
    if (validatorOf(item.p) === 1 && item.at.t < 2_000_000) expect(item.to?.t).toBeLessThanOrEqual(2_000_000);
});

test('diagram: what a fault takes has no arrival, and the fault lasts until it is switched off', () => {
  const diagram = diagramWith('all-well', 5_000_000, [
    on(1_000_000, { kind: 'drop', filter: FROM_V2, ppm: 1_000_000 }),
    { t: toTimeUs(3_000_000), kind: 'fault_off', id: 1 },
  ]);
  const lost = ofKind(diagram, 'message').filter((item) => item.arriveAt === null);
  expect(lost.length).toBeGreaterThan(3);
  for (const item of lost) expect([item.p, item.to]).toEqual([16, null]);
  const [fault] = ofKind(diagram, 'fault');
  expect([fault?.what, fault?.at.t, fault?.to?.t]).toEqual(['drop', 1_000_000, 3_000_000]);
});

test('diagram: a frame that arrives twice ends twice', () => {
  const diagram = diagramWith('all-well', 3_000_000, [
    on(1_000_000, { kind: 'duplicate', filter: FROM_V2, ppm: 1_000_000, afterUs: 5_000 }),
  ]);
  const twice = ofKind(diagram, 'message').filter((item) => item.fate === 'duplicated' && item.to !== null);
  const copies = twice.filter((item) => item.id.includes('#'));
  expect(copies.length).toBeGreaterThan(3);
  for (const copy of copies) {
    const first = diagram.byId.get(copy.id.split('#')[0]!);
    expect(first?.kind === 'message' && copy.to!.t - first.to!.t).toBe(5_000);
  }
});

test("diagram: with the seed's stream and two batchers each validator has a line more, and every call ends", () => {
  const diagram = diagramWith('all-well+seed-stream+batchers-2', 4_000_000);
  expect(diagram.lanes).toEqual([0, 1, 2, 16, 17, 18, 32, 33, 34, 48, 49, 50]);
  const calls = ofKind(diagram, 'call');
  expect(calls.length).toBeGreaterThan(100);
  const last = diagram.times.at(-1)!;
  expect(calls.filter((item) => item.to === null && item.at.t < last - 100_000)).toEqual([]);
  expect(new Set(calls.filter((item) => item.p % 16 === 0).map((item) => item.target % 16))).toEqual(new Set([1, 2]));
});
