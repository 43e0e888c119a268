// Worked examples of the reference: execution.md 8.5 A and B, 7.2 (minimal gas); and fees and bounds by tables.
import { describe, expect, test } from 'vitest';
import { toFelt } from '../base/felt.ts';
import type { BlockInfo, ContractEvent, L2ToL1Message } from '../types/block.ts';
import { toHeight } from '../types/ids.ts';
import type { ResourceBounds } from '../types/transaction.ts';
import { constantsOf } from './constants.ts';
import type { VersionedConstants } from './constants.ts';
import { amountExcess, boundedGas, boundFindings, feeOf, maxAmountsOf, maxPossibleFee } from './fee.ts';
import { cairoGas, dataGas, type GasInput, gasReport, minimalGas, starknetMessageGas } from './gas.ts';
import { addResources, NO_RESOURCES, osResources, toResources } from './resources.ts';

const K = constantsOf('0.14.4');

const GWEI = 10n ** 9n;
const price = (fri: bigint): { readonly wei: bigint; readonly fri: bigint } => ({ wei: fri, fri });
const INFO: BlockInfo = {
  height: toHeight(1),
  timestamp: 0,
  sequencer: toFelt(0x64),
  gasPrices: { l1Gas: price(5n * GWEI), l1DataGas: price(GWEI), l2Gas: price(GWEI) },
  l1DaMode: 'blob',
  starknetVersion: '0.14.4',
};
const event = (keys: number, data: number): ContractEvent => ({
  from: toFelt(1),
  keys: Array.from({ length: keys }, () => toFelt(1)),
  data: Array.from({ length: data }, () => toFelt(1)),
});
const message = (payload: number): L2ToL1Message => ({ from: toFelt(1), to: toFelt(2), payload: event(0, payload).data });

/** Example A: an L1 handler with two felts of payload that writes one new cell. */
const A: GasInput = {
  kind: 'L1Handler',
  daMode: 'blob',
  calldataFelts: 2,
  archivedFelts: 2,
  codeBytes: 0,
  vm: NO_RESOURCES,
  events: [],
  messages: [],
  changes: { storageUpdates: 1, modifiedContracts: 1, classHashUpdates: 0, compiledClassHashUpdates: 0, newCells: 1 },
  sierraGas: 64_750,
  revertedSierraGas: 0,
  revertedSteps: 0,
};
/** Example B: a STRK transfer to a new holder; calldata 7, signature 2, one event of 3 keys and 2 data. */
const B: GasInput = {
  kind: 'InvokeFunction',
  daMode: 'blob',
  calldataFelts: 7,
  archivedFelts: 9,
  codeBytes: 0,
  vm: NO_RESOURCES,
  events: [event(3, 2)],
  messages: [],
  changes: { storageUpdates: 2, modifiedContracts: 1, classHashUpdates: 0, compiledClassHashUpdates: 0, newCells: 1 },
  sierraGas: 400_000,
  revertedSierraGas: 0,
  revertedSteps: 0,
};

/** Prices of the repository's test behind example A: every VM resource 1 L1 unit, 12.8 per felt. */
const TEST_PRICES: VersionedConstants = {
  ...K,
  vmFee: { perStep: [1, 1], perBuiltin: new Map([...K.vmFee.perBuiltin.keys()].map((name) => [name, [1, 1]])) },
  archival: { ...K.archival, gasPerFelt: [128, 10] },
};

