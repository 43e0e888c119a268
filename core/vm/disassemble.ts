// Instructions as text, in the syntax of Cairo assembly. Source: execution.md 1.2.
import { FELT_PRIME } from '../base/felt.ts';
import { type Cell, isPointer, cellText } from './cell.ts';
import { VmFault } from './fault.ts';
import { decodeInstruction, type Instruction } from './instruction.ts';

/** An instruction word, its second word where it has one, and what they mean; null where the word is no instruction. */
export type DisassembledInstruction = { readonly text: string; readonly instruction: Instruction | null };

export const disassemble = (word: Cell | undefined, next: Cell | undefined): DisassembledInstruction => {
  const instruction = word === undefined || isPointer(word) ? null : decode(BigInt(word));
  return { text: instruction === null ? '?' : textOf(instruction, next), instruction };
};

const decode = (word: bigint): Instruction | null => {
  try {
    return decodeInstruction(word);
  } catch (thrown) {
    if (thrown instanceof VmFault) return null;
    throw thrown;
  }
};

const textOf = (i: Instruction, next: Cell | undefined): string => {
  const res = resText(i, next);
  const move = apText(i, res);
  const parts = [mainText(i, res), i.opcode === 'nop' && i.pcUpdate === 'regular' ? '' : move].filter((part) => part !== '');
  if (parts.length > 0) return parts.join('; ');
  return move === '' ? 'nop' : move;
};

const mainText = (i: Instruction, res: string): string => {
  if (i.extension !== 'none') return `${i.extension === 'blake' ? 'blake2s' : 'blake2s finalize'} ${cellAt(i.dstFp, i.off0)}`;
  if (i.opcode === 'ret') return 'ret';
  if (i.opcode === 'call') return `call ${i.pcUpdate === 'jump' ? 'abs' : 'rel'} ${res}`;
  if (i.opcode === 'assert_eq') return `${cellAt(i.dstFp, i.off0)} = ${res}`;
  if (i.pcUpdate === 'jnz') return `jmp rel ${res} if ${cellAt(i.dstFp, i.off0)} != 0`;
  if (i.pcUpdate === 'regular') return '';
  return `jmp ${i.pcUpdate === 'jump' ? 'abs' : 'rel'} ${res}`;
};

const apText = (i: Instruction, res: string): string => {
  if (i.apUpdate === 'add1') return 'ap++';
  return i.apUpdate === 'add' ? `ap += ${res}` : '';
};

const resText = (i: Instruction, next: Cell | undefined): string => {
  const op0 = cellAt(i.op0Fp, i.off1);
  const op1 = op1Text(i, op0, next);
  if (i.res === 'add') return op1.startsWith('-') ? `${op0} - ${op1.slice(1)}` : `${op0} + ${op1}`;
  return i.res === 'mul' ? `${op0} * ${op1}` : op1;
};

const op1Text = (i: Instruction, op0: string, next: Cell | undefined): string => {
  if (i.op1 === 'immediate') return next === undefined ? '?' : signedText(next);
  return i.op1 === 'op0' ? `[${op0}${signed(i.off2)}]` : cellAt(i.op1 === 'fp', i.off2);
};

const cellAt = (isFp: boolean, offset: number): string => `[${isFp ? 'fp' : 'ap'}${signed(offset)}]`;

const signed = (offset: number): string => {
  if (offset === 0) return '';
  return offset > 0 ? ` + ${offset}` : ` - ${-offset}`;
};

/** Letters that a felt may spell: names of syscalls, panics, short strings. */
const SPELLED = 4;

/** A felt near the prime is shown as the negative number that was meant, one that spells a word as the word, another large one in hex. */
const signedText = (cell: Cell): string => {
  if (isPointer(cell)) return cellText(cell);
  const value = BigInt(cell);
  if (value > FELT_PRIME - 2n ** 64n) return String(value - FELT_PRIME);
  if (value < 2n ** 40n) return spelled(value) ?? String(value);
  return spelled(value) ?? `0x${value.toString(16)}`;
};

/** The ASCII text in a felt, in quotes; null where it is none. */
const spelled = (value: bigint): string | null => {
  const hex = value.toString(16);
  const bytes = (hex.length % 2 === 0 ? hex : `0${hex}`).match(/../g) ?? [];
  const text = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return bytes.length >= SPELLED && /^[\x20-\x7e]+$/.test(text) ? `'${text}'` : null;
};
