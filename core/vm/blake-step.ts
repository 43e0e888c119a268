// The Blake instructions: op0 points to 8 words of state, op1 to 16 of message, dst is the byte counter, [ap] points to where the result goes.
// Source: execution.md 1.4, cairo-vm vm_core.rs.
import { blake2sCompress } from '../crypto/blake-compress.ts';
import { movePointer } from './arithmetic.ts';
import { type Pointer, pointerTo } from './cell.ts';
import { VmFault } from './fault.ts';
import { EXECUTION, type Memory } from './memory.ts';

const WORD_END = 2 ** 32;

const wordAt = (memory: Memory, address: Pointer): number => {
  const cell = memory.cellAt(address);
  if (typeof cell === 'bigint' || cell >= WORD_END) throw new VmFault('ConversionFailed', `Expected u32 valued Felt252, found ${cell}`);
  return cell;
};

const wordsAt = (memory: Memory, address: Pointer, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => wordAt(memory, movePointer(address, i)));

type BlakeOperands = { readonly dst: Pointer; readonly op0: Pointer; readonly op1: Pointer; readonly ap: number };

/** Performs the instruction, given the addresses of its operands; the result's cells count as accessed. */
export const performBlake = (memory: Memory, { dst, op0, op1, ap }: BlakeOperands, isLast: boolean): void => {
  const counter = wordAt(memory, dst);
  const state = wordsAt(memory, memory.pointerAt(op0), 8);
  const message = wordsAt(memory, memory.pointerAt(op1), 16);
  const output = memory.pointerAt(pointerTo(EXECUTION, ap));
  blake2sCompress(state, message, counter, isLast).forEach((word, i) => memory.set(movePointer(output, i), word));
  memory.markAccessed(output, 8);
};
