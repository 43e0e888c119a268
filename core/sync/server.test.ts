import { expect, test } from 'vitest';
import { toHeight, toValidatorIndex } from '../types/ids.ts';
import { type ServedQuery, askServer, emptyServer, pollServer } from './server.ts';

const query = (start: number, limit = 10, what: ServedQuery['what'] = 'headers'): ServedQuery => ({
  peer: toValidatorIndex(2),
  what,
  query: 4,
  start: toHeight(start),
  limit,
});
const upTo = (tip: number) => (height: number) => height >= 1 && height <= tip;

test('sync server: an answer is contiguous, from the first block asked for, within both limits', () => {
  expect(askServer(emptyServer(), query(2), upTo(5)).answers).toEqual([{ query: query(2), heights: [2, 3, 4, 5] }]);
  expect(askServer(emptyServer(), query(2, 2), upTo(5)).answers[0]?.heights).toEqual([2, 3]);
  expect(askServer(emptyServer(), query(1, 1_000, 'state_diffs'), upTo(500)).answers[0]?.heights.length).toBe(100);
  expect(askServer(emptyServer(), query(1), (height) => height !== 3).answers[0]?.heights).toEqual([1, 2]);
});

test('sync server: a query for what is not there yet waits, the last one of a peer only, and is answered once', () => {
  const asked = askServer(askServer(emptyServer(), query(6), upTo(5)).state, query(7), upTo(5));
  expect(asked.answers).toEqual([]);
  expect(pollServer(asked.state, upTo(6)).answers).toEqual([]);
  const polled = pollServer(asked.state, upTo(7));
  expect(polled.answers).toEqual([{ query: query(7), heights: [7] }]);
  expect(pollServer(polled.state, upTo(9)).answers).toEqual([]);
});
