// Every syscall of a compiled class: answers, failures that code can catch, hard errors, gas and counting. Source: execution.md 5.
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, test } from 'vitest';
import { feltFromAscii, feltToHex, toFelt } from '../../base/felt.ts';
import { selectorOf } from '../../crypto/keccak.ts';
import { multiplySecp, SECP256K1, SECP256R1 } from '../../crypto/secp.ts';
import { contractAddress } from '../../hashes/contract-address.ts';
import { constantsOf, syscallGas } from '../constants.ts';
import { SYSCALL_NAMES, type SyscallName } from '../constants-table.ts';
import {
  BLOCK_NUMBER_OUT_OF_RANGE,
  ENTRYPOINT_FAILED,
  ENTRYPOINT_NOT_FOUND,
  INVALID_ARGUMENT,
  INVALID_INPUT_LENGTH,
  OUT_OF_GAS,
} from '../felts.ts';
import { EXECUTE_SELECTOR } from '../selectors.ts';
import {
  addressOf,
  type Argument,
  arrayProbe,
  callWorld,
  type Entries,
  hardText,
  hashOf,
  KERNEL,
  probe,
  span,
  type World,
  worldOf,
} from './fixture.ts';

const K = constantsOf('0.14.4');
const BUDGET = K.gas.entryPointBudget;
const required = (name: SyscallName, length = 0): number => syscallGas(K, name, length) - K.gas.syscallBase;
const P = 2n ** 251n + 17n * 2n ** 192n + 1n;
const LIMB = (1n << 128n) - 1n;

/** A contract that returns its calldata, one that panics with it, and one without a constructor. */
const ECHO: Entries = [
  { name: 'echo', code: (code) => code.returnCalldata(0, 0n) },
  { name: 'fail', code: (code) => code.returnCalldata(0, 1n) },
  { name: '__execute__', code: (code) => code.returnCalldata(0, 0n) },
  {
    name: 'emit_and_fail',
    code: (code) => {
      code.syscall('EmitEvent', [...span(0, 1), ...span(0, 0)], 0);
      code.syscall('StorageWrite', [0n, 1n, 99n], 0);
      code.returnCalldata(0, 1n);
    },
  },
  {
    name: 'emit',
    code: (code) => {
      code.syscall('EmitEvent', [...span(0, 1), ...span(0, 0)], 0);
      code.syscall('StorageWrite', [0n, 1n, 98n], 0);
      code.returnCalldata(0, 0n);
    },
  },
];
const WITH_CONSTRUCTOR: Entries = [...ECHO, { name: 'constructor', type: 'CONSTRUCTOR', code: (code) => code.returnCalldata(0, 0n) }];
const FAILING_CONSTRUCTOR: Entries = [{ name: 'constructor', type: 'CONSTRUCTOR', code: (code) => code.returnCalldata(0, 1n) }];

const data = (called: ReturnType<typeof callWorld>): readonly bigint[] => called.end.trace.result;

