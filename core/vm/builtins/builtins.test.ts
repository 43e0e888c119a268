// Builtins: what they deduce, what they refuse, and the checks at the end of a run. Source: execution.md 1.5 and 4. Foreign answers from @scure/starknet.
import { Point, pedersen, poseidonSmall } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../../base/felt.ts';
import { type Cell, cellOf, cellText, pointerTo } from '../cell.ts';
import { asm, classOf, finish, startRun } from '../fixtures.ts';
import { EXECUTION } from '../memory.ts';
import type { StepBudget } from '../run.ts';
import type { BuiltinName } from './names.ts';

const P = FELT_PRIME;
const N = 0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;
const SEGMENT = 2;
/** The segment arena's infos come first. */
const ARENA = 3;
const felt = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 53n, 2n ** 251n - 1n), fc.bigInt({ min: 0n, max: 2n ** 251n - 1n }));

type Cells = readonly (Cell | null)[];
type Outcome = { readonly failure: string; readonly read: readonly string[]; readonly instances: number | undefined };

/** Sets cells of the builtin's segment as a contract would, then reads `reads` of them with instructions. */
const attempt = (name: BuiltinName, cells: Cells, reads: readonly number[]): Outcome => {
  const words = [...reads.flatMap((offset) => asm.load('push', ['fp', -3], offset)), ...asm.ret];
  const segment = name === 'segment_arena' ? ARENA : SEGMENT;
  const run = startRun(classOf(words), {
    builtins: [name],
    args: ({ memory }) => {
      cells.forEach((cell, offset) => {
        if (cell !== null) memory.setAt(segment, offset, cell);
      });
      return [pointerTo(segment, 0)];
    },
  });
  const first = run.ap;
  const end = finish(run);
  return {
    failure: end.kind === 'failed' ? `${end.error.source}: ${end.error.text}` : '',
    read: reads.map((_, i) => cellText(run.memory.getAt(EXECUTION, first + i) ?? -1)),
    instances: run.builtinInstances()[name],
  };
};
const good = (instances: number, ...read: readonly bigint[]): Outcome => ({ failure: '', read: read.map(String), instances });

test('builtin: pedersen hashes two cells', () => {
  fc.assert(
    fc.property(felt, felt, (a, b) => {
      const hash = BigInt(pedersen(a, b));
      expect(attempt('pedersen', [cellOf(a), cellOf(b)], [2])).toEqual(good(1, hash));
      expect(attempt('pedersen', [cellOf(a), cellOf(b), cellOf(hash)], []).failure).toBe('');
      const wrong = cellOf((hash + 1n) % P);
      expect(attempt('pedersen', [cellOf(a), cellOf(b), wrong], []).failure).toBe(
        `end: Inconsistent auto-deduction for pedersen_builtin, expected ${hash}, got ${wrong}`,
      );
    }),
    { numRuns: 20 },
  );
});

test('builtin: poseidon permutes three cells', () => {
  fc.assert(
    fc.property(felt, felt, felt, (a, b, c) => {
      const state = poseidonSmall([a, b, c]);
      expect(attempt('poseidon', [a, b, c].map(cellOf), [3, 4, 5])).toEqual(good(1, ...state));
      expect(attempt('poseidon', [a, b, c].map(cellOf), [5]).read).toEqual([String(state[2])]);
    }),
    { numRuns: 20 },
  );
});

test('builtin: bitwise gives and, xor, or of 251 bits', () => {
  fc.assert(
    fc.property(felt, felt, (x, y) => {
      expect(attempt('bitwise', [cellOf(x), cellOf(y)], [2, 3, 4])).toEqual(good(1, x & y, x ^ y, x | y));
    }),
  );
});

test('builtin: ec_op gives P + m Q', () => {
  const scalar = fc.oneof(fc.constantFrom(0n, 1n, 2n, N, P - 1n), fc.bigInt({ min: 0n, max: P - 1n }));
  // Without bias: small multiples meet each other on the way, which the builtin refuses.
  const multiple = fc.noBias(fc.bigInt({ min: 1n, max: N - 1n }));
  fc.assert(
    fc.property(multiple, multiple, scalar, (a, b, m) => {
      const [p, q] = [Point.BASE.multiply(a), Point.BASE.multiply(b)];
      const sum = p.add(m % N === 0n ? Point.ZERO : q.multiply(m % N)).toAffine();
      const inputs = [p.x, p.y, q.x, q.y, m].map(cellOf);
      expect(attempt('ec_op', inputs, [5, 6])).toEqual(good(1, sum.x, sum.y));
    }),
    { numRuns: 15 },
  );
});

