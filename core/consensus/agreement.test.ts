// Laws of agreement on a tiny network (all orders of messages, losses, equivocators), all orders and all lies of small cases, and broken machines
// that the same checks must catch.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  A,
  B,
  createNode,
  initOf,
  nil,
  P,
  precommit,
  prevote,
  start,
  V1,
  V2,
  V3,
  validated,
  voteOf,
} from '../../tests/conformance/consensus-kit.ts';
import type { Input, TestNode } from '../../tests/conformance/consensus-kit.ts';
import { runNetwork, type NetworkOptions } from '../../tests/conformance/small-network.ts';
import type { Felt } from '../base/felt.ts';
import type { Vote } from '../types/consensus.ts';
import type { MachineState } from './machine-state.ts';

const sound = (machine: MachineState): MachineState => machine;
const WILD: NetworkOptions = {
  seed: 0,
  equivocators: [],
  silent: [],
  liePpm: 400_000,
  steps: 600,
  lossPpm: 100_000,
  heal: false,
  mutate: sound,
};
const faulty = fc.constantFrom<readonly number[]>([], [0], [1], [2], [3]);

test('agreement: with up to one equivocator of four no two decide differently, no lock breaks, nobody votes twice', () => {
  fc.assert(
    fc.property(fc.nat(), faulty, fc.constantFrom(0, 50_000, 100_000), (seed, equivocators, lossPpm) => {
      expect(runNetwork({ ...WILD, seed, equivocators, lossPpm }).violations).toEqual([]);
    }),
    { numRuns: 250 },
  );
});

test('agreement: when messages arrive again, all but one silent validator decide the same value', () => {
  fc.assert(
    fc.property(fc.nat(), faulty, (seed, silent) => {
      const { violations, decisions } = runNetwork({ ...WILD, seed, silent, steps: 150, lossPpm: 0, heal: true });
      expect(violations).toEqual([]);
      expect(decisions.size).toBe(4 - silent.length);
    }),
    { numRuns: 100 },
  );
});

/** Networks with `options` over many seeds: what the checks find. */
const violationsOver = (options: Partial<NetworkOptions>): readonly string[] =>
  Array.from({ length: 150 }, (_, seed) => runNetwork({ ...WILD, seed, equivocators: [seed % 4], ...options }).violations).flat();

test('agreement: the checks can fail: a machine that forgets its lock is caught', () => {
  expect(violationsOver({ mutate: (machine) => ({ ...machine, locked: null }) }).join('\n')).toMatch(/lock: /);
});

test('agreement: the checks can fail: a machine with too small a quorum is caught', () => {
  const half = (machine: MachineState): MachineState => ({ ...machine, setup: { ...machine.setup, quorumWeight: 2n } });
  expect(violationsOver({ mutate: half }).join('\n')).toMatch(/agreement: /);
});

test('agreement: the checks can fail: two equivocators of four are too many', () => {
  const violations = Array.from(
    { length: 300 },
    (_, seed) => runNetwork({ ...WILD, seed, equivocators: [0, 1], liePpm: 800_000 }).violations,
  ).flat();
  expect(violations.join('\n')).toMatch(/agreement: /);
});

test('agreement: the checks can fail: a machine that votes in a round again is caught', () => {
  const again = (machine: MachineState): MachineState =>
    machine.step === 'prevote' && machine.lastSelfPrevote !== null
      ? { ...machine, step: 'propose', lastSelfPrevote: null, rounds: withoutOwnPrevotes(machine) }
      : machine;
  expect(violationsOver({ mutate: again }).join('\n')).toMatch(/one vote: /);
});

const withoutOwnPrevotes = (machine: MachineState): MachineState['rounds'] =>
  new Map(
    [...machine.rounds].map(([round, record]) => {
      const votes = record.prevotes.votes.map((vote) => (vote?.voter === machine.setup.id ? null : vote));
      return [round, { ...record, prevotes: { ...record.prevotes, votes } }];
    }),
  );

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length <= 1 ? [items] : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

const decisionsOf = (node: TestNode): readonly string[] =>
  node.output().flatMap((item) => (item.kind === 'decision_reached' ? [String(item.decision.value)] : []));
