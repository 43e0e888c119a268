// Cells: the packed form, and arithmetic by the table of execution.md 1.1.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { VM_POINTER_OFFSET_MAX, VM_SEGMENTS_MAX } from '../base/limits.ts';
import { addCells, divFelts, mulFelts, subCells } from './arithmetic.ts';
import { type Cell, cellOf, cellText, feltOf, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { compareCells } from './hints/order.ts';

const P = FELT_PRIME;
const edges = [0n, 1n, 2n, 3n, 2n ** 31n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n, 2n ** 128n, P / 2n, P - 2n, P - 1n];
const felts = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: P - 1n }), fc.bigInt({ min: 0n, max: 2n ** 54n }));
const segments = fc.oneof(fc.constantFrom(0, 1, VM_SEGMENTS_MAX - 1), fc.integer({ min: 0, max: VM_SEGMENTS_MAX - 1 }));
const offsets = fc.oneof(
  fc.constantFrom(0, 1, VM_POINTER_OFFSET_MAX - 1, VM_POINTER_OFFSET_MAX),
  fc.integer({ min: 0, max: VM_POINTER_OFFSET_MAX }),
);

const bigOf = (cell: Cell): bigint => {
  const felt = feltOf(cell);
  if (felt === null) throw new Error('a felt');
  return felt;
};
const textOfError = (run: () => unknown): string => {
  try {
    run();
  } catch (thrown) {
    return (thrown as Error).message;
  }
  return 'no error';
};

test('cell: a pointer packs and unpacks at every corner of its range', () => {
  fc.assert(
    fc.property(segments, offsets, (segment, offset) => {
      const pointer = pointerTo(segment, offset);
      expect([segmentOf(pointer), offsetOf(pointer), isPointer(pointer), Number.isSafeInteger(pointer) || pointer === -(2 ** 53)]).toEqual([
        segment,
        offset,
        true,
        true,
      ]);
      expect(feltOf(pointer)).toBeNull();
      expect(cellText(pointer)).toBe(`${segment}:${offset}`);
    }),
  );
});

test('cell: beyond its range there is no pointer', () => {
  expect(() => pointerTo(VM_SEGMENTS_MAX, 0)).toThrow('pointerTo');
  expect(() => pointerTo(0, VM_POINTER_OFFSET_MAX + 1)).toThrow('pointerTo');
  expect(() => pointerTo(0, -1)).toThrow('pointerTo');
});

test('cell: felts have one form each, numbers below 2^53 and bigints above', () => {
  fc.assert(
    fc.property(felts, (felt) => {
      const cell = cellOf(felt);
      expect(typeof cell).toBe(felt < 2n ** 53n ? 'number' : 'bigint');
      expect(bigOf(cell)).toBe(felt);
      expect(isPointer(cell)).toBe(false);
    }),
  );
});

const checkField = (a: bigint, b: bigint): void => {
  const [x, y] = [cellOf(a), cellOf(b)];
  expect(addCells(x, y)).toBe(cellOf((a + b) % P));
  expect(subCells(x, y)).toBe(cellOf((a - b + P) % P));
  expect(mulFelts(x, y)).toBe(cellOf((a * b) % P));
  if (b !== 0n) expect(mulFelts(divFelts(x, y), y)).toBe(x);
};

test('arithmetic: felts form the field, in their canonical form', () => {
  for (const a of edges) for (const b of edges) checkField(a, b);
  fc.assert(fc.property(felts, felts, checkField));
});

test('arithmetic: a felt moves a pointer forwards, one close to P backwards', () => {
  fc.assert(
    fc.property(segments, offsets, fc.integer({ min: -(2 ** 33), max: 2 ** 33 }), (segment, offset, steps) => {
      const pointer = pointerTo(segment, offset);
      const felt = cellOf((BigInt(steps) + P) % P);
      const target = offset + steps;
      if (target < 0 || target > VM_POINTER_OFFSET_MAX || Math.abs(steps) > VM_POINTER_OFFSET_MAX) {
        expect(textOfError(() => addCells(pointer, felt))).toContain('maximum offset value exceeded');
        return;
      }
      expect(addCells(pointer, felt)).toBe(pointerTo(segment, target));
      expect(addCells(felt, pointer)).toBe(pointerTo(segment, target));
      expect(subCells(pointerTo(segment, target), felt)).toBe(pointer);
      expect(subCells(pointerTo(segment, target), pointer)).toBe(felt);
    }),
  );
});

test('arithmetic: what has no result says so in the words of cairo-vm', () => {
  const [a, b] = [pointerTo(1, 5), pointerTo(2, 7)];
  const rows: readonly (readonly [() => unknown, string])[] = [
    [() => addCells(a, b), "Operation failed: 1:5 + 2:7, can't add two relocatable values"],
    [() => addCells(a, 2n ** 64n), 'Operation failed: 1:5 + 18446744073709551616, maximum offset value exceeded'],
    [() => addCells(a, P - 6n), `Operation failed: 1:5 + ${P - 6n}, maximum offset value exceeded`],
    [() => subCells(a, b), "Operation failed: 1:5 - 2:7, can't subtract two relocatable values with different segment indexes"],
    [() => subCells(a, 6), 'Operation failed: 1:5 - 6, offsets cant be negative'],
    [() => subCells(3, a), "Operation failed 3 - 1:5, can't subtract a relocatable value from an integer"],
  ];
  for (const [run, text] of rows) expect(textOfError(run)).toBe(text);
});

test('order: pointers come before felts, by segment and offset; felts are integers', () => {
  const sorted: readonly Cell[] = [pointerTo(0, 0), pointerTo(0, 9), pointerTo(1, 0), pointerTo(3, 2), 0, 5, 2n ** 60n, P - 1n];
  for (const [i, a] of sorted.entries())
    for (const [j, b] of sorted.entries()) expect(Math.sign(compareCells(a, b))).toBe(Math.sign(i - j));
});
