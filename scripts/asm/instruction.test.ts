// Encodings against the templates of execution.md 1.2 and against words taken apart by hand.
import { expect, test } from 'vitest';
import { type CellRef, encode, immediateOf, type Instruction } from './instruction.ts';

const ap = (offset: number): CellRef => ({ register: 'AP', offset });
const fp = (offset: number): CellRef => ({ register: 'FP', offset });

test.each<[string, Instruction, bigint]>([
  ['[ap] = imm, ap++', { kind: 'assert', dst: ap(0), value: { kind: 'immediate', value: 5n }, push: true }, 0x480680017fff8000n],
  ['ap += imm', { kind: 'add_ap', by: 3n }, 0x40780017fff7fffn],
  ['jmp rel imm', { kind: 'jump', by: -3n }, 0x10780017fff7fffn],
  ['call rel imm', { kind: 'call', by: 10n }, 0x1104800180018000n],
  ['ret', { kind: 'ret' }, 0x208b7fff7fff7ffen],
  ['jmp rel imm if [ap - 1] != 0', { kind: 'jump_if', cell: ap(-1), by: 4n }, 0x20680017fff7fffn],
  [
    '[fp - 3] = [ap - 1] * imm',
    { kind: 'assert', dst: fp(-3), value: { kind: 'mul', a: ap(-1), b: { immediate: 2n } }, push: false },
    0x404580017fff7ffdn,
  ],
  [
    '[ap] = [fp - 5] + [fp + 1], ap++',
    { kind: 'assert', dst: ap(0), value: { kind: 'add', a: fp(-5), b: fp(1) }, push: true },
    0x482a80017ffb8000n,
  ],
  [
    '[fp] = [[fp - 6] + 2]',
    { kind: 'assert', dst: fp(0), value: { kind: 'double', base: fp(-6), offset: 2 }, push: false },
    0x400380027ffa8000n,
  ],
  ['[ap] = [ap - 4], ap++', { kind: 'assert', dst: ap(0), value: { kind: 'deref', cell: ap(-4) }, push: true }, 0x48127ffc7fff8000n],
])('instruction: %s', (_, instruction, word) => {
  expect(encode(instruction).toString(16)).toBe(word.toString(16));
});

test('instruction: only those with an immediate take a second word', () => {
  expect(immediateOf({ kind: 'ret' })).toBeNull();
  expect(immediateOf({ kind: 'call', by: 7n })).toBe(7n);
  expect(immediateOf({ kind: 'assert', dst: ap(0), value: { kind: 'deref', cell: fp(1) }, push: false })).toBeNull();
});

test('instruction: an offset beyond 16 bits is refused', () => {
  expect(() => encode({ kind: 'jump_if', cell: fp(32768), by: 0n })).toThrow('an offset of 16 bits, got 32768');
});
