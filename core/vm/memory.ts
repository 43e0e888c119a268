// The memory of one run: segments that grow, every cell written at most once. Source: execution.md 1.1; limits of ours: 6.8.
// The bytecode (segment 0) is the class's own array, shared by all runs; what is written behind it goes to a tail of this run. Cells are `undefined`
// until they are set. Reads and writes throw VmFault.
import { VM_CELLS_MAX, VM_SEGMENTS_MAX } from '../base/limits.ts';
import { assert } from '../base/assert.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { type Cell, type Pointer, cellText, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { VmFault, expectedInteger, unknownCell } from './fault.ts';

type Cells = (Cell | undefined)[];

/** Segment of ap and fp. */
export const EXECUTION = 1;
/** The fast loop stays this many cells away from the limit, so that only `set` ever meets it. */
export const LIMIT_MARGIN = 8;

export class Memory {
  /** Raw cells, for the loops of this folder; write through `set`. */
  readonly segments: Cells[];
  /** Bits that cells of a range-check segment may have, by segment. */
  readonly rangeBits: (number | undefined)[] = [];
  /** True for segments of builtins that deduce cells. */
  readonly deducing: (boolean | undefined)[] = [];
  readonly #programLength: number;
  readonly #tail: Cells = [];
  /** Accessed cells by segment, and how many they are; null in a run that does not count holes. */
  readonly #accessed: true[][] | null;
  readonly #accessedCount: number[] = [];
  /** Set cells of segments behind the execution segment. */
  readonly #setCount: number[] = [];
  #othersSet = 0;

  constructor(program: Cells, countHoles: boolean) {
    this.segments = [program, []];
    this.#programLength = program.length;
    this.#accessed = countHoles ? [] : null;
    // The whole bytecode counts as accessed, whatever of it runs (cairo-vm initialize_state).
    if (program.length > 0) this.#accessedCount[0] = program.length;
  }

  /** Set cells apart from the execution segment's, which counts up to its highest one. */
  get othersSet(): number {
    return this.#othersSet;
  }

  /** A pointer to offset 0 of a new segment. */
  addSegment(): Pointer {
    const segment = this.segments.length;
    if (segment >= VM_SEGMENTS_MAX) throw new VmFault('OwnMemoryLimit', 'Own memory limit: too many segments');
    this.segments.push([]);
    return pointerTo(segment, 0);
  }

  /** A pointer to offset 0 of a new segment that holds `cells`. */
  loadSegment(cells: readonly Cell[]): Pointer {
    const start = this.addSegment();
    const segment = segmentOf(start);
    cells.forEach((cell, offset) => this.setAt(segment, offset, cell));
    return start;
  }

  get segmentCount(): number {
    return this.segments.length;
  }

  get(address: Pointer): Cell | undefined {
    return this.getAt(segmentOf(address), offsetOf(address));
  }

  getAt(segment: number, offset: number): Cell | undefined {
    const cells = this.segments[segment];
    if (cells === undefined) return undefined;
    const cell = cells[offset];
    return cell === undefined && segment === 0 ? this.#tail[offset - this.#programLength] : cell;
  }

  set(address: Pointer, cell: Cell): void {
    this.setAt(segmentOf(address), offsetOf(address), cell);
  }

  setAt(segment: number, offset: number, cell: Cell): void {
    const cells = this.segments[segment];
    if (cells === undefined) {
      const count = this.segments.length;
      throw new VmFault('UnallocatedSegment', `Can't insert into segment #${segment}; memory only has ${count} segment`);
    }
    const old = this.getAt(segment, offset);
    if (old !== undefined) {
      if (old === cell) return;
      const address = cellText(pointerTo(segment, offset));
      throw new VmFault(
        'InconsistentMemory',
        `Inconsistent memory assignment at address ${address}. ${cellText(old)} != ${cellText(cell)}`,
      );
    }
    this.#reserve(segment, offset, cells.length);
    if (segment === 0) this.#tail[offset - this.#programLength] = cell;
    else cells[offset] = cell;
    const bits = this.rangeBits[segment];
    if (bits !== undefined) checkRange(pointerTo(segment, offset), cell, bits);
  }

