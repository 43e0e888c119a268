// The catalogue: nothing missing, nothing left in English, the same parameters in both languages, no markup.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../../core/scenarios/catalogue.ts';
import { formatMessage } from './catalogue.ts';
import { en as first } from './en.ts';
import { enMore } from './more/en.ts';
import { zh } from './zh.ts';

const en = { ...first, ...enMore };
const EN: Readonly<Record<string, string>> = en;
const ZH: Readonly<Record<string, string>> = zh;

/** Texts that are the same in Chinese: names of the protocol, units and symbols. */
const SAME_IN_ZH: ReadonlySet<string> = new Set(['receipt.gas', 'balances.nonce']);

const parametersOf = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{(\w+)/g)].map((m) => m[1]!))].toSorted();

test('catalogue: both languages have the same keys', () => {
  expect(Object.keys(zh).toSorted()).toEqual(Object.keys(en).toSorted());
  expect(Object.keys(en).length).toBeGreaterThan(400);
});

test('catalogue: no key stands in both parts', () => {
  expect(Object.keys(first).filter((key) => Object.hasOwn(enMore, key))).toEqual([]);
});

/** Loaded on demand, after the words; of the stage all but the frame of a card. */
const LATER = /-dialog\.tsx$|-bars\.tsx$|\/timeline-screen\.tsx$|\/keyboard\.ts$|\/stage\/(?!stage|rf-adapter|validator-card)/;

test('catalogue: what the first frame draws finds its words in the first part', () => {
  const files = globSync('app/{stage,timeline,shell,ui}/*.tsx').filter((file) => !LATER.test(file));
  const asked = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bt\('([\w.-]+)'/g)].map(([, key = '']) => ({ file, key })),
  );
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter(({ key }) => Object.hasOwn(enMore, key))).toEqual([]);
});

test('catalogue: no text is empty, and no Chinese text is the English one but for protocol terms', () => {
  expect(Object.keys(EN).filter((key) => EN[key]!.trim() === '' || ZH[key]!.trim() === '')).toEqual([]);
  const same = Object.keys(EN).filter((key) => EN[key] === ZH[key] && !SAME_IN_ZH.has(key));
  expect(same).toEqual([]);
});

test('catalogue: every Chinese text has Chinese in it but for protocol terms', () => {
  const words = (text: string): string => text.replaceAll(/\{[^}]*\}/g, '');
  const foreign = Object.keys(ZH).filter((key) => /\p{L}/u.test(words(ZH[key]!)) && !/\p{Script=Han}/u.test(ZH[key]!));
  expect(foreign.filter((key) => !SAME_IN_ZH.has(key))).toEqual([]);
});

test('catalogue: a text and its translation take the same parameters', () => {
  const parameters = (catalogue: Readonly<Record<string, string>>): readonly (readonly [string, readonly string[]])[] =>
    Object.keys(EN).map((key) => [key, parametersOf(catalogue[key]!)]);
  expect(parameters(ZH)).toEqual(parameters(EN));
});

test('catalogue: no text holds markup', () => {
  for (const text of [...Object.values(EN), ...Object.values(ZH)]) expect(text).not.toMatch(/<[a-z/]/i);
});

test('catalogue: every scenario has a title and a story of at most three sentences in both languages', () => {
  for (const { titleKey, storyKey } of CATALOGUE) {
    expect(EN[titleKey]!.length).toBeLessThan(40);
    expect(EN[storyKey]!.split(/[.!?](?:\s|$)/).filter((s) => s !== '').length).toBeLessThanOrEqual(3);
    expect(ZH[storyKey]!.split(/[。！？]/).filter((s) => s !== '').length).toBeLessThanOrEqual(3);
  }
});

test('catalogue: parameters are filled in, forms chosen by number, and nothing of them is read again', () => {
  expect(formatMessage(en, 'effect.committed', { height: 3, count: 1 })).toBe('commits block 3 with 1 transaction');
  expect(formatMessage(en, 'effect.committed', { height: 3, count: 0 })).toBe('commits block 3 with 0 transactions');
  expect(formatMessage(en, 'fact.height', {})).toBe('height');
  expect(formatMessage(en, 'run.failed', { why: '{why} <b>' })).toBe('The run could not be opened: {why} <b>');
  expect(formatMessage(en, 'run.failed', {})).toBe('The run could not be opened: {why}');
});
