// Syscalls as functions of the builder. Source: execution.md 5.1 (requests and responses), 7.6 (execution info).
import type { Builder } from './builder.ts';
import type { Cell, Pointer, Value } from './cells.ts';

export const storageRead = (f: Builder, cell: Value | Pointer, name: string): Cell => f.load(name, f.syscall('StorageRead', [0n, cell], 1));

export const storageWrite = (f: Builder, cell: Value | Pointer, value: Value): void => {
  f.syscall('StorageWrite', [0n, cell, value], 0);
};

/** Emits an event whose keys and data are known in number. */
export const emitFelts = (f: Builder, keys: readonly Value[], data: readonly Value[]): void => {
  const felts = f.allocate('event');
  [...keys, ...data].forEach((value, i) => f.store(felts, i, value));
  const middle = f.address('end of keys', { cell: felts, offset: keys.length });
  f.syscall('EmitEvent', [felts, middle, middle, { cell: felts, offset: keys.length + data.length }], 0);
};

/** Calls another contract; its failure is passed on. */
export const callContract = (
  f: Builder,
  {
    to,
    selector,
    start,
    end,
  }: { readonly to: Value; readonly selector: Value; readonly start: Value | Pointer; readonly end: Value | Pointer },
): { readonly start: Cell; readonly end: Cell } => {
  const response = f.syscall('CallContract', [to, selector, start, end], 2);
  return { start: f.load('returned start', response, 0), end: f.load('returned end', response, 1) };
};

/** Calls another contract with felts known in number. */
export const callFixed = (
  f: Builder,
  { to, selector, calldata }: { readonly to: Value; readonly selector: Value; readonly calldata: readonly Value[] },
): { readonly start: Cell; readonly end: Cell } => {
  const start = f.allocate('calldata');
  calldata.forEach((value, i) => f.store(start, i, value));
  return callContract(f, { to, selector, start, end: { cell: start, offset: calldata.length } });
};

/** Positions in the execution info. */
const CALLER = 2;
const TX_INFO = 1;
const THIS_CONTRACT = 3;

export type ExecutionInfo = { readonly caller: () => Cell; readonly self: () => Cell; readonly transaction: () => Cell };

export const executionInfo = (f: Builder): ExecutionInfo => {
  const info = f.load('execution info', f.syscall('GetExecutionInfo', [], 1));
  return {
    caller: () => f.load('caller', info, CALLER),
    self: () => f.load('this contract', info, THIS_CONTRACT),
    transaction: () => f.load('transaction info', info, TX_INFO),
  };
};
