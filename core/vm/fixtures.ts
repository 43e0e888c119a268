// Small programs for tests and benchmarks: instruction words from their parts, classes from words, and a run of one entry point.
import { FELT_PRIME, toFelt } from '../base/felt.ts';
import { required } from '../base/assert.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import { GENERATOR } from '../crypto/parameters.ts';
import type { CurvePoint, Kernel } from '../crypto/kernel.ts';
import type { BuiltinName } from './builtins/names.ts';
import { type CasmClass, loadClass } from './casm-class.ts';
import { type Cell, cellOf } from './cell.ts';
import { RET_WORD } from './instruction.ts';
import { CairoRun, type RunEnd } from './run.ts';

/** A cell relative to a register. */
export type Place = readonly ['ap' | 'fp', number];

/** The parts of an instruction word as they are encoded; `op1` and the other fields by their numbers in execution.md 1.2. */
type Parts = {
  readonly dst: Place;
  readonly op0: Place;
  readonly op1: number;
  readonly off2: number;
  readonly res: number;
  readonly pc: number;
  readonly ap: number;
  readonly opcode: number;
  readonly extension: number;
};

/** An unused operand: the return pc is always known. */
const UNUSED: Place = ['fp', -1];
const PLAIN: Parts = { dst: UNUSED, op0: UNUSED, op1: 2, off2: -1, res: 0, pc: 0, ap: 0, opcode: 0, extension: 0 };

const bit = ([register]: Place): number => (register === 'fp' ? 1 : 0);

/** Encodes one word; parts left out are unused operands and zeros. */
export const word = (parts: Partial<Parts>): bigint => {
  const { dst, op0, op1, off2, res, pc, ap, opcode, extension } = { ...PLAIN, ...parts };
  const flags = bit(dst) | (bit(op0) << 1) | (op1 << 2) | (res << 5) | (pc << 7) | (ap << 10) | (opcode << 12);
  const offsets = [dst[1], op0[1], off2].map((offset) => BigInt(offset + 0x8000));
  return offsets.reduce((sum, offset, i) => sum + (offset << BigInt(16 * i)), (BigInt(flags) << 48n) + (BigInt(extension) << 63n));
};

const [IMMEDIATE, FP, AP] = [1, 2, 4] as const;
const sourceOf = ([register]: Place): number => (register === 'fp' ? FP : AP);
const felt = (value: bigint | number): bigint => ((BigInt(value) % FELT_PRIME) + FELT_PRIME) % FELT_PRIME;
const ASSERT = 4;
const step = (moves: boolean): number => (moves ? 2 : 0);
/** Where a result goes: a cell, or a new one at ap. */
type Target = Place | 'push';
const dstOf = (target: Target): Place => (target === 'push' ? ['ap', 0] : target);
const isPush = (target: Target): boolean => target === 'push';

