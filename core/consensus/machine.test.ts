// Scenarios S-01 to S-17 of the protocol reference as step tables: each row is an input and the complete, ordered list of requests it must give.
import { expect, test } from 'vitest';
import {
  A,
  built,
  committeeOf,
  createNode,
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
  wanted,
  type NodeOptions,
  type Row,
} from '../../tests/conformance/consensus-kit.ts';

const checkTable = (options: NodeOptions, rows: readonly Row[]): void => {
  expect(runRows(createNode(options), rows)).toEqual(wanted(rows));
};

const WEIGHTED = committeeOf([
  [P, 1n],
  [V1, 2n],
  [V2, 3n],
  [V3, 1n],
]);
const VALIDATOR_PREVOTED_A: readonly Row[] = [
  [start, 'Timer(propose,0)'],
  [validated(A, 0), 'Vote(prevote,A,0)'],
];

test('machine: S-01, a proposer builds, prevotes, locks and decides', () => {
  checkTable({ self: P }, [
    [start, 'Build(0)'],
    [built(A, 0), 'Vote(prevote,A,0)'],
    [prevote(A, 0, V1)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, V3)],
    [precommit(A, 0, V1), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-02, a validator prevotes what it validated and decides', () => {
  checkTable({}, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, P)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, V3)],
    [precommit(A, 0, P), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-03, votes before the proposal count when it comes', () => {
  checkTable({}, [
    [start, 'Timer(propose,0)'],
    [prevote(A, 0, P)],
    [prevote(A, 0, V2)],
    [prevote(A, 0, V3)],
    [precommit(A, 0, P)],
    [precommit(A, 0, V2)],
    [precommit(A, 0, V3), 'Timer(precommit,0)'],
    [validated(A, 0), 'Vote(prevote,A,0)', 'Timer(prevote,0)', 'Vote(precommit,A,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-04, a building proposer buffers everything until its value is there', () => {
  for (const [value, name] of [
    [A, 'A'],
    [nil, 'nil'],
  ] as const) {
    checkTable({ self: P }, [
      [start, 'Build(0)'],
      [prevote(value, 0, V1)],
      [prevote(value, 0, V2)],
      [prevote(value, 0, V3)],
      [built(A, 0), 'Vote(prevote,A,0)', 'Timer(prevote,0)', `Vote(precommit,${name},0)`],
    ]);
  }
});

test('machine: S-05, a prevote quorum without the proposal gives no precommit', () => {
  checkTable({}, [
    [start, 'Timer(propose,0)'],
    [prevote(A, 0, P)],
    [prevote(A, 0, V2)],
    [prevote(A, 0, V3)],
    [validated(A, 0), 'Vote(prevote,A,0)', 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
  ]);
});

test('machine: S-06, the own precommit can complete the quorum', () => {
  checkTable({}, [
    [start, 'Timer(propose,0)'],
    [prevote(A, 0, P)],
    [prevote(A, 0, V2)],
    [prevote(A, 0, V3)],
    [precommit(A, 0, P)],
    [precommit(A, 0, V2)],
    [validated(A, 0), 'Vote(prevote,A,0)', 'Timer(prevote,0)', 'Vote(precommit,A,0)', 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-07, a proposal of the next round is remembered until that round', () => {
  checkTable({}, [
    ...VALIDATOR_PREVOTED_A,
    [precommit(nil, 0, P)],
    [precommit(nil, 0, V2)],
    [validated(A, 1)],
    [precommit(nil, 0, V3), 'Timer(precommit,0)'],
    [timeout('precommit', 0), 'Timer(propose,1)', 'Vote(prevote,A,1)'],
  ]);
});

test('machine: S-08, a proposal of an old round gives no vote', () => {
  checkTable({}, [
    [start, 'Timer(propose,0)'],
    [precommit(nil, 0, P)],
    [precommit(nil, 0, V2)],
    [precommit(nil, 0, V3), 'Timer(precommit,0)'],
    [timeout('precommit', 0), 'Timer(propose,1)'],
    [validated(A, 0)],
    [validated(A, 1), 'Vote(prevote,A,1)'],
  ]);
});

test('machine: S-09, a mixed quorum ends in nil by timeouts', () => {
  const first: readonly Row[] = [
    [validated(A, 0), 'Vote(prevote,A,0)'],
    [timeout('propose', 0), 'Vote(prevote,nil,0)'],
  ];
  for (const row of first) {
    checkTable({}, [
      [start, 'Timer(propose,0)'],
      row,
      [prevote(A, 0, P)],
      [prevote(nil, 0, V2), 'Timer(prevote,0)'],
      [timeout('prevote', 0), 'Vote(precommit,nil,0)'],
      [precommit(A, 0, P)],
      [precommit(A, 0, V2), 'Timer(precommit,0)'],
      [timeout('precommit', 0), 'Timer(propose,1)'],
    ]);
  }
});

test('machine: S-10, a proposer with a valid value proposes it again and builds nothing', () => {
  checkTable({ self: P }, [
    [start, 'Build(0)'],
    [built(A, 0), 'Vote(prevote,A,0)'],
    [prevote(A, 0, V1)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(nil, 0, V1)],
    [precommit(nil, 0, V2), 'Timer(precommit,0)'],
    [timeout('precommit', 0), 'Repropose(A,r=1,vr=0,P)', 'Vote(prevote,A,1)'],
  ]);
});

test('machine: S-11, an observer decides and never votes', () => {
  checkTable({ isObserver: true }, [
    [start, 'Timer(propose,0)'],
    [validated(A, 0)],
    [precommit(A, 0, P)],
    [precommit(A, 0, V2)],
    [precommit(A, 0, V3), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-12, two of three decide with an honest quorum and not with a Byzantine one', () => {
  const committee = committeeOf([P, V1, V2].map((id) => [id, 1n]));
  checkTable({ committee, quorum: 'honest' }, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, P), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, P), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
  checkTable({ committee }, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, P)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, P)],
    [precommit(A, 0, V2), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: S-13, five of seven are a nil quorum', () => {
  checkTable({ committee: WEIGHTED }, [
    [start, 'Timer(propose,0)'],
    [timeout('propose', 0), 'Vote(prevote,nil,0)'],
    [prevote(nil, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,nil,0)'],
  ]);
});

test('machine: S-14, four of seven are not a quorum', () => {
  checkTable({ committee: WEIGHTED }, [
    [start, 'Timer(propose,0)'],
    [timeout('propose', 0), 'Vote(prevote,nil,0)'],
    [prevote(nil, 0, P)],
    [prevote(nil, 0, V3)],
    [prevote(nil, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,nil,0)'],
  ]);
});

test('machine: S-15, five of seven are a quorum for a value', () => {
  checkTable({ committee: WEIGHTED }, [...VALIDATOR_PREVOTED_A, [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)']]);
});

test('machine: S-16, three of seven in a later round skip to it', () => {
  const node = createNode({ committee: WEIGHTED });
  const rows: readonly Row[] = [
    [start, 'Timer(propose,0)'],
    [timeout('propose', 0), 'Vote(prevote,nil,0)'],
    [prevote(nil, 1, V2), 'Timer(propose,1)'],
  ];
  expect(runRows(node, rows)).toEqual(wanted(rows));
  expect(node.state().machine.round).toBe(1);
});

test('machine: S-17, a prevote timer in step precommit is stale', () => {
  checkTable({}, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, P)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [timeout('prevote', 0)],
    [timeout('propose', 0)],
    [timeout('precommit', 1)],
  ]);
});

test('machine: S-58, a decision by weight', () => {
  const committee = committeeOf([
    [P, 3n],
    [V1, 2n],
    [V2, 1n],
    [V3, 1n],
  ]);
  checkTable({ committee }, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, P), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, P), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: a failed virtual proposer lookup silences a proposer that has a valid value until others carry it on', () => {
  const proposers = { actualProposer: () => P, virtualProposer: () => null };
  checkTable({ self: P, proposers, requireVirtualProposerVote: false }, [
    [start, 'Build(0)'],
    [built(A, 0), 'Vote(prevote,A,0)'],
    [prevote(A, 0, V1)],
    [prevote(A, 0, V2), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(nil, 0, V1)],
    [precommit(nil, 0, V2), 'Timer(precommit,0)'],
    [timeout('precommit', 0)],
    [prevote(A, 1, V1), 'Vote(prevote,A,1)'],
  ]);
});

test('machine: a required vote of the virtual proposer holds a decision back until it is there', () => {
  checkTable({}, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, V2)],
    [prevote(A, 0, V3), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, V2)],
    [precommit(A, 0, V3), 'Timer(precommit,0)'],
    [precommit(A, 0, P), 'Decision(A,0)'],
  ]);
  checkTable({ requireVirtualProposerVote: false }, [
    ...VALIDATOR_PREVOTED_A,
    [prevote(A, 0, V2)],
    [prevote(A, 0, V3), 'Timer(prevote,0)', 'Vote(precommit,A,0)'],
    [precommit(A, 0, V2)],
    [precommit(A, 0, V3), 'Timer(precommit,0)', 'Decision(A,0)'],
  ]);
});

test('machine: a decision at an earlier round is reached when its last precommit comes late', () => {
  checkTable({}, [
    ...VALIDATOR_PREVOTED_A,
    [precommit(A, 0, P)],
    [precommit(A, 0, V2)],
    [prevote(nil, 1, V2)],
    [prevote(nil, 1, V3), 'Timer(propose,1)'],
    [precommit(A, 0, V3), 'Decision(A,0)'],
  ]);
});

test('machine: every transition reports its rule and paper line, and the votes and locks it caused', () => {
  const node = createNode({});
  for (const input of [start, validated(A, 0), prevote(A, 0, P), prevote(A, 0, V2), precommit(A, 0, P), precommit(A, 0, V3)])
    node.step(input);
  const told = reportsOf(node.output()).flatMap((report) => {
    switch (report.kind) {
      case 'rule_fired':
        return [`${report.line} ${report.rule}`];
      case 'vote_cast':
        return [`${report.line} votes ${report.voteType}`];
      case 'step_entered':
        return [`step ${report.step}`];
      case 'round_entered':
        return [`${report.line} round ${report.round}`];
      case 'locked':
      case 'valid_value_set':
      case 'decided':
        return [report.kind];
      case 'height_started':
      case 'vote_received':
      case 'proposal_received':
      case 'synced':
      case 'marker_written':
      case 'refused':
        return [];
    }
  });
  expect(told).toEqual([
    'L11 round 0',
    'step propose',
    'L21 schedule_timeout_propose',
    'L22 upon_new_proposal',
    'L22 votes prevote',
    'step prevote',
    'L34 maybe_initiate_timeout_prevote',
    'L36 upon_prevote_quorum',
    'valid_value_set',
    'locked',
    'L36 votes precommit',
    'step precommit',
    'L47 maybe_initiate_timeout_precommit',
    'L49 upon_decision',
    'decided',
  ]);
});

test('machine: misuse by the caller is an assertion', () => {
  const node = createNode({ self: P });
  node.step(start);
  expect(() => node.step(built(A, 1))).toThrow('handleHeightEvent');
  node.step(built(A, 0));
  expect(() => node.step(built(A, 0))).toThrow('handleHeightEvent');
  const validator = createNode({});
  validator.step(start);
  validator.step(validated(A, 0));
  expect(() => validator.step(validated(A, 0))).toThrow('recordProposal');
});
