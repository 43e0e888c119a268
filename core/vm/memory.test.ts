// Memory: write-once cells, gaps, validation, limits, holes. Source: execution.md 1.1, 6.5 and 6.8.
import { expect, test } from 'vitest';
import { VM_CELLS_MAX, VM_SEGMENTS_MAX } from '../base/limits.ts';
import { pointerTo } from './cell.ts';
import { EXECUTION, Memory } from './memory.ts';

const fresh = (): Memory => new Memory([7, 8, 9], true);

test('memory: a cell is written once; the same value again is no write', () => {
  const memory = fresh();
  const at = memory.addSegment();
  memory.set(at, 5);
  memory.set(at, 5);
  expect(memory.get(at)).toBe(5);
  expect(() => memory.set(at, 6)).toThrow('Inconsistent memory assignment at address 2:0. 5 != 6');
  expect(() => memory.set(at, pointerTo(0, 5))).toThrow('Inconsistent memory assignment at address 2:0. 5 != 0:5');
});

test('memory: the bytecode can be read and not changed, and cells behind it belong to the run', () => {
  const program = [7, 8, 9];
  const [first, second] = [new Memory(program, false), new Memory(program, false)];
  expect(first.get(pointerTo(0, 1))).toBe(8);
  first.set(pointerTo(0, 1), 8);
  expect(() => first.set(pointerTo(0, 1), 1)).toThrow('0:1. 8 != 1');
  first.set(pointerTo(0, 3), 4);
  expect([first.get(pointerTo(0, 3)), second.get(pointerTo(0, 3)), program.length]).toEqual([4, undefined, 3]);
  expect([first.usedSize(0), second.usedSize(0)]).toEqual([4, 3]);
});

test('memory: reads of gaps, of the other kind and of no segment say where', () => {
  const memory = fresh();
  const at = memory.addSegment();
  memory.set(pointerTo(2, 2), 5);
  memory.set(pointerTo(2, 3), at);
  expect(() => memory.feltAt(at)).toThrow('Unknown memory cell at address 2:0');
  expect(() => memory.pointerAt(pointerTo(2, 1))).toThrow('Unknown memory cell at address 2:1');
  expect(() => memory.pointerAt(pointerTo(2, 2))).toThrow('Expected relocatable at address 2:2');
  expect(() => memory.feltAt(pointerTo(2, 3))).toThrow('Expected integer at address 2:3');
  expect(memory.get(pointerTo(9, 0))).toBeUndefined();
  expect(() => memory.set(pointerTo(9, 0), 1)).toThrow("Can't insert into segment #9; memory only has 3 segment");
});

test('memory: a range-check segment takes felts below its bound only', () => {
  const memory = fresh();
  const at = memory.addSegment();
  memory.rangeBits[2] = 96;
  memory.set(at, 2n ** 96n - 1n);
  expect(() => memory.set(pointerTo(2, 1), 2n ** 96n)).toThrow(
    'Range-check validation failed, number 79228162514264337593543950336 is out of valid range [0, 79228162514264337593543950336]',
  );
  expect(() => memory.set(pointerTo(2, 2), at)).toThrow('Range-check validation failed, encountered non-int value at address 2:2');
});

test('memory: the quick write does what the exact one does, or nothing', () => {
  const memory = fresh();
  memory.addSegment();
  memory.addSegment();
  memory.rangeBits[2] = 128;
  memory.deducing[3] = true;
  expect(memory.trySet(2, 0, 5)).toBe(true);
  expect([memory.trySet(2, 1, 2n ** 128n), memory.trySet(2, 1, pointerTo(2, 0)), memory.trySet(3, 0, 1)]).toEqual([false, false, false]);
  expect([memory.trySet(0, 3, 1), memory.trySet(EXECUTION, 0, 1), memory.trySet(4, 0, 1), memory.trySet(2, VM_CELLS_MAX, 1)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([memory.usedSize(2), memory.usedSize(3), memory.othersSet]).toEqual([1, 0, 1]);
});

test('memory: a write far away is refused before anything is reserved for it', () => {
  const memory = fresh();
  memory.addSegment();
  expect(() => memory.set(pointerTo(2, VM_CELLS_MAX), 1)).toThrow('Own memory limit');
  expect(memory.usedSize(2)).toBe(0);
});

test('memory: cells of the stack count up to the highest, others one by one', () => {
  const memory = fresh();
  memory.addSegment();
  memory.setAt(EXECUTION, VM_CELLS_MAX - 3, 1);
  memory.setAt(2, 100, 1);
  memory.setAt(2, 7_000_000, 1);
  expect(() => memory.setAt(2, 8, 1)).toThrow('Own memory limit');
});

test('memory: there are at most 2^20 segments', () => {
  const memory = fresh();
  for (let i = 2; i < VM_SEGMENTS_MAX; i++) memory.addSegment();
  expect(() => memory.addSegment()).toThrow('Own memory limit');
});

test('memory: holes are cells up to the highest set one that nothing accessed, in segments that were used at all', () => {
  const memory = fresh();
  memory.addSegment();
  memory.addSegment();
  memory.addSegment();
  [2, 3, 4].forEach((segment) => memory.setAt(segment, 9, 1));
  [3, 4].forEach((offset) => memory.setAt(2, offset, 1));
  memory.markAccessed(pointerTo(2, 3), 2);
  memory.markAccessed(pointerTo(2, 4), 1);
  memory.markAccessed(pointerTo(2, 50), 1);
  memory.markAccessed(pointerTo(3, 9), 1);
  memory.markAccessed(pointerTo(0, 0), 3);
  expect(memory.countHoles(new Set([3]))).toBe(8);
  expect(memory.countHoles(new Set())).toBe(8 + 9);
  expect(() => new Memory([], false).countHoles(new Set())).toThrow('countHoles');
});
