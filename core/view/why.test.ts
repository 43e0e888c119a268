import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import type { LogEvent } from '../log/event.ts';
import { type Timeline, eventsOfStep, viewAt } from './timeline.ts';
import { type Expectation, explain } from './why.ts';

let line: Timeline;
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
});

/** The first step in which something happened, and the validator it happened to. */
const stepOf = (wanted: (event: LogEvent) => boolean): { readonly step: number; readonly validator: number } => {
  const step = line.starts.findIndex((_, s) => eventsOfStep(line, s).some((e) => wanted(e)));
  return { step, validator: Math.floor(eventsOfStep(line, step)[0]!.p / 16) };
};
const holds = (validator: number, cursor: number, what: Expectation): readonly (readonly [string, boolean])[] =>
  explain(viewAt(line, cursor).cards[validator]!.consensus, what).guards.map((g) => [g.key, g.holds]);

test('why: before the quorum the prevotes are what is missing for a precommit, after it nothing is', () => {
  const { step, validator } = stepOf((e) => e.kind === 'locked');
  const before = holds(validator, step, 'precommit');
  const prevotes = before.find(([key]) => key === 'guard.prevotes');
  expect(prevotes).toEqual(['guard.prevotes', false]);
  expect(
    holds(validator, step + 1, 'decide')
      .filter(([, ok]) => !ok)
      .map(([key]) => key),
  ).toEqual(['guard.precommits']);
});

test('why: while the proposer is quiet the missing guard of a prevote is the proposal', () => {
  const { step, validator } = stepOf((e) => e.kind === 'timer_fired' && e.timer === 'timeout_propose');
  expect(holds(validator, step, 'prevote')).toEqual([
    ['guard.running', true],
    ['guard.step_propose', true],
    ['guard.proposal_known', false],
    ['guard.proposal_valid', false],
    ['guard.lock_allows', true],
  ]);
});

test('why: every expectation names the line of its rule', () => {
  const card = viewAt(line, 400).cards[0]!.consensus;
  expect((['prevote', 'precommit', 'precommit_nil', 'decide', 'next_round'] as const).map((what) => explain(card, what).line)).toEqual([
    'L22',
    'L36',
    'L44',
    'L49',
    'L65',
  ]);
});
