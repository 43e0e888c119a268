// The four things a vote cell can say, and the weights against the thresholds (protocol.md 1.2: strictly more than the fraction).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { Committee } from '../types/consensus.ts';
import { toRound, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import { type VoteBoard, quorumWeight, rowOf, setConflict, setVote, tallyOf } from './tally.ts';

const R0 = toRound(0);
const [A, B] = [toFelt(0xaan), toFelt(0xbbn)];
const vote = (board: VoteBoard, voter: number, commitment: typeof A | null): VoteBoard =>
  setVote(board, 4, { round: R0, voteType: 'prevote', commitment, voter });
const committee = (...weights: readonly bigint[]): Committee => ({
  members: weights.map((weight, i) => ({ id: validatorIdOf(toValidatorIndex(i)), weight, canPropose: true })),
  totalWeight: weights.reduce((a, b) => a + b, 0n),
});

test('tally: value, nil, silence and two faces are four different things', () => {
  let board: VoteBoard = new Map();
  board = vote(board, 0, A);
  board = vote(board, 1, null);
  board = vote(board, 3, A);
  board = vote(board, 3, B);
  expect(rowOf(board, R0, 'prevote', 4).map((cell) => cell.kind)).toEqual(['value', 'nil', 'none', 'conflict']);
  expect(tallyOf(rowOf(board, R0, 'prevote', 4), committee(1n, 2n, 4n, 8n), 'byzantine')).toEqual({
    total: 15n,
    value: 1n,
    nil: 2n,
    none: 4n,
    conflict: 8n,
    others: 0n,
    leading: A,
    quorum: 11n,
    skip: 6n,
  });
});

test('tally: the same vote again changes nothing, a nil after a value makes a conflict', () => {
  const once = vote(new Map(), 0, A);
  expect(vote(once, 0, A)).toBe(once);
  expect(rowOf(vote(once, 0, null), R0, 'prevote', 4)[0]).toEqual({ kind: 'conflict' });
  expect(rowOf(setConflict(once, 4, { round: R0, type: 'prevote', voter: 2 }), R0, 'prevote', 4)[2]).toEqual({ kind: 'conflict' });
});

test('tally: with two values the heavier one leads and the rest is told apart', () => {
  const board = vote(vote(vote(new Map(), 0, A), 1, B), 2, B);
  const tally = tallyOf(rowOf(board, R0, 'prevote', 4), null, 'byzantine');
  expect([tally.leading, tally.value, tally.others, tally.none, tally.total]).toEqual([B, 2n, 1n, 1n, 4n]);
});

test('tally: prevotes and precommits, and rounds, do not mix', () => {
  const board = vote(new Map(), 0, A);
  expect(rowOf(board, R0, 'precommit', 4)[0]).toEqual({ kind: 'none' });
  expect(rowOf(board, toRound(1), 'prevote', 4)[0]).toEqual({ kind: 'none' });
});

test('tally: the quorum is the smallest weight that is strictly more than two thirds, or than half', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n }), (total) => {
      const byzantine = quorumWeight(total, 'byzantine');
      const honest = quorumWeight(total, 'honest');
      expect(byzantine * 3n > total * 2n && (byzantine - 1n) * 3n <= total * 2n).toBe(true);
      expect(honest * 2n > total && (honest - 1n) * 2n <= total).toBe(true);
    }),
  );
  expect([quorumWeight(4n, 'byzantine'), quorumWeight(3n, 'byzantine'), quorumWeight(5n, 'honest')]).toEqual([3n, 3n, 3n]);
});
