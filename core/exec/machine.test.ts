// The call machine over small contracts made for the test: journal and revert of caught failures, depth, gas, validate mode.
// Source of the rules: execution.md 5.1, 5.4, 6.1, 6.6, 6.7.
import { describe, expect, test } from 'vitest';
import { type Felt, feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { diffReader, EMPTY_DIFF, EMPTY_READER } from '../state/diff.ts';
import { createOverlay, overlayDiff } from '../state/overlay.ts';
import { type Code, emitEvent, type EntryPoint, panic, storageRead, storageWrite, type SyscallAnswer } from './calls.ts';
import { constantsOf } from './constants.ts';
import { syscallGas } from './constants.ts';
import { createEngine } from './engines/create-engine.ts';
import { contextAt, createTestKernel, flatCosts, genesisState, invoke } from './fixture.ts';
import { ENTRYPOINT_FAILED, OUT_OF_GAS } from './felts.ts';
import { runPhase } from './machine.ts';
import type { CodeOf, PhaseReport } from './phase.ts';
import { feltText } from './panic-text.ts';
import { NO_RESOURCES } from './resources.ts';
import { EXECUTE_SELECTOR, VALIDATE_SELECTOR } from './selectors.ts';
import { executeInfo, NO_TRANSACTION } from './transaction-info.ts';

const K = constantsOf('0.14.4');
const KERNEL = createTestKernel();

const [A, B] = [toFelt(0xa), toFelt(0xb)] as const;
const CLASS = toFelt(0xc1a55);
const RUN = toFelt(1);
type Program = (calldata: readonly Felt[]) => Code<readonly Felt[]>;

/** A call whose failure is caught. */
function* tryCall(to: Felt, selector: Felt, calldata: readonly Felt[] = []): Code<SyscallAnswer & { readonly kind: 'returned' }> {
  const answer = yield { kind: 'call_contract', to, selector, calldata };
  if (answer.kind !== 'returned') throw new Error('a returned answer');
  return answer;
}

const codeOf =
  (programs: Readonly<Record<string, Program>>, own: number): CodeOf =>
  (classHash) =>
    classHash === CLASS
      ? {
          kind: 'native',
          entryPoint: (_, selector): EntryPoint | null => {
            const run = programs[feltToHex(selector)];
            return run === undefined ? null : { costs: flatCosts(own, new Map([['pedersen', 1]])), run };
          },
          hashing: NO_RESOURCES,
        }
      : null;
const base = diffReader(EMPTY_READER, {
  ...EMPTY_DIFF,
  deployed: new Map([A, B, toFelt(0xd)].map((address) => [feltToHex(address), address === 0xdn ? toFelt(0xbad) : CLASS])),
});

type Setup = {
  readonly gas?: number;
  readonly mode?: 'validate' | 'execute';
  readonly calldata?: readonly Felt[];
  readonly to?: Felt;
  readonly own?: number;
};
const run = (
  programs: Readonly<Record<string, Program>>,
  { gas = 10 ** 9, mode = 'execute', calldata = [], to = A, own = 0 }: Setup = {},
) => {
  const overlay = createOverlay();
  const info = executeInfo(contextAt(1), NO_TRANSACTION);
  const report = runPhase(
    { mode, constants: K, kernel: KERNEL, codeOf: codeOf(programs, own), base, overlay, info, stepLimit: null },
    { kind: 'external', contract: to, library: null, selector: RUN, calldata, caller: toFelt(0) },
    gas,
  );
  return { ...report, diff: overlayDiff(base, overlay) };
};
const hardText = ({ end }: PhaseReport): string | null => (end.kind === 'aborted' ? end.error.text : null);
const [READ, WRITE, EVENT, CALL] = (['StorageRead', 'StorageWrite', 'EmitEvent', 'CallContract'] as const).map((n) => syscallGas(K, n)) as [
  number,
  number,
  number,
  number,
];

describe('machine', () => {
  test("machine: a caught failure undoes the inner call's writes and events, also those of its own calls", () => {
    const report = run({
      '0x1': function* () {
        yield* storageWrite(toFelt(1), toFelt(10));
        yield* emitEvent([toFelt(1)], []);
        const { failed, data } = yield* tryCall(B, toFelt(2));
        yield* emitEvent([toFelt(4)], []);
        return [toFelt(failed ? 1 : 0), ...data, yield* storageRead(toFelt(1))];
      },
      '0x2': function* () {
        yield* storageWrite(toFelt(1), toFelt(20));
        yield* emitEvent([toFelt(2)], []);
        yield* tryCall(A, toFelt(3));
        return yield* panic('no');
      },
      '0x3': function* () {
        yield* storageWrite(toFelt(1), toFelt(30));
        yield* emitEvent([toFelt(3)], []);
        return [];
      },
    });
    expect(report.end.kind).toBe('returned');
    expect(report.end.trace.result).toEqual([1n, feltFromAscii('no'), ENTRYPOINT_FAILED, 10n]);
    expect(report.phase.events.map((e) => e.keys[0])).toEqual([1n, 4n]);
    expect(report.diff.storage).toEqual(new Map([['0xa', new Map([['0x1', 10n]])]]));
    // Visits and builtins stay counted: own run and syscalls of three calls.
    expect([...report.phase.visited.keys()]).toEqual(['0xa', '0xb']);
    expect(report.phase.builtins).toEqual(
      new Map([
        ['pedersen', 3],
        ['range_check', 3 + 4 + 1 + 2 * 18],
      ]),
    );
  });

  test('machine: a panic of the outermost call leaves nothing but its gas', () => {
    const report = run({
      '0x1': function* () {
        yield* storageWrite(toFelt(1), toFelt(10));
        yield* emitEvent([toFelt(1)], []);
        return yield* panic('no');
      },
    });
    expect([report.end.kind, report.end.trace.failed, report.phase.events.length, report.diff]).toEqual(['panicked', true, 0, EMPTY_DIFF]);
    expect(report.end.trace.gasConsumed).toBe(WRITE + EVENT);
    expect(report.revertedGas).toBe(WRITE + EVENT);
  });

  test('machine: the failure felt is appended once per level', () => {
    const pass = (next: Felt): Program =>
      function* () {
        const { data } = yield* tryCall(B, next);
        yield { kind: 'panic', data };
        return [];
      };
    const { end } = run({
      '0x1': pass(toFelt(2)),
      '0x2': pass(toFelt(3)),
      '0x3': function* () {
        return yield* panic('x');
      },
    });
    expect(end.trace.result).toEqual([feltFromAscii('x'), ENTRYPOINT_FAILED, ENTRYPOINT_FAILED]);
  });

  test('machine: fifty calls deep is allowed, one more is a hard error through all of them', () => {
    const deeper: Program = function* ([n = toFelt(0)]) {
      if (n > 1n) yield* tryCall(A, RUN, [toFelt(n - 1n)]);
      return [];
    };
    expect(run({ '0x1': deeper }, { calldata: [toFelt(50)] }).end.kind).toBe('returned');
    const over = run({ '0x1': deeper }, { calldata: [toFelt(51)] });
    expect(hardText(over)).toBe('Execution failed due to recursion depth exceeded.\n');
    expect(over.end.kind === 'aborted' && over.end.error.frames.length).toBe(50);
  });

  test('machine: an inner hard error cannot be caught', () => {
    const report = run({
      '0x1': function* () {
        yield* tryCall(toFelt(0x77), RUN);
        return [];
      },
    });
    expect(hardText(report)).toBe(`Requested contract address ${feltText(toFelt(0x77))} is not deployed.\n`);
    expect(report.revertedGas).toBe(CALL);
  });

  test('machine: a class without code is a hard error', () => {
    expect(hardText(run({}, { to: toFelt(0xd) }))).toBe(`Class with hash ${feltText(toFelt(0xbad))} is not declared.\n`);
  });

  test('machine: below the entry budget nothing runs and nothing is consumed; a missing entry point comes first', () => {
    const ends = {
      '0x1': function* () {
        yield* storageWrite(toFelt(1), toFelt(1));
        return [];
      },
    };
    const poor = run(ends, { gas: 9_999 }).end;
    expect([poor.trace.result, poor.trace.gasConsumed]).toEqual([[OUT_OF_GAS], 0]);
    expect(run({}, { gas: 9_999 }).end.trace.result).toEqual([feltFromAscii('ENTRYPOINT_NOT_FOUND')]);
  });

  test('machine: an own cost that the gas does not cover takes the entry budget', () => {
    const end = run(
      {
        '0x1': function* () {
          return [yield* storageRead(toFelt(1))];
        },
      },
      { gas: 10_000, own: 10_001 },
    ).end;
    expect([end.trace.result, end.trace.gasConsumed]).toEqual([[OUT_OF_GAS], 10_000]);
  });

  test.each([
    [READ + WRITE, 'returned', READ + WRITE],
    // The syscall is refused, the 10,000 that compiled code pays before it are gone.
    [READ + WRITE - 1, 'panicked', READ + 10_000],
  ])('machine: with %i gas a read and a write end as %s and consume %i', (gas, kind, consumed) => {
    const { end, diff, revertedGas } = run(
      {
        '0x1': function* () {
          yield* storageWrite(toFelt(1), toFelt((yield* storageRead(toFelt(1))) + 1n));
          return [];
        },
      },
      { gas },
    );
    expect([end.kind, end.trace.gasConsumed, diff.storage.size]).toEqual([kind, consumed, kind === 'returned' ? 1 : 0]);
    expect(revertedGas).toBe(consumed);
  });

  test('machine: an inner call gets what is left and returns what it does not use', () => {
    const { end } = run(
      {
        '0x1': function* () {
          yield* tryCall(B, toFelt(2));
          yield* tryCall(B, toFelt(3));
          return [];
        },
        '0x2': function* () {
          yield* storageRead(toFelt(1));
          return [];
        },
        '0x3': function* () {
          yield* storageRead(toFelt(1));
          return yield* panic('p');
        },
      },
      { gas: 2 * CALL + 2 * READ },
    );
    expect([end.trace.inner.map((c) => c.gasConsumed), end.trace.gasConsumed]).toEqual([[READ, READ], 2 * CALL + 2 * READ]);
  });

  test.each([
    ['keys', 51, 0, 'Exceeded the maximum keys length, keys length: 51, max keys length: 50.'],
    ['data', 50, 301, 'Exceeded the maximum data length, data length: 301, max data length: 300.'],
    ['nothing', 50, 300, null],
  ])('machine: an event with too many %s is a hard error', (_, keys, data, text) => {
    const felts = (n: number): readonly Felt[] => Array.from({ length: n }, () => toFelt(1));
    const report = run({
      '0x1': function* () {
        yield* emitEvent(felts(keys), felts(data));
        return [];
      },
    });
    expect(hardText(report)).toBe(text);
  });

  test('machine: while validating, only calls to oneself are allowed', () => {
    const calls = (to: Felt): Program =>
      function* () {
        yield* tryCall(to, toFelt(2));
        return [];
      };
    const idle: Program = function* () {
      yield* emitEvent([], []);
      return [];
    };
    expect(run({ '0x1': calls(A), '0x2': idle }, { mode: 'validate' }).end.kind).toBe('returned');
    expect(hardText(run({ '0x1': calls(B), '0x2': idle }, { mode: 'validate' }))).toBe(
      'Unauthorized syscall call_contract in execution mode Validate.',
    );
    const execute: Program = function* () {
      yield* tryCall(B, EXECUTE_SELECTOR);
      return [];
    };
    expect(hardText(run({ '0x1': execute }, { mode: 'validate' }))).toContain('Unauthorized syscall');
  });
});

describe('engine over other contracts', () => {
  const kernel = createTestKernel();
  const returning = (...data: readonly bigint[]) =>
    createEngine(
      'test',
      {
        kernel,
        declarable: () => null,
        codeOf: () => ({
          kind: 'native',
          entryPoint: (_, selector) => ({
            costs: flatCosts(0),
            run: function* () {
              yield* emitEvent([], []);
              return selector === VALIDATE_SELECTOR ? data.map(toFelt) : [];
            },
          }),
          hashing: NO_RESOURCES,
        }),
      },
      null,
    );

  test.each<[readonly bigint[], string]>([
    [[], 'Retdata([])'],
    [[1n], 'Retdata([0x1])'],
    [[feltFromAscii('VALID'), 0n], 'Retdata([0x56414c4944, 0x0])'],
  ])('rejected invoke: `__validate__` that returns %o', (data, got) => {
    const result = returning(...data).execute(contextAt(1), invoke(kernel, { calls: [] }), genesisState());
    expect(result).toEqual({
      ok: false,
      error: { code: 'InvalidValidateReturnData', message: `The \`validate\` entry point should return \`VALID\`. Got ${got}.` },
    });
  });

  test('invoke: contracts see rounded block data while validating and the true ones while executing', () => {
    const seen: (readonly [number, number, bigint])[] = [];
    const engine = createEngine(
      'test',
      {
        kernel,
        declarable: () => null,
        codeOf: () => ({
          kind: 'native',
          entryPoint: () => ({
            costs: flatCosts(0),
            run: function* () {
              const answer = yield { kind: 'execution_info' };
              if (answer.kind === 'info') seen.push([answer.info.blockNumber, answer.info.blockTimestamp, answer.info.sequencer]);
              return [feltFromAscii('VALID')];
            },
          }),
          hashing: NO_RESOURCES,
        }),
      },
      null,
    );
    engine.execute(contextAt(1_234, { timestamp: 7_300 }), invoke(kernel, { calls: [] }), genesisState());
    expect(seen).toEqual([
      [1_200, 7_200, 0n],
      [1_234, 7_300, 0x64n],
      [1_234, 7_300, 0x64n],
    ]);
  });
});
