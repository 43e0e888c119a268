// Our table of figures against the copy of the reference table, and what is derived against what is marked derived there.
import { describe, expect, test } from 'vitest';
import { feltFromAscii, feltFromHex } from '../base/felt.ts';
import { selectorOf } from '../crypto/keccak.ts';
import type { ExecutionResources } from '../types/block.ts';
import { CONSTANTS_0_14_4 as OURS } from './constants-0-14-4.ts';
import { constantsOf, l2GasPerL1Unit, provingPrices, sierraGasOf, syscallGas, type SyscallName } from './constants.ts';
import { ENTRYPOINT_FAILED, ENTRYPOINT_NOT_FOUND, ETH_ADDRESS, INVALID_ARGUMENT, OUT_OF_GAS, STRK_ADDRESS, VALID } from './felts.ts';
import { APPROVAL_EVENT, TRANSFER_EVENT } from './native/erc20.ts';
import { CELLS } from './native/storage.ts';
import { SELECTORS } from './selectors.ts';
import K from './vectors/constants-0.14.4.json' with { type: 'json' };

type Json = { readonly steps: number; readonly memoryHoles: number; readonly builtins: object };
const plain = (r: ExecutionResources): Json => ({
  steps: r.steps,
  memoryHoles: r.memoryHoles,
  builtins: Object.fromEntries(r.builtins),
});
const NONE: Json = { steps: 0, memoryHoles: 0, builtins: {} };

