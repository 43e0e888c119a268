import fc from 'fast-check';
import { expect, test } from 'vitest';
import { popHeap, pushHeap } from './heap.ts';

const ascending = (a: number, b: number): number => a - b;

test('heap: items come out in order, whatever the order in which they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (items) => {
      const heap: number[] = [];
      for (const item of items) pushHeap(heap, item, ascending);
      const out = items.map(() => popHeap(heap, ascending));
      expect(out).toEqual(items.toSorted(ascending));
      expect(popHeap(heap, ascending)).toBeUndefined();
    }),
  );
});

test('heap: pushes and pops may be mixed', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 9 }))), (steps) => {
      const heap: number[] = [];
      let model: number[] = [];
      for (const step of steps) {
        if (step === null) {
          expect(popHeap(heap, ascending)).toBe(model[0]);
          model = model.slice(1);
        } else {
          pushHeap(heap, step, ascending);
          model = [...model, step].toSorted(ascending);
        }
        expect(heap).toHaveLength(model.length);
      }
    }),
  );
});
