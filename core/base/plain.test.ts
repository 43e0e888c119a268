import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AssertionError } from './assert.ts';
import { clonePlain, freeze, plainToText } from './plain.ts';

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.bigInt(), fc.constant(null), fc.constant(undefined));
const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.uint8Array({ maxLength: 3 }),
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('plain'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(fc.tuple(fc.string({ maxLength: 2 }), tie('plain')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(leaf, { maxLength: 3 }).map((items) => new Set(items)),
  ),
}));

test('clonePlain: the copy is equal and has the same text', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const copy = clonePlain(value);
      expect(copy).toStrictEqual(value);
      expect(plainToText(copy)).toBe(plainToText(value));
    }),
  );
});

test('clonePlain: what can change is copied, what is frozen is shared', () => {
  const shared = freeze({ list: [1] });
  const bytes = Uint8Array.of(1, 2);
  const value = { inner: { n: 1 }, map: new Map([['a', { n: 1 }]]), set: new Set([1]), shared, bytes };
  const copy = clonePlain(value);
  value.inner.n = 2;
  value.map.get('a')!.n = 2;
  value.map.set('b', { n: 3 });
  value.set.add(2);
  expect(copy).toEqual({ inner: { n: 1 }, map: new Map([['a', { n: 1 }]]), set: new Set([1]), shared, bytes });
  expect(copy.shared).toBe(shared);
  expect(copy.bytes).toBe(bytes);
});

test('clonePlain: functions, symbols and class instances are a bug', () => {
  class Point {
    x = 1;
  }
  for (const value of [() => 1, Symbol('s'), new Point(), /x/, [new Point()], { f: () => 1 }, new Map([['p', new Point()]])]) {
    expect(() => clonePlain(value)).toThrow(AssertionError);
  }
});

test('plainToText: the order in which keys went into an object has no meaning, absent and undefined are the same', () => {
  expect(plainToText({ a: 1, b: { c: 2, d: 3 } })).toBe(plainToText({ b: { d: 3, c: 2 }, a: 1 }));
  expect(plainToText({ a: 1, b: undefined })).toBe(plainToText({ a: 1 }));
});

test('plainToText: different values of all kinds have different texts', () => {
  const values: readonly unknown[] = [
    0,
    1,
    -1,
    0n,
    1n,
    '0',
    '1',
    '1n',
    '',
    true,
    false,
    'true',
    null,
    'null',
    undefined,
    [],
    [[]],
    [0],
    [0, 0],
    ['0,0'],
    {},
    { a: 1 },
    { a: 1n },
    { a: '1' },
    { b: 1 },
    { a: { b: 1 } },
    new Map(),
    new Map([['a', 1]]),
    new Map([[1, 'a']]),
    new Set(),
    new Set([1]),
    new Set(['1']),
    Uint8Array.of(),
    Uint8Array.of(0),
    Uint8Array.of(0, 0),
    Uint8Array.of(1),
    [1, [2, 3]],
    [[1, 2], 3],
    [1, 2, 3],
  ];
  expect(new Set(values.map(plainToText)).size).toBe(values.length);
});

test('plainToText: what is no plain number or value is a bug', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('s'), [Number.NaN]]) {
    expect(() => plainToText(value)).toThrow(AssertionError);
  }
});
