// One phase of a transaction while it runs (validate, execute, fee transfer, view), the calls in it, and how they end.
// Source: execution.md 6.1 (call record), 6.5 (what a call reports), 6.6 (catchable and hard errors), 6.7 (gas of a revert), 6.8 (own step limit).
import { type Felt, feltToHex } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { type Overlay, overlayReader } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { ContractEvent, ExecutionResources, L2ToL1Message } from '../types/block.ts';
import type { CasmClass, EntryPoint } from '../vm/casm-class.ts';
import type { StepBudget } from '../vm/run.ts';
import type { EntryPointCall, NativeCode, TransactionInfo } from './calls.ts';
import type { SierraVersion, VersionedConstants } from './constants.ts';
import type { CallTrace } from './engine.ts';
import type { HardError, PhaseFailure } from './revert-reason.ts';

/** A compiled class, the Sierra version that decides its gas mode, and what runs its entry points: hosts without the virtual machine never load it. */
export type CairoCode = {
  readonly kind: 'cairo';
  readonly casm: CasmClass;
  readonly sierraVersion: SierraVersion;
  /** What hashing the class costs the block that executes it first. */
  readonly hashing: (constants: VersionedConstants) => ExecutionResources;
  readonly run: (phase: Phase, frame: Frame, code: { readonly casm: CasmClass; readonly entry: EntryPoint }) => Finish;
};
export type ContractCode = NativeCode | CairoCode;
/** The code of a class hash in a state; null when the class is not declared there, or this engine has no code for it. */
export type CodeOf = (classHash: Felt, state: StateReader) => ContractCode | null;

/** Resources that CairoSteps calls are paid by. */
type VmUsage = { steps: number; memoryHoles: number; readonly builtins: Map<string, number> };

/** What a flow decides about a phase. */
export type PhaseSetup = {
  readonly mode: 'validate' | 'execute';
  readonly constants: VersionedConstants;
  readonly kernel: Kernel;
  readonly codeOf: CodeOf;
  readonly base: StateReader;
  readonly overlay: Overlay;
  readonly info: TransactionInfo;
  /** Steps that CairoSteps calls may take together; null: the limit of the mode. */
  readonly stepLimit: number | null;
};

/** Mutable, alive only inside one engine call. */
export type Phase = Omit<PhaseSetup, 'info' | 'stepLimit'> & {
  /** Replaced while a meta transaction runs. */
  info: TransactionInfo;
  /** `base` under the overlay's writes. */
  readonly reader: StateReader;
  /** In order of emission; a failed call's own and inner events are dropped. */
  readonly events: ContractEvent[];
  readonly messages: L2ToL1Message[];
  /** Cells that any call read or wrote, failed ones too. */
  readonly visited: Map<string, Set<string>>;
  /** Builtins of all calls and of their syscalls, failed ones too: the bouncer's counters. */
  readonly builtins: Map<string, number>;
  /** Compiled classes that ran, failed calls too, with what hashing each costs. */
  readonly executedClasses: Map<string, ExecutionResources>;
  readonly vm: VmUsage;
  /** What all runs took of the virtual machine by themselves, whatever they are paid in. */
  readonly run: VmUsage;
  /** What CairoSteps runs may still take, and what SierraGas runs may by our own limit. */
  readonly vmSteps: StepBudget;
  readonly ownSteps: StepBudget;
  readonly stepLimit: number;
  /** Remaining gas at the last syscall, or at the end of the outermost call: what a revert does not charge. */
  lastGas: number;
  /** Calls begun, to tell their random points apart. */
  calls: number;
  /** Runs a call inside a call; here because the modules of both would import each other. */
  readonly runCall: (phase: Phase, call: EntryPointCall, budget: Budget) => CallEnd;
};

/** What an inner call is given. */
export type Budget = {
  readonly gas: number;
  readonly depth: number;
  /** A caller in this stack runs in CairoSteps mode. */
  readonly cairoSteps: boolean;
};

/** One call while it runs. `gas` is what is left of `initialGas`. */
export type Frame = {
  readonly call: EntryPointCall;
  readonly classHash: Felt;
  readonly depth: number;
  readonly mode: TrackedResource;
  readonly initialGas: number;
  gas: number;
  /** Cairo steps of its own run. */
  steps: number;
  readonly inner: CallTrace[];
};
export type TrackedResource = 'sierra_gas' | 'cairo_steps';

export type CallEnd =
  | { readonly kind: 'returned'; readonly trace: CallTrace }
  | { readonly kind: 'panicked'; readonly trace: CallTrace }
  | { readonly kind: 'aborted'; readonly trace: CallTrace; readonly error: HardError };

/** How the code of a call ends. */
export type Finish =
  | { readonly kind: 'return'; readonly data: readonly Felt[] }
  | { readonly kind: 'panic'; readonly data: readonly Felt[] }
  | Abort;
export type Abort = { readonly kind: 'abort'; readonly error: HardError };

/** A hard error that begins here. */
export const abort = (text: string): Abort => ({ kind: 'abort', error: { frames: [], text, pc: null } });

/** What a finished phase reports. */
export type PhaseReport = {
  readonly end: CallEnd;
  readonly phase: Phase;
  /** Gas a revert charges: what was spent at the last syscall, or by the outermost call (6.7). */
  readonly revertedGas: number;
  /** Cairo steps that were taken in CairoSteps mode. */
  readonly vmSteps: number;
};

export const createPhase = (setup: PhaseSetup, gas: number, runCall: Phase['runCall']): Phase => {
  const { limits, gas: prices } = setup.constants;
  const [steps, sierraGas] =
    setup.mode === 'validate'
      ? [limits.validateMaxSteps, limits.validateMaxSierraGas]
      : [limits.executeMaxSteps, limits.executeMaxSierraGas];
  const stepLimit = Math.min(steps, setup.stepLimit ?? steps);
  const ownSteps = Math.floor(sierraGas / prices.perStep) + OWN_STEPS_MORE;
  return {
    ...setup,
    stepLimit,
    reader: overlayReader(setup.base, setup.overlay),
    events: [],
    messages: [],
    visited: new Map(),
    builtins: new Map(),
    executedClasses: new Map(),
    vm: { steps: 0, memoryHoles: 0, builtins: new Map() },
    run: { steps: 0, memoryHoles: 0, builtins: new Map() },
    vmSteps: { left: stepLimit, units: ownSteps, kind: 'run_resources' },
    ownSteps: { left: ownSteps, kind: 'own' },
    lastGas: gas,
    calls: 0,
    runCall,
  };
};
/** Steps beyond those that the largest gas limit pays for. */
const OWN_STEPS_MORE = 100_000;

/** How the phase failed, or null. */
export const failureOf = (report: PhaseReport): PhaseFailure | null => {
  const { end } = report;
  if (end.kind === 'returned') return null;
  return end.kind === 'panicked' ? { kind: 'panicked', call: end.trace } : { kind: 'aborted', outermost: end.trace, error: end.error };
};

/** Counts a cell for the bouncer. */
export const visit = (phase: Phase, address: Felt, key: Felt): void => {
  const contract = feltToHex(address);
  const keys = phase.visited.get(contract) ?? new Set<string>();
  keys.add(feltToHex(key));
  phase.visited.set(contract, keys);
};
