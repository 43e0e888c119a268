// The executable part of a class, shared by all its runs: bytecode as cells, instructions decoded on first use, and compiled hints by offset.
// Keeping decoded instructions is a memo of a pure function of the bytecode.
import { FELT_PRIME } from '../base/felt.ts';
import { assert } from '../base/assert.ts';
import { type Cell, cellOf } from './cell.ts';
import type { Hint } from './hints/hint.ts';
import { type Instruction, decodeInstruction, specialise } from './instruction.ts';

export class Program {
  readonly cells: Cell[];
  /** Instructions decoded so far, by offset. */
  readonly code: (Instruction | undefined)[];
  readonly #hints: ReadonlyMap<number, readonly Hint[]>;

  /** Hints stand at offsets inside the bytecode. */
  constructor(bytecode: readonly bigint[], hints: ReadonlyMap<number, readonly Hint[]>) {
    this.cells = bytecode.map((felt) => {
      assert(felt >= 0n && felt < FELT_PRIME, 'Program: bytecode of felts');
      return cellOf(felt);
    });
    // Not an empty list: entries set far apart would make it a slow dictionary.
    this.code = this.cells.map(() => undefined);
    this.#hints = hints;
  }

  hintsAt(offset: number): readonly Hint[] | undefined {
    return this.#hints.get(offset);
  }

  /** The instruction at an offset inside the bytecode; throws VmFault when the word is none. */
  instructionAt(offset: number): Instruction {
    const decoded = this.code[offset];
    if (decoded !== undefined) return decoded;
    const word = this.cells[offset];
    assert(word !== undefined, 'instructionAt: an offset inside the bytecode');
    const instruction = decodeInstruction(BigInt(word));
    specialise(instruction, this.cells[offset + 1]);
    instruction.hinted = this.#hints.has(offset);
    this.code[offset] = instruction;
    return instruction;
  }
}
