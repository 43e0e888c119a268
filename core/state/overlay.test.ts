// Overlay, diffs and committed layers against one naive model: a map from "kind/address/key" to value that is copied whole at every checkpoint.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Felt, feltFromHex, feltToHex, toFelt } from '../base/felt.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import type { StateDiff } from '../types/block.ts';
import { diffLength, diffReader, EMPTY_DIFF, EMPTY_READER, mergeDiffs, netDiff } from './diff.ts';
import { committedReader, type CommittedState, commitDiff, EMPTY_STATE } from './layers.ts';
import {
  applyDiff,
  checkpoint,
  createOverlay,
  type Overlay,
  overlayDiff,
  overlayReader,
  rollback,
  writeClassHash,
  writeCompiledClassHash,
  writeNonce,
  writeStorage,
} from './overlay.ts';
import type { StateReader } from './reader.ts';

type Write = { readonly kind: 'storage' | 'nonces' | 'deployed' | 'declared'; readonly a: number; readonly k: number; readonly v: number };
type Model = ReadonlyMap<string, Felt>;

const write = fc.record<Write>({
  kind: fc.constantFrom('storage', 'nonces', 'deployed', 'declared'),
  a: fc.integer({ min: 1, max: 3 }),
  k: fc.integer({ min: 0, max: 3 }),
  v: fc.integer({ min: 0, max: 2 }),
});
const writes = fc.array(write, { maxLength: 30 });

const ALL_CELLS = [1, 2, 3].flatMap((a) => [
  ...[0, 1, 2, 3].map((k) => ({ kind: 'storage' as const, a, k })),
  { kind: 'nonces' as const, a, k: 0 },
  { kind: 'deployed' as const, a, k: 0 },
  { kind: 'declared' as const, a, k: 0 },
]);
const nameOf = ({ kind, a, k }: Omit<Write, 'v'>): string => (kind === 'storage' ? `storage/${a}/${k}` : `${kind}/${a}`);

const perform = (overlay: Overlay, w: Write): void => {
  if (w.kind === 'storage') writeStorage(overlay, toFelt(w.a), toFelt(w.k), toFelt(w.v));
  else if (w.kind === 'nonces') writeNonce(overlay, toFelt(w.a), toFelt(w.v));
  else if (w.kind === 'deployed') writeClassHash(overlay, toFelt(w.a), toFelt(w.v));
  else writeCompiledClassHash(overlay, toFelt(w.a), toFelt(w.v));
};
const readCell = (reader: StateReader, { kind, a, k }: Omit<Write, 'v'>): Felt => {
  if (kind === 'storage') return reader.storageAt(toFelt(a), toFelt(k));
  if (kind === 'nonces') return reader.nonceAt(toFelt(a));
  return kind === 'deployed' ? reader.classHashAt(toFelt(a)) : reader.compiledClassHashOf(toFelt(a));
};
const apply = (model: Model, list: readonly Write[]): Model => new Map([...model, ...list.map((w) => [nameOf(w), toFelt(w.v)] as const)]);
const seen = (reader: StateReader): readonly Felt[] => ALL_CELLS.map((cell) => readCell(reader, cell));
const expected = (model: Model): readonly Felt[] => ALL_CELLS.map((cell) => model.get(nameOf(cell)) ?? toFelt(0));
const diffOf = (base: StateReader, list: readonly Write[]): StateDiff => {
  const overlay = createOverlay();
  for (const w of list) perform(overlay, w);
  return overlayDiff(base, overlay);
};
const commitAll = (blocks: readonly (readonly Write[])[]): CommittedState => {
  let state = EMPTY_STATE;
  for (const block of blocks) state = commitDiff(state, diffOf(committedReader(state), block));
  return state;
};
const entriesOf = (diff: StateDiff): string => plainToText(ALL_CELLS.map((c) => readCell(diffReader(EMPTY_READER, diff), c)));

