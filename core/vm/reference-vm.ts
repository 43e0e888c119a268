// For tests only: a second Cairo VM, written straight from execution.md 1.1-1.3 without regard to speed: bigints and pointer objects, a map of cells,
// every field taken from the word at each step. No builtins, no hints. Where it cannot go on it throws, without saying why.
import { FELT_PRIME } from '../base/felt.ts';

export type RefPointer = { readonly s: number; readonly o: bigint };
export type RefValue = bigint | RefPointer;

const isPointer = (value: RefValue): value is RefPointer => typeof value === 'object';
const mod = (value: bigint): bigint => ((value % FELT_PRIME) + FELT_PRIME) % FELT_PRIME;
const fail = (why: string): never => {
  throw new Error(why);
};
const pointer = (s: number, offset: bigint): RefPointer => (offset >= 0n && offset <= 2n ** 32n ? { s, o: offset } : fail('offset'));

const add = (a: RefValue, b: RefValue): RefValue => {
  if (isPointer(a)) return isPointer(b) ? fail('two pointers') : pointer(a.s, mod(a.o + b));
  return isPointer(b) ? add(b, a) : mod(a + b);
};
const sub = (a: RefValue, b: RefValue): RefValue => {
  if (isPointer(a)) {
    if (!isPointer(b)) return pointer(a.s, mod(a.o - b));
    return a.s === b.s ? mod(a.o - b.o) : fail('two segments');
  }
  return isPointer(b) ? fail('felt less pointer') : mod(a - b);
};
const power = (base: bigint, exponent: bigint): bigint => {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
};
const divide = (a: RefValue, b: RefValue): RefValue | undefined =>
  isPointer(a) || isPointer(b) || b === 0n ? undefined : mod(a * power(b, FELT_PRIME - 2n));
const same = (a: RefValue, b: RefValue): boolean => (isPointer(a) && isPointer(b) ? a.s === b.s && a.o === b.o : a === b);

type Word = {
  readonly offsets: readonly bigint[];
  readonly bit: (n: number) => bigint;
  readonly bits: (from: number, count: number) => number;
};
const split = (word: bigint): Word => ({
  offsets: [0n, 16n, 32n].map((shift) => ((word >> shift) & 0xffffn) - 0x8000n),
  bit: (n) => (word >> BigInt(48 + n)) & 1n,
  bits: (from, count) => Number((word >> BigInt(48 + from)) & ((1n << BigInt(count)) - 1n)),
});

export class ReferenceVm {
  readonly cells: Map<string, RefValue> = new Map();
  segments: number;
  pc: RefPointer;
  ap: bigint;
  fp: bigint;

  constructor(program: readonly bigint[], stack: readonly RefValue[], segments: number) {
    this.segments = segments;
    this.pc = { s: 0, o: 0n };
    program.forEach((word, i) => this.write({ s: 0, o: BigInt(i) }, word));
    stack.forEach((value, i) => this.write({ s: 1, o: BigInt(i) }, value));
    this.ap = BigInt(stack.length);
    this.fp = this.ap;
  }

  read({ s, o }: RefPointer): RefValue | undefined {
    return this.cells.get(`${s}:${o}`);
  }

  write(at: RefPointer, value: RefValue): void {
    if (at.s >= this.segments || at.o >= 2n ** 24n) fail('no such cell');
    const old = this.read(at);
    if (old !== undefined && !same(old, value)) fail('written twice');
    this.cells.set(`${at.s}:${at.o}`, value);
  }

