// Goal: a backup with shared parts is the same backup, and what a process may still change is its own. Method: fast-check over plain data with parts frozen
// or not, and copies of it with differences, through a structured clone as between workers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toProcessId } from '../core/types/ids.ts';
import { fromPortable, joinSnapshots, packSnapshot, toPortable, unpackSnapshot } from './freeze.ts';
import { shareEqual } from './share-equal.ts';

const leaf = fc.oneof(fc.nat(2), fc.bigInt({ min: 0n, max: 2n }), fc.constantFrom('a', null, undefined), fc.uint8Array({ maxLength: 2 }));
const { tree } = fc.letrec<{ readonly tree: unknown; readonly part: unknown }>((tie) => ({
  part: fc.tuple(tie('tree'), fc.boolean()).map(([value, frozen]) => {
    const canFreeze = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
    return frozen && canFreeze ? Object.freeze(value) : value;
  }),
  tree: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    leaf,
    fc.array(tie('part'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('p', 'q', 'r'), tie('part'), { maxKeys: 3 }),
    fc.array(fc.tuple(fc.nat(3), tie('part')), { maxLength: 3 }).map((rows) => new Map(rows)),
    fc.array(fc.nat(3), { maxLength: 3 }).map((items) => new Set(items)),
  ),
}));

const objectsIn = (value: unknown, found: Set<object> = new Set<object>()): ReadonlySet<object> => {
  if (typeof value !== 'object' || value === null || found.has(value)) return found;
  found.add(value);
  const parts =
    value instanceof Map || value instanceof Set ? [...value.values()] : value instanceof Uint8Array ? [] : Object.values(value);
  for (const part of parts) objectsIn(part, found);
  return found;
};
/** What is frozen, in order of a walk. */
const frozenness = (value: unknown): readonly boolean[] => [...objectsIn(value)].map((object) => Object.isFrozen(object));

test('share equal: values, order and frozenness are what they were, whatever the other process has', () => {
  fc.assert(
    fc.property(tree, tree, (model, own) => {
      const shared = shareEqual(structuredClone(toPortable(model)), structuredClone(toPortable(own)));
      const back = fromPortable(structuredClone(shared));
      expect(back).toEqual(own);
      expect(back instanceof Map ? [...back.keys()] : []).toEqual(own instanceof Map ? [...own.keys()] : []);
      // A part that occurs twice may have become one.
      if (objectsIn(back).size === objectsIn(own).size) expect(frozenness(back)).toEqual(frozenness(own));
    }),
    { numRuns: 1_000 },
  );
});

test('share equal: only what both have frozen, and bytes, are there once', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const [model, own] = [structuredClone(toPortable(value)), structuredClone(toPortable(value))];
      const shared = shareEqual(model, own);
      const theirs = objectsIn(model.value);
      const frozen = new Set(model.frozen);
      const common = [...objectsIn(shared.value)].filter((object) => theirs.has(object));
      const isInside = new Set(model.frozen.flatMap((object) => [...objectsIn(object)]));
      for (const object of common) expect(object instanceof Uint8Array || frozen.has(object) || isInside.has(object)).toBe(true);
      for (const object of model.frozen) expect(objectsIn(shared.value).has(object)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('share equal: the chain of several validators is there once, and what they may change is not', () => {
  const block = (height: number): object => Object.freeze({ height, hash: 7n, diff: Object.freeze(new Map([['a', 1n]])) });
  const chain = (length: number): { readonly blocks: readonly object[] } => ({
    blocks: Array.from({ length }, (_, height) => block(height)),
  });
  const hosts = [3, 5, 4].map((length, validator) =>
    structuredClone(packSnapshot({ t: 1, processes: new Map([[toProcessId(validator, 1), chain(length)]]) })),
  );
  const ids = [0, 1, 2].map((validator) => toProcessId(validator, 1));
  const restored = unpackSnapshot(joinSnapshots(1, hosts), ids);
  const blocks = ids.map((id) => (restored.processes.get(id) as ReturnType<typeof chain>).blocks);
  expect(blocks.map((list) => list.length)).toEqual([3, 5, 4]);
  expect(blocks.map((list, i) => list.every((b, height) => b === blocks[1]?.[height] || i === 0))).toEqual([true, true, true]);
  expect(new Set(blocks.flat()).size).toBe(5);
  expect(new Set(blocks).size).toBe(3);
  expect(blocks.flat().every((b) => Object.isFrozen(b))).toBe(true);
});
