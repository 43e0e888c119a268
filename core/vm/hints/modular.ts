// Hints on residues: the inverse of a 256-bit integer, and circuits of modular gates. Source: execution.md 3.1 (U256InvModN) and 3.3,
// casm_run/circuit.rs. A circuit that cannot be filled is a hint error, where the Rust code panics.
import { CIRCUIT_GATES_MAX } from '../../base/limits.ts';
import { type Cell, type Pointer, cellOf } from '../cell.ts';
import { hintFault } from '../fault.ts';
import { addToPointer, movePointer } from '../arithmetic.ts';
import type { Memory } from '../memory.ts';
import { type HintDefinition, defineHint } from './definition.ts';
import type { WriteCell } from './operand.ts';
import type { HintContext } from './hint.ts';

/** What an inverse draws on our own step limit: as a square root. */
const INVERSE_UNITS = 8;
const LIMB_MASK_128: bigint = (1n << 128n) - 1n;
const LIMB_BITS = 96n;
const LIMB_MASK: bigint = (1n << LIMB_BITS) - 1n;
/** Limbs of a circuit value. */
const LIMBS = 4;
/** Cells of an instance of add_mod and mul_mod: four limbs of the modulus, values, offsets, count. */
const INSTANCE_CELLS = 7;
const [VALUES, OFFSETS, COUNT] = [4, 5, 6] as const;

/** gcd(a, b), and x with x·a ≡ gcd modulo b. */
const gcdOf = (a: bigint, b: bigint): { readonly gcd: bigint; readonly x: bigint } => {
  let [r0, r1, x0, x1] = [a, b, 1n, 0n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, x0, x1] = [r1, r0 - quotient * r1, x1, x0 - quotient * x1];
  }
  return { gcd: r0, x: x0 };
};

const positive = (value: bigint, modulus: bigint): bigint => {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
};

const writePair = (run: HintContext, low: WriteCell, high: WriteCell, value: bigint): void => {
  low(run, cellOf(value & LIMB_MASK_128));
  high(run, cellOf(value >> 128n));
};

/** The values table of a circuit, and its gates. */
class Circuit {
  readonly #memory: Memory;
  readonly #values: Pointer;
  readonly modulus: bigint;

  constructor(memory: Memory, modulus: Pointer, values: Pointer) {
    this.#memory = memory;
    this.#values = values;
    const value = this.#valueAt(modulus);
    if (value === undefined || value === 0n) throw hintFault('The modulus of a circuit is missing or 0.');
    this.modulus = value;
  }

