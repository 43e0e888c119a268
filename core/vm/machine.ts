// The registers and the memory that instructions work on. Source: execution.md 1.3. `CairoRun` (run.ts) adds hints, budgets and builtins.
import type { Deduce } from './builtins/deduce.ts';
import { type Cell, type Pointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import type { Memory } from './memory.ts';
import type { Program } from './program.ts';

export class Machine {
  readonly program: Program;
  readonly memory: Memory;
  readonly countsHoles: boolean;
  /** Deductions of builtins by segment. */
  readonly deductions: (Deduce | undefined)[] = [];
  pc: Pointer = pointerTo(0, 0);
  /** Offsets in the execution segment. */
  ap = 0;
  fp = 0;
  /** Instructions executed, and the Blake ones among them. */
  steps = 0;
  blakes = 0;
  /** Used cells of range_check96, known at the end: up to where the contract has moved its pointer. */
  rangeCheck96Used: number | null = null;

  constructor(program: Program, memory: Memory, countsHoles: boolean) {
    this.program = program;
    this.memory = memory;
    this.countsHoles = countsHoles;
  }

  /** The value that a builtin forces on an address, if any. */
  deduce(address: Pointer): Cell | undefined {
    return this.deductions[segmentOf(address)]?.(offsetOf(address));
  }
}
