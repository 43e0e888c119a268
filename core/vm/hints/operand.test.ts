// Operands: each form in each way of reading, and what each meets in memory. Source: execution.md 2. Read through two hints: TestLessThan reads
// felts and TestLessThanOrEqual anything; AllocFelt252Dict and Felt252DictEntryInit read buffers.
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../base/felt.ts';
import type { Cell } from '../cell.ts';
import { pointerTo } from '../cell.ts';
import { arg, at, deref, imm, tryHints } from './try-hint.ts';

const PREFIX = 'Got an exception while executing a hint: ';
const binOp = (op: string, a: unknown, b: unknown): unknown => ({ BinOp: { op, a, b } });
const double = (cell: unknown, offset: number): unknown => ({ DoubleDeref: [cell, offset] });

/** The value of an operand, by bisection with comparisons against immediates: small values only. */
const readAs = (hint: 'TestLessThan' | 'TestLessThanOrEqual', operand: unknown): string => {
  // Arguments from the last: 0 felt 5, 1 pointer 3:1, 2 felt 7, 3 pointer 3:1 again; segment 3 holds 40, 41, a pointer, nothing.
  const args = ({ memory }: { memory: { loadSegment: (cells: readonly Cell[]) => Cell } }): readonly Cell[] => {
    memory.loadSegment([40, 41, pointerTo(3, 0)]);
    return [pointerTo(3, 1), 7, pointerTo(3, 1), 5];
  };
  for (let limit = 0; limit < 100; limit++) {
    const { failure, cells } = tryHints([{ [hint]: { lhs: operand, rhs: imm(limit), dst: at(0) } }], { args });
    if (failure !== null) return failure.replace(PREFIX, '');
    const isBelow = cells[0] === '1';
    if (isBelow) return String(hint === 'TestLessThan' ? limit - 1 : limit);
  }
  return 'large';
};

test('operand: felts are read in every form', () => {
  const rows: readonly (readonly [unknown, string])[] = [
    [imm(9), '9'],
    [imm(FELT_PRIME + 9n), '9'],
    [imm(9n - FELT_PRIME), '9'],
    [deref(arg(0)), '5'],
    [deref(arg(2)), '7'],
    [deref(arg(1)), 'Expected integer at address 1:2'],
    [deref(at(0)), 'Unknown memory cell at address 1:6'],
    [deref({ register: 'FP', offset: -30 }), 'Operation failed: 1:6 - 30, offsets cant be negative'],
    [double(arg(1), 0), '41'],
    [double(arg(1), -1), '40'],
    [double(arg(1), 1), 'Expected integer at address 3:2'],
    [double(arg(1), 2), 'Unknown memory cell at address 3:3'],
    [double(arg(1), -2), 'Operation failed: 3:1 - 2, offsets cant be negative'],
    [double(arg(0), 0), 'Expected relocatable at address 1:3'],
    [binOp('Add', arg(0), deref(arg(2))), '12'],
    [binOp('Add', arg(0), imm(-3)), '2'],
    [binOp('Mul', arg(0), deref(arg(2))), '35'],
    [binOp('Mul', arg(0), imm(4)), '20'],
    [binOp('Add', arg(1), imm(4)), 'Expected integer at address 1:2'],
    [binOp('Add', arg(0), deref(arg(1))), 'Expected integer at address 1:2'],
  ];
  for (const [operand, want] of rows) expect({ operand, got: readAs('TestLessThan', operand) }).toEqual({ operand, got: want });
});

test('operand: anything may be a pointer, and a pointer may be moved', () => {
  const security = (address: string): string => `Security Error: Invalid Memory Value: temporary address not relocated: ${address}`;
  const rows: readonly (readonly [unknown, string])[] = [
    [imm(9), '9'],
    [deref(arg(0)), '5'],
    // Every pointer sorts before every felt.
    [deref(arg(1)), '0'],
    [deref(at(0)), security('1:6')],
    [double(arg(1), 0), '41'],
    [double(arg(1), 1), '0'],
    [double(arg(1), 2), security('3:3')],
    [binOp('Add', arg(1), imm(4)), '0'],
    [binOp('Add', arg(1), imm(-2)), `Operation failed: 3:1 + ${FELT_PRIME - 2n}, maximum offset value exceeded`],
    [binOp('Add', arg(0), imm(4)), '9'],
    [binOp('Mul', arg(0), deref(arg(2))), '35'],
    [binOp('Mul', arg(1), imm(2)), 'Hint Error: mul not implemented for relocatable values'],
    [binOp('Add', arg(1), deref(arg(1))), 'Expected integer at address 1:2'],
  ];
  for (const [operand, want] of rows) expect({ operand, got: readAs('TestLessThanOrEqual', operand) }).toEqual({ operand, got: want });
});

test('operand: a buffer is a pointer in a cell, plus an immediate', () => {
  const failureOf = (buffer: unknown): string | null =>
    tryHints([{ DebugPrint: { start: buffer, end: deref(arg(1)) } }], {
      args: ({ memory }) => [memory.loadSegment([1, 2, 3]), 5],
    }).failure;
  expect(failureOf(deref(arg(1)))).toBeNull();
  // A start behind the end goes on until nothing stands there.
  expect(failureOf(binOp('Add', arg(1), imm(1)))).toBe(`${PREFIX}Unknown memory cell at address 3:3`);
  expect(failureOf(deref(arg(0)))).toBe(`${PREFIX}Expected relocatable at address 1:1`);
  for (const wrong of [imm(5), double(arg(1), 0), binOp('Mul', arg(1), imm(1)), binOp('Add', arg(1), deref(arg(0)))]) {
    expect(failureOf(wrong)).toBe(`${PREFIX}Hint Error: Illegal argument for a buffer.`);
  }
});

test('operand: a result may stand there already, but not another one', () => {
  const hint = (cell: unknown): unknown => ({ TestLessThan: { lhs: imm(1), rhs: imm(2), dst: cell } });
  const args = (): readonly Cell[] => [0, 1];
  expect(tryHints([hint(arg(0))], { args }).failure).toBeNull();
  expect(tryHints([hint(arg(1))], { args }).failure).toBe(`${PREFIX}Inconsistent memory assignment at address 1:0. 0 != 1`);
});