describe('storage, events, messages', () => {
  test('StorageRead: gives the cell, counts the visit and costs its gas', () => {
    const world = worldOf([probe('StorageRead', [0n, 5n], 1)]);
    const state = { ...world.state, storage: new Map([[feltToHex(addressOf(0)), new Map([['0x5', toFelt(77)]])]]) };
    const called = callWorld({ ...world, state });
    expect([called.end.kind, data(called)]).toEqual(['returned', [77n]]);
    expect(called.end.trace.gasConsumed).toBe(BUDGET + required('StorageRead'));
    expect(called.phase.visited).toEqual(new Map([[feltToHex(addressOf(0)), new Set(['0x5'])]]));
    expect(called.phase.builtins).toEqual(new Map([['range_check', 1]]));
  });

  test('StorageWrite: changes the cell', () => {
    const called = callWorld(worldOf([probe('StorageWrite', [0n, 5n, 9n], 0)]));
    expect(called.diff.storage).toEqual(new Map([[feltToHex(addressOf(0)), new Map([['0x5', 9n]])]]));
    expect(called.end.trace.gasConsumed).toBe(BUDGET + required('StorageWrite'));
  });

  test.each<[SyscallName, readonly Argument[], string]>([
    ['StorageRead', [1n, 5n], 'Invalid address domain: 0x1.'],
    ['StorageWrite', [2n, 5n, 1n], 'Invalid address domain: 0x2.'],
    ['StorageRead', [0n, 2n ** 251n], `Out of range [0x0, 0x${(2n ** 251n).toString(16)}).`],
    ['CallContract', [2n ** 251n, 1n, ...span(0, 0)], `Out of range [0x0, 0x${(2n ** 251n).toString(16)}).`],
    ['GetClassHashAt', [P - 1n], `Out of range [0x0, 0x${(2n ** 251n).toString(16)}).`],
    ['SendMessageToL1', [2n ** 160n, ...span(0, 0)], `Out of range [0x0, 0x${(2n ** 160n).toString(16)}).`],
    ['GetBlockHash', [2n ** 64n], 'Invalid syscall input: 0x10000000000000000; Block number must fit within 64 bits.'],
    [
      'Deploy',
      [hashOf(0), 1n, ...span(0, 0), 2n],
      'Invalid syscall input: 0x2; The deploy_from_zero field in the deploy system call must be 0 or 1.',
    ],
    ['Secp256k1GetPointFromX', [1n, 0n, 2n], 'Invalid syscall input: 0x2; Invalid y parity'],
    ['ReplaceClass', [0x1234n], `Class with hash 0x${'1234'.padStart(64, '0')} is not declared.`],
  ])('%s: hard error of a malformed request %#', (name, args, text) => {
    const called = callWorld(worldOf([probe(name, args, 4)]));
    expect(hardText(called)).toBe(text);
    expect(called.end.kind === 'aborted' && called.end.error.pc).toMatch(/^0:\d+$/);
  });

  test('a malformed request is a hard error even without gas for it', () => {
    expect(hardText(callWorld(worldOf([probe('StorageRead', [1n, 5n], 1)]), { gas: BUDGET }))).toContain('domain');
  });

  test('EmitEvent: appended with keys and data', () => {
    const called = callWorld(worldOf([probe('EmitEvent', [...span(0, 1), ...span(1, 3)], 0)]), { calldata: [4n, 5n, 6n] });
    expect(called.phase.events).toEqual([{ from: addressOf(0), keys: [4n], data: [5n, 6n] }]);
    expect(called.end.trace.gasConsumed).toBe(BUDGET);
  });

  test.each<[number, number, string | null]>([
    [50, 300, null],
    [51, 300, 'Exceeded the maximum keys length, keys length: 51, max keys length: 50.'],
    [50, 301, 'Exceeded the maximum data length, data length: 301, max data length: 300.'],
  ])('EmitEvent: %i keys and %i data', (keys, felts, text) => {
    const calldata = Array.from({ length: 400 }, () => 1n);
    expect(hardText(callWorld(worldOf([probe('EmitEvent', [...span(0, keys), ...span(0, felts)], 0)]), { calldata }))).toBe(text);
  });

  test('SendMessageToL1: appended; its price grows with the payload', () => {
    const called = callWorld(worldOf([probe('SendMessageToL1', [2n ** 160n - 1n, ...span(0, 3)], 0)]), { calldata: [1n, 2n, 3n] });
    expect(called.phase.messages).toEqual([{ from: addressOf(0), to: 2n ** 160n - 1n, payload: [1n, 2n, 3n] }]);
    expect(called.end.trace.gasConsumed).toBe(BUDGET + 2_770 + 3 * 600);
  });

  test('an array of two equal cells is empty, whatever they are; one of different segments is a hard error', () => {
    expect(callWorld(worldOf([probe('EmitEvent', [7n, 7n, 0n, 0n], 0)])).phase.events).toEqual([
      { from: addressOf(0), keys: [], data: [] },
    ]);
    expect(hardText(callWorld(worldOf([probe('EmitEvent', [0n, { calldataAt: 0 }, 0n, 0n], 0)])))).not.toBeNull();
    expect(hardText(callWorld(worldOf([probe('EmitEvent', [...span(1, 0), 0n, 0n], 0)]), { calldata: [1n] }))).toContain(
      'length of an array',
    );
    expect(hardText(callWorld(worldOf([probe('EmitEvent', [...span(0, 2), 0n, 0n], 0)]), { calldata: [1n] }))).toContain(
      'Unknown memory cell',
    );
  });
});

