// One entry point of our own contracts, run twice: compiled, on the virtual machine, and built in, where it says which sites it passes. What the first
// took at a site of the second is one observation of the cost table (gen-native.ts).
import { assert } from '../core/base/assert.ts';
import { type Felt, FELT_ZERO, feltToHex, toFelt } from '../core/base/felt.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import type { Code, EntryPoint, EntryPointCall, NativeCode, Path, PathCosts, Syscall, VmPlace } from '../core/exec/calls.ts';
import { constantsOf, syscallGas, type VersionedConstants } from '../core/exec/constants.ts';
import type { BlockContext } from '../core/exec/engine.ts';
import { runPhase } from '../core/exec/machine.ts';
import type { CairoCode, ContractCode, PhaseReport } from '../core/exec/phase.ts';
import { NO_RESOURCES } from '../core/exec/resources.ts';
import { executeInfo, NO_TRANSACTION } from '../core/exec/transaction-info.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER } from '../core/state/diff.ts';
import { createOverlay } from '../core/state/overlay.ts';
import { toHeight } from '../core/types/ids.ts';

/** A call of the contract under measurement, which lies at `contract`; all that it calls is INNER. */
export type Case = {
  readonly contract: Felt;
  readonly kind: EntryPointCall['kind'];
  readonly selector: Felt;
  readonly calldata: readonly bigint[];
  readonly caller: bigint;
  readonly version: bigint;
  readonly hash: Felt;
  readonly signature: readonly bigint[];
  readonly storage: readonly (readonly [cell: bigint, value: bigint])[];
};

/** A place that the built-in code was at. */
type Place = { readonly site: number; readonly counts: readonly number[] };
export type Event = Place & { readonly kind: Exclude<Syscall['kind'], 'panic'> };
export type Passed = { readonly events: readonly Event[]; readonly end: Place; readonly failed: boolean };
/** Of a compiled run; `gasAt`: what was left behind each syscall. */
export type Taken = {
  readonly steps: number;
  readonly builtins: ReadonlyMap<string, number>;
  readonly gas: number;
  readonly failed: boolean;
  readonly gasAt: readonly number[];
};

const CONSTANTS = constantsOf('0.14.4');
const SUBJECT = toFelt(1);
const INNER = toFelt(2);
/** What any call of INNER takes: the least that a call can. */
export const INNER_GAS: number = CONSTANTS.gas.entryPointBudget;
/** More than any case needs. */
export const PLENTY = 100_000_000;

const CONTEXT: BlockContext = {
  chainId: toFelt(1),
  info: {
    height: toHeight(1),
    timestamp: 1,
    sequencer: toFelt(1),
    gasPrices: { l1Gas: { wei: 1n, fri: 1n }, l1DataGas: { wei: 1n, fri: 1n }, l2Gas: { wei: 1n, fri: 1n } },
    l1DaMode: 'blob',
    starknetVersion: CONSTANTS.version,
  },
};

const costing = (gas: number): PathCosts => ({
  heldAt: () => 0,
  costAt: () => ({ gas, steps: 0, builtins: new Map() }),
  placeAt: () => null,
});
/** Costs of built-in code that only passes by. */
export const FREE: PathCosts = costing(0);

/** The selector that INNER panics for. */
export const PANICS = 101;
/** Answers with as many felts as its selector says; with none where that is no small number. */
const inner: NativeCode = {
  kind: 'native',
  hashing: NO_RESOURCES,
  entryPoint: (_, selector) => ({ costs: costing(INNER_GAS), run: () => answer(Number(selector)) }),
};
function* answer(felts: number): Code<readonly Felt[]> {
  if (felts === PANICS) yield { kind: 'panic', data: [] };
  return Array.from({ length: felts < PANICS ? felts : 0 }, (_, i) => toFelt(i));
}

/** The one address at which there is something to call in any case. */
export const PRESENT = 0xb0bn;
/** What a run finds: so much gas, these constants, and nothing to call but PRESENT where it is alone. */
type World = { readonly gas: number; readonly constants?: VersionedConstants; readonly alone?: boolean };

