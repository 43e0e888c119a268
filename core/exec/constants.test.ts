// Our tables of figures against the copy of the reference table, what is derived against what is marked derived there, and the rows of appendix A.
import { describe, expect, test } from 'vitest';
import { feltFromAscii, feltFromHex } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import { TABLE_0_14_4 } from './constants-0-14-4.ts';
import { constantsOf, l2GasPerL1Unit, provingPrices, sierraGasOf, syscallGas, syscallRow } from './constants.ts';
import { overrideConstants } from './constants-override.ts';
import { SYSCALL_NAMES, type SyscallRowName } from './constants-table.ts';
import {
  BLOCK_NUMBER_OUT_OF_RANGE,
  ENTRYPOINT_FAILED,
  ENTRYPOINT_NOT_FOUND,
  ETH_ADDRESS,
  INVALID_ARGUMENT,
  INVALID_INPUT_LENGTH,
  OUT_OF_GAS,
  STRK_ADDRESS,
  VALID,
} from './felts.ts';
import { APPROVAL_EVENT, TRANSFER_EVENT } from './native/erc20.ts';
import { CELLS } from './native/storage.ts';
import { CONSTRUCTOR_SELECTOR, SELECTORS } from './selectors.ts';
import K from './vectors/constants-0.14.4.json' with { type: 'json' };

const OURS = constantsOf('0.14.4');
const OLD = constantsOf('0.14.2');
const ROW_NAMES: readonly SyscallRowName[] = [...SYSCALL_NAMES, 'KeccakRound'];

