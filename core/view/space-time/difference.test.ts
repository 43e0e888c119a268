// The difference of two points of a run counts what the log holds between them and names what changed.
import { expect, test } from 'vitest';
import { sampleTimeline } from '../../../tests/sample-run.ts';
import { validatorOf } from '../../types/ids.ts';
import { eventsOfStep, keptEvents } from '../timeline.ts';
import { differenceBetween } from './difference.ts';

const line = sampleTimeline('quiet-proposer', 12_000_000);

test('difference: the steps between two points are all counted, once, at their validator', () => {
  const [a, b] = [40, 300];
  const nodes = differenceBetween(line, a, b);
  expect(nodes.reduce((sum, node) => sum + node.consensus + node.batcher, 0)).toBe(b - a);
  const events = Array.from({ length: b - a }, (_, i) => eventsOfStep(line, a + 1 + i)).flat();
  for (const node of nodes) {
    const own = events.filter((event) => validatorOf(event.p) === node.validator);
    expect(node.received).toBe(own.filter((event) => event.kind === 'frame_delivered').length);
    expect(node.sent).toBe(own.reduce((sum, event) => sum + (event.kind === 'frame_sent' ? event.targets.length : 0), 0));
  }
});

test('difference: over a whole height each validator has decided it and moved on', () => {
  const last = keptEvents(line).findLast((event) => event.kind === 'round_entered' && event.height === 2 && event.round === 0)!;
  const step = line.starts.findLastIndex((start) => start <= line.events.indexOf(last));
  for (const node of differenceBetween(line, 0, step)) {
    expect(node.changes).toContainEqual({ what: 'decided', before: '–', after: 'H1' });
    expect(node.changes.find((change) => change.what === 'phase')?.after).toMatch(/^H2 R0/);
  }
});

test('difference: between a point and itself there is none', () => {
  for (const node of differenceBetween(line, 100, 100)) expect(node).toMatchObject({ consensus: 0, batcher: 0, sent: 0, changes: [] });
});
