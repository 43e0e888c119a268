// The bouncer's worked example (execution.md 9), marginal weights over a block, and its two refusals.
import { describe, expect, test } from 'vitest';
import { type Felt, toFelt } from '../base/felt.ts';
import { clonePlain } from '../base/plain.ts';
import { EMPTY_DIFF } from '../state/diff.ts';
import type { BouncerWeights, StateDiff } from '../types/block.ts';
import { addToBlock, createBouncer, marginalWeights, NO_WEIGHTS } from './bouncer.ts';
import { constantsOf } from './constants.ts';
import type { ExecutedTransaction } from './engine.ts';
import { NO_RESOURCES } from './resources.ts';

const K = constantsOf('0.14.4');

type Cells = Readonly<Record<string, readonly string[]>>;
type Made = {
  readonly visited?: Cells;
  readonly storage?: Cells;
  readonly nonces?: readonly string[];
  readonly deployed?: readonly string[];
  readonly weights?: Partial<BouncerWeights>;
};

const flat = (keys: readonly string[] = []): ReadonlyMap<string, Felt> => new Map(keys.map((key) => [key, toFelt(1)]));
const executed = (made: Made): ExecutedTransaction => {
  const stateDiff: StateDiff = {
    ...EMPTY_DIFF,
    storage: new Map(Object.entries(made.storage ?? {}).map(([address, keys]) => [address, flat(keys)])),
    nonces: flat(made.nonces),
    deployed: flat(made.deployed),
  };
  return {
    receipt: {
      transactionHash: toFelt(1),
      transactionKind: 'invoke_v3',
      status: { kind: 'succeeded' },
      actualFee: 0n,
      events: [],
      messages: [],
      gas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
      daGas: { l1Gas: 0, l1DataGas: 0, l2Gas: 0 },
      resources: NO_RESOURCES,
    },
    stateDiff,
    executedClasses: new Map(),
    visited: new Map(Object.entries(made.visited ?? {}).map(([address, keys]) => [address, new Set(keys)])),
    weights: { ...NO_WEIGHTS, nTxs: 1, ...made.weights },
    resources: NO_RESOURCES,
    trace: [],
  };
};
const TWO_VISITED = executed({ visited: { '0x9': ['0x1', '0x2'] }, storage: { '0x9': ['0x1'] } });

describe('bouncer', () => {
  test("bouncer: two visited cells and one changed key have the repository test's weights", () => {
    expect(marginalWeights(createBouncer('0.14.4'), TWO_VISITED)).toEqual({
      ...NO_WEIGHTS,
      nTxs: 1,
      stateDiffSize: 4,
      sierraGas: 406_800,
      provingGas: 295_200,
    });
  });

  test('bouncer: a cell visited or changed before in the block weighs nothing again', () => {
    const bouncer = createBouncer('0.14.4');
    expect(addToBlock(bouncer, TWO_VISITED, K.bouncer.capacity).ok).toBe(true);
    expect(marginalWeights(bouncer, TWO_VISITED)).toEqual({ ...NO_WEIGHTS, nTxs: 1 });
    const more = executed({
      visited: { '0x9': ['0x2', '0x3'] },
      storage: { '0x9': ['0x1', '0x3'] },
      nonces: ['0x9', '0xa'],
      deployed: ['0xa'],
    });
    // New: cell 0x3 (visited and changed), contract 0xa with nonce and class hash.
    expect(marginalWeights(bouncer, more)).toMatchObject({ stateDiffSize: 2 + 2 + 1, sierraGas: 2 * 135_600 });
  });

  test('bouncer: totals are sums, and what was added is returned', () => {
    const bouncer = createBouncer('0.14.4');
    const heavy = executed({ weights: { nEvents: 3, receiptL2Gas: 10, l1Gas: 5, messageSegmentLength: 7, sierraGas: 2, provingGas: 1 } });
    const added = addToBlock(bouncer, heavy, K.bouncer.capacity);
    expect(added).toEqual({ ok: true, value: heavy.weights });
    addToBlock(bouncer, TWO_VISITED, K.bouncer.capacity);
    expect(bouncer.weights).toEqual({
      l1Gas: 5,
      messageSegmentLength: 7,
      nEvents: 3,
      nTxs: 2,
      stateDiffSize: 4,
      sierraGas: 406_802,
      provingGas: 295_201,
      receiptL2Gas: 10,
    });
  });

  test('bouncer: equality fits, one more closes the block and changes nothing', () => {
    const capacity = { ...K.bouncer.capacity, nTxs: 2, nEvents: 4 };
    const bouncer = createBouncer('0.14.4');
    const two = executed({ weights: { nEvents: 2 } });
    expect([addToBlock(bouncer, two, capacity).ok, addToBlock(bouncer, two, capacity).ok]).toEqual([true, true]);
    const before = clonePlain(bouncer);
    expect(addToBlock(bouncer, TWO_VISITED, capacity)).toEqual({
      ok: false,
      error: { code: 'BlockFull', weight: 'nTxs', total: 3, capacity: 2 },
    });
    expect(bouncer).toEqual(before);
  });

  test('bouncer: a transaction beyond an empty block is told apart', () => {
    const bouncer = createBouncer('0.14.4');
    const error = { code: 'TransactionTooLarge', weight: 'receiptL2Gas', total: 5_800_000_001, capacity: 5_800_000_000 };
    expect(addToBlock(bouncer, executed({ weights: { receiptL2Gas: 5_800_000_001 } }), K.bouncer.capacity)).toEqual({ ok: false, error });
    expect(bouncer.weights).toEqual(NO_WEIGHTS);
  });
});