describe('gas', () => {
  test.each(SYSCALL_NAMES)('%s: is out of gas one below its price, and counted all the same', (name) => {
    const price = required(name);
    const args: Readonly<Partial<Record<SyscallName, readonly Argument[]>>> = {
      CallContract: [addressOf(1), selectorOf('echo'), ...span(0, 0)],
      LibraryCall: [hashOf(1), selectorOf('echo'), ...span(0, 0)],
      Deploy: [hashOf(1), 1n, ...span(0, 0), 0n],
      EmitEvent: [...span(0, 0), ...span(0, 0)],
      GetBlockHash: [1n],
      GetClassHashAt: [1n],
      GetExecutionInfo: [],
      Keccak: span(0, 17),
      MetaTxV0: [addressOf(1), EXECUTE_SELECTOR, ...span(0, 0), ...span(0, 0)],
      ReplaceClass: [hashOf(1)],
      SendMessageToL1: [1n, ...span(0, 0)],
      Sha256ProcessBlock: [{ calldataAt: 0 }, { calldataAt: 0 }],
      Sha512ProcessBlock: [{ calldataAt: 0 }, { calldataAt: 0 }],
      StorageRead: [0n, 1n],
      StorageWrite: [0n, 1n, 1n],
    };
    const curve = name.startsWith('Secp')
      ? name.endsWith('GetPointFromX')
        ? [1n, 0n, 0n]
        : name.endsWith('New')
          ? [1n, 0n, 1n, 0n]
          : null
      : null;
    const request = args[name] ??
      curve ?? [{ calldataAt: 0 }, ...(name.endsWith('GetXy') ? [] : name.endsWith('Add') ? [{ calldataAt: 0 }] : [1n, 0n])];
    const world = worldOf([probe(name, request, 4), ECHO]);
    const calldata = Array.from({ length: 17 }, () => 1n);
    if (price === 0) {
      if (name === 'Keccak') {
        const called = callWorld(world, { gas: BUDGET + 165_136, calldata });
        expect([called.end.kind, data(called), called.phase.builtins]).toEqual(['panicked', [OUT_OF_GAS], new Map()]);
      } else expect(data(callWorld(world, { gas: BUDGET, calldata }))).not.toEqual([OUT_OF_GAS]);
      return;
    }
    const called = callWorld(world, { gas: BUDGET + price - 1, calldata });
    expect([called.end.kind, data(called)]).toEqual(['panicked', [OUT_OF_GAS]]);
    // Nothing of the rest is taken, and the failed try is counted.
    expect(called.end.trace.gasConsumed).toBe(BUDGET);
    const counted = K.syscalls.get(name)?.resources.builtins;
    expect(called.phase.builtins).toEqual(counted);
  });

  test('anchor: GetBlockHash called with 10,809 ends out of gas after 10,000, with 10,810 it answers', () => {
    const world = worldOf([probe('GetBlockHash', [1n], 1)]);
    const failed = callWorld(world, { gas: 10_809 });
    expect([failed.end.kind, data(failed), failed.end.trace.gasConsumed]).toEqual(['panicked', [OUT_OF_GAS], 10_000]);
    expect(callWorld(world, { gas: 10_810 }).end.kind).toBe('returned');
  });

  test('an entry with less gas than its budget panics and consumes nothing; a missing entry point comes first', () => {
    const world = worldOf([probe('GetExecutionInfo', [], 1)]);
    const poor = callWorld(world, { gas: BUDGET - 1 });
    expect([poor.end.kind, data(poor), poor.end.trace.gasConsumed]).toEqual(['panicked', [OUT_OF_GAS], 0]);
    const missing = callWorld(world, { gas: 0, entry: 'nothing' });
    expect([missing.end.kind, data(missing), missing.end.trace.gasConsumed]).toEqual(['panicked', [ENTRYPOINT_NOT_FOUND], 0]);
  });

  test('gas of a request that is no 64-bit number, or more than was given back at the end, is a hard error', () => {
    const lying: Entries = [
      {
        name: 'main',
        code: (code) => {
          code.pushFelt(10n ** 12n);
          code.pushArgument(-5);
          code.pushFelt(0n);
          code.pushArgument(-4);
          code.pushArgument(-3);
          code.push(0x208b7fff7fff7ffen);
        },
      },
    ];
    expect(hardText(callWorld(worldOf([lying]), { gas: 10 ** 9 }))).toBe(
      'Malformed return data : Unexpected remaining gas: 1000000000000..\n',
    );
  });

  test('an unknown selector and one of Cairo 0 are hard errors', () => {
    expect(hardText(callWorld(worldOf([probe(0x1234n, [], 0)])))).toBe('Invalid syscall selector: 0x1234.');
    expect(hardText(callWorld(worldOf([probe(feltFromAscii('GetCallerAddress'), [], 0)])))).toBe(
      'Unknown Hint: Unsupported syscall selector GetCallerAddress.',
    );
    const old = constantsOf('0.14.2');
    expect(hardText(callWorld(worldOf([probe('Sha512ProcessBlock', [], 0)]), { constants: old }))).toContain('Invalid syscall selector');
  });
});

