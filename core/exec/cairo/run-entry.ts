// One entry point of a compiled class on the virtual machine: memory, run, result, resources.
// Source: execution.md 6.2 (memory), 6.3 (return), 6.5 (what a call reports), 7.9 (frames of the virtual machine).
import { type Felt, toFelt } from '../../base/felt.ts';
import { GENERATOR, PEDERSEN_POINTS } from '../../crypto/parameters.ts';
import type { CurvePoint } from '../../crypto/kernel.ts';
import { isBuiltinOrder } from '../../vm/builtins/names.ts';
import { type Cell, cellText, isPointer, offsetOf, type Pointer, pointerTo, segmentOf } from '../../vm/cell.ts';
import { VmFault } from '../../vm/fault.ts';
import { RET_WORD } from '../../vm/instruction.ts';
import { CairoRun, HINT_PREFIX, type RunEnd } from '../../vm/run.ts';
import { abort, type CairoCode, type Finish, type Frame, type Phase } from '../phase.ts';
import { countBuiltins } from '../resources.ts';
import type { HardError, VmFrame } from '../revert-reason.ts';
import { type CallState, createCallState, feltCells, osSyscallResources, readOnlyArray } from './frame-state.ts';
import type { RunObserver } from './observe.ts';
import { serveSyscall } from './syscalls.ts';

/** Runs the entry point for a call whose gas covers the entry budget. An observer sees every step and syscall; it must change nothing. */
export const cairoRunner =
  (observer: RunObserver | null): CairoCode['run'] =>
  (phase, frame, code) =>
    runEntry(phase, frame, { ...code, observer });

export const runCairo: CairoCode['run'] = cairoRunner(null);

type Entry = Parameters<CairoCode['run']>[2] & { readonly observer: RunObserver | null };

const runEntry = (phase: Phase, frame: Frame, { casm, entry, observer }: Entry): Finish => {
  if (!isBuiltinOrder(entry.builtins)) return abort('Entry point uses unsupported builtins or an invalid builtin order\n');
  phase.calls += 1;
  const isSteps = frame.mode === 'cairo_steps';
  const call = phase.calls;
  const run = new CairoRun({
    cls: casm,
    builtins: entry.builtins,
    kernel: phase.kernel,
    countHoles: isSteps,
    randomPoint: (draw) => randomPoint(phase, call, draw),
  });
  const state = enter(phase, frame, { run, offset: entry.offset });
  // The bytecode counts as read from the start, whatever of it runs (cairo-vm, initialize_state).
  if (isSteps) state.readOnly.push({ start: pointerTo(0, 0), length: casm.bytecode.length });
  observer?.begin(phase, frame, { run, casm, entry });
  const serve = observer === null ? () => serveSyscall(state) : () => observedSyscall(state, observer);
  const end = run.execute(isSteps ? phase.vmSteps : phase.ownSteps, serve, observer?.step ?? null);
  frame.steps = run.steps;
  observer?.end(frame);
  if (end.kind !== 'returned') return { kind: 'abort', error: errorOf(phase, frame, end) };
  const finish = resultOf(frame, run);
  countRun(state);
  if (finish.kind !== 'abort') countResources(state);
  return finish;
};

const observedSyscall = (state: CallState, observer: RunObserver): HardError | null => {
  const from = state.cursor.place;
  observer.syscall(state.frame, { kind: 'asked', from });
  const error = serveSyscall(state);
  observer.syscall(state.frame, { kind: 'answered', from, to: state.cursor.place });
  return error;
};

const enter = (phase: Phase, frame: Frame, { run, offset }: { readonly run: CairoRun; readonly offset: number }): CallState => {
  const { gas } = phase.constants;
  const costs = run.memory.loadSegment(gas.builtinCostSegment);
  const syscalls = run.memory.addSegment();
  const state = createCallState(phase, frame, run, syscalls);
  state.readOnly.push({ start: costs, length: gas.builtinCostSegment.length });
  const calldata = readOnlyArray(state, feltCells(frame.call.calldata));
  run.start({ offset, programTail: [RET_WORD, costs], args: [frame.gas - gas.entryPointBudget, syscalls, ...calldata] });
  return state;
};

