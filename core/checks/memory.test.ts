// What the live checks remember is kept in every snapshot of a run, so that it must not grow with the number of heights. Three checks compare all validators
// at all heights, since one that is far behind may still decide: they keep one value per height.
import { expect, test } from 'vitest';
import { plainToText } from '../base/plain.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { createStandardWorld } from '../scenarios/worlds.ts';
import { Cluster } from '../sim/cluster.ts';
import { createMachines } from '../sim/machines.ts';
import { toTimeUs } from '../types/ids.ts';
import { createBoard, feedBoard } from './registry.ts';

test('checks: only the three that compare validators remember more after twice as many heights', () => {
  const world = createStandardWorld({ seed: 2, validators: 2 });
  const createMachine = createMachines(world, 2, memoKernel(createKernel(), 20_000));
  const cluster = new Cluster({ world, seed: 2, interventions: [], createMachine });
  const board = createBoard();
  const sizesAt = (seconds: number): ReadonlyMap<string, number> => {
    feedBoard(board, cluster.advance(toTimeUs(seconds * 1_000_000)).events);
    return new Map([...board].map(([name, { state }]) => [name, plainToText(state).length]));
  };
  const [early, late] = [sizesAt(30), sizesAt(60)];
  const grown = [...late].filter(([name, size]) => size > 1.3 * (early.get(name) ?? 0)).map(([name]) => name);
  expect(grown).toEqual(['agreement', 'equal_commitments', 'same_root']);
  expect([...board.values()].every(({ violation }) => violation === null)).toBe(true);
});