describe('calls', () => {
  const call = (entry: string, to: bigint = addressOf(1)): World =>
    worldOf([arrayProbe('CallContract', [to, selectorOf(entry), ...span(0, 2)]), ECHO]);

  test('CallContract: returns the data; the callee has its own storage and this contract as caller', () => {
    const called = callWorld(call('echo'), { calldata: [1n, 2n] });
    expect([called.end.kind, data(called)]).toEqual(['returned', [1n, 2n]]);
    expect(called.end.trace.inner).toMatchObject([
      { contract: addressOf(1), caller: addressOf(0), result: [1n, 2n], failed: false, gasConsumed: BUDGET },
    ]);
    expect(called.end.trace.gasConsumed).toBe(2 * BUDGET + required('CallContract'));
  });

  test('CallContract: a panic of the callee undoes its writes and events and is passed on with ENTRYPOINT_FAILED', () => {
    const called = callWorld(call('emit_and_fail'), { calldata: [1n, 2n] });
    expect([called.end.kind, data(called)]).toEqual(['panicked', [1n, 2n, ENTRYPOINT_FAILED]]);
    expect([called.phase.events, called.diff.storage.size]).toEqual([[], 0]);
    const kept = callWorld(call('emit'), { calldata: [1n, 2n] });
    expect([kept.phase.events.length, kept.diff.storage.get(feltToHex(addressOf(1)))]).toEqual([1, new Map([['0x1', 98n]])]);
  });

  test('CallContract: a missing entry point can be caught and costs the callee nothing', () => {
    const called = callWorld(call('nothing'), { calldata: [1n, 2n] });
    expect(data(called)).toEqual([ENTRYPOINT_NOT_FOUND, ENTRYPOINT_FAILED]);
    expect(called.end.trace.inner[0]?.gasConsumed).toBe(0);
  });

  test('CallContract: `__execute__` is an invalid argument', () => {
    expect(data(callWorld(call('__execute__'), { calldata: [1n, 2n] }))).toEqual([INVALID_ARGUMENT]);
  });

  test('CallContract: an address without contract, an undeclared class and too deep a stack are hard errors', () => {
    const nobody = callWorld(call('echo', 0x5555n), { calldata: [1n, 2n] });
    expect(hardText(nobody)).toBe(`Requested contract address 0x${'5555'.padStart(64, '0')} is not deployed.\n`);
    const self = worldOf([arrayProbe('CallContract', [addressOf(0), selectorOf('main'), ...span(0, 0)])]);
    const deep = callWorld(self, { gas: 10 ** 9 });
    expect(hardText(deep)).toBe('Execution failed due to recursion depth exceeded.\n');
    let depth = 0;
    for (let trace = deep.end.trace; trace.inner[0] !== undefined; trace = trace.inner[0]) depth += 1;
    expect(depth).toBe(50);
  });

  test('LibraryCall: runs the class over the own storage, with the own caller', () => {
    const world = worldOf([arrayProbe('LibraryCall', [hashOf(1), selectorOf('emit'), ...span(0, 2)]), ECHO]);
    const called = callWorld(world, { calldata: [1n, 2n] });
    expect(called.end.trace.inner).toMatchObject([{ contract: addressOf(0), classHash: hashOf(1), caller: 0x777n, isLibraryCall: true }]);
    expect([...called.diff.storage.keys()]).toEqual([feltToHex(addressOf(0))]);
    const undeclared = worldOf([arrayProbe('LibraryCall', [0x99n, selectorOf('emit'), ...span(0, 2)])]);
    expect(hardText(callWorld(undeclared, { calldata: [1n, 2n] }))).toBe(`Class with hash 0x${'99'.padStart(64, '0')} is not declared.\n`);
  });

  test('LibraryCall: `__execute__` is not blocked', () => {
    const world = worldOf([arrayProbe('LibraryCall', [hashOf(1), EXECUTE_SELECTOR, ...span(0, 1)]), ECHO]);
    expect(data(callWorld(world, { calldata: [3n] }))).toEqual([3n]);
  });

  test('ReplaceClass: later calls run the new class, this one goes on with its own', () => {
    const world = worldOf([probe('ReplaceClass', [hashOf(1)], 0), ECHO]);
    const called = callWorld(world);
    expect([called.end.kind, called.diff.deployed]).toEqual(['returned', new Map([[feltToHex(addressOf(0)), hashOf(1)]])]);
    expect(called.end.trace.gasConsumed).toBe(BUDGET);
  });

  test('GetClassHashAt: the class hash, 0 where nothing is deployed', () => {
    expect(data(callWorld(worldOf([probe('GetClassHashAt', [addressOf(0)], 1)])))).toEqual([hashOf(0)]);
    expect(data(callWorld(worldOf([probe('GetClassHashAt', [0x5555n], 1)])))).toEqual([0n]);
  });
});