describe('overlay', () => {
  test('overlay: reads show the last write, and a rollback shows the state at its checkpoint again', () => {
    fc.assert(
      fc.property(writes, writes, writes, (before, first, second) => {
        const base = diffReader(EMPTY_READER, diffOf(EMPTY_READER, before));
        const overlay = createOverlay();
        const reader = overlayReader(base, overlay);
        for (const w of first) perform(overlay, w);
        const point = checkpoint(overlay);
        const mid = apply(apply(new Map(), before), first);
        expect(seen(reader)).toEqual(expected(mid));
        for (const w of second) perform(overlay, w);
        expect(seen(reader)).toEqual(expected(apply(mid, second)));
        rollback(overlay, point);
        expect(seen(reader)).toEqual(expected(mid));
        expect(overlayDiff(base, overlay)).toEqual(diffOf(base, first));
        rollback(overlay, 0);
        expect(overlayDiff(base, overlay)).toEqual(EMPTY_DIFF);
      }),
    );
  });

  test('overlay: its diff is net of reads and leads from the base to what the overlay reads', () => {
    fc.assert(
      fc.property(writes, writes, (before, list) => {
        const base = diffReader(EMPTY_READER, diffOf(EMPTY_READER, before));
        const diff = diffOf(base, list);
        expect(seen(diffReader(base, diff))).toEqual(expected(apply(apply(new Map(), before), list)));
        expect(netDiff(base, diff)).toEqual(diff);
        for (const [address, cells] of diff.storage) {
          expect(cells.size).toBeGreaterThan(0);
          for (const [key, value] of cells) expect(base.storageAt(feltFromHex(address), feltFromHex(key))).not.toBe(value);
        }
      }),
    );
  });

  test.each([
    ['an equal write', [5], 5, 0],
    ['0 -> x -> 0', [7, 0], 0, 0],
    ['x -> y -> x', [9, 5], 5, 0],
    ['a write of another value', [6], 5, 1],
  ])('overlay: %s leaves the expected number of entries', (_, values, start, entries) => {
    const base = diffReader(EMPTY_READER, diffOf(EMPTY_READER, [{ kind: 'storage', a: 1, k: 1, v: start }]));
    const diff = diffOf(
      base,
      values.map((v) => ({ kind: 'storage', a: 1, k: 1, v }) as const),
    );
    expect(diffLength(diff)).toBe(entries);
  });

  test('overlay: a snapshot of it is plain data and independent', () => {
    const overlay = createOverlay();
    writeStorage(overlay, toFelt(1), toFelt(1), toFelt(1));
    const copy = clonePlain(overlay);
    writeStorage(overlay, toFelt(1), toFelt(1), toFelt(2));
    expect(copy.storage.get('0x1')?.get('0x1')).toBe(1n);
    expect(copy.undo).toHaveLength(1);
  });

  test('overlay: taking over a diff equals its writes, leaves the diff alone and refuses an open journal', () => {
    fc.assert(
      fc.property(writes, writes, (first, second) => {
        const overlay = createOverlay();
        const a = diffOf(EMPTY_READER, first);
        const b = diffOf(diffReader(EMPTY_READER, a), second);
        const text = entriesOf(a);
        applyDiff(overlay, a);
        applyDiff(overlay, b);
        expect(overlayDiff(EMPTY_READER, overlay)).toEqual(netDiff(EMPTY_READER, mergeDiffs(a, b)));
        expect(entriesOf(a)).toBe(text);
      }),
    );
    const dirty = createOverlay();
    writeNonce(dirty, toFelt(1), toFelt(1));
    expect(() => applyDiff(dirty, EMPTY_DIFF)).toThrow('without journal');
    expect(() => rollback(dirty, 2)).toThrow('checkpoint');
  });
});

describe('diffs', () => {
  test('diff: merging is associative and the later value counts', () => {
    fc.assert(
      fc.property(writes, writes, writes, (x, y, z) => {
        const [a, b, c] = [x, y, z].map((list) => diffOf(EMPTY_READER, list)) as [StateDiff, StateDiff, StateDiff];
        expect(mergeDiffs(mergeDiffs(a, b), c)).toEqual(mergeDiffs(a, mergeDiffs(b, c)));
        expect(seen(diffReader(EMPTY_READER, mergeDiffs(a, b)))).toEqual(seen(diffReader(diffReader(EMPTY_READER, a), b)));
      }),
    );
  });

  test('diff: it is frozen, so that snapshots share it', () => {
    const diff = diffOf(EMPTY_READER, [{ kind: 'storage', a: 1, k: 1, v: 1 }]);
    expect(clonePlain({ diff }).diff).toBe(diff);
    expect([diff.storage, diff.storage.get('0x1'), diff.nonces, diff.deployed, diff.declared].every((m) => Object.isFrozen(m))).toBe(true);
  });
});

describe('committed state', () => {
  test('committed state: it reads what the blocks wrote, and an older value still reads its own block', () => {
    fc.assert(
      fc.property(fc.array(writes, { maxLength: 12 }), (blocks) => {
        const states = blocks.map((_, i) => commitAll(blocks.slice(0, i + 1)));
        let model: Model = new Map();
        for (const [i, block] of blocks.entries()) {
          model = apply(model, block);
          expect(seen(committedReader(states[i]!))).toEqual(expected(model));
        }
      }),
    );
  });

  test('committed state: equal blocks pile up in about log2(n) layers, whatever their number', () => {
    let state = EMPTY_STATE;
    const reader: StateReader = EMPTY_READER;
    for (let block = 1; block <= 300; block++) {
      const overlay = createOverlay();
      for (let i = 0; i < 10; i++) writeStorage(overlay, toFelt(1000), toFelt(block * 16 + i), toFelt(block));
      state = commitDiff(state, overlayDiff(reader, overlay));
      expect(state.layers.length).toBeLessThanOrEqual(Math.ceil(Math.log2(block)) + 1);
    }
    expect(committedReader(state).storageAt(toFelt(1000), toFelt(16 * 7 + 3))).toBe(7n);
    expect(committedReader(state).storageAt(toFelt(1000), toFelt(15))).toBe(0n);
    expect(feltToHex(committedReader(state).nonceAt(toFelt(1000)))).toBe('0x0');
    expect(clonePlain({ state }).state).toBe(state);
  });
});
