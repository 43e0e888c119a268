// What the assembler charges: the model of the Cairo compiler (execution.md 11.2) with the prices of the engine's own table.
import { constantsOf } from '../../core/exec/constants.ts';
import type { BuiltinName } from '../../core/vm/builtins/names.ts';

const { gas } = constantsOf('0.14.4');

export const STEP_GAS = gas.perStep;
/** Paid by whoever calls an entry point before it runs. */
export const ENTRY_GAS = gas.entryPointBudget;
/** Paid by compiled code before each syscall. */
export const SYSCALL_GAS = gas.syscallBase;

/** `segment_arena` has no price. */
export const builtinGas = (name: BuiltinName): number => gas.perBuiltin.get(name) ?? 0;
