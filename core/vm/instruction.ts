// One decoded instruction word. Source: execution.md 1.2 and 1.4; texts and order of checks: cairo-vm decoder.rs.
// A word is decoded once per class (program.ts); `kind` names the common shapes that the fast loop knows.
import { FELT_PRIME } from '../base/felt.ts';
import type { Cell } from './cell.ts';
import { VmFault } from './fault.ts';

export type Op1Source = 'op0' | 'immediate' | 'fp' | 'ap';
export type ResLogic = 'op1' | 'add' | 'mul' | 'unconstrained';
export type PcUpdate = 'regular' | 'jump' | 'jump_rel' | 'jnz';
export type ApUpdate = 'regular' | 'add' | 'add1' | 'add2';
export type Opcode = 'nop' | 'call' | 'ret' | 'assert_eq';
export type Extension = 'none' | 'blake' | 'blake_finalize';

/** Shapes of the fast loop: integers, so that its switch is a jump table. Everything else is SLOW. */
const SLOW = 0;
/** `[dst] = imm`, `[dst] = [r + off2]`, `[dst] = [[op0] + off2]`. */
export const SET = 1;
export const COPY = 2;
export const LOAD = 3;
/** `[dst] = [op0] + imm`, with a register operand, and the same for products. */
export const ADD_IMMEDIATE = 4;
export const ADD = 5;
export const MUL_IMMEDIATE = 6;
export const MUL = 7;
/** Jumps by an immediate, calls by one, `ret`, `ap += imm`. */
export const JNZ = 8;
export const JUMP = 9;
export const CALL = 10;
export const RET = 11;
export const MOVE_AP = 12;

/** `ret`, which stands behind the bytecode of every running class. */
export const RET_WORD = 0x208b7fff7fff7ffen;

export class Instruction {
  kind: number = SLOW;
  off0 = 0;
  off1 = 0;
  off2 = 0;
  dstFp = false;
  op0Fp = false;
  op1Fp = false;
  op1: Op1Source = 'op0';
  res: ResLogic = 'op1';
  pcUpdate: PcUpdate = 'regular';
  apUpdate: ApUpdate = 'regular';
  /** Cells that ap moves by after a common shape: 0 or 1. */
  apStep = 0;
  opcode: Opcode = 'nop';
  extension: Extension = 'none';
  /** Words: 2 with an immediate. */
  size = 1;
  /** The second word of a common shape. */
  immediate: Cell = 0;
  /** The immediate as a signed number where its absolute value is below 2^31, otherwise NaN. */
  small: number = Number.NaN;
  /** True when hints stand at its offset. */
  hinted = false;
}

const OP1_SOURCES: readonly (Op1Source | undefined)[] = ['op0', 'immediate', 'fp', undefined, 'ap'];
const PC_UPDATES: readonly (PcUpdate | undefined)[] = ['regular', 'jump', 'jump_rel', undefined, 'jnz'];
const RES_LOGICS: readonly (ResLogic | undefined)[] = ['op1', 'add', 'mul'];
const AP_UPDATES: readonly (ApUpdate | undefined)[] = ['regular', 'add', 'add1'];
const OPCODES: readonly (Opcode | undefined)[] = ['nop', 'call', 'ret', undefined, 'assert_eq'];
const EXTENSIONS: readonly (Extension | 'qm31')[] = ['none', 'blake', 'blake_finalize', 'qm31'];

const WORD_END = 1n << 128n;
const SMALL = 2 ** 31;

const invalid = (text: string): VmFault => new VmFault('InvalidInstruction', text);
const known = <T>(value: T | undefined, text: string): T => {
  if (value === undefined) throw invalid(text);
  return value;
};

