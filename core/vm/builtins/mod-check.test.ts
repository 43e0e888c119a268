// The end check of add_mod and mul_mod: gates by their equation, and every failure of their instances. Source: execution.md 4.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, cellOf, pointerTo } from '../cell.ts';
import { asm, classOf, finish, startRun } from '../fixtures.ts';

const W = 2n ** 96n;
const limbsOf = (value: bigint): readonly Cell[] => [0n, 1n, 2n, 3n].map((i) => cellOf((value >> (96n * i)) % W));
type Name = 'add_mod' | 'mul_mod';

/** Segments: 2 the builtin, 3 costs, 4 values, 5 offsets. */
type Setup = {
  readonly name: Name;
  readonly values: readonly bigint[];
  /** One per gate: indices into the values. */
  readonly gates: readonly (readonly [number, number, number])[];
  readonly p: bigint;
  /** Changes to the cells of instances, by offset. */
  readonly changes?: Readonly<Record<number, Cell | null>>;
};

const check = ({ name, values, gates, p, changes = {} }: Setup): string => {
  const run = startRun(classOf(asm.ret), {
    builtins: [name],
    args: ({ memory }) => {
      const table = memory.loadSegment(values.flatMap(limbsOf));
      const offsets = memory.loadSegment(gates.flat().map((index) => 4 * index));
      const cells: (Cell | null)[] = gates.flatMap((_, i) => [...limbsOf(p), table, offsets - 3 * i, gates.length - i]);
      for (const [offset, cell] of Object.entries(changes)) cells[Number(offset)] = cell;
      cells.forEach((cell, offset) => {
        if (cell !== null) memory.setAt(2, offset, cell);
      });
      return [];
    },
  });
  const end = finish(run);
  return end.kind === 'failed' ? end.error.text : 'right';
};

test('mod builtin: gates hold modulo p, and only then', () => {
  const value = fc.bigInt({ min: 0n, max: 2n ** 384n - 1n });
  fc.assert(
    fc.property(value, value, fc.bigInt({ min: 2n, max: 2n ** 384n - 1n }), (a, b, p) => {
      const [sum, product] = [(a + b) % p, (a * b) % p];
      // The quotient is bounded: a + b below 2 p, and a product below 2^384 p always.
      const text = check({ name: 'add_mod', values: [a, b, sum], gates: [[0, 1, 2]], p });
      expect(text).toBe('right');
      expect(check({ name: 'mul_mod', values: [a, b, product], gates: [[0, 1, 2]], p })).toBe('right');
      const wrong = (product + 1n) % p;
      expect(check({ name: 'mul_mod', values: [a, b, wrong], gates: [[0, 1, 2]], p })).toBe(
        `mul_mod_builtin: Expected a * b == c (mod p). Got: instance=0, batch=0, p=${p}, a=${a}, b=${b}, c=${wrong}.`,
      );
    }),
  );
});

test('mod builtin: every failure of an instance', () => {
  const base: Setup = {
    name: 'add_mod',
    values: [5n, 6n, 4n, 1n],
    gates: [
      [0, 1, 2],
      [2, 2, 3],
    ],
    p: 7n,
  };
  const rows: readonly (readonly [Readonly<Record<number, Cell | null>>, string])[] = [
    [{}, 'right'],
    [{ 4: 9 }, 'Expected relocatable at address 2:4'],
    [{ 5: null }, 'Unknown memory cell at address 2:5'],
    [{ 6: 0 }, 'add_mod_builtin: Expected n >= 1. Got: 0.'],
    [{ 0: null }, 'add_mod_builtin: Missing value at address 2:4.'],
    [{ 0: pointerTo(1, 0) }, 'Expected integer at address 2:0'],
    [{ 1: W }, `Expected integer at address 2:1 to be smaller than 2^96. Got: ${W}.`],
    [{ 0: 0 }, 'add_mod_builtin: the modulus of instance 0 is 0.'],
    [{ 7: 8 }, 'add_mod_builtin: inputs.p_values[i] != prev_inputs.p_values[i]. Got: i=0, inputs.p_values[i]=8, prev_inputs.p_values[i]=7'],
    [
      { 11: pointerTo(4, 1) },
      'add_mod_builtin: inputs.values_ptr != prev_inputs.values_ptr. Got: inputs.values_ptr=4:1, prev_inputs.values_ptr=4:0',
    ],
    [
      { 12: pointerTo(5, 0) },
      'add_mod_builtin: inputs.offsets_ptr != prev_inputs.offsets_ptr + 3 * batch_size. Got: inputs.offsets_ptr=5:0, prev_inputs.offsets_ptr=5:0, batch_size=1',
    ],
    [{ 13: 2 }, 'add_mod_builtin: inputs.n != prev_inputs.n - batch_size. Got: inputs.n=2, prev_inputs.n=2, batch_size=1'],
    [{ 6: 3, 13: 2 }, 'add_mod_builtin: prev_inputs.n != batch_size Got: prev_inputs.n=2, batch_size=1'],
    // Two circuits of one gate each follow one another freely.
    [{ 6: 1, 7: 5, 13: 1 }, 'add_mod_builtin: Expected a + b == c (mod p). Got: instance=1, batch=0, p=5, a=4, b=4, c=1.'],
  ];
  for (const [changes, want] of rows) expect({ changes, got: check({ ...base, changes }) }).toEqual({ changes, got: want });
  expect(check({ ...base, values: [5n, 6n, 4n, 2n] })).toBe(
    'add_mod_builtin: Expected a + b == c (mod p). Got: instance=1, batch=0, p=7, a=4, b=4, c=2.',
  );
  expect(
    check({
      ...base,
      gates: [
        [0, 1, 2],
        [2, 2, 9],
      ],
    }),
  ).toBe('add_mod_builtin: Missing value at address 4:40.');
  expect(check({ ...base, gates: [] })).toBe('right');
});
