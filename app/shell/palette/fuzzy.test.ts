// The search of the command palette: what fits and what comes first.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzyFilter, fuzzyScore } from './fuzzy.ts';

const titles = (list: readonly string[], typed: string): readonly string[] =>
  fuzzyFilter(
    list.map((title) => ({ title })),
    typed,
  ).map(({ title }) => title);

test('palette search: letters must come in order, wherever they are', () => {
  expect(fuzzyScore('Break: always nil', 'bnil')).not.toBeNull();
  expect(fuzzyScore('Break: always nil', 'lin')).toBeNull();
  expect(fuzzyScore('场景：划线切断网络', '切断')).not.toBeNull();
});

test('palette search: beginnings of words and runs of letters come first', () => {
  const list = ['Select a validator', 'Step until a condition', 'Set language'];
  expect(titles(list, 'su')[0]).toBe('Step until a condition');
  expect(titles(['Theme: dark', 'Back: one height', 'Share'], 'share')).toEqual(['Share']);
  expect(titles(['Forward: one height', 'To the head'], 'head')[0]).toBe('To the head');
});

test('palette search: nothing typed shows everything in its own order', () => {
  expect(titles(['b', 'a', 'c'], '  ')).toEqual(['b', 'a', 'c']);
});

test('palette search: a title fits every part of itself that keeps the order', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z :]{1,30}$/), fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (title, kept) => {
      const part = title
        .split('')
        .filter((letter, i) => kept[i] === true && letter !== ' ')
        .join('');
      expect(fuzzyScore(title, part) === null).toBe(false);
    }),
  );
});
