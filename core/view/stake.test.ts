// Goal: the panel's numbers are those by which validators act. Method: the vectors of protocol.md 6.2, and every round of a run with stakes against the log.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { toFelt } from '../base/felt.ts';
import { worldOf } from '../scenarios/registry.ts';
import { stakePlanOf } from '../sim/world.ts';
import type { StakePlan } from '../types/consensus.ts';
import { indexOfValidatorId, slotOf, toHeight, toRound, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import { blockHashIn, committeeView, epochOfHeight, lottery, plannedCommittee, roundRobin } from './stake.ts';
import { type Timeline, keptEvents } from './timeline.ts';

let line: Timeline;
let plan: StakePlan;
beforeAll(() => {
  line = sampleTimeline('stake', 8_000_000);
  plan = stakePlanOf(worldOf({ scenario: 'stake', seed: 7 })!);
}, 60_000);

const member = (v: number, weight: bigint, canPropose = true) => ({ id: validatorIdOf(toValidatorIndex(v)), weight, canPropose });
const TEN_THOUSAND = { members: [member(0, 6_000n), member(1, 4_000n)], totalWeight: 10_000n };

test.each([
  [100, 5, null, 9_331n, 1],
  [100, 5, 123n, 1_067n, 0],
  [0, 0, null, 8_320n, 1],
  [1, 0, 123n, 1_655n, 0],
  [1, 1, 123n, 3_300n, 0],
])('stake: the lottery at height %i, round %i with seed %s draws %s, step by step', (...vector) => {
  const [height, round, seed, draw, chosen] = vector;
  const at = { height: toHeight(height), round: toRound(round) };
  const drawn = lottery(TEN_THOUSAND, at, seed === null ? null : toFelt(seed), 2);
  expect([drawn.draw, drawn.chosen]).toEqual([draw, chosen]);
  expect(drawn.height).toBe(height.toString(16).padStart(16, '0'));
  expect(drawn.round).toBe(round.toString(16).padStart(8, '0'));
  expect(drawn.seed).toBe((seed ?? 0n).toString(16).padStart(64, '0'));
  expect(BigInt(`0x${drawn.digest.slice(32)}`)).toBe(drawn.number);
  expect(drawn.number % 10_000n).toBe(draw);
});

test('stake: in every round of a run with stakes the log names the proposers that the panel computes', () => {
  const events = keptEvents(line);
  const epochs = new Set<number>();
  let committee = null;
  for (const [i, event] of events.entries()) {
    if (slotOf(event.p) !== 0) continue;
    if (event.kind === 'height_started') ({ committee } = event);
    if (event.kind !== 'round_entered' || committee === null) continue;
    const { epoch, seedBlock } = epochOfHeight(plan, event.height);
    committee = plannedCommittee(plan, epoch)!;
    const seed = seedBlock === null ? null : blockHashIn(events, i, seedBlock);
    expect(seedBlock === null).toBe(seed === null);
    expect(roundRobin(committee, event, 7)!.proposer).toBe(indexOfValidatorId(event.proposer, 7));
    expect(lottery(committee, event, seed, 7).chosen).toBe(indexOfValidatorId(event.virtualProposer!, 7));
    epochs.add(epoch);
  }
  expect(epochs.size).toBeGreaterThanOrEqual(2);
});

test('stake: the committees that the plan gives are those of the log, and who is not in them observes', () => {
  for (const event of keptEvents(line)) {
    if (event.kind !== 'height_started') continue;
    expect(plannedCommittee(plan, epochOfHeight(plan, event.height).epoch)).toEqual(event.committee);
    const { observers } = committeeView(event.committee, event.quorum, 7);
    expect(observers.includes(toValidatorIndex(Math.floor(event.p / 16)))).toBe(event.isObserver);
  }
});

test('stake: a committee shows sums of weights and the least weights that decide and that skip a round', () => {
  const committee = { members: [member(2, 40n), member(0, 30n), member(1, 20n, false)], totalWeight: 90n };
  const view = committeeView(committee, 'byzantine', 5);
  expect(view.members.map(({ cumulative }) => cumulative)).toEqual([40n, 70n, 90n]);
  expect([view.quorum, view.skip, view.observers]).toEqual([61n, 31n, [3, 4]]);
  expect(committeeView(committee, 'honest', 5).quorum).toBe(46n);
  expect(roundRobin(committee, { height: toHeight(3), round: toRound(0) }, 5)).toEqual({ eligible: [2, 0], index: 1, proposer: 0 });
});

test('stake: epochs have their heights and the block that seeds their lottery', () => {
  expect([0, 3, 4, 11].map((h) => epochOfHeight(plan, h))).toEqual([
    { epoch: 0, first: 0, last: 3, seedBlock: null },
    { epoch: 0, first: 0, last: 3, seedBlock: null },
    { epoch: 1, first: 4, last: 7, seedBlock: 0 },
    { epoch: 2, first: 8, last: 11, seedBlock: 4 },
  ]);
});
