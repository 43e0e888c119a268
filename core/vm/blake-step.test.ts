// The Blake instructions: a hash of several blocks equals the library's, and what is no operand is refused. Source: execution.md 1.4.
import { blake2s } from '@noble/hashes/blake2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blake2sCompress } from '../crypto/blake-compress.ts';
import { type Cell, pointerTo } from './cell.ts';
import { asm, classOf, finish, startRun, word } from './fixtures.ts';

/** The first state of Blake2s-256: the square roots of RFC 7693 and the parameter block of an unkeyed hash of 32 bytes. */
const START: readonly number[] = [0x6b08e647, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const wordsOf = (bytes: Uint8Array): readonly number[] =>
  Array.from({ length: bytes.length / 4 }, (_, i) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(4 * i, true));

type Block = { readonly message: readonly number[]; readonly counter: number; readonly isLast: boolean };
const blocksOf = (bytes: Uint8Array): readonly Block[] => {
  const count = Math.max(1, Math.ceil(bytes.length / 64));
  return Array.from({ length: count }, (_, i) => {
    const block = new Uint8Array(64);
    block.set(bytes.subarray(64 * i, 64 * (i + 1)));
    return { message: wordsOf(block), counter: Math.min(bytes.length, 64 * (i + 1)), isLast: i === count - 1 };
  });
};
/** [fp-3] counter, [fp-4] state, [fp-5] message, [ap] output. */
const blake = (isLast: boolean): readonly bigint[] => [
  ...asm.copy(['ap', 0], ['fp', -6]),
  word({ dst: ['fp', -3], op0: ['fp', -4], op1: 2, off2: -5, ap: 2, extension: isLast ? 2 : 1 }),
  ...asm.ret,
];

const runBlock = (
  state: readonly Cell[],
  { message, counter, isLast }: { message: readonly Cell[]; counter: Cell; isLast: boolean },
): readonly unknown[] => {
  const run = startRun(classOf(blake(isLast)), {
    args: ({ memory }) => [memory.addSegment(), memory.loadSegment(message), memory.loadSegment(state), counter],
  });
  const end = finish(run);
  return [end.kind === 'failed' ? end.error.text : Array.from({ length: 8 }, (_, i) => run.memory.getAt(3, i)), run.blakes];
};

test('blake: instructions chained over the blocks of a message equal the library', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      let state: readonly number[] = START;
      let inCore = START;
      for (const block of blocksOf(bytes)) {
        const [cells, count] = runBlock(state, block);
        expect(count).toBe(1);
        state = cells as readonly number[];
        inCore = blake2sCompress(inCore, block.message, block.counter, block.isLast);
      }
      const want = wordsOf(blake2s(bytes));
      expect([state, inCore]).toEqual([want, want]);
    }),
    { numRuns: 40 },
  );
});

test('blake: operands that are no words or no pointers', () => {
  const zeros = Array.from({ length: 16 }, () => 0);
  const rows: readonly (readonly [readonly Cell[], readonly Cell[], Cell, string])[] = [
    [START, zeros, 2 ** 32, 'Expected u32 valued Felt252, found 4294967296'],
    [START, zeros, 2n ** 70n, `Expected u32 valued Felt252, found ${2n ** 70n}`],
    [START, zeros.slice(1), 64, 'Unknown memory cell at address 4:15'],
    [START.slice(1), zeros, 64, 'Unknown memory cell at address 5:7'],
    [START, [...zeros.slice(1), 2 ** 33], 64, 'Expected u32 valued Felt252, found 8589934592'],
    [[...START.slice(1), pointerTo(1, 0)], zeros, 64, 'Expected integer at address 5:7'],
    [START, zeros, pointerTo(1, 0), 'Expected integer at address 1:3'],
  ];
  for (const [state, message, counter, want] of rows) expect(runBlock(state, { message, counter, isLast: false })[0]).toBe(want);
});
