// A run as a whole: stack and segments at its start, budgets, syscalls, results, traceback, trace, holes. Source: execution.md 1.5, 6.2, 6.5, 6.8, 7.9.
import { expect, test } from 'vitest';
import { movePointer } from './arithmetic.ts';
import { cellOf, cellText, isPointer, offsetOf, pointerTo } from './cell.ts';
import { type Place, asm, classOf, finish, startRun, word } from './fixtures.ts';
import { EXECUTION } from './memory.ts';
import { type CairoRun, type RunFailure, type StepBudget, takeUnits } from './run.ts';

const SYSCALL = { SystemCall: { system: { Deref: { register: 'FP', offset: -3 } } } };
/** Counts [fp-3] down to 0. */
const COUNT_DOWN = [
  ...asm.copy('push', ['fp', -3]),
  ...asm.withImmediate('push', [['ap', -1], '+', -1]),
  ...asm.jumpUnlessZero(['ap', -1], -2),
  ...asm.ret,
];

test('run: the stack holds builtins, arguments, the return fp 0 and the end pointer', () => {
  const run = startRun(classOf(asm.ret), {
    builtins: ['pedersen', 'range_check', 'segment_arena', 'range_check96'],
    args: ({ memory }) => [memory.loadSegment([4, 5]), 77],
  });
  const stack = Array.from({ length: run.ap }, (_, i) => cellText(run.memory.getAt(EXECUTION, i) ?? -1));
  // 2 pedersen, 3 range_check, 4 the arena's infos, 5 the arena, 6 range_check96, 7 costs, 8 the arguments', 9 the end.
  expect(stack).toEqual(['2:0', '3:0', '5:3', '6:0', '8:0', '77', '0', '9:0']);
  expect([0, 1, 2].map((i) => cellText(run.memory.getAt(5, i) ?? -1))).toEqual(['4:0', '0', '0']);
  expect([run.ap, run.fp, cellText(run.pc), run.memory.segmentCount]).toEqual([8, 8, '0:0', 10]);
});

test('run: it returns, and counts its steps', () => {
  for (const onStep of [null, () => undefined]) {
    const run = startRun(classOf(COUNT_DOWN), { args: () => [100] });
    expect(finish(run, 1_000, onStep)).toEqual({ kind: 'returned' });
    expect(run.steps).toBe(1 + 2 * 100 + 1);
  }
});

test('run: the budget is exact to the step, and its kind decides the text', () => {
  for (const onStep of [null, () => undefined]) {
    const attempt = (budget: StepBudget): string => {
      const end = startRun(classOf(COUNT_DOWN), { args: () => [100] }).execute<never>(budget, () => null, onStep);
      return end.kind === 'failed' ? `${end.error.code}: ${end.error.text}` : end.kind;
    };
    const exact: StepBudget = { left: 202, kind: 'own' };
    expect([attempt(exact), exact.left]).toEqual(['returned', 0]);
    expect(attempt({ left: 201, kind: 'own' })).toBe('OwnStepLimit: Own step limit');
    expect(attempt({ left: 202, units: 0, kind: 'run_resources' })).toBe('returned');
    expect(attempt({ left: 201, units: 0, kind: 'run_resources' })).toBe(
      'UnfinishedExecution: Could not reach the end of the program. RunResources has no remaining steps.',
    );
  }
});

test("run: units are steps of the own budget, and a budget beside the sequencer's", () => {
  const own: StepBudget = { left: 10, kind: 'own' };
  takeUnits(own, 4);
  expect(own.left).toBe(6);
  expect(() => takeUnits(own, 7)).toThrow('Own step limit');
  const resources: StepBudget = { left: 10, units: 5, kind: 'run_resources' };
  takeUnits(resources, 5);
  expect(resources).toEqual({ left: 10, units: 0, kind: 'run_resources' });
  expect(() => takeUnits(resources, 1)).toThrow('Own step limit');
});

test('run: a loop that never ends is stopped', () => {
  const end = finish(startRun(classOf(asm.jump(0))), 100_000);
  const want: Partial<RunFailure> = { code: 'OwnStepLimit', source: 'vm', text: 'Own step limit', pc: pointerTo(0, 0) };
  expect(end).toMatchObject({ kind: 'failed', error: want });
});

test("run: syscalls are the handler's, at the moment of the hint", () => {
  const words = [...asm.set('push', 1), ...asm.load('push', ['fp', -3], 0), ...asm.ret];
  const run = startRun(classOf(words, { 2: [SYSCALL] }), { args: ({ memory }) => [memory.addSegment()] });
  const seen: string[] = [];
  const end = run.execute<never>({ left: 100, kind: 'own' }, ({ memory, pc, ap, steps }) => {
    seen.push(`${cellText(pc)} ${ap} ${steps}`);
    memory.setAt(3, 0, 42);
    return null;
  });
  expect([end.kind, seen, run.memory.getAt(EXECUTION, 4)]).toEqual(['returned', ['0:2 4 1'], 42]);
});

test('run: an error of the handler ends it and comes back untouched; a fault in its memory access is a hint error', () => {
  const words = [...asm.set('push', 1), ...asm.ret];
  const start = (): CairoRun => startRun(classOf(words, { 2: [SYSCALL] }), { args: ({ memory }) => [memory.addSegment()] });
  const cause = { any: 'thing' };
  const stopped = start().execute({ left: 100, kind: 'own' }, () => cause);
  expect(stopped).toMatchObject({ kind: 'stopped', pc: pointerTo(0, 2) });
  expect(stopped.kind === 'stopped' && stopped.cause).toBe(cause);
  const failed = start().execute<never>({ left: 100, kind: 'own' }, ({ memory }) => {
    memory.feltAt(pointerTo(3, 0));
    return null;
  });
  expect(failed).toMatchObject({
    kind: 'failed',
    error: {
      code: 'UnknownMemoryCell',
      source: 'hint',
      text: 'Got an exception while executing a hint: Unknown memory cell at address 3:0',
    },
  });
});

