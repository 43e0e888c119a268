// Votes of one round as one validator sees them, and their weights against the thresholds. Nil is a vote, silence is none, two different votes of one
// voter are a conflict: the four are told apart everywhere (experience.md D3).
// Source: protocol.md 1.2 (is_met: amount * denominator > total * numerator), 1.5. Does not decide anything: the consensus process does.
import type { Felt } from '../base/felt.ts';
import type { Committee, QuorumType, VoteType } from '../types/consensus.ts';
import { type Round, toValidatorIndex, validatorIdOf } from '../types/ids.ts';

/** What a validator knows of one other's vote of one type and round. */
export type VoteCell =
  | { readonly kind: 'none' }
  | { readonly kind: 'nil' }
  | { readonly kind: 'value'; readonly value: Felt }
  | { readonly kind: 'conflict' };

/** One cell per validator, by index. */
export type VoteRow = readonly VoteCell[];
/** Rows of one height by `voteKey`. */
export type VoteBoard = ReadonlyMap<string, VoteRow>;

export type Tally = {
  readonly total: bigint;
  /** Weight behind the value with the most weight. */
  readonly value: bigint;
  readonly nil: bigint;
  readonly none: bigint;
  readonly conflict: bigint;
  /** Weight behind other values than the leading one. */
  readonly others: bigint;
  readonly leading: Felt | null;
  /** Smallest weights that meet the quorum and the round-skip threshold. */
  readonly quorum: bigint;
  readonly skip: bigint;
};

const NONE: VoteCell = Object.freeze({ kind: 'none' });
const NIL: VoteCell = Object.freeze({ kind: 'nil' });
const CONFLICT: VoteCell = Object.freeze({ kind: 'conflict' });

const voteKey = (round: Round, type: VoteType): string => `${round}/${type}`;

/** The row, all `none` when nothing came. */
export const rowOf = (board: VoteBoard, round: Round, type: VoteType, validators: number): VoteRow =>
  board.get(voteKey(round, type)) ?? Array.from({ length: validators }, () => NONE);

/** The board with one vote more; `commitment` null is a vote for nil. A second, different vote makes the cell a conflict. */
export const setVote = (
  board: VoteBoard,
  validators: number,
  vote: { readonly round: Round; readonly voteType: VoteType; readonly commitment: Felt | null; readonly voter: number },
): VoteBoard => {
  const row = rowOf(board, vote.round, vote.voteType, validators);
  const before = row[vote.voter] ?? NONE;
  const cell = mergeCell(before, vote.commitment);
  if (cell === before) return board;
  return new Map(board).set(
    voteKey(vote.round, vote.voteType),
    row.map((old, i) => (i === vote.voter ? cell : old)),
  );
};

/** The board with a cell marked as two-faced. */
export const setConflict = (
  board: VoteBoard,
  validators: number,
  at: { readonly round: Round; readonly type: VoteType; readonly voter: number },
): VoteBoard =>
  new Map(board).set(
    voteKey(at.round, at.type),
    rowOf(board, at.round, at.type, validators).map((old, i) => (i === at.voter ? CONFLICT : old)),
  );

const mergeCell = (before: VoteCell, commitment: Felt | null): VoteCell => {
  switch (before.kind) {
    case 'none':
      return commitment === null ? NIL : { kind: 'value', value: commitment };
    case 'nil':
      return commitment === null ? before : CONFLICT;
    case 'value':
      return commitment === before.value ? before : CONFLICT;
    case 'conflict':
      return before;
  }
};

/** Weight of a validator in the committee: 0 for a stranger; 1 each while no committee is known. */
export const weightOf = (committee: Committee | null, validator: number): bigint => {
  if (committee === null) return 1n;
  const id = validatorIdOf(toValidatorIndex(validator));
  return committee.members.find((member) => member.id === id)?.weight ?? 0n;
};

/** Smallest weight with weight * denominator > total * numerator. */
const least = (total: bigint, numerator: bigint, denominator: bigint): bigint => (total * numerator) / denominator + 1n;

/** Smallest weight that is a quorum: > 2/3 (byzantine) or > 1/2 (honest) of the total. */
export const quorumWeight = (total: bigint, quorum: QuorumType): bigint =>
  quorum === 'byzantine' ? least(total, 2n, 3n) : least(total, 1n, 2n);

/** Weights of a row. */
export const tallyOf = (row: VoteRow, committee: Committee | null, quorum: QuorumType): Tally => {
  const sums = { nil: 0n, none: 0n, conflict: 0n };
  const values = new Map<Felt, bigint>();
  for (const [i, cell] of row.entries()) {
    const weight = weightOf(committee, i);
    if (cell.kind === 'value') values.set(cell.value, (values.get(cell.value) ?? 0n) + weight);
    else sums[cell.kind] += weight;
  }
  let leading: Felt | null = null;
  let value = 0n;
  let all = 0n;
  for (const [candidate, weight] of values) {
    all += weight;
    if (weight > value) [leading, value] = [candidate, weight];
  }
  const total = committee?.totalWeight ?? BigInt(row.length);
  return { total, value, ...sums, others: all - value, leading, quorum: quorumWeight(total, quorum), skip: least(total, 1n, 3n) };
};
