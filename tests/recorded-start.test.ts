// The recorded start that the page ships is what today's code computes, and ends before there is anything to decide on.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPlain } from '../core/view/plain-json.ts';
import type { RecordedStart } from '../app/store/start-relay.ts';
import { START_FILE, recordedStart } from '../scripts/gen-start.ts';

test('recorded start: the file is what the generator writes (else: npm run gen)', () => {
  const text = readFileSync(START_FILE, 'utf8');
  expect(text === recordedStart()).toBe(true);
  expect(text === recordedStart(8)).toBe(false);
});

test('recorded start: something moves in it from the first millisecond, a proposal is sent, and nothing is decided', () => {
  const { events, untilUs } = readPlain(readFileSync(START_FILE, 'utf8')) as RecordedStart;
  expect(events.find(({ kind }) => kind === 'frame_sent')?.t).toBeLessThan(1_000);
  expect(events.some(({ kind }) => kind === 'proposal_received')).toBe(true);
  expect(events.some(({ kind }) => kind === 'decided')).toBe(false);
  expect(events.at(-1)!.t).toBeLessThan(untilUs);
});