  step(): void {
    const value = this.read(this.pc) ?? fail('no instruction');
    if (isPointer(value) || value >= 1n << 63n) return fail('no instruction');
    const { offsets, bit, bits } = split(value);
    const [off0 = 0n, off1 = 0n, off2 = 0n] = offsets;
    const at = (isFp: bigint, offset: bigint): RefPointer => pointer(1, (isFp ? this.fp : this.ap) + offset);
    const [source, logic, jump, moves, opcode] = [bits(2, 3), bits(5, 2), bits(7, 3), bits(10, 2), bits(12, 3)];
    checkShape({ source, logic, jump, moves, opcode }, { off0, off1, off2, dstFp: bit(0), op0Fp: bit(1) });
    const [dstAt, op0At] = [at(bit(0), off0), at(bit(1), off1)];
    let [dst, op0] = [this.read(dstAt), this.read(op0At)];
    const base = source === 0 ? (op0 ?? fail('op0')) : source === 1 ? this.pc : pointer(1, source === 2 ? this.fp : this.ap);
    if (!isPointer(base)) return fail('no pointer');
    const op1At = pointer(base.s, base.o + off2);
    let op1 = this.read(op1At);
    const size = source === 1 ? 2n : 1n;
    const next = pointer(this.pc.s, this.pc.o + size);
    let res: RefValue | undefined;
    if (op0 === undefined) {
      if (opcode === 1) op0 = next;
      else if (opcode === 4 && dst !== undefined && op1 !== undefined && jump !== 4) {
        op0 = logic === 1 ? sub(dst, op1) : logic === 2 ? divide(dst, op1) : undefined;
        res = dst;
      }
      if (op0 === undefined) return fail('op0');
    }
    if (op1 === undefined) {
      if (opcode === 4 && dst !== undefined && jump !== 4) {
        op1 = logic === 0 ? dst : logic === 1 ? difference(dst, op0) : divide(dst, op0);
        res ??= dst;
      }
      if (op1 === undefined) return fail('op1');
    }
    if (res === undefined && jump !== 4) res = logic === 0 ? op1 : logic === 1 ? add(op0, op1) : multiply(op0, op1);
    if (dst === undefined) dst = opcode === 4 ? res : opcode === 1 ? pointer(1, this.fp) : undefined;
    if (dst === undefined) return fail('dst');
    this.write(op0At, op0);
    this.write(op1At, op1);
    this.write(dstAt, dst);
    if (opcode === 4 && (res === undefined || !same(res, dst))) fail('assert');
    if (opcode === 1 && !(same(op0, next) && same(dst, pointer(1, this.fp)))) fail('call');
    this.#move({ jump, moves, opcode }, { dst, op1, res, next });
  }

  #move(
    { jump, moves, opcode }: { readonly jump: number; readonly moves: number; readonly opcode: number },
    {
      dst,
      op1,
      res,
      next,
    }: { readonly dst: RefValue; readonly op1: RefValue; readonly res: RefValue | undefined; readonly next: RefPointer },
  ): void {
    const result = (): RefValue => res ?? fail('no result');
    const { ap } = this;
    if (opcode === 1) this.fp = ap + 2n;
    if (opcode === 2) this.fp = isPointer(dst) ? dst.o : dst <= 2n ** 32n ? dst : fail('fp');
    const moved = moves === 1 ? add(pointer(1, ap), result()) : pointer(1, ap + (opcode === 1 ? 2n : moves === 2 ? 1n : 0n));
    this.ap = isPointer(moved) ? moved.o : fail('ap');
    const target = jump === 1 ? result() : jump === 2 ? jumpBy(this.pc, result()) : jump === 4 && dst !== 0n ? jumpBy(this.pc, op1) : next;
    this.pc = isPointer(target) ? target : fail('pc');
  }
}

const jumpBy = (pc: RefPointer, by: RefValue): RefValue => (isPointer(by) ? fail('jump by a pointer') : add(pc, by));
const multiply = (a: RefValue, b: RefValue): RefValue => (isPointer(a) || isPointer(b) ? fail('product') : mod(a * b));
const difference = (a: RefValue, b: RefValue): RefValue | undefined => {
  try {
    return sub(a, b);
  } catch {
    return undefined;
  }
};

type Fields = { readonly source: number; readonly logic: number; readonly jump: number; readonly moves: number; readonly opcode: number };
type Shape = { readonly off0: bigint; readonly off1: bigint; readonly off2: bigint; readonly dstFp: bigint; readonly op0Fp: bigint };

const checkShape = ({ source, logic, jump, moves, opcode }: Fields, { off0, off1, off2, dstFp, op0Fp }: Shape): void => {
  const isKnown = [0, 1, 2, 4].includes(source) && logic < 3 && [0, 1, 2, 4].includes(jump) && moves < 3 && [0, 1, 2, 4].includes(opcode);
  if (!isKnown || (jump === 4 && logic !== 0) || (source === 1 && off2 !== 1n)) fail('fields');
  if (opcode === 1 && !(off0 === 0n && off1 === 1n && dstFp === 0n && op0Fp === 0n && moves === 0)) fail('call');
  if (opcode === 2 && !(off0 === -2n && off2 === -1n && dstFp === 1n && source === 2 && logic === 0 && jump === 1)) fail('ret');
};
