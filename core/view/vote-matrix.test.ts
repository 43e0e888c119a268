// Goal: the matrix tells silence, nil, value and two faces apart, and how far a vote has come. Method: hand-written logs of three validators.
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { LogBody, LogEvent } from '../log/event.ts';
import { toHeight, toProcessId, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import { clusterView } from './cluster.ts';
import { foldEvents } from './view.ts';
import { MATRIX_COLUMNS_MAX, type VoteMatrix, voteMatrix } from './vote-matrix.ts';

const N = 3;
const A = toFelt(0xaan);
const B = toFelt(0xbbn);
const H = toHeight(1);
const id = (v: number) => validatorIdOf(toValidatorIndex(v));
const committee = { members: [0, 1, 2].map((v) => ({ id: id(v), weight: 1n, canPropose: true })), totalWeight: 3n };

const height = (h: number): LogBody => ({
  kind: 'height_started',
  height: toHeight(h),
  committee,
  isObserver: false,
  quorum: 'byzantine',
});
const round = (h: number, r: number): LogBody => ({
  kind: 'round_entered',
  height: toHeight(h),
  round: toRound(r),
  proposer: id(0),
  virtualProposer: null,
  line: 'L11',
});
const cast = (commitment: typeof A | null, r = 0): LogBody => ({
  kind: 'vote_cast',
  voteType: 'prevote',
  height: H,
  round: toRound(r),
  commitment,
  line: 'L22',
});
const got = (voter: number, commitment: typeof A | null): LogBody => ({
  kind: 'vote_received',
  voteType: 'prevote',
  height: H,
  round: toRound(0),
  commitment,
  voter: id(voter),
  outcome: 'counted',
});
const matrix = (bodies: readonly (readonly [number, LogBody])[]): VoteMatrix => {
  const view = clusterView(N);
  const events = bodies.map(([v, body], n): LogEvent => ({ ...body, t: toTimeUs(n), p: toProcessId(v, 0), n, cause: null }));
  return voteMatrix(foldEvents(view, view.empty(), events));
};
const begin = [0, 1, 2].flatMap((v) => [[v, height(1)] as const, [v, round(1, 0)] as const]);

test('vote matrix: nothing received, nil and a value are three different cells, with the share that has counted them', () => {
  const { rows, sums, columns } = matrix([...begin, [0, cast(A)], [1, got(0, A)], [1, cast(null)]]);
  expect(columns.map(({ round: r, type }) => `${r}${type}`)).toEqual(['0prevote', '0precommit']);
  expect(rows.map((row) => row[0])).toEqual([
    { kind: 'value', other: false, seen: 67 },
    { kind: 'nil', other: false, seen: 33 },
    { kind: 'none', other: false, seen: 0 },
  ]);
  expect(sums[0]).toEqual({ value: 1, nil: 1, conflict: 0 });
});

test('vote matrix: a voter that told two validators two things is a conflict', () => {
  const { rows } = matrix([...begin, [0, cast(A)], [1, got(0, A)], [2, got(0, B)]]);
  expect(rows[0]?.[0]?.kind).toBe('conflict');
});

test('vote matrix: a value with fewer votes than another is marked', () => {
  const { rows } = matrix([...begin, [0, cast(A)], [1, cast(A)], [2, cast(B)]]);
  expect(rows.map((row) => row[0]?.other)).toEqual([false, false, true]);
});

test('vote matrix: a height that is over keeps its votes', () => {
  const over = [0, 1, 2].flatMap((v) => [[v, height(2)] as const, [v, round(2, 0)] as const]);
  const { rows, columns } = matrix([...begin, [0, cast(A)], ...over]);
  expect(columns[0]?.height).toBe(1);
  expect(rows[0]?.[0]).toEqual({ kind: 'value', other: false, seen: 100 });
});

test('vote matrix: only the newest columns are kept', () => {
  const rounds = Array.from({ length: 9 }, (_, r) => [0, round(1, r)] as const);
  const { columns } = matrix([...begin, ...rounds]);
  expect(columns).toHaveLength(MATRIX_COLUMNS_MAX);
  expect(columns.at(-1)).toMatchObject({ round: 8, type: 'precommit' });
});
