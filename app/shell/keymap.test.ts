// Keys and what they do: changes, conflicts, rubbish from storage.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS } from './actions.ts';
import { actionOfKey, keyOfEvent, keysOf, rebind } from './keymap.ts';

test('keymap: the table gives every action a key of its own', () => {
  expect(new Set(ACTIONS.map(({ key }) => key)).size).toBe(ACTIONS.length);
  expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
});

test('keymap: a changed key does what the old one did, and the old one nothing', () => {
  const changed = rebind({}, 'until', 'x');
  expect(changed).toEqual({ ok: true, keys: { until: 'x' } });
  expect(actionOfKey({ until: 'x' }, 'x')?.id).toBe('until');
  expect(actionOfKey({ until: 'x' }, 'u')).toBeNull();
  expect(rebind({ until: 'x' }, 'until', 'u')).toEqual({ ok: true, keys: {} });
});

test('keymap: a key that another action has is refused, and free again once that one has moved', () => {
  expect(rebind({}, 'until', 'h')).toEqual({ ok: false, why: 'taken', by: 'height.forward' });
  const moved = rebind({}, 'height.forward', 'j');
  expect(moved.ok && rebind(moved.keys, 'until', 'h')).toEqual({ ok: true, keys: { 'height.forward': 'j', until: 'h' } });
});

test('keymap: digits, Tab, Escape and modifiers are never given away, and Escape stays what it is', () => {
  for (const key of ['1', '9', 'Tab', 'Escape', 'Shift', 'Unidentified', ''])
    expect(rebind({}, 'until', key)).toEqual({ ok: false, why: 'unusable' });
  expect(rebind({}, 'escape', 'x')).toEqual({ ok: false, why: 'unusable' });
});

test('keymap: shift is written before named keys only, for letters it is in the letter', () => {
  expect(keyOfEvent({ key: 'ArrowRight', shiftKey: true })).toBe('Shift+ArrowRight');
  expect(keyOfEvent({ key: 'R', shiftKey: true })).toBe('R');
  expect(keyOfEvent({ key: '?', shiftKey: true })).toBe('?');
});

const key = fc.constantFrom('a', 'u', 'h', 'R', ' ', '5', 'Escape', 'F4', 'Shift+ArrowLeft', '', '__proto__', 'toolong'.repeat(9));
const stored = fc.dictionary(fc.constantFrom(...ACTIONS.map(({ id }) => id as string), '__proto__', 'nobody'), key);

test('keymap: whatever is stored, no key does two things and Escape keeps its own', () => {
  fc.assert(
    fc.property(stored, (changed) => {
      const keys = [...keysOf(changed).values()];
      expect(new Set(keys).size).toBe(keys.length);
      expect(keysOf(changed).get('escape')).toBe('Escape');
    }),
  );
});
