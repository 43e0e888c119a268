// One run of an entry point: set-up of its memory, the loop, the end. Source: execution.md 1.5, 3, 6.2 and 6.8.
// Syscalls belong to the caller (core/exec): it hands in a handler, which may start further runs and which ends this one by returning an error.
import { assert } from '../base/assert.ts';
import type { CurvePoint, Kernel } from '../crypto/kernel.ts';
import { createDeduce } from './builtins/deduce.ts';
import { BUILTIN_SHAPES, type BuiltinName } from './builtins/names.ts';
import type { CasmClass } from './casm-class.ts';
import { type Cell, type Pointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { type PlacedBuiltin, checkEnd } from './end-checks.ts';
import { runFast } from './fast-loop.ts';
import { VmFault, type VmErrorCode } from './fault.ts';
import { type HintContext, type HintState, emptyHintState } from './hints/hint.ts';
import { Machine } from './machine.ts';
import { EXECUTION, Memory } from './memory.ts';
import { stepOnce } from './step.ts';
import { tracebackOf } from './traceback.ts';

/**
 * Steps that a run and the runs inside it may still take. `run_resources` is the limit of CairoSteps, with the sequencer's text; `own` the one of ours
 * for SierraGas. `units` bounds the work inside hints: with `own` they are steps, otherwise a budget beside.
 */
export type StepBudget = { left: number; readonly kind: 'own' } | { left: number; units: number; readonly kind: 'run_resources' };

/** Performs the next syscall; an error that it returns ends the run and comes back untouched. */
export type SyscallHandler<E> = (run: CairoRun) => E | null;

/** What failed: an instruction, a hint before it, or a check at the end of the run, which has no place in the code. */
type FailureSource = 'vm' | 'hint' | 'end';
/** `pc` is the instruction that failed, `traceback` the calls that led there, outermost first. Texts of hints have their prefix. */
type Where = { readonly pc: Pointer; readonly traceback: readonly Pointer[] };
export type RunFailure = Where & { readonly code: VmErrorCode; readonly text: string; readonly source: FailureSource };
export type RunEnd<E> =
  | { readonly kind: 'returned' }
  | { readonly kind: 'failed'; readonly error: RunFailure }
  | (Where & { readonly kind: 'stopped'; readonly cause: E });

export type RunOptions = {
  readonly cls: CasmClass;
  /** Of the entry point, in the allowed order. */
  readonly builtins: readonly BuiltinName[];
  readonly kernel: Kernel;
  /** True when `memoryHoles` will be asked: slower. */
  readonly countHoles: boolean;
  /** The n-th point for RandomEcPoint. */
  readonly randomPoint: (draw: number) => CurvePoint;
};

type Start = {
  readonly offset: number;
  /** Words behind the bytecode. */
  readonly programTail: readonly Cell[];
  /** Arguments after the builtin pointers. */
  readonly args: readonly Cell[];
};

/** Begins the text of a hint's error as the virtual machine prints it; a revert reason shows what follows. */
export const HINT_PREFIX = 'Got an exception while executing a hint: ';

/** Carries a syscall handler's error out of the loop. */
class SyscallStop extends Error {}

export class CairoRun extends Machine implements HintContext {
  readonly kernel: Kernel;
  readonly hintState: HintState = emptyHintState();
  readonly randomPoint: (draw: number) => CurvePoint;
  readonly #builtins: readonly PlacedBuiltin[];
  #end: Pointer | null = null;
  #budget: StepBudget = { left: 0, kind: 'own' };
  #syscall: () => void = () => undefined;
  #phase: FailureSource = 'vm';

  constructor({ cls, builtins, kernel, countHoles, randomPoint }: RunOptions) {
    super(cls.program, new Memory(cls.program.cells, countHoles), countHoles);
    this.kernel = kernel;
    this.randomPoint = randomPoint;
    this.#builtins = builtins.map((name) => this.#place(name));
  }

  #place(name: BuiltinName): PlacedBuiltin {
    const infos = name === 'segment_arena' ? this.memory.addSegment() : null;
    const segment = segmentOf(this.memory.addSegment());
    if (infos !== null) [infos, 0, 0].forEach((cell, offset) => this.memory.setAt(segment, offset, cell));
    if (name === 'range_check') this.memory.rangeBits[segment] = 128;
    if (name === 'range_check96') this.memory.rangeBits[segment] = 96;
    const { cells, inputs } = BUILTIN_SHAPES[name];
    if (cells > inputs) {
      this.memory.deducing[segment] = true;
      const takeOwn = (count: number): void => {
        // The sequencer's own limit of CairoSteps knows no such units, and real classes of that mode might reach them.
        if (this.#budget.kind === 'own') takeUnits(this.#budget, count);
      };
      this.deductions[segment] = createDeduce({ name, segment, memory: this.memory, kernel: this.kernel, takeUnits: takeOwn });
    }
    return { name, segment };
  }

  /** Where each builtin's segment begins for the contract, in the order of the entry point. */
  builtinPointers(): readonly Pointer[] {
    return this.#builtins.map(({ name, segment }) => pointerTo(segment, name === 'segment_arena' ? BUILTIN_SHAPES[name].cells : 0));
  }

  /** Writes the words behind the bytecode and the stack, and points the registers at the entry point; makes the segment of the end pointer. */
  start({ offset, programTail, args }: Start): void {
    assert(this.#end === null, 'start: a run that has not started');
    const length = this.program.cells.length;
    const end = this.memory.addSegment();
    programTail.forEach((word, i) => this.memory.setAt(0, length + i, word));
    const stack = [...this.builtinPointers(), ...args];
    [...stack, 0, end].forEach((cell, i) => this.memory.setAt(EXECUTION, i, cell));
    // Behind the bytecode, which counts as accessed.
    this.memory.markAccessed(pointerTo(0, length), programTail.length);
    this.memory.markAccessed(pointerTo(EXECUTION, 0), stack.length);
    this.#end = end;
    this.pc = pointerTo(0, offset);
    this.ap = stack.length + 2;
    this.fp = this.ap;
  }

  /** Runs to the end and checks it. `onStep` sees the registers before each instruction and its hints. */
  execute<E>(budget: StepBudget, syscall: SyscallHandler<E>, onStep: ((run: CairoRun) => void) | null = null): RunEnd<E> {
    let cause: E | null = null;
    this.#budget = budget;
    this.#syscall = () => {
      cause = syscall(this);
      if (cause !== null) throw new SyscallStop();
    };
    try {
      this.#loop(onStep);
      this.#phase = 'end';
      checkEnd(this, this.#builtins);
      return { kind: 'returned' };
    } catch (thrown) {
      const where: Where = { pc: this.pc, traceback: tracebackOf(this) };
      if (thrown instanceof SyscallStop && cause !== null) return { kind: 'stopped', cause, ...where };
      if (!(thrown instanceof VmFault)) throw thrown;
      const source = thrown.code === 'OwnStepLimit' ? 'vm' : this.#phase;
      const text = source === 'hint' ? HINT_PREFIX + thrown.message : thrown.message;
      return { kind: 'failed', error: { code: thrown.code, text, source, ...where } };
    }
  }

  #loop(onStep: ((run: CairoRun) => void) | null): void {
    const end = this.#end;
    assert(end !== null, 'execute: a run that has started');
    const isFast = onStep === null;
    const length = this.program.cells.length;
    while (this.pc !== end) {
      const budget = this.#budget;
      if (budget.left <= 0) throw stepsGone(budget);
      onStep?.(this);
      const offset = offsetOf(this.pc);
      // By offset alone, whatever the segment.
      const hinted = this.#runHints(offset);
      if (isFast && offset < length && segmentOf(this.pc) === 0) {
        this.program.instructionAt(offset);
        const taken = runFast(this, Math.max(1, budget.left), hinted);
        budget.left = Math.max(0, budget.left - taken);
        if (taken > 0) continue;
      }
      stepOnce(this);
      // Runs inside a syscall of this instruction may have used up the rest; the instruction itself is still executed.
      budget.left = Math.max(0, budget.left - 1);
    }
  }

  #runHints(offset: number): boolean {
    const hints = this.program.hintsAt(offset);
    if (hints === undefined) return false;
    this.#phase = 'hint';
    for (const hint of hints) hint(this);
    this.#phase = 'vm';
    return true;
  }

  syscall(): void {
    this.#syscall();
  }

  takeUnits(count: number): void {
    takeUnits(this.#budget, count);
  }

  /** Instances of each builtin of the entry point, unused ones too. */
  builtinInstances(): Readonly<Partial<Record<BuiltinName, number>>> {
    return Object.fromEntries(
      this.#builtins.map(({ name, segment }) => {
        const { cells } = BUILTIN_SHAPES[name];
        // The triple that every segment arena begins with is no instance.
        const first = name === 'segment_arena' ? cells : 0;
        const used = name === 'range_check96' ? (this.rangeCheck96Used ?? this.memory.usedSize(segment)) : this.memory.usedSize(segment);
        return [name, Math.ceil((used - first) / cells)];
      }),
    );
  }

  /**
   * Cells of the used segments, builtins apart, that were not accessed; for CairoSteps. As cairo-vm does (get_memory_holes), as many segments are left
   * out as there are builtins, from the first on: segment_arena has two, so that with it the last builtin's segment is counted.
   */
  memoryHoles(): number {
    return this.memory.countHoles(new Set(this.#builtins.map((_, i) => EXECUTION + 1 + i)));
  }
}

/** Draws on a budget for work inside a hint or a syscall. Throws VmFault when it is gone. */
export const takeUnits = (budget: StepBudget, count: number): void => {
  const left = budget.kind === 'own' ? budget.left : budget.units;
  if (left < count) throw new VmFault('OwnStepLimit', 'Own step limit');
  if (budget.kind === 'own') budget.left -= count;
  else budget.units -= count;
};

const stepsGone = ({ kind }: StepBudget): VmFault =>
  kind === 'own'
    ? new VmFault('OwnStepLimit', 'Own step limit')
    : new VmFault('UnfinishedExecution', 'Could not reach the end of the program. RunResources has no remaining steps.');
