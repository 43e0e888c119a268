// Hints on residues: U256InvModN by its defining equations, and circuits checked by the builtins' own end check. Source: execution.md 3.1 and 3.3.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CIRCUIT_GATES_MAX } from '../../base/limits.ts';
import { type Cell, cellOf, cellText, pointerTo } from '../cell.ts';
import { type HintResult, arg, at, deref, imm, tryHints } from './try-hint.ts';

const M = 2n ** 128n;
const PREFIX = 'Got an exception while executing a hint: ';
const u256 = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 3n, 6n, M, 6n * M, M * M - 1n),
  fc.bigInt({ min: 0n, max: 1000n }),
  fc.bigInt({ min: 0n, max: M * M - 1n }),
);

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

const NAMES: readonly string[] = ['g0_or_no_inv', 'g1_option', 's_or_r0', 's_or_r1', 't_or_k0', 't_or_k1'];

/** The cells g0, g1, s0, s1, t0, t1. */
const invert = (b: bigint, n: bigint): HintResult => {
  const inputs = { b0: imm(b % M), b1: imm(b / M), n0: imm(n % M), n1: imm(n / M) };
  return tryHints([{ U256InvModN: { ...inputs, ...Object.fromEntries(NAMES.map((name, i) => [name, at(i)])) } }]);
};

test('hint: U256InvModN gives the inverse, or a divisor that shows there is none', () => {
  fc.assert(
    fc.property(u256, u256, (b, n) => {
      fc.pre(n !== 0n);
      const { failure, cells } = invert(b, n);
      expect(failure).toBeNull();
      const [g0 = '', g1 = '', ...others] = cells;
      const [s0 = 0n, s1 = 0n, t0 = 0n, t1 = 0n] = others.map(BigInt);
      const [s, t] = [s0 + s1 * M, t0 + t1 * M];
      if (n !== 1n && gcd(b, n) === 1n) {
        // r·b = k·n + 1; the second cell of g stays unset.
        expect([g0, g1, (s * b) % n, s < n, s * b - t * n]).toEqual(['0', '-', 1n, true, 1n]);
        return;
      }
      const g = BigInt(g0) + BigInt(g1) * M;
      const common = gcd(b, n);
      expect(g).toBe(n === 1n ? 1n : common % 2n === 0n ? 2n : common);
      expect([s * g, t * g]).toEqual([b, n]);
    }),
  );
});

test('hint: U256InvModN for a modulus of 0', () => {
  expect(invert(1n, 0n).failure).toBe(`${PREFIX}Hint Error: Attempted to divide by zero`);
  expect(invert(0n, 0n).cells).toEqual(['2', '0', '0', '0', '0', '0']);
  expect(invert(9n, 0n).cells).toEqual(['9', '0', '1', '0', '0', '0']);
});

test('hint: U256InvModN draws units', () => {
  const hint = {
    U256InvModN: Object.fromEntries([...'b0 b1 n0 n1'.split(' ').map((name) => [name, imm(1)]), ...NAMES.map((name, i) => [name, at(i)])]),
  };
  expect([tryHints([hint], { units: 8 }).failure, tryHints([hint], { units: 7 }).failure]).toEqual([null, 'Own step limit']);
});

const limbsOf = (value: bigint): readonly Cell[] => Array.from({ length: 4 }, (_, i) => cellOf((value >> (96n * BigInt(i))) % 2n ** 96n));

type Gate = readonly [number, number, number];
type Circuit = {
  readonly modulus: bigint;
  /** By index in the values table; null is for the hint to fill. */
  readonly values: readonly (bigint | null)[];
  readonly adds: readonly Gate[];
  readonly muls: readonly Gate[];
};

/** Segments: 2 add_mod, 3 mul_mod, 4 costs, 5 values, 6 offsets of additions, 7 of multiplications. */
const [ADD_MOD, MUL_MOD, VALUES] = [2, 3, 5] as const;
const SEGMENTS = { builtins: ['add_mod' as const, 'mul_mod' as const] };

const evaluate = ({ modulus, values, adds, muls }: Circuit, units = 1_000): HintResult =>
  tryHints(
    [
      {
        EvalCircuit: {
          n_add_mods: imm(adds.length),
          add_mod_builtin: deref(arg(1)),
          n_mul_mods: imm(muls.length),
          mul_mod_builtin: deref(arg(0)),
        },
      },
    ],
    {
      ...SEGMENTS,
      units,
      args: ({ memory }) => {
        const table = memory.addSegment();
        values.forEach((value, i) => {
          if (value !== null) limbsOf(value).forEach((limb, n) => memory.setAt(VALUES, 4 * i + n, limb));
        });
        const offsetsOf = (gates: readonly Gate[]): Cell => memory.loadSegment(gates.flat().map((index) => 4 * index));
        const [addOffsets, mulOffsets] = [offsetsOf(adds), offsetsOf(muls)];
        limbsOf(modulus).forEach((limb, n) => memory.setAt(MUL_MOD, n, limb));
        [table, mulOffsets].forEach((cell, n) => memory.setAt(MUL_MOD, 4 + n, cell));
        if (adds.length > 0) memory.setAt(ADD_MOD, 5, addOffsets);
        return [pointerTo(ADD_MOD, 0), pointerTo(MUL_MOD, 0)];
      },
    },
  );

