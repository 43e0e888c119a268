// Loading classes: what is read, and every refusal with its place. Source: execution.md 2.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import { isBuiltinOrder } from './builtins/names.ts';
import { type EntryPoint, type EntryPointType, loadClass } from './casm-class.ts';
import { asm, classJson } from './fixtures.ts';

const WORDS = [...asm.set('push', 7), ...asm.ret];
const hex = (value: bigint): string => `0x${value.toString(16)}`;
const entry = (selector: string, offset = 0): unknown => ({ selector, offset, builtins: [] });
const CONSTRUCTOR = hex(selectorOf('constructor'));
const AP = { register: 'AP', offset: 0 };

const withFields = (fields: Readonly<Record<string, unknown>>): unknown => ({ ...classJson(WORDS), ...fields });
const withEntries = (fields: Readonly<Record<string, unknown>>): unknown =>
  withFields({ entry_points_by_type: { EXTERNAL: [], L1_HANDLER: [], CONSTRUCTOR: [], ...fields } });
const withHint = (hint: unknown): unknown => withFields({ hints: [[0, [hint]]] });

test('class: everything of a good one is read', () => {
  const json = withFields({
    bytecode_segment_lengths: [2, 1],
    pythonic_hints: [[0, ['import os']]],
    hints: [[0, [{ AllocSegment: { dst: AP } }, 'AssertAllKeysUsed']]],
    entry_points_by_type: {
      EXTERNAL: [{ selector: '0x2', offset: 2, builtins: ['range_check', 'poseidon'] }, entry('0x3')],
      L1_HANDLER: [entry('0x5')],
      CONSTRUCTOR: [entry(CONSTRUCTOR)],
    },
    a_field_of_a_later_compiler: 1,
  });
  const loaded = loadClass(json);
  expect(loaded.ok).toBe(true);
  if (!loaded.ok) return;
  const { bytecode, segmentLengths, compilerVersion, entryPoints, program } = loaded.value;
  expect([bytecode, segmentLengths, compilerVersion]).toEqual([WORDS, [2, 1], '2.12.0']);
  const first: EntryPoint = { selector: toFelt(2), offset: 2, builtins: ['range_check', 'poseidon'] };
  expect(entryPoints.external).toEqual([first, { selector: 3n, offset: 0, builtins: [] }]);
  const others: readonly EntryPointType[] = ['l1_handler', 'constructor'];
  expect([...others.map((type) => entryPoints[type].length), program.hintsAt(0)?.length, program.hintsAt(1)]).toEqual([1, 1, 2, undefined]);
});

test('class: one segment may be written as a number or left out', () => {
  for (const lengths of [3, undefined, null]) {
    const loaded = loadClass(withFields({ bytecode_segment_lengths: lengths }));
    expect(loaded.ok && loaded.value.segmentLengths).toBeNull();
  }
});

