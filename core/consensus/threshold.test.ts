// S-18 and the arithmetic of quorums: the table of the reference, the equivalence of both forms, and what makes a quorum safe.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BYZANTINE_QUORUM, createThreshold, HONEST_QUORUM, isMet, neededWeight, quorumOf, ROUND_SKIP_THRESHOLD } from './threshold.ts';

const ALL = [BYZANTINE_QUORUM, HONEST_QUORUM, ROUND_SKIP_THRESHOLD] as const;
const weights = fc.array(fc.bigInt(1n, 1n << 100n), { minLength: 1, maxLength: 12 });
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

test('threshold: S-18, two thirds must be exceeded, not reached', () => {
  for (const [amount, total] of [
    [3n, 4n],
    [5n, 6n],
    [10n, 10n],
  ] as const)
    expect(isMet(BYZANTINE_QUORUM, amount, total)).toBe(true);
  for (const [amount, total] of [
    [1n, 3n],
    [2n, 3n],
    [2n, 5n],
    [0n, 0n],
  ] as const)
    expect(isMet(BYZANTINE_QUORUM, amount, total)).toBe(false);
});

test('threshold: S-18, a fraction above one or over zero is an assertion', () => {
  expect(() => createThreshold(1n, 0n)).toThrow('createThreshold');
  expect(() => createThreshold(2n, 1n)).toThrow('createThreshold');
});

test('threshold: half and a third must be exceeded too', () => {
  expect([2n, 3n].map((amount) => isMet(HONEST_QUORUM, amount, 4n))).toEqual([false, true]);
  expect([1n, 2n].map((amount) => isMet(ROUND_SKIP_THRESHOLD, amount, 3n))).toEqual([false, true]);
  expect([quorumOf('byzantine'), quorumOf('honest')]).toEqual([BYZANTINE_QUORUM, HONEST_QUORUM]);
});

test('threshold: the needed weight is the smallest one that meets it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ALL), fc.bigInt(0n, 1n << 128n), fc.bigInt(0n, 1n << 128n), (threshold, amount, total) => {
      expect(amount >= neededWeight(threshold, total)).toBe(isMet(threshold, amount, total));
    }),
  );
});

test('threshold: two quorums share more than the faulty weight that each tolerates', () => {
  fc.assert(
    fc.property(weights, fc.infiniteStream(fc.boolean()), fc.constantFrom('byzantine', 'honest'), (members, picks, type) => {
      const total = sum(members);
      const choose = (): readonly boolean[] => members.map(() => picks.next().value === true);
      const [one, two] = [choose(), choose()];
      const weigh = (set: readonly boolean[]): bigint => sum(members.filter((_, i) => set[i]));
      fc.pre(isMet(quorumOf(type), weigh(one), total) && isMet(quorumOf(type), weigh(two), total));
      const shared = weigh(one.map((chosen, i) => chosen && two[i] === true));
      expect(type === 'byzantine' ? shared * 3n > total : shared > 0n).toBe(true);
    }),
  );
});
