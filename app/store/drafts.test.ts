// Drafts in local storage, which may be full, forbidden or hold rubbish.
import { afterEach, expect, test, vi } from 'vitest';
import { DRAFTS_MAX } from '../../core/base/limits.ts';
import { dropDraft, keepDraft, keepLast, readDrafts, readLast } from './drafts.ts';

const storage = (given: Readonly<Record<string, string>> = {}, isFull = false): void => {
  const kept = new Map(Object.entries(given));
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (isFull) throw new Error('QuotaExceededError');
      kept.set(key, value);
    },
  });
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test('drafts: one of each title is kept, the newest', () => {
  storage();
  expect([keepDraft({ title: 'a', text: '1' }), keepDraft({ title: 'b', text: '2' }), keepDraft({ title: 'a', text: '3' })]).toEqual([
    'kept',
    'kept',
    'kept',
  ]);
  expect(readDrafts()).toEqual([
    { title: 'b', text: '2' },
    { title: 'a', text: '3' },
  ]);
  dropDraft('b');
  expect(readDrafts().map(({ title }) => title)).toEqual(['a']);
});

test('drafts: a full storage and too many of them are told, and nothing is lost', () => {
  storage({ 'bicameral.drafts': JSON.stringify([{ title: 'a', text: '1' }]) }, true);
  expect([keepDraft({ title: 'b', text: '2' }), keepLast('x')]).toEqual(['full', false]);
  expect(readDrafts()).toEqual([{ title: 'a', text: '1' }]);
  storage();
  for (let i = 0; i < DRAFTS_MAX; i++) keepDraft({ title: String(i), text: '' });
  expect(keepDraft({ title: 'one more', text: '' })).toBe('too_many');
  expect(keepDraft({ title: '0', text: 'again' })).toBe('kept');
});

test.each(['no json', '{}', 'null', '[null, 1, {"title": 1, "text": "x"}, {"title": "no text"}]'])('drafts: %s is rubbish', (text) => {
  storage({ 'bicameral.drafts': text });
  expect(readDrafts()).toEqual([]);
});

test('drafts: the last text comes back', () => {
  storage();
  expect(readLast()).toBeNull();
  keepLast('text');
  expect(readLast()).toBe('text');
});
