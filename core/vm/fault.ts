// Errors of a run, with the texts of lambdaclass/cairo-vm where it has one (vm_errors.rs, memory_errors.rs, math_errors.rs, runner_errors.rs,
// hint_errors.rs): they end up in revert reasons, which are hashed into blocks. Where the Rust code would panic, the text is ours (`Hint Error: …`).
// Inside this folder a fault is thrown, and `CairoRun.execute` turns it into a value.
import { type Cell, type Pointer, cellText } from './cell.ts';

export type VmErrorCode =
  | 'AddressNotRelocatable'
  | 'BuiltinExpectedInteger'
  | 'BuiltinInputMissing'
  | 'BuiltinIntegerTooLarge'
  | 'CallInconsistent'
  | 'ConversionFailed'
  | 'DiffAssertValues'
  | 'EcOpFailed'
  | 'ExpectedInteger'
  | 'ExpectedRelocatable'
  | 'FinalFp'
  | 'HintFailed'
  | 'InconsistentDeduction'
  | 'InconsistentMemory'
  | 'InvalidInstruction'
  | 'ModBuiltinCheck'
  | 'NoDst'
  | 'NotSupported'
  | 'OffsetExceeded'
  | 'OutOfBoundsProgram'
  | 'OwnMemoryLimit'
  | 'OwnStepLimit'
  | 'RangeCheckFailed'
  | 'UnallocatedSegment'
  | 'UnfinishedExecution'
  | 'UnknownMemoryCell'
  | 'UnknownOperand'
  | 'UnconstrainedRes'
  | 'WrongOperandType';

/** A hard error of the VM; `message` is its exact text. */
export class VmFault extends Error {
  override readonly name = 'VmFault';
  readonly code: VmErrorCode;
  constructor(code: VmErrorCode, text: string) {
    super(text);
    this.code = code;
  }
}

export const unknownCell = (address: Pointer): VmFault =>
  new VmFault('UnknownMemoryCell', `Unknown memory cell at address ${cellText(address)}`);

export const expectedInteger = (address: Pointer): VmFault =>
  new VmFault('ExpectedInteger', `Expected integer at address ${cellText(address)}`);

/** What the Rust hint code would panic on, or its `CustomHint`. */
export const hintFault = (text: string): VmFault => new VmFault('HintFailed', `Hint Error: ${text}`);

export const assertEqFault = (dst: Cell, res: Cell): VmFault =>
  new VmFault('DiffAssertValues', `An ASSERT_EQ instruction failed: ${cellText(dst)} != ${cellText(res)}.`);
