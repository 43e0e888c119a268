// Law: the native engine and the Cairo engine are one: on random workloads each transaction has the same rejection or the same receipt, state diff,
// visited cells, weights and trace, and each block the same totals. So a run has the same fingerprint with either.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compiledHashOf } from '../../core/exec/class-store.ts';
import { addToBlock, createBouncer } from '../../core/exec/bouncer.ts';
import { casmHashResources, hashedShapeOf } from '../../core/exec/casm-hash-estimate.ts';
import { constantsOf } from '../../core/exec/constants.ts';
import type { CallTrace, ExecutedTransaction, ExecutionEngine, TransactionRejection } from '../../core/exec/engine.ts';
import { createEngine } from '../../core/exec/engines/create-engine.ts';
import { createNativeEngine } from '../../core/exec/engines/native.ts';
import { contextAt, genesisState, invoke, transferCall } from '../../core/exec/fixture.ts';
import { feltToHex, toFelt } from '../../core/base/felt.ts';
import type { Result } from '../../core/base/result.ts';
import { accountCode } from '../../core/exec/native/account.ts';
import { NATIVE_CLASSES } from '../../core/exec/native/classes.ts';
import { compiledCosts, type CostsOf } from '../../core/exec/native/costs.ts';
import { erc20Code } from '../../core/exec/native/erc20.ts';
import { diffReader, mergeDiffs } from '../../core/state/diff.ts';
import type { StateReader } from '../../core/state/reader.ts';
import type { AccountTransaction, HashedTransaction } from '../../core/types/transaction.ts';
import { built, cairoEngine, type Draft, draft, KERNEL, OWN_CLASSES } from './native-world.ts';

const VERSIONS = ['0.14.4', '0.14.2'] as const;
type Version = (typeof VERSIONS)[number];
const native = createNativeEngine(KERNEL);
const cairo = cairoEngine();
const CAPACITY = constantsOf('0.14.4').bouncer.capacity;

/** A call that ended in a hard error has its steps counted by the virtual machine alone. */
const comparable = (call: CallTrace): CallTrace => ({
  ...call,
  steps: call.failed && call.result.length === 0 ? 0 : call.steps,
  inner: call.inner.map(comparable),
});

const told = (result: Result<ExecutedTransaction, TransactionRejection>): unknown =>
  result.ok
    ? {
        ...result.value,
        trace: result.value.trace.map(({ phase, call }) => ({ phase, call: comparable(call) })),
      }
    : result.error;

const isAccount = (tx: HashedTransaction): tx is HashedTransaction<AccountTransaction> => tx.tx.kind !== 'l1_handler';

/** Everything that an engine says of a block with these transactions. */
const blockOf = (engine: ExecutionEngine, version: Version, drafts: readonly Draft[]): readonly unknown[] => {
  const context = contextAt(12, { starknetVersion: version });
  let diff = engine.startOfBlock(context, { height: 2, hash: toFelt(0x2) });
  let state: StateReader = diffReader(genesisState(), diff);
  const bouncer = createBouncer(version);
  const seen: unknown[] = [];
  for (const of of drafts) {
    const tx = built(of, state.nonceAt);
    if (isAccount(tx)) seen.push(engine.validate(context, tx, state, { skipValidate: false }));
    const result = engine.execute(context, tx, state);
    seen.push(told(result));
    if (!result.ok) continue;
    seen.push(addToBlock(bouncer, result.value, CAPACITY));
    diff = mergeDiffs(diff, result.value.stateDiff);
    state = diffReader(state, result.value.stateDiff);
  }
  return [...seen, bouncer, engine.endOfBlock(context, diff, state)];
};

const sameBlocks = (left: ExecutionEngine, right: ExecutionEngine, version: Version): fc.IProperty<[Draft[]]> =>
  fc.property(fc.array(draft, { minLength: 1, maxLength: 8 }), (drafts) => {
    expect(blockOf(left, version, drafts)).toEqual(blockOf(right, version, drafts));
  });

describe('native = Cairo', () => {
  test.each(VERSIONS)(
    'native: with the constants of %s every transaction and every block is the same on both engines',
    (version) => fc.assert(sameBlocks(native, cairo, version), { numRuns: 150 }),
    120_000,
  );

  test('native: each class has the compiled hash and the cost of hashing of our own', () => {
    for (const { classHash, casm } of OWN_CLASSES) {
      const row = Object.values(NATIVE_CLASSES).find((candidate) => candidate.classHash === classHash);
      expect(row?.compiledClassHash).toBe(compiledHashOf(casm));
      for (const version of VERSIONS) expect(row?.hashing).toEqual(casmHashResources(constantsOf(version), hashedShapeOf(casm)));
    }
  });
});

/** The native engine with one figure of one entry point changed by one unit. */
const miscosted = (entry: string, what: 'held' | 'gas'): ExecutionEngine => {
  const wrong = <C extends 'account' | 'erc20'>(contract: C): CostsOf<C> => {
    const right = compiledCosts(contract);
    return (name) => {
      const costs = right(name);
      if (name !== entry) return costs;
      return what === 'held'
        ? { ...costs, heldAt: (path) => costs.heldAt(path) + 1 }
        : { ...costs, costAt: (path) => ({ ...costs.costAt(path), gas: costs.costAt(path).gas + 1 }) };
    };
  };
  const codes = new Map([
    [feltToHex(NATIVE_CLASSES.account.classHash), accountCode(KERNEL, wrong('account'))],
    [feltToHex(NATIVE_CLASSES.erc20.classHash), erc20Code(KERNEL, wrong('erc20'))],
  ]);
  return createEngine('miscosted', { kernel: KERNEL, codeOf: (hash) => codes.get(feltToHex(hash)) ?? null, declarable: () => null }, null);
};

describe('the law', () => {
  test.each([
    ['transfer', 'gas'],
    ['__validate__', 'gas'],
    ['__execute__', 'gas'],
    ['__execute__', 'held'],
    ['approve', 'held'],
  ] as const)(
    'law: it sees one unit of Sierra gas too much in %s (%s)',
    (entry, what) => {
      expect(() => fc.assert(sameBlocks(miscosted(entry, what), cairo, '0.14.4'), { numRuns: 400 })).toThrow('Property failed');
    },
    60_000,
  );
});

test('native: the receipt of a transfer is that of its compiled twin, to the unit', () => {
  const tx = invoke(KERNEL, { calls: [transferCall(0x77n, 5n)] });
  const [ours, theirs] = [native, cairo].map((engine) => engine.execute(contextAt(1), tx, genesisState()));
  expect(ours?.ok && ours.value.receipt).toEqual(theirs?.ok && theirs.value.receipt);
  expect(ours?.ok && ours.value.receipt.actualFee).toBeGreaterThan(0n);
});
