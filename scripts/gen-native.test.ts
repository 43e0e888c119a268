// The table of what built-in contracts cost is what our own contracts cost now.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMPILED_FILE, compiledText } from './gen-native.ts';
import { type Observation, rowsText } from './native-table.ts';

test('native costs: hashes and rows are what our own contracts give now, for every site that a run can end at', () => {
  const { text, unseen } = compiledText();
  expect(readFileSync(COMPILED_FILE, 'utf8') === text, `${COMPILED_FILE}: run npm run gen`).toBe(true);
  // Emitting an event, and reading the execution info behind the calls, cost no more than is set aside by then: no run ends there for want of gas.
  expect(unseen).toEqual([
    '__validate__ 12',
    '__execute__ 12',
    'transfer 24',
    'approve 16',
    'transfer_from 22',
    'transfer_from 35',
    'permissioned_mint 25',
  ]);
}, 60_000);

const at = (counts: readonly number[], value: number): Observation => ({ site: 0, counts, column: 'steps', value });

test('native costs: a figure is a linear function of the counts, and rows are differences', () => {
  const { text } = rowsText('loop', [
    ...[0, 1, 2].map((rounds) => at([rounds, 0, 0, 0], 7 + 5 * rounds)),
    { ...at([0, 0, 0, 0], 9), site: 1 },
    { ...at([3, 0, 0, 0], 9), site: 1 },
  ]);
  expect(text).toBe('0 7 0 0 0 0 5;0 2 0 0 0 0 -5');
});

test('native costs: a site where compiled code differs and built-in code does not say so is refused', () => {
  expect(() => rowsText('entry', [at([0, 0, 0, 0], 7), at([0, 0, 0, 0], 8)])).toThrow('one linear function');
  expect(() =>
    rowsText(
      'entry',
      [0, 1, 2].map((rounds) => at([rounds, 0, 0, 0], rounds * rounds)),
    ),
  ).toThrow('one linear function');
});
