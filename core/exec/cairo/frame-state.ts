// What one run of a compiled class keeps beside its memory: the cursor, how often it used each syscall, and what syscalls allocate once per call.
// Source: execution.md 5.3, 6.5.
import { toFelt } from '../../base/felt.ts';
import type { SecpCurve, SecpPoint } from '../../crypto/secp.ts';
import type { Cell, Pointer } from '../../vm/cell.ts';
import { cellOf } from '../../vm/cell.ts';
import type { CairoRun } from '../../vm/run.ts';
import { syscallRow } from '../constants.ts';
import type { SyscallRowName } from '../constants-table.ts';
import type { Frame, Phase } from '../phase.ts';
import { addResources, NO_RESOURCES, scaleResources } from '../resources.ts';
import type { ExecutionResources } from '../../types/block.ts';
import { Cursor, newArray } from './cursor.ts';

/** How often a syscall was made, and the felts of its linear part in all. */
type Usage = { calls: number; length: number };

export type SecpHandles = { readonly base: Pointer; readonly points: { readonly curve: SecpCurve; readonly point: SecpPoint }[] };

export type CallState = {
  readonly phase: Phase;
  readonly frame: Frame;
  readonly run: CairoRun;
  readonly cursor: Cursor;
  readonly usage: Map<SyscallRowName, Usage>;
  /** Segments that count as read in full. */
  readonly readOnly: { readonly start: Pointer; readonly length: number }[];
  info: Pointer | null;
  readonly shaEnds: Map<'Sha256ProcessBlock' | 'Sha512ProcessBlock', Pointer>;
  secp: SecpHandles | null;
};

export const createCallState = (phase: Phase, frame: Frame, run: CairoRun, syscalls: Pointer): CallState => ({
  phase,
  frame,
  run,
  cursor: new Cursor(run, syscalls, phase.ownSteps),
  usage: new Map(),
  readOnly: [],
  info: null,
  shaEnds: new Map(),
  secp: null,
});

/** A new segment that the contract only reads. */
export const readOnlyArray = (state: CallState, cells: readonly Cell[]): readonly [Pointer, Pointer] => {
  const [start, end] = newArray(state.run, cells);
  state.readOnly.push({ start, length: cells.length });
  return [start, end];
};

export const feltCells = (felts: readonly bigint[]): readonly Cell[] => felts.map((felt) => cellOf(toFelt(felt)));

export const countUsage = (state: CallState, name: SyscallRowName, calls: number, length: number = 0): void => {
  const usage = state.usage.get(name) ?? { calls: 0, length: 0 };
  state.usage.set(name, { calls: usage.calls + calls, length: usage.length + length });
};

/** Work of the OS for all syscalls of the call. */
export const osSyscallResources = (state: CallState): ExecutionResources => {
  let sum = NO_RESOURCES;
  for (const [name, { calls, length }] of state.usage) {
    const { resources, perFelt } = syscallRow(state.phase.constants, name);
    sum = addResources(addResources(sum, scaleResources(resources, calls)), scaleResources(perFelt, length));
  }
  return sum;
};
