// What the assembler refuses, each with its own words.
import { expect, test } from 'vitest';
import { Assembler } from './assembler.ts';
import type { Cell, Value } from './cells.ts';
import type { FunctionSource } from './function.ts';

type Body = FunctionSource<'a' | 'b', 'c'>['body'];
const build = (body: Body, loops = false): unknown =>
  new Assembler().entry({
    name: 'entry',
    parameters: ['start', 'end'],
    results: ['start', 'end'],
    body: (f, { start, end }) => {
      f.call({ name: 'tested', parameters: ['a', 'b'], results: ['c'], loops, body }, 1n, 2n);
      return f.return(start, end);
    },
  });
const inner: FunctionSource<never, 'x'> = { name: 'inner', parameters: [], results: ['x'], body: (f) => f.return(5n) };
const none = (): [] => [];

test.each<[string, string, Body]>([
  [
    'a value of one side used after the branch',
    'assembler: left was set on another path of a branch',
    (f, { a, b }) => {
      let left: Value = 0n;
      const set = (): [] => {
        left = f.let('left', b, '+', 1n);
        return [];
      };
      f.branch(a, { nonzero: set, zero: none });
      return f.return(left);
    },
  ],
  [
    'a value of one side used on the other',
    'assembler: right was set on another path of a branch',
    (f, { a, b }) => {
      let right: Cell = b;
      f.branch(a, { zero: () => ((right = f.let('right', b)), []), nonzero: () => (f.let('copy', right), []) });
      return f.return(a);
    },
  ],
  [
    'a temporary behind a branch whose sides move ap differently',
    'assembler: kept is a temporary, and ap has changed by an unknown amount since',
    (f, { a, b }) => {
      const kept = f.push(b, 'kept');
      f.branch(a, { nonzero: () => (f.push(1n), []), zero: none });
      return f.return(kept);
    },
  ],
  [
    'a temporary behind a call',
    'assembler: x of inner is a temporary, and ap has changed by an unknown amount since',
    (f) => {
      const { x } = f.call(inner);
      f.call(inner);
      return f.return(x);
    },
  ],
  [
    'sides that hand back different numbers of values',
    'assembler: the sides of a branch hand back 1 and 0 values',
    (f, { a, b }) => {
      const sides: { nonzero: () => readonly Value[]; zero: () => readonly Value[] } = { nonzero: none, zero: () => [b] };
      f.branch(a, sides);
      return f.return(a);
    },
  ],
  ['code behind a return', 'assembler: code after a return', (f, { a }) => (f.return(a) as unknown, f.let('late', a))],
  ['a path without a return', 'assembler: a path without a return', (f, { a }) => f.let('b', a)],
  ['a wrong number of results', 'assembler: 1 results expected, got 2', (f, { a, b }) => f.return(a, b)],
  ['a wrong number of arguments', 'assembler: inner takes 0 values', (f, { a }) => f.call(inner, a)],
  [
    'a hint without an instruction',
    'assembler: a hint without an instruction at the end of a side',
    (f, { a }) => f.branch(a, { zero: none, nonzero: () => (f.allocate('new'), []) }),
  ],
])('assembler: %s is refused', (_, message, body) => {
  expect(() => build(body)).toThrow(message);
});

test('assembler: a function that calls itself must withdraw gas', () => {
  const again: FunctionSource<never, 'x'> = { name: 'again', parameters: [], results: ['x'], body: (f) => f.return(f.call(again).x) };
  expect(() => build((f) => f.return(f.call(again).x))).toThrow('assembler: again calls itself and does not withdraw gas');
});

test('assembler: a temporary stays in place behind a branch whose sides move ap alike', () => {
  expect(() =>
    build((f, { a, b }) => {
      const kept = f.push(b, 'kept');
      f.branch(a, { nonzero: () => (f.push(1n), []), zero: () => (f.push(2n), []) });
      return f.return(kept);
    }),
  ).not.toThrow();
});
