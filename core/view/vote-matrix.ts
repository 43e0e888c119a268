// The vote matrix of many validators: one row per voter, two columns (prevote, precommit) per round, heights beside each other. A cell tells what the
// voter voted by its own word and how many of the others have counted it, so that silence, nil, a value and two faces stay apart (experience.md D3).
// Heights that are over keep only the vote itself: what the others had counted is gone from their cards with the height.
import type { Felt } from '../base/felt.ts';
import type { VoteType } from '../types/consensus.ts';
import { type Round, toRound } from '../types/ids.ts';
import type { ValidatorCard } from './cluster.ts';
import type { HeightView, NetworkView } from './network.ts';
import { type VoteCell, rowOf } from './tally.ts';

export type MatrixColumn = { readonly height: number; readonly round: number; readonly type: VoteType };

export type MatrixCell = {
  readonly kind: VoteCell['kind'];
  /** Differs between values of one column: 0 for the value with the most votes, 1 for any other. */
  readonly other: boolean;
  /** Share of validators that have counted this vote, in percent; 100 for a height that is over. */
  readonly seen: number;
};

export type VoteMatrix = {
  readonly columns: readonly MatrixColumn[];
  /** By validator, then by column. */
  readonly rows: readonly (readonly MatrixCell[])[];
  /** By column: votes for the leading value, for nil, two-faced. */
  readonly sums: readonly { readonly value: number; readonly nil: number; readonly conflict: number }[];
};

/** Columns that are shown: the newest. */
export const MATRIX_COLUMNS_MAX = 12;

const TYPES: readonly VoteType[] = ['prevote', 'precommit'];

const columnsOf = (heights: readonly HeightView[]): readonly MatrixColumn[] =>
  heights
    .flatMap(({ height, round }) =>
      Array.from({ length: round + 1 }, (_, r) => TYPES.map((type): MatrixColumn => ({ height, round: r, type }))).flat(),
    )
    .slice(-MATRIX_COLUMNS_MAX);

/** Validators that have counted each voter's vote, and whether two of them hold different ones. */
const countSeen = (
  cards: readonly ValidatorCard[],
  column: MatrixColumn,
  round: Round,
): readonly { readonly by: number; readonly split: boolean }[] => {
  const seen = cards.map(() => ({ by: 0, split: false, first: null as VoteCell | null }));
  for (const { consensus } of cards) {
    if (consensus.height !== column.height) continue;
    for (const [voter, cell] of rowOf(consensus.votes, round, column.type, cards.length).entries()) {
      const entry = seen[voter];
      if (entry === undefined || cell.kind === 'none') continue;
      entry.by++;
      entry.split ||= cell.kind === 'conflict' || (entry.first !== null && differs(entry.first, cell));
      entry.first ??= cell;
    }
  }
  return seen;
};

const differs = (a: VoteCell, b: VoteCell): boolean =>
  a.kind !== b.kind || (a.kind === 'value' && b.kind === 'value' && a.value !== b.value);

const leadingOf = (cells: readonly VoteCell[]): Felt | null => {
  const counts = new Map<Felt, number>();
  for (const cell of cells) if (cell.kind === 'value') counts.set(cell.value, (counts.get(cell.value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
};

const columnCells = (cards: readonly ValidatorCard[], view: HeightView | undefined, column: MatrixColumn): readonly MatrixCell[] => {
  const round = toRound(column.round);
  const votes = rowOf(view?.cast ?? new Map(), round, column.type, cards.length);
  const isOpen = cards.some(({ consensus }) => consensus.height === column.height);
  const seen = isOpen ? countSeen(cards, column, round) : null;
  const leading = leadingOf(votes);
  return cards.map(({ index }) => {
    const vote = votes[index] ?? { kind: 'none' };
    const counted = seen?.[index];
    const kind = counted?.split === true ? 'conflict' : vote.kind;
    const share = counted === undefined ? 100 : Math.round((100 * counted.by) / Math.max(1, cards.length));
    return { kind, other: vote.kind === 'value' && vote.value !== leading, seen: kind === 'none' ? 0 : share };
  });
};

/** The matrix of the heights that the network view remembers. */
export const voteMatrix = (view: { readonly cards: readonly ValidatorCard[]; readonly network: NetworkView }): VoteMatrix => {
  const columns = columnsOf(view.network.heights);
  const voters = view.cards.filter(({ follower }) => follower === null);
  const cells = columns.map((column) =>
    columnCells(
      voters,
      view.network.heights.find(({ height }) => height === column.height),
      column,
    ),
  );
  return {
    columns,
    rows: voters.map((_, v) => cells.map((column) => column[v] ?? { kind: 'none', other: false, seen: 0 })),
    sums: cells.map((column) => ({
      value: column.filter((cell) => cell.kind === 'value' && !cell.other).length,
      nil: column.filter((cell) => cell.kind === 'nil').length,
      conflict: column.filter((cell) => cell.kind === 'conflict').length,
    })),
  };
};