test('builtin: inputs that have no outputs', () => {
  const g = Point.BASE.toAffine();
  const twice = Point.BASE.double().toAffine();
  const pointer = pointerTo(1, 0);
  const rows: readonly (readonly [BuiltinName, Cells, readonly number[], string])[] = [
    ['pedersen', [1, null], [2], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:2"],
    ['pedersen', [1, pointer], [2], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:2"],
    ['pedersen', [1, 2], [3], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:3"],
    ['poseidon', [1, pointer, 3], [3], 'vm: poseidon_builtin: Expected integer at address 2:1'],
    ['poseidon', [1, null, 3], [3], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:3"],
    ['bitwise', [1, 2n ** 251n], [2], `vm: Expected integer at address 2:1 to be smaller than 2^251, Got ${2n ** 251n}`],
    ['bitwise', [2n ** 251n, 1], [], `end: Expected integer at address 2:0 to be smaller than 2^251, Got ${2n ** 251n}`],
    ['bitwise', [1, pointer], [2], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:2"],
    ['ec_op', [1, 1, g.x, g.y, 1].map((v) => cellOf(BigInt(v))), [5], 'vm: EcOpBuiltin: point (1, 1) is not on the curve'],
    ['ec_op', [g.x, g.y, 1n, 1n, 0n].map(cellOf), [5], 'vm: EcOpBuiltin: point (1, 1) is not on the curve'],
    ['ec_op', [cellOf(g.x), cellOf(g.y), cellOf(g.x), cellOf(g.y), pointer], [5], 'vm: Expected integer at address 2:4'],
    ['range_check', [null], [0], "vm: Couldn't compute operand op1. Unknown value for memory cell 2:0"],
    ['segment_arena', [null], [3], "vm: Couldn't compute operand op1. Unknown value for memory cell 3:3"],
  ];
  for (const [name, cells, reads, want] of rows) expect({ name, got: attempt(name, cells, reads).failure }).toEqual({ name, got: want });
  const text = (p: { x: bigint; y: bigint }, m: bigint, q: { x: bigint; y: bigint }): string =>
    `vm: Cannot apply EC operation: computation reached two points with the same x coordinate. \n\n    Attempting to compute P + m * Q where:\n\n    P = (${p.x}, ${p.y}) \n\n    m = ${m}\n\n    Q = (${q.x}, ${q.y}).`;
  const equalX = (p: { x: bigint; y: bigint }, q: { x: bigint; y: bigint }, m: bigint): string =>
    attempt('ec_op', [p.x, p.y, q.x, q.y, m].map(cellOf), [5]).failure;
  expect(equalX(g, g, 1n)).toBe(text(g, 1n, g));
  // In the second round the doubled point is met, although its bit is 0: m = 4.
  expect(equalX(twice, g, 4n)).toBe(text(twice, 4n, twice));
  const minus = { x: twice.x, y: P - twice.y };
  expect(equalX(minus, g, 6n)).toBe(text(minus, 6n, twice));
  // With m = 1 that round does not come.
  expect(equalX(twice, g, 1n)).toBe('');
});

test("builtin: computing outputs draws on our own step limit, and not on the sequencer's", () => {
  const left = (name: BuiltinName, cells: Cells, reads: readonly number[], kind: 'own' | 'run_resources'): number | string => {
    const words = [...reads.flatMap((offset) => asm.load('push', ['fp', -3], offset)), ...asm.ret];
    const run = startRun(classOf(words), {
      builtins: [name],
      args: ({ memory }) => {
        cells.forEach((cell, offset) => memory.setAt(SEGMENT, offset, cell ?? 0));
        return [pointerTo(SEGMENT, 0)];
      },
    });
    const budget: StepBudget = kind === 'own' ? { left: 50, kind } : { left: 50, units: 0, kind };
    const end = run.execute<never>(budget, () => null);
    return end.kind === 'failed' ? end.error.text : budget.left;
  };
  expect([left('pedersen', [1, 2], [2], 'own'), left('pedersen', [1, 2], [2], 'run_resources')]).toEqual([50 - 2 - 40, 48]);
  // Once per instance, however often its outputs are read; at the end, if nobody has read them.
  expect([left('poseidon', [1, 2, 3], [3, 4, 5], 'own'), left('poseidon', [1, 2, 3], [], 'own')]).toEqual([50 - 4 - 4, 50 - 1 - 4]);
  expect(left('bitwise', [1, 2], [2, 3], 'own')).toBe(50 - 3 - 5);
  expect(left('pedersen', [1, 2, 0, 3, 4], [5], 'own')).toBe('Own step limit');
});

test('builtin: instances are counted by used cells; every instance has its inputs', () => {
  const rows: readonly (readonly [BuiltinName, Cells, number, string])[] = [
    ['pedersen', [], 0, ''],
    ['pedersen', [1, 2], 1, ''],
    ['pedersen', [1, 2, null, 1], 2, 'end: Missing memory cells for pedersen_builtin'],
    ['pedersen', [1, 2, null, 1, 2], 2, ''],
    ['range_check', [1, 2, 3], 3, ''],
    ['range_check', [1, null, 3], 3, 'end: Missing memory cells for range_check_builtin'],
    ['poseidon', [1, 2, null], 1, 'end: Missing memory cells for poseidon_builtin'],
    // As many cells as inputs, but in the wrong places: the offsets are named.
    ['bitwise', [1, null, 0], 1, 'end: Missing memory cells for bitwise_builtin: [1]'],
    ['segment_arena', [null, null, null, 7, 8, 9], 1, ''],
    ['segment_arena', [], 0, ''],
  ];
  for (const [name, cells, instances, failure] of rows) {
    const outcome = attempt(name, cells, []);
    expect({ name, cells, instances: outcome.instances, failure: outcome.failure }).toEqual({ name, cells, instances, failure });
  }
});

test('builtin: range checks are validated when they are written', () => {
  const store = (name: BuiltinName, cell: Cell): string => {
    // [[fp-3]] = [fp-4]
    const run = startRun(classOf([...asm.load(['fp', -4], ['fp', -3], 0), ...asm.ret]), {
      builtins: [name],
      args: () => [cell, pointerTo(SEGMENT, 0)],
    });
    const end = finish(run);
    return end.kind === 'failed' ? end.error.text : String(run.builtinInstances()[name]);
  };
  expect([store('range_check', 0), store('range_check', 2n ** 128n - 1n)]).toEqual(['1', '1']);
  expect(store('range_check', 2n ** 128n)).toBe(
    `Range-check validation failed, number ${2n ** 128n} is out of valid range [0, ${2n ** 128n}]`,
  );
  expect(store('range_check', pointerTo(1, 0))).toBe('Range-check validation failed, encountered non-int value at address 2:0');
  expect(store('range_check', P - 1n)).toContain('out of valid range');
});

test('builtin: holes of range_check96 up to its stop pointer become 0', () => {
  /** Results [rc96 pointer, gas, syscall, flag, start, end] on the stack at the end. */
  const attempt96 = (cells: Cells, stop: Cell, builtins: readonly BuiltinName[] = ['range_check96']): readonly unknown[] => {
    const segment = SEGMENT + builtins.indexOf('range_check96');
    const words = [
      ...builtins.flatMap((_, i) => asm.copy('push', ['fp', -3 - i])),
      ...[1, 2, 3, 4, 5].flatMap((n) => asm.set('push', n)),
      ...asm.ret,
    ];
    const run = startRun(classOf(words), {
      builtins,
      args: ({ memory }) => {
        cells.forEach((cell, offset) => {
          if (cell !== null) memory.setAt(segment, offset, cell);
        });
        return [...builtins.filter((name) => name !== 'range_check96').map(() => 0), stop];
      },
    });
    const end = finish(run);
    return [
      end.kind === 'failed' ? end.error.text : '',
      run.builtinInstances().range_check96,
      cells.map((_, i) => run.memory.getAt(segment, i)),
    ];
  };
  expect(attempt96([5, null, 7], pointerTo(SEGMENT, 3))).toEqual(['', 3, [5, 0, 7]]);
  expect(attempt96([5], pointerTo(SEGMENT, 3))).toEqual(['', 3, [5]]);
  // Cells behind the stop pointer do not count, and nothing is filled there.
  expect(attempt96([5, 6, 7], pointerTo(SEGMENT, 1))).toEqual(['', 1, [5, 6, 7]]);
  expect(attempt96([5, null, 7], pointerTo(SEGMENT, 1))[0]).toBe('Missing memory cells for range_check96_builtin');
  expect(attempt96([5, null], pointerTo(1, 1))[0]).toContain('Invalid stop pointer for range_check96_builtin');
  expect(attempt96([5, null], 3)[0]).toContain('Expected relocatable at address');
  // Its place among the results follows from its place among the builtins.
  expect(attempt96([5, null, 7], pointerTo(SEGMENT, 3), ['range_check96', 'mul_mod'])).toEqual(['', 3, [5, 0, 7]]);
  expect(attempt96([5, null, 7], pointerTo(SEGMENT + 1, 3), ['range_check', 'range_check96'])[0]).toContain(
    'Expected relocatable at address',
  );
});
