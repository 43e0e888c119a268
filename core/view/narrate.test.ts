// One sentence per step: every delivery kind has a cause, every step an effect, and the known moments of a real run are told by their rule.
import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { DELIVERY_KINDS, type LogBody } from '../log/event.ts';
import { toHeight, toProcessId, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../types/ids.ts';
import { clusterView } from './cluster.ts';
import { type Narration, narrate } from './narrate.ts';
import { type Timeline, eventsOfStep, viewAt } from './timeline.ts';

const H1 = toHeight(1);
const R0 = toRound(0);

let line: Timeline;
let told: readonly Narration[];
beforeAll(() => {
  line = sampleTimeline('quiet-proposer', 14_000_000);
  told = line.starts.map((_, step) => narrate(eventsOfStep(line, step), viewAt(line, step + 1))!);
});

test('narration: every step of a real run has a cause and one to three effects', () => {
  for (const narration of told) {
    expect(narration.cause.key).toMatch(/^cause\./);
    expect(narration.effects.length).toBeGreaterThanOrEqual(1);
    expect(narration.effects.length).toBeLessThanOrEqual(3);
    expect(narration.rule === null).toBe(narration.line === null);
  }
});

const keysOf = (narration: Narration): readonly string[] => [narration.cause.key, ...narration.effects.map((e) => e.key)];
const find = (...keys: readonly string[]): Narration | undefined => told.find((n) => keys.every((key) => keysOf(n).includes(key)));

test.each([
  ['a quorum of prevotes locks and precommits by line 36', 'L36', ['effect.locked', 'effect.vote.precommit']],
  ['a quorum of precommits decides by line 49', 'L49', ['cause.vote.precommit', 'effect.decided']],
  ['a silent proposer ends in a nil prevote by line 57', 'L57', ['cause.timer.timeout_propose', 'effect.vote.prevote_nil']],
  ['a quorum of nil prevotes ends in a nil precommit by line 44', 'L44', ['cause.vote.prevote_nil', 'effect.vote.precommit_nil']],
  ['a precommit timeout begins round 1 by line 65', 'L65', ['cause.timer.timeout_precommit', 'effect.round_entered']],
  ['a valid proposal is prevoted by line 22', 'L22', ['cause.answer', 'effect.validation_ok', 'effect.vote.prevote']],
] as const)('narration: %s', (_, expected, keys) => {
  expect(find(...keys)?.line).toBe(expected);
});

test('narration: a counted vote says how much weight it makes and how much is needed', () => {
  const counted = find('cause.vote.prevote', 'effect.counted')!;
  const effect = counted.effects.find((e) => e.key === 'effect.counted')!;
  expect(effect.params).toMatchObject({ need: '3' });
  expect(Number(effect.params['have'])).toBeGreaterThan(0);
});

test('narration: the end of a height outranks a decision step, a decision a vote, a vote its counting', () => {
  const rank = (...keys: readonly string[]): number => find(...keys)!.rank;
  expect(rank('effect.decided')).toBeGreaterThan(rank('effect.locked'));
  expect(rank('effect.locked')).toBeGreaterThan(rank('effect.validation_ok'));
  expect(rank('effect.vote.prevote_nil')).toBeGreaterThan(rank('cause.vote.prevote', 'effect.counted'));
});

const opening = (body: LogBody): Narration | null =>
  narrate([{ ...body, t: toTimeUs(1), p: toProcessId(2, 0), n: 0, cause: null }], clusterView(4).empty());

const EVERY: readonly (readonly [LogBody, string])[] = [
  [{ kind: 'started', restart: false }, 'cause.started.consensus'],
  [{ kind: 'started', restart: true }, 'cause.restarted.consensus'],
  [{ kind: 'crashed' }, 'cause.crashed.consensus'],
  [{ kind: 'frame_held', from: toValidatorIndex(0), topic: 'consensus_votes', frame: '0:1' }, 'cause.frame_held'],
  [{ kind: 'frame_edited', from: toValidatorIndex(0), frame: '0:1', splices: [] }, 'cause.frame_edited'],
  [{ kind: 'frame_delivered', from: toValidatorIndex(0), topic: 'consensus_votes', what: null, bytes: 3 }, 'cause.bad_frame'],
  [{ kind: 'timer_fired', timer: 'rebroadcast', height: null, round: null }, 'cause.timer.rebroadcast'],
  [{ kind: 'call_delivered', callId: 1, request: 'start_height', queued: 2 }, 'cause.call'],
  [{ kind: 'answer_delivered', callId: 1, request: 'start_height', answer: { ok: true, value: { kind: 'done' } } }, 'cause.answer'],
  [
    {
      kind: 'answer_delivered',
      callId: 1,
      request: 'start_height',
      answer: { ok: false, error: { kind: 'client_error', reason: 'down' } },
    },
    'cause.answer_error',
  ],
  [{ kind: 'gossip_delivered', direction: 'to_edge', hash: 1n as never }, 'cause.gossip.to_edge'],
  [{ kind: 'task_done', task: 'commitment', proposalId: null, height: null }, 'cause.task.commitment'],
  [{ kind: 'bridge_frame_delivered', slot: 1, what: { kind: 'credit', proposalId: 3, chunks: 1 } }, 'cause.bridge.credit'],
  [
    {
      kind: 'bridge_frame_delivered',
      slot: 1,
      what: { kind: 'content', callId: null, proposalId: 3, content: 'txs', count: 2 },
    },
    'cause.bridge.content',
  ],
  [{ kind: 'bridge_frame_delivered', slot: 1, what: { kind: 'heartbeat', beat: 4 } }, 'cause.bridge.heartbeat'],
  [{ kind: 'content_taken', slot: 1, proposalId: 3, what: 'end' }, 'cause.taken.end'],
  [{ kind: 'timer_fired', timer: 'heartbeat', height: null, round: null }, 'cause.heartbeat'],
  [{ kind: 'intervention_applied', index: 0, what: 'send_tx' }, 'cause.send_tx'],
  [{ kind: 'intervention_applied', index: 0, what: 'fault_on quiet_proposer' }, 'cause.fault_on.quiet_proposer'],
  [{ kind: 'intervention_applied', index: 0, what: 'fault_off partition' }, 'cause.fault_off.partition'],
];

test.each(EVERY.map(([body, key]) => [key, body] as const))('narration: a step opens with %s', (key, body) => {
  expect(opening(body)?.cause.key).toBe(key);
  expect(opening(body)?.validator).toBe(2);
});

test('narration: no delivery kind is forgotten', () => {
  expect(new Set(EVERY.map(([body]) => body.kind))).toEqual(DELIVERY_KINDS);
});

test('narration: a call that is not answered is tried again, a vote that comes in the middle of a call waits, and where nothing runs neither', () => {
  const error = { kind: 'client_error', reason: 'CommunicationFailure: connection refused' } as const;
  const unanswered = opening({ kind: 'answer_delivered', callId: 1, request: 'start_height', answer: { ok: false, error } });
  expect(unanswered?.effects.map(({ key }) => key)).toEqual(['effect.tries_again']);
  const what = {
    kind: 'vote',
    voteType: 'prevote',
    height: H1,
    round: R0,
    commitment: null,
    voter: validatorIdOf(toValidatorIndex(1)),
    rebroadcast: false,
  } as const;
  const vote: LogBody = { kind: 'frame_delivered', from: toValidatorIndex(1), topic: 'consensus_votes', what, bytes: 76 };
  expect(opening(vote)?.effects.map(({ key }) => key)).toEqual(['effect.nothing']);
  const view = clusterView(4);
  const started: LogBody = { kind: 'started', restart: false };
  const running = view.apply(view.empty(), { ...started, t: toTimeUs(0), p: toProcessId(2, 0), n: 0, cause: null });
  const later = narrate([{ ...vote, t: toTimeUs(1), p: toProcessId(2, 0), n: 1, cause: null }], running);
  expect(later?.effects.map(({ key }) => key)).toEqual(['effect.waits']);
});

test('narration: an empty step and one without a delivery tell nothing', () => {
  expect(narrate([], clusterView(4).empty())).toBeNull();
  expect(opening({ kind: 'marker_written', height: 1 as never })).toBeNull();
});
