// What the assembler charges: the model of the Cairo compiler (execution.md 11.2) with the prices of the engine's own table.
import { constantsOf } from '../../core/exec/constants.ts';

/** In the order in which entry points take and return them (execution.md 2). `segment_arena` has no price. */
export const BUILTINS = [
  'pedersen',
  'range_check',
  'bitwise',
  'ec_op',
  'poseidon',
  'segment_arena',
  'range_check96',
  'add_mod',
  'mul_mod',
] as const;
export type Builtin = (typeof BUILTINS)[number];

const { gas } = constantsOf('0.14.4');

export const STEP_GAS = gas.perStep;
/** Paid by whoever calls an entry point before it runs. */
export const ENTRY_GAS = gas.entryPointBudget;
/** Paid by compiled code before each syscall. */
export const SYSCALL_GAS = gas.syscallBase;

export const builtinGas = (name: Builtin): number => gas.perBuiltin.get(name) ?? 0;
