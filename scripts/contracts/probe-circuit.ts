// A circuit of one addition and one multiplication: (a + b) * c modulo m, all of four 96-bit limbs. Source: execution.md 3.3 and 4.
// Values lie in the segment of range_check96, which bounds every limb; the hint fills sum and product, add_mod and mul_mod prove them modulo m, and a
// subtraction of limbs proves that the product is below m.
import type { Builder } from '../asm/builder.ts';
import type { Cell, Value } from '../asm/cells.ts';
import { felt } from '../asm/codecs.ts';
import { view } from '../asm/contract.ts';
import { assertBit } from '../asm/integers.ts';
import { builtinGas } from '../asm/prices.ts';

const LIMBS = 4;
const LIMB_END = 1n << 96n;
const NAMES = ['a', 'b', 'c', 'm'] as const;
const limbNames = (name: string): readonly string[] => Array.from({ length: LIMBS }, (_, i) => `${name}${i}`);
/** Places of a, b, a + b, c and the product among the values. */
const [A, B, SUM, C, PRODUCT] = [0, 4, 8, 12, 16] as const;

/** value < m, by limbs from the lowest: m - value - 1 does not borrow in the end. */
const proveReduced = (f: Builder, value: readonly Cell[], m: readonly Value[]): void => {
  let borrow: Value = 1n;
  value.forEach((limb, i) => {
    const next = f.fresh('borrow');
    const needed = f.let('needed', limb, '+', borrow);
    f.hint('TestLessThan', { lhs: m[i] ?? 0n, rhs: needed }, { dst: next });
    assertBit(f, next);
    const difference = f.let('difference', m[i] ?? 0n, '-', needed);
    f.builtin('range_check96', [f.let('limb of the difference', difference, '+', f.let('borrowed', next, '*', LIMB_END))]);
    borrow = next;
  });
  f.assert(borrow, 0n);
};

export const circuit = view({
  names: ['circuit'],
  inputs: Object.fromEntries(NAMES.flatMap(limbNames).map((name) => [name, felt])),
  outputs: Array.from({ length: LIMBS }, () => felt),
  body: (f, inputs) => {
    const limbs = (name: string): readonly Value[] => limbNames(name).map((limb) => inputs[limb] ?? 0n);
    const m = limbs('m');
    m.forEach((limb) => f.builtin('range_check96', [limb]));
    const values = f.implicit('range_check96');
    const start = f.address('values', values);
    const put = (place: number, felts: readonly Value[]): void => felts.forEach((limb, i) => f.store(start, place + i, limb));
    put(A, limbs('a'));
    put(B, limbs('b'));
    put(C, limbs('c'));
    f.path.implicits.set('range_check96', { cell: start, offset: PRODUCT + LIMBS });
    f.path.spent += (PRODUCT + LIMBS) * builtinGas('range_check96');
    const offsets = f.allocate('offsets');
    [A, B, SUM, SUM, C, PRODUCT].forEach((offset, i) => f.store(offsets, i, BigInt(offset)));
    const [adding, multiplying] = [f.implicit('add_mod').cell, f.implicit('mul_mod').cell];
    f.builtin('add_mod', [...m, start, offsets, 1n]);
    f.builtin('mul_mod', [...m, start, f.let('offsets of the product', offsets, '+', 3n), 1n]);
    f.hint('EvalCircuit', { n_add_mods: 1n, add_mod_builtin: adding, n_mul_mods: 1n, mul_mod_builtin: multiplying }, {});
    const product = Array.from({ length: LIMBS }, (_, i) => f.load(`product ${i}`, start, PRODUCT + i));
    proveReduced(f, product, m);
    return product;
  },
});
