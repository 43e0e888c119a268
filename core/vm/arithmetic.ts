// Arithmetic on cells: felts modulo P, and pointers moved by felts. Source: execution.md 1.1. The `try` forms return undefined where the operation has
// no result, for the fast loop; the others throw a VmFault with cairo-vm's text.
import { FELT_PRIME } from '../base/felt.ts';
import { VM_POINTER_OFFSET_MAX } from '../base/limits.ts';
import { invertMod } from '../crypto/invert.ts';
import { type Cell, type Pointer, SMALL_END, cellOf, cellText, isPointer, offsetOf, segmentOf } from './cell.ts';
import { VmFault } from './fault.ts';

/** Steps that a felt moves a pointer by: a felt close to P moves backwards. Null when no pointer can be moved so far. */
const movement = (felt: Cell): number | null => {
  if (typeof felt === 'number') return felt <= VM_POINTER_OFFSET_MAX ? felt : null;
  const backwards = FELT_PRIME - felt;
  return backwards <= VM_POINTER_OFFSET_MAX ? -Number(backwards) : null;
};

const move = (pointer: Pointer, steps: number): Pointer | undefined => {
  const offset = offsetOf(pointer) + steps;
  return offset >= 0 && offset <= VM_POINTER_OFFSET_MAX ? ((pointer - steps) as Pointer) : undefined;
};

const addFelts = (a: Cell, b: Cell): Cell => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    return sum < SMALL_END ? sum : BigInt(a) + BigInt(b);
  }
  const sum = BigInt(a) + BigInt(b);
  return sum < FELT_PRIME ? sum : cellOf(sum - FELT_PRIME);
};

const subFelts = (a: Cell, b: Cell): Cell => {
  if (typeof a === 'number' && typeof b === 'number' && a >= b) return a - b;
  const difference = BigInt(a) - BigInt(b);
  return cellOf(difference < 0n ? difference + FELT_PRIME : difference);
};

/** The product of two felts. */
export const mulFelts = (a: Cell, b: Cell): Cell => {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    return product < SMALL_END ? product : BigInt(a) * BigInt(b);
  }
  return cellOf((BigInt(a) * BigInt(b)) % FELT_PRIME);
};

/** The quotient of two felts in the field; the divisor is not 0. */
export const divFelts = (a: Cell, b: Cell): Cell => {
  if (typeof a === 'number' && typeof b === 'number' && a % b === 0) return a / b;
  return cellOf((BigInt(a) * invertMod(BigInt(b), FELT_PRIME)) % FELT_PRIME);
};

export const tryAdd = (a: Cell, b: Cell): Cell | undefined => {
  if (isPointer(a)) {
    const steps = isPointer(b) ? null : movement(b);
    return steps === null ? undefined : move(a, steps);
  }
  return isPointer(b) ? tryAdd(b, a) : addFelts(a, b);
};

export const trySub = (a: Cell, b: Cell): Cell | undefined => {
  if (!isPointer(a)) return isPointer(b) ? undefined : subFelts(a, b);
  if (isPointer(b)) return segmentOf(a) === segmentOf(b) ? subFelts(offsetOf(a), offsetOf(b)) : undefined;
  const steps = movement(b);
  return steps === null ? undefined : move(a, -steps);
};

export const addCells = (a: Cell, b: Cell): Cell => {
  const sum = tryAdd(a, b);
  if (sum !== undefined) return sum;
  const [pointer, other] = isPointer(a) ? [a, b] : [b, a];
  throw isPointer(other)
    ? new VmFault('WrongOperandType', `Operation failed: ${cellText(a)} + ${cellText(b)}, can't add two relocatable values`)
    : offsetExceeded(pointer, other);
};

export const subCells = (a: Cell, b: Cell): Cell => {
  const difference = trySub(a, b);
  if (difference !== undefined) return difference;
  if (!isPointer(a)) {
    throw new VmFault(
      'WrongOperandType',
      `Operation failed ${cellText(a)} - ${cellText(b)}, can't subtract a relocatable value from an integer`,
    );
  }
  throw isPointer(b)
    ? new VmFault(
        'WrongOperandType',
        `Operation failed: ${cellText(a)} - ${cellText(b)}, can't subtract two relocatable values with different segment indexes`,
      )
    : negativeOffset(a, b);
};

/** `pointer + steps` for a signed count of cells. */
export const movePointer = (pointer: Pointer, steps: number): Pointer => {
  const moved = move(pointer, steps);
  if (moved === undefined) throw steps < 0 ? negativeOffset(pointer, -steps) : offsetExceeded(pointer, steps);
  return moved;
};

/** `pointer + felt`. */
export const addToPointer = (pointer: Pointer, felt: Cell): Pointer => addCells(pointer, felt) as Pointer;

const negativeOffset = (pointer: Cell, felt: Cell): VmFault =>
  new VmFault('OffsetExceeded', `Operation failed: ${cellText(pointer)} - ${cellText(felt)}, offsets cant be negative`);
const offsetExceeded = (pointer: Cell, felt: Cell): VmFault =>
  new VmFault('OffsetExceeded', `Operation failed: ${cellText(pointer)} + ${cellText(felt)}, maximum offset value exceeded`);
