// One instruction at a time: each form with its deductions and failures, as rows of (words, stack before) -> (cells, registers) or text, each run
// both through the exact step and through the fast loop. Stacks begin at ap 5, fp 5 with [.., ret fp, ret pc]; cell n of the stack is `fp - 5 + n`.
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { type Cell, cellText, pointerTo } from './cell.ts';
import { type Place, asm, classOf, finish, startRun, word } from './fixtures.ts';
import { EXECUTION } from './memory.ts';
import type { CairoRun, RunEnd } from './run.ts';

const P = FELT_PRIME;
const ptr = pointerTo;
/** Arguments: fp-5, fp-4, fp-3. */
const ARGS: readonly Cell[] = [ptr(2, 4), 6, 2n ** 200n];
const [A, B, C]: readonly [Place, Place, Place] = [
  ['fp', -5],
  ['fp', -4],
  ['fp', -3],
];

type Outcome = { readonly cells: readonly string[]; readonly ap: number; readonly fp: number; readonly pc: string } | string;

const outcomeOf = (run: CairoRun, end: RunEnd<never>): Outcome => {
  if (end.kind === 'failed' && end.error.code !== 'OwnStepLimit') return end.error.text;
  const size = run.memory.usedSize(EXECUTION);
  const cells = Array.from({ length: size - 5 }, (_, i) => run.memory.getAt(EXECUTION, 5 + i));
  return { cells: cells.map((cell) => (cell === undefined ? '-' : cellText(cell))), ap: run.ap, fp: run.fp, pc: cellText(run.pc) };
};

/** Runs `steps` instructions after writing `before` at fp and beyond. */
const attempt = (words: readonly bigint[], before: readonly (Cell | null)[], steps: number, isFast: boolean): Outcome => {
  const run = startRun(classOf(words), { args: () => ARGS });
  before.forEach((cell, i) => {
    if (cell !== null) run.memory.setAt(EXECUTION, 5 + i, cell);
  });
  return outcomeOf(run, finish(run, steps, isFast ? null : () => undefined));
};

type Row = {
  readonly note: string;
  readonly words: readonly bigint[];
  readonly before?: readonly (Cell | null)[];
  readonly steps?: number;
  readonly want: Outcome;
};
const done = (cells: readonly string[], ap: number, pc: string, fp = 5): Outcome => ({ cells, ap, fp, pc });
const big = (2n ** 200n).toString();

