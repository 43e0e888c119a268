// Straight code: named variables, temporaries, assertions `a = b op c`, memory behind pointers, hints, range checks.
// Every instruction is counted into the gas of the path that it lies on.
import { FELT_PRIME } from '../../core/base/felt.ts';
import { type Cell, type Pointer, refOf, type Value } from './cells.ts';
import { type Hint, type HintJson, type Item, type Label, toField } from './code.ts';
import type { Implicit } from './function.ts';
import { type Operand, operandJson, resultJson } from './hints.ts';
import type { CellRef, Immediate, Instruction, Operation } from './instruction.ts';
import type { Path } from './path.ts';
import type { BuiltinName } from '../../core/vm/builtins/names.ts';
import { builtinGas, STEP_GAS } from './prices.ts';

type Operator = '+' | '-' | '*' | '/';

/** What a hint reads: a value, or a sum. */
export type HintInput = Value | { readonly sum: readonly [Cell, Value] };

const isCell = (value: Value): value is Cell => typeof value !== 'bigint';

const inverse = (value: bigint): bigint => {
  let [result, base] = [1n, toField(value)];
  for (let power = FELT_PRIME - 2n; power > 0n; power >>= 1n) {
    if (power % 2n === 1n) result = (result * base) % FELT_PRIME;
    base = (base * base) % FELT_PRIME;
  }
  return result;
};

export class Emitter {
  items: Item[] = [];
  path: Path;
  /** Most frame cells that any path takes. */
  frameSize = 0;
  readonly used: Set<Implicit> = new Set<Implicit>();
  pending: Hint[] = [];

  constructor(path: Path) {
    this.path = path;
  }

  emit(instruction: Instruction, to: Label | null = null): void {
    if (this.path.ended) throw new Error('assembler: code after a return');
    this.items.push({ kind: 'code', instruction, hints: this.pending, to });
    this.pending = [];
    this.path.spent += STEP_GAS;
  }

  ref(cell: Cell): CellRef {
    return refOf(cell, this.path.scope, this.path.ap);
  }

  /** A frame cell without a value: a hint or an assertion sets it. */
  fresh(name: string): Cell {
    const at = this.path.frame;
    this.path.frame += 1;
    this.frameSize = Math.max(this.frameSize, this.path.frame);
    return { kind: 'frame', at, base: 0, scope: this.path.scope, name };
  }

  /** A new variable = `a op b`. */
  let(name: string, a: Value, op?: Operator, b?: Value): Cell {
    const cell = this.fresh(name);
    this.define(cell, a, op, b);
    return cell;
  }

  /** Asserts `a` = `b op c`; a cell among them that is not set yet is deduced by the machine. */
  assert(a: Value, b: Value, op?: Operator, c?: Value): void {
    this.define(this.toCell(a), b, op, c);
  }

  /** A new variable = [address + offset]. */
  load(name: string, address: Cell | Pointer, offset: number = 0): Cell {
    const cell = this.fresh(name);
    this.assertOperation(cell, this.behind(address, offset));
    return cell;
  }

  /** [address + offset] = value. */
  store(address: Cell | Pointer, offset: number, value: Value): void {
    this.assertOperation(this.toCell(value), this.behind(address, offset));
  }

  /** The value as a cell: a constant becomes a temporary. */
  toCell(value: Value): Cell {
    return isCell(value) ? value : this.push(value);
  }

  /** The address itself as a value. */
  address(name: string, pointer: Pointer): Cell {
    return pointer.offset === 0 ? pointer.cell : this.let(name, pointer.cell, '+', BigInt(pointer.offset));
  }

  /** A temporary at [ap], then ap moves on. */
  push(value: Value, name: string = 'a temporary'): Cell {
    return this.pushOperation(
      isCell(value) ? { kind: 'deref', cell: this.ref(value) } : { kind: 'immediate', value: toField(value) },
      name,
    );
  }

