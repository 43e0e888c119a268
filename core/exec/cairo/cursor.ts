// Where a call stands in its syscall segment: requests are read and responses written there, one cell after the other.
// Source: execution.md 5.1. What a request may not hold is thrown as `SyscallAbort`, which the dispatcher turns into a hard error; faults of the
// memory itself pass through to the virtual machine, which does the same.
import { type Felt, feltToHex } from '../../base/felt.ts';
import { type Cell, cellText, offsetOf, type Pointer, pointerTo, segmentOf } from '../../vm/cell.ts';
import { VmFault } from '../../vm/fault.ts';
import { type CairoRun, type StepBudget, takeUnits } from '../../vm/run.ts';

/** A request that is a hard error; the text has no newline. */
export class SyscallAbort extends Error {
  override readonly name = 'SyscallAbort';
}

export const badInput = (felt: Felt, info: string): SyscallAbort => new SyscallAbort(`Invalid syscall input: ${feltToHex(felt)}; ${info}`);

const ADDRESS_END = 1n << 251n;
/** Felts of arrays that one unit of our own step limit pays for, so that passing the same array on and on ends. */
const FELTS_PER_UNIT = 4;

export class Cursor {
  readonly run: CairoRun;
  readonly #segment: number;
  readonly #units: StepBudget;
  #offset = 0;

  constructor(run: CairoRun, base: Pointer, units: StepBudget) {
    this.run = run;
    this.#segment = segmentOf(base);
    this.#units = units;
  }

  #next(): Pointer {
    const at = pointerTo(this.#segment, this.#offset);
    this.#offset += 1;
    return at;
  }

  /** The next cell. */
  get place(): Pointer {
    return pointerTo(this.#segment, this.#offset);
  }

  takeFelt(): Felt {
    return this.run.memory.feltAt(this.#next());
  }

  takePointer(): Pointer {
    return this.run.memory.pointerAt(this.#next());
  }

  /** A contract address or a storage key. */
  takeKey(): Felt {
    const felt = this.takeFelt();
    if (felt >= ADDRESS_END) throw new SyscallAbort(`Out of range [0x0, 0x${ADDRESS_END.toString(16)}).`);
    return felt;
  }

  takeBool(info: string): boolean {
    const felt = this.takeFelt();
    if (felt > 1n) throw badInput(felt, info);
    return felt === 1n;
  }

  /** Two limbs of 128 bits, the low one first. */
  takeU256(): bigint {
    const low = this.takeFelt();
    const high = this.takeFelt();
    for (const limb of [low, high]) {
      if (limb >> 128n !== 0n) throw new SyscallAbort(`Felt ${limb} is too big to convert to 'SierraU128'.`);
    }
    return low + (high << 128n);
  }

  /** Start and end pointer of felts. Two equal cells are the empty array, whatever they are. */
  takeFelts(): readonly Felt[] {
    const [startAt, endAt] = [this.#next(), this.#next()];
    const { memory } = this.run;
    if (memory.get(startAt) !== undefined && memory.get(startAt) === memory.get(endAt)) return [];
    return this.feltsBetween(memory.pointerAt(startAt), memory.pointerAt(endAt));
  }

  /** The felts from `start` up to `end`. */
  feltsBetween(start: Pointer, end: Pointer): readonly Felt[] {
    const length = this.#lengthBetween(start, end);
    const felts: Felt[] = [];
    const [segment, offset] = [segmentOf(start), offsetOf(start)];
    // Felt by felt: an end far behind what was written fails at the first gap, before anything is reserved.
    for (let i = 0; i < length; i++) {
      if (i % FELTS_PER_UNIT === 0) takeUnits(this.#units, 1);
      felts.push(this.run.memory.feltAt(pointerTo(segment, offset + i)));
    }
    return felts;
  }

  #lengthBetween(start: Pointer, end: Pointer): number {
    const length = offsetOf(end) - offsetOf(start);
    if (segmentOf(start) === segmentOf(end) && length >= 0) return length;
    throw new VmFault('WrongOperandType', `Operation failed: ${cellText(end)} - ${cellText(start)}, no length of an array`);
  }

  /** `count` felts from `start` on. */
  feltsFrom(start: Pointer, count: number): readonly Felt[] {
    return this.feltsBetween(start, pointerTo(segmentOf(start), offsetOf(start) + count));
  }

  give(...cells: readonly Cell[]): void {
    for (const cell of cells) this.run.memory.set(this.#next(), cell);
  }
}

/** Start and end of a new segment with the cells. */
export const newArray = (run: CairoRun, cells: readonly Cell[]): readonly [Pointer, Pointer] => {
  const start = run.memory.loadSegment(cells);
  return [start, pointerTo(segmentOf(start), cells.length)];
};