describe('Deploy', () => {
  const deploy = (classes: readonly Entries[], args: readonly Argument[]): World => worldOf([probe('Deploy', args, 1), ...classes]);
  const addressFor = (fromZero: boolean, calldata: readonly bigint[]): bigint =>
    contractAddress(KERNEL, {
      deployer: fromZero ? toFelt(0) : addressOf(0),
      salt: toFelt(5),
      classHash: hashOf(1),
      calldata: calldata.map(toFelt),
    });

  test.each([false, true])('Deploy: runs the constructor and answers with the address; from zero: %s', (fromZero) => {
    const called = callWorld(deploy([WITH_CONSTRUCTOR], [hashOf(1), 5n, ...span(0, 2), fromZero ? 1n : 0n]), { calldata: [8n, 9n] });
    const address = addressFor(fromZero, [8n, 9n]);
    expect([called.end.kind, data(called)]).toEqual(['returned', [address]]);
    expect(called.end.trace.inner).toMatchObject([{ kind: 'constructor', contract: address, caller: addressOf(0), result: [8n, 9n] }]);
    expect(called.diff.deployed).toEqual(new Map([[feltToHex(toFelt(address)), hashOf(1)]]));
    expect(called.end.trace.gasConsumed).toBe(2 * BUDGET + required('Deploy', 2));
    expect(called.phase.builtins.get('pedersen')).toBe(7 + 2);
  });

  test('Deploy: a class without constructor takes no calldata', () => {
    const called = callWorld(deploy([ECHO], [hashOf(1), 5n, ...span(0, 0), 0n]));
    expect([called.end.kind, data(called), called.end.trace.inner]).toEqual(['returned', [addressFor(false, [])], []]);
    const refused = callWorld(deploy([ECHO], [hashOf(1), 5n, ...span(0, 1), 0n]), { calldata: [1n] });
    expect(hardText(refused)).toBe('Invalid input: constructor_calldata; Cannot pass calldata to a contract with no constructor.\n');
  });

  test('Deploy: a failing constructor, a taken address and an undeclared class are hard errors', () => {
    const failed = callWorld(deploy([FAILING_CONSTRUCTOR], [hashOf(1), 5n, ...span(0, 1), 0n]), { calldata: [feltFromAscii('no')] });
    expect(hardText(failed)).toMatch(/^Execution failed\. Failure reason:\nError in contract \(.*\):\n0x6e6f \('no'\)\.\n$/);
    const world = deploy([ECHO], [hashOf(1), 5n, ...span(0, 0), 0n]);
    const taken = {
      ...world,
      state: { ...world.state, deployed: new Map([...world.state.deployed, [feltToHex(toFelt(addressFor(false, []))), hashOf(1)]]) },
    };
    expect(hardText(callWorld(taken))).toContain('is unavailable for deployment.');
    expect(hardText(callWorld(deploy([], [0x99n, 5n, ...span(0, 0), 0n])))).toContain('is not declared');
  });
});