describe('constants', () => {
  test("constants: every figure of the table is the reference table's", () => {
    expect(K).toMatchObject(TABLE_0_14_4);
    // Syscalls that compiled classes make, and the Keccak round.
    expect(Object.keys(TABLE_0_14_4.syscalls).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ROW_NAMES.toSorted((a, b) => (a < b ? -1 : 1)));
  });

  test('constants: the whole reference table is an override that changes nothing, each of its unread figures included', () => {
    expect(overrideConstants(TABLE_0_14_4, K)).toEqual({ ok: true, value: OURS });
  });

  test.each(ROW_NAMES)("constants: syscall %s has the table's derived cost", (name) => {
    const row = K.syscalls[name] as {
      readonly rawGas: number;
      readonly baseGas: number;
      readonly extraGasOverBase: number;
      readonly gasPerFelt?: number;
    };
    expect(sierraGasOf(OURS, syscallRow(OURS, name).resources)).toBe(row.rawGas);
    expect(syscallGas(OURS, name)).toBe(row.baseGas);
    expect(syscallGas(OURS, name) - OURS.gas.syscallBase).toBe(row.extraGasOverBase);
    expect(syscallGas(OURS, name, 3)).toBe(row.baseGas + 3 * (row.gasPerFelt ?? 0));
  });

  test('constants: the builtin cost segment has the prices of the builtins', () => {
    expect(OURS.gas.builtinCostSegment).toEqual([4_050, 583, 4_085, 491, 230, 604, 3_334]);
    expect(K.gas.builtinCostSegment.map(([name]) => OURS.gas.perBuiltin.get(String(name)))).toEqual(OURS.gas.builtinCostSegment);
  });

  test('constants: bouncer figures and what is derived from them agree', () => {
    expect(Object.fromEntries(provingPrices(OURS))).toEqual(K.bouncer.derivedProvingGasPerInstance);
    expect(l2GasPerL1Unit(OURS)).toBe(K.vmResourceFee.derived.l2GasPerL1Gas);
    const larger = { ...OURS, bouncer: { ...OURS.bouncer, capacity: { ...OURS.bouncer.capacity, provingGas: 6_000_000_000 } } };
    expect([...provingPrices(larger).values()]).toEqual([3000, 90, 179, 10000, 2000000, 46153, 571, 600000, 2000, 2000, 3333]);
  });

  test.each<[SyscallRowName, number, number]>([
    ['StorageRead', 18_070, 24_070],
    ['StorageWrite', 44_970, 59_970],
    ['EmitEvent', 10_000, 10_000],
    ['CallContract', 91_560, 91_360],
    ['LibraryCall', 89_160, 88_660],
    ['GetBlockHash', 10_840, 10_810],
    ['GetExecutionInfo', 12_640, 11_240],
    ['KeccakRound', 28_100 + 56 * 70 + 136_189 + 6 * 583, 165_137],
    ['MetaTxV0', 167_950, 168_550],
    ['Secp256r1Mul', 12_534_600 + 13_961 * 70, 13_510_870],
    ['SendMessageToL1', 14_470, 12_770],
    ['Sha256ProcessBlock', 841_295, 839_995],
  ])('constants: %s costs %i in 0.14.2 and %i in 0.14.4', (name, old, now) => {
    expect([syscallGas(OLD, name), syscallGas(OURS, name)]).toEqual([old, now]);
  });

  test('constants: 0.14.2 has no sha512, no price per felt of a message, lower overheads and its own rules', () => {
    expect(sierraGasOf(OLD, syscallRow(OLD, 'EmitEvent').resources)).toBe(6_170);
    expect(OLD.syscalls.has('Sha512ProcessBlock')).toBe(false);
    expect(syscallGas(OLD, 'SendMessageToL1', 5)).toBe(syscallGas(OLD, 'SendMessageToL1'));
    expect(Object.values(OLD.osOverhead).map(({ constant }) => [constant.steps, Object.fromEntries(constant.builtins)])).toEqual([
      [4_348, { pedersen: 4, poseidon: 12, range_check: 90 }],
      [4_583, { pedersen: 11, poseidon: 11, range_check: 93 }],
      [3_523, { pedersen: 4, poseidon: 15, range_check: 72 }],
      [1_315, { pedersen: 11, range_check: 19 }],
    ]);
    expect([OLD.limits.executeMaxSierraGas, OLD.rules.stripVmFrames, OLD.rules.casmHashMigration]).toEqual([1_100_000_000, false, false]);
  });

  test("constants: addresses and failure felts are the reference table's", () => {
    expect([STRK_ADDRESS, ETH_ADDRESS]).toEqual([K.addresses.strk, K.addresses.eth].map(feltFromHex));
    const s = K.strings;
    const rows = [
      [OUT_OF_GAS, s.outOfGas],
      [ENTRYPOINT_FAILED, s.entryPointFailed],
      [ENTRYPOINT_NOT_FOUND, s.entryPointNotFound],
      [INVALID_ARGUMENT, s.invalidArgument],
      [INVALID_INPUT_LENGTH, s.invalidInputLength],
      [BLOCK_NUMBER_OUT_OF_RANGE, s.blockNumberOutOfRange],
      [VALID, s.validated],
    ] as const;
    for (const [felt, row] of rows) expect([felt, feltFromAscii(row.text)]).toEqual([feltFromHex(row.felt), feltFromHex(row.felt)]);
  });

  test('constants: an unknown version stops the run', () => {
    expect(() => constantsOf('0.15.0')).toThrow('a known version');
  });
});

describe('names', () => {
  test.each([...Object.entries(SELECTORS), ['constructor', CONSTRUCTOR_SELECTOR] as const])(
    'selector: %s is the hash of its name',
    (name, selector) => {
      expect(selectorOf(name)).toBe(selector);
    },
  );

  test.each(SYSCALL_NAMES)("syscall %s: its selector is the table's", (name) => {
    expect(feltFromAscii(name)).toBe(feltFromHex(K.syscalls[name].selector));
  });

  test.each(Object.entries(CELLS))('storage: %s lies at the hash of its name', (name, cell) => {
    expect(selectorOf(name)).toBe(cell);
  });

  test('events: their keys are the hashes of their names', () => {
    expect([TRANSFER_EVENT, APPROVAL_EVENT]).toEqual([selectorOf('Transfer'), selectorOf('Approval')]);
  });
});
