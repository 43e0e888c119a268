// A plain Cairo machine for tests: cells are bigints and addresses, one map of memory, no caches. It exists to be compared with, and because its hints can
// be told to lie. Source: execution.md 1 (steps), 3 (hints), 4 (builtins). It knows the hints and builtins that our own contracts use.
import { FELT_PRIME, toFelt } from '../../core/base/felt.ts';
import { constantsOf } from '../../core/exec/constants.ts';
import type { Kernel } from '../../core/crypto/kernel.ts';
import type { CasmJson } from '../../scripts/asm/assemble.ts';
import { emptyDictState, gateHolds } from './plain-dict-hints.ts';
import type { HintContext } from './plain-context.ts';
import { runHint } from './plain-hints.ts';
import {
  type Address,
  addressIn,
  Fault,
  feltIn,
  isAddress,
  mod,
  moved,
  type PlainCell,
  PlainMemory,
  same,
  type WorldMemory,
} from './plain-memory.ts';

const CONSTANTS = constantsOf('0.14.4');

export type Halt = {
  readonly cells: readonly PlainCell[];
  readonly memory: WorldMemory;
  readonly steps: number;
  /** What steps and builtins of this run cost. */
  readonly owed: number;
};

export type Setup = {
  readonly casm: CasmJson;
  readonly kernel: Kernel;
  readonly offset: number;
  readonly builtins: readonly string[];
  readonly gas: bigint;
  readonly calldata: readonly bigint[];
  readonly syscall: (memory: WorldMemory, at: Address) => Address;
  /** Changes what a hint writes; the identity when hints tell the truth. */
  readonly lie: (value: PlainCell, name: string) => PlainCell;
  readonly stepLimit: number;
};

const CELLS: Readonly<Record<string, number>> = { pedersen: 3, bitwise: 5, ec_op: 7, poseidon: 6, add_mod: 7, mul_mod: 7 };

/** Gas of steps and builtins. */
export const owedFor = (steps: number, instances: readonly (readonly [string, number])[]): number =>
  instances.reduce((sum, [name, count]) => sum + count * (CONSTANTS.gas.perBuiltin.get(name) ?? 0), CONSTANTS.gas.perStep * steps);

/** Runs one entry point. Throws `Fault` where a machine would stop; returns the five result cells. */
export const runPlain = (setup: Setup): Halt => {
  const machine = new PlainMachine(setup);
  return machine.run();
};

