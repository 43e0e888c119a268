// Goal: the painter is told what the log says, and nothing else. Method: the default run's own messages, and a hand-made sender with two faces.
import { expect, test } from 'vitest';
import { toFelt } from '../../core/base/felt.ts';
import type { LogBody, LogEvent } from '../../core/log/event.ts';
import { toHeight, toProcessId, toRound, toTimeUs, toValidatorIndex, validatorIdOf } from '../../core/types/ids.ts';
import { appendEvents, createTimeline } from '../../core/view/timeline.ts';
import type { PaintMessage, PaintRequest } from '../../workers/paint-api.ts';
import { paintRequest } from './paint-list.ts';

const vote = (n: number, to: number, commitment: bigint | null, fate: 'deliver' | 'dropped' | 'duplicated' = 'deliver'): LogEvent => {
  const body: LogBody = {
    kind: 'frame_sent',
    topic: 'consensus_votes',
    bytes: new Uint8Array([n]),
    what: {
      kind: 'vote',
      voteType: 'prevote',
      height: toHeight(1),
      round: toRound(0),
      commitment: commitment === null ? null : toFelt(commitment),
      voter: validatorIdOf(toValidatorIndex(0)),
      rebroadcast: false,
    },
    targets: [
      {
        to: toValidatorIndex(to),
        arriveAt: fate === 'dropped' ? null : toTimeUs(50_000),
        fate,
        faultId: fate === 'deliver' ? null : 1_000,
        ...(fate === 'duplicated' ? { again: toTimeUs(70_000) } : {}),
      },
    ],
  };
  return { ...body, t: toTimeUs(10 + n), p: toProcessId(0, 0), n, cause: null };
};

const painted = (events: readonly LogEvent[], gossip = false): readonly PaintMessage[] => {
  const line = createTimeline(4);
  appendEvents(line, events, new Uint8Array(16 * events.length));
  const request = paintRequest({ line, selected: null, gossip }, { from: 0, until: 1_000_000 });
  return (request as Extract<PaintRequest, { kind: 'messages' }>).messages;
};

test('paint list: nil is the same shape hollow, and one frame is one group', () => {
  const [value, nil] = painted([vote(0, 1, 5n), vote(1, 2, null)]);
  expect([value?.shape, value?.nil, nil?.shape, nil?.nil]).toEqual(['prevote', false, 'prevote', true]);
  expect(value?.group).not.toBe(nil?.group);
});

test('paint list: a vote told in two ways bears the sign of two faces, on both messages', () => {
  expect(painted([vote(0, 1, 5n), vote(1, 2, 6n)]).map(({ mark }) => mark)).toEqual(['split', 'split']);
  expect(painted([vote(0, 1, 5n), vote(1, 2, 5n)]).map(({ mark }) => mark)).toEqual(['none', 'none']);
});

test('paint list: a dropped message does not arrive, a duplicated one arrives twice', () => {
  expect(painted([vote(0, 1, 5n, 'dropped')]).map(({ arriveAt }) => arriveAt)).toEqual([null]);
  expect(painted([vote(0, 1, 5n, 'duplicated')]).map(({ arriveAt, mark }) => [arriveAt, mark])).toEqual([
    [50_000, 'duplicated'],
    [70_000, 'duplicated'],
  ]);
});
