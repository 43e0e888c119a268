import { expect, test } from 'vitest';
import { centresOf, spread } from './layout.ts';
import { neighbour } from './stage-keys.ts';

const RIGHT = { x: 1, y: 0 };
const LEFT = { x: -1, y: 0 };
const DOWN = { x: 0, y: 1 };
const UP = { x: 0, y: -1 };

test('stage keys: with four at the corners arrows go along the sides, and nowhere outside', () => {
  const centres = centresOf(spread(4, { width: 680, height: 560 }));
  expect([neighbour(centres, 0, RIGHT), neighbour(centres, 0, DOWN), neighbour(centres, 0, LEFT), neighbour(centres, 0, UP)]).toEqual([
    1,
    3,
    null,
    null,
  ]);
});

test('stage keys: every validator is reached by arrows from the first', () => {
  for (const n of [1, 2, 5, 7, 16, 31, 100]) {
    const centres = centresOf(spread(n, { width: 680, height: 560 }));
    const reached = new Set([0]);
    for (const from of reached)
      for (const towards of [RIGHT, LEFT, DOWN, UP]) {
        const next = neighbour(centres, from, towards);
        if (next !== null) reached.add(next);
      }
    expect(reached.size, `${n}`).toBe(n);
  }
});
