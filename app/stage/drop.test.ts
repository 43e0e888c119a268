import { expect, test } from 'vitest';
import { edgeUnder } from './drop.ts';

const square = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];

test('drop: a link is hit near its line, and the nearer end comes first', () => {
  expect(edgeUnder(square, { x: 30, y: -6 })).toEqual({ kind: 'edge', from: 0, to: 1 });
  expect(edgeUnder(square, { x: 80, y: 3 })).toEqual({ kind: 'edge', from: 1, to: 0 });
});

test('drop: beside all links nothing is hit', () => {
  expect(edgeUnder(square, { x: 50, y: -40 })).toBeNull();
});
