// Values of memory cells: felts and pointers, one JavaScript value each, in a canonical form, so that `===` is equality (typed: felt 5 is not 0:5).
// A felt below 2^53 is a non-negative number, a larger one a bigint; a pointer is a negative number that packs its segment and offset.
// Source: execution.md 1.1 and 11.3 (small numbers are what makes the VM fast).
import { assert } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { VM_POINTER_OFFSET_MAX, VM_SEGMENTS_MAX } from '../base/limits.ts';

/** A felt or a pointer. */
export type Cell = number | bigint;
/** A cell that points to (segment, offset). */
export type Pointer = Brand<number, 'Pointer'>;

/** Felts from here on are bigints. */
export const SMALL_END: number = 2 ** 53;
const SMALL_END_BIG = 2n ** 53n;
/** Room for offsets in a packed pointer: twice the largest offset, so that segments up to 2^20 fit in 53 bits. */
const STRIDE = 2 ** 33;

/** Asserts the ranges: at most VM_SEGMENTS_MAX segments, offsets up to VM_POINTER_OFFSET_MAX. */
export const pointerTo = (segment: number, offset: number): Pointer => {
  assert(segment >= 0 && segment < VM_SEGMENTS_MAX && offset >= 0 && offset <= VM_POINTER_OFFSET_MAX, 'pointerTo: a segment and an offset');
  return (-1 - segment * STRIDE - offset) as Pointer;
};

export const isPointer = (cell: Cell): cell is Pointer => typeof cell === 'number' && cell < 0;
export const segmentOf = (pointer: Pointer): number => Math.floor((-1 - pointer) / STRIDE);
export const offsetOf = (pointer: Pointer): number => {
  const packed = -1 - pointer;
  return packed - Math.floor(packed / STRIDE) * STRIDE;
};

/** The cell of an integer in [0, P). */
export const cellOf = (felt: bigint): Cell => (felt < SMALL_END_BIG ? Number(felt) : felt);

/** The felt, or null for a pointer. */
export const feltOf = (cell: Cell): Felt | null => (typeof cell === 'number' && cell < 0 ? null : toFelt(cell));

/** `segment:offset`, or the felt in decimal. */
export const cellText = (cell: Cell): string => (isPointer(cell) ? `${segmentOf(cell)}:${offsetOf(cell)}` : cell.toString());