const rows: readonly Row[] = [
  { note: 'an immediate is stored', words: asm.set('push', 7), want: done(['7'], 6, '0:2') },
  { note: 'a negative immediate is P - n', words: asm.set('push', -1), want: done([(P - 1n).toString()], 6, '0:2') },
  { note: 'an immediate equals what is there', words: asm.set(B, 6), want: done([], 5, '0:2') },
  { note: 'an immediate contradicts what is there', words: asm.set(B, 7), want: 'An ASSERT_EQ instruction failed: 6 != 7.' },
  { note: 'felt 4 is not pointer 2:4', words: asm.set(A, 4), want: 'An ASSERT_EQ instruction failed: 2:4 != 4.' },
  { note: 'a cell is copied to ap', words: asm.copy('push', A), want: done(['2:4'], 6, '0:1') },
  { note: 'a cell is copied the other way', words: asm.copy(C, ['ap', 0]), want: done([big], 5, '0:1') },
  { note: 'two equal cells', words: asm.copy(['ap', 0], B), before: [6], want: done(['6'], 5, '0:1') },
  { note: 'two different cells', words: asm.copy(['ap', 0], B), before: [5], want: 'An ASSERT_EQ instruction failed: 5 != 6.' },
  {
    note: 'two unknown cells',
    words: asm.copy(['ap', 0], ['ap', 1]),
    want: "Couldn't compute operand op1. Unknown value for memory cell 1:6",
  },
  { note: 'a sum is stored', words: asm.combine('push', [B, '+', B]), want: done(['12'], 6, '0:1') },
  { note: 'a large sum', words: asm.combine('push', [C, '+', C]), want: done([(2n ** 201n).toString()], 6, '0:1') },
  {
    note: 'a sum of large felts that is small equals the small number',
    words: [...asm.combine(['ap', 1], [C, '+', ['ap', 0]]), ...asm.set(['ap', 1], 5)],
    before: [P - 2n ** 200n + 5n],
    steps: 2,
    want: done([(P - 2n ** 200n + 5n).toString(), '5'], 5, '0:3'),
  },
  { note: 'a pointer and a felt', words: asm.combine('push', [A, '+', B]), want: done(['2:10'], 6, '0:1') },
  { note: 'a felt and a pointer', words: asm.combine('push', [B, '+', A]), want: done(['2:10'], 6, '0:1') },
  { note: 'two pointers', words: asm.combine('push', [A, '+', A]), want: "Operation failed: 2:4 + 2:4, can't add two relocatable values" },
  { note: 'a sum that is there', words: asm.combine(['ap', 0], [B, '+', B]), before: [12], want: done(['12'], 5, '0:1') },
  { note: 'a wrong sum', words: asm.combine(['ap', 0], [B, '+', B]), before: [13], want: 'An ASSERT_EQ instruction failed: 13 != 12.' },
  { note: 'op0 of a sum is deduced', words: asm.combine(B, [['ap', 0], '+', C]), want: done([(6n - 2n ** 200n + P).toString()], 5, '0:1') },
  { note: 'op1 of a sum is deduced', words: asm.combine(C, [B, '+', ['ap', 0]]), want: done([(2n ** 200n - 6n).toString()], 5, '0:1') },
  {
    note: 'a pointer less 6 would lie below 0',
    words: asm.combine(A, [['ap', 0], '+', B]),
    want: 'Operation failed: 2:4 - 6, offsets cant be negative',
  },
  {
    note: 'op1 from two pointers',
    words: asm.combine(A, [['ap', 1], '+', ['ap', 0]]),
    before: [null, ptr(2, 1)],
    want: done(['3', '2:1'], 5, '0:1'),
  },
  {
    note: 'op0: a felt less a pointer is an error',
    words: asm.combine(B, [['ap', 0], '+', A]),
    want: "Operation failed 6 - 2:4, can't subtract a relocatable value from an integer",
  },
  {
    note: 'op1: a felt less a pointer counts as unknown',
    words: asm.combine(B, [A, '+', ['ap', 0]]),
    want: "Couldn't compute operand op1. Unknown value for memory cell 1:5",
  },
  {
    note: 'nothing of a sum is known',
    words: asm.combine(['ap', 0], [['ap', 1], '+', ['ap', 2]]),
    want: "Couldn't compute operand op0. Unknown value for memory cell 1:6",
  },
  {
    note: 'only op0 of a sum is known',
    words: asm.combine(['ap', 0], [B, '+', ['ap', 2]]),
    want: "Couldn't compute operand op1. Unknown value for memory cell 1:7",
  },
  { note: 'a small number less one', words: asm.withImmediate('push', [B, '+', -1]), want: done(['5'], 6, '0:2') },
  { note: 'a small number less more', words: asm.withImmediate('push', [B, '+', -7]), want: done([(P - 1n).toString()], 6, '0:2') },
  { note: 'a pointer moves by an immediate', words: asm.withImmediate('push', [A, '+', -4]), want: done(['2:0'], 6, '0:2') },
  {
    note: 'a pointer does not move below 0',
    words: asm.withImmediate('push', [A, '+', -5]),
    want: `Operation failed: 2:4 + ${P - 5n}, maximum offset value exceeded`,
  },
  { note: 'op0 from an immediate', words: asm.withImmediate(B, [['ap', 0], '+', 10]), want: done([(P - 4n).toString()], 5, '0:2') },
  { note: 'a pointer op0 from an immediate', words: asm.withImmediate(A, [['ap', 0], '+', 3]), want: done(['2:1'], 5, '0:2') },
  { note: 'a product is stored', words: asm.combine('push', [B, '*', B]), want: done(['36'], 6, '0:1') },
  { note: 'a product is reduced', words: asm.combine('push', [C, '*', C]), want: done([(2n ** 400n % P).toString()], 6, '0:1') },
  {
    note: 'a product of a pointer',
    words: asm.combine('push', [A, '*', B]),
    want: 'Failed to compute Res.MUL: Could not complete computation of non pure values 2:4 * 6',
  },
  {
    note: 'op0 of a product is deduced',
    words: asm.combine(B, [['ap', 0], '*', ['ap', 1]]),
    before: [null, 2],
    want: done(['3', '2'], 5, '0:1'),
  },
  {
    note: 'op1 of a product is deduced',
    words: asm.combine(B, [['ap', 1], '*', ['ap', 0]]),
    before: [null, 2],
    want: done(['3', '2'], 5, '0:1'),
  },
  {
    note: 'a division in the field',
    words: asm.withImmediate(['ap', 1], [['ap', 0], '*', 2]),
    before: [null, 1],
    want: done([((P + 1n) / 2n).toString(), '1'], 5, '0:2'),
  },
  {
    note: 'no division by 0',
    words: asm.withImmediate(B, [['ap', 0], '*', 0]),
    want: "Couldn't compute operand op0. Unknown value for memory cell 1:5",
  },
  {
    note: 'no division of a pointer',
    words: asm.combine(A, [B, '*', ['ap', 0]]),
    want: "Couldn't compute operand op1. Unknown value for memory cell 1:5",
  },
  { note: 'a load through a felt', words: asm.load('push', B, 0), want: 'Memory addresses must be relocatable' },
  { note: 'a load through nothing', words: asm.load('push', ['ap', 3], 0), want: 'op0 must be known in double dereference' },
  { note: 'a load below 0', words: asm.load('push', A, -5), want: 'Operation failed: 2:4 - 5, offsets cant be negative' },
  { note: 'a load of nothing', words: asm.load('push', A, 0), want: "Couldn't compute operand op1. Unknown value for memory cell 2:4" },
  { note: 'a store, then a load', words: [...asm.load(B, A, 3), ...asm.load('push', A, 3)], steps: 2, want: done(['6'], 6, '0:2') },
  {
    note: 'a store to no segment',
    words: asm.load(B, ['ap', 0], 0),
    before: [ptr(9, 0)],
    want: "Can't insert into segment #9; memory only has 4 segment",
  },
  {
    note: 'a store into the bytecode',
    words: asm.load(B, ['ap', 0], 0),
    before: [ptr(0, 0)],
    want: `An ASSERT_EQ instruction failed: 6 != ${asm.load(B, ['ap', 0], 0)[0]}.`,
  },
  { note: 'a jump forwards', words: asm.jump(9), want: done([], 5, '0:9') },
  { note: 'a jump below 0', words: asm.jump(-1), want: `Operation failed: 0:0 + ${P - 1n}, maximum offset value exceeded` },
  {
    note: 'a jump that needs an unknown dst',
    words: [word({ dst: ['ap', 0], op1: 1, off2: 1, pc: 2 }), 4n],
    want: "Couldn't get or load dst",
  },
  {
    note: 'a jump that needs an unknown op0',
    words: [word({ op0: ['ap', 0], op1: 1, off2: 1, pc: 2 }), 4n],
    want: "Couldn't compute operand op0. Unknown value for memory cell 1:5",
  },
  { note: 'a jump by a cell', words: [word({ op1: 2, off2: -4, pc: 2 })], want: done([], 5, '0:6') },
  {
    note: 'a jump by a pointer',
    words: [word({ op1: 2, off2: -5, pc: 2 })],
    want: 'A relocatable value as Res cannot be used with PcUpdate.JUMP_REL',
  },
  { note: 'a jump to a pointer', words: [word({ op1: 2, off2: -5, pc: 1 })], want: done([], 5, '2:4') },
  { note: 'a jump to a felt', words: [word({ op1: 2, off2: -4, pc: 1 })], want: 'Res.UNCONSTRAINED cannot be used with PcUpdate.JUMP' },
  { note: 'not zero: jumps', words: asm.jumpUnlessZero(B, 7), want: done([], 5, '0:7') },
  { note: 'a pointer is not zero', words: asm.jumpUnlessZero(['ap', 0], 7), before: [ptr(0, 0)], want: done(['0:0'], 5, '0:7') },
  { note: 'zero: goes on', words: asm.jumpUnlessZero(['ap', 0], 7), before: [0], want: done(['0'], 5, '0:2') },
  { note: 'jnz of nothing', words: asm.jumpUnlessZero(['ap', 0], 7), want: "Couldn't get or load dst" },
  { note: 'jnz by a cell', words: [word({ dst: B, op1: 2, off2: -4, pc: 4 })], want: done([], 5, '0:6') },
  {
    note: 'jnz by a pointer',
    words: [word({ dst: B, op1: 2, off2: -5, pc: 4 })],
    want: "Operation failed: 0:0 + 2:4, can't add two relocatable values",
  },
  { note: 'a call stores fp and the return pc', words: asm.call(9), want: done(['1:5', '0:2'], 7, '0:9', 7) },
  { note: 'a call finds what it would store', words: asm.call(9), before: [ptr(1, 5), ptr(0, 2)], want: done(['1:5', '0:2'], 7, '0:9', 7) },
  {
    note: 'a call finds another return pc',
    words: asm.call(9),
    before: [null, 4],
    want: 'Call failed to write return-pc (inconsistent op0): 4 != 0:2. Did you forget to increment ap?',
  },
  {
    note: 'a call finds another fp',
    words: asm.call(9),
    before: [ptr(1, 4)],
    want: 'Call failed to write return-fp (inconsistent dst): 1:4 != 1:5. Did you forget to increment ap?',
  },
  {
    note: 'a call to a pointer',
    words: [word({ dst: ['ap', 0], op0: ['ap', 1], op1: 2, off2: -5, pc: 1, opcode: 1 })],
    want: done(['1:5', '0:1'], 7, '2:4', 7),
  },
  { note: 'a call and its return', words: [...asm.call(4), ...asm.jump(5), ...asm.ret], steps: 2, want: done(['1:5', '0:2'], 7, '0:2') },
  { note: 'ap moves', words: asm.moveAp(3), want: done([], 8, '0:2') },
  { note: 'ap moves back', words: asm.moveAp(-3), want: done([], 2, '0:2') },
  { note: 'ap does not move below 0', words: asm.moveAp(-6), want: `Operation failed: 1:5 + ${P - 6n}, maximum offset value exceeded` },
  {
    note: 'ap does not move by a pointer',
    words: [word({ op1: 2, off2: -5, ap: 1 })],
    want: "Operation failed: 1:5 + 2:4, can't add two relocatable values",
  },
  {
    note: 'ap += with jnz has no result',
    words: [word({ dst: B, op1: 1, off2: 1, pc: 4, ap: 1 }), 3n],
    want: 'Res.UNCONSTRAINED cannot be used with ApUpdate.ADD',
  },
  {
    note: 'assert with jnz has no result',
    words: [word({ dst: B, op1: 1, off2: 1, pc: 4, opcode: 4 }), 3n],
    want: 'Res.UNCONSTRAINED cannot be used with Opcode.ASSERT_EQ',
  },
  { note: 'a cell below 0', words: asm.copy('push', ['fp', -6]), want: 'Operation failed: 1:5 - 6, offsets cant be negative' },
  {
    note: 'an immediate with another offset',
    words: [word({ dst: ['ap', 0], op1: 1, off2: 2, opcode: 4 }), 3n],
    want: 'In immediate mode, off2 should be 1',
  },
  { note: 'behind the bytecode stands ret', words: asm.jump(2), steps: 2, want: done([], 5, '3:0', 0) },
  { note: 'a word that is no instruction', words: [0x294f800080008000n], want: 'Invalid op1_register value: 3' },
  {
    note: 'an assert may jump as well',
    words: [word({ dst: ['ap', 0], op0: B, op1: 1, off2: 1, pc: 2, ap: 2, opcode: 4 }), 4n],
    want: done(['4'], 6, '0:4'),
  },
  {
    note: 'a sum through a pointer',
    words: [...asm.load(B, A, 0), word({ dst: ['ap', 0], op0: A, op1: 0, off2: 0, res: 1, opcode: 4 })],
    steps: 2,
    want: done(['2:10'], 5, '0:2'),
  },
];

for (const isFast of [false, true]) {
  test(`step: every instruction form, ${isFast ? 'fast' : 'exact'}`, () => {
    for (const { note, words, before = [], steps = 1, want } of rows) {
      expect({ note, got: attempt(words, before, steps, isFast) }).toEqual({ note, got: want });
    }
  });
}