describe('gas', () => {
  test("gas: example A has the repository test's gas, with blobs and with calldata", () => {
    expect(gasReport(TEST_PRICES, A).gas).toEqual({ l1Gas: 16_023, l1DataGas: 160, l2Gas: 653_175 });
    expect(gasReport(TEST_PRICES, { ...A, daMode: 'calldata' }).gas).toEqual({ l1Gas: 18_226, l1DataGas: 0, l2Gas: 602_275 });
  });

  test('gas: example A at the real prices of 0.14.4', () => {
    const report = gasReport(K, A);
    expect(report.gas).toEqual({ l1Gas: 16_023, l1DataGas: 160, l2Gas: 676_990 });
    expect(report.daGas).toEqual({ l1Gas: 0, l1DataGas: 128, l2Gas: 0 });
    expect(report.resources).toEqual(
      toResources(
        1_864,
        new Map([
          ['range_check', 87],
          ['pedersen', 13],
          ['poseidon', 3],
        ]),
      ),
    );
  });

  test('gas: example B costs 1,049,040 beside its Sierra gas', () => {
    const report = gasReport(K, B);
    expect(report.gas).toEqual({ l1Gas: 0, l1DataGas: 224, l2Gas: 400_000 + 1_049_040 });
    expect(report.daGas.l1DataGas).toBe(192);
    expect(report.resources).toEqual(
      toResources(
        5_571,
        new Map([
          ['range_check', 212],
          ['pedersen', 4],
          ['poseidon', 19],
        ]),
      ),
    );
    expect(feeOf(INFO, report.gas, 0n)).toBe(1_449_264n * GWEI);
  });

  test('gas: reverted Sierra gas is charged like Sierra gas', () => {
    expect(gasReport(K, { ...B, revertedSierraGas: 7 }).gas.l2Gas).toBe(gasReport(K, B).gas.l2Gas + 7);
  });

  test('gas: the minimal invoke of the reference, and each mode of data availability', () => {
    expect(minimalGas(K, 'invoke_v3', { calldataFelts: 7, daMode: 'blob' })).toEqual({ l1Gas: 0, l1DataGas: 128, l2Gas: 560_000 });
    // Without KZG 4779 + 39 = 4818 steps are 12.045 units.
    expect(minimalGas(K, 'invoke_v3', { calldataFelts: 7, daMode: 'calldata' })).toEqual({
      l1Gas: 551 * 4 - 312 - 240,
      l1DataGas: 0,
      l2Gas: 520_000,
    });
  });

  test.each([
    [0, 0, 0],
    [1, 1, 551 * 4 - 312 - 240],
    [0, 1, 551 * 2 - 312 - 240],
  ])('gas: data of %i cells in %i contracts as calldata costs %i, never less than nothing', (storageUpdates, modifiedContracts, l1Gas) => {
    const changes = { storageUpdates, modifiedContracts, classHashUpdates: 0, compiledClassHashUpdates: 0 };
    expect(dataGas(K, changes, 'calldata')).toEqual({ l1Gas, l1DataGas: 0, l2Gas: 0 });
  });

  test('gas: words are 2 a contract, 1 a class hash, 2 a cell, 2 a compiled class hash', () => {
    const changes = { storageUpdates: 7, modifiedContracts: 17, classHashUpdates: 11, compiledClassHashUpdates: 13 };
    // Example C of the reference: 2*17 + 11 + 2*7 + 2*13 = 85 words.
    expect(dataGas(K, changes, 'blob').l1DataGas).toBe(2_720);
  });

  test('gas: a message to L1 pays storage, log and its words', () => {
    const words = 3 + 6;
    expect(starknetMessageGas(K, [message(6)], null)).toBe(512 * words + 20_000 + 375 + 375 * 3 + 256 * (2 + 6));
    expect(gasReport(K, { ...B, messages: [message(6)] }).gas.l1Gas).toBe(starknetMessageGas(K, [message(6)], null) + 612 * words);
  });

  test('gas: the dearest of steps and builtins counts, each rounded up, holes and arenas as steps', () => {
    expect(cairoGas(K, toResources(400))).toBe(40_000);
    expect(cairoGas(K, toResources(401))).toBe(80_000);
    expect(cairoGas(K, toResources(400, new Map(), 1))).toBe(80_000);
    expect(cairoGas(K, toResources(400, new Map([['segment_arena', 1]])))).toBe(80_000);
    expect(cairoGas(K, toResources(400, new Map([['ecdsa', 1]])))).toBe(6 * 40_000);
    expect(cairoGas(K, toResources(0, new Map([['output', 9]])))).toBe(0);
    expect(() => cairoGas(K, toResources(0, new Map([['unheard_of', 1]])))).toThrow('a price of');
  });

  test('resources: per-felt parts round each component up', () => {
    const one = osResources(K, 'DeployAccount', 1, null);
    expect([one.steps, one.builtins.get('pedersen'), one.builtins.get('poseidon')]).toEqual([4_989 + 19, 10 + 1, 10 + 1]);
    expect(osResources(K, 'Declare', 0, null)).toEqual(addResources(toResources(0), K.osOverhead.Declare.constant));
  });
});