  #valueAt(address: Pointer): bigint | undefined {
    let value = 0n;
    for (let i = LIMBS - 1; i >= 0; i--) {
      const limb = this.#memory.get(movePointer(address, i));
      if (limb === undefined || limb < 0) return undefined;
      value = (value << LIMB_BITS) + BigInt(limb);
    }
    return value;
  }

  /** Where the value named by the `index`-th offset of a gate stands. */
  #place(gate: Pointer, index: number): Pointer {
    return addToPointer(this.#values, this.#memory.cellAt(movePointer(gate, index)));
  }

  #write(address: Pointer, value: bigint): void {
    for (let i = 0; i < LIMBS; i++) this.#memory.set(movePointer(address, i), cellOf((value >> (LIMB_BITS * BigInt(i))) & LIMB_MASK));
  }

  /** Fills an addition gate if it can be filled by now. */
  fillAdd(gate: Pointer): boolean {
    const [left, right, out] = [this.#place(gate, 0), this.#place(gate, 1), this.#place(gate, 2)];
    const [l, r] = [this.#valueAt(left), this.#valueAt(right)];
    if (r === undefined) return false;
    if (l !== undefined) {
      this.#write(out, (l + r) % this.modulus);
      return true;
    }
    const sum = this.#valueAt(out);
    if (sum === undefined) return false;
    if (sum + this.modulus < r) throw hintFault('An operand of a circuit gate is larger than its modulus.');
    this.#write(left, (sum + this.modulus - r) % this.modulus);
    return true;
  }

  /** Fills a multiplication gate; false when it asks for an inverse that does not exist: then it gets the nullifier. */
  fillMul(gate: Pointer): boolean {
    const [left, right, out] = [this.#place(gate, 0), this.#place(gate, 1), this.#place(gate, 2)];
    const [l, r] = [this.#valueAt(left), this.#valueAt(right)];
    if (r === undefined) throw hintFault('Unexpected None value in fill_mul_gate');
    if (l !== undefined) {
      this.#write(out, (l * r) % this.modulus);
      return true;
    }
    const { gcd, x } = gcdOf(r, this.modulus);
    this.#write(left, gcd === 1n ? positive(x, this.modulus) : this.modulus / gcd);
    return gcd === 1n;
  }
}

type Gates = { readonly offsets: Pointer; readonly count: number };

/** Fills all gates; returns the index of the first multiplication without inverse, or the number of multiplications. */
const fillValues = (circuit: Circuit, adds: Gates, muls: Gates): number => {
  let added = 0;
  let firstFailure = muls.count;
  for (let i = 0; i <= muls.count; i++) {
    while (added < adds.count && circuit.fillAdd(movePointer(adds.offsets, 3 * added))) added++;
    if (i < muls.count && !circuit.fillMul(movePointer(muls.offsets, 3 * i)) && firstFailure === muls.count) firstFailure = i;
  }
  return firstFailure;
};

/** Writes the instances of a builtin; the modulus is that of the first multiplication instance. */
const fillInstances = (memory: Memory, start: Pointer, gates: Gates, first: Pointer): void => {
  const limbs = Array.from({ length: LIMBS }, (_, i) => memory.cellAt(movePointer(first, i)));
  const values = memory.pointerAt(movePointer(first, VALUES));
  for (let i = 0; i < gates.count; i++) {
    const instance = movePointer(start, INSTANCE_CELLS * i);
    limbs.forEach((limb, n) => memory.set(movePointer(instance, n), limb));
    memory.set(movePointer(instance, VALUES), values);
    memory.set(movePointer(instance, OFFSETS), movePointer(gates.offsets, 3 * i));
    memory.set(movePointer(instance, COUNT), gates.count - i);
  }
};

const gateCount = (count: Cell): number => {
  if (typeof count === 'bigint' || count > CIRCUIT_GATES_MAX)
    throw hintFault(`A circuit has at most ${CIRCUIT_GATES_MAX} gates of each kind.`);
  return count;
};

const evalCircuit = (run: HintContext, add: { start: Pointer; count: number }, mul: { start: Pointer; count: number }): void => {
  run.takeUnits(add.count + mul.count);
  const { memory } = run;
  const values = memory.pointerAt(movePointer(mul.start, VALUES));
  const mulOffsets = memory.pointerAt(movePointer(mul.start, OFFSETS));
  const addOffsets = add.count === 0 ? mulOffsets : memory.pointerAt(movePointer(add.start, OFFSETS));
  const adds: Gates = { offsets: addOffsets, count: add.count };
  const done = fillValues(new Circuit(memory, mul.start, values), adds, { offsets: mulOffsets, count: mul.count });
  fillInstances(memory, add.start, adds, mul.start);
  fillInstances(memory, mul.start, { offsets: mulOffsets, count: done }, mul.start);
};

export const MODULAR_HINTS: Readonly<Record<string, HintDefinition>> = {
  EvalCircuit: defineHint({ n_add_mods: 'val', add_mod_builtin: 'buffer', n_mul_mods: 'val', mul_mod_builtin: 'buffer' }, (o) => (run) => {
    const addCount = gateCount(o.n_add_mods(run));
    const addStart = o.add_mod_builtin(run);
    const mulCount = gateCount(o.n_mul_mods(run));
    evalCircuit(run, { start: addStart, count: addCount }, { start: o.mul_mod_builtin(run), count: mulCount });
  }),
  U256InvModN: defineHint(
    {
      b0: 'val',
      b1: 'val',
      n0: 'val',
      n1: 'val',
      g0_or_no_inv: 'cell',
      g1_option: 'cell',
      s_or_r0: 'cell',
      s_or_r1: 'cell',
      t_or_k0: 'cell',
      t_or_k1: 'cell',
    },
    (o) => (run) => {
      run.takeUnits(INVERSE_UNITS);
      const b = BigInt(o.b0(run)) + (BigInt(o.b1(run)) << 128n);
      const n = BigInt(o.n0(run)) + (BigInt(o.n1(run)) << 128n);
      const { gcd, x } = gcdOf(b, n);
      if (n === 1n || gcd !== 1n) {
        const divisor = n === 1n ? 1n : gcd % 2n === 0n ? 2n : gcd;
        writePair(run, o.s_or_r0, o.s_or_r1, b / divisor);
        writePair(run, o.t_or_k0, o.t_or_k1, n / divisor);
        writePair(run, o.g0_or_no_inv, o.g1_option, divisor);
        return;
      }
      if (n === 0n) throw hintFault('Attempted to divide by zero');
      const inverse = positive(x, n);
      writePair(run, o.s_or_r0, o.s_or_r1, inverse);
      writePair(run, o.t_or_k0, o.t_or_k1, (inverse * b - 1n) / n);
      o.g0_or_no_inv(run, 0);
    },
  ),
};