describe('constants', () => {
  test("constants: limits and rounding are the reference table's", () => {
    expect(OURS.version).toBe(K.protocolVersion);
    expect(OURS.limits).toEqual({
      eventKeys: K.limits.eventKeysMax,
      eventData: K.limits.eventDataMax,
      eventsPerPhase: K.limits.eventsPerTxMax,
      callDepth: K.limits.callDepthMax,
      executeSierraGas: K.limits.executeMaxSierraGas,
      validateSierraGas: K.limits.validateMaxSierraGas,
      freeCallGas: K.limits.viewCallGas,
      storedBlockHashBuffer: K.limits.storedBlockHashBuffer,
      traceLength: K.limits.traceLengthCap,
      traceSlack: K.limits.traceSlack,
    });
    expect(OURS.validateRounding).toEqual({
      blockNumber: K.validateRounding.blockNumber,
      timestamp: K.validateRounding.timestamp,
    });
  });

  test("constants: prices of gas, archival, data, Ethereum and messages are the reference table's", () => {
    expect({ ...OURS.gas, perBuiltin: Object.fromEntries(OURS.gas.perBuiltin) }).toEqual({
      perStep: K.gas.perStep,
      perMemoryHole: K.gas.perMemoryHole,
      syscallBase: K.gas.syscallBase,
      entryPointBudget: K.gas.entryPointInitialBudget,
      perBuiltin: K.gas.perBuiltin,
    });
    expect(OURS.vmFee.perStep).toEqual(K.vmResourceFee.l1GasPerStep);
    expect(Object.fromEntries(OURS.vmFee.perBuiltin)).toEqual(K.vmResourceFee.l1GasPerBuiltin);
    expect([OURS.archival.perFelt, 1]).toEqual(K.archival.l2.gasPerFelt);
    expect([OURS.archival.eventKeyFactor, 1]).toEqual(K.archival.l2.eventKeyFactor);
    expect(OURS.newStorageCell).toEqual(K.allocationPerNewStorageCell);
    expect(OURS.data).toEqual(K.dataAvailability);
    expect(OURS.ethereum).toEqual({
      perMemoryWord: K.ethereum.gasPerMemoryWord,
      sharpPerMemoryWord: K.ethereum.sharpGasPerMemoryWord,
      zeroToNonzeroStorage: K.ethereum.zeroToNonzeroStorage,
      counterDecrease: K.ethereum.counterDecrease,
      log: K.ethereum.log,
      logTopic: K.ethereum.logTopic,
      logDataWord: K.ethereum.logDataWord,
    });
    expect(OURS.messages).toEqual(K.messages);
    expect(OURS.l1HandlerMax).toEqual(K.l1Handler.maxAmounts);
  });

  test("constants: OS overheads, KZG and Poseidon are the reference table's", () => {
    for (const kind of ['InvokeFunction', 'DeployAccount', 'Declare', 'L1Handler'] as const) {
      const row = K.txOverhead[kind];
      expect({
        ...OURS.osOverhead[kind],
        constant: plain(OURS.osOverhead[kind].constant),
        perFelt: plain(OURS.osOverhead[kind].perFelt),
      }).toEqual({ constant: row.constant, perFelt: row.perExtendedCalldataFelt ?? NONE, divisor: row.divisor });
    }
    expect(plain(OURS.kzgPerWord)).toEqual(K.kzgPerDataSegmentFelt);
    expect(OURS.poseidonHashMany).toEqual({
      stepsPer10: K.poseidonHashMany.stepsPer10,
      stepsPer2: K.poseidonHashMany.stepsPer2,
      stepsPer1: K.poseidonHashMany.stepsPer1,
      stepsBase: K.poseidonHashMany.stepsBase,
    });
    expect([K.poseidonHashMany.poseidonsPer2, K.poseidonHashMany.poseidonsBase]).toEqual([1, 1]);
    expect(OURS.stepsPerSegmentArenaInstance).toBe(K.stepsPerSegmentArenaInstance);
  });

  test.each(Object.keys(OURS.syscalls) as SyscallName[])("constants: syscall %s has the table's resources and derived cost", (name) => {
    expect(plain(OURS.syscalls[name])).toEqual(K.syscalls[name].resources);
    expect(sierraGasOf(OURS, OURS.syscalls[name])).toBe(K.syscalls[name].rawGas);
    expect(syscallGas(OURS, name)).toBe(K.syscalls[name].baseGas);
    expect(syscallGas(OURS, name) - OURS.gas.syscallBase).toBe(K.syscalls[name].extraGasOverBase);
  });

  test('constants: bouncer figures and what is derived from them agree', () => {
    expect(OURS.bouncer.capacity).toEqual(K.bouncer.capacity);
    expect(Object.fromEntries(OURS.bouncer.instanceLimits)).toEqual(K.bouncer.instanceLimits);
    expect(OURS.bouncer.patricia).toEqual(K.bouncer.patricia);
    expect(Object.fromEntries(provingPrices(OURS))).toEqual(K.bouncer.derivedProvingGasPerInstance);
    expect(l2GasPerL1Unit(OURS)).toBe(K.vmResourceFee.derived.l2GasPerL1Gas);
    const larger = { ...OURS, bouncer: { ...OURS.bouncer, capacity: { ...OURS.bouncer.capacity, provingGas: 6_000_000_000 } } };
    expect([...provingPrices(larger).values()]).toEqual([3000, 90, 179, 10000, 2000000, 46153, 571, 600000, 2000, 2000, 3333]);
  });

  test("constants: aliases, addresses and failure felts are the reference table's", () => {
    expect([OURS.aliases.first, OURS.aliases.minAliasedValue, OURS.aliases.maxUncompressedContract]).toEqual(
      [K.aliases.firstAlias, K.aliases.minAliasedValue, K.aliases.maxUncompressedContract].map(BigInt),
    );
    expect([STRK_ADDRESS, ETH_ADDRESS]).toEqual([K.addresses.strk, K.addresses.eth].map(feltFromHex));
    const strings = K.strings;
    expect([OUT_OF_GAS, ENTRYPOINT_FAILED, ENTRYPOINT_NOT_FOUND, INVALID_ARGUMENT, VALID]).toEqual(
      [strings.outOfGas, strings.entryPointFailed, strings.entryPointNotFound, strings.invalidArgument, strings.validated].map((s) =>
        feltFromHex(s.felt),
      ),
    );
    expect(VALID).toBe(feltFromAscii('VALID'));
  });

  test('constants: an unknown version stops the run', () => {
    expect(constantsOf('0.14.4')).toBe(OURS);
    expect(() => constantsOf('0.15.0')).toThrow('a known version');
  });
});

describe('names', () => {
  test.each(Object.entries(SELECTORS))('selector: %s is the hash of its name', (name, selector) => {
    expect(selectorOf(name)).toBe(selector);
  });

  test.each(Object.entries(CELLS))('storage: %s lies at the hash of its name', (name, cell) => {
    expect(selectorOf(name)).toBe(cell);
  });

  test('events: their keys are the hashes of their names', () => {
    expect([TRANSFER_EVENT, APPROVAL_EVENT]).toEqual([selectorOf('Transfer'), selectorOf('Approval')]);
  });
});
