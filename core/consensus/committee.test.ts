// Committees and proposers: scenarios S-56 and S-57, the lottery vectors of the protocol reference (section 6.2), and the epochs of heights.
import { expect, test } from 'vitest';
import { toFelt, type Felt } from '../base/felt.ts';
import type { Committee, CommitteeMember } from '../types/consensus.ts';
import { toHeight, toRound } from '../types/ids.ts';
import { createCommitteeLookup } from './committee-provider.ts';
import { COMMITTEE_SIZE, EPOCH_LENGTH, createCommittee, epochOf, seedBlockOf } from './committee.ts';
import { actualProposerOf, lotteryDraw, virtualProposerOf, weightedChoice } from './proposer.ts';

const S1 = toFelt(1);
const S2 = toFelt(2);
const S3 = toFelt(3);
const S4 = toFelt(4);
const member = (id: Felt, weight: bigint, canPropose = true): CommitteeMember => ({ id, weight, canPropose });
const built = (stakers: readonly CommitteeMember[], size: number = COMMITTEE_SIZE): Committee => {
  const committee = createCommittee(stakers, size);
  if (!committee.ok) throw new Error(committee.error.code);
  return committee.value;
};
const proposers = (committee: Committee, at: readonly (readonly [number, number])[]): readonly Felt[] =>
  at.map(([height, round]) => actualProposerOf(committee, toHeight(height), toRound(round)));

test('committee: members are ordered by weight, then address, without zero weights, cut to the size', () => {
  const committee = built([member(S1, 5n), member(S4, 0n), member(S3, 5n), member(S2, 9n)]);
  expect(committee.members.map(({ id }) => id)).toEqual([S2, S1, S3]);
  expect(committee.totalWeight).toBe(19n);
  const cut = built([member(S1, 5n), member(S3, 5n), member(S2, 9n)], 2);
  expect(cut.members.map(({ id }) => id)).toEqual([S2, S1]);
  expect(cut.totalWeight).toBe(14n);
});

test('committee: a staker listed twice and a set without weight are refused', () => {
  expect(createCommittee([member(S1, 1n), member(S1, 2n)], 100)).toEqual({
    ok: false,
    error: { code: 'DuplicateStakerAddress', address: S1 },
  });
  expect(createCommittee([member(S1, 0n)], 100)).toEqual({ ok: false, error: { code: 'EmptyStakerSet' } });
});

test('committee: S-56, the actual proposer goes round the members that can propose', () => {
  const all: Committee = { members: [S3, S2, S1].map((id) => member(id, 1n)), totalWeight: 3n };
  expect(
    proposers(all, [
      [1, 0],
      [1, 1],
      [1, 2],
      [2, 0],
      [3, 0],
    ]),
  ).toEqual([S2, S1, S3, S1, S3]);
  const two: Committee = { members: [member(S3, 1n), member(S2, 1n), member(S1, 1n, false)], totalWeight: 3n };
  expect(
    proposers(two, [
      [1, 0],
      [1, 1],
      [2, 0],
    ]),
  ).toEqual([S2, S3, S3]);
  const none: Committee = { members: [member(S1, 1n, false)], totalWeight: 1n };
  expect(() => proposers(none, [[1, 0]])).toThrow('actualProposerOf');
});

test('committee: S-57, the weighted choice falls on the member whose share holds the draw', () => {
  const committee = built([member(S1, 1000n), member(S2, 2000n), member(S3, 3000n), member(S4, 4000n)]);
  const chosen = (draw: bigint): Felt => weightedChoice(committee, draw);
  expect([0n, 3999n, 4000n, 6999n, 7000n, 8999n, 9000n, 9999n].map(chosen)).toEqual([S4, S4, S3, S3, S2, S2, S1, S1]);
  expect(() => chosen(10_000n)).toThrow('weightedChoice');
});

test('committee: the lottery gives the draws of the reference', () => {
  const draw = (height: number, round: number, seed: bigint | null): bigint =>
    lotteryDraw({ height: toHeight(height), round: toRound(round) }, seed === null ? null : toFelt(seed), 10_000n);
  expect([draw(100, 5, null), draw(100, 5, 123n), draw(0, 0, null), draw(1, 0, 123n), draw(1, 1, 123n)]).toEqual([
    9331n,
    1067n,
    8320n,
    1655n,
    3300n,
  ]);
});

test('committee: the virtual proposer is the actual one, the lottery winner, or unknown', () => {
  const committee = built([member(S1, 1000n), member(S2, 2000n), member(S3, 3000n), member(S4, 4000n)]);
  const at = [toHeight(100), toRound(5)] as const;
  expect(virtualProposerOf({ committee, selection: { kind: 'actual' } }, ...at)).toBe(actualProposerOf(committee, ...at));
  expect(virtualProposerOf({ committee, selection: { kind: 'lottery', seed: null } }, ...at)).toBe(weightedChoice(committee, 9331n));
  expect(virtualProposerOf({ committee, selection: { kind: 'lottery', seed: toFelt(123n) } }, ...at)).toBe(
    weightedChoice(committee, 1067n),
  );
  expect(virtualProposerOf({ committee, selection: { kind: 'unknown' } }, ...at)).toBeNull();
});

test('committee: a height belongs to the epoch of the latest block or to the next one', () => {
  const epochs = [29, 30, 59, 60, 89, 90].map((height) => epochOf(toHeight(height), toHeight(45), EPOCH_LENGTH));
  expect(epochs.map((epoch) => (epoch.ok ? epoch.value : epoch.error.code))).toEqual(['InvalidHeight', 1, 1, 2, 2, 'InvalidHeight']);
  expect([0, 1, 2, 5].map((epoch) => seedBlockOf(epoch, EPOCH_LENGTH))).toEqual([null, 0, 30, 120]);
});

test('committee: a lookup gives committee and selection of a height, and fails with a name', () => {
  const hashes = new Map([[0, toFelt(77n)]]);
  const source = (useOnlyActualProposerSelection: boolean, latest: number): ReturnType<typeof createCommitteeLookup> =>
    createCommitteeLookup({
      staking: {
        epochLength: EPOCH_LENGTH,
        committeeSize: COMMITTEE_SIZE,
        stakersAt: (epoch) => (epoch < 3 ? [member(S1, 1n), member(S2, BigInt(epoch))] : []),
      },
      latestBlock: () => toHeight(latest),
      blockHashAt: (height) => hashes.get(height) ?? null,
      isActualOnly: () => useOnlyActualProposerSelection,
    });
  const lottery = source(false, 40);
  expect(lottery(toHeight(41))).toEqual({
    ok: true,
    value: { committee: built([member(S1, 1n), member(S2, 1n)]), selection: { kind: 'lottery', seed: toFelt(77n) } },
  });
  expect(lottery(toHeight(61))).toMatchObject({ ok: true, value: { selection: { kind: 'unknown' } } });
  expect(source(false, 5)(toHeight(6))).toMatchObject({ ok: true, value: { selection: { kind: 'lottery', seed: null } } });
  expect(source(true, 40)(toHeight(41))).toMatchObject({ ok: true, value: { selection: { kind: 'actual' } } });
  expect(lottery(toHeight(5))).toEqual({ ok: false, error: { code: 'InvalidHeight', height: 5 } });
  expect(source(true, 95)(toHeight(96))).toEqual({ ok: false, error: { code: 'EmptyStakerSet' } });
});