test('run: a bug in a handler is not swallowed', () => {
  const run = startRun(classOf(asm.ret, { 0: [SYSCALL] }), { args: () => [0] });
  expect(() =>
    run.execute<never>({ left: 100, kind: 'own' }, () => {
      throw new TypeError('a bug');
    }),
  ).toThrow('a bug');
});

test('run: runs inside a syscall draw on the same budget, and the instruction of the syscall is still executed', () => {
  const outerWords = [...asm.set('push', 1), ...asm.ret];
  const attempt = (left: number): readonly unknown[] => {
    const budget: StepBudget = { left, units: 0, kind: 'run_resources' };
    const outer = startRun(classOf(outerWords, { 0: [SYSCALL] }), { args: () => [0] });
    const inner = startRun(classOf(COUNT_DOWN), { args: () => [3] });
    const end = outer.execute<string>(budget, () => (inner.execute<never>(budget, () => null).kind === 'returned' ? null : 'inner'));
    return [end.kind, end.kind === 'stopped' ? end.cause : outer.steps, budget.left];
  };
  // The inner run takes 8 steps, the outer one 2.
  expect(attempt(10)).toEqual(['returned', 2, 0]);
  expect(attempt(8)).toEqual(['failed', 1, 0]);
  expect(attempt(7)).toEqual(['stopped', 'inner', 0]);
});

test('run: hints stand at an offset, whatever the segment of pc', () => {
  // Jumps to a copy of [set, ret] in another segment; its `set` has offset 1 there, where the class has a hint.
  const words = [word({ op1: 2, off2: -3, pc: 1 }), 0n, ...asm.ret];
  const copied = [0n, ...asm.set('push', 5), ...asm.ret];
  const run = startRun(classOf(words, { 1: [SYSCALL] }), {
    args: ({ memory }) => [movePointer(memory.loadSegment(copied.map(cellOf)), 1)],
  });
  let calls = 0;
  const end = run.execute<never>({ left: 100, kind: 'own' }, () => {
    calls++;
    return null;
  });
  expect([end.kind, calls, run.steps]).toEqual(['returned', 1, 3]);
});

test('run: a failure names pc and the calls that led there, outermost first', () => {
  const deep = [
    ...asm.call(3), // 0
    ...asm.ret, // 2
    word({ dst: ['ap', 0], op0: ['ap', 1], op1: 1, off2: 1, pc: 2, opcode: 1 }), // 3: call rel 3
    3n,
    ...asm.ret, // 5
    ...asm.set('push', 1), // 6
    ...asm.set(['ap', -1], 2), // 8
  ];
  for (const onStep of [null, () => undefined]) {
    const end = finish(startRun(classOf(deep)), 100, onStep);
    expect(end.kind === 'failed' && [end.error.text, cellText(end.error.pc), end.error.traceback.map(cellText)]).toEqual([
      'An ASSERT_EQ instruction failed: 1 != 2.',
      '0:8',
      ['0:0', '0:3'],
    ]);
  }
});

test('run: of many calls the traceback keeps the 20 innermost', () => {
  const end = finish(startRun(classOf(asm.call(0))), 50);
  expect(end.kind === 'failed' && end.error.traceback.length).toBe(20);
});

test('run: a trace sees the registers before each instruction', () => {
  const seen: string[] = [];
  const run = startRun(classOf([...asm.call(4), ...asm.set('push', 9), ...asm.ret]));
  finish(run, 100, ({ pc, ap, fp }) => seen.push(`${cellText(pc)} ${ap} ${fp}`));
  expect(seen).toEqual(['0:0 2 2', '0:4 4 4', '0:2 4 2', '0:4 5 2']);
});

test('run: a run that ends with another fp than its caller gave is refused', () => {
  const end = finish(startRun(classOf([word({ op1: 2, off2: -1, pc: 1 })])));
  expect(end).toMatchObject({ kind: 'failed', error: { code: 'FinalFp', source: 'end' } });
});

test('run: cells behind the two words after the bytecode are refused', () => {
  const at: Place = ['fp', -3];
  const words = [...asm.load(['fp', -4], at, 0), ...asm.ret];
  const attempt = (offset: number): string => {
    const end = finish(startRun(classOf(words), { args: () => [5, pointerTo(0, offset)] }));
    return end.kind === 'failed' ? `${end.error.source}: ${end.error.text}` : end.kind;
  };
  expect(attempt(words.length + 2)).toBe('end: Out of bounds access to program segment');
  expect(attempt(1)).toContain('An ASSERT_EQ instruction failed');
});

test("run: holes are counted over all segments but the builtins'", () => {
  // The stack's args are marked by the machine; the cell at ap + 2 is skipped and never accessed: one hole.
  const words = [...asm.set(['ap', 0], 1), ...asm.set(['ap', 2], 1), ...asm.moveAp(3), ...asm.ret];
  const run = startRun(classOf(words), {
    builtins: ['range_check'],
    countHoles: true,
    args: ({ memory }) => [memory.loadSegment([1, 2, 3])],
  });
  expect(finish(run)).toEqual({ kind: 'returned' });
  expect(run.memoryHoles()).toBe(1);
  run.memory.markAccessed(pointerTo(4, 1), 1);
  expect(run.memoryHoles()).toBe(3);
  const argument = run.memory.getAt(EXECUTION, 1);
  expect(argument !== undefined && isPointer(argument) && offsetOf(argument)).toBe(0);
});
