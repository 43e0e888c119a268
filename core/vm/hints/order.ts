// The order of cells in comparison hints: pointers before felts, pointers by segment and offset, felts as integers. Source: execution.md 1.1.
import { type Cell, isPointer } from '../cell.ts';

/** Negative, 0 or positive. A packed pointer is the more negative the later it points, hence the reversal. */
export const compareCells = (a: Cell, b: Cell): number => {
  if (isPointer(a) && isPointer(b)) return b - a;
  return a < b ? -1 : a === b ? 0 : 1;
};
