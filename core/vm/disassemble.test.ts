// Words of execution.md 1.2 and of the compiler's usual shapes, as text.
import { expect, test } from 'vitest';
import { FELT_PRIME } from '../base/felt.ts';
import { cellOf } from './cell.ts';
import { disassemble } from './disassemble.ts';

test.each([
  ['ret', 0x208b7fff7fff7ffen, null, 'ret'],
  ['an immediate', 0x480680017fff8000n, 7n, '[ap] = 7; ap++'],
  ['a negative immediate', 0x480680017fff8000n, FELT_PRIME - 3n, '[ap] = -3; ap++'],
  ['a word', 0x480680017fff8000n, 0x43616c6c436f6e7472616374n, "[ap] = 'CallContract'; ap++"],
  ['a large felt', 0x480680017fff8000n, 2n ** 128n, '[ap] = 0x100000000000000000000000000000000; ap++'],
  ['a difference', 0x482680017ffa8000n, FELT_PRIME - 53_715n, '[ap] = [fp - 6] - 53715; ap++'],
  ['a sum', 0x48307fff7ffe8000n, null, '[ap] = [ap - 2] + [ap - 1]; ap++'],
  ['a copy', 0x480a7ffd7fff8000n, null, '[ap] = [fp - 3]; ap++'],
  ['a copy from ap', 0x48127ffd7fff8000n, null, '[ap] = [ap - 3]; ap++'],
  ['a load', 0x480280007ffd8000n, null, '[ap] = [[fp - 3]]; ap++'],
  ['a call', 0x1104800180018000n, 12n, 'call rel 12'],
  ['a jump', 0x10780017fff7fffn, 5n, 'jmp rel 5'],
  ['a conditional jump', 0x20680017fff7fffn, 4n, 'jmp rel 4 if [ap - 1] != 0'],
  ['ap moved', 0x40780017fff7fffn, 3n, 'ap += 3'],
  ['no instruction', 2n ** 130n, null, '?'],
])('disassemble: %s', (_, word, next, text) => {
  expect(disassemble(cellOf(word), next === null ? undefined : cellOf(next)).text).toBe(text);
});
