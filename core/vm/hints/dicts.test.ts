// Hints of dictionaries: entries, the arena, and squashing against a plain model. Source: execution.md 3.1 and 3.2.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../base/felt.ts';
import { type Cell, cellOf, cellText, pointerTo } from '../cell.ts';
import { ACT, type HintResult, arg, at, deref, imm, tryHints } from './try-hint.ts';

const PREFIX = 'Got an exception while executing a hint: ';
const UNKNOWN = `${PREFIX}Hint Error: The given value does not point to a known dictionary.`;
/** The arena's infos are segment 2, the arena 3, costs 4, the end 5, the first dictionary 6. Arguments from the last: arena, dictionary. */
const [INFOS, DICT] = [2, 6] as const;
const ARENA = { builtins: ['segment_arena' as const], args: (): readonly Cell[] => [pointerTo(DICT, 0), pointerTo(3, 3)] };
const alloc = { AllocFelt252Dict: { segment_arena_ptr: deref(arg(0)) } };
const dict = (by: number): unknown => ({ BinOp: { op: 'Add', a: arg(1), b: imm(by) } });

test('hint: AllocFelt252Dict puts a new dictionary where the arena expects it', () => {
  const { failure, run } = tryHints([alloc], ARENA);
  expect([failure, cellText(run.memory.getAt(INFOS, 0) ?? -1)]).toEqual([null, '6:0']);
  // The same place again contradicts the first one: a contract appends a triple in between.
  expect(tryHints([alloc, alloc], ARENA).failure).toBe(`${PREFIX}Inconsistent memory assignment at address 2:0. 6:0 != 7:0`);
  const later = tryHints([alloc], { args: ({ memory }) => [memory.loadSegment([memory.addSegment(), 2, 0]), pointerTo(4, 3)] });
  expect([later.failure, later.run.memory.usedSize(3)]).toEqual([null, 7]);
  const broken = tryHints([alloc], { args: ({ memory }) => [0, memory.loadSegment([1, 2, 3])] });
  expect(broken.failure).toContain('offsets cant be negative');
});

test('hint: entries start at 0 and remember what was written last, felts and pointers', () => {
  const act =
    (offset: number, cell: Cell) =>
    (run: HintResult['run']): void =>
      run.memory.setAt(DICT, offset, cell);
  const { failure, cells, run } = tryHints(
    [
      alloc,
      { Felt252DictEntryInit: { dict_ptr: dict(0), key: imm(9) } },
      ACT,
      { Felt252DictEntryUpdate: { dict_ptr: dict(3), value: imm(7) } },
      { Felt252DictEntryInit: { dict_ptr: dict(3), key: imm(9) } },
      ACT,
      { Felt252DictEntryUpdate: { dict_ptr: dict(6), value: deref(arg(1)) } },
      { Felt252DictEntryInit: { dict_ptr: dict(6), key: imm(9) } },
      { Felt252DictEntryInit: { dict_ptr: dict(9), key: imm(10) } },
      { Felt252DictWrite: { dict_ptr: dict(12), key: imm(9), value: imm(8) } },
      { Felt252DictWrite: { dict_ptr: dict(15), key: imm(9), value: imm(5) } },
      { Felt252DictRead: { dict_ptr: dict(0), key: imm(9), value_dst: at(0) } },
      { Felt252DictRead: { dict_ptr: dict(0), key: imm(77), value_dst: at(1) } },
      { GetSegmentArenaIndex: { dict_end_ptr: dict(18), dict_index: at(2) } },
    ],
    { ...ARENA, acts: [act(0, 9), act(3, 9)] },
  );
  expect(failure).toBeNull();
  expect([1, 4, 7, 10, 13, 16].map((offset) => cellText(run.memory.getAt(DICT, offset) ?? -1))).toEqual(['0', '7', '6:0', '0', '6:0', '8']);
  expect(cells).toEqual(['5', '0', '0']);
});

test('hint: an update reads its key from memory; what is no dictionary is refused', () => {
  const update = { Felt252DictEntryUpdate: { dict_ptr: dict(3), value: imm(7) } };
  expect(tryHints([alloc, update], ARENA).failure).toBe(`${PREFIX}Unknown memory cell at address 6:0`);
  const others = [
    { Felt252DictEntryInit: { dict_ptr: dict(0), key: imm(1) } },
    { Felt252DictRead: { dict_ptr: dict(0), key: imm(1), value_dst: at(0) } },
    { Felt252DictWrite: { dict_ptr: dict(0), key: imm(1), value: imm(1) } },
    { GetSegmentArenaIndex: { dict_end_ptr: dict(0), dict_index: at(0) } },
  ];
  for (const hint of others) expect(tryHints([hint], ARENA).failure).toBe(UNKNOWN);
});

/** What the squash code of the core library asks, key by key, access by access: the answers of the hints. */
type Answers = { readonly bigKeys: string; readonly keys: readonly string[]; readonly indices: readonly string[] };