describe('block hash, execution info, meta transactions', () => {
  const world = worldOf([probe('GetBlockHash', [{ calldataFelt: 0 }], 1)]);
  const state = { ...world.state, storage: new Map([['0x1', new Map([['0x7c6', toFelt(0xabc)]])]]) };

  test('GetBlockHash: ten blocks back and older, later ones can be caught', () => {
    expect(data(callWorld({ ...world, state }, { calldata: [1_990n] }))).toEqual([0xabcn]);
    expect(data(callWorld({ ...world, state }, { calldata: [1_991n] }))).toEqual([BLOCK_NUMBER_OUT_OF_RANGE]);
    expect(data(callWorld({ ...world, state }, { calldata: [2n ** 64n - 1n] }))).toEqual([BLOCK_NUMBER_OUT_OF_RANGE]);
    expect(data(callWorld({ ...world, state }, { calldata: [0n], height: 9 }))).toEqual([BLOCK_NUMBER_OUT_OF_RANGE]);
  });

  test('GetBlockHash: while validating, the true number counts and a recent block is a hard error', () => {
    const info = { blockNumber: 1_900 };
    expect(data(callWorld({ ...world, state }, { mode: 'validate', info, calldata: [1_990n] }))).toEqual([0xabcn]);
    expect(hardText(callWorld({ ...world, state }, { mode: 'validate', info, calldata: [1_991n] }))).toBe(
      'Unauthorized syscall get_block_hash in execution mode Validate.',
    );
  });

  /** Reads a cell of the execution info: a path of offsets from its pointer. */
  const infoCell = (...path: readonly number[]): Entries => [
    {
      name: 'main',
      code: (code) => {
        const at = code.syscall('GetExecutionInfo', [], 1);
        const cell = code.follow(at, path);
        code.returnCells(cell, cell + 1);
      },
    },
  ];
  const FIELDS = {
    resourceBounds: {
      l1Gas: { maxAmount: 11n, maxPricePerUnit: 12n },
      l2Gas: { maxAmount: 21n, maxPricePerUnit: 22n },
      l1DataGas: { maxAmount: 31n, maxPricePerUnit: 32n },
    },
    tip: 5n,
    paymasterData: [],
    nonceDaMode: 0,
    feeDaMode: 1,
    accountDeploymentData: [toFelt(61)],
    proofFacts: [],
  } as const;
  const info = {
    version: toFelt(3),
    sender: toFelt(0x51),
    hash: toFelt(0x4a),
    nonce: toFelt(7),
    signature: [toFelt(71), toFelt(72)],
    fields: FIELDS,
    sequencer: toFelt(0x64),
  };
  const read = (path: readonly number[], extra: Parameters<typeof callWorld>[1] = {}): readonly bigint[] =>
    data(callWorld(worldOf([infoCell(...path)]), { info, ...extra }));

  test.each<[string, readonly number[], bigint]>([
    ['block number', [0, 0], 2_000n],
    ['timestamp', [0, 1], 1_788_000_123n],
    ['sequencer', [0, 2], 0x64n],
    ['version', [1, 0], 3n],
    ['sender', [1, 1], 0x51n],
    ['max fee', [1, 2], 0n],
    ['second felt of the signature', [1, 3, 1], 72n],
    ['hash', [1, 5], 0x4an],
    ['chain id', [1, 6], feltFromAscii('BICAMERAL')],
    ['nonce', [1, 7], 7n],
    ['name of the first bound', [1, 8, 0], feltFromAscii('L1_GAS')],
    ['amount of the second bound', [1, 8, 4], 21n],
    ['price of the third bound', [1, 8, 8], 32n],
    ['name of the third bound', [1, 8, 6], feltFromAscii('L1_DATA')],
    ['tip', [1, 10], 5n],
    ['nonce mode', [1, 13], 0n],
    ['fee mode', [1, 14], 1n],
    ['account deployment data', [1, 15, 0], 61n],
    ['caller', [2], 0x777n],
    ['contract', [3], addressOf(0)],
    ['selector', [4], selectorOf('main')],
  ])('GetExecutionInfo: %s', (_, path, value) => {
    expect(read(path)).toEqual([value]);
  });

  test('GetExecutionInfo: an old transaction has zeros after its nonce', () => {
    for (const at of [8, 9, 10, 17, 18]) expect(read([1, at], { info: { ...info, version: toFelt(0), fields: null } })).toEqual([0n]);
  });

  test('GetExecutionInfo: old accounts see version 1 while the tip is small, and no data gas', () => {
    const old = { ...K, legacyAccounts: { version1: [hashOf(0)], version1MaxTip: 5n, withoutDataGas: [hashOf(0)] } };
    expect(read([1, 0], { constants: old })).toEqual([1n]);
    expect(read([1, 0], { constants: old, info: { ...info, version: toFelt(3n + 2n ** 128n) } })).toEqual([1n + 2n ** 128n]);
    expect(read([1, 0], { constants: old, info: { ...info, fields: { ...FIELDS, tip: 6n } } })).toEqual([3n]);
    expect(hardText(callWorld(worldOf([infoCell(1, 8, 6)]), { info, constants: old }))).toContain('Unknown');
  });

  test('MetaTxV0: calls `__execute__` as a transaction of version 0, then the own info is back', () => {
    const account: Entries = [{ ...infoCell(1, 0)[0]!, name: '__execute__' }];
    const world0 = worldOf([arrayProbe('MetaTxV0', [addressOf(1), EXECUTE_SELECTOR, ...span(0, 2), ...span(1, 2)]), account]);
    const called = callWorld(world0, { info, calldata: [1n, 2n] });
    expect(called.end.trace.inner).toMatchObject([{ caller: 0n, contract: addressOf(1), selector: EXECUTE_SELECTOR }]);
    // The version that `__execute__` saw.
    expect(data(called)).toEqual([0n]);
    expect(called.phase.info).toMatchObject(info);
    expect(called.end.trace.gasConsumed).toBe(2 * BUDGET + required('MetaTxV0', 2) + required('GetExecutionInfo'));
    const wrong = worldOf([arrayProbe('MetaTxV0', [addressOf(1), 5n, ...span(0, 0), ...span(0, 0)])]);
    expect(data(callWorld(wrong, { info }))).toEqual([INVALID_ARGUMENT]);
  });
});

