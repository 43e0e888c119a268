// What must hold when a run has reached its end. Source: execution.md 1.5; cairo-vm verify_auto_deductions, security.rs and builtin_runner/mod.rs,
// blockifier entry_point_execution.rs (holes of range_check96). Throws VmFault.
import { movePointer } from './arithmetic.ts';
import { checkModBuiltin } from './builtins/mod-check.ts';
import { BUILTIN_SHAPES, type BuiltinName, builtinText } from './builtins/names.ts';
import { type Pointer, cellText, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { VmFault } from './fault.ts';
import type { Machine } from './machine.ts';
import { EXECUTION, type Memory } from './memory.ts';

/** A builtin of the entry point and its segment. */
export type PlacedBuiltin = { readonly name: BuiltinName; readonly segment: number };

/** Cells between the last builtin pointer of the result and ap: gas, syscall pointer, panic flag, data start, data end, and the step to the next. */
const RESULTS_AND_ONE = 6;

type TakeUnits = (count: number) => void;

export const checkEnd = (machine: Machine & { readonly takeUnits: TakeUnits }, builtins: readonly PlacedBuiltin[]): void => {
  for (const builtin of builtins) checkDeductions(machine, builtin);
  fillRangeCheck96(machine, builtins, (count) => machine.takeUnits(count));
  // The class's bytecode and the two words behind it.
  if (machine.memory.usedSize(0) > machine.program.cells.length + 2) {
    throw new VmFault('OutOfBoundsProgram', 'Out of bounds access to program segment');
  }
  for (const builtin of builtins) checkInstances(machine, builtin);
  if (machine.fp !== 0) throw new VmFault('FinalFp', `The run ended with fp ${machine.fp} instead of the 0 that its caller gave.`);
};

const checkDeduction = (machine: Machine, { name, segment }: PlacedBuiltin, offset: number): void => {
  const address = pointerTo(segment, offset);
  const deduced = machine.deduce(address);
  const cell = machine.memory.get(address);
  if (deduced === undefined || cell === undefined || deduced === cell) return;
  const text = `Inconsistent auto-deduction for ${builtinText(name)}, expected ${cellText(deduced)}, got ${cellText(cell)}`;
  throw new VmFault('InconsistentDeduction', text);
};

/** Instances for which the set cells of a segment could be the inputs. */
const inputsFor = (memory: Memory, { name, segment }: PlacedBuiltin): number =>
  Math.floor(memory.setCells(segment) / BUILTIN_SHAPES[name].inputs);

const checkDeductions = (machine: Machine, builtin: PlacedBuiltin): void => {
  const { memory } = machine;
  const size = memory.usedSize(builtin.segment);
  // A segment with long gaps is not walked through: it fails for missing inputs below.
  if (memory.deducing[builtin.segment] !== true || Math.ceil(size / BUILTIN_SHAPES[builtin.name].cells) > inputsFor(memory, builtin))
    return;
  for (let offset = 0; offset < size; offset++) checkDeduction(machine, builtin, offset);
};

/** Contracts range-check parts of a value without writing all of them: what they skipped becomes 0. Each one draws a unit (a limit of ours). */
const fillRangeCheck96 = (machine: Machine, builtins: readonly PlacedBuiltin[], takeUnits: TakeUnits): void => {
  const { memory, ap } = machine;
  const index = builtins.findIndex(({ name }) => name === 'range_check96');
  const builtin = builtins[index];
  if (builtin === undefined) return;
  const fromLast = builtins.length - 1 - index;
  const stop: Pointer = memory.pointerAt(movePointer(pointerTo(EXECUTION, ap), -(RESULTS_AND_ONE + fromLast)));
  if (segmentOf(stop) !== builtin.segment) {
    throw new VmFault('BuiltinInputMissing', `Invalid stop pointer for ${builtinText(builtin.name)}: ${cellText(stop)}`);
  }
  takeUnits(Math.max(0, offsetOf(stop) - memory.setCells(builtin.segment)));
  for (let offset = 0; offset < offsetOf(stop); offset++) {
    if (memory.getAt(builtin.segment, offset) === undefined) memory.setAt(builtin.segment, offset, 0);
  }
  machine.rangeCheck96Used = offsetOf(stop);
};

/** Every instance has its inputs, and outputs that were never set could be computed. */
const checkInstances = (machine: Machine, builtin: PlacedBuiltin): void => {
  const { name, segment } = builtin;
  const { memory } = machine;
  if (name === 'segment_arena') return;
  if (name === 'add_mod' || name === 'mul_mod') checkModBuiltin(memory, name, segment);
  const size = memory.usedSize(segment);
  if (size === 0) return;
  const { cells, inputs } = BUILTIN_SHAPES[name];
  const count = Math.ceil(size / cells);
  if (count > inputsFor(memory, builtin)) {
    throw new VmFault('BuiltinInputMissing', `Missing memory cells for ${builtinText(name)}`);
  }
  const missing: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < inputs; j++) if (memory.getAt(segment, cells * i + j) === undefined) missing.push(cells * i + j);
  }
  if (missing.length > 0) {
    throw new VmFault('BuiltinInputMissing', `Missing memory cells for ${builtinText(name)}: [${missing.join(', ')}]`);
  }
  for (let i = 0; i < count; i++) {
    for (let j = inputs; j < cells; j++) checkDeduction(machine, builtin, cells * i + j);
  }
};
