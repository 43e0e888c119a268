// For tests only: one hint before a `ret`, on a stack of arguments, with results at ap.
import { type Cell, cellText } from '../cell.ts';
import { asm, classOf, startRun } from '../fixtures.ts';
import { EXECUTION } from '../memory.ts';
import type { CairoRun } from '../run.ts';
import type { BuiltinName } from '../builtins/names.ts';

/** Operands in JSON: an immediate, the n-th cell at ap, the n-th argument counted from the last (0). */
export const imm = (value: bigint | number): unknown => ({
  Immediate: value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`,
});
export const at = (offset: number): unknown => ({ register: 'AP', offset });
export const arg = (fromLast: number): unknown => ({ register: 'FP', offset: -3 - fromLast });
export const deref = (cell: unknown): unknown => ({ Deref: cell });

export type HintSetup = {
  readonly args?: (run: CairoRun) => readonly Cell[];
  readonly builtins?: readonly BuiltinName[];
  readonly units?: number;
  /** What the contract does between the hints: each ACT in the list performs the next one. */
  readonly acts?: readonly ((run: CairoRun) => void)[];
};

/** In a list of hints: the next of `acts`. */
export const ACT: unknown = { SystemCall: { system: { Immediate: '0x0' } } };

export type HintResult = { readonly run: CairoRun; readonly failure: string | null; readonly cells: readonly string[] };

/** Runs hints one after the other; `cells` are what stands at ap and beyond, `-` where nothing does. */
export const tryHints = (hints: readonly unknown[], { args, builtins = [], units = 100_000, acts = [] }: HintSetup = {}): HintResult => {
  const run = startRun(classOf(asm.ret, { 0: hints }), args === undefined ? { builtins } : { builtins, args });
  const first = run.ap;
  let act = 0;
  const end = run.execute<never>({ left: units, kind: 'own' }, () => {
    acts[act++]?.(run);
    return null;
  });
  const length = run.memory.usedSize(EXECUTION) - first;
  const cells = Array.from({ length }, (_, i) => run.memory.getAt(EXECUTION, first + i));
  return {
    run,
    failure: end.kind === 'failed' ? end.error.text : null,
    cells: cells.map((cell) => (cell === undefined ? '-' : cellText(cell))),
  };
};
