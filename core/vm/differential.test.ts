// Random programs through the fast loop, the exact step and the reference VM: the same end, the same registers, the same memory (execution.md 11.4, 7).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { type Cell, cellText, feltOf, isPointer, offsetOf, pointerTo, segmentOf } from './cell.ts';
import { type Place, asm, classOf, finish, startRun, word } from './fixtures.ts';
import { RET_WORD } from './instruction.ts';
import { type RefValue, ReferenceVm } from './reference-vm.ts';
import type { CairoRun, RunEnd } from './run.ts';

const STEPS = 120;
/** Segments of a run without builtins: program, stack, costs, data, end. */
const [COSTS, DATA, END, SEGMENTS] = [2, 3, 4, 5] as const;

const ap: fc.Arbitrary<Place> = fc.tuple(fc.constant('ap' as const), fc.integer({ min: -4, max: 1 }));
const fp: fc.Arbitrary<Place> = fc.tuple(fc.constant('fp' as const), fc.integer({ min: -6, max: 2 }));
const place: fc.Arbitrary<Place> = fc.oneof({ arbitrary: ap, weight: 3 }, { arbitrary: fp, weight: 2 });
const target = fc.oneof({ arbitrary: fc.constant('push' as const), weight: 4 }, { arbitrary: place, weight: 1 });
const operator = fc.constantFrom('+' as const, '*' as const);
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map(BigInt),
  fc.constantFrom(2n ** 31n, 2n ** 52n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 128n, FELT_PRIME / 2n, FELT_PRIME - 2n ** 31n),
  fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }),
);
const offset = fc.integer({ min: -2, max: 3 });
const jump = fc.integer({ min: -6, max: 9 });

const instruction: fc.Arbitrary<readonly bigint[]> = fc.oneof(
  fc.tuple(target, value).map(([to, v]) => asm.set(to, v)),
  fc.tuple(target, place).map(([to, from]) => asm.copy(to, from)),
  fc.tuple(target, place, offset).map(([to, from, by]) => asm.load(to, from, by)),
  fc.tuple(target, place, operator, place).map(([to, a, op, b]) => asm.combine(to, [a, op, b])),
  fc.tuple(target, place, operator, value).map(([to, a, op, v]) => asm.withImmediate(to, [a, op, v])),
  jump.map((by) => asm.jump(by)),
  fc.tuple(place, jump).map(([cell, by]) => asm.jumpUnlessZero(cell, by)),
  jump.map((by) => asm.call(by)),
  fc.integer({ min: -1, max: 4 }).map((by) => asm.moveAp(by)),
  fc.constant(asm.ret),
  // Anything that decodes, and words that do not.
  fc
    .record({
      dst: place,
      op0: place,
      op1: fc.constantFrom(0, 1, 2, 3, 4),
      off2: offset,
      res: fc.integer({ min: 0, max: 3 }),
      pc: fc.constantFrom(0, 1, 2, 3, 4),
      ap: fc.integer({ min: 0, max: 3 }),
      opcode: fc.constantFrom(0, 1, 2, 4),
    })
    .map((parts) => [word(parts), 1n]),
);
const program = fc.array(instruction, { minLength: 1, maxLength: 14 }).map((list) => list.flat());
const argument: fc.Arbitrary<Cell> = fc.oneof(
  fc.constantFrom<Cell>(0, 1, 2, 2 ** 52, 2n ** 53n, FELT_PRIME - 1n),
  fc.tuple(fc.constantFrom(0, 1, DATA), fc.integer({ min: 0, max: 4 })).map(([segment, at]) => pointerTo(segment, at)),
);

const toRef = (cell: Cell): RefValue => (isPointer(cell) ? { s: segmentOf(cell), o: BigInt(offsetOf(cell)) } : (feltOf(cell) ?? 0n));
const refText = (v: RefValue): string => (typeof v === 'bigint' ? v.toString() : `${v.s}:${v.o}`);

type State = { readonly end: string; readonly registers: string; readonly cells: ReadonlyMap<string, string> };

const ours = (
  words: readonly bigint[],
  args: readonly Cell[],
  { isFast, countHoles = false }: { readonly isFast: boolean; readonly countHoles?: boolean },
): { readonly run: CairoRun; readonly end: RunEnd<never>; readonly state: State } => {
  const run = startRun(classOf(words), {
    countHoles,
    args: ({ memory }) => {
      memory.loadSegment([11, pointerTo(DATA, 0)]);
      return args;
    },
  });
  const end = finish(run, STEPS, isFast ? null : () => undefined);
  const cells = new Map<string, string>();
  for (let s = 0; s < SEGMENTS; s++) {
    for (let o = 0; o < run.memory.usedSize(s); o++) {
      const cell = run.memory.getAt(s, o);
      if (cell !== undefined) cells.set(`${s}:${o}`, cellText(cell));
    }
  }
  const isStopped = end.kind === 'failed' && end.error.code === 'OwnStepLimit';
  const isEnd = end.kind === 'returned' || (end.kind === 'failed' && end.error.source === 'end');
  return {
    run,
    end,
    state: { end: isStopped ? 'stopped' : isEnd ? 'returned' : 'failed', registers: `${cellText(run.pc)} ${run.ap} ${run.fp}`, cells },
  };
};

const reference = (words: readonly bigint[], args: readonly Cell[]): State => {
  const stack: readonly RefValue[] = [...args.map(toRef), 0n, { s: END, o: 0n }];
  const vm = new ReferenceVm([...words, RET_WORD], stack, SEGMENTS);
  vm.write({ s: 0, o: BigInt(words.length + 1) }, { s: COSTS, o: 0n });
  vm.write({ s: DATA, o: 0n }, 11n);
  vm.write({ s: DATA, o: 1n }, { s: DATA, o: 0n });
  let end = 'stopped';
  for (let step = 0; step < STEPS && end === 'stopped'; step++) {
    try {
      vm.step();
    } catch {
      end = 'failed';
    }
    if (vm.pc.s === END && vm.pc.o === 0n) end = 'returned';
  }
  return {
    end,
    registers: `${refText(vm.pc)} ${vm.ap} ${vm.fp}`,
    cells: new Map([...vm.cells].map(([at, v]) => [at, refText(v)])),
  };
};

const RUNS = 1_500;

test('differential: the fast loop and the exact step end alike, to the text of the error', () => {
  fc.assert(
    fc.property(program, fc.array(argument, { minLength: 4, maxLength: 4 }), (words, args) => {
      const [fast, exact] = [ours(words, args, { isFast: true, countHoles: true }), ours(words, args, { isFast: false, countHoles: true })];
      expect(fast.end).toEqual(exact.end);
      expect(fast.state).toEqual(exact.state);
      expect([fast.run.steps, fast.run.memoryHoles()]).toEqual([exact.run.steps, exact.run.memoryHoles()]);
    }),
    { numRuns: RUNS },
  );
});

test('differential: the reference VM agrees', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(program, fc.array(argument, { minLength: 4, maxLength: 4 }), (words, args) => {
      const [got, want] = [ours(words, args, { isFast: true }).state, reference(words, args)];
      seen.add(want.end);
      expect(got.end).toBe(want.end);
      // A failing instruction may have written some of its cells: only what came before it is compared.
      if (want.end === 'failed') return;
      expect(got).toEqual(want);
    }),
    { numRuns: RUNS },
  );
  expect([...seen].toSorted((a, b) => a.localeCompare(b))).toEqual(['failed', 'returned', 'stopped']);
});
