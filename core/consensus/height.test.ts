// Scenarios S-19 to S-22: which proposals and votes a height admits, and when its own votes are sent again.
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import {
  A,
  atHeight,
  B,
  broadcasted,
  built,
  createNode,
  init,
  nil,
  P,
  precommit,
  prevote,
  reportsOf,
  runRows,
  start,
  timeout,
  V1,
  V2,
  V3,
  validated,
  voteOf,
  wanted,
  type Input,
  type NodeOptions,
  type Row,
  type TestNode,
} from '../../tests/conformance/consensus-kit.ts';

const checkTable = (options: NodeOptions, rows: readonly Row[]): TestNode => {
  const node = createNode(options);
  expect(runRows(node, rows)).toEqual(wanted(rows));
  return node;
};
const outcomesOf = (node: TestNode): readonly string[] =>
  reportsOf(node.output()).flatMap((report) =>
    report.kind === 'vote_received' || report.kind === 'proposal_received' ? [report.outcome] : [],
  );
const LOCKED_ON_A: readonly Row[] = [
  [start, 'Timer(propose,0)'],
  [validated(A, 0), 'Vote(prevote,A,0)'],
  [prevote(A, 0, P)],
  [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
];

test('height: S-19, the first proposal of a round that names the virtual proposer is validated, no other', () => {
  const node = checkTable({}, [
    [start, 'Timer(propose,0)'],
    [init({ height: 1 })],
    [init({ proposer: V2 })],
    [init(), 'Validate(0,P)'],
    [init()],
    [validated(A, 0), 'Vote(prevote,A,0)'],
    [init()],
    [init({ round: 7 }), 'Validate(7,P)'],
  ]);
  expect(outcomesOf(node)).toEqual(['too_far', 'wrong_proposer', 'accepted', 'duplicate', 'duplicate', 'accepted']);
});

test('height: nothing is validated while the virtual proposer is unknown', () => {
  const node = checkTable({ proposers: { actualProposer: () => P, virtualProposer: () => null } }, [
    [start, 'Timer(propose,0)'],
    [init()],
    [validated(A, 0)],
  ]);
  expect(outcomesOf(node)).toEqual(['wrong_proposer']);
});

test('height: S-20, a second vote of a member never counts', () => {
  for (const [value, outcome] of [
    [A, 'duplicate'],
    [B, 'conflict'],
    [nil, 'conflict'],
  ] as const) {
    const node = checkTable({}, [
      ...LOCKED_ON_A,
      [precommit(A, 0, P)],
      [precommit(value, 0, P)],
      [precommit(A, 0, V3), 'Timer(precommit,0)', 'Decision(A,0)'],
    ]);
    expect(outcomesOf(node)).toEqual(['counted', 'counted', 'counted', outcome, 'counted']);
  }
});

test('height: S-21, votes of strangers and of other heights change nothing', () => {
  const node = createNode({});
  node.step(start);
  const before = node.state();
  const stranger = voteOf('prevote', A, 0, toFelt(110));
  const other = atHeight(voteOf('prevote', A, 0, P), 1);
  for (const vote of [stranger, other]) expect(node.step({ kind: 'vote', vote })).toEqual([]);
  expect(node.state()).toEqual(before);
  expect(outcomesOf(node)).toEqual(['not_member', 'too_far']);
});

test('height: S-22, an invalid proposal gives nil votes and is never precommitted', () => {
  checkTable({}, [
    [start, 'Timer(propose,0)'],
    [init(), 'Validate(0,P)'],
    [validated(nil, 0), 'Vote(prevote,nil,0)'],
    [prevote(A, 0, P)],
    [prevote(A, 0, V2), 'Timer(prevote,0)'],
    [prevote(A, 0, V3)],
    [timeout('prevote', 0), 'Vote(precommit,nil,0)'],
  ]);
});

test('height: a vote that waits behind a build is known: its copy is a duplicate, another one a conflict', () => {
  const node = checkTable({ self: P }, [
    [start, 'Build(0)'],
    [prevote(A, 0, V1)],
    [prevote(A, 0, V1)],
    [prevote(B, 0, V1)],
    [prevote(A, 1, V1)],
    [built(A, 0), 'Vote(prevote,A,0)'],
  ]);
  expect(outcomesOf(node)).toEqual(['counted', 'duplicate', 'conflict', 'counted']);
});

test('height: an own vote that the network echoes is a duplicate', () => {
  const node = checkTable({}, [...LOCKED_ON_A, [prevote(A, 0, V1)]]);
  expect(outcomesOf(node).at(-1)).toBe('duplicate');
});

test('height: only the newest own vote of a type is sent again', () => {
  const first = voteOf('prevote', A, 0, V1);
  const later = voteOf('prevote', nil, 1, V1);
  checkTable({}, [
    ...LOCKED_ON_A,
    [broadcasted(first), 'Vote(prevote,A,0)'],
    [timeout('precommit', 0), 'Timer(propose,1)'],
    [broadcasted(first), 'Vote(prevote,A,0)'],
    [timeout('propose', 1), 'Vote(prevote,nil,1)'],
    [broadcasted(first)],
    [broadcasted(later), 'Vote(prevote,nil,1)'],
    [broadcasted(voteOf('precommit', A, 0, V1)), 'Vote(precommit,A,0)'],
  ]);
});

test('height: sending a vote again that was never cast is an assertion', () => {
  const node = createNode({});
  node.step(start);
  const tick = (value: typeof A): Input => broadcasted(voteOf('prevote', value, 0, V1));
  expect(() => node.step(tick(A))).toThrow('rebroadcast');
  node.step(validated(A, 0));
  expect(() => node.step(tick(B))).toThrow('rebroadcast');
});
