import { expect, test } from 'vitest';
import { edgeUnder } from './drop.ts';

const square = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];

test('drop: a link is hit near its line, and the nearer end comes first', () => {
  expect(edgeUnder(square, { x: 30, y: -6 }, 4)).toEqual({ kind: 'edge', from: 0, to: 1 });
  expect(edgeUnder(square, { x: 80, y: 3 }, 4)).toEqual({ kind: 'edge', from: 1, to: 0 });
});

test('drop: beside all links nothing is hit', () => {
  expect(edgeUnder(square, { x: 50, y: -40 }, 4)).toBeNull();
});

test('drop: between two full nodes there is no link', () => {
  expect(edgeUnder(square, { x: 50, y: 100 }, 4)).toMatchObject({ kind: 'edge' });
  expect(edgeUnder(square, { x: 50, y: 100 }, 3)).toMatchObject({ kind: 'edge' });
  expect(edgeUnder(square, { x: 50, y: 100 }, 2)).toBeNull();
});
