// The diagram of a log that lets its beginning go: what is left is what the diagram of the whole log has there.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import { trimLog } from '../log-window.ts';
import type { Timeline } from '../timeline.ts';
import { type Diagram, createDiagram, firstStep, primitivesBetween } from './diagram.ts';
import { growDiagram } from './fold.ts';
import { pruneDiagram } from './prune.ts';

const UNTIL_US = 40_000_000;
let whole: Diagram;
let line: Timeline;

const grown = (): Diagram => {
  const diagram = createDiagram(line.validators);
  growDiagram(diagram, line);
  return diagram;
};

beforeAll(() => {
  line = sampleTimeline('quiet-proposer', UNTIL_US);
  whole = grown();
});

/** Records that touch the end of the log and begin where it is kept. */
const kept = (diagram: Diagram) => {
  const records = primitivesBetween(diagram, line.firstStep + 300, line.stops.total).filter((made) => firstStep(made) >= line.firstStep);
  return new Map(records.map((made) => [made.id, made]));
};

test('diagram: one that is pruned and one that is grown from a trimmed log have the records of the whole log where it is kept', () => {
  const pruned = grown();
  expect(trimLog(line, line.stops.total, { whole: 3_000, chunk: 500 })).toBe(true);
  pruneDiagram(pruned, line.firstStep);
  const late = grown();
  expect(kept(whole).size).toBeGreaterThan(500);
  expect(kept(pruned)).toEqual(kept(whole));
  expect([...kept(late).keys()].toSorted()).toEqual([...kept(whole).keys()].toSorted());
  expect([pruned.byId.size < whole.byId.size / 2, late.byId.size < whole.byId.size / 2]).toEqual([true, true]);
  for (const diagram of [pruned, late]) {
    expect(diagram.times).toEqual(whole.times);
    expect(diagram.parents.slice(0, line.firstStep).every((list) => list.length === 0)).toBe(true);
    expect(diagram.processes.slice(line.firstStep)).toEqual(whole.processes.slice(line.firstStep));
  }
});