describe('validate mode', () => {
  test.each<[SyscallName, readonly Argument[], string]>([
    ['CallContract', [addressOf(1), selectorOf('echo'), ...span(0, 0)], 'call_contract'],
    ['CallContract', [addressOf(1), EXECUTE_SELECTOR, ...span(0, 0)], 'call_contract'],
    ['Deploy', [hashOf(1), 1n, ...span(0, 0), 0n], 'deploy'],
    ['MetaTxV0', [addressOf(1), EXECUTE_SELECTOR, ...span(0, 0), ...span(0, 0)], 'meta_tx_v0'],
    ['GetClassHashAt', [1n], 'get_class_hash_at'],
  ])('%s is forbidden', (name, args, text) => {
    const called = callWorld(worldOf([probe(name, args, 2), ECHO]), { mode: 'validate', gas: 10 ** 7 });
    expect(hardText(called)).toBe(`Unauthorized syscall ${text} in execution mode Validate.`);
  });

  test('a library call, a call of itself and replacing the class are allowed', () => {
    const library = worldOf([arrayProbe('LibraryCall', [hashOf(1), selectorOf('echo'), ...span(0, 1)]), ECHO]);
    expect(data(callWorld(library, { mode: 'validate', calldata: [4n] }))).toEqual([4n]);
    const self = worldOf([[...arrayProbe('CallContract', [addressOf(0), selectorOf('echo'), ...span(0, 1)]), ...ECHO]]);
    expect(data(callWorld(self, { mode: 'validate', calldata: [4n] }))).toEqual([4n]);
    expect(callWorld(worldOf([probe('ReplaceClass', [hashOf(0)], 0)]), { mode: 'validate' }).end.kind).toBe('returned');
  });
});

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** 64-bit words of a message with Keccak's padding, little end first. */
const keccakInput = (message: Uint8Array): readonly bigint[] => {
  const padded = new Uint8Array(Math.ceil((message.length + 1) / 136) * 136);
  padded.set(message);
  padded[message.length] = 1;
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) | 0x80;
  const view = new DataView(padded.buffer);
  return Array.from({ length: padded.length / 8 }, (_, i) => view.getBigUint64(8 * i, true));
};
const u256Le = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);

describe('hashes', () => {
  test.each([0, 1, 135, 136, 300])('Keccak: of %i bytes is that of the library, and is paid and counted by rounds', (length) => {
    const message = Uint8Array.from({ length }, (_, i) => i * 7);
    const words = keccakInput(message);
    const rounds = words.length / 17;
    const called = callWorld(worldOf([probe('Keccak', span(0, words.length), 2)]), { calldata: words });
    const hash = u256Le(keccak_256(message));
    expect(data(called)).toEqual([hash & LIMB, hash >> 128n]);
    expect(called.end.trace.gasConsumed).toBe(BUDGET + rounds * 165_137);
    expect(called.phase.builtins).toEqual(
      new Map([
        ['range_check', 45 * rounds],
        ['keccak', rounds],
        ['bitwise', 6 * rounds],
      ]),
    );
  });

  test('Keccak: the count must be a multiple of 17, each word below 2^64', () => {
    const words = Array.from({ length: 18 }, () => 1n);
    const called = callWorld(worldOf([probe('Keccak', span(0, 18), 2)]), { calldata: words });
    expect([data(called), called.phase.builtins]).toEqual([[INVALID_INPUT_LENGTH], new Map()]);
    const large = callWorld(worldOf([probe('Keccak', span(0, 18), 2)]), { calldata: [...words.slice(1), 2n ** 64n] });
    expect(hardText(large)).toBe('Invalid syscall input: 0x10000000000000000; Invalid input for the keccak syscall.');
  });

  const SHA256_START = [0x6a09e667n, 0xbb67ae85n, 0x3c6ef372n, 0xa54ff53an, 0x510e527fn, 0x9b05688cn, 0x1f83d9abn, 0x5be0cd19n];
  const sha: Entries = [
    {
      name: 'main',
      code: (code) => {
        const at = code.syscall('Sha256ProcessBlock', [{ calldataAt: 0 }, { calldataAt: 8 }], 1);
        // The answer as an array of eight words: its pointer, and one made of it.
        code.pushCell(-5, code.used - 3);
        code.pushMoved(-5, code.used);
        code.pushFelt(0n);
        code.pushCell(-5, at);
        code.push(0x482480017fff8000n, 8n, 0x208b7fff7fff7ffen);
      },
    },
  ];

  test('Sha256ProcessBlock: one block is the hash of the library', () => {
    const block = new Uint8Array(64);
    block.set([97, 98, 99, 0x80]);
    block[63] = 24;
    const words = Array.from({ length: 16 }, (_, i) => BigInt(new DataView(block.buffer).getUint32(4 * i)));
    const called = callWorld(worldOf([sha]), { calldata: [...SHA256_START, ...words] });
    const hex = data(called)
      .map((word) => word.toString(16).padStart(8, '0'))
      .join('');
    expect(hex).toBe(hexOf(sha256(Uint8Array.of(97, 98, 99))));
    expect(called.end.trace.gasConsumed).toBe(BUDGET + 829_995);
  });

  test('Sha256ProcessBlock: a word of more than 32 bits is a hard error', () => {
    const calldata = [...SHA256_START, 2n ** 32n, ...Array.from({ length: 15 }, () => 0n)];
    expect(hardText(callWorld(worldOf([sha]), { calldata }))).toContain('too large');
  });
});

