// Watches one execution: its calls, their syscalls, and where each step was.
import { required } from '../base/assert.ts';
import { type Felt, feltFromAscii } from '../base/felt.ts';
import { INSPECT_STEPS_MAX } from '../base/limits.ts';
import type { ObservedCode, RunObserver, SyscallSight } from '../exec/cairo/observe.ts';
import { SYSCALL_NAMES } from '../exec/constants-table.ts';
import type { Frame } from '../exec/phase.ts';
import { CONSTRUCTOR_SELECTOR, SELECTORS } from '../exec/selectors.ts';
import { type Cell, cellText, offsetOf, type Pointer, pointerTo, segmentOf } from '../vm/cell.ts';
import type { Program } from '../vm/program.ts';
import type { CairoRun } from '../vm/run.ts';
import type { InspectedCall, InspectedSyscall } from './types.ts';

/** Where every kept step was: the call and the offset in its bytecode (-1 outside it), by step; programs by call. */
export type Trace = { readonly call: Int32Array; readonly pc: Int32Array; readonly programs: readonly Program[] };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Call = Mutable<Omit<InspectedCall, 'syscalls'>> & { readonly syscalls: Mutable<InspectedSyscall>[] };
type Open = { readonly run: CairoRun; readonly call: Call };

const NAMES: ReadonlyMap<string, string> = new Map(SYSCALL_NAMES.map((name) => [feltFromAscii(name).toString(), name]));
const ENTRY_NAMES: ReadonlyMap<Felt, string> = new Map([
  ...Object.entries(SELECTORS).map(([name, selector]) => [selector, name] as const),
  [CONSTRUCTOR_SELECTOR, 'constructor'] as const,
]);
const FIRST_ROOM = 4_096;
/** Cells of a request or response that are kept. */
const CELLS_MAX = 64;
/** Selector and gas; gas and failure flag. */
const HEAD = 2;

export class Recorder implements RunObserver {
  readonly calls: Call[] = [];
  readonly #programs: Program[] = [];
  readonly #open: Open[] = [];
  #callOf = new Int32Array(FIRST_ROOM);
  #pcOf = new Int32Array(FIRST_ROOM);
  #steps = 0;

  get steps(): number {
    return this.#steps;
  }

  readonly begin = (_phase: unknown, frame: Frame, { run, casm }: ObservedCode): void => {
    const { kind, contract, library, selector, calldata, caller } = frame.call;
    const call: Call = {
      index: this.calls.length,
      parent: this.#open.at(-1)?.call.index ?? null,
      phase: null,
      kind,
      isLibraryCall: library !== null,
      contract,
      classHash: frame.classHash,
      selector,
      name: ENTRY_NAMES.get(selector) ?? null,
      caller,
      calldata,
      mode: frame.mode,
      first: this.#steps,
      end: this.#steps,
      steps: 0,
      gas: frame.initialGas,
      ended: null,
      syscalls: [],
    };
    this.calls.push(call);
    this.#programs.push(casm.program);
    this.#open.push({ run, call });
  };

  readonly step = (run: CairoRun): void => {
    const at = this.#steps++;
    if (at >= INSPECT_STEPS_MAX) return;
    if (at === this.#callOf.length) [this.#callOf, this.#pcOf] = [grown(this.#callOf), grown(this.#pcOf)];
    this.#callOf[at] = this.#top.call.index;
    this.#pcOf[at] = segmentOf(run.pc) === 0 ? offsetOf(run.pc) : -1;
  };

  readonly syscall = (frame: Frame, sight: SyscallSight): void => {
    const { run, call } = this.#top;
    if (sight.kind === 'asked') {
      const cells = cellsFrom(run, sight.from, null);
      const name = cells[0] === undefined ? undefined : NAMES.get(cellText(cells[0]));
      const request = cells.slice(HEAD).map(cellText);
      call.syscalls.push({ step: this.#steps - 1, name: name ?? '?', request, response: [], failed: null, gasLeft: frame.gas });
      return;
    }
    // Syscalls of inner calls belong to those: the last of this call is the one that is answered.
    const asked = required(call.syscalls.at(-1), 'syscall: one was asked');
    const cells = cellsFrom(run, sight.from, sight.to).slice(HEAD + asked.request.length);
    asked.gasLeft = frame.gas;
    if (cells.length < HEAD) return;
    asked.failed = cells[1] === 1;
    asked.response = cells.slice(HEAD).map(cellText);
  };

  readonly end = (frame: Frame): void => {
    const { call } = this.#top;
    this.#open.pop();
    call.end = this.#steps;
    call.steps = frame.steps;
  };

  get #top(): Open {
    return required(this.#open.at(-1), 'Recorder: a run that has begun');
  }

  trace(): Trace {
    const kept = Math.min(this.#steps, INSPECT_STEPS_MAX);
    return { call: this.#callOf.slice(0, kept), pc: this.#pcOf.slice(0, kept), programs: this.#programs };
  }
}

/** The set cells from `from` to `to`, or to the first unset one. */
const cellsFrom = (run: CairoRun, from: Pointer, to: Pointer | null): readonly Cell[] => {
  const [segment, start] = [segmentOf(from), offsetOf(from)];
  const end = to === null ? start + HEAD + CELLS_MAX : Math.min(offsetOf(to), start + 2 * (HEAD + CELLS_MAX));
  const cells: Cell[] = [];
  for (let offset = start; offset < end; offset++) {
    const cell = run.memory.get(pointerTo(segment, offset));
    if (cell === undefined) break;
    cells.push(cell);
  }
  return cells;
};

const grown = (cells: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  const next = new Int32Array(cells.length * 2);
  next.set(cells);
  return next;
};
