// Operands of hints as the CASM file writes them. Source: execution.md 2 (table of operands).
import type { CellRef } from './instruction.ts';

export const hex = (value: bigint): string => `0x${value.toString(16)}`;

const cellJson = (cell: CellRef): unknown => ({ register: cell.register, offset: cell.offset });

export type Operand = CellRef | { readonly immediate: bigint } | { readonly op: 'Add'; readonly a: CellRef; readonly b: CellRef | bigint };

export const operandJson = (operand: Operand): unknown => {
  if ('immediate' in operand) return { Immediate: hex(operand.immediate) };
  if ('op' in operand) return { BinOp: { op: operand.op, a: cellJson(operand.a), b: derefOrImmediate(operand.b) } };
  return { Deref: cellJson(operand) };
};

const derefOrImmediate = (value: CellRef | bigint): unknown =>
  typeof value === 'bigint' ? { Immediate: hex(value) } : { Deref: cellJson(value) };

/** A cell that a hint writes. */
export const resultJson = cellJson;