const runOn = (kernel: Kernel, subject: ContractCode, { storage, ...of }: Case, world: World): PhaseReport => {
  const { gas, constants = CONSTANTS, alone = false } = world;
  const classHashAt = (address: Felt): Felt => {
    if (address === of.contract) return SUBJECT;
    return alone && address !== PRESENT ? FELT_ZERO : INNER;
  };
  const cells = new Map(storage.map(([cell, value]) => [feltToHex(toFelt(cell)), toFelt(value)]));
  const state = diffReader(EMPTY_READER, { ...EMPTY_DIFF, storage: new Map([[feltToHex(of.contract), cells]]) });
  const { hash, version, signature, kind, selector } = of;
  return runPhase(
    {
      mode: 'execute',
      constants,
      kernel,
      codeOf: (classHash) => (classHash === SUBJECT ? subject : inner),
      base: { ...state, classHashAt },
      overlay: createOverlay(),
      info: executeInfo(CONTEXT, { ...NO_TRANSACTION, hash, version: toFelt(version), signature: signature.map(toFelt) }),
      stepLimit: null,
    },
    { kind, contract: of.contract, library: null, selector, calldata: of.calldata.map(toFelt), caller: toFelt(of.caller) },
    gas,
  );
};

/** The case on the virtual machine with so much gas. */
export const takenBy = (kernel: Kernel, code: CairoCode, of: Case, gas: number = PLENTY): Taken => {
  const gasAt: number[] = [];
  const listening: CairoCode = {
    ...code,
    run: (phase, frame, entry) => {
      let lastGas = phase.lastGas;
      Object.defineProperty(phase, 'lastGas', {
        get: () => lastGas,
        set: (value: number) => {
          lastGas = value;
          if (frame.steps === 0) gasAt.push(value);
        },
      });
      return code.run(phase, frame, entry);
    },
  };
  const { end, phase } = runOn(kernel, listening, of, { gas });
  assert(end.kind !== 'aborted', 'takenBy: a case without a hard error');
  const { trace } = end;
  return { steps: trace.steps, builtins: phase.run.builtins, gas: trace.gasConsumed, failed: trace.failed, gasAt };
};

/** The case in built-in code, whose costs are FREE. */
export const passedBy = (kernel: Kernel, code: NativeCode, of: Case, world: World = { gas: PLENTY }): Passed => {
  const events: Event[] = [{ kind: 'withdraw', site: 0, counts: [0, 0, 0, 0] }];
  let at: Path | null = null;
  const listening: NativeCode = {
    ...code,
    entryPoint: (kind, selector) => {
      const entry = code.entryPoint(kind, selector);
      const run: EntryPoint['run'] = (calldata, path) => {
        at = path;
        return entry === null ? noEntry() : listen(entry.run(calldata, path), path, events);
      };
      return { costs: FREE, run };
    },
  };
  const { end } = runOn(kernel, listening, of, world);
  const path = at as Path | null;
  assert(path !== null, 'passedBy: a case that runs');
  return { events, end: placeOf(path), failed: end.kind !== 'returned' };
};

// oxlint-disable-next-line require-yield
function* noEntry(): Code<readonly Felt[]> {
  return [FELT_ZERO];
}

/** Where a compiled run was when a syscall was a hard error; null: none was. */
export const stoppedAt = (kernel: Kernel, code: CairoCode, of: Case, world: World): VmPlace | null => {
  const { end } = runOn(kernel, code, of, world);
  if (end.kind !== 'aborted') return null;
  const [frame] = end.error.frames;
  assert(frame?.kind === 'vm', 'stoppedAt: constants that show places');
  return frame;
};

const placeOf = ({ site, counts }: Path): Place => ({ site, counts: [...counts] });

function* listen(code: Code<readonly Felt[]>, path: Path, events: Event[]): Code<readonly Felt[]> {
  let step = code.next();
  while (step.done !== true) {
    if (step.value.kind !== 'panic') events.push({ kind: step.value.kind, ...placeOf(path) });
    step = code.next(yield step.value);
  }
  return step.value;
}

const NAMES = {
  execution_info: 'GetExecutionInfo',
  storage_read: 'StorageRead',
  storage_write: 'StorageWrite',
  emit_event: 'EmitEvent',
  call_contract: 'CallContract',
} as const;

/** What a syscall costs beyond the base that compiled code has set aside for it. */
export const priceOf = (kind: Exclude<Event['kind'], 'withdraw'>): number => syscallGas(CONSTANTS, NAMES[kind]) - CONSTANTS.gas.syscallBase;
