// Values that builtins force on cells of their segments. Source: execution.md 4, cairo-vm builtin_runner/*.rs.
// Results are kept by instance: inputs are written once, so they cannot change, and the check at the end of the run costs no second hash.
import { type Felt, toFelt } from '../../base/felt.ts';
import type { CurvePoint, Kernel } from '../../crypto/kernel.ts';
import { type Cell, cellOf, cellText, isPointer, pointerTo } from '../cell.ts';
import { VmFault, expectedInteger } from '../fault.ts';
import type { Memory } from '../memory.ts';
import { equalXFault } from './ec-op-failure.ts';
import { BUILTIN_SHAPES, type BuiltinName, builtinText } from './names.ts';

/** The value forced on the cell at an offset, or undefined where there is none (yet). Throws VmFault for inputs that have no outputs. */
export type Deduce = (offset: number) => Cell | undefined;

/** Bits that inputs of bitwise may have. */
const BITWISE_BITS = 251;
const BITWISE_END: bigint = 1n << BigInt(BITWISE_BITS);

type Inputs = readonly Cell[];
/** Outputs of an instance from its inputs, all set; undefined when nothing can be said about them. */
type Compute = (inputs: Inputs, instance: number) => readonly Cell[] | undefined;

const isFelts = (inputs: Inputs): boolean => inputs.every((cell) => !isPointer(cell));

type DeduceOptions = {
  readonly name: BuiltinName;
  readonly segment: number;
  readonly memory: Memory;
  readonly kernel: Kernel;
  /** Draws on the run's budget before outputs are computed; throws VmFault. */
  readonly takeUnits: (count: number) => void;
};

/** Builtins without outputs deduce nothing. */
export const createDeduce = ({ name, segment, memory, kernel, takeUnits }: DeduceOptions): Deduce => {
  const compute = computeOf(name, segment, kernel);
  if (compute === null) return () => undefined;
  const { cells, inputs, units } = BUILTIN_SHAPES[name];
  const known = new Map<number, readonly Cell[]>();
  return (offset) => {
    const index = offset % cells;
    if (index < inputs) return undefined;
    const instance = offset - index;
    let outputs = known.get(instance);
    if (outputs === undefined) {
      const values: Cell[] = [];
      for (let i = 0; i < inputs; i++) {
        const cell = memory.getAt(segment, instance + i);
        if (cell === undefined) return undefined;
        values.push(cell);
      }
      takeUnits(units);
      outputs = compute(values, instance);
      if (outputs === undefined) return undefined;
      known.set(instance, outputs);
    }
    return outputs[index - inputs];
  };
};

const computeOf = (name: BuiltinName, segment: number, kernel: Kernel): Compute | null => {
  switch (name) {
    case 'pedersen':
      return (inputs) => {
        if (!isFelts(inputs)) return undefined;
        const [a, b] = feltsOf(inputs);
        return [cellOf(kernel.pedersen(at(a), at(b)))];
      };
    case 'bitwise':
      return (inputs, instance) => (isFelts(inputs) ? bitwise(feltsOf(inputs), segment, instance) : undefined);
    case 'poseidon':
      return (inputs, instance) => {
        const pointer = inputs.findIndex(isPointer);
        if (pointer >= 0) {
          const place = cellText(pointerTo(segment, instance + pointer));
          throw new VmFault('BuiltinExpectedInteger', `${builtinText(name)}: Expected integer at address ${place}`);
        }
        const [a, b, c] = feltsOf(inputs);
        return kernel.hades([at(a), at(b), at(c)]).map(cellOf);
      };
    case 'ec_op':
      return (inputs, instance) => {
        const pointer = inputs.findIndex(isPointer);
        if (pointer >= 0) throw expectedInteger(pointerTo(segment, instance + pointer));
        return ecOp(feltsOf(inputs), kernel);
      };
    case 'range_check':
    case 'range_check96':
    case 'segment_arena':
    case 'add_mod':
    case 'mul_mod':
      return null;
  }
};

const feltsOf = (inputs: Inputs): readonly Felt[] => inputs.map(toFelt);
const at = (felt: Felt | undefined): Felt => felt ?? toFelt(0);

const bitwise = (inputs: readonly Felt[], segment: number, instance: number): readonly Cell[] => {
  inputs.forEach((felt, i) => {
    if (felt < BITWISE_END) return;
    const place = cellText(pointerTo(segment, instance + i));
    const text = `Expected integer at address ${place} to be smaller than 2^${BITWISE_BITS}, Got ${felt}`;
    throw new VmFault('BuiltinIntegerTooLarge', text);
  });
  const [x, y] = [at(inputs[0]), at(inputs[1])];
  return [cellOf(x & y), cellOf(x ^ y), cellOf(x | y)];
};

const ecOp = (inputs: readonly Felt[], kernel: Kernel): readonly Cell[] => {
  const [px, py, qx, qy, m] = inputs;
  const p: CurvePoint = { x: at(px), y: at(py) };
  const q: CurvePoint = { x: at(qx), y: at(qy) };
  const result = kernel.ecOp(p, q, at(m));
  if (result.ok) return [cellOf(result.value.x), cellOf(result.value.y)];
  if (result.error.code === 'EqualX') throw equalXFault(kernel, p, q, at(m));
  const wrong = result.error.point === 'p' ? p : q;
  throw new VmFault('EcOpFailed', `EcOpBuiltin: point (${wrong.x}, ${wrong.y}) is not on the curve`);
};
