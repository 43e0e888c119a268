// Worked figures of the reference over compiled classes, both gas modes mixed, the frames of nested functions, and hostile input.
// Source: execution.md 6.4-6.6, 6.8, 7.9, 8.5 (examples C and D).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FELT_PRIME, feltFromAscii, feltToHex, toFelt } from '../../base/felt.ts';
import { selectorOf } from '../../crypto/keccak.ts';
import { RET_WORD } from '../../vm/instruction.ts';
import { constantsOf } from '../constants.ts';
import { SYSCALL_NAMES } from '../constants-table.ts';
import { type GasInput, gasReport } from '../gas.ts';
import { NO_RESOURCES } from '../resources.ts';
import { EXECUTE_SELECTOR } from '../selectors.ts';
import { addressOf, type Argument, arrayProbe, callWorld, type Entries, hardText, hashOf, probe, span, worldOf } from './fixture.ts';

const K = constantsOf('0.14.4');
type Writer = Entries[number]['code'];

describe('worked figures', () => {
  test('example C: Starknet resources of the regression, with blobs and with calldata', () => {
    const event = { from: toFelt(1), keys: [toFelt(1)], data: [toFelt(1)] };
    // Four events with three keys and five data felts in all; an L1 message of six felts; nothing computed.
    const events = [event, event, { ...event, data: [toFelt(1), toFelt(1), toFelt(1)] }, { ...event, keys: [], data: [] }];
    const input: GasInput = {
      kind: 'L1Handler',
      daMode: 'blob',
      calldataFelts: 6,
      archivedFelts: 2 + 3,
      codeBytes: 4,
      events,
      messages: [],
      changes: { storageUpdates: 7, classHashUpdates: 11, compiledClassHashUpdates: 13, modifiedContracts: 17, newCells: 0 },
      vm: NO_RESOURCES,
      sierraGas: 0,
      revertedSierraGas: 0,
      revertedSteps: 0,
    };
    const free = {
      ...K,
      vmFee: { ...K.vmFee, perBuiltin: new Map([...K.vmFee.perBuiltin.keys()].map((name) => [name, [0, 1] as const])) },
    };
    const blobs = gasReport(free, input);
    const computed = Math.ceil(blobs.resources.steps * 0.0025) * 40_000;
    expect([blobs.gas.l1Gas, blobs.daGas.l1DataGas, blobs.gas.l2Gas - computed]).toEqual([21_543, 2_720, 87_040]);
    expect(gasReport(free, { ...input, daMode: 'calldata' }).gas.l1Gas).toBe(62_834);
  });

  /** Two GetExecutionInfo, one StorageRead and ten StorageWrite, as each half of the contract of example D makes. */
  const half: Writer = (code) => {
    code.syscall('GetExecutionInfo', [], 1);
    code.syscall('GetExecutionInfo', [], 1);
    code.syscall('StorageRead', [0n, 1n], 1);
    for (let i = 0n; i < 10n; i++) code.syscall('StorageWrite', [0n, 100n + i, 7n], 0);
  };

  test('example D: the OS part of a meta transaction and of what both halves do', () => {
    const contract: Entries = [
      {
        name: 'main',
        code: (code) => {
          half(code);
          code.syscall('MetaTxV0', [addressOf(0), EXECUTE_SELECTOR, ...span(0, 1), ...span(0, 1)], 2);
          code.returnAnsweredArray();
        },
      },
      {
        name: '__execute__',
        code: (code) => {
          half(code);
          code.returnCalldata(0, 0n);
        },
      },
    ];
    const called = callWorld(worldOf([contract], [[1, 6, 0]]), { calldata: [1_234n] });
    expect([called.end.kind, called.end.trace.result, called.end.trace.gasConsumed]).toEqual(['returned', [1_234n], 0]);
    const own = called.end.trace.steps + (called.end.trace.inner[0]?.steps ?? 0);
    expect(called.phase.vm.steps - own).toBe(14_219);
    expect(called.phase.vm.builtins).toEqual(
      new Map([
        ['range_check', 50],
        ['pedersen', 10],
      ]),
    );
    expect(called.phase.run.steps).toBe(own);
    // The same in Sierra gas: every syscall at its price.
    const sierra = callWorld(worldOf([contract]), { calldata: [1_234n] });
    expect(sierra.end.trace.gasConsumed).toBe(2 * 10_000 + 158_550 + 4_850 + 2 * (2 * 1_240 + 14_070 + 10 * 49_970));
    expect(sierra.phase.vm.steps).toBe(0);
  });
});