/** Decodes a word; throws a VmFault for what is no instruction. */
export const decodeInstruction = (word: bigint): Instruction => {
  if (word >= WORD_END) throw invalid('Instruction should be an int');
  const low = Number(word & 0xffffffffffffn);
  const flags = Number((word >> 48n) & 0x7fffn);
  const extension = word >> 63n;
  const [op1, res, pc, ap, code] = [(flags >> 2) & 7, (flags >> 5) & 3, (flags >> 7) & 7, (flags >> 10) & 3, (flags >> 12) & 7];
  const instruction = new Instruction();
  instruction.off0 = (low & 0xffff) - 0x8000;
  instruction.off1 = ((low >>> 16) & 0xffff) - 0x8000;
  instruction.off2 = Math.floor(low / 2 ** 32) - 0x8000;
  instruction.dstFp = (flags & 1) === 1;
  instruction.op0Fp = (flags & 2) === 2;
  instruction.op1 = known(OP1_SOURCES[op1], `Invalid op1_register value: ${op1}`);
  instruction.op1Fp = instruction.op1 === 'fp';
  instruction.size = instruction.op1 === 'immediate' ? 2 : 1;
  instruction.pcUpdate = known(PC_UPDATES[pc], `Invalid pc_update value: ${pc}`);
  const logic = known(RES_LOGICS[res], `Invalid res value: ${res}`);
  const isJnz = instruction.pcUpdate === 'jnz';
  if (isJnz && logic !== 'op1') throw invalid(`Invalid res value: ${res}`);
  instruction.res = isJnz ? 'unconstrained' : logic;
  instruction.opcode = known(OPCODES[code], `Invalid opcode value: ${code}`);
  const known4 = extension < 4n ? EXTENSIONS[Number(extension)] : undefined;
  const kind = known(known4, `Invalid opcode extension value: ${extension}`);
  if (kind === 'qm31') throw new VmFault('NotSupported', 'QM31 instructions are not supported: no audited libfunc emits them');
  instruction.extension = kind;
  if (kind !== 'none' && !isBlakeShape(instruction, ap)) throw invalid(`Invalid Blake2s flags: ${flags}`);
  const isCall = instruction.opcode === 'call';
  if (isCall && ap !== 0) throw invalid(`Invalid ap_update value: ${ap}`);
  instruction.apUpdate = isCall ? 'add2' : known(AP_UPDATES[ap], `Invalid ap_update value: ${ap}`);
  if (!isFrameShape(instruction)) throw invalid(`Invalid opcode value: ${code}`);
  return instruction;
};

const isBlakeShape = (i: Instruction, ap: number): boolean =>
  i.opcode === 'nop' && i.res === 'op1' && i.pcUpdate === 'regular' && (i.op1 === 'fp' || i.op1 === 'ap') && (ap === 0 || ap === 2);

/** What `call` and `ret` must look like; true for the others. */
const isFrameShape = (i: Instruction): boolean => {
  if (i.opcode === 'call') return i.off0 === 0 && i.off1 === 1 && !i.dstFp && !i.op0Fp;
  if (i.opcode !== 'ret') return true;
  return i.off0 === -2 && i.off2 === -1 && i.dstFp && i.op1Fp && i.res === 'op1' && i.pcUpdate === 'jump';
};

/** Completes an instruction of a program with its second word (undefined behind the end) and finds its common shape. */
export const specialise = (i: Instruction, next: Cell | undefined): void => {
  const apStep = i.apUpdate === 'add1' ? 1 : 0;
  i.apStep = apStep;
  if (i.op1 === 'immediate') {
    if (next === undefined || i.off2 !== 1) return;
    i.immediate = next;
    i.small = signedSmall(next);
  }
  if (i.extension === 'none') i.kind = shapeOf(i);
};

const signedSmall = (felt: Cell): number => {
  if (typeof felt === 'number') return felt < SMALL ? felt : Number.NaN;
  const backwards = FELT_PRIME - felt;
  return backwards < SMALL ? -Number(backwards) : Number.NaN;
};

const shapeOf = (i: Instruction): number => {
  const byImmediate = i.op1 === 'immediate';
  const movesOne = i.apUpdate === 'regular' || i.apUpdate === 'add1';
  if (i.opcode === 'assert_eq') {
    if (i.pcUpdate !== 'regular' || !movesOne) return SLOW;
    if (i.res === 'op1') return byImmediate ? SET : i.op1 === 'op0' ? LOAD : COPY;
    if (i.op1 === 'op0') return SLOW;
    if (i.res === 'add') return byImmediate ? ADD_IMMEDIATE : ADD;
    return byImmediate ? MUL_IMMEDIATE : MUL;
  }
  if (i.opcode === 'ret') return i.apUpdate === 'regular' ? RET : SLOW;
  if (!byImmediate || Number.isNaN(i.small) || (i.res !== 'op1' && i.res !== 'unconstrained')) return SLOW;
  if (i.opcode === 'call') return i.pcUpdate === 'jump_rel' ? CALL : SLOW;
  if (i.pcUpdate === 'regular') return i.apUpdate === 'add' ? MOVE_AP : SLOW;
  if (!movesOne) return SLOW;
  return i.pcUpdate === 'jnz' ? JNZ : i.pcUpdate === 'jump_rel' ? JUMP : SLOW;
};
