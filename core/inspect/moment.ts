// One step of a transaction, found by executing it again up to there. Memory is written once: what a step writes is what its cells hold afterwards.
import { required } from '../base/assert.ts';
import { feltToHex, toFelt } from '../base/felt.ts';
import type { ObservedCode, RunObserver } from '../exec/cairo/observe.ts';
import type { Frame } from '../exec/phase.ts';
import { type Cell, cellText, isPointer, offsetOf, type Pointer, pointerTo, segmentOf } from '../vm/cell.ts';
import { disassemble } from '../vm/disassemble.ts';
import type { Instruction } from '../vm/instruction.ts';
import { EXECUTION } from '../vm/memory.ts';
import type { CairoRun } from '../vm/run.ts';
import type { Trace } from './recorder.ts';
import type { Prepared } from './replay.ts';
import type { InspectedMoment, MomentBuiltin, MomentLine, MomentOperand } from './types.ts';

/** Executed instructions before and after the moment, cells of the execution segment before fp and behind ap, cells of a builtin. */
const LINES = 8;
const CELLS_BEFORE = 6;
const CELLS_MAX = 28;
const BUILTIN_CELLS = 6;

type Open = { readonly run: CairoRun; readonly frame: Frame; readonly code: ObservedCode; readonly call: number };

/** Ends the execution once the moment is known. */
class MomentKnown extends Error {}

/** The moment before step `step`; null when the transaction has no such step. */
export const momentAt = (prepared: Prepared, trace: Trace, step: number): InspectedMoment | null => {
  const watcher = new Watcher(trace, step);
  try {
    prepared.execute(watcher);
  } catch (thrown) {
    if (!(thrown instanceof MomentKnown)) throw thrown;
  }
  return watcher.moment;
};

class Watcher implements RunObserver {
  moment: InspectedMoment | null = null;
  readonly #trace: Trace;
  readonly #step: number;
  readonly #open: Open[] = [];
  #calls = 0;
  #steps = 0;
  #caught: { readonly at: Open; readonly sight: Sight } | null = null;

  constructor(trace: Trace, step: number) {
    this.#trace = trace;
    this.#step = step;
  }

  readonly begin = (_phase: unknown, frame: Frame, code: ObservedCode): void => {
    this.#open.push({ run: code.run, frame, code, call: this.#calls++ });
  };

