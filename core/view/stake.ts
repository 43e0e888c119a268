// Who may vote at a height and who leads its rounds, with every number that the rules of stake use: epoch, committee, thresholds, round robin, lottery.
// Source: protocol.md 1.2, 6.1-6.4. The arithmetic itself is that of core/consensus (proposer.ts, committee.ts); here its steps are only written down.
// Committees come from the log (height_started); that of the next epoch from the stakes that the scenario has planned.
import { bytesToHex } from '../base/hex.ts';
import { bigintToBytes, bytesToBigint, concatBytes } from '../base/bytes.ts';
import { sha256 } from '../base/sha256.ts';
import { FELT_BYTES, type Felt, feltToBytes } from '../base/felt.ts';
import { createCommittee, seedBlockOf } from '../consensus/committee.ts';
import { actualProposerOf, lotteryDraw, weightedChoice } from '../consensus/proposer.ts';
import type { LogEvent } from '../log/event.ts';
import type { Committee, QuorumType, StakePlan } from '../types/consensus.ts';
import { type Height, type Round, type ValidatorIndex, indexOfValidatorId, toHeight, toValidatorIndex } from '../types/ids.ts';
import { quorumWeight } from './tally.ts';

/** An epoch: its number and its heights, both ends included. */
export type Epoch = { readonly epoch: number; readonly first: Height; readonly last: Height; readonly seedBlock: Height | null };

type MemberRow = {
  readonly validator: ValidatorIndex;
  readonly weight: bigint;
  /** Sum of weights up to and with this member, in committee order. */
  readonly cumulative: bigint;
  readonly canPropose: boolean;
};

/** A committee with what it takes to decide and to skip a round. */
export type CommitteeView = {
  readonly members: readonly MemberRow[];
  readonly total: bigint;
  readonly quorum: bigint;
  readonly skip: bigint;
  /** Validators of the run that are not in it: they follow without voting. */
  readonly observers: readonly ValidatorIndex[];
};

/** eligible[(height + round) mod n]. */
export type RoundRobin = {
  readonly eligible: readonly ValidatorIndex[];
  readonly index: number;
  readonly proposer: ValidatorIndex;
};

/** The weighted draw, step by step; all bytes as hex without prefix. */
export type Lottery = {
  readonly height: string;
  readonly round: string;
  readonly seed: string;
  readonly digest: string;
  /** The last 16 bytes of the digest, big-endian. */
  readonly number: bigint;
  readonly draw: bigint;
  readonly chosen: ValidatorIndex;
};

/** How the virtual proposer of a height is found, as far as the log says: `seed` null stands for no seed block; `missing`: its hash is not in the log. */
export type SelectionView =
  | { readonly kind: 'actual' }
  | { readonly kind: 'lottery'; readonly seed: Felt | null }
  | { readonly kind: 'missing'; readonly block: Height };

/** The epoch of a height. */
export const epochOfHeight = (plan: StakePlan, height: number): Epoch => epochAt(plan, Math.floor(height / plan.epochLength));

/** An epoch by its number. */
export const epochAt = ({ epochLength }: StakePlan, epoch: number): Epoch => ({
  epoch,
  first: toHeight(epoch * epochLength),
  last: toHeight((epoch + 1) * epochLength - 1),
  seedBlock: seedBlockOf(epoch, epochLength),
});

/** The committee of an epoch as the scenario has planned it; null when nobody has staked. Changes of voting power are not in it. */
export const plannedCommittee = (plan: StakePlan, epoch: number): Committee | null => {
  const stakes = plan.epochs.findLast(({ fromEpoch }) => fromEpoch <= epoch);
  const committee = createCommittee(stakes?.members ?? [], plan.committeeSize);
  return committee.ok ? committee.value : null;
};

const indexIn = (id: Felt, validators: number): ValidatorIndex => indexOfValidatorId(id, validators) ?? toValidatorIndex(0);

/** The rows of a committee in a run of `validators` validators. */
export const committeeView = (committee: Committee, quorum: QuorumType, validators: number): CommitteeView => {
  let cumulative = 0n;
  const members = committee.members.map(({ id, weight, canPropose }): MemberRow => {
    cumulative += weight;
    return { validator: indexIn(id, validators), weight, cumulative, canPropose };
  });
  const inside = new Set<number>(members.map(({ validator }) => validator));
  return {
    members,
    total: committee.totalWeight,
    quorum: quorumWeight(committee.totalWeight, quorum),
    skip: committee.totalWeight / 3n + 1n,
    observers: Array.from({ length: validators }, (_, i) => toValidatorIndex(i)).filter((i) => !inside.has(i)),
  };
};

/** The actual proposer with the numbers filled in; null when no member may propose. */
export const roundRobin = (
  committee: Committee,
  at: { readonly height: Height; readonly round: Round },
  validators: number,
): RoundRobin | null => {
  const eligible = committee.members.filter(({ canPropose }) => canPropose).map(({ id }) => indexIn(id, validators));
  if (eligible.length === 0) return null;
  const proposer = indexIn(actualProposerOf(committee, at.height, at.round), validators);
  return { eligible, index: (at.height + at.round) % eligible.length, proposer };
};

/** The lottery of a round; `seed` null stands for 32 zero bytes, as in epoch 0. */
export const lottery = (
  committee: Committee,
  at: { readonly height: Height; readonly round: Round },
  seed: Felt | null,
  validators: number,
): Lottery => {
  const parts = [
    bigintToBytes(BigInt(at.height), 8),
    bigintToBytes(BigInt(at.round), 4),
    seed === null ? new Uint8Array(FELT_BYTES) : feltToBytes(seed),
  ] as const;
  const digest = sha256(concatBytes(...parts));
  const draw = lotteryDraw(at, seed, committee.totalWeight);
  return {
    height: bytesToHex(parts[0]),
    round: bytesToHex(parts[1]),
    seed: bytesToHex(parts[2]),
    digest: bytesToHex(digest),
    number: bytesToBigint(digest.subarray(16)),
    draw,
    chosen: indexIn(weightedChoice(committee, draw), validators),
  };
};

/** The event before `end` that says the hash of a block: the first root that anybody reported, of it or, as parent hash, of the next (genesis has none). */
export const blockHashEvent = (
  events: readonly (LogEvent | undefined)[],
  end: number,
  block: number,
): (LogEvent & { readonly kind: 'block_root' }) | null => {
  for (let i = 0; i < end; i++) {
    const event = events[i];
    if (event?.kind === 'block_root' && (event.height === block || event.height === block + 1)) return event;
  }
  return null;
};

/** That hash; null when no event says it. */
export const blockHashIn = (events: readonly (LogEvent | undefined)[], end: number, block: Height): Felt | null => {
  const event = blockHashEvent(events, end, block);
  return event === null ? null : event.height === block ? event.blockHash : event.parentHash;
};