/** A point for the hint RandomEcPoint: no one can know it before the transaction is signed (execution.md 3.1). */
const randomPoint = (phase: Phase, call: number, draw: number): CurvePoint => {
  const { kernel, info } = phase;
  const factor = kernel.poseidonMany([info.hash, ...info.signature, toFelt(call), toFelt(draw)]);
  const point = kernel.ecOp(START, BASE, factor);
  // The sum meets two points of one x for a handful of factors in 2^251.
  return point.ok ? point.value : START;
};
const START: CurvePoint = { x: toFelt(PEDERSEN_POINTS.shift.x), y: toFelt(PEDERSEN_POINTS.shift.y) };
const BASE: CurvePoint = { x: toFelt(GENERATOR.x), y: toFelt(GENERATOR.y) };

/** The five results below ap: gas, syscall pointer, panic flag, start and end of the data. */
const RESULTS = 5;

const malformed = (text: string): Finish => abort(`Malformed return data : ${text}.\n`);

const resultOf = (frame: Frame, run: CairoRun): Finish => {
  const at = (i: number): Cell | undefined => (run.ap >= RESULTS ? run.memory.get(pointerTo(1, run.ap - RESULTS + i)) : undefined);
  const [gas, flag, start, end] = [at(0), at(2), at(3), at(4)];
  if (gas === undefined || flag === undefined || start === undefined || end === undefined) return malformed('Error extracting return data');
  if (flag !== 0 && flag !== 1) return malformed('Failure flag expected to be either 0 or 1.');
  if (isPointer(gas)) return malformed('Error extracting return data.');
  if (typeof gas === 'bigint' || gas > frame.initialGas) return malformed(`Unexpected remaining gas: ${gas}.`);
  const data = dataOf(run, start, end);
  if (typeof data === 'string') return abort(`${data}\n`);
  frame.gas = gas;
  return { kind: flag === 0 ? 'return' : 'panic', data };
};

/** The returned felts, or the text of what is wrong with them. */
const dataOf = (run: CairoRun, start: Cell, end: Cell): readonly Felt[] | string => {
  if (start === end) return [];
  if (!isPointer(start) || !isPointer(end) || segmentOf(start) !== segmentOf(end) || offsetOf(end) < offsetOf(start)) {
    return `Operation failed: ${cellText(end)} - ${cellText(start)}, no length of an array`;
  }
  const data: Felt[] = [];
  try {
    for (let i = offsetOf(start); i < offsetOf(end); i++) data.push(run.memory.feltAt(pointerTo(segmentOf(start), i)));
  } catch (error) {
    if (error instanceof VmFault) return error.message;
    throw error;
  }
  return data;
};

/** What the run itself took. */
const countRun = ({ phase, run }: CallState): void => {
  phase.run.steps += run.steps;
  countBuiltins(phase.run.builtins, usedBuiltins(run));
};

const usedBuiltins = (run: CairoRun): ReadonlyMap<string, number> =>
  new Map(Object.entries({ ...run.builtinInstances(), blake: run.blakes }).filter(([, count]) => count > 0));

/** Counters for the bouncer in both modes; in CairoSteps mode what is paid for, too. */
const countResources = (state: CallState): void => {
  const { phase, frame, run } = state;
  const used = usedBuiltins(run);
  const builtins = new Map([...used].filter(([name]) => name !== 'segment_arena'));
  const os = osSyscallResources(state);
  countBuiltins(phase.builtins, builtins);
  countBuiltins(phase.builtins, os.builtins);
  if (frame.mode === 'sierra_gas') return;
  for (const { start, length } of state.readOnly) run.memory.markAccessed(start, length);
  phase.vm.steps += run.steps + os.steps;
  phase.vm.memoryHoles += run.memoryHoles() + os.memoryHoles;
  countBuiltins(phase.vm.builtins, used);
  countBuiltins(phase.vm.builtins, os.builtins);
};

const errorOf = (phase: Phase, frame: Frame, end: Exclude<RunEnd<HardError>, { readonly kind: 'returned' }>): HardError => {
  const isHidden = frame.mode === 'sierra_gas' && phase.constants.rules.stripVmFrames;
  const framesOf = (pc: Pointer, traceback: readonly Pointer[]): readonly VmFrame[] =>
    isHidden ? [] : [{ kind: 'vm', pc: cellText(pc), traceback: traceback.map(cellText) }];
  if (end.kind === 'stopped') {
    return { ...end.cause, frames: [...framesOf(end.pc, end.traceback), ...end.cause.frames], pc: end.cause.pc ?? cellText(end.pc) };
  }
  const { pc, traceback, source, text } = end.error;
  if (source === 'end') return { frames: [], text, pc: cellText(pc) };
  return { frames: framesOf(pc, traceback), text: source === 'vm' ? `${text}\n` : text.slice(HINT_PREFIX.length), pc: cellText(pc) };
};
