// Method: whatever is added, forgotten and put back, the store answers as an array of single chains does.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DIGEST_BYTES } from '../base/digest.ts';
import { ChainStore } from './chain-store.ts';

const EVENTS_MAX = 60;
const chainOf = (index: number, version: number): Uint8Array =>
  Uint8Array.from({ length: DIGEST_BYTES }, (_, i) => (index * 7 + version * 31 + i) % 256);
const chainsOf = (from: number, to: number, version: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: to - from }, (_, i) => [...chainOf(from + i, version)]).flat());

const act = fc.record({ kind: fc.constantFrom('append', 'forget', 'back', 'cut'), a: fc.nat(EVENTS_MAX), b: fc.nat(8) });

test('chain store: it holds what an array of chains would, through growing, forgetting, coming back and cutting', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
      let store = new ChainStore();
      const model: (Uint8Array | undefined)[] = [];
      for (const [version, { kind, a, b }] of acts.entries()) {
        const [first, end] = [Math.min(a, model.length), Math.min(a + b, model.length)];
        if (kind === 'append') {
          store.add(model.length, chainsOf(model.length, model.length + b, version));
          for (let i = 0; i < b; i++) model.push(chainOf(model.length, version));
        } else if (kind === 'forget') {
          store.forget(first, end);
          model.fill(undefined, first, end);
        } else if (kind === 'back') {
          store.forget(first, end);
          store.add(first, chainsOf(first, end, version));
          for (let i = first; i < end; i++) model[i] = chainOf(i, version);
        } else {
          store = store.before(first);
          model.length = first;
        }
        for (let i = 0; i <= EVENTS_MAX + 8; i++) expect(store.at(i)).toEqual(model[i]);
      }
    }),
  );
});

test('chain store: chains that are kept are not taken again', () => {
  const store = new ChainStore();
  store.add(0, chainsOf(0, 4, 0));
  expect(() => store.add(3, chainsOf(3, 5, 0))).toThrow('not kept yet');
  store.forget(1, 3);
  expect(() => store.add(1, chainsOf(1, 4, 0))).toThrow('not kept yet');
  store.add(1, chainsOf(1, 3, 1));
  expect(store.at(1)).toEqual(chainOf(1, 1));
});