class PlainMachine {
  readonly memory = new PlainMemory();
  readonly #setup: Setup;
  readonly #code: readonly bigint[];
  readonly #hints: ReadonlyMap<number, readonly unknown[]>;
  #pc: Address;
  #ap: number;
  #fp: number;
  #steps = 0;
  readonly #end: Address;
  readonly #context: HintContext;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#code = setup.casm.bytecode.map(BigInt);
    this.#hints = new Map(setup.casm.hints);
    this.memory.segment(this.#code);
    const stack = this.memory.segment();
    const builtins = setup.builtins.map((name) => this.#builtinStart(name));
    const syscalls = this.memory.segment();
    const calldata = this.memory.segment(setup.calldata);
    this.#end = this.memory.segment();
    const cells = [...builtins, setup.gas - 10_000n, syscalls, calldata, moved(calldata, setup.calldata.length), 0n, this.#end];
    cells.forEach((cell, i) => this.memory.set(moved(stack, i), cell));
    this.#pc = { segment: 0, offset: setup.offset };
    this.#ap = cells.length;
    this.#fp = cells.length;
    let at = syscalls;
    this.#context = {
      memory: this.memory,
      kernel: setup.kernel,
      address: (register, offset) => ({ segment: 1, offset: (register === 'AP' ? this.#ap : this.#fp) + offset }),
      write: (to, value, name) => this.memory.set(to, setup.lie(value, name)),
      syscall: () => {
        at = setup.syscall(this.memory, at);
      },
      dicts: emptyDictState(),
    };
  }

  #builtinStart(name: string): Address {
    const start = this.memory.segment();
    this.memory.builtins.set(start.segment, name);
    if (name !== 'segment_arena') return start;
    const infos = this.memory.segment();
    [infos, 0n, 0n].forEach((cell, i) => this.memory.set(moved(start, i), cell));
    return moved(start, 3);
  }

  run(): Halt {
    while (this.#pc.segment !== this.#end.segment) {
      if (this.#steps >= this.#setup.stepLimit) throw new Fault('too many steps');
      for (const hint of this.#hints.get(this.#pc.offset) ?? []) runHint(this.#context, hint);
      this.#step();
      this.#steps += 1;
    }
    const cells = Array.from({ length: 5 }, (_, i) => this.memory.get({ segment: 1, offset: this.#ap - 5 + i }) ?? 0n);
    this.#checkDeductions();
    return { cells, memory: this.memory, steps: this.#steps, owed: this.#owed() };
  }

  #owed(): number {
    const instances = [...this.memory.builtins].map(([segment, name]) => {
      const used = this.memory.segments[segment]?.length ?? 0;
      return [name, Math.ceil(used / (CELLS[name] ?? 1))] as const;
    });
    return owedFor(this.#steps, instances);
  }

  /** Every builtin cell that is set must be what its inputs give. */
  #checkDeductions(): void {
    for (const [segment, name] of this.memory.builtins) {
      const op = name === 'add_mod' ? 'add' : name === 'mul_mod' ? 'mul' : null;
      const used = this.memory.segments[segment]?.length ?? 0;
      if (op !== null && used > 0 && !gateHolds(this.memory, { segment, offset: 0 }, op)) throw new Fault('a gate that does not hold');
      this.memory.segments[segment]?.forEach((cell, offset) => {
        const deduced = this.#deduce({ segment, offset });
        if (deduced !== undefined && !same(deduced, cell)) throw new Fault('a builtin cell that its inputs do not give');
      });
    }
  }

  #deduce(at: Address): PlainCell | undefined {
    const name = this.memory.builtins.get(at.segment);
    const size = name === undefined ? undefined : CELLS[name];
    if (name === undefined || size === undefined) return undefined;
    const place = at.offset % size;
    const input = (i: number): bigint => feltIn(this.memory.get(moved(at, i - place)), 'a builtin input');
    const { kernel } = this.#setup;
    switch (name) {
      case 'pedersen':
        return place === 2 ? kernel.pedersen(toFelt(input(0)), toFelt(input(1))) : undefined;
      case 'poseidon':
        return place < 3 ? undefined : kernel.hades([toFelt(input(0)), toFelt(input(1)), toFelt(input(2))])[place - 3];
      case 'bitwise':
        return [undefined, undefined, input(0) & input(1), input(0) ^ input(1), input(0) | input(1)][place];
      case 'ec_op': {
        if (place < 5) return undefined;
        const sum = kernel.ecOp(
          { x: toFelt(input(0)), y: toFelt(input(1)) },
          { x: toFelt(input(2)), y: toFelt(input(3)) },
          toFelt(input(4)),
        );
        if (!sum.ok) throw new Fault(`ec_op: ${sum.error.code}`);
        return place === 5 ? sum.value.x : sum.value.y;
      }
      default:
        return undefined;
    }
  }

  /** One instruction; the shapes that assemblers do not make are not checked. */
  #step(): void {
    const word = this.#code[this.#pc.offset];
    if (word === undefined) throw new Fault('pc outside the program');
    const offset = (i: bigint): number => Number((word >> (16n * i)) & 0xffffn) - 32768;
    const flag = (bit: bigint): boolean => ((word >> (48n + bit)) & 1n) === 1n;
    const at = (fp: boolean, by: number): Address => ({ segment: 1, offset: (fp ? this.#fp : this.#ap) + by });
    const dst = at(flag(0n), offset(0n));
    const op0At = at(flag(1n), offset(1n));
    const known = (address: Address): PlainCell | undefined => this.memory.get(address) ?? this.#deduce(address);
    const isCall = flag(12n);
    const next = moved(this.#pc, flag(2n) ? 2 : 1);
    if (isCall) this.memory.set(op0At, next);
    let op0 = known(op0At);
    const base = flag(2n)
      ? this.#pc
      : flag(3n)
        ? at(true, 0)
        : flag(4n)
          ? at(false, 0)
          : addressIn(op0, 'op0 must be known in double dereference');
    const op1At = moved(base, offset(2n));
    let op1 = known(op1At);
    const assertEq = flag(14n);
    const [add, mul] = [flag(5n), flag(6n)];
    let result = known(dst);
    if (assertEq && result !== undefined) {
      if (op0 === undefined && op1 !== undefined) op0 = deduceOperand(this.#setup.kernel, result, op1, add ? 'add' : mul ? 'mul' : null);
      else if (op1 === undefined)
        op1 = add || mul ? (op0 === undefined ? undefined : deduceOperand(this.#setup.kernel, result, op0, add ? 'add' : 'mul')) : result;
    }
    if (op0 === undefined || op1 === undefined) throw new Fault('Couldn’t compute an operand');
    const res = flag(9n) ? op1 : add ? plus(op0, op1) : mul ? times(op0, op1) : op1;
    if (result === undefined) result = isCall ? at(true, 0) : assertEq ? res : undefined;
    if (result === undefined) throw new Fault('Couldn’t get or load dst');
    this.memory.set(op0At, op0);
    this.memory.set(op1At, op1);
    this.memory.set(dst, result);
    if (assertEq && !same(result, res)) throw new Fault('An ASSERT_EQ instruction failed');
    const relative = (cell: PlainCell): Address => moved(this.#pc, signed(feltIn(cell, 'a distance')));
    const pc = flag(7n) ? addressIn(res, 'a jump') : flag(8n) ? relative(res) : flag(9n) && result !== 0n ? relative(op1) : next;
    const fp = isCall ? this.#ap + 2 : flag(13n) ? (isAddress(result) ? result.offset : Number(result)) : this.#fp;
    this.#ap += isCall ? 2 : flag(11n) ? 1 : flag(10n) ? signed(feltIn(res, 'ap')) : 0;
    this.#fp = fp;
    this.#pc = pc;
  }
}

const signed = (value: bigint): number => Number(value > FELT_PRIME / 2n ? value - FELT_PRIME : value);

const plus = (a: PlainCell, b: PlainCell): PlainCell => {
  if (isAddress(a) && isAddress(b)) throw new Fault('a sum of addresses');
  if (isAddress(a)) return moved(a, signed(feltIn(b, 'a sum')));
  return isAddress(b) ? moved(b, signed(a)) : mod(a + b);
};
const times = (a: PlainCell, b: PlainCell): PlainCell => mod(feltIn(a, 'a product') * feltIn(b, 'a product'));
const minus = (a: PlainCell, b: PlainCell): PlainCell => {
  if (isAddress(a) && isAddress(b)) {
    if (a.segment !== b.segment) throw new Fault('a difference across segments');
    return mod(BigInt(a.offset - b.offset));
  }
  if (isAddress(a)) return moved(a, -signed(feltIn(b, 'a difference')));
  return mod(a - feltIn(b, 'a difference'));
};

const deduceOperand = (kernel: Kernel, result: PlainCell, other: PlainCell, op: 'add' | 'mul' | null): PlainCell | undefined => {
  if (op === 'add') return minus(result, other);
  if (op === null || isAddress(result) || isAddress(other) || other === 0n) return undefined;
  return mod(result * kernel.invert(toFelt(other)));
};
