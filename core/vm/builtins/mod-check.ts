// The check of add_mod and mul_mod at the end of a run: every instance's values satisfy its gate. Source: execution.md 4; texts: cairo-vm modulo.rs.
import { addToPointer, movePointer } from '../arithmetic.ts';
import { type Cell, type Pointer, cellText, pointerTo } from '../cell.ts';
import { VmFault, expectedInteger } from '../fault.ts';
import type { Memory } from '../memory.ts';
import { BUILTIN_SHAPES, builtinText } from './names.ts';

type ModName = 'add_mod' | 'mul_mod';
type Inputs = {
  readonly limbs: readonly Cell[];
  readonly p: bigint;
  readonly values: Pointer;
  readonly offsets: Pointer;
  readonly n: bigint;
};

const WORDS = 4;
const WORD_BITS = 96;
const WORD_END: bigint = 1n << BigInt(WORD_BITS);
/** The quotient of a gate lies below this. */
const QUOTIENT_END: Readonly<Record<ModName, bigint>> = { add_mod: 2n, mul_mod: 1n << BigInt(WORDS * WORD_BITS) };

const failed = (text: string): VmFault => new VmFault('ModBuiltinCheck', text);

const readValue = (memory: Memory, name: ModName, start: Pointer): { readonly limbs: readonly Cell[]; readonly value: bigint } => {
  const limbs: Cell[] = [];
  let value = 0n;
  for (let i = 0; i < WORDS; i++) {
    const address = movePointer(start, i);
    const limb = memory.get(address);
    if (limb === undefined) throw failed(`${builtinText(name)}: Missing value at address ${cellText(movePointer(start, WORDS))}.`);
    if (limb < 0) throw expectedInteger(address);
    if (limb >= WORD_END) {
      throw failed(`Expected integer at address ${cellText(address)} to be smaller than 2^${WORD_BITS}. Got: ${limb}.`);
    }
    limbs.push(limb);
    value += BigInt(limb) << BigInt(WORD_BITS * i);
  }
  return { limbs, value };
};

const readInputs = (memory: Memory, name: ModName, start: Pointer): Inputs => {
  const values = memory.pointerAt(movePointer(start, 4));
  const offsets = memory.pointerAt(movePointer(start, 5));
  const n = memory.feltAt(movePointer(start, 6));
  if (n < 1n) throw failed(`${builtinText(name)}: Expected n >= 1. Got: ${n}.`);
  const { limbs, value: p } = readValue(memory, name, start);
  return { limbs, p, values, offsets, n };
};

/** An instance whose predecessor announced it must continue it. */
const checkSuccession = (name: ModName, before: Inputs, inputs: Inputs): void => {
  const check = (holds: boolean, text: string): void => {
    if (!holds) throw failed(`${builtinText(name)}: ${text}`);
  };
  inputs.limbs.forEach((limb, i) => {
    const old = before.limbs[i] ?? 0;
    const got = `Got: i=${i}, inputs.p_values[i]=${limb}, prev_inputs.p_values[i]=${old}`;
    check(limb === old, `inputs.p_values[i] != prev_inputs.p_values[i]. ${got}`);
  });
  const [values, oldValues, offsets, oldOffsets] = [inputs.values, before.values, inputs.offsets, before.offsets].map(cellText);
  check(
    inputs.values === before.values,
    `inputs.values_ptr != prev_inputs.values_ptr. Got: inputs.values_ptr=${values}, prev_inputs.values_ptr=${oldValues}`,
  );
  check(
    inputs.offsets === movePointer(before.offsets, 3),
    `inputs.offsets_ptr != prev_inputs.offsets_ptr + 3 * batch_size. Got: inputs.offsets_ptr=${offsets}, prev_inputs.offsets_ptr=${oldOffsets}, batch_size=1`,
  );
  check(
    inputs.n === before.n - 1n,
    `inputs.n != prev_inputs.n - batch_size. Got: inputs.n=${inputs.n}, prev_inputs.n=${before.n}, batch_size=1`,
  );
};

const checkGate = (memory: Memory, name: ModName, { p, values, offsets }: Inputs, instance: number): void => {
  const [a = 0n, b = 0n, c = 0n] = [0, 1, 2].map((i) => {
    const place = addToPointer(values, memory.cellAt(movePointer(offsets, i)));
    return readValue(memory, name, place).value;
  });
  if (p === 0n) throw failed(`${builtinText(name)}: the modulus of instance ${instance} is 0.`);
  const full = name === 'add_mod' ? a + b : a * b;
  const end = QUOTIENT_END[name];
  const reduced = full < end * p ? full % p : full - (end - 1n) * p;
  if (reduced % p === c % p) return;
  const sign = name === 'add_mod' ? '+' : '*';
  const got = `Got: instance=${instance}, batch=0, p=${p}, a=${a}, b=${b}, c=${c}.`;
  throw failed(`${builtinText(name)}: Expected a ${sign} b == c (mod p). ${got}`);
};

/** Throws VmFault unless all instances in `segment` are right. */
export const checkModBuiltin = (memory: Memory, name: ModName, segment: number): void => {
  const { cells } = BUILTIN_SHAPES[name];
  const count = Math.ceil(memory.usedSize(segment) / cells);
  let before: Inputs | null = null;
  for (let i = 0; i < count; i++) {
    const inputs = readInputs(memory, name, pointerTo(segment, i * cells));
    if (before !== null && before.n > 1n) checkSuccession(name, before, inputs);
    checkGate(memory, name, inputs, i);
    before = inputs;
  }
  if (before !== null && before.n !== 1n) {
    throw failed(`${builtinText(name)}: prev_inputs.n != batch_size Got: prev_inputs.n=${before.n}, batch_size=1`);
  }
};