const bound = (maxAmount: bigint, maxPricePerUnit: bigint): { readonly maxAmount: bigint; readonly maxPricePerUnit: bigint } => ({
  maxAmount,
  maxPricePerUnit,
});
const BOUNDS: ResourceBounds = { l1Gas: bound(1n, 2n), l2Gas: bound(3n, 5n), l1DataGas: bound(7n, 11n) };

describe('fee', () => {
  test('fee: the most possible counts the tip on L2 gas and saturates at u128', () => {
    expect(maxPossibleFee(BOUNDS, 13n)).toBe(1n * 2n + 3n * (5n + 13n) + 7n * 11n);
    expect(maxPossibleFee({ ...BOUNDS, l1Gas: bound(2n ** 64n - 1n, 2n ** 128n - 1n) }, 0n)).toBe(2n ** 128n - 1n);
  });

  test("fee: gas at the block's STRK prices, tip included", () => {
    expect(feeOf(INFO, { l1Gas: 1, l1DataGas: 2, l2Gas: 3 }, 4n)).toBe(5n * GWEI + 2n * GWEI + 3n * (GWEI + 4n));
  });

  test('bounds: every finding is named, amount before price, L1 then data then L2', () => {
    expect(boundFindings(BOUNDS, { l1Gas: 2, l1DataGas: 8, l2Gas: 4 }, INFO)).toEqual([
      'Max L1Gas amount (1) is lower than the minimal gas amount: 2.',
      'Max L1Gas price (2) is lower than the actual gas price: 5000000000.',
      'Max L1DataGas amount (7) is lower than the minimal gas amount: 8.',
      'Max L1DataGas price (11) is lower than the actual gas price: 1000000000.',
      'Max L2Gas amount (3) is lower than the minimal gas amount: 4.',
      'Max L2Gas price (5) is lower than the actual gas price: 1000000000.',
    ]);
    const rich: ResourceBounds = { l1Gas: bound(2n, 5n * GWEI), l2Gas: bound(4n, GWEI), l1DataGas: bound(8n, GWEI) };
    expect(boundFindings(rich, { l1Gas: 2, l1DataGas: 8, l2Gas: 4 }, INFO)).toEqual([]);
  });

  test.each([
    [{ l1Gas: 1, l2Gas: 3, l1DataGas: 7 }, null],
    [{ l1Gas: 2, l2Gas: 4, l1DataGas: 8 }, 'Insufficient max L1Gas: max amount: 1, actual used: 2.'],
    [{ l1Gas: 1, l2Gas: 4, l1DataGas: 8 }, 'Insufficient max L2Gas: max amount: 3, actual used: 4.'],
    [{ l1Gas: 1, l2Gas: 3, l1DataGas: 8 }, 'Insufficient max L1DataGas: max amount: 7, actual used: 8.'],
  ])('bounds: of %o the first excess in the order L1, L2, L1 data is %s', (gas, text) => {
    expect(amountExcess(maxAmountsOf(BOUNDS), gas)).toBe(text);
  });

  test('bounds: bounded gas is the smaller of bound and use, resource by resource', () => {
    expect(boundedGas(maxAmountsOf(BOUNDS), { l1Gas: 9, l2Gas: 2, l1DataGas: 8 })).toEqual({ l1Gas: 1, l2Gas: 2, l1DataGas: 7 });
  });
});