/** Walks through all accesses as the compiled loop does; the number of hints is known beforehand, since the model is. */
const squash = (keys: readonly bigint[]): Answers => {
  const sorted = [...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1));
  const hints: unknown[] = [
    { InitSquashData: { dict_accesses: deref(arg(0)), ptr_diff: imm(0), n_accesses: imm(keys.length), big_keys: at(0), first_key: at(1) } },
  ];
  let cell = 2;
  let slot = 0;
  for (const [i, key] of sorted.entries()) {
    const count = keys.filter((k) => k === key).length;
    hints.push({ GetCurrentAccessIndex: { range_check_ptr: { BinOp: { op: 'Add', a: arg(1), b: imm(slot++) } } } });
    hints.push({ ShouldSkipSquashLoop: { should_skip_loop: at(cell++) } });
    for (let n = 1; n < count; n++) {
      hints.push(
        { GetCurrentAccessDelta: { index_delta_minus1: at(cell++) } },
        { ShouldContinueSquashLoop: { should_continue: at(cell++) } },
      );
    }
    if (i < sorted.length - 1) hints.push({ GetNextDictKey: { next_key: at(cell++) } });
  }
  const result = tryHints(hints, {
    args: ({ memory }) => [memory.addSegment(), memory.loadSegment(keys.flatMap((key) => [cellOf(key), 0, 0]))],
  });
  expect(result.failure).toBeNull();
  return readAnswers(
    result,
    sorted.map((key) => keys.filter((k) => k === key).length),
  );
};

const readAnswers = ({ cells, run }: HintResult, counts: readonly number[]): Answers => {
  const rest = cells.slice(1);
  const keys = [rest.shift() ?? ''];
  const indices: string[] = [];
  counts.forEach((count, i) => {
    let index = Number(run.memory.getAt(3, i));
    indices.push(String(index));
    expect(rest.shift()).toBe(count === 1 ? '1' : '0');
    for (let n = 1; n < count; n++) {
      index += Number(rest.shift()) + 1;
      indices.push(String(index));
      expect(rest.shift()).toBe(n < count - 1 ? '1' : '0');
    }
    if (i < counts.length - 1) keys.push(rest.shift() ?? '');
  });
  return { bigKeys: cells[0] ?? '', keys, indices };
};

test('hint: squashing visits keys in ascending order and the accesses of each in the order they were made', () => {
  const key = fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.constantFrom(2n ** 53n, 2n ** 128n - 1n, 2n ** 128n, FELT_PRIME - 1n));
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 12 }), (keys) => {
      const sorted = [...new Set(keys)].toSorted((a, b) => (a < b ? -1 : 1));
      const indices = sorted.flatMap((k) => keys.flatMap((other, i) => (other === k ? [String(i)] : [])));
      const isBig = sorted.some((k) => k >= 2n ** 128n);
      expect(squash(keys)).toEqual({ bigKeys: isBig ? '1' : '0', keys: sorted.map(String), indices });
    }),
  );
});

test('hint: a squash that asks for more than there is fails', () => {
  const init = (count: bigint | number): unknown => ({
    InitSquashData: { dict_accesses: deref(arg(0)), ptr_diff: imm(0), n_accesses: imm(count), big_keys: at(0), first_key: at(1) },
  });
  const attempt = (hints: readonly unknown[], keys: readonly Cell[], units = 100): string =>
    (tryHints(hints, { units, args: ({ memory }) => [memory.loadSegment(keys.flatMap((key) => [key, 0, 0]))] }).failure ?? 'none').replace(
      PREFIX,
      '',
    );
  const delta = { GetCurrentAccessDelta: { index_delta_minus1: at(2) } };
  const next = { GetNextDictKey: { next_key: at(3) } };
  const rows: readonly (readonly [readonly unknown[], readonly Cell[], string])[] = [
    [[init(0)], [], 'Hint Error: Failed to get current key'],
    [[init(2)], [1], 'Unknown memory cell at address 3:3'],
    [[init(1)], [pointerTo(0, 0)], 'Expected integer at address 3:0'],
    [[init(-1)], [1], 'Hint Error: Number of accesses is too large or negative.'],
    [[init(1), delta], [1], 'Hint Error: No more accesses of the current key.'],
    [[init(1), next], [1], 'Hint Error: Failed to get current key'],
    [[init(2), next], [1, 1], 'Hint Error: Key popped but not all accesses were processed.'],
    [[delta], [1], 'Hint Error: Squashing a dictionary that was not prepared.'],
    [[next], [1], 'Hint Error: Squashing a dictionary that was not prepared.'],
    [[{ ShouldSkipSquashLoop: { should_skip_loop: at(0) } }], [], 'Hint Error: Squashing a dictionary that was not prepared.'],
    [[{ ShouldContinueSquashLoop: { should_continue: at(0) } }], [], 'Hint Error: Squashing a dictionary that was not prepared.'],
    [[{ GetCurrentAccessIndex: { range_check_ptr: deref(arg(0)) } }], [], 'Hint Error: Squashing a dictionary that was not prepared.'],
  ];
  for (const [hints, keys, want] of rows) expect(attempt(hints, keys)).toBe(want);
  expect(attempt([init(2 ** 40)], [1])).toBe('Own step limit');
});
