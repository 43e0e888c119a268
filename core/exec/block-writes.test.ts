// What the sequencer writes itself: block hashes into 0x1 and aliases into 0x2. Source of the rules: execution.md 7.1, 7.11.
import { describe, expect, test } from 'vitest';
import { type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER, mergeDiffs } from '../state/diff.ts';
import type { StateDiff } from '../types/block.ts';
import { createNativeEngine } from './engines/native.ts';
import { contextAt, createTestKernel } from './fixture.ts';

const engine = createNativeEngine(createTestKernel());
const flat = (entries: Readonly<Record<string, bigint>>): ReadonlyMap<string, Felt> =>
  new Map(Object.entries(entries).map(([key, value]) => [key, toFelt(value)]));
const diff = (storage: Readonly<Record<string, Readonly<Record<string, bigint>>>>, rest: Partial<StateDiff> = {}): StateDiff => ({
  ...EMPTY_DIFF,
  ...rest,
  storage: new Map(Object.entries(storage).map(([address, cells]) => [address, flat(cells)])),
});
const aliases = (entries: Readonly<Record<string, bigint>>): StateDiff => diff({ '0x2': entries });

describe('start of block', () => {
  test('start of block: before height 10 nothing is written', () => {
    expect(engine.startOfBlock(contextAt(9), null)).toEqual(EMPTY_DIFF);
  });

  test.each([
    [10, '0x0'],
    [11, '0x1'],
    [300, '0x122'],
  ])('start of block: at height %i the hash goes into cell %s of 0x1', (height, cell) => {
    expect(engine.startOfBlock(contextAt(height), { height: height - 10, hash: toFelt(77) })).toEqual(diff({ '0x1': { [cell]: 77n } }));
  });

  test('start of block: from height 10 on the hash of block h - 10 must be there', () => {
    expect(() => engine.startOfBlock(contextAt(10), null)).toThrow('the hash of block h - 10');
    expect(() => engine.startOfBlock(contextAt(10), { height: 1, hash: toFelt(77) })).toThrow('the hash of block h - 10');
  });
});

describe('end of block', () => {
  const end = (blockDiff: StateDiff, before: StateDiff = EMPTY_DIFF): StateDiff =>
    engine.endOfBlock(contextAt(1), blockDiff, diffReader(EMPTY_READER, before));

  test('end of block: the very first one writes the counter even when nothing asks for an alias', () => {
    expect(end(EMPTY_DIFF)).toEqual(aliases({ '0x0': 0x80n }));
    expect(end(EMPTY_DIFF, aliases({ '0x0': 0x80n }))).toEqual(EMPTY_DIFF);
  });

  test('end of block: addresses ascend, the keys of each before itself, small values get none', () => {
    const block = diff(
      { '0x1000': { '0x7f': 1n, '0x200': 1n, '0x80': 1n }, '0x90': { '0x5': 1n } },
      { nonces: flat({ '0x7f': 1n, '0x10000': 1n }), deployed: flat({ '0x300': 1n }) },
    );
    expect(end(block)).toEqual(
      aliases({ '0x90': 0x80n, '0x300': 0x81n, '0x80': 0x82n, '0x200': 0x83n, '0x1000': 0x84n, '0x10000': 0x85n, '0x0': 0x86n }),
    );
  });

  test('end of block: keys of the contracts up to 0xf get none', () => {
    expect(end(diff({ '0x1': { '0x500': 1n }, '0xf': { '0x501': 1n }, '0x10': { '0x502': 1n } }))).toEqual(
      aliases({ '0x502': 0x80n, '0x0': 0x81n }),
    );
  });

  test('end of block: what has an alias keeps it, the counter goes on where it stood', () => {
    const before = aliases({ '0x0': 0x90n, '0x200': 0x80n });
    expect(end(diff({ '0x200': { '0x200': 1n, '0x300': 1n } }), before)).toEqual(aliases({ '0x300': 0x90n, '0x0': 0x91n }));
    expect(end(diff({ '0x200': { '0x200': 1n } }), before)).toEqual(EMPTY_DIFF);
  });

  test('end of block: a value that is key and address gets one alias, and a second block none', () => {
    const block = diff({ '0x500': { '0x500': 1n } });
    const first = end(block);
    expect(first).toEqual(aliases({ '0x500': 0x80n, '0x0': 0x81n }));
    expect(end(block, mergeDiffs(block, first))).toEqual(EMPTY_DIFF);
    expect(feltToHex(toFelt(0x80))).toBe('0x80');
  });
});
