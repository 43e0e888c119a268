// Why a rule has or has not fired, on real runs: what is said agrees with what the machine did.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import type { LogEvent } from '../log/event.ts';
import { validatorOf } from '../types/ids.ts';
import { type Timeline, eventsOfStep, indexOfEvent, keptEvents } from './timeline.ts';
import { type Expectation, type ExplainedRule, explain, explainAll } from './why.ts';

let quiet: Timeline;
let veto: Timeline;
beforeAll(() => {
  quiet = sampleTimeline('quiet-proposer', 14_000_000);
  veto = sampleTimeline('virtual-proposer-veto', 14_000_000);
});

const asked = (validator: number, cursor: number) => ({ validator, cursor, requiresVirtualVote: () => false });

/** The first step in which something happened, and the validator it happened to. */
const stepOf = (line: Timeline, wanted: (event: LogEvent) => boolean): { readonly step: number; readonly validator: number } => {
  const step = line.starts.findIndex((_, s) => eventsOfStep(line, s).some((e) => wanted(e)));
  return { step, validator: validatorOf(eventsOfStep(line, step)[0]!.p) };
};
const missingOf = (rule: ExplainedRule | null): readonly string[] =>
  (rule?.guards ?? []).filter((g) => !g.holds).map((g) => (g.count === undefined ? g.key : `${g.key} ${g.count}`));
const missing = (validator: number, cursor: number, what: Expectation): readonly string[] =>
  missingOf(explain(quiet, asked(validator, cursor), what));

test('why: before the quorum the prevotes are what is missing for a precommit, with their weights', () => {
  const { step, validator } = stepOf(quiet, (e) => e.kind === 'locked');
  expect(missing(validator, step, 'precommit')).toContain('guard.votes value_prevotes');
  const guard = explain(quiet, asked(validator, step), 'precommit')!.guards.find((g) => g.key === 'guard.votes')!;
  // It does not know the proposal yet: votes for a value are not votes for it.
  expect(guard.params).toEqual({ have: '0', need: '3', nil: '0', other: '2', none: '2' });
  expect(missing(validator, step + 1, 'decide')).toEqual(['guard.votes value_precommits']);
});

test('why: while the proposer is quiet the missing guard of a prevote is the proposal', () => {
  const { step, validator } = stepOf(quiet, (e) => e.kind === 'timer_fired' && e.timer === 'timeout_propose');
  expect(missing(validator, step, 'prevote')).toEqual(['guard.proposal_known', 'guard.proposal_valid']);
});

test('why: every expectation names the line of its rule, and every line of the paper is explained', () => {
  const at = asked(0, 400);
  expect(
    (['prevote', 'precommit', 'precommit_nil', 'decide', 'next_round'] as const).map((what) => explain(quiet, at, what)?.line),
  ).toEqual(['L22', 'L36', 'L44', 'L49', 'L65']);
  expect([...new Set(explainAll(quiet, at)!.rules.map((rule) => rule.line))]).toEqual(
    'L11 L14 L16 L18 L19 L21 L22 L28 L34 L36 L44 L47 L49 L57 L61 L65'.split(' '),
  );
  const ahead = stepOf(veto, (e) => e.kind === 'round_entered' && e.round === 1);
  const rules = Array.from({ length: 4 }, (_, v) => explainAll(veto, asked(v, ahead.step + 40)) ?? { rules: [] }).flatMap((e) => e.rules);
  expect(rules.filter((rule) => rule.line === 'L49').length).toBeGreaterThan(4);
});

test('why: a timeout says when its timer fires, and nothing of another round', () => {
  const scheduled = keptEvents(quiet).find((e) => e.kind === 'timeout_scheduled' && e.step === 'propose' && e.height === 2)!;
  const step = stepOf(quiet, (e) => e === scheduled);
  const rule = explainAll(quiet, asked(step.validator, step.step + 1))!.rules.find((r) => r.line === 'L57')!;
  expect(missingOf(rule)).toEqual([]);
  expect(rule.guards.at(-1)).toMatchObject({ key: 'guard.timer', holds: true });
  const precommit = explainAll(quiet, asked(step.validator, step.step + 1))!.rules.find((r) => r.line === 'L65')!;
  expect(missingOf(precommit)).toEqual(['guard.timer']);
});

test('why: a virtual proposer whose precommit is missing is the one thing that a decision lacks', () => {
  const requires = { requiresVirtualVote: () => true };
  const found = veto.starts.some((_, cursor) =>
    [0, 1, 2, 3].some((validator) => {
      const rule = explainAll(veto, { validator, cursor, ...requires })?.rules.find((r) => r.line === 'L49');
      return missingOf(rule ?? null).join() === 'guard.virtual_vote';
    }),
  );
  expect(found).toBe(true);
});

test('why: a validator that is down, or has not begun, is not explained', () => {
  expect(explainAll(quiet, asked(0, 3))).toBeNull();
});

/** Rules that fire at once when their guards hold, as the machine does. */
const isImmediate = (rule: ExplainedRule): boolean =>
  ['L22', 'L28', 'L34', 'L36', 'L44', 'L47', 'L49', 'L55'].includes(rule.line) && rule.guards.length > 1;

test('why: after every step no rule is left whose guards all hold, and each firing is linked to its event', () => {
  let fired = 0;
  for (let cursor = 30; cursor <= quiet.stops.total; cursor += 7) {
    const validator = validatorOf(eventsOfStep(quiet, cursor - 1)[0]!.p);
    const explained = explainAll(quiet, asked(validator, cursor));
    if (explained === null) continue;
    const decided = keptEvents(quiet)
      .slice(0, quiet.starts[cursor] ?? quiet.events.length)
      .some((e) => e.kind === 'decided' && validatorOf(e.p) === validator && e.height === explained.height);
    const ready = explained.rules.filter((rule) => isImmediate(rule) && missingOf(rule).length === 0);
    expect(ready.filter((rule) => !decided || rule.line !== 'L49').map((rule) => `${cursor} ${rule.line}`)).toEqual([]);
    for (const rule of explained.rules) {
      if (rule.fired === null) continue;
      fired++;
      const event = quiet.events[indexOfEvent(quiet, rule.fired.eventId)!]!;
      const line = event.kind === 'rule_fired' || event.kind === 'round_entered' ? event.line : null;
      expect(line === rule.line || (rule.line === 'L14' && (line === 'L16' || line === 'L18'))).toBe(true);
    }
  }
  expect(fired).toBeGreaterThan(100);
});

test('why: in the step before a rule fires it still lacked something', () => {
  const firings = quiet.starts.flatMap((_, step) =>
    eventsOfStep(quiet, step).flatMap((e) =>
      e.kind === 'rule_fired' && e.line === 'L36' ? [{ step, round: e.round, validator: validatorOf(e.p) }] : [],
    ),
  );
  expect(firings.length).toBe(8);
  for (const { step, round, validator } of firings) {
    const before = explainAll(quiet, asked(validator, step))!.rules.find((rule) => rule.line === 'L36' && rule.round === round)!;
    expect(missingOf(before)).not.toEqual([]);
    const after = explainAll(quiet, asked(validator, step + 1))!.rules.find((rule) => rule.line === 'L36' && rule.round === round)!;
    expect(missingOf(after)).toEqual(['guard.first_time']);
  }
});
