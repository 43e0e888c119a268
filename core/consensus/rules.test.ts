// Why and why not: the explanation names what is missing, and agrees with what the machine does.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  A,
  ALWAYS_P,
  B,
  createNode,
  nil,
  P,
  precommit,
  prevote,
  reportsOf,
  start,
  timeout,
  V1,
  V2,
  V3,
  validated,
  type Input,
  type TestNode,
} from '../../tests/conformance/consensus-kit.ts';
import { explainRules, RULES, type RuleExplanation, type RuleName } from './rules.ts';

const explain = (node: TestNode): readonly RuleExplanation[] => explainRules(node.state().machine, ALWAYS_P);
const missing = (node: TestNode, rule: RuleName, round = 0): readonly string[] =>
  explain(node)
    .filter((entry) => entry.rule === rule && entry.round === round)
    .flatMap(({ guards }) => guards.filter(({ holds }) => !holds).map(({ name, got, needed }) => `${name}: ${got}, needs ${needed}`));
const nodeAfter = (...inputs: readonly Input[]): TestNode => {
  const node = createNode({});
  for (const input of [start, ...inputs]) node.step(input);
  return node;
};

test('rules: an explanation names what is found and what is needed', () => {
  const node = nodeAfter(prevote(A, 0, P), prevote(A, 0, V2));
  expect(missing(node, 'upon_new_proposal')).toEqual(['proposal: unknown, needs known']);
  expect(missing(node, 'upon_prevote_quorum')).toEqual([
    'step: propose, needs prevote or precommit',
    'proposal: unknown, needs valid',
    'prevotes for the proposal: 0, needs 3',
  ]);
  expect(missing(node, 'maybe_initiate_timeout_prevote')).toEqual(['step: propose, needs prevote', 'prevotes for anything: 2, needs 3']);
  expect(missing(node, 'timeout_propose')).toEqual([]);
  expect(missing(node, 'timeout_prevote')).toEqual(['step: propose, needs prevote']);
});

test('rules: a rule that fires once says so afterwards', () => {
  const node = nodeAfter(validated(A, 0), prevote(A, 0, P), prevote(A, 0, V2));
  expect(missing(node, 'upon_prevote_quorum')).toEqual(['first time in this round: happened, needs first']);
  expect(missing(node, 'upon_decision')).toEqual([
    'precommits for the proposal: 1, needs 3',
    "virtual proposer's precommit: missing, needs for it",
  ]);
});

test('rules: earlier rounds are explained for their decision, later ones for the skip', () => {
  const node = nodeAfter(validated(A, 0), precommit(A, 0, V2), timeout('precommit', 0), prevote(nil, 5, V3));
  expect(missing(node, 'upon_decision', 0)).toEqual([
    'precommits for the proposal: 1, needs 3',
    "virtual proposer's precommit: missing, needs for it",
  ]);
  expect(missing(node, 'maybe_advance_to_round', 5)).toEqual(['votes of one type in a later round: 1, needs 2']);
  expect(explain(node).map(({ rule, round }) => `${rule} ${round}`)).toContain('upon_new_proposal 1');
});

test('rules: every rule has its own paper line', () => {
  const lines = Object.values(RULES).map(({ line }) => line);
  expect(new Set(lines).size).toBe(lines.length);
});

/** Mostly the same round and the same value, so that quorums form. */
const rounds = fc.constantFrom(0, 0, 0, 0, 1, 1, 2);
const values = fc.constantFrom(A, A, A, A, B, nil, nil);
const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.tuple(values, rounds, fc.constantFrom(P, V2, V3)).map(([value, round, voter]) => prevote(value, round, voter)),
  fc.tuple(values, rounds, fc.constantFrom(P, V2, V3)).map(([value, round, voter]) => precommit(value, round, voter)),
  fc.tuple(values, rounds, fc.constantFrom(null, 0, 1)).map(([value, round, validRound]) => validated(value, round, validRound)),
  fc.tuple(fc.constantFrom('propose', 'prevote', 'precommit'), rounds).map(([step, round]) => timeout(step, round)),
);

test('rules: after every event no rule is left that could still fire, and what fired was explained', () => {
  const fired = new Set<string>();
  fc.assert(
    fc.property(fc.array(inputs, { minLength: 10, maxLength: 40 }), (events) => {
      const node = createNode({ self: V1 });
      node.step(start);
      const seen = new Set<number>();
      for (const event of events) {
        if (event.kind === 'finished_validation') {
          if (seen.has(event.round)) continue;
          seen.add(event.round);
        }
        node.step(event);
        if (node.output().some(({ kind }) => kind === 'decision_reached')) break;
        const ready = explain(node).filter(({ rule, guards }) => !rule.startsWith('timeout_') && guards.every(({ holds }) => holds));
        expect(ready).toEqual([]);
      }
      for (const report of reportsOf(node.output())) if (report.kind === 'rule_fired') fired.add(report.rule);
    }),
    // A fixed seed: that every rule fired at least once is a fact of these runs.
    { numRuns: 1000, seed: 7 },
  );
  expect(Object.keys(RULES).filter((rule) => !fired.has(rule))).toEqual([]);
});
