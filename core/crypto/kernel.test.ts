// The kernel's hashes against @scure/starknet, whose implementation of them is independent of ours (only constants are shared).
import { pedersen as scurePedersen, poseidonHash, poseidonHashMany, poseidonSmall } from '@scure/starknet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FELT_PRIME, type Felt, toFelt } from '../base/felt.ts';
import { ok } from '../base/result.ts';
import { createKernel } from './create-kernel.ts';
import type { Kernel } from './kernel.ts';
import { memoKernel } from './memo-kernel.ts';

const EDGES = [0n, 1n, 2n, 255n, 256n, 2n ** 248n - 1n, 2n ** 248n, 2n ** 251n - 1n, 2n ** 251n, FELT_PRIME - 1n].map(toFelt);
const felt = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }).map(toFelt));
const kernel = createKernel();

test('kernel: Pedersen of every pair of edge values equals the library', () => {
  for (const a of EDGES) for (const b of EDGES) expect(kernel.pedersen(a, b)).toBe(BigInt(scurePedersen(a, b)));
});

test('kernel: Pedersen stays the same when the large table takes over', () => {
  const fresh = createKernel();
  const [a, b] = [toFelt(FELT_PRIME - 2n), toFelt(2n ** 250n + 12345n)];
  const want = BigInt(scurePedersen(a, b));
  for (let i = 0; i < 600; i++) expect(fresh.pedersen(a, b)).toBe(want);
});

test('kernel: Pedersen of random felts equals the library', () => {
  fc.assert(
    fc.property(felt, felt, (a, b) => {
      expect(kernel.pedersen(a, b)).toBe(BigInt(scurePedersen(a, b)));
    }),
  );
});

test('kernel: the Hades permutation equals the library', () => {
  fc.assert(
    fc.property(felt, felt, felt, (a, b, c) => {
      expect(kernel.hades([a, b, c])).toEqual(poseidonSmall([a, b, c]));
      expect(kernel.poseidonPair(a, b)).toBe(poseidonHash(a, b));
    }),
  );
});

test('kernel: the Poseidon sponge equals the library for every short length', () => {
  for (let length = 0; length < 12; length++) {
    fc.assert(
      fc.property(fc.array(felt, { minLength: length, maxLength: length }), (felts) => {
        expect(kernel.poseidonMany(felts)).toBe(poseidonHashMany(felts));
      }),
      { numRuns: 20 },
    );
  }
});

test('kernel: calls do not disturb each other', () => {
  const before = kernel.poseidonMany(EDGES);
  kernel.pedersen(toFelt(3), toFelt(4));
  kernel.poseidonPair(toFelt(5), toFelt(6));
  expect(kernel.poseidonMany(EDGES)).toBe(before);
});

const countingKernel = (): { readonly counted: Kernel; readonly calls: () => number } => {
  let calls = 0;
  const count = <T>(value: T): T => {
    calls++;
    return value;
  };
  const counted: Kernel = {
    pedersen: (a, b) => count(toFelt(a + b)),
    poseidonPair: (a, b) => count(toFelt(a * 3n + b)),
    poseidonMany: (felts) => count(toFelt(felts.reduce((sum, x) => sum + x, 1n))),
    hades: (state) => count(state),
    ecdsaVerify: (a, b) => count(a === b),
    generatorMultiple: (scalar) => count(toFelt(scalar)),
    ecOp: (p) => count(ok(p)),
    fieldSqrt: (value) => count(value),
    invert: (value) => count(value),
  };
  return { counted, calls: () => calls };
};
const felts = (...values: readonly number[]): readonly Felt[] => values.map((v) => toFelt(v));

test('memo: a repeated question is not asked again, false answers included', () => {
  const { counted, calls } = countingKernel();
  const memo = memoKernel(counted, 100);
  const [one, two, three] = [toFelt(1), toFelt(2), toFelt(3)];
  for (let i = 0; i < 3; i++) {
    expect(memo.pedersen(one, two)).toBe(3n);
    expect(memo.poseidonPair(one, two)).toBe(5n);
    expect(memo.poseidonMany(felts(1, 2, 3))).toBe(7n);
    expect(memo.hades([one, two, three])).toEqual([1n, 2n, 3n]);
    expect(memo.ecdsaVerify(one, two, one, one)).toBe(false);
    expect(memo.ecOp({ x: one, y: two }, { x: three, y: one }, two)).toEqual(ok({ x: 1n, y: 2n }));
    expect(memo.fieldSqrt(two)).toBe(2n);
    expect(memo.generatorMultiple(3n)).toBe(3n);
  }
  expect(calls()).toBe(8);
  expect(memo.invert(two)).toBe(2n);
});

test('memo: no two argument lists share an entry', () => {
  const { counted, calls } = countingKernel();
  const memo = memoKernel(counted, 100);
  for (const list of [felts(), felts(0), felts(0, 0), felts(12), felts(1, 2), felts(2, 1)]) memo.poseidonMany(list);
  expect(calls()).toBe(6);
});

test('memo: old entries are forgotten and recent ones kept', () => {
  const { counted, calls } = countingKernel();
  const memo = memoKernel(counted, 4);
  for (let i = 0; i < 10; i++) {
    memo.pedersen(toFelt(0), toFelt(0));
    memo.pedersen(toFelt(i + 1), toFelt(0));
  }
  expect(calls()).toBe(11);
  memo.pedersen(toFelt(1), toFelt(0));
  expect(calls()).toBe(12);
});

test('memo: a long list passes by', () => {
  const { counted, calls } = countingKernel();
  const memo = memoKernel(counted, 100);
  const long = Array.from({ length: 65 }, () => toFelt(0));
  memo.poseidonMany(long);
  memo.poseidonMany(long);
  expect(calls()).toBe(2);
});
