// One instruction, exactly: operands, deductions in their order, writes, checks, registers. Source: execution.md 1.3; texts: cairo-vm vm_core.rs.
// The fast loop (fast-loop.ts) does the same for common shapes and leaves everything unusual, and every error, to this file.
import { VM_POINTER_OFFSET_MAX } from '../base/limits.ts';
import { addCells, addToPointer, divFelts, movePointer, mulFelts, subCells, trySub } from './arithmetic.ts';
import { performBlake } from './blake-step.ts';
import { type Cell, type Pointer, cellText, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { VmFault, assertEqFault } from './fault.ts';
import { type Instruction, decodeInstruction } from './instruction.ts';
import type { Machine } from './machine.ts';
import { EXECUTION } from './memory.ts';

/** Addresses and values of one instruction's operands; values that memory did not hold are filled in by deduction. */
type Operands = {
  readonly dstAt: Pointer;
  readonly op0At: Pointer;
  readonly op1At: Pointer;
  dst: Cell | undefined;
  op0: Cell | undefined;
  op1: Cell | undefined;
  res: Cell | undefined;
};

/** Executes the instruction at pc; throws VmFault, with pc, ap and fp as they were. */
export const stepOnce = (machine: Machine): void => {
  const { memory, pc } = machine;
  const instruction = fetch(machine);
  const operands = readOperands(machine, instruction);
  const { dstAt, op0At, op1At } = operands;
  const [writeDst, writeOp0, writeOp1] = [operands.dst === undefined, operands.op0 === undefined, operands.op1 === undefined];
  const op0 = operands.op0 ?? deduceOp0(machine, instruction, operands);
  operands.op0 = op0;
  const op1 = operands.op1 ?? deduceOp1(machine, instruction, operands, op0);
  operands.res ??= computeRes(instruction, op0, op1);
  const dst = operands.dst ?? deduceDst(machine, instruction, operands.res);
  if (writeOp0) memory.set(op0At, op0);
  if (writeOp1) memory.set(op1At, op1);
  if (writeDst) memory.set(dstAt, dst);
  checkOpcode(machine, instruction, { dst, op0, res: operands.res });
  if (machine.countsHoles) for (const address of [dstAt, op0At, op1At, pc]) memory.markAccessed(address, 1);
  if (instruction.extension !== 'none') {
    performBlake(memory, { dst: dstAt, op0: op0At, op1: op1At, ap: machine.ap }, instruction.extension === 'blake_finalize');
    machine.blakes++;
  }
  // All three from the old values, and none of them before all are known to exist.
  const fp = nextFp(machine, instruction, dst);
  const ap = nextAp(machine, instruction, operands.res);
  machine.pc = nextPc(machine, instruction, { dst, op1, res: operands.res });
  machine.ap = ap;
  machine.fp = fp;
  machine.steps++;
};

/** In segment 0 instructions are decoded once per class; elsewhere, and in the two words behind the bytecode, each time. */
const fetch = ({ memory, program, pc }: Machine): Instruction => {
  const offset = offsetOf(pc);
  if (segmentOf(pc) === 0 && offset < program.cells.length) return program.instructionAt(offset);
  return decodeInstruction(BigInt(memory.cellAt(pc)));
};

const registerAt = (offset: number, steps: number): Pointer => movePointer(pointerTo(EXECUTION, offset), steps);

const readOperands = ({ memory, pc, ap, fp }: Machine, i: Instruction): Operands => {
  const dstAt = registerAt(i.dstFp ? fp : ap, i.off0);
  const dst = memory.get(dstAt);
  const op0At = registerAt(i.op0Fp ? fp : ap, i.off1);
  const op0 = memory.get(op0At);
  const op1At = movePointer(op1Base(i, op0, { pc, ap, fp }), i.off2);
  return { dstAt, op0At, op1At, dst, op0, op1: memory.get(op1At), res: undefined };
};

type Registers = { readonly pc: Pointer; readonly ap: number; readonly fp: number };

const op1Base = (i: Instruction, op0: Cell | undefined, { pc, ap, fp }: Registers): Pointer => {
  switch (i.op1) {
    case 'fp':
      return pointerTo(EXECUTION, fp);
    case 'ap':
      return pointerTo(EXECUTION, ap);
    case 'immediate':
      if (i.off2 !== 1) throw new VmFault('InvalidInstruction', 'In immediate mode, off2 should be 1');
      return pc;
    case 'op0':
      if (op0 === undefined) throw new VmFault('UnknownOperand', 'op0 must be known in double dereference');
      if (!isPointer(op0)) throw new VmFault('AddressNotRelocatable', 'Memory addresses must be relocatable');
      return op0;
  }
};

const unknownOperand = (name: string, address: Pointer): VmFault =>
  new VmFault('UnknownOperand', `Couldn't compute operand ${name}. Unknown value for memory cell ${cellText(address)}`);

const deduceOp0 = (machine: Machine, i: Instruction, operands: Operands): Cell => {
  const { dst, op1 } = operands;
  const byBuiltin = machine.deduce(operands.op0At);
  if (byBuiltin !== undefined) return byBuiltin;
  if (i.opcode === 'call') return movePointer(machine.pc, i.size);
  if (i.opcode === 'assert_eq' && dst !== undefined && op1 !== undefined) {
    const op0 = i.res === 'add' ? subCells(dst, op1) : i.res === 'mul' ? quotient(dst, op1) : undefined;
    if (op0 !== undefined) {
      operands.res = dst;
      return op0;
    }
  }
  throw unknownOperand('op0', operands.op0At);
};

const deduceOp1 = (machine: Machine, i: Instruction, operands: Operands, op0: Cell): Cell => {
  const { dst } = operands;
  const byBuiltin = machine.deduce(operands.op1At);
  if (byBuiltin !== undefined) return byBuiltin;
  if (i.opcode === 'assert_eq' && dst !== undefined) {
    const op1 = i.res === 'op1' ? dst : i.res === 'add' ? trySub(dst, op0) : i.res === 'mul' ? quotient(dst, op0) : undefined;
    if (op1 !== undefined) {
      operands.res ??= dst;
      return op1;
    }
  }
  throw unknownOperand('op1', operands.op1At);
};

/** dst / factor where both are felts and the factor is not 0. */
const quotient = (dst: Cell, factor: Cell): Cell | undefined =>
  isPointer(dst) || isPointer(factor) || factor === 0 ? undefined : divFelts(dst, factor);

const computeRes = (i: Instruction, op0: Cell, op1: Cell): Cell | undefined => {
  switch (i.res) {
    case 'op1':
      return op1;
    case 'add':
      return addCells(op0, op1);
    case 'mul':
      if (!isPointer(op0) && !isPointer(op1)) return mulFelts(op0, op1);
      throw new VmFault(
        'WrongOperandType',
        `Failed to compute Res.MUL: Could not complete computation of non pure values ${cellText(op0)} * ${cellText(op1)}`,
      );
    case 'unconstrained':
      return undefined;
  }
};

const deduceDst = (machine: Machine, i: Instruction, res: Cell | undefined): Cell => {
  if (i.opcode === 'assert_eq' && res !== undefined) return res;
  if (i.opcode === 'call') return pointerTo(EXECUTION, machine.fp);
  throw new VmFault('NoDst', "Couldn't get or load dst");
};

type Known = { readonly dst: Cell; readonly op0: Cell; readonly res: Cell | undefined };

const checkOpcode = (machine: Machine, i: Instruction, { dst, op0, res }: Known): void => {
  if (i.opcode === 'assert_eq') {
    if (res === undefined) throw new VmFault('UnconstrainedRes', 'Res.UNCONSTRAINED cannot be used with Opcode.ASSERT_EQ');
    if (res !== dst) throw assertEqFault(dst, res);
  }
  if (i.opcode !== 'call') return;
  const returnPc = movePointer(machine.pc, i.size);
  if (op0 !== returnPc) throw inconsistentCall('return-pc (inconsistent op0)', op0, returnPc);
  const fp = pointerTo(EXECUTION, machine.fp);
  if (dst !== fp) throw inconsistentCall('return-fp (inconsistent dst)', dst, fp);
};

const inconsistentCall = (what: string, got: Cell, expected: Cell): VmFault =>
  new VmFault(
    'CallInconsistent',
    `Call failed to write ${what}: ${cellText(got)} != ${cellText(expected)}. Did you forget to increment ap?`,
  );

const nextFp = ({ ap, fp }: Machine, i: Instruction, dst: Cell): number => {
  if (i.opcode === 'call') return ap + 2;
  if (i.opcode !== 'ret') return fp;
  if (isPointer(dst)) return offsetOf(dst);
  if (typeof dst === 'number' && dst <= VM_POINTER_OFFSET_MAX) return dst;
  throw new VmFault('ConversionFailed', `Conversion to usize failed for Felt252 ${dst}`);
};

const nextAp = ({ ap }: Machine, i: Instruction, res: Cell | undefined): number => {
  switch (i.apUpdate) {
    case 'regular':
      return ap;
    case 'add1':
      return offsetOf(registerAt(ap, 1));
    case 'add2':
      return offsetOf(registerAt(ap, 2));
    case 'add':
      if (res === undefined) throw new VmFault('UnconstrainedRes', 'Res.UNCONSTRAINED cannot be used with ApUpdate.ADD');
      return offsetOf(addToPointer(pointerTo(EXECUTION, ap), res));
  }
};

type JumpOperands = { readonly dst: Cell; readonly op1: Cell; readonly res: Cell | undefined };

const nextPc = ({ pc }: Machine, i: Instruction, { dst, op1, res }: JumpOperands): Pointer => {
  switch (i.pcUpdate) {
    case 'regular':
      return movePointer(pc, i.size);
    case 'jump':
      if (res !== undefined && isPointer(res)) return res;
      throw new VmFault('UnconstrainedRes', 'Res.UNCONSTRAINED cannot be used with PcUpdate.JUMP');
    case 'jump_rel':
      if (res === undefined) throw new VmFault('UnconstrainedRes', 'Res.UNCONSTRAINED cannot be used with PcUpdate.JUMP_REL');
      if (!isPointer(res)) return addToPointer(pc, res);
      throw new VmFault('WrongOperandType', 'A relocatable value as Res cannot be used with PcUpdate.JUMP_REL');
    case 'jnz':
      return dst === 0 ? movePointer(pc, i.size) : addToPointer(pc, op1);
  }
};