  pushPointer({ cell, offset }: Pointer, more: Immediate = 0n): void {
    const immediate = typeof more === 'bigint' ? BigInt(offset) + more : (): bigint => BigInt(offset) + more();
    this.pushOperation(
      immediate === 0n ? { kind: 'deref', cell: this.ref(cell) } : { kind: 'add', a: this.ref(cell), b: { immediate } },
      cell.name,
    );
  }

  /** Attaches a hint to the next instruction. `fields` are made now, with ap as it is now. */
  hint(name: string, fields: Readonly<Record<string, HintInput>>, results: Readonly<Record<string, Cell>>): void {
    const inputs = Object.entries(fields).map(([key, value]) => [key, operandJson(this.operand(value))] as const);
    const outputs = Object.entries(results).map(([key, cell]) => [key, resultJson(this.ref(cell))] as const);
    const json: HintJson = { [name]: Object.fromEntries([...inputs, ...outputs]) };
    this.pending.push(() => json);
  }

  /** A pointer to a new segment. */
  allocate(name: string): Cell {
    const cell = this.fresh(name);
    this.hint('AllocSegment', {}, { dst: cell });
    return cell;
  }

  /** Asserts value < 2^128. */
  rangeCheck(value: Value): void {
    this.builtin('range_check', [value]);
  }

  /** Fills the next instance of a builtin; `cells` of it in all. Returns the instance, whose remaining cells are results. */
  builtin(name: BuiltinName, inputs: readonly Value[], cells: number = inputs.length): Pointer {
    const instance = this.implicit(name);
    inputs.forEach((input, i) => this.store(instance, i, input));
    this.path.implicits.set(name, { cell: instance.cell, offset: instance.offset + cells });
    this.path.spent += builtinGas(name);
    return instance;
  }

  implicit(name: Implicit): Pointer {
    const pointer = this.path.implicits.get(name);
    if (pointer === undefined) throw new Error(`assembler: ${name} is not among the function's implicit parameters`);
    this.used.add(name);
    return pointer;
  }

  pushOperation(value: Operation, name: string): Cell {
    const { ap, scope } = this.path;
    this.emit({ kind: 'assert', dst: { register: 'AP', offset: 0 }, value, push: true });
    this.path.ap = { base: ap.base, at: ap.at + 1 };
    return { kind: 'stack', at: ap.at, base: ap.base, scope, name };
  }

  assertOperation(dst: Cell, value: Operation): void {
    this.emit({ kind: 'assert', dst: this.ref(dst), value, push: false });
  }

  private operand(value: HintInput): Operand {
    if (typeof value === 'bigint') return { immediate: value };
    if (!('sum' in value)) return this.ref(value);
    const [a, b] = value.sum;
    return { op: 'Add', a: this.ref(a), b: isCell(b) ? this.ref(b) : b };
  }

  private behind(address: Cell | Pointer, offset: number): Operation {
    const pointer = 'cell' in address ? address : { cell: address, offset: 0 };
    return { kind: 'double', base: this.ref(pointer.cell), offset: pointer.offset + offset };
  }

  private define(cell: Cell, a: Value, op?: Operator, b?: Value): void {
    if (op === undefined || b === undefined) {
      this.assertOperation(cell, isCell(a) ? { kind: 'deref', cell: this.ref(a) } : { kind: 'immediate', value: toField(a) });
    } else if (op === '+' || op === '*') {
      this.combine(cell, op, a, b);
    } else if (!isCell(b)) {
      this.combine(cell, op === '-' ? '+' : '*', a, op === '-' ? -b : inverse(b));
    } else {
      this.combine(this.toCell(a), op === '-' ? '+' : '*', cell, b);
    }
  }

  private combine(cell: Cell, op: '+' | '*', a: Value, b: Value): void {
    const left = isCell(a) ? a : isCell(b) ? b : this.push(a);
    const right = isCell(a) || !isCell(b) ? b : a;
    const operand = isCell(right) ? this.ref(right) : { immediate: toField(right) };
    this.assertOperation(cell, { kind: op === '+' ? 'add' : 'mul', a: this.ref(left), b: operand });
  }
}
