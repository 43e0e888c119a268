// The call machine: runs the calls of one phase (validate, execute, fee transfer, view) as a tree, with gas, journal and revert.
// Source: execution.md 5.1-5.4 (syscalls), 6.1 (order of checks), 6.3 (gas), 6.6 (journal, catchable and hard errors), 6.7 (gas of a revert).
// It knows no transaction: flows decide what a phase runs and what its failure means.
import { feltToHex, type Felt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { checkpoint, type Overlay, overlayReader, rollback, writeStorage } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { ContractEvent, L2ToL1Message } from '../types/block.ts';
import type { CodeOf, EntryPoint, EntryPointCall, Syscall, SyscallAnswer, TransactionInfo } from './calls.ts';
import { type SyscallName, syscallGas, type VersionedConstants } from './constants.ts';
import type { CallTrace } from './engine.ts';
import { ENTRYPOINT_FAILED, ENTRYPOINT_NOT_FOUND, INVALID_ARGUMENT, OUT_OF_GAS } from './felts.ts';
import { feltText } from './panic-text.ts';
import { countBuiltins } from './resources.ts';
import type { HardError, PhaseFailure } from './revert-reason.ts';
import { EXECUTE_SELECTOR } from './selectors.ts';

/** One phase while it runs. Mutable, alive only inside one engine call. */
export type Phase = {
  readonly mode: 'validate' | 'execute';
  readonly constants: VersionedConstants;
  readonly codeOf: CodeOf;
  readonly base: StateReader;
  readonly overlay: Overlay;
  /** `base` under the overlay's writes. */
  readonly reader: StateReader;
  readonly info: TransactionInfo;
  /** In order of emission; a failed call's own and inner events are dropped. */
  readonly events: ContractEvent[];
  readonly messages: L2ToL1Message[];
  /** Cells that any call read or wrote, failed ones too. */
  readonly visited: Map<string, Set<string>>;
  /** Builtins of all calls and of their syscalls, failed ones too. */
  readonly builtins: Map<string, number>;
  /** Remaining gas at the last syscall, or at the end of the outermost call: what a revert does not charge. */
  lastGas: number;
};

export type PhaseSetup = Pick<Phase, 'mode' | 'constants' | 'codeOf' | 'base' | 'overlay' | 'info'>;

type CallEnd =
  | { readonly kind: 'returned'; readonly trace: CallTrace }
  | { readonly kind: 'panicked'; readonly trace: CallTrace }
  | { readonly kind: 'aborted'; readonly trace: CallTrace; readonly error: HardError };

/** What a finished phase reports. */
export type PhaseReport = {
  readonly end: CallEnd;
  readonly phase: Phase;
  /** Gas a revert charges: what was spent at the last syscall, or by the outermost call (6.7). */
  readonly revertedGas: number;
};

/** Runs one outermost call with `gas`. */
export const runPhase = (setup: PhaseSetup, call: EntryPointCall, gas: number): PhaseReport => {
  const reader = overlayReader(setup.base, setup.overlay);
  const phase: Phase = { ...setup, reader, events: [], messages: [], visited: new Map(), builtins: new Map(), lastGas: gas };
  const end = runCall(phase, call, { gas, depth: 1 });
  if (end.kind !== 'aborted') phase.lastGas = gas - end.trace.gasConsumed;
  return { end, phase, revertedGas: gas - phase.lastGas };
};

/** How the phase failed, or null. */
export const failureOf = (report: PhaseReport): PhaseFailure | null => {
  const { end } = report;
  if (end.kind === 'returned') return null;
  return end.kind === 'panicked' ? { kind: 'panicked', call: end.trace } : { kind: 'aborted', outermost: end.trace, error: end.error };
};

/** One call while it runs. */
type Frame = {
  readonly call: EntryPointCall;
  readonly classHash: Felt;
  readonly depth: number;
  readonly initialGas: number;
  gas: number;
  readonly inner: CallTrace[];
};
type Budget = { readonly gas: number; readonly depth: number };

/** How a syscall ends: with an answer, with the end of the call, or of the phase. */
type Served =
  | { readonly kind: 'answer'; readonly answer: SyscallAnswer }
  | { readonly kind: 'panic'; readonly data: readonly Felt[] }
  | { readonly kind: 'abort'; readonly error: HardError };

const DONE: Served = { kind: 'answer', answer: { kind: 'done' } };
const outOfGas = (): Served => ({ kind: 'panic', data: [OUT_OF_GAS] });
const abort = (text: string): Exclude<Served, { readonly kind: 'answer' }> => ({ kind: 'abort', error: { frames: [], text } });

const runCall = (phase: Phase, call: EntryPointCall, budget: Budget): CallEnd => {
  const classHash = phase.reader.classHashAt(call.contract);
  const frame: Frame = { call, classHash, depth: budget.depth, initialGas: budget.gas, gas: budget.gas, inner: [] };
  const start = startOf(phase, frame);
  if (start.kind !== 'entry') return endCall(frame, start);
  const point = checkpoint(phase.overlay);
  const nEvents = phase.events.length;
  const nMessages = phase.messages.length;
  const end = endCall(frame, runEntryPoint(phase, frame, start.entry));
  if (end.kind !== 'returned') {
    rollback(phase.overlay, point);
    phase.events.length = nEvents;
    phase.messages.length = nMessages;
  }
  return end;
};

type Start = { readonly kind: 'entry'; readonly entry: EntryPoint } | Exclude<Served, { readonly kind: 'answer' }>;

/** The checks before any code runs, in blockifier's order. */
const startOf = (phase: Phase, frame: Frame): Start => {
  const { limits, gas } = phase.constants;
  if (frame.depth > limits.callDepth) return abort('Execution failed due to recursion depth exceeded.\n');
  if (frame.classHash === 0n) return abort(`Requested contract address ${feltText(frame.call.contract)} is not deployed.\n`);
  const code = phase.codeOf(frame.classHash);
  if (code === null) return abort(`Class with hash ${feltText(frame.classHash)} is not declared.\n`);
  const entry = code.entryPoint(frame.call.kind, frame.call.selector);
  if (entry === null) return { kind: 'panic', data: [ENTRYPOINT_NOT_FOUND] };
  return frame.gas < gas.entryPointBudget ? { kind: 'panic', data: [OUT_OF_GAS] } : { kind: 'entry', entry };
};

type Finish = { readonly kind: 'return'; readonly data: readonly Felt[] } | Exclude<Served, { readonly kind: 'answer' }>;

const endCall = (frame: Frame, finish: Finish): CallEnd => {
  const trace: CallTrace = freeze({
    contract: frame.call.contract,
    classHash: frame.classHash,
    selector: frame.call.selector,
    calldata: frame.call.calldata,
    caller: frame.call.caller,
    result: freeze(finish.kind === 'abort' ? [] : finish.data),
    failed: finish.kind !== 'return',
    gasConsumed: frame.initialGas - frame.gas,
    inner: freeze(frame.inner),
  });
  if (finish.kind === 'abort') return { kind: 'aborted', trace, error: finish.error };
  return { kind: finish.kind === 'return' ? 'returned' : 'panicked', trace };
};

const runEntryPoint = (phase: Phase, frame: Frame, entry: EntryPoint): Finish => {
  const own = entry.cost.gas + entry.cost.gasPerCalldataFelt * frame.call.calldata.length;
  if (frame.gas < own) {
    // As a compiled entry point whose first gas withdrawal fails: only the entry budget is gone.
    frame.gas -= phase.constants.gas.entryPointBudget;
    return { kind: 'panic', data: [OUT_OF_GAS] };
  }
  frame.gas -= own;
  countBuiltins(phase.builtins, entry.cost.builtins);
  const code = entry.run(frame.call.calldata);
  let step = code.next();
  while (step.done !== true) {
    const served = serve(phase, frame, step.value);
    if (served.kind !== 'answer') return served;
    step = code.next(served.answer);
  }
  return { kind: 'return', data: step.value };
};

const SYSCALL_NAMES: Readonly<Record<Exclude<Syscall['kind'], 'panic'>, SyscallName>> = {
  execution_info: 'GetExecutionInfo',
  storage_read: 'StorageRead',
  storage_write: 'StorageWrite',
  emit_event: 'EmitEvent',
  call_contract: 'CallContract',
};

/** Charges a syscall and counts its builtins; false when the gas does not suffice (what was paid before stays paid). */
const charge = (phase: Phase, frame: Frame, name: SyscallName): boolean => {
  countBuiltins(phase.builtins, phase.constants.syscalls[name].builtins);
  const cost = syscallGas(phase.constants, name);
  if (frame.gas < cost) {
    frame.gas = Math.max(0, frame.gas - phase.constants.gas.syscallBase);
    return false;
  }
  frame.gas -= cost;
  phase.lastGas = frame.gas;
  return true;
};

const serve = (phase: Phase, frame: Frame, syscall: Syscall): Served => {
  if (syscall.kind === 'panic') return syscall;
  if (!charge(phase, frame, SYSCALL_NAMES[syscall.kind])) return outOfGas();
  const { contract, caller, selector } = frame.call;
  switch (syscall.kind) {
    case 'execution_info':
      return { kind: 'answer', answer: { kind: 'info', info: { ...phase.info, caller, contract, selector } } };
    case 'storage_read':
      visit(phase, contract, syscall.key);
      return {
        kind: 'answer',
        answer: { kind: 'felt', value: phase.reader.storageAt(contract, syscall.key) },
      };
    case 'storage_write':
      visit(phase, contract, syscall.key);
      writeStorage(phase.overlay, contract, syscall.key, syscall.value);
      return DONE;
    case 'emit_event':
      return emit(phase, { from: contract, keys: syscall.keys, data: syscall.data });
    case 'call_contract':
      return call(phase, frame, syscall);
  }
};

const visit = (phase: Phase, address: Felt, key: Felt): void => {
  const contract = feltToHex(address);
  const keys = phase.visited.get(contract) ?? new Set<string>();
  keys.add(feltToHex(key));
  phase.visited.set(contract, keys);
};

/** Limits in blockifier's order: number, keys, data. */
const emit = (phase: Phase, event: ContractEvent): Served => {
  const { eventsPerPhase, eventKeys, eventData } = phase.constants.limits;
  const rows = [
    ['number of events, number events', phase.events.length + 1, 'number events', eventsPerPhase],
    ['keys length, keys length', event.keys.length, 'keys length', eventKeys],
    ['data length, data length', event.data.length, 'data length', eventData],
  ] as const;
  const over = rows.find(([, got, , max]) => got > max);
  if (over !== undefined) return abort(`Exceeded the maximum ${over[0]}: ${over[1]}, max ${over[2]}: ${over[3]}.`);
  phase.events.push(freeze({ ...event, keys: freeze(event.keys), data: freeze(event.data) }));
  return DONE;
};

const call = (phase: Phase, frame: Frame, syscall: Syscall & { readonly kind: 'call_contract' }): Served => {
  if (phase.mode === 'validate' && syscall.to !== frame.call.contract) {
    return abort('Unauthorized syscall call_contract in execution mode Validate.');
  }
  if (syscall.selector === EXECUTE_SELECTOR) return { kind: 'answer', answer: failure([INVALID_ARGUMENT]) };
  const { to, selector, calldata } = syscall;
  const inner: EntryPointCall = { kind: 'external', contract: to, selector, calldata, caller: frame.call.contract };
  const end = runCall(phase, inner, { gas: frame.gas, depth: frame.depth + 1 });
  frame.inner.push(end.trace);
  frame.gas -= end.trace.gasConsumed;
  switch (end.kind) {
    case 'returned':
      return { kind: 'answer', answer: { kind: 'returned', failed: false, data: end.trace.result } };
    case 'panicked':
      return { kind: 'answer', answer: failure([...end.trace.result, ENTRYPOINT_FAILED]) };
    case 'aborted':
      return { kind: 'abort', error: { frames: [end.trace, ...end.error.frames], text: end.error.text } };
  }
};

const failure = (data: readonly Felt[]): SyscallAnswer => ({ kind: 'returned', failed: true, data });
