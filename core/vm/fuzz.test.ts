// Hostile classes: random words, hints of every name with random operands, any builtins and arguments. Whatever they are, loading gives a class or a
// refusal, a run ends with a value within its budget, and nothing is thrown out of the engine.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { BUILTIN_SHAPES, type BuiltinName, isBuiltinOrder } from './builtins/names.ts';
import { loadClass } from './casm-class.ts';
import { type Cell, cellOf, pointerTo } from './cell.ts';
import { asm, classJson, startRun, word } from './fixtures.ts';
import { HINTS } from './hints/table.ts';
import type { StepBudget } from './run.ts';

const NAMES = Object.keys(BUILTIN_SHAPES) as readonly BuiltinName[];
const felt = fc.oneof(fc.constantFrom(0n, 1n, 2n, 2n ** 53n, 2n ** 128n, FELT_PRIME - 1n), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }));
const cell = fc.oneof(
  felt.map(cellOf),
  fc
    .tuple(fc.integer({ min: 0, max: 14 }), fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(2 ** 24 - 1, 2 ** 32)))
    .map(([s, o]): Cell => pointerTo(s, o)),
);
const ref = fc.record({ register: fc.constantFrom('AP', 'FP'), offset: fc.integer({ min: -12, max: 6 }) });
const immediate = felt.map((value) => `0x${value.toString(16)}`);
const operand = fc.oneof(
  fc.record({ Deref: ref }),
  fc.record({ DoubleDeref: fc.tuple(ref, fc.integer({ min: -3, max: 3 })) }),
  fc.record({ Immediate: immediate }),
  fc.record({
    BinOp: fc.record({
      op: fc.constantFrom('Add', 'Mul'),
      a: ref,
      b: fc.oneof(fc.record({ Deref: ref }), fc.record({ Immediate: immediate })),
    }),
  }),
);

/** The operands of a hint, found by asking the loader which one it misses. */
const fieldsOf = (name: string): Readonly<Record<string, 'ref' | 'operand'>> => {
  const fields: Record<string, 'ref' | 'operand'> = {};
  for (;;) {
    const operands = Object.fromEntries(
      Object.entries(fields).map(([field, kind]) => [field, kind === 'ref' ? { register: 'AP', offset: 0 } : { Immediate: '0x0' }]),
    );
    const loaded = loadClass(classJson(asm.ret, { 0: [{ [name]: operands }] }));
    if (loaded.ok) return fields;
    const [, missing = ''] = new RegExp(`${name}\\.([a-z0-9_]+)`).exec(loaded.error.at) ?? [];
    fields[missing] = fields[missing] === undefined ? 'ref' : 'operand';
  }
};
const TABLE = [...HINTS.keys()].map((name) => [name, fieldsOf(name)] as const);
const hint = fc
  .constantFrom(...TABLE)
  .chain(([name, fields]) =>
    fc
      .record(Object.fromEntries(Object.entries(fields).map(([field, kind]) => [field, kind === 'ref' ? ref : operand])))
      .map((operands) => ({ [name]: operands })),
  );
const place = fc.tuple(fc.constantFrom('ap' as const, 'fp' as const), fc.integer({ min: -8, max: 3 }));
const code = fc.oneof(
  felt.map((value) => [value]),
  fc
    .record({
      dst: place,
      op0: place,
      op1: fc.constantFrom(0, 1, 2, 4),
      off2: fc.integer({ min: -3, max: 3 }),
      res: fc.constantFrom(0, 1, 2),
      pc: fc.constantFrom(0, 0, 0, 1, 2, 4),
      ap: fc.constantFrom(0, 1, 2),
      opcode: fc.constantFrom(0, 1, 2, 4, 4, 4),
      extension: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, 3),
    })
    .map((parts) => [word(parts), 1n]),
  fc.constant(asm.ret),
  felt.map((value) => asm.set('push', value)),
);

test('fuzz: every hint has operands that the loader knows', () => {
  // 30 of the core, the syscall, 7 deprecated ones.
  expect(TABLE.length).toBe(38);
  expect(Object.fromEntries(TABLE)['LinearSplit']).toEqual({ value: 'operand', scalar: 'operand', max_x: 'operand', x: 'ref', y: 'ref' });
});

test('fuzz: no class, hint or argument gets out of the engine', () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(
      fc.record({
        words: fc.array(code, { minLength: 1, maxLength: 12 }).map((list) => list.flat()),
        hints: fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), hint), { maxLength: 8 }),
        builtins: fc.subarray([...NAMES]),
        args: fc.array(cell, { maxLength: 8 }),
        countHoles: fc.boolean(),
      }),
      ({ words, hints, builtins, args, countHoles }) => {
        const byOffset = Object.fromEntries(
          hints
            .filter(([offset]) => offset < words.length)
            .map(([offset]) => [offset, hints.filter(([o]) => o === offset).map(([, h]) => h)]),
        );
        const loaded = loadClass(classJson(words, byOffset));
        expect([loaded.ok, isBuiltinOrder(builtins)]).toEqual([true, true]);
        if (!loaded.ok) return;
        const run = startRun(loaded.value, { builtins, countHoles, args: ({ memory }) => [memory.loadSegment(args), ...args] });
        const budget: StepBudget = { left: 300, kind: 'own' };
        const end = run.execute<string>(budget, ({ memory }) => (memory.segmentCount > 40 ? 'enough' : null));
        if (end.kind === 'failed') {
          codes.add(end.error.code);
          expect(end.error.text.length).toBeGreaterThan(0);
        }
        expect([budget.left >= 0, run.steps <= 300]).toEqual([true, true]);
        expect(Object.values(run.builtinInstances()).every((count) => count >= 0)).toBe(true);
        if (countHoles) expect(run.memoryHoles()).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 3_000 },
  );
  // The generator reaches into every part.
  for (const reached of [
    'InvalidInstruction',
    'HintFailed',
    'UnknownMemoryCell',
    'UnknownOperand',
    'DiffAssertValues',
    'InconsistentMemory',
  ])
    expect([...codes]).toContain(reached);
});
