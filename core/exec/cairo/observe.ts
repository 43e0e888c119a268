// What a debugger sees of a transaction while it is executed again. Blocks are executed without one.
import type { CasmClass, EntryPoint } from '../../vm/casm-class.ts';
import type { Pointer } from '../../vm/cell.ts';
import type { CairoRun } from '../../vm/run.ts';
import type { Frame, Phase } from '../phase.ts';

/** Cells of the syscall segment: the request begins at `from`, the response ends before `to`. */
export type SyscallSight =
  | { readonly kind: 'asked'; readonly from: Pointer }
  | { readonly kind: 'answered'; readonly from: Pointer; readonly to: Pointer };

export type ObservedCode = { readonly run: CairoRun; readonly casm: CasmClass; readonly entry: EntryPoint };

/** Runs nest: a syscall may begin another before it is answered. May throw an error of its own to end the whole execution. */
export type RunObserver = {
  readonly begin: (phase: Phase, frame: Frame, code: ObservedCode) => void;
  /** Before each instruction and its hints. */
  readonly step: (run: CairoRun) => void;
  readonly syscall: (frame: Frame, sight: SyscallSight) => void;
  readonly end: (frame: Frame) => void;
};