/** One or two words for each common instruction. */
export const asm = {
  set: (to: Target, value: bigint | number): readonly bigint[] => [
    word({ dst: dstOf(to), op1: IMMEDIATE, off2: 1, ap: step(isPush(to)), opcode: ASSERT }),
    felt(value),
  ],
  copy: (to: Target, from: Place): readonly bigint[] => [
    word({ dst: dstOf(to), op1: sourceOf(from), off2: from[1], ap: step(isPush(to)), opcode: ASSERT }),
  ],
  /** [to] = [[pointer] + offset] */
  load: (to: Target, pointer: Place, offset: number): readonly bigint[] => [
    word({ dst: dstOf(to), op0: pointer, op1: 0, off2: offset, ap: step(isPush(to)), opcode: ASSERT }),
  ],
  combine: (to: Target, [a, op, b]: readonly [Place, '+' | '*', Place]): readonly bigint[] => [
    word({ dst: dstOf(to), op0: a, op1: sourceOf(b), off2: b[1], res: op === '+' ? 1 : 2, ap: step(isPush(to)), opcode: ASSERT }),
  ],
  withImmediate: (to: Target, [a, op, b]: readonly [Place, '+' | '*', bigint | number]): readonly bigint[] => [
    word({ dst: dstOf(to), op0: a, op1: IMMEDIATE, off2: 1, res: op === '+' ? 1 : 2, ap: step(isPush(to)), opcode: ASSERT }),
    felt(b),
  ],
  jump: (by: number): readonly bigint[] => [word({ op1: IMMEDIATE, off2: 1, pc: 2 }), felt(by)],
  jumpUnlessZero: (cell: Place, by: number): readonly bigint[] => [word({ dst: cell, op1: IMMEDIATE, off2: 1, pc: 4 }), felt(by)],
  call: (by: number): readonly bigint[] => [word({ dst: ['ap', 0], op0: ['ap', 1], op1: IMMEDIATE, off2: 1, pc: 2, opcode: 1 }), felt(by)],
  moveAp: (by: number): readonly bigint[] => [word({ op1: IMMEDIATE, off2: 1, ap: 1 }), felt(by)],
  ret: [RET_WORD] as readonly bigint[],
};

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** Hints by offset, in their JSON form. */
type HintsJson = Readonly<Record<number, readonly unknown[]>>;

/** The JSON of a class with one external entry point at offset 0. */
export const classJson = (words: readonly bigint[], hints: HintsJson = {}): Readonly<Record<string, unknown>> => ({
  prime: hex(FELT_PRIME),
  compiler_version: '2.12.0',
  bytecode: words.map(hex),
  bytecode_segment_lengths: words.length,
  hints: Object.entries(hints).map(([offset, list]) => [Number(offset), list]),
  entry_points_by_type: { EXTERNAL: [{ selector: '0x1', offset: 0, builtins: [] }], L1_HANDLER: [], CONSTRUCTOR: [] },
});

export const classOf = (words: readonly bigint[], hints: HintsJson = {}): CasmClass => {
  const loaded = loadClass(classJson(words, hints));
  return required(loaded.ok ? loaded.value : null, `classOf: a class, not ${loaded.ok ? '' : JSON.stringify(loaded.error)}`);
};

/** One kernel for all tests of a file. */
const KERNEL: Kernel = createKernel();
const GENERATOR_POINT: CurvePoint = { x: toFelt(GENERATOR.x), y: toFelt(GENERATOR.y) };
/** The shift point of Pedersen: some point of the curve whose logarithm nobody knows. */
const SHIFT: CurvePoint = {
  x: toFelt(0x49ee3eba8c1600700ee1b87eb599f16716b0b1022947733551fde4050ca6804n),
  y: toFelt(0x3ca0cfe4b3bc6ddf346d49d06ea0ed34e621062c0e056c1d0405d266e10268an),
};
const pointOf = (draw: number): CurvePoint => {
  const point = KERNEL.ecOp(SHIFT, GENERATOR_POINT, toFelt(draw + 1));
  return required(point.ok ? point.value : null, 'pointOf: a point');
};

export type RunSetup = {
  readonly builtins?: readonly BuiltinName[];
  readonly countHoles?: boolean;
  /** Arguments behind the builtins' pointers; may add segments to the run's memory. */
  readonly args?: (run: CairoRun) => readonly Cell[];
};

/** A started run at offset 0. */
export const startRun = (cls: CasmClass, { builtins = [], countHoles = false, args }: RunSetup = {}): CairoRun => {
  const run = new CairoRun({ cls, builtins, kernel: KERNEL, countHoles, randomPoint: pointOf });
  const costs = run.memory.loadSegment([]);
  const values = args?.(run) ?? [];
  run.start({ offset: 0, programTail: [cellOf(RET_WORD), costs], args: values });
  return run;
};

/** Executes without syscalls. */
export const finish = (run: CairoRun, steps = 1_000_000, onStep: ((run: CairoRun) => void) | null = null): RunEnd<never> =>
  run.execute<never>({ left: steps, kind: 'own' }, () => null, onStep);
