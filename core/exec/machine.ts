// The call machine: runs the calls of one phase (validate, execute, fee transfer, view) as a tree, with gas, journal and revert, and the code of
// built-in contracts. Source: execution.md 5.1-5.4 (syscalls), 6.1 (order of checks), 6.3 (gas), 6.4 (mode), 6.6
// (journal, catchable and hard errors), 6.7 (gas of a revert). It knows no transaction: flows decide what a phase runs and what its failure means.
import { type Felt, FELT_ZERO, feltFromHex, feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { checkpoint, rollback } from '../state/overlay.ts';
import { type EntryPoint, type EntryPointCall, type NativeCode, type Path, startPath, type Syscall, type SyscallAnswer } from './calls.ts';
import { type SierraVersion, syscallGas, syscallRow } from './constants.ts';
import type { SyscallName } from './constants-table.ts';
import type { CallTrace } from './engine.ts';
import { ENTRYPOINT_NOT_FOUND, OUT_OF_GAS } from './felts.ts';
import { feltText } from './panic-text.ts';
import {
  type Abort,
  abort,
  type Budget,
  type CallEnd,
  type CairoCode,
  type ContractCode,
  createPhase,
  type Finish,
  type Frame,
  type Phase,
  type PhaseReport,
  type PhaseSetup,
  type TrackedResource,
} from './phase.ts';
import { countBuiltins } from './resources.ts';
import type { HardError } from './revert-reason.ts';
import { callContractFrom, emitEventFrom, type Outcome, readCell, writeCell } from './state-calls.ts';

/** Runs one outermost call with `gas`. */
export const runPhase = (setup: PhaseSetup, call: EntryPointCall, gas: number): PhaseReport => {
  const phase = createPhase(setup, gas, runCall);
  return reportOf(phase, gas, runCall(phase, call, { gas, depth: 1, cairoSteps: false }));
};

export const reportOf = (phase: Phase, gas: number, end: CallEnd): PhaseReport => {
  if (end.kind !== 'aborted' && end.trace.mode === 'sierra_gas') phase.lastGas = gas - end.trace.gasConsumed;
  // A class that lies about its gas in a request cannot bring the charge below nothing.
  return { end, phase, revertedGas: Math.max(0, gas - phase.lastGas), vmSteps: phase.stepLimit - phase.vmSteps.left };
};

/** A class whose accounts could be robbed by transactions of version 0; such a transaction may not run it. */
const FAULTY_CLASS: Felt = feltFromHex('0x1a7820094feaf82d53f53f214b81292d717e7bb9a92bb2488092cd306f3993f');

export const runCall = (phase: Phase, call: EntryPointCall, budget: Budget): CallEnd => {
  const { library, contract } = call;
  const classHash = library ?? phase.reader.classHashAt(contract);
  const code = codeOf(phase, call, classHash, budget.depth);
  if (code.kind === 'abort') return endCall(createFrame(call, classHash, budget, 'sierra_gas'), code);
  countClass(phase, feltToHex(classHash), code);
  const mode = modeOf(phase, code, budget);
  const gas = mode === 'cairo_steps' ? phase.constants.limits.vmModeInfiniteGas : budget.gas;
  const frame = createFrame(call, classHash, { ...budget, gas }, mode);
  const start = entryOf(phase, frame, code);
  if (start.kind === 'panic') return endCall(frame, start);
  const point = checkpoint(phase.overlay);
  const nEvents = phase.events.length;
  const nMessages = phase.messages.length;
  const end = endCall(frame, start.run());
  if (end.kind !== 'returned') {
    rollback(phase.overlay, point);
    phase.events.length = nEvents;
    phase.messages.length = nMessages;
  }
  return end;
};

const countClass = (phase: Phase, classHash: string, code: ContractCode): void => {
  if (phase.executedClasses.has(classHash)) return;
  phase.executedClasses.set(classHash, code.kind === 'cairo' ? code.hashing(phase.constants) : code.hashing);
};

const createFrame = (call: EntryPointCall, classHash: Felt, { gas, depth }: Omit<Budget, 'cairoSteps'>, mode: TrackedResource): Frame => ({
  call,
  classHash,
  depth,
  mode,
  initialGas: gas,
  gas,
  steps: 0,
  inner: [],
});

/** The checks before any code is looked at, in blockifier's order. */
const codeOf = (phase: Phase, call: EntryPointCall, classHash: Felt, depth: number): ContractCode | Abort => {
  if (depth > phase.constants.limits.callDepthMax) return abort('Execution failed due to recursion depth exceeded.\n');
  if (phase.reader.classHashAt(call.contract) === FELT_ZERO) {
    return abort(`Requested contract address ${feltText(call.contract)} is not deployed.\n`);
  }
  if (classHash === FAULTY_CLASS && phase.info.version === FELT_ZERO) return abort('Fraud attempt blocked.\n');
  return phase.codeOf(classHash, phase.reader) ?? abort(`Class with hash ${feltText(classHash)} is not declared.\n`);
};

const isBelow = (a: SierraVersion, b: SierraVersion): boolean => {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** One call in CairoSteps mode makes all calls below it so. */
const modeOf = (phase: Phase, code: ContractCode, budget: Budget): TrackedResource => {
  if (budget.cairoSteps) return 'cairo_steps';
  return code.kind === 'cairo' && isBelow(code.sierraVersion, phase.constants.rules.sierraGasFrom) ? 'cairo_steps' : 'sierra_gas';
};

type Start = { readonly kind: 'entry'; readonly run: () => Finish } | { readonly kind: 'panic'; readonly data: readonly Felt[] };

const entryOf = (phase: Phase, frame: Frame, code: ContractCode): Start => {
  const run = code.kind === 'cairo' ? cairoEntry(phase, frame, code) : nativeEntry(phase, frame, code);
  if (run === null) return { kind: 'panic', data: [ENTRYPOINT_NOT_FOUND] };
  return frame.gas < phase.constants.gas.entryPointBudget ? { kind: 'panic', data: [OUT_OF_GAS] } : { kind: 'entry', run };
};

const cairoEntry = (phase: Phase, frame: Frame, { casm, run }: CairoCode): (() => Finish) | null => {
  const { kind, selector } = frame.call;
  const entry = casm.entryPoints[kind].find((candidate) => candidate.selector === selector);
  return entry === undefined ? null : () => run(phase, frame, { casm, entry });
};

const nativeEntry = (phase: Phase, frame: Frame, code: NativeCode): (() => Finish) | null => {
  const entry = code.entryPoint(frame.call.kind, frame.call.selector);
  return entry === null ? null : () => runNative(phase, frame, entry);
};

const endCall = (frame: Frame, finish: Finish): CallEnd => {
  const { kind, contract, library, selector, calldata, caller } = frame.call;
  const trace: CallTrace = freeze({
    kind,
    isLibraryCall: library !== null,
    contract,
    classHash: frame.classHash,
    selector,
    calldata,
    caller,
    result: freeze(finish.kind === 'abort' ? [] : finish.data),
    failed: finish.kind !== 'return',
    mode: frame.mode,
    steps: frame.steps,
    gasConsumed: frame.mode === 'cairo_steps' ? 0 : frame.initialGas - frame.gas,
    inner: freeze(frame.inner),
  });
  if (finish.kind === 'abort') return { kind: 'aborted', trace, error: finish.error };
  return { kind: finish.kind === 'return' ? 'returned' : 'panicked', trace };
};

/** How a syscall of a built-in contract ends: with an answer, with the end of the call, or of the phase. */
type Served = { readonly kind: 'answer'; readonly answer: SyscallAnswer } | Exclude<Finish, { readonly kind: 'return' }>;

/** A run of a built-in entry point. `paid`: what its syscalls and inner calls took beyond the base that compiled code pays beforehand. */
type NativeRun = { readonly phase: Phase; readonly frame: Frame; readonly entry: EntryPoint; readonly path: Path; paid: number };

const OUT: Finish = { kind: 'panic', data: [OUT_OF_GAS] };

const runNative = (phase: Phase, frame: Frame, entry: EntryPoint): Finish => {
  const run: NativeRun = { phase, frame, entry, path: startPath(), paid: 0 };
  const finish = canWithdraw(run) ? runCode(run) : OUT;
  if (finish.kind !== 'abort') settle(run);
  return finish;
};

const runCode = (run: NativeRun): Finish => {
  run.path.site += 1;
  const code = run.entry.run(run.frame.call.calldata, run.path);
  let step = code.next();
  while (step.done !== true) {
    const served = serve(run, step.value);
    if (served.kind === 'abort') return { kind: 'abort', error: placed(run, served.error) };
    if (served.kind !== 'answer') return served;
    if (served.answer.kind !== 'returned' || !served.answer.failed) run.path.site += 1;
    step = code.next(served.answer);
  }
  return { kind: 'return', data: step.value };
};

/** The error as it leaves the compiled code that this mirrors. */
const placed = ({ phase, entry, path }: NativeRun, error: HardError): HardError => {
  const place = entry.costs.placeAt(path);
  if (place === null) return error;
  const frames = phase.constants.rules.stripVmFrames ? [] : [{ kind: 'vm', ...place } as const];
  return { ...error, frames: [...frames, ...error.frames], pc: error.pc ?? place.pc };
};

/** Charges what the path cost, and counts it. */
const settle = ({ phase, frame, entry, path, paid }: NativeRun): void => {
  const { gas, steps, builtins } = entry.costs.costAt(path);
  frame.gas = frame.initialGas - paid - gas - path.syscalls * phase.constants.gas.syscallBase;
  frame.steps = steps;
  phase.run.steps += steps;
  countBuiltins(phase.run.builtins, builtins);
  countBuiltins(phase.builtins, builtins);
};

/** Whether there is gas for the way from here. */
const canWithdraw = ({ frame, entry, path, paid }: NativeRun): boolean => frame.initialGas - paid >= entry.costs.heldAt(path);

const NATIVE_SYSCALLS: Readonly<Record<Exclude<Syscall['kind'], 'panic' | 'withdraw'>, SyscallName>> = {
  execution_info: 'GetExecutionInfo',
  storage_read: 'StorageRead',
  storage_write: 'StorageWrite',
  emit_event: 'EmitEvent',
  call_contract: 'CallContract',
};

/** Charges a syscall and counts its builtins; false when the gas does not suffice. */
const charge = (run: NativeRun, name: SyscallName): boolean => {
  const { phase, frame, entry, path } = run;
  countBuiltins(phase.builtins, syscallRow(phase.constants, name).resources.builtins);
  path.syscalls += 1;
  const gas = frame.initialGas - run.paid - entry.costs.heldAt(path);
  const price = syscallGas(phase.constants, name) - phase.constants.gas.syscallBase;
  if (gas < price) return false;
  run.paid += price;
  frame.gas = gas - price;
  phase.lastGas = frame.gas;
  return true;
};

const DONE: Served = { kind: 'answer', answer: { kind: 'done' } };

const serve = (run: NativeRun, syscall: Syscall): Served => {
  if (syscall.kind === 'panic') return syscall;
  if (syscall.kind === 'withdraw') return canWithdraw(run) ? DONE : OUT;
  if (!charge(run, NATIVE_SYSCALLS[syscall.kind])) return OUT;
  const { phase, frame } = run;
  const { contract, caller, selector } = frame.call;
  switch (syscall.kind) {
    case 'execution_info':
      return { kind: 'answer', answer: { kind: 'info', info: { ...phase.info, caller, contract, selector } } };
    case 'storage_read':
      return { kind: 'answer', answer: { kind: 'felt', value: readCell(phase, frame, syscall.key) } };
    case 'storage_write':
      writeCell(phase, frame, syscall);
      return DONE;
    case 'emit_event':
      return emitEventFrom(phase, frame, syscall) ?? DONE;
    case 'call_contract': {
      const before = frame.gas;
      const outcome = callContractFrom(phase, frame, syscall);
      run.paid += before - frame.gas;
      return returned(outcome);
    }
  }
};

const returned = (outcome: Outcome<readonly Felt[]>): Served => {
  switch (outcome.kind) {
    case 'answer':
      return { kind: 'answer', answer: { kind: 'returned', failed: false, data: outcome.value } };
    case 'failure':
      return { kind: 'answer', answer: { kind: 'returned', failed: true, data: outcome.data } };
    case 'abort':
      return outcome;
  }
};