const castBy = (node: TestNode): readonly string[] =>
  node.output().flatMap((item) => (item.kind === 'broadcast_vote' ? [`${item.vote.voteType}/${item.vote.round}`] : []));

test('agreement: every order of a proposal and the votes of three peers decides it once, with one vote of each type', () => {
  const events: readonly Input[] = [
    validated(A, 0),
    ...[P, V2, V3].map((voter) => prevote(A, 0, voter)),
    ...[P, V2, V3].map((voter) => precommit(A, 0, voter)),
  ];
  for (const order of permutations(events)) {
    const node = createNode({});
    node.step(start);
    for (const event of order) if (decisionsOf(node).length === 0) node.step(event);
    expect(decisionsOf(node)).toEqual(['1']);
    const cast = castBy(node);
    expect(new Set(cast).size).toBe(cast.length);
  }
});

test('agreement: no order of the votes of an honest peer and an equivocator of three decides B, which has no quorum', () => {
  const events: readonly Input[] = [
    validated(A, 0),
    prevote(A, 0, P),
    precommit(A, 0, P),
    prevote(A, 0, V2),
    prevote(B, 0, V2),
    precommit(A, 0, V2),
    precommit(B, 0, V2),
  ];
  const committee = { members: [P, V1, V2].map((id) => ({ id, weight: 1n, canPropose: true })), totalWeight: 3n };
  const seen = new Set<string>();
  for (const order of permutations(events)) {
    const node = createNode({ committee });
    node.step(start);
    for (const event of order) if (decisionsOf(node).length === 0) node.step(event);
    seen.add(decisionsOf(node).join());
  }
  expect([...seen].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['', '1']);
});

type Lie = { readonly proposal: Felt; readonly prevote: Felt | null | 'nothing'; readonly precommit: Felt };

/** Round 0 of three honest validators with P lying: everything honest is delivered, in order of sending. */
const decideWithLiar = (lies: readonly Lie[]): ReadonlySet<string> => {
  const honest = [V1, V2, V3];
  const nodes = honest.map((self) => createNode({ self, requireVirtualProposerVote: false }));
  const queue: { readonly to: TestNode; readonly vote: Vote }[] = [];
  const step = (node: TestNode, input: Input): void => {
    if (decisionsOf(node).length > 0) return;
    const before = node.output().length;
    node.step(input);
    for (const item of node.output().slice(before)) {
      if (item.kind === 'broadcast_vote') for (const to of nodes) if (to !== node) queue.push({ to, vote: item.vote });
    }
  };
  for (const node of nodes) step(node, start);
  for (const [i, lie] of lies.entries()) {
    const node = nodes[i]!;
    step(node, { kind: 'init', init: initOf() });
    if (lie.prevote !== 'nothing') queue.push({ to: node, vote: voteOf('prevote', lie.prevote, 0, P) });
    queue.push({ to: node, vote: voteOf('precommit', lie.precommit, 0, P) });
    step(node, validated(lie.proposal, 0));
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) step(next.to, { kind: 'vote', vote: next.vote });
  return new Set(nodes.flatMap(decisionsOf));
};

test('agreement: whatever a lying proposer tells each of three honest validators in round 0, at most one value is decided', () => {
  const choices: readonly Lie[] = [A, B].flatMap((proposal) =>
    ([A, B, 'nothing'] as const).flatMap((first) => [A, B].map((second) => ({ proposal, prevote: first, precommit: second }))),
  );
  const outcomes = new Set<string>();
  for (const one of choices) {
    for (const two of choices) {
      for (const three of choices) {
        const decided = decideWithLiar([one, two, three]);
        expect(decided.size).toBeLessThanOrEqual(1);
        outcomes.add([...decided].join());
      }
    }
  }
  expect(outcomes).toEqual(new Set(['', '1', '2']));
});

test('agreement: nil decides nothing', () => {
  const node = createNode({});
  for (const input of [start, validated(nil, 0), ...[P, V2, V3].flatMap((voter) => [prevote(nil, 0, voter), precommit(nil, 0, voter)])])
    node.step(input);
  expect(decisionsOf(node)).toEqual([]);
});
