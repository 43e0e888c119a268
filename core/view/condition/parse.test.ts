// Conditions as text: what is read, and what every wrong text is told. Hostile text never throws and never takes long.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONDITION_CHARACTERS_MAX, CONDITION_DEPTH_MAX } from '../../base/limits.ts';
import { EXAMPLES } from './examples.ts';
import { parseCondition } from './parse.ts';
import type { Condition, ConditionError } from './syntax.ts';

const NODES = { validators: 4, followers: 2 };

const read = (text: string): Condition => {
  const parsed = parseCondition(text, NODES);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.code} at ${parsed.error.at}`);
  return parsed.value;
};
const refuse = (text: string): ConditionError => {
  const parsed = parseCondition(text, NODES);
  if (parsed.ok) throw new Error(`${text} was read`);
  return parsed.error;
};

test.each<readonly [string, Condition]>([
  ['V3 locks', { kind: 'happens', who: { kind: 'one', validator: 2 }, what: { kind: 'lock' } }],
  ['v2 DECIDES height 3 round 1', { kind: 'happens', who: { kind: 'one', validator: 1 }, what: { kind: 'decide', height: 3, round: 1 } }],
  ['N2 syncs', { kind: 'happens', who: { kind: 'one', validator: 5 }, what: { kind: 'sync' } }],
  ['V1 prevotes nil', { kind: 'happens', who: { kind: 'one', validator: 0 }, what: { kind: 'vote', type: 'prevote', nil: true } }],
  ['any timeout precommit', { kind: 'happens', who: { kind: 'any' }, what: { kind: 'timeout', step: 'precommit' } }],
  ['V4 fires L28', { kind: 'happens', who: { kind: 'one', validator: 3 }, what: { kind: 'fire', line: 'L28' } }],
  ['all in prevote', { kind: 'stands', who: { kind: 'all' }, what: 'in_prevote' }],
  ['commitments differ', { kind: 'differ', what: 'commitments' }],
  ['check lock_rule red', { kind: 'red', name: 'lock_rule' }],
  ['check red', { kind: 'red', name: null }],
  ['tx 0x012…ab committed', { kind: 'tx', begins: '12', ends: 'ab', stage: 'committed' }],
  ['time>=1.5', { kind: 'compare', who: null, quantity: 'time', by: '>=', than: 1.5 }],
  ['any pool ≠ 0', { kind: 'compare', who: { kind: 'any' }, quantity: 'pool', by: '!=', than: 0 }],
])('condition: “%s” is read', (text, condition) => {
  expect(read(text)).toEqual(condition);
});

test('condition: not binds tighter than and, and tighter than or; parentheses change it', () => {
  const shape = (c: Condition): string => {
    if (c.kind === 'and' || c.kind === 'or') return `(${shape(c.left)} ${c.kind} ${shape(c.right)})`;
    if (c.kind === 'not') return `!${shape(c.inner)}`;
    return c.kind === 'compare' ? c.quantity : c.kind;
  };
  expect(shape(read('height = 1 or round = 1 and not step = 3'))).toBe('(height or (round and !step))');
  expect(shape(read('(height = 1 or round = 1) and not (step = 3 or time < 1)'))).toBe('((height or round) and !(step or time))');
  expect(shape(read('height=1 or round=1 or step=1'))).toBe('((height or round) or step)');
});

test.each<readonly [string, ConditionError]>([
  ['', { code: 'Empty', at: 0, got: '' }],
  ['   ', { code: 'Empty', at: 0, got: '' }],
  ['V3', { code: 'UnexpectedEnd', at: 2, got: '' }],
  ['V3 lock', { code: 'UnexpectedWord', at: 3, got: 'lock' }],
  ['V5 locks', { code: 'NoSuchNode', at: 0, got: 'V5 locks' }],
  ['V0 locks', { code: 'NoSuchNode', at: 0, got: 'V0 locks' }],
  ['N3 syncs', { code: 'NoSuchNode', at: 0, got: 'N3 syncs' }],
  ['N0 syncs', { code: 'NoSuchNode', at: 0, got: 'N0 syncs' }],
  ['all locks', { code: 'NotForAll', at: 4, got: 'locks' }],
  ['height = x', { code: 'NotANumber', at: 9, got: 'x' }],
  ['height = 1e99', { code: 'UnexpectedWord', at: 10, got: 'e99' }],
  ['height 3', { code: 'UnexpectedWord', at: 7, got: '3' }],
  ['pool > 3', { code: 'UnexpectedWord', at: 0, got: 'pool > 3' }],
  ['V1 time > 3', { code: 'UnexpectedWord', at: 3, got: 'time > 3' }],
  ['tx 0x committed', { code: 'NotAHash', at: 3, got: '0x committed' }],
  ['tx 12 committed', { code: 'NotAHash', at: 3, got: '12 committed' }],
  ['V1 locks; alert(1)', { code: 'UnknownCharacter', at: 8, got: '; alert(1)' }],
  ['(V1 locks', { code: 'UnexpectedEnd', at: 9, got: '' }],
  ['V1 locks)', { code: 'UnexpectedWord', at: 8, got: ')' }],
  ['V1 locks V2 locks', { code: 'UnexpectedWord', at: 9, got: 'V2 locks' }],
  ['x'.repeat(CONDITION_CHARACTERS_MAX + 1), { code: 'TooLong', at: CONDITION_CHARACTERS_MAX, got: '' }],
])('condition: “%s” is refused with its place', (text, error) => {
  expect(refuse(text)).toEqual(error);
});

test('condition: deep nesting is read up to its limit and refused beyond it', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}height=1${')'.repeat(depth)}`;
  expect(read(nested(CONDITION_DEPTH_MAX)).kind).toBe('compare');
  expect(refuse(nested(CONDITION_DEPTH_MAX + 1)).code).toBe('TooDeep');
  expect(refuse('not '.repeat(90)).code).toBe('TooDeep');
});

test('condition: no text throws; what is refused names a place inside the text', () => {
  const words = fc.constantFrom(
    'V1',
    'any',
    'all',
    'not',
    'and',
    'or',
    '(',
    ')',
    'height',
    '=',
    '3',
    'locks',
    'tx',
    '0x1',
    'check',
    'red',
    'in',
    'timeout',
    '__proto__',
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 60, unit: 'binary' }),
    fc.array(words, { maxLength: 20 }).map((list) => list.join(' ')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseCondition(text, NODES);
      if (!parsed.ok) expect(parsed.error.at).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('condition: every example that the page offers is read', () => {
  expect(EXAMPLES.filter((example) => !parseCondition(example, NODES).ok)).toEqual([]);
});
