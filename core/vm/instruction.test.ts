// Decoding: the templates of execution.md 1.2, every invalid field, shape rules, and the round trip through the encoder of the fixtures.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asm, word } from './fixtures.ts';
import { RET_WORD, decodeInstruction } from './instruction.ts';

test('decode: the templates of the compiler', () => {
  const fields = (encoded: bigint): readonly unknown[] => {
    const i = decodeInstruction(encoded);
    return [i.opcode, i.res, i.pcUpdate, i.apUpdate, i.op1, i.dstFp, i.off0, i.op0Fp, i.off1, i.off2, i.size];
  };
  expect(fields(0x480680017fff8000n)).toEqual(['assert_eq', 'op1', 'regular', 'add1', 'immediate', false, 0, true, -1, 1, 2]);
  expect(fields(0x40780017fff7fffn)).toEqual(['nop', 'op1', 'regular', 'add', 'immediate', true, -1, true, -1, 1, 2]);
  expect(fields(0x10780017fff7fffn)).toEqual(['nop', 'op1', 'jump_rel', 'regular', 'immediate', true, -1, true, -1, 1, 2]);
  expect(fields(0x1104800180018000n)).toEqual(['call', 'op1', 'jump_rel', 'add2', 'immediate', false, 0, false, 1, 1, 2]);
  expect(fields(RET_WORD)).toEqual(['ret', 'op1', 'jump', 'regular', 'fp', true, -2, true, -1, -1, 1]);
});

test('encode: the fixtures give the same templates', () => {
  expect(asm.set('push', 7)).toEqual([0x480680017fff8000n, 7n]);
  expect(asm.moveAp(3)).toEqual([0x40780017fff7fffn, 3n]);
  expect(asm.jump(5)).toEqual([0x10780017fff7fffn, 5n]);
  expect(asm.call(5)).toEqual([0x1104800180018000n, 5n]);
});

test('decode: words that are no instruction, in the words of cairo-vm', () => {
  const rows: readonly (readonly [bigint, string])[] = [
    [0x214a7800080008000n, 'Invalid opcode extension value: 4'],
    [0x294f800080008000n, 'Invalid op1_register value: 3'],
    [0x29a8800080008000n, 'Invalid pc_update value: 3'],
    [0x2968800080008000n, 'Invalid res value: 3'],
    [0x3948800080008000n, 'Invalid opcode value: 3'],
    [0x2d48800080008000n, 'Invalid ap_update value: 3'],
    [1n << 128n, 'Instruction should be an int'],
    // Sums and products with jnz.
    [word({ res: 1, pc: 4 }), 'Invalid res value: 1'],
    [word({ res: 2, pc: 4 }), 'Invalid res value: 2'],
    // A call that moves ap, stores elsewhere or at fp.
    [word({ dst: ['ap', 0], op0: ['ap', 1], op1: 1, off2: 1, pc: 2, opcode: 1, ap: 2 }), 'Invalid ap_update value: 2'],
    [word({ dst: ['ap', 1], op0: ['ap', 1], op1: 1, off2: 1, pc: 2, opcode: 1 }), 'Invalid opcode value: 1'],
    [word({ dst: ['fp', 0], op0: ['ap', 1], op1: 1, off2: 1, pc: 2, opcode: 1 }), 'Invalid opcode value: 1'],
    [word({ dst: ['ap', 0], op0: ['fp', 1], op1: 1, off2: 1, pc: 2, opcode: 1 }), 'Invalid opcode value: 1'],
    // A ret that is none.
    [word({ dst: ['fp', -3], pc: 1, opcode: 2 }), 'Invalid opcode value: 2'],
    [word({ dst: ['ap', -2], pc: 1, opcode: 2 }), 'Invalid opcode value: 2'],
    [word({ dst: ['fp', -2], pc: 0, opcode: 2 }), 'Invalid opcode value: 2'],
    [word({ dst: ['fp', -2], pc: 1, opcode: 2, off2: -2 }), 'Invalid opcode value: 2'],
    // Blake with another opcode, a jump, an immediate, `ap +=`.
    [word({ extension: 1, opcode: 4 }), 'Invalid Blake2s flags: 16395'],
    [word({ extension: 2, pc: 2 }), 'Invalid Blake2s flags: 267'],
    [word({ extension: 1, op1: 1, off2: 1 }), 'Invalid Blake2s flags: 7'],
    [word({ extension: 1, ap: 1 }), 'Invalid Blake2s flags: 1035'],
    [word({ extension: 3, opcode: 4, res: 1 }), 'QM31 instructions are not supported: no audited libfunc emits them'],
  ];
  for (const [encoded, text] of rows) expect(() => decodeInstruction(encoded)).toThrow(text);
});

test('decode: every valid combination of fields survives the way through a word', () => {
  const place = fc.tuple(fc.constantFrom('ap' as const, 'fp' as const), fc.integer({ min: -0x8000, max: 0x7fff }));
  fc.assert(
    fc.property(
      fc.record({
        dst: place,
        op0: place,
        op1: fc.constantFrom(0, 1, 2, 4),
        off2: fc.integer({ min: -0x8000, max: 0x7fff }),
        res: fc.constantFrom(0, 1, 2),
        pc: fc.constantFrom(0, 1, 2),
        ap: fc.constantFrom(0, 1, 2),
        opcode: fc.constantFrom(0, 4),
      }),
      (parts) => {
        const i = decodeInstruction(word(parts));
        const { dst, op0, op1, off2, res, pc, ap, opcode } = parts;
        expect([i.dstFp, i.off0, i.op0Fp, i.off1, i.off2]).toEqual([dst[0] === 'fp', dst[1], op0[0] === 'fp', op0[1], off2]);
        expect([i.op1, i.res, i.pcUpdate, i.apUpdate, i.opcode]).toEqual([
          ['op0', 'immediate', 'fp', '', 'ap'][op1],
          ['op1', 'add', 'mul'][res],
          ['regular', 'jump', 'jump_rel'][pc],
          ['regular', 'add', 'add1'][ap],
          opcode === 0 ? 'nop' : 'assert_eq',
        ]);
      },
    ),
  );
});
