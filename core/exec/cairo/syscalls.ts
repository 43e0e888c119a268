// Serves the syscalls of a run: finds the row by the selector, counts, charges, runs it and writes the response.
// Source: execution.md 5.1 (order of work), 6.7 (gas of a revert).
import { assert } from '../../base/assert.ts';
import { type Felt, feltFromAscii, feltToHex } from '../../base/felt.ts';
import { VmFault } from '../../vm/fault.ts';
import { syscallGas } from '../constants.ts';
import { SYSCALL_NAMES, type SyscallName } from '../constants-table.ts';
import { OUT_OF_GAS } from '../felts.ts';
import type { HardError } from '../revert-reason.ts';
import { badInput, newArray, SyscallAbort } from './cursor.ts';
import { type CallState, countUsage, feltCells } from './frame-state.ts';
import { SECP_ROWS } from './secp-rows.ts';
import { PLAIN_ROWS, type SyscallRow } from './syscall-rows.ts';

const ROWS: Readonly<Record<SyscallName, SyscallRow>> = { ...PLAIN_ROWS, ...SECP_ROWS };
const NAMES: ReadonlyMap<Felt, SyscallName> = new Map(SYSCALL_NAMES.map((name) => [feltFromAscii(name), name]));
/** Syscalls that only classes of Cairo 0 make. */
const OLD_NAMES: ReadonlyMap<Felt, string> = new Map(
  [
    'DelegateCall',
    'DelegateL1Handler',
    'GetBlockNumber',
    'GetBlockTimestamp',
    'GetCallerAddress',
    'GetContractAddress',
    'GetSequencerAddress',
    'GetTxInfo',
    'GetTxSignature',
    'LibraryCallL1Handler',
  ].map((name) => [feltFromAscii(name), name]),
);
/** Gas in requests is kept in doubles; a larger figure than any limit of the protocol is refused. */
const GAS_END = BigInt(Number.MAX_SAFE_INTEGER);

/** Serves the next syscall; a hard error, or null. */
export const serveSyscall = (state: CallState): HardError | null => {
  try {
    const name = nameOf(state);
    if (name !== 'Keccak') countUsage(state, name, 1);
    return serve(state, name);
  } catch (error) {
    if (error instanceof SyscallAbort || error instanceof VmFault) return { frames: [], text: error.message, pc: null };
    throw error;
  }
};

const nameOf = (state: CallState): SyscallName => {
  const selector = state.cursor.takeFelt();
  const name = NAMES.get(selector);
  if (name !== undefined && state.phase.constants.syscalls.has(name)) return name;
  const old = OLD_NAMES.get(selector);
  if (old !== undefined) throw new SyscallAbort(`Unknown Hint: Unsupported syscall selector ${old}.`);
  throw new SyscallAbort(`Invalid syscall selector: ${feltToHex(selector)}.`);
};

const serve = (state: CallState, name: SyscallName): HardError | null => {
  const { phase, frame, cursor } = state;
  const gasFelt = cursor.takeFelt();
  if (gasFelt > GAS_END) throw badInput(gasFelt, 'Unexpected gas.');
  const gas = Number(gasFelt);
  const { length, run } = ROWS[name](state);
  const required = syscallGas(phase.constants, name, length) - phase.constants.gas.syscallBase;
  assert(required >= 0, 'serve: a syscall costs what was paid before it or more');
  if (gas < required) {
    respondFailure(state, gas, [OUT_OF_GAS]);
    return null;
  }
  frame.gas = gas - required;
  if (frame.mode === 'sierra_gas') phase.lastGas = frame.gas;
  const response = run();
  switch (response.kind) {
    case 'answer':
      cursor.give(frame.gas, 0, ...response.value);
      return null;
    case 'failure':
      respondFailure(state, frame.gas, response.data);
      return null;
    case 'abort':
      return response.error;
  }
};

const respondFailure = (state: CallState, gas: number, data: readonly Felt[]): void => {
  state.cursor.give(gas, 1, ...newArray(state.run, feltCells(data)));
};