describe('gas modes', () => {
  const spender: Entries = [
    {
      name: 'spend',
      code: (code) => {
        code.syscall('StorageWrite', [0n, 5n, 1n], 0);
        code.returnCalldata(0, 0n);
      },
    },
  ];
  const outer = arrayProbe('CallContract', [addressOf(1), selectorOf('spend'), ...span(0, 1)]);

  test('modes: a call in CairoSteps takes nothing of the Sierra gas of its caller and is paid by steps', () => {
    const called = callWorld(worldOf([outer, spender], [undefined, [1, 6, 9]]), { calldata: [1n] });
    expect(called.end.trace.gasConsumed).toBe(10_000 + 81_360);
    expect(called.end.trace.inner[0]).toMatchObject({ mode: 'cairo_steps', gasConsumed: 0 });
    expect(called.phase.vm.steps).toBe((called.end.trace.inner[0]?.steps ?? 0) + 599);
    expect(called.vmSteps).toBe(called.end.trace.inner[0]?.steps);
  });

  test('modes: a caller in CairoSteps makes all calls below it so', () => {
    const called = callWorld(worldOf([outer, spender], [[0, 9, 9]]), { calldata: [1n] });
    expect([called.end.trace.mode, called.end.trace.inner[0]?.mode]).toEqual(['cairo_steps', 'cairo_steps']);
    expect(called.revertedGas).toBe(0);
  });

  test('modes: the step limit holds for all CairoSteps calls together', () => {
    const world = worldOf([outer, spender], [[1, 6, 0]]);
    const needed = callWorld(world, { calldata: [1n] }).vmSteps;
    expect(callWorld(world, { calldata: [1n], stepLimit: needed }).end.kind).toBe('returned');
    expect(hardText(callWorld(world, { calldata: [1n], stepLimit: needed - 1 }))).toContain('RunResources has no remaining steps.\n');
  });

  test('modes: holes are unread cells of used segments; bytecode that never runs is none', () => {
    const holey: Entries = [
      {
        name: 'main',
        code: (code) => {
          // ap += 3 leaves three cells that nobody reads; the unused entry point below is read as a whole.
          code.push(0x40780017fff7fffn, 3n);
          code.returnCalldata(0, 0n);
        },
      },
      { name: 'unused', code: (code) => code.returnCalldata(0, 0n) },
    ];
    expect(callWorld(worldOf([holey], [[1, 6, 0]])).phase.vm.memoryHoles).toBe(3);
    expect(callWorld(worldOf([holey])).phase.vm.memoryHoles).toBe(0);
  });
});

test('modes: with a segment arena the last builtin counts, since it takes the place of two', () => {
  const arena: Entries = [
    {
      name: 'main',
      builtins: ['segment_arena'],
      code: (code) => {
        // Reads one cell of the arena's first triple, and leaves two.
        code.pushCell(-7, -3);
        code.returnCalldata(0, 0n);
      },
    },
  ];
  expect(callWorld(worldOf([arena], [[1, 6, 0]])).phase.vm.memoryHoles).toBe(2);
});

describe('inner reverts', () => {
  test('journal: what was written before a failed call, in it, and by calls inside it, is as before the call', () => {
    const write =
      (value: bigint): Writer =>
      (code) =>
        void code.syscall('StorageWrite', [0n, 1n, value], 0);
    const contract: Entries = [
      {
        name: 'main',
        code: (code) => {
          write(10n)(code);
          code.syscall('ReplaceClass', [hashOf(0)], 0);
          code.syscall('CallContract', [addressOf(0), selectorOf('middle'), ...span(0, 0)], 2);
          const at = code.syscall('StorageRead', [0n, 1n], 1);
          code.returnCells(at, at + 1);
        },
      },
      {
        name: 'middle',
        code: (code) => {
          write(20n)(code);
          code.syscall('SendMessageToL1', [1n, ...span(0, 0)], 0);
          code.syscall('ReplaceClass', [hashOf(1)], 0);
          code.syscall('LibraryCall', [hashOf(0), selectorOf('inner'), ...span(0, 0)], 2);
          code.returnCalldata(0, 1n);
        },
      },
      {
        name: 'inner',
        code: (code) => {
          write(30n)(code);
          code.syscall('EmitEvent', [...span(0, 0), ...span(0, 0)], 0);
          code.returnCalldata(0, 0n);
        },
      },
    ];
    const called = callWorld(worldOf([contract, contract]));
    expect([called.end.kind, called.end.trace.result]).toEqual(['returned', [10n]]);
    expect([called.phase.events, called.phase.messages, called.diff.deployed]).toEqual([[], [], new Map()]);
    expect(called.diff.storage).toEqual(new Map([[feltToHex(addressOf(0)), new Map([['0x1', 10n]])]]));
    // What a failed call did is still counted and visited.
    expect(called.phase.visited.size).toBe(1);
    expect(called.end.trace.inner[0]?.inner[0]).toMatchObject({ failed: false, isLibraryCall: true });
  });
});

