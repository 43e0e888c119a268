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
const INFO = { block: 0, transaction: 1, caller: 2, self: 3, selector: 4 } as const;

/** Each is loaded when it is asked for. */
type ExecutionInfo = Readonly<Record<keyof typeof INFO, () => Cell>>;

export const executionInfo = (f: Builder): ExecutionInfo => {
  const info = f.load('execution info', f.syscall('GetExecutionInfo', [], 1));
  const part = (name: keyof typeof INFO): Cell => f.load(name, info, INFO[name]);
  return {
    block: () => part('block'),
    transaction: () => part('transaction'),
    caller: () => part('caller'),
    self: () => part('self'),
    selector: () => part('selector'),
  };
};