  readonly step = (run: CairoRun): void => {
    if (this.#caught?.at.run === run) this.#finish();
    if (this.#steps++ !== this.#step) return;
    const at = required(this.#open.at(-1), 'step: of a run that has begun');
    this.#caught = { at, sight: see(at) };
  };

  readonly syscall = (): void => undefined;

  readonly end = (): void => {
    const top = this.#open.pop();
    if (this.#caught !== null && this.#caught.at === top) this.#finish();
  };

  #finish(): never {
    const { at, sight } = required(this.#caught, 'finish: the step was met');
    this.moment = toMoment({ at, sight, step: this.#step, trace: this.#trace });
    throw new MomentKnown();
  }
}

type OperandSight = { readonly name: MomentOperand['name']; readonly at: Pointer; readonly before: Cell | undefined };
/** What is seen before the step. */
type Sight = Pick<InspectedMoment, 'ap' | 'fp' | 'gasLeft' | 'text' | 'hasHints' | 'cells' | 'builtins'> & {
  readonly pc: Pointer;
  readonly words: readonly Cell[];
  readonly instruction: Instruction | null;
  readonly operands: readonly OperandSight[];
};

const see = ({ run, frame, code }: Open): Sight => {
  const { memory, pc, ap, fp } = run;
  const [word, next] = [memory.get(pc), memory.get(pointerTo(segmentOf(pc), offsetOf(pc) + 1))];
  const { text, instruction } = disassemble(word, next);
  return {
    pc,
    ap,
    fp,
    gasLeft: frame.gas,
    words: [word, instruction?.size === 2 ? next : undefined].filter((cell) => cell !== undefined),
    text,
    instruction,
    hasHints: segmentOf(pc) === 0 && run.program.hintsAt(offsetOf(pc)) !== undefined,
    operands: instruction === null ? [] : operandsOf(run, instruction),
    cells: cellsAround(run),
    builtins: builtinsOf(run, code),
  };
};

/** The cells that the instruction names; none for an immediate. */
const operandsOf = (run: CairoRun, i: Instruction): readonly OperandSight[] => {
  const { memory, ap, fp } = run;
  const [dstAt, op0At] = [(i.dstFp ? fp : ap) + i.off0, (i.op0Fp ? fp : ap) + i.off1];
  const own = (name: OperandSight['name'], offset: number): readonly OperandSight[] =>
    offset < 0 ? [] : [{ name, at: pointerTo(EXECUTION, offset), before: memory.getAt(EXECUTION, offset) }];
  const usesDst = i.opcode !== 'nop' || i.pcUpdate === 'jnz' || i.extension !== 'none';
  const usesOp0 = i.opcode === 'call' || i.op1 === 'op0' || i.res === 'add' || i.res === 'mul';
  return [...(usesDst ? own('dst', dstAt) : []), ...(usesOp0 ? own('op0', op0At) : []), ...op1Of(run, i, op0At)];
};

const op1Of = ({ memory, ap, fp }: CairoRun, i: Instruction, op0At: number): readonly OperandSight[] => {
  if (i.op1 === 'immediate') return [];
  const base = i.op1 === 'op0' ? memory.getAt(EXECUTION, op0At) : pointerTo(EXECUTION, i.op1 === 'fp' ? fp : ap);
  if (base === undefined || !isPointer(base) || offsetOf(base) + i.off2 < 0) return [];
  const at = pointerTo(segmentOf(base), offsetOf(base) + i.off2);
  return [{ name: 'op1', at, before: memory.get(at) }];
};

const cellsAround = ({ memory, ap, fp }: CairoRun): InspectedMoment['cells'] => {
  const first = Math.max(0, Math.min(fp - CELLS_BEFORE, ap));
  const from = Math.max(first, ap + 1 - CELLS_MAX);
  return Array.from({ length: ap + 1 - from }, (_, i) => ({ offset: from + i, value: textOf(memory.getAt(EXECUTION, from + i)) }));
};

const builtinsOf = (run: CairoRun, { entry }: ObservedCode): readonly MomentBuiltin[] =>
  run.builtinPointers().map((pointer, i) => {
    const segment = segmentOf(pointer);
    const used = run.memory.usedSize(segment);
    const from = Math.max(0, used - BUILTIN_CELLS);
    const last = Array.from({ length: used - from }, (_, cell) => textOf(run.memory.getAt(segment, from + cell)) ?? '');
    return { name: entry.builtins[i] ?? '', segment, used, last };
  });

const textOf = (cell: Cell | undefined): string | null => (cell === undefined ? null : cellText(cell));

type Known = { readonly at: Open; readonly sight: Sight; readonly step: number; readonly trace: Trace };

const toMoment = ({ at, sight, step, trace }: Known): InspectedMoment => {
  const { pc, words, instruction, operands, ...rest } = sight;
  const { memory } = at.run;
  return {
    ...rest,
    step,
    call: at.call,
    pc: cellText(pc),
    words: words.map((word) => (isPointer(word) ? cellText(word) : feltToHex(toFelt(word)))),
    sense: senseOf(instruction, operands),
    operands: operands.map((operand) => ({
      name: operand.name,
      at: cellText(operand.at),
      before: textOf(operand.before),
      after: textOf(memory.get(operand.at)),
    })),
    lines: linesAround(trace, step),
  };
};

const senseOf = (i: Instruction | null, operands: readonly OperandSight[]): InspectedMoment['sense'] => {
  if (i === null) return 'unknown';
  if (i.extension !== 'none') return 'blake';
  if (i.opcode === 'call' || i.opcode === 'ret') return i.opcode;
  const dst = operands.find(({ name }) => name === 'dst');
  if (i.opcode === 'assert_eq') {
    if (dst?.before === undefined) return 'write';
    return operands.every(({ before }) => before !== undefined) ? 'check' : 'solve';
  }
  if (i.pcUpdate === 'jnz') return dst?.before === 0 ? 'jump_not_taken' : 'jump_taken';
  return i.pcUpdate === 'regular' ? 'move_ap' : 'jump';
};

const linesAround = ({ call, pc, programs }: Trace, step: number): readonly MomentLine[] => {
  const from = Math.max(0, step - LINES);
  const to = Math.min(call.length, step + LINES + 1);
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
    const [of, offset] = [call[from + i] ?? 0, pc[from + i] ?? -1];
    const cells = programs[of]?.cells;
    // Behind the bytecode stands the return of the entry point.
    const text = offset < 0 || cells === undefined || offset >= cells.length ? 'ret' : disassemble(cells[offset], cells[offset + 1]).text;
    return { step: from + i, call: of, pc: String(Math.max(0, offset)), text };
  });
};