  /**
   * Sets an unset cell in a segment of hints, syscalls or range checks; false, and nothing is done, for the other segments and where `set` would throw
   * or come near a limit.
   */
  trySet(segment: number, offset: number, cell: Cell): boolean {
    const cells = this.segments[segment];
    if (cells === undefined || segment <= EXECUTION || this.deducing[segment] === true) return false;
    if (offset >= VM_CELLS_MAX || this.#othersSet + this.usedSize(EXECUTION) + LIMIT_MARGIN > VM_CELLS_MAX) return false;
    const bits = this.rangeBits[segment];
    if (bits !== undefined && !isInRange(cell, bits)) return false;
    cells[offset] = cell;
    this.#count(segment);
    return true;
  }

  /** Refuses a write beyond our limits before anything is reserved for it. */
  #reserve(segment: number, offset: number, length: number): void {
    const stack = segment === EXECUTION ? Math.max(length, offset + 1) : (this.segments[EXECUTION]?.length ?? 0);
    if (segment !== EXECUTION) this.#count(segment);
    if (offset >= VM_CELLS_MAX || this.#othersSet + stack > VM_CELLS_MAX)
      throw new VmFault('OwnMemoryLimit', 'Own memory limit: too many cells');
  }

  #count(segment: number): void {
    this.#othersSet++;
    this.#setCount[segment] = (this.#setCount[segment] ?? 0) + 1;
  }

  /** Set cells of a segment behind the execution segment. */
  setCells(segment: number): number {
    return this.#setCount[segment] ?? 0;
  }

  /** The felt at an address. */
  cellAt(address: Pointer): Cell {
    const cell = this.get(address);
    if (cell === undefined) throw unknownCell(address);
    if (isPointer(cell)) throw expectedInteger(address);
    return cell;
  }

  feltAt(address: Pointer): Felt {
    return toFelt(this.cellAt(address));
  }

  pointerAt(address: Pointer): Pointer {
    const cell = this.get(address);
    if (cell === undefined) throw unknownCell(address);
    if (!isPointer(cell)) throw new VmFault('ExpectedRelocatable', `Expected relocatable at address ${cellText(address)}`);
    return cell;
  }

  /** Highest set offset + 1; in segment 0 the bytecode counts as well. */
  usedSize(segment: number): number {
    const length = this.segments[segment]?.length ?? 0;
    return segment === 0 ? length + this.#tail.length : length;
  }

  /** Marks `count` cells from `address` on, those that are set; does nothing unless this run counts holes. */
  markAccessed(address: Pointer, count: number): void {
    if (this.#accessed === null) return;
    const segment = segmentOf(address);
    const from = offsetOf(address);
    for (let offset = from; offset < from + count; offset++) {
      if (this.getAt(segment, offset) !== undefined) this.markAt(segment, offset);
    }
  }

  /** Marks one set cell. Asserts that this run counts holes. */
  markAt(segment: number, offset: number): void {
    assert(this.#accessed !== null, 'markAt: a run that counts holes');
    if (segment === 0 && offset < this.#programLength) return;
    const marks = (this.#accessed[segment] ??= []);
    if (marks[offset] === true) return;
    marks[offset] = true;
    this.#accessedCount[segment] = (this.#accessedCount[segment] ?? 0) + 1;
  }

  /** Unset or unread cells of the segments that have an accessed cell and are not left out. Asserts that this run counts holes. */
  countHoles(leftOut: ReadonlySet<number>): number {
    assert(this.#accessed !== null, 'countHoles: a run that counts holes');
    let holes = 0;
    this.#accessedCount.forEach((accessed, segment) => {
      if (accessed > 0 && !leftOut.has(segment)) holes += this.usedSize(segment) - accessed;
    });
    return holes;
  }
}

const isInRange = (cell: Cell, bits: number): boolean => (typeof cell === 'number' ? cell >= 0 : cell >> BigInt(bits) === 0n);

const checkRange = (address: Pointer, cell: Cell, bits: number): void => {
  if (isInRange(cell, bits)) return;
  const text = isPointer(cell)
    ? `encountered non-int value at address ${cellText(address)}`
    : `number ${cell} is out of valid range [0, ${1n << BigInt(bits)}]`;
  throw new VmFault('RangeCheckFailed', `Range-check validation failed, ${text}`);
};
