// Runs one entry point of a class file over a described state, by the same call machine as blocks: what `npm run casm` prints.
// Source: execution.md 6; the report of a call: 6.5 (see docs/casm.md for what each figure counts).
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Felt, FELT_ZERO, feltToHex } from '../core/base/felt.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { selectorOf } from '../core/crypto/keccak.ts';
import { createClassStore } from '../core/exec/class-store.ts';
import type { EntryPointKind, TransactionInfo } from '../core/exec/calls.ts';
import { constantsOf, type SierraVersion, TABLES, type VersionedConstants } from '../core/exec/constants.ts';
import { overrideConstants } from '../core/exec/constants-override.ts';
import type { HardError } from '../core/exec/revert-reason.ts';
import { runPhase } from '../core/exec/machine.ts';
import type { PhaseReport } from '../core/exec/phase.ts';
import { diffReader, EMPTY_READER, freezeDiff } from '../core/state/diff.ts';
import { createOverlay, overlayDiff } from '../core/state/overlay.ts';
import type { StateDiff } from '../core/types/block.ts';
import { createClassFiles } from './casm-classes.ts';
import { CasmRefusal, feltAt, readJsonFile } from './casm-json.ts';
import { type CasmState, declare, readState } from './casm-state.ts';

export type CasmOptions = {
  readonly file: string;
  readonly entry: string;
  readonly calldata: readonly Felt[];
  readonly type: EntryPointKind;
  readonly mode: 'execute' | 'validate';
  readonly caller: Felt;
  readonly address: Felt;
  readonly stateFile: string | null;
  readonly gas: number;
  readonly sierra: SierraVersion | null;
  readonly version: string;
  readonly constantsFile: string | null;
};

type Cells = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** The output; felts as 0x strings. */
export type CasmResult = {
  readonly failed: boolean;
  readonly retdata: readonly string[];
  readonly gasConsumed: number;
  readonly mode: 'sierra_gas' | 'cairo_steps';
  readonly steps: number;
  readonly memoryHoles: number;
  readonly builtins: Readonly<Record<string, number>>;
  readonly events: readonly {
    readonly from: string;
    readonly order: number;
    readonly keys: readonly string[];
    readonly data: readonly string[];
  }[];
  readonly messages: readonly { readonly from: string; readonly order: number; readonly to: string; readonly payload: readonly string[] }[];
  readonly storage: Cells;
  /** Contracts deployed, and those whose class was replaced. */
  readonly deployed: Readonly<Record<string, string>>;
  readonly classHash: string;
};
export type CasmError = { readonly error: string; readonly where: string };

const hexes = (felts: readonly Felt[]): readonly string[] => felts.map(feltToHex);

/** Runs it; throws CasmRefusal for an input that is refused. */
export const runCasm = (options: CasmOptions): CasmResult | CasmError => {
  const kernel = createKernel();
  const constants = constantsFor(options);
  const files = createClassFiles(kernel);
  const main = files.load(options.file, options.sierra, null);
  const { stateFile } = options;
  const state = readState(stateFile === null ? {} : readJsonFile(stateFile), (path, version, hash) =>
    files.load(stateFile === null ? path : besideState(path, stateFile), version, hash),
  );
  declare(state, main);
  const base = diffReader(EMPTY_READER, diffOf(state, options.address, main.classHash));
  const overlay = createOverlay();
  const report = runPhase(
    {
      mode: options.mode,
      constants,
      kernel,
      codeOf: createClassStore(files.all()).codeOf,
      base,
      overlay,
      info: infoOf(constants, state, options.mode),
      stepLimit: null,
    },
    {
      kind: options.type,
      contract: options.address,
      library: null,
      selector: /^(0x[0-9a-fA-F]+|\d+)$/.test(options.entry) ? feltAt(options.entry, '--entry') : selectorOf(options.entry),
      calldata: options.calldata,
      caller: options.caller,
    },
    options.gas,
  );
  if (report.end.kind === 'aborted') return errorOf(report.end.error, options);
  return { ...resultOf(report), ...changesOf(overlayDiff(base, overlay)), classHash: feltToHex(main.classHash) };
};

/** Class files of a state file are looked for from the current folder, then from its own. */
const besideState = (path: string, stateFile: string): string => {
  const beside = resolve(dirname(stateFile), path);
  return !existsSync(path) && existsSync(beside) ? beside : path;
};

const constantsFor = ({ version, constantsFile }: CasmOptions): VersionedConstants => {
  const table = TABLES.find(({ protocolVersion }) => protocolVersion === version);
  if (table === undefined)
    throw new CasmRefusal(`known are ${TABLES.map(({ protocolVersion }) => protocolVersion).join(', ')}`, '--version');
  if (constantsFile === null) return constantsOf(version);
  const merged = overrideConstants(table, readJsonFile(constantsFile));
  if (merged.ok) return merged.value;
  const { at, expected } = merged.error;
  throw new CasmRefusal(`${expected} is expected`, `${constantsFile}: ${at === '' ? 'the whole' : at}`);
};

const diffOf = (state: CasmState, address: Felt, classHash: Felt): StateDiff =>
  freezeDiff({ ...state, deployed: new Map([...state.deployed, [feltToHex(address), classHash]]) });

const infoOf = (constants: VersionedConstants, { block, transaction }: CasmState, mode: CasmOptions['mode']): TransactionInfo => {
  const trueBlockNumber = block.blockNumber;
  if (mode === 'execute') return { ...transaction, ...block, trueBlockNumber };
  const { blockNumber, timestamp } = constants.validateRounding;
  return {
    ...transaction,
    trueBlockNumber,
    blockNumber: block.blockNumber - (block.blockNumber % blockNumber),
    blockTimestamp: block.blockTimestamp - (block.blockTimestamp % timestamp),
    sequencer: FELT_ZERO,
  };
};

const resultOf = (report: PhaseReport): Omit<CasmResult, 'storage' | 'deployed' | 'classHash'> => {
  const { end, phase } = report;
  const { mode, failed, result, gasConsumed } = end.trace;
  const usage = mode === 'cairo_steps' ? phase.vm : phase.run;
  return {
    failed,
    retdata: hexes(result),
    gasConsumed,
    mode,
    steps: usage.steps,
    memoryHoles: usage.memoryHoles,
    builtins: Object.fromEntries([...usage.builtins].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    events: phase.events.map(({ from, keys, data }, order) => ({ from: feltToHex(from), order, keys: hexes(keys), data: hexes(data) })),
    messages: phase.messages.map(({ from, to, payload }, order) => ({
      from: feltToHex(from),
      order,
      to: feltToHex(to),
      payload: hexes(payload),
    })),
  };
};

const changesOf = (diff: StateDiff): Pick<CasmResult, 'storage' | 'deployed'> => ({
  storage: Object.fromEntries(
    [...diff.storage].map(([address, cells]) => [address, Object.fromEntries([...cells].map(([key, value]) => [key, feltToHex(value)]))]),
  ),
  deployed: Object.fromEntries([...diff.deployed].map(([address, hash]) => [address, feltToHex(hash)])),
});

const errorOf = ({ text, frames, pc }: HardError, options: CasmOptions): CasmError => {
  const inner = frames.filter((frame) => frame.kind !== 'vm').at(-1);
  const contract = inner === undefined ? options.address : inner.contract;
  const at = pc === null ? 'before its first instruction' : `pc=${pc}`;
  return {
    error: text.trimEnd(),
    where: `${at} in the call of ${feltToHex(contract)}, depth ${frames.filter((f) => f.kind !== 'vm').length}`,
  };
};