/** The arithmetic itself is compared with OpenSSL in secp.test.ts. */
describe.each([
  [
    'Secp256k1',
    SECP256K1,
    0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
    0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
  ],
  [
    'Secp256r1',
    SECP256R1,
    0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  ],
] as const)('%s', (prefix, curve, gx, gy) => {
  const G = { x: gx, y: gy };
  const prime = curve.p;
  const point = (scalar: bigint): { readonly x: bigint; readonly y: bigint } => multiplySecp(curve, G, scalar)!;
  const limbs = (value: bigint): readonly bigint[] => [value & LIMB, value >> 128n];
  const xy = ({ x, y }: { readonly x: bigint; readonly y: bigint }): readonly bigint[] => [...limbs(x), ...limbs(y)];
  const newPoint = (x: bigint, y: bigint): Entries => probe(`${prefix}New`, [...limbs(x), ...limbs(y)], 1);

  test('New: on the curve an option with a point, beside it none, too large an invalid argument', () => {
    expect(data(callWorld(worldOf([newPoint(G.x, G.y)])))).toEqual([0n]);
    expect(data(callWorld(worldOf([newPoint(0n, 0n)])))).toEqual([0n]);
    expect(data(callWorld(worldOf([probe(`${prefix}New`, [...limbs(G.x), ...limbs(G.y + 1n)], 2)])))).toEqual([1n, 0n]);
    expect(data(callWorld(worldOf([newPoint(prime, G.y)])))).toEqual([INVALID_ARGUMENT]);
    expect(data(callWorld(worldOf([newPoint(G.x, prime)])))).toEqual([INVALID_ARGUMENT]);
    expect(hardText(callWorld(worldOf([probe(`${prefix}New`, [2n ** 128n, 0n, 0n, 0n], 2)])))).toContain('SierraU128');
  });

  test('GetPointFromX: the point of the parity asked for, none for an x without', () => {
    const fromX = (x: bigint, odd: bigint): readonly bigint[] =>
      data(callWorld(worldOf([probe(`${prefix}GetPointFromX`, [...limbs(x), odd], 1)])));
    expect(fromX(G.x, 1n)).toEqual([0n]);
    expect(fromX(prime, 1n)).toEqual([INVALID_ARGUMENT]);
    const none = Array.from({ length: 12 }, (_, i) => fromX(BigInt(i), 0n)[0]);
    expect(none).toContain(1n);
  });

  /** Makes points, then what `more` does with their handles, and returns coordinates. */
  const chain = (more: (code: Parameters<Entries[number]['code']>[0], first: number, second: number) => number): Entries => [
    {
      name: 'main',
      code: (code) => {
        const first = code.syscall(`${prefix}New`, [...limbs(G.x), ...limbs(G.y)], 2) + 1;
        const { x, y } = point(5n);
        const second = code.syscall(`${prefix}New`, [...limbs(x), ...limbs(y)], 2) + 1;
        const result = more(code, first, second);
        code.syscall(`${prefix}GetXy`, [{ responseAt: result }], 4);
        code.returnAnswer(4);
      },
    },
  ];

  test('Add, Mul and GetXy: the coordinates are those of the sum and of the multiple', () => {
    const sum = chain((code, first, second) => code.syscall(`${prefix}Add`, [{ responseAt: first }, { responseAt: second }], 1));
    expect(data(callWorld(worldOf([sum])))).toEqual(xy(point(6n)));
    const multiple = chain((code, _, second) => code.syscall(`${prefix}Mul`, [{ responseAt: second }, 7n, 0n], 1));
    const called = callWorld(worldOf([multiple]));
    expect(data(called)).toEqual(xy(point(35n)));
    const names = [`${prefix}New`, `${prefix}New`, `${prefix}Mul`, `${prefix}GetXy`] as const;
    expect(called.end.trace.gasConsumed).toBe(BUDGET + names.reduce((gas, n) => gas + required(n), 0));
  });

  test('Mul by 0 is the identity, whose coordinates are 0', () => {
    const nothing = chain((code, first) => code.syscall(`${prefix}Mul`, [{ responseAt: first }, 0n, 0n], 1));
    expect(data(callWorld(worldOf([nothing])))).toEqual([0n, 0n, 0n, 0n]);
  });

  test('a handle that was never given, or is one of the other curve, is a hard error', () => {
    const other = prefix === 'Secp256k1' ? 'Secp256r1' : 'Secp256k1';
    expect(hardText(callWorld(worldOf([probe(`${prefix}GetXy`, [{ calldataAt: 0 }], 4)])))).toContain('Invalid Secp point ID');
    const mixed = chain((code, first) => code.syscall(`${other}Mul`, [{ responseAt: first }, 1n, 0n], 1));
    expect(hardText(callWorld(worldOf([mixed])))).toContain('Invalid Secp point ID');
  });
});