describe('tracebacks', () => {
  /** Calls a function of its own, which fails. */
  const nested: Entries = [
    {
      name: 'main',
      code: (code) => {
        code.push(0x1104800180018000n, 2n);
        // The function: [ap] = [[fp - 1] + 100], far behind the return address in the bytecode.
        code.push(0x480280007fff8000n + (100n << 32n), RET_WORD);
      },
    },
  ];

  test('traceback: in CairoSteps mode the frame lists the calls that led there', () => {
    const called = callWorld(worldOf([nested], [[1, 6, 0]]));
    expect(called.end).toMatchObject({ kind: 'aborted', error: { frames: [{ kind: 'vm', pc: '0:2', traceback: ['0:0'] }], pc: '0:2' } });
    expect(callWorld(worldOf([nested])).end).toMatchObject({ kind: 'aborted', error: { frames: [], pc: '0:2' } });
  });
});

describe('hostile input', () => {
  const argument: fc.Arbitrary<Argument> = fc.oneof(
    fc.constantFrom(
      0n,
      1n,
      2n,
      2n ** 64n,
      2n ** 128n,
      2n ** 251n,
      FELT_PRIME - 1n,
      addressOf(0),
      hashOf(0),
      selectorOf('main'),
      EXECUTE_SELECTOR,
    ),
    fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }),
    fc.integer({ min: 0, max: 40 }).map((calldataAt) => ({ calldataAt })),
    fc.integer({ min: 0, max: 4 }).map((calldataFelt) => ({ calldataFelt })),
  );

  test('hostile: any request of any syscall ends as a result, leaves nothing behind when it fails, and is the same twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SYSCALL_NAMES, feltFromAscii('Nothing')),
        fc.array(argument, { maxLength: 8 }),
        fc.array(fc.bigInt({ min: 0n, max: FELT_PRIME - 1n }), { maxLength: 34 }),
        fc.record({
          mode: fc.constantFrom('execute' as const, 'validate' as const),
          gas: fc.constantFrom(0, 10_000, 10 ** 6, 10 ** 10),
          old: fc.boolean(),
        }),
        (name, args, calldata, { mode, gas, old }) => {
          const world = worldOf([probe(name, args, 4)], [old ? [1, 0, 0] : undefined]);
          const [first, second] = [callWorld(world, { calldata, mode, gas }), callWorld(world, { calldata, mode, gas })];
          expect(second.end).toEqual(first.end);
          if (first.end.kind === 'returned') return;
          if (first.end.kind === 'panicked')
            expect([first.diff.storage.size, first.diff.deployed.size, first.phase.events.length]).toEqual([0, 0, 0]);
          expect(first.end.trace.gasConsumed).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('hostile: a class that claims more gas than it has is refused at its end, and a revert charges no less than nothing', () => {
    const lying = (name: 'StorageRead', domain: bigint, claimed: bigint): Entries => [
      {
        name: 'main',
        code: (code) => {
          code.claimGas(claimed);
          code.syscall(name, [0n, 1n], 1);
          code.syscall(name, [domain, 1n], 1);
          code.returnCalldata(0, 0n);
        },
      },
    ];
    const stopped = callWorld(worldOf([lying('StorageRead', 1n, 10n ** 15n)]), { gas: 10 ** 6 });
    expect([hardText(stopped), stopped.revertedGas]).toEqual(['Invalid address domain: 0x1.', 0]);
    expect(hardText(callWorld(worldOf([lying('StorageRead', 0n, 10n ** 15n)]), { gas: 10 ** 6 }))).toContain('Unexpected remaining gas');
    expect(hardText(callWorld(worldOf([lying('StorageRead', 0n, 2n ** 64n)]), { gas: 10 ** 6 }))).toContain('Unexpected gas.');
  });

  test('hostile: passing a large array on and on ends at our own limit', () => {
    const world = worldOf([
      [
        {
          name: 'main',
          code: (code) => {
            code.syscall('EmitEvent', [...span(0, 0), ...span(0, 0)], 0);
            // Emits nothing but reads the calldata as keys of a call to itself, for ever.
            code.syscall('CallContract', [addressOf(0), selectorOf('main'), ...span(0, 5_000)], 2);
            code.returnAnsweredArray();
          },
        },
      ],
    ]);
    const called = callWorld(world, { calldata: Array.from({ length: 5_000 }, () => 1n), gas: 10 ** 10 });
    expect(hardText(called)).toContain('recursion depth exceeded');
    expect(called.phase.ownSteps.left).toBeLessThan(11_200_000 - 49 * 1_250);
  });
});
