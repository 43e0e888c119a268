import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { nodesOf, processesOf } from '../core/sim/world.ts';
import { toValidatorIndex } from '../core/types/ids.ts';
import type { Layout, Placement } from './api.ts';
import { layoutOf, planMesh, portsOf } from './mesh.ts';
import { allResidents } from './residents.ts';

const placed = (kind: Placement['kind'], remote: readonly number[] = []): Placement => ({
  kind,
  remoteBatchers: remote.map((v) => toValidatorIndex(v)),
});
const sizesOf = (layout: Layout): readonly number[] => layout.map((homes) => homes.length);

test.each([
  [4, 'workers', 2, [1, 1, 1, 1]],
  [12, 'workers', 2, Array.from({ length: 12 }, () => 1)],
  [13, 'workers', 2, [6, 7]],
  [100, 'workers', 64, [12, 13, 12, 13, 12, 13, 12, 13]],
  [7, 'packed', 2, [3, 4]],
  [7, 'packed', 1, [3, 4]],
  [7, 'packed', 4, [1, 2, 2, 2]],
  [3, 'packed', 16, [1, 1, 1]],
  [100, 'inline', 8, []],
] as const)('mesh: %i nodes placed as %s on %i cores have hosts of %j', (nodes, kind, cores, sizes) => {
  expect(sizesOf(layoutOf(nodes, placed(kind), cores))).toEqual(sizes);
});

test('mesh: in every layout each process has exactly one host, and remote batchers are alone with their validator', () => {
  const options = fc.record({
    validators: fc.integer({ min: 1, max: 40 }),
    batchers: fc.integer({ min: 1, max: 4 }),
    kind: fc.constantFrom('workers' as const, 'packed' as const),
    cores: fc.integer({ min: 1, max: 16 }),
    remote: fc.uniqueArray(fc.nat(39), { maxLength: 6 }),
  });
  fc.assert(
    fc.property(options, ({ validators, batchers, kind, cores, remote }) => {
      const world = { ...createStandardWorld({ seed: 1, validators }), batchers: { instances: batchers, mode: 'round_robin' as const } };
      const layout = layoutOf(nodesOf(world), placed(kind, remote), cores);
      const hosts = allResidents(world, layout);
      expect(hosts.flat().toSorted((a, b) => a - b)).toEqual(processesOf(world));
      expect(hosts.every((processes) => processes.length > 0)).toBe(true);
      const apart = layout.filter((homes) => homes.some(({ part }) => part === 'batchers'));
      expect(apart.map((homes) => homes.map(({ node }) => node))).toEqual(
        remote
          .filter((v) => v < validators)
          .toSorted((a, b) => a - b)
          .map((v) => [v]),
      );
    }),
    { numRuns: 50 },
  );
});

test('mesh: hosts with consensus have a port to each other, the two halves of a validator one between them, batchers no other', () => {
  const plans = planMesh(layoutOf(5, placed('packed', [1, 3]), 3));
  expect(plans.map(({ peers }) => peers.length)).toEqual([2, 2, 2, 0, 0]);
  for (const { homes, peers } of plans.slice(0, 3)) {
    const all = [...homes.map(({ node }) => node), ...peers.flatMap(({ nodes }) => nodes)];
    expect(all.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  }
  expect(plans.map(({ halves }) => halves.map(({ node, leads }) => [node, leads]))).toEqual([
    [],
    [[1, true]],
    [[3, true]],
    [[1, false]],
    [[3, false]],
  ]);
  for (const plan of plans) for (const port of portsOf(plan)) port.close();
});
