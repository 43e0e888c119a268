// The casm command on a class of our own and on a small one written here: defaults, state, constants, both gas modes, errors with their place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { toFelt } from '../core/base/felt.ts';
import { selectorOf } from '../core/crypto/keccak.ts';
import { CasmRefusal } from './casm-json.ts';
import { type CasmError, type CasmOptions, type CasmResult, runCasm } from './casm-run.ts';
import K from '../core/exec/vectors/constants-0.14.4.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'casm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, value: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

const PRIME = '0x800000000000011000000000000000000000000000000000000000000000001';
/** `read`: returns one cell of its storage, whose key is the first calldata felt. No builtins, no gas of its own. */
const READER = {
  prime: PRIME,
  compiler_version: '2.12.0',
  bytecode: [
    // [ap] = 'StorageRead'; [[fp - 5]] = [ap - 1]
    ['0x480680017fff8000', '0x53746f7261676552656164', '0x400280007ffb7fff'],
    // gas, domain 0, key
    [
      '0x480a7ffa7fff8000',
      '0x400280017ffb7fff',
      '0x480680017fff8000',
      '0x0',
      '0x400280027ffb7fff',
      '0x480280007ffc8000',
      '0x400280037ffb7fff',
    ],
    // gas left, syscall pointer, flag 0, start and end of the answer
    [
      '0x480280047ffb8000',
      '0x482680017ffb8000',
      '0x7',
      '0x480680017fff8000',
      '0x0',
      '0x482680017ffb8000',
      '0x6',
      '0x482680017ffb8000',
      '0x7',
    ],
    ['0x208b7fff7fff7ffe'],
  ].flat(),
  hints: [[10, [{ SystemCall: { system: { Deref: { register: 'FP', offset: -5 } } } }]]],
  entry_points_by_type: {
    EXTERNAL: [{ selector: `0x${selectorOf('read').toString(16)}`, offset: 0, builtins: [] }],
    L1_HANDLER: [],
    CONSTRUCTOR: [],
  },
};
const reader = file('reader.casm.json', READER);

const DEFAULTS: CasmOptions = {
  file: reader,
  entry: 'read',
  calldata: [toFelt(5)],
  type: 'external',
  mode: 'execute',
  caller: toFelt(0),
  address: toFelt(0x100),
  stateFile: null,
  gas: 10_000_000_000,
  sierra: null,
  version: '0.14.4',
  constantsFile: null,
};
const run = (change: Partial<CasmOptions> = {}): CasmResult | CasmError => runCasm({ ...DEFAULTS, ...change });
const refusalOf = (change: Partial<CasmOptions>): string => {
  try {
    run(change);
  } catch (error) {
    if (error instanceof CasmRefusal) return `${error.message} @ ${error.where.replace(`${folder}/`, '')}`;
    throw error;
  }
  return 'not refused';
};

