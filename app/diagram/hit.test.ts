// What is under the pointer.
import { expect, test } from 'vitest';
import type { Hit } from '../../core/view/space-time/pen.ts';
import { hitAt } from './hit.ts';

const HITS: readonly Hit[] = [
  { kind: 'step', step: 1, x: 10, y: 10 },
  { kind: 'step', step: 2, x: 20, y: 10 },
  { kind: 'message', id: '0:1>1', step: 1, x: 10, y: 10, x2: 110, y2: 110 },
];

test.each([
  [11, 10, { kind: 'step', step: 1 }],
  [17, 10, { kind: 'step', step: 2 }],
  [60, 62, { kind: 'message', id: '0:1>1' }],
  [14, 14, { kind: 'step', step: 1 }],
  [60, 90, null],
  [130, 130, null],
] as const)('hit: at (%i, %i) it is %j', (x, y, expected) => {
  const hit = hitAt(HITS, x, y);
  if (expected === null) expect(hit).toBeNull();
  else expect(hit).toMatchObject(expected);
});
