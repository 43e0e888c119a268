// The VM of core/vm behind the plain machine's interface, so that one world runs on either.
import { toFelt } from '../../core/base/felt.ts';
import { CURVE_B } from '../../core/crypto/parameters.ts';
import { type CasmClass, loadClass } from '../../core/vm/casm-class.ts';
import { type Cell, cellOf, feltOf, isPointer, offsetOf, type Pointer, pointerTo, segmentOf } from '../../core/vm/cell.ts';
import type { BuiltinName } from '../../core/vm/builtins/names.ts';
import { RET_WORD } from '../../core/vm/instruction.ts';
import type { Memory } from '../../core/vm/memory.ts';
import { CairoRun } from '../../core/vm/run.ts';
import type { CasmJson } from '../../scripts/asm/assemble.ts';
import { START_X } from './plain-hints.ts';
import { type Halt, owedFor, type Setup } from './plain-machine.ts';
import { type Address, Fault, isAddress, listOf, type PlainCell, type WorldMemory } from './plain-memory.ts';

const toVm = (cell: PlainCell): Cell => (isAddress(cell) ? pointerTo(cell.segment, cell.offset) : cellOf(cell));
const fromVm = (cell: Cell): PlainCell => (isPointer(cell) ? addressOf(cell) : (feltOf(cell) ?? 0n));
const addressOf = (pointer: Pointer): Address => ({ segment: segmentOf(pointer), offset: offsetOf(pointer) });

class VmMemory implements WorldMemory {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  segment(cells: readonly PlainCell[] = []): Address {
    return addressOf(this.#memory.loadSegment(cells.map(toVm)));
  }

  get({ segment, offset }: Address): PlainCell | undefined {
    const cell = this.#memory.get(pointerTo(segment, offset));
    return cell === undefined ? undefined : fromVm(cell);
  }

  set({ segment, offset }: Address, cell: PlainCell): void {
    this.#memory.set(pointerTo(segment, offset), toVm(cell));
  }

  felts(start: Address, end: Address): readonly bigint[] {
    return listOf(this, start, end);
  }
}

const LOADED = new Map<CasmJson, CasmClass>();
const loaded = (casm: CasmJson): CasmClass => {
  const known = LOADED.get(casm);
  if (known !== undefined) return known;
  const result = loadClass(casm);
  if (!result.ok) throw new Error(`${result.error.code} at ${result.error.at}`);
  LOADED.set(casm, result.value);
  return result.value;
};

/** As `runPlain`; its hints tell the truth. */
export const runVm = ({ casm, kernel, offset, builtins, gas, calldata, syscall, stepLimit }: Setup): Halt => {
  const x = toFelt(START_X);
  const randomPoint = { x, y: kernel.fieldSqrt(toFelt((START_X ** 3n + START_X + CURVE_B) % (2n ** 251n + 17n * 2n ** 192n + 1n))) };
  const run = new CairoRun({
    cls: loaded(casm),
    builtins: builtins as readonly BuiltinName[],
    kernel,
    countHoles: false,
    randomPoint: () => randomPoint,
  });
  const memory = new VmMemory(run.memory);
  const costs = run.memory.addSegment();
  let at: Address = memory.segment();
  const data = run.memory.loadSegment(calldata.map(cellOf));
  const end = pointerTo(segmentOf(data), calldata.length);
  run.start({ offset, programTail: [cellOf(RET_WORD), costs], args: [cellOf(gas - 10_000n), pointerTo(at.segment, 0), data, end] });
  const ended = run.execute({ left: stepLimit, kind: 'own' }, () => {
    at = syscall(memory, at);
    return null;
  });
  if (ended.kind !== 'returned') throw new Fault(ended.kind === 'failed' ? ended.error.text : 'stopped');
  const cells = Array.from({ length: 5 }, (_, i) => memory.get({ segment: 1, offset: run.ap - 5 + i }) ?? 0n);
  return { cells, memory, steps: run.steps, owed: owedFor(run.steps, Object.entries(run.builtinInstances())) };
};