describe('casm', () => {
  test('casm: a call over an empty state, by name and by selector', () => {
    const expected = {
      failed: false,
      retdata: ['0x0'],
      gasConsumed: 10_000 + 14_070,
      mode: 'sierra_gas',
      steps: 14,
      builtins: {},
      events: [],
    };
    expect(run()).toMatchObject(expected);
    expect(run({ entry: `0x${selectorOf('read').toString(16)}` })).toMatchObject(expected);
    expect(run({ entry: 'other' })).toMatchObject({ failed: true, retdata: [K.strings.entryPointNotFound.felt], gasConsumed: 0 });
    expect(run({ gas: 9_999 })).toMatchObject({ failed: true, retdata: [K.strings.outOfGas.felt], gasConsumed: 0 });
  });

  test('casm: in CairoSteps mode the OS part of the syscall is in steps and builtins', () => {
    expect(run({ sierra: [1, 6, 0] })).toMatchObject({
      gasConsumed: 0,
      mode: 'cairo_steps',
      steps: 14 + 240,
      builtins: { range_check: 1 },
    });
  });

  test('casm: the state gives storage, in any spelling of numbers', () => {
    const stateFile = file('state.json', { contracts: { 256: { storage: { '0x05': '77' } } } });
    expect(run({ stateFile })).toMatchObject({ retdata: ['0x4d'], storage: {} });
  });

  test('casm: classes of a state file lie beside it; a contract of another class is called at its address', () => {
    const stateFile = file('more.json', {
      contracts: { '0x200': { class: 'reader.casm.json', storage: { 5: 1 } } },
      declared: ['reader.casm.json', { class: 'reader.casm.json', sierra: '1.6.0', classHash: '0xabc' }],
    });
    expect(run({ stateFile, address: toFelt(0x200) })).toMatchObject({ retdata: ['0x1'] });
  });

  test('casm: prices of another version, and of a constants file of any size', () => {
    expect(run({ version: '0.14.2' })).toMatchObject({ gasConsumed: 10_000 + 8_070 });
    const part = file('part.json', { syscalls: { StorageRead: { resources: { steps: 1_000 }, rawGas: 1, baseGas: 1 } } });
    expect(run({ constantsFile: part })).toMatchObject({ gasConsumed: 10_000 + 100_070 - 10_000 });
    const whole = file('whole.json', { ...K, gas: { ...K.gas, perStep: 200 } });
    expect(run({ constantsFile: whole })).toMatchObject({ gasConsumed: 10_000 + 48_070 - 10_000 });
    const builtin = file('builtin.json', { gas: { perBuiltin: { range_check: 170 }, entryPointInitialBudget: 0 } });
    expect(run({ constantsFile: builtin })).toMatchObject({ gasConsumed: 24_000 + 170 - 10_000 });
  });

  test('casm: a hard error says what and where', () => {
    const bytecode = READER.bytecode.with(6, '0x1');
    const broken = file('broken.casm.json', { ...READER, bytecode });
    expect(run({ file: broken })).toEqual({
      error: 'Invalid address domain: 0x1.',
      where: 'pc=0:10 in the call of 0x100, depth 0',
    });
  });

  test.each<[string, Partial<CasmOptions>, string]>([
    ['a file that is not there', { file: join(folder, 'none') }, 'the file cannot be read @ none'],
    ['a file that is no JSON', { file: file('text.casm', 'x') }, 'no JSON'],
    [
      'a class without bytecode',
      { file: file('half.casm', { ...READER, bytecode: undefined }) },
      'has not the shape of a CASM file @ half.casm: bytecode',
    ],
    ['a class of Cairo 0', { file: file('old.casm', { program: {}, entry_points_by_type: {} }) }, 'Cairo 0'],
    [
      'an unknown hint',
      { file: file('hint.casm', { ...READER, hints: [[10, [{ Nothing: {} }]]] }) },
      'the hint is unknown @ hint.casm: hints[0][1][0]',
    ],
    ['an unknown version', { version: '0.13.0' }, 'known are 0.14.4, 0.14.2 @ --version'],
    [
      'an unknown constant',
      { constantsFile: file('k1.json', { limits: { nothing: 1 } }) },
      'a name of the constants table is expected @ k1.json: limits.nothing',
    ],
    [
      'a constant that is no number',
      { constantsFile: file('k2.json', { gas: { perStep: '1' } }) },
      'a whole number from 0 to 2^44 is expected @ k2.json: gas.perStep',
    ],
    ['a negative constant', { constantsFile: file('k3.json', { gas: { perStep: -1 } }) }, 'k3.json: gas.perStep'],
    ['constants that are a list', { constantsFile: file('k4.json', []) }, 'an object is expected @ k4.json: the whole'],
    ['a builtin that does not exist', { constantsFile: file('k5.json', { gas: { perBuiltin: { x: 1 } } }) }, 'gas.perBuiltin.x'],
    ['a fraction by 0', { constantsFile: file('k6.json', { archival: { l2: { gasPerFelt: [1, 0] } } }) }, 'archival.l2.gasPerFelt'],
    ['a state that is a list', { stateFile: file('s1.json', []) }, 'an object is expected @ state'],
    ['an unknown field of a state', { stateFile: file('s2.json', { contract: {} }) }, 'state.contract'],
    ['an address that is no number', { stateFile: file('s3.json', { contracts: { x: {} } }) }, 'contracts.x'],
    [
      'a cell above the prime',
      { stateFile: file('s4.json', { contracts: { 1: { storage: { 1: `0x${'f'.repeat(64)}` } } } }) },
      'contracts.1.storage.1',
    ],
    [
      'a class of a contract that is not there',
      { stateFile: file('s5.json', { contracts: { 1: { class: '/none' } } }) },
      'the file cannot be read @ /none',
    ],
    ['a signature that is no list', { stateFile: file('s6.json', { tx: { signature: 1 } }) }, 'a list is expected @ tx.signature'],
  ])('casm: %s is refused with its place', (_, change, text) => {
    expect(refusalOf(change)).toContain(text);
  });
});
