// Operands of hints: from their JSON form to functions that read or write. Source: execution.md 2 (table of operands) and casm_run/mod.rs.
// A malformed operand is refused with its place (base/shape.ts); what a well-formed one meets in memory is a VmFault.
import { FELT_PRIME, reduceToFelt } from '../../base/felt.ts';
import { fieldsOf, need, oneOf, wholeOf } from '../../base/shape.ts';
import { addCells, addToPointer, movePointer, mulFelts } from '../arithmetic.ts';
import { type Cell, type Pointer, cellOf, cellText, isPointer, pointerTo } from '../cell.ts';
import { VmFault, hintFault } from '../fault.ts';
import { EXECUTION } from '../memory.ts';
import type { HintContext } from './hint.ts';

/** Reads a felt or a pointer. */
export type ReadCell = (run: HintContext) => Cell;
type ReadPointer = (run: HintContext) => Pointer;
export type WriteCell = (run: HintContext, cell: Cell) => void;

/** How a hint reads an operand: a felt, anything, a pointer plus offset, or a cell that it writes; `unused` is checked and not read. */
export type OperandKind = 'val' | 'any' | 'buffer' | 'cell' | 'unused' | 'unused_cell';

type ResOperand = { readonly val: ReadCell; readonly any: ReadCell; readonly buffer: ReadPointer };

const cellRefOf = (json: unknown, at: string): ReadPointer => {
  const { register, offset } = fieldsOf(json, at, ['register', 'offset']);
  const isFp = oneOf(register, `${at}.register`, ['AP', 'FP']) === 'FP';
  const steps = wholeOf(offset, `${at}.offset`, [-0x8000, 0x7fff]);
  return (run) => movePointer(pointerTo(EXECUTION, isFp ? run.fp : run.ap), steps);
};

/** An integer of any sign as a felt; its digits are bounded. */
const immediateOf = (json: unknown, at: string): Cell => {
  const match = typeof json === 'string' ? /^(-?)0x([0-9a-fA-F]{1,128})$/.exec(json) : null;
  const [, sign = '', digits = ''] = need(match, at);
  const size = BigInt(`0x${digits}`) % FELT_PRIME;
  return cellOf(reduceToFelt(sign === '' ? size : -size));
};

const readAny = (run: HintContext, address: Pointer): Cell => {
  const cell = run.memory.get(address);
  if (cell !== undefined) return cell;
  throw new VmFault('UnknownMemoryCell', `Security Error: Invalid Memory Value: temporary address not relocated: ${cellText(address)}`);
};

const noBuffer: ReadPointer = () => {
  throw hintFault('Illegal argument for a buffer.');
};

/** The single field of an externally tagged value: its name and what it holds. */
const tagOf = <T extends string>(json: unknown, at: string, names: readonly T[]): readonly [T, unknown] => {
  const fields = fieldsOf(json, at, names);
  const [name, ...others] = names.filter((n) => fields[n] !== undefined);
  return [need(name !== undefined && others.length === 0 ? name : null, at), name === undefined ? null : fields[name]];
};

const binOpOf = (json: unknown, at: string): ResOperand => {
  const { op, a, b } = fieldsOf(json, at, ['op', 'a', 'b']);
  const isAdd = oneOf(op, `${at}.op`, ['Add', 'Mul']) === 'Add';
  const cell = cellRefOf(a, `${at}.a`);
  const [tag, inner] = tagOf(b, `${at}.b`, ['Deref', 'Immediate']);
  const immediate = tag === 'Immediate' ? immediateOf(inner, `${at}.b.Immediate`) : null;
  const second = tag === 'Deref' ? cellRefOf(inner, `${at}.b.Deref`) : null;
  const readSecond: ReadCell = (run) => (second === null ? (immediate ?? 0) : run.memory.cellAt(second(run)));
  const val: ReadCell = (run) => {
    const first = run.memory.cellAt(cell(run));
    return isAdd ? addCells(first, readSecond(run)) : mulFelts(first, readSecond(run));
  };
  const any: ReadCell = (run) => {
    const first = readAny(run, cell(run));
    const other = readSecond(run);
    if (isAdd) return addCells(first, other);
    if (isPointer(first)) throw hintFault('mul not implemented for relocatable values');
    return mulFelts(first, other);
  };
  const buffer: ReadPointer = isAdd && immediate !== null ? (run) => addToPointer(run.memory.pointerAt(cell(run)), immediate) : noBuffer;
  return { val, any, buffer };
};

const resOperandOf = (json: unknown, at: string): ResOperand => {
  const [tag, inner] = tagOf(json, at, ['Deref', 'DoubleDeref', 'Immediate', 'BinOp']);
  const place = `${at}.${tag}`;
  if (tag === 'BinOp') return binOpOf(inner, place);
  if (tag === 'Immediate') {
    const felt = immediateOf(inner, place);
    return { val: () => felt, any: () => felt, buffer: noBuffer };
  }
  if (tag === 'Deref') {
    const cell = cellRefOf(inner, place);
    return {
      val: (run) => run.memory.cellAt(cell(run)),
      any: (run) => readAny(run, cell(run)),
      buffer: (run) => run.memory.pointerAt(cell(run)),
    };
  }
  const [ref, steps] = need(Array.isArray(inner) && inner.length === 2 ? (inner as readonly unknown[]) : null, place);
  const cell = cellRefOf(ref, `${place}[0]`);
  const offset = wholeOf(steps, `${place}[1]`, [-0x8000, 0x7fff]);
  const address: ReadPointer = (run) => movePointer(run.memory.pointerAt(cell(run)), offset);
  return { val: (run) => run.memory.cellAt(address(run)), any: (run) => readAny(run, address(run)), buffer: noBuffer };
};

/** What each kind of operand becomes. */
export type Operand = {
  readonly val: ReadCell;
  readonly any: ReadCell;
  readonly buffer: ReadPointer;
  readonly cell: WriteCell;
  readonly unused: null;
  readonly unused_cell: null;
};

/** Reads one operand from JSON; throws the refusal of base/shape.ts with its place. */
export const operandOf = <K extends OperandKind>(json: unknown, at: string, kind: K): Operand[K] => {
  const make: { readonly [Kind in OperandKind]: () => Operand[Kind] } = {
    val: () => resOperandOf(json, at).val,
    any: () => resOperandOf(json, at).any,
    buffer: () => resOperandOf(json, at).buffer,
    cell: () => {
      const cell = cellRefOf(json, at);
      return (run, value) => run.memory.set(cell(run), value);
    },
    unused: () => {
      resOperandOf(json, at);
      return null;
    },
    unused_cell: () => {
      cellRefOf(json, at);
      return null;
    },
  };
  return make[kind]();
};