const valueAt = ({ run }: HintResult, index: number): bigint =>
  [0, 1, 2, 3].reduce((sum, n) => sum + (BigInt(run.memory.getAt(VALUES, 4 * index + n) ?? -1) << (96n * BigInt(n))), 0n);

test('hint: EvalCircuit fills sums, differences, products and inverses, and instances that the end check accepts', () => {
  // x, y, x + y, (x + y)·y, 1/y, z with z + y = x.
  const modulus = 2n ** 255n - 19n;
  const value = fc.bigInt({ min: 1n, max: modulus - 1n });
  fc.assert(
    fc.property(value, value, (x, y) => {
      const result = evaluate({
        modulus,
        values: [x, y, null, null, null, null, 1n],
        adds: [
          [0, 1, 2],
          [5, 1, 0],
        ],
        muls: [
          [2, 1, 3],
          [4, 1, 6],
        ],
      });
      expect(result.failure).toBeNull();
      expect(valueAt(result, 2)).toBe((x + y) % modulus);
      expect(valueAt(result, 3)).toBe((((x + y) % modulus) * y) % modulus);
      expect((valueAt(result, 4) * y) % modulus).toBe(1n);
      expect(valueAt(result, 5)).toBe((x - y + modulus) % modulus);
      expect(result.run.builtinInstances()).toEqual({ add_mod: 2, mul_mod: 2 });
      const instance = Array.from({ length: 7 }, (_, n) => cellText(result.run.memory.getAt(ADD_MOD, 7 + n) ?? -1));
      expect(instance.slice(4)).toEqual(['5:0', '6:3', '1']);
    }),
    { numRuns: 30 },
  );
});

test('hint: an addition waits for the product it needs', () => {
  const result = evaluate({ modulus: 97n, values: [5n, 6n, null, null], adds: [[2, 0, 3]], muls: [[0, 1, 2]] });
  expect([result.failure, valueAt(result, 2), valueAt(result, 3)]).toEqual([null, 30n, 35n]);
});

test('hint: an inverse that does not exist gives the nullifier, and instances up to it', () => {
  // 6 has no inverse modulo 15: gcd 3, nullifier 5. The gates behind it are evaluated and have no instance.
  const result = evaluate({
    modulus: 15n,
    values: [6n, null, 1n, 2n, null],
    adds: [],
    muls: [
      [3, 3, 4],
      [1, 0, 2],
      [3, 4, 4],
    ],
  });
  expect(valueAt(result, 1)).toBe(5n);
  // 2·2 = 4, then 2·4 = 8 contradicts it.
  expect(result.failure).toBe(`${PREFIX}Inconsistent memory assignment at address 5:16. 4 != 8`);
  const fine = evaluate({
    modulus: 15n,
    values: [6n, null, 1n, 2n, null, null],
    adds: [],
    muls: [
      [3, 3, 4],
      [1, 0, 2],
      [3, 4, 5],
    ],
  });
  expect([fine.failure, valueAt(fine, 1), valueAt(fine, 5)]).toEqual([null, 5n, 8n]);
  expect(fine.run.memory.usedSize(MUL_MOD)).toBe(7);
});

test('hint: circuits that cannot be evaluated', () => {
  const base: Circuit = { modulus: 97n, values: [5n, 6n, null, null], adds: [], muls: [[0, 1, 2]] };
  const rows: readonly (readonly [Circuit, string])[] = [
    [{ ...base, muls: [[0, 2, 1]] }, 'Hint Error: Unexpected None value in fill_mul_gate'],
    [{ ...base, muls: [[2, 3, 1]] }, 'Hint Error: Unexpected None value in fill_mul_gate'],
    [{ ...base, modulus: 0n }, 'Hint Error: The modulus of a circuit is missing or 0.'],
    [{ ...base, values: [5n, 6n, 7n, null] }, 'Inconsistent memory assignment at address 5:8. 7 != 30'],
    [{ ...base, values: [5n, 200n, 1n, null], adds: [[3, 1, 2]] }, 'Hint Error: An operand of a circuit gate is larger than its modulus.'],
  ];
  for (const [circuit, want] of rows) expect(evaluate(circuit).failure).toBe(PREFIX + want);
  expect(evaluate(base, 0).failure).toBe('Own step limit');
  const many = {
    EvalCircuit: {
      n_add_mods: imm(CIRCUIT_GATES_MAX + 1),
      add_mod_builtin: deref(arg(0)),
      n_mul_mods: imm(0),
      mul_mod_builtin: deref(arg(0)),
    },
  };
  expect(tryHints([many], { args: ({ memory }) => [memory.addSegment()] }).failure).toContain(
    'A circuit has at most 65536 gates of each kind.',
  );
});
