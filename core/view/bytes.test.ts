import { beforeAll, expect, test } from 'vitest';
import { sampleTimeline } from '../../tests/sample-run.ts';
import { describeFrame, rowAtByte } from './bytes.ts';
import type { Message } from './messages.ts';

let messages: readonly Message[];
beforeAll(() => {
  messages = sampleTimeline('all-well', 6_000_000).messages.messages;
});

test('bytes: every byte of every frame of a real run belongs to a field, and to the innermost one', () => {
  const seen = new Set(messages.map((m) => m.bytes));
  expect(seen.size).toBeGreaterThan(40);
  for (const message of messages.filter((m) => m.to === 1)) {
    const rows = describeFrame(message, message.bytes);
    expect(rows.every((row) => row.kind === 'field')).toBe(true);
    for (let offset = 0; offset < message.bytes.length; offset++) {
      const row = rowAtByte(rows, offset)!;
      expect(offset >= row.span.from && offset < row.span.to).toBe(true);
      expect(rows.every((other) => other.depth <= row.depth || other.span.from > offset || other.span.to <= offset)).toBe(true);
    }
  }
});

test('bytes: a vote is read with names, numbers and values', () => {
  const vote = messages.find((m) => m.what.kind === 'vote' && m.what.voteType === 'precommit')!;
  const rows = describeFrame(vote, vote.bytes);
  expect(rows.find((row) => row.name === 'vote_type')?.text).toContain('Precommit');
  expect(rows.find((row) => row.name === 'height')).toMatchObject({ number: 3, text: '1', depth: 0 });
});

test('bytes: what is no message is shown as an error and never throws', () => {
  const rows = describeFrame({ topic: 'consensus_votes', what: messages[0]!.what }, Uint8Array.of(0xff, 0xff, 0xff));
  expect(rows.at(-1)?.kind).toBe('error');
});
