import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

test('slots: a key keeps its place until others have been used since, as many as there are places', () => {
  const { of } = createSlots(2);
  expect(of('a')).toEqual({ slot: 0, known: false });
  expect(of('b')).toEqual({ slot: 1, known: false });
  expect(of('a')).toEqual({ slot: 0, known: true });
  expect(of('c')).toEqual({ slot: 1, known: false });
  expect(of('a')).toEqual({ slot: 0, known: true });
  expect(of('b')).toEqual({ slot: 1, known: false });
});

test('slots: the model of a list in the order of use, for random uses', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')), (count, keys) => {
      const { of } = createSlots(count);
      const owners = new Map<number, string>();
      let recent: string[] = [];
      for (const key of keys) {
        const { slot, known } = of(key);
        expect(known).toBe(recent.includes(key));
        if (known) expect(owners.get(slot)).toBe(key);
        owners.set(slot, key);
        expect(slot < count).toBe(true);
        recent = [key, ...recent.filter((other) => other !== key)].slice(0, count);
      }
    }),
  );
});