test('class: every refusal names its place', () => {
  const rows: readonly (readonly [string, unknown, string, string])[] = [
    ['no object', 7, 'WrongShape', ''],
    ['a Cairo 0 class', { abi: [], entry_points_by_type: {}, program: { data: [] } }, 'Cairo0Class', 'program'],
    ['another prime', withFields({ prime: '0x7' }), 'WrongPrime', 'prime'],
    ['no prime', withFields({ prime: 7 }), 'WrongPrime', 'prime'],
    ['no bytecode', withFields({ bytecode: undefined }), 'WrongShape', 'bytecode'],
    ['a word of P', withFields({ bytecode: ['0x1', hex(2n ** 251n + 17n * 2n ** 192n + 1n)] }), 'WrongShape', 'bytecode[1]'],
    ['a decimal word', withFields({ bytecode: ['12'] }), 'WrongShape', 'bytecode[0]'],
    ['too much bytecode', withFields({ bytecode: Array.from({ length: 81_921 }, () => '0x0') }), 'WrongShape', 'bytecode'],
    ['lengths that do not add up', withFields({ bytecode_segment_lengths: [1, 1] }), 'SegmentLengths', 'bytecode_segment_lengths'],
    ['one wrong length', withFields({ bytecode_segment_lengths: 4 }), 'SegmentLengths', 'bytecode_segment_lengths'],
    ['nested lengths', withFields({ bytecode_segment_lengths: [[1, 1], 1] }), 'WrongShape', 'bytecode_segment_lengths[0]'],
    ['a text as version', withFields({ compiler_version: 2 }), 'WrongShape', 'compiler_version'],
    ['no entry points', withFields({ entry_points_by_type: null }), 'WrongShape', 'entry_points_by_type'],
    ['an offset outside', withEntries({ EXTERNAL: [entry('0x1', 3)] }), 'WrongShape', 'entry_points_by_type.EXTERNAL[0].offset'],
    [
      'equal selectors',
      withEntries({ EXTERNAL: [entry('0x1'), entry('0x1')] }),
      'SelectorOrder',
      'entry_points_by_type.EXTERNAL[1].selector',
    ],
    [
      'falling selectors',
      withEntries({ L1_HANDLER: [entry('0x2'), entry('0x1')] }),
      'SelectorOrder',
      'entry_points_by_type.L1_HANDLER[1].selector',
    ],
    [
      'a named constructor',
      withEntries({ CONSTRUCTOR: [entry('0x1')] }),
      'ConstructorSelector',
      'entry_points_by_type.CONSTRUCTOR[0].selector',
    ],
    [
      'an entry point of Cairo 0',
      withEntries({ EXTERNAL: [{ selector: '0x1', offset: '0x0' }] }),
      'Cairo0Class',
      'entry_points_by_type.EXTERNAL[0]',
    ],
    [
      'a builtin that is no word',
      withEntries({ EXTERNAL: [{ selector: '0x1', offset: 0, builtins: ['<b>'] }] }),
      'WrongShape',
      'entry_points_by_type.EXTERNAL[0].builtins[0]',
    ],
    ['no hints', withFields({ hints: undefined }), 'WrongShape', 'hints'],
    ['hints of Cairo 0', withFields({ hints: { 0: [] } }), 'WrongShape', 'hints'],
    ['a hint outside', withFields({ hints: [[3, []]] }), 'WrongShape', 'hints[0][0]'],
    [
      'one place twice',
      withFields({
        hints: [
          [0, []],
          [1, []],
          [0, []],
        ],
      }),
      'WrongShape',
      'hints[2][0]',
    ],
    ['a hint as code', withHint('memory[ap] = segments.add()'), 'Cairo0Class', 'hints[0][1][0]'],
    ['a hint with scopes', withHint({ accessible_scopes: [], code: 'x', flow_tracking_data: {} }), 'Cairo0Class', 'hints[0][1][0]'],
    ['an unknown hint', withHint({ AllocMoon: { dst: AP } }), 'UnknownHint', 'hints[0][1][0].AllocMoon'],
    ['a name of every object', withHint('constructor'), 'UnknownHint', 'hints[0][1][0].constructor'],
    ['a cheatcode', withHint({ Cheatcode: { selector: '0x1' } }), 'Cheatcode', 'hints[0][1][0].Cheatcode'],
    ['an external hint', withHint({ WriteRunParam: { index: {}, dst: AP } }), 'ExternalHint', 'hints[0][1][0].WriteRunParam'],
    ['two hints in one', withHint({ AllocSegment: { dst: AP }, SystemCall: {} }), 'WrongShape', 'hints[0][1][0]'],
    ['a missing operand', withHint({ AllocSegment: {} }), 'WrongShape', 'hints[0][1][0].AllocSegment.dst'],
    ['an unknown operand', withHint({ AllocSegment: { dst: AP, src: AP } }), 'WrongShape', 'hints[0][1][0].AllocSegment.src'],
    [
      'a register',
      withHint({ AllocSegment: { dst: { register: 'PC', offset: 0 } } }),
      'WrongShape',
      'hints[0][1][0].AllocSegment.dst.register',
    ],
    [
      'an offset',
      withHint({ AllocSegment: { dst: { register: 'AP', offset: 32768 } } }),
      'WrongShape',
      'hints[0][1][0].AllocSegment.dst.offset',
    ],
    ['an operand', withHint({ SystemCall: { system: { Deref: AP, Immediate: '0x1' } } }), 'WrongShape', 'hints[0][1][0].SystemCall.system'],
    ['an immediate', withHint({ SystemCall: { system: { Immediate: '12' } } }), 'WrongShape', 'hints[0][1][0].SystemCall.system.Immediate'],
    [
      'a long immediate',
      withHint({ SystemCall: { system: { Immediate: `0x${'f'.repeat(129)}` } } }),
      'WrongShape',
      'hints[0][1][0].SystemCall.system.Immediate',
    ],
    [
      'an operation',
      withHint({ SystemCall: { system: { BinOp: { op: 'Sub', a: AP, b: { Deref: AP } } } } }),
      'WrongShape',
      'hints[0][1][0].SystemCall.system.BinOp.op',
    ],
    [
      'a double deref',
      withHint({ SystemCall: { system: { DoubleDeref: [AP] } } }),
      'WrongShape',
      'hints[0][1][0].SystemCall.system.DoubleDeref',
    ],
  ];
  for (const [note, json, code, at] of rows) {
    const loaded = loadClass(json);
    expect({ note, ...(loaded.ok ? { code: 'loaded' } : loaded.error) }).toEqual({ note, code, at });
  }
});

test('class: no JSON throws', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('prime', 'bytecode', 'hints', 'entry_points_by_type', 'bytecode_segment_lengths', ''),
      (json, field) => {
        loadClass(json);
        expect(loadClass(withFields({ [field]: json }))).toHaveProperty('ok');
        expect(loadClass(withHint(json))).toHaveProperty('ok');
        expect(loadClass(withHint({ U256InvModN: json }))).toHaveProperty('ok');
      },
    ),
  );
});

test('class: builtins of an entry point keep their order', () => {
  expect(
    [[], ['range_check'], ['pedersen', 'ec_op', 'mul_mod'], ['segment_arena', 'range_check96', 'add_mod']].map(isBuiltinOrder),
  ).toEqual([true, true, true, true]);
  expect([['range_check', 'pedersen'], ['range_check', 'range_check'], ['output'], ['pedersen', 'ecdsa']].map(isBuiltinOrder)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
