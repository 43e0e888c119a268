// Every rule of protocol.md 4.1 as steps: what goes in, what comes out. Accounts are small numbers, a transaction is "account.nonce".
import { describe, expect, test } from 'vitest';
import { type Felt, FELT_PRIME, feltToHex, toFelt } from '../base/felt.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import { toTimeUs } from '../types/ids.ts';
import {
  REWIND,
  addTransaction,
  commitBlock,
  createMempool,
  getTransactions,
  hasReadyTransactions,
  isAccountKnown,
  mempoolView,
  nextNonceOf,
  updateGasPrice,
  validateTransaction,
} from './mempool.ts';
import { transactionBytes } from './pool.ts';
import {
  GWEI_8,
  TEST_MEMPOOL_SETTINGS,
  type TestTx,
  incoming,
  incomingDeclare,
  seconds,
  testAccount,
  testHash,
  testInvoke,
  testRng,
} from './test-transactions.ts';
import type { MempoolState } from './types.ts';

const name = (hash: Felt): string => `${(hash - 1n) / 1_000_000n}.${((hash - 1n) / 1_000n) % 1_000n}`;
const names = (hashes: readonly Felt[]): readonly string[] => hashes.map(name);

const open = (change: Partial<typeof TEST_MEMPOOL_SETTINGS> = {}): MempoolState =>
  createMempool({ ...TEST_MEMPOOL_SETTINGS, ...change }, testRng());
const add = (state: MempoolState, tx: TestTx, at = 0): string => {
  const { result } = addTransaction(state, incoming(tx), seconds(at));
  return result.ok ? 'ok' : result.error.code;
};
const addAll = (state: MempoolState, txs: readonly TestTx[]): void => {
  for (const tx of txs) expect(add(state, tx)).toBe('ok');
};
const take = (state: MempoolState, n: number, at = 0): readonly string[] =>
  names(getTransactions(state, n, seconds(at)).txs.map((tx) => tx.hash));
const commit = (state: MempoolState, nonces: Readonly<Record<number, number>>, rejected: readonly Felt[] = []): readonly string[] => {
  const addressToNonce = new Map(
    Object.entries(nonces).map(([account, nonce]) => [feltToHex(testAccount(Number(account))), toFelt(nonce)]),
  );
  return commitBlock(state, { addressToNonce, rejected }).dropped.map(({ hash, why }) => `${name(hash)} ${why}`);
};

describe('order', () => {
  test('mempool: the highest tip comes first and equal tips come by the highest hash', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0, tip: 5 },
      { account: 2, nonce: 0, tip: 9 },
      { account: 3, nonce: 0, tip: 5 },
    ]);
    expect(take(state, 10)).toEqual(['2.0', '3.0', '1.0']);
  });

  test('mempool: consecutive nonces of one account come out of one call, round after round', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0, tip: 1 },
      { account: 1, nonce: 1, tip: 100 },
      { account: 1, nonce: 2, tip: 3 },
      { account: 2, nonce: 0, tip: 50 },
    ]);
    // Round 1: 2.0 and 1.0; then 1.1 is queued alone; then 1.2.
    expect(take(state, 10)).toEqual(['2.0', '1.0', '1.1', '1.2']);
  });

  test('mempool: n bounds the call and the next call goes on behind what was handed out', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 1, nonce: 1 },
      { account: 2, nonce: 0 },
    ]);
    expect(take(state, 0)).toEqual([]);
    expect(take(state, 2)).toEqual(['2.0', '1.0']);
    expect(take(state, 2)).toEqual(['1.1']);
    expect(take(state, 2)).toEqual([]);
    expect(mempoolView(state).size).toBe(3);
  });

  test('mempool: a nonce above the account nonce waits until the gap closes', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 1 }]);
    expect(take(state, 10)).toEqual([]);
    addAll(state, [{ account: 1, nonce: 0 }]);
    expect(take(state, 10)).toEqual(['1.0', '1.1']);
  });

  test('mempool: below the gas price threshold a transaction is pending, and a lower threshold promotes it', () => {
    const state = open();
    updateGasPrice(state, 10n * GWEI_8);
    addAll(state, [
      { account: 1, nonce: 0, price: 9n * GWEI_8, tip: 900 },
      { account: 2, nonce: 0, price: 10n * GWEI_8 },
      { account: 3, nonce: 0, price: 8n * GWEI_8 },
    ]);
    expect(mempoolView(state)).toMatchObject({ priority: [testHash(2, 0)], pending: [testHash(1, 0, 900), testHash(3, 0)] });
    expect(take(state, 10)).toEqual(['2.0']);
    updateGasPrice(state, 9n * GWEI_8);
    expect(take(state, 10)).toEqual(['1.0']);
    updateGasPrice(state, 8n * GWEI_8);
    expect(take(state, 10)).toEqual(['3.0']);
  });

  test('mempool: a higher threshold demotes a queued transaction', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0 }]);
    updateGasPrice(state, GWEI_8 + 1n);
    expect(take(state, 10)).toEqual([]);
    expect(hasReadyTransactions(state)).toBe(false);
    updateGasPrice(state, GWEI_8);
    expect(hasReadyTransactions(state)).toBe(true);
  });
});

describe('admission', () => {
  test('mempool: a hash that is pooled is a duplicate transaction', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0 }]);
    expect(addTransaction(state, incoming({ account: 1, nonce: 0 }), seconds(0)).result).toEqual({
      ok: false,
      error: { code: 'DuplicateTransaction', hash: testHash(1, 0) },
    });
  });

  test.each([
    { note: 'the given account nonce', prepare: () => undefined, tx: { account: 1, nonce: 2, accountNonce: 3 }, next: 3n },
    {
      note: 'the staged nonce, which wins over the given one',
      prepare: (state: MempoolState) => {
        addAll(state, [{ account: 1, nonce: 0 }]);
        take(state, 1);
      },
      tx: { account: 1, nonce: 0, hash: 77 },
      next: 1n,
    },
    {
      note: 'the committed nonce, which wins over the given one',
      prepare: (state: MempoolState) => commit(state, { 1: 5 }),
      tx: { account: 1, nonce: 4 },
      next: 5n,
    },
  ])('mempool: a nonce below $note is too old', ({ prepare, tx, next }) => {
    const state = open();
    prepare(state);
    expect(addTransaction(state, incoming(tx), seconds(0)).result).toEqual({
      ok: false,
      error: { code: 'NonceTooOld', sender: testAccount(1), txNonce: toFelt(tx.nonce), accountNonce: next },
    });
  });

  test('mempool: the last felt is too large a nonce', () => {
    const nonce = toFelt(FELT_PRIME - 1n);
    const tx = { ...incoming({ account: 1, nonce: 0 }), accountNonce: nonce, tx: { hash: toFelt(3n), tx: testInvoke({ nonce }) } };
    expect(addTransaction(open(), tx, seconds(0)).result).toEqual({ ok: false, error: { code: 'NonceTooLarge', nonce } });
  });

  test.each([
    { note: 'both by exactly 10 %', tip: 110, price: 1100n, ok: true },
    { note: 'tip 1 short', tip: 109, price: 1100n, ok: false },
    { note: 'price 1 short', tip: 110, price: 1099n, ok: false },
    { note: 'far above', tip: 900, price: 9000n, ok: true },
  ])('mempool: replacing tip 100 at price 1000: $note', ({ tip, price, ok }) => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0, tip: 100, price: 1000n }]);
    const { result, dropped } = addTransaction(state, incoming({ account: 1, nonce: 0, tip, price }), seconds(0));
    expect(result).toEqual(
      ok
        ? { ok: true, value: { replaced: testHash(1, 0, 100) } }
        : { ok: false, error: { code: 'DuplicateNonce', sender: testAccount(1), nonce: 0n } },
    );
    expect(dropped).toEqual(ok ? [{ hash: testHash(1, 0, 100), why: 'replaced' }] : []);
    expect(mempoolView(state)).toMatchObject({ size: 1, priority: [testHash(1, 0, ok ? tip : 100)] });
  });

  test.each([
    { old: 1, incomingTip: 1, ok: false },
    { old: 1, incomingTip: 2, ok: true },
    { old: 11, incomingTip: 12, ok: false },
    { old: 11, incomingTip: 13, ok: true },
    { old: 0, incomingTip: 0, ok: true },
  ])('mempool: the escalation of tip $old rounds up: $incomingTip', ({ old, incomingTip, ok }) => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0, tip: old, price: 1000n }]);
    expect(add(state, { account: 1, nonce: 0, tip: incomingTip, price: 2000n, hash: 9 })).toBe(ok ? 'ok' : 'DuplicateNonce');
  });

  test('mempool: an escalation beyond u128 is refused', () => {
    const state = open();
    // 10 % more would fit, ten times the price does not.
    addAll(state, [{ account: 1, nonce: 0, price: 1n << 126n }]);
    expect(add(state, { account: 1, nonce: 0, price: 1n << 127n, hash: 9 })).toBe('DuplicateNonce');
    addAll(state, [
      { account: 2, nonce: 0, price: 1n << 124n },
      { account: 2, nonce: 0, price: 1n << 125n, hash: 9 },
    ]);
  });

  test('mempool: a replaced transaction behind a gap stays behind it', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 3, tip: 10 },
      { account: 1, nonce: 3, tip: 20, price: 2n * GWEI_8 },
    ]);
    expect(mempoolView(state)).toMatchObject({ size: 1, priority: [], pending: [] });
  });

  test('mempool: validation finds what admission would refuse and changes nothing', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0, tip: 10 }]);
    const before = plainToText(state);
    expect(validateTransaction(state, incoming({ account: 1, nonce: 0, tip: 10 }))).toMatchObject({
      error: { code: 'DuplicateTransaction' },
    });
    expect(validateTransaction(state, incoming({ account: 1, nonce: 0, tip: 10, hash: 5 }))).toMatchObject({
      error: { code: 'DuplicateNonce' },
    });
    expect(validateTransaction(state, incoming({ account: 1, nonce: 1, accountNonce: 2 }))).toMatchObject({
      error: { code: 'NonceTooOld' },
    });
    expect(validateTransaction(state, incoming({ account: 1, nonce: 0, tip: 11, price: 2n * GWEI_8 }))).toEqual({ ok: true, value: null });
    expect(plainToText(state)).toBe(before);
  });
});

describe('staging and commit', () => {
  test('mempool: an empty commit rewinds, and the same transactions come out again', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0, tip: 4 },
      { account: 1, nonce: 1 },
      { account: 2, nonce: 0 },
    ]);
    const first = take(state, 10);
    expect(commitBlock(state, REWIND).dropped).toEqual([]);
    expect(take(state, 10)).toEqual(first);
  });

  test('mempool: a block removes what it used and rewinds what it left out', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 1, nonce: 1 },
      { account: 2, nonce: 0 },
      { account: 3, nonce: 0 },
    ]);
    take(state, 10);
    expect(commit(state, { 1: 1, 3: 1 })).toEqual(['1.0 committed', '3.0 committed']);
    expect(take(state, 10)).toEqual(['2.0', '1.1']);
  });

  test('mempool: a block of another proposer removes what the pool never handed out', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 1, nonce: 1 },
      { account: 1, nonce: 2 },
    ]);
    expect(commit(state, { 1: 2 })).toEqual(['1.0 committed', '1.1 committed']);
    expect(take(state, 10)).toEqual(['1.2']);
    commitBlock(state, REWIND);
    expect(commit(state, { 1: 7 })).toEqual(['1.2 committed']);
    expect(mempoolView(state)).toMatchObject({ size: 0, bytes: 0, priority: [], pending: [] });
  });

  test('mempool: a commit closes a gap', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 4 }]);
    expect(state.gapAccounts.size).toBe(1);
    commit(state, { 1: 4 });
    expect(state.gapAccounts.size).toBe(0);
    expect(take(state, 10)).toEqual(['1.4']);
  });

  test('mempool: a rejected transaction is removed and what follows it waits behind the gap', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 1, nonce: 1 },
      { account: 2, nonce: 0 },
    ]);
    take(state, 2);
    expect(commit(state, { 2: 1 }, [testHash(1, 0), testHash(9, 9)])).toEqual(['2.0 committed', '1.0 rejected']);
    expect(take(state, 10)).toEqual([]);
    expect(state.gapAccounts.size).toBe(1);
    addAll(state, [{ account: 1, nonce: 0 }]);
    expect(take(state, 10)).toEqual(['1.0', '1.1']);
  });

  test('mempool: of several rejected transactions of an account the lowest opens the gap', () => {
    const state = open();
    addAll(
      state,
      [0, 1, 2, 3].map((nonce) => ({ account: 1, nonce })),
    );
    take(state, 4);
    expect(commit(state, {}, [testHash(1, 0), testHash(1, 3)])).toEqual(['1.0 rejected', '1.3 rejected']);
    expect(take(state, 10)).toEqual([]);
    expect(state.gapAccounts.size).toBe(1);
  });

  test('mempool: a committed nonce never goes down', () => {
    const state = open();
    commit(state, { 1: 3 });
    expect(() => commit(state, { 1: 2 })).toThrow('never go down');
    expect(commit(state, { 1: 3 })).toEqual([]);
  });

  test('mempool: committed nonces are remembered for as many commits as configured', () => {
    const state = open({ committedNonceRetentionBlocks: 3 });
    commit(state, { 1: 1, 2: 1 });
    commit(state, { 2: 2 });
    commitBlock(state, REWIND);
    expect(isAccountKnown(state, testAccount(1))).toBe(true);
    commitBlock(state, REWIND);
    expect(isAccountKnown(state, testAccount(1))).toBe(false);
    expect(isAccountKnown(state, testAccount(2))).toBe(true);
    commitBlock(state, REWIND);
    expect(isAccountKnown(state, testAccount(2))).toBe(false);
    expect(state.history.length).toBe(3);
  });
});

describe('expiry', () => {
  test('mempool: an addition drops what has lived its time, except what is staged', () => {
    const state = open();
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 2, nonce: 0 },
    ]);
    expect(take(state, 1)).toEqual(['2.0']);
    expect(addTransaction(state, incoming({ account: 3, nonce: 0 }), toTimeUs(59_999_999)).dropped).toEqual([]);
    expect(addTransaction(state, incoming({ account: 4, nonce: 0 }), seconds(60)).dropped).toEqual([
      { hash: testHash(1, 0), why: 'expired' },
    ]);
    commitBlock(state, REWIND);
    expect(addTransaction(state, incoming({ account: 5, nonce: 0 }), seconds(61)).dropped).toEqual([
      { hash: testHash(2, 0), why: 'expired' },
    ]);
  });

  test('mempool: what follows an expired transaction waits behind a gap', () => {
    const state = open();
    add(state, { account: 1, nonce: 0 }, 0);
    add(state, { account: 1, nonce: 1 }, 30);
    add(state, { account: 2, nonce: 0 }, 60);
    expect(state.gapAccounts).toEqual(new Set([feltToHex(testAccount(1))]));
    expect(take(state, 10, 60)).toEqual(['2.0']);
    expect(add(state, { account: 1, nonce: 0 }, 60)).toBe('ok');
    expect(take(state, 10, 60)).toEqual(['1.0', '1.1']);
  });

  test('mempool: handing out drops a queued transaction older than its time and what waits behind it', () => {
    const state = open();
    add(state, { account: 1, nonce: 0, tip: 9 }, 0);
    add(state, { account: 1, nonce: 1 }, 30);
    add(state, { account: 2, nonce: 0 }, 30);
    const { txs, dropped } = getTransactions(state, 10, toTimeUs(60_000_001));
    expect(names(txs.map((tx) => tx.hash))).toEqual(['2.0']);
    expect(dropped).toEqual([{ hash: testHash(1, 0, 9), why: 'expired' }]);
    expect(state.gapAccounts.size).toBe(1);
  });

  test('mempool: at exactly its time a transaction is still handed out', () => {
    const state = open();
    add(state, { account: 1, nonce: 0 }, 0);
    expect(take(state, 10, 60)).toEqual(['1.0']);
  });
});

describe('capacity', () => {
  const bytes = transactionBytes(incoming({ account: 0, nonce: 0 }).tx.tx);

  test('mempool: a transaction that creates a gap finds a full mempool', () => {
    const state = open({ capacityBytes: 2 * bytes });
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 2, nonce: 5 },
    ]);
    expect(addTransaction(state, incoming({ account: 3, nonce: 1 }), seconds(0))).toEqual({
      result: { ok: false, error: { code: 'MempoolFull', bytes: 3 * bytes, capacityBytes: 2 * bytes } },
      dropped: [],
    });
  });

  test('mempool: a transaction that creates no gap evicts those of accounts with one, highest nonces first', () => {
    const state = open({ capacityBytes: 3 * bytes });
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 2, nonce: 5 },
      { account: 2, nonce: 6 },
    ]);
    const { result, dropped } = addTransaction(state, incoming({ account: 3, nonce: 0 }), seconds(0));
    expect(result.ok).toBe(true);
    expect(dropped).toEqual([{ hash: testHash(2, 6), why: 'evicted' }]);
    expect(state.bytes).toBe(3 * bytes);
    expect(state.gapAccounts.size).toBe(1);
    addAll(state, [{ account: 1, nonce: 1 }]);
    expect(state.gapAccounts.size).toBe(0);
    expect(add(state, { account: 4, nonce: 0 })).toBe('MempoolFull');
  });

  test('mempool: what was evicted stays out when there is no room all the same', () => {
    const state = open({ capacityBytes: 3 * bytes });
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 2, nonce: 5 },
      { account: 3, nonce: 0 },
    ]);
    const { result, dropped } = addTransaction(state, incoming({ account: 4, nonce: 0, felts: 100 }), seconds(0));
    expect(result.ok).toBe(false);
    expect(dropped).toEqual([{ hash: testHash(2, 5), why: 'evicted' }]);
    expect(mempoolView(state).size).toBe(2);
  });

  test('mempool: a replacement of the same size needs no room', () => {
    const state = open({ capacityBytes: bytes });
    addAll(state, [
      { account: 1, nonce: 0, tip: 1 },
      { account: 1, nonce: 0, tip: 2, price: 2n * GWEI_8 },
    ]);
    expect(state.bytes).toBe(bytes);
    expect(add(state, { account: 1, nonce: 0, tip: 9, price: 4n * GWEI_8, felts: 1 })).toBe('MempoolFull');
    expect(mempoolView(state).priority).toEqual([testHash(1, 0, 2)]);
  });

  test('mempool: a replacement behind a gap needs no room either', () => {
    const state = open({ capacityBytes: bytes });
    addAll(state, [
      { account: 1, nonce: 3, tip: 1 },
      { account: 1, nonce: 3, tip: 2, price: 2n * GWEI_8 },
    ]);
    expect(state.bytes).toBe(bytes);
  });

  test('mempool: equal seeds evict equal accounts', () => {
    const run = (): readonly string[] => {
      const state = open({ capacityBytes: 20 * bytes });
      for (let account = 0; account < 20; account++) addAll(state, [{ account, nonce: 7 }]);
      const dropped = Array.from(
        { length: 10 },
        (_, i) => addTransaction(state, incoming({ account: 100 + i, nonce: 0 }), seconds(0)).dropped,
      );
      return dropped.flat().map(({ hash }) => name(hash));
    };
    expect(run()).toEqual(run());
    expect(new Set(run()).size).toBe(10);
    expect(run()).not.toEqual(run().toSorted());
  });
});

describe('declares', () => {
  test('mempool: a declare waits its delay outside the pool, cannot be replaced, and counts its bytes', () => {
    const state = open();
    expect(addTransaction(state, incomingDeclare(1, 0), seconds(0)).result.ok).toBe(true);
    expect(mempoolView(state)).toMatchObject({ size: 0, delayedDeclares: 1 });
    expect(state.bytes).toBeGreaterThan(0);
    expect(hasReadyTransactions(state)).toBe(true);
    expect(add(state, { account: 1, nonce: 0, tip: 999, price: 9n * GWEI_8 })).toBe('DuplicateNonce');
    addAll(state, [{ account: 1, nonce: 1 }]);
    expect(state.gapAccounts.size).toBe(0);
    expect(nextNonceOf(state, testAccount(1), toFelt(0n))).toBe(2n);
    expect(getTransactions(state, 10, toTimeUs(999_999)).txs).toEqual([]);
    expect(take(state, 10, 1)).toEqual(['1.0', '1.1']);
  });

  test('mempool: a declare whose nonce a block used meanwhile is dropped when it is due', () => {
    const state = open();
    addTransaction(state, incomingDeclare(1, 0), seconds(0));
    commit(state, { 1: 1 });
    expect(getTransactions(state, 10, seconds(1))).toEqual({ txs: [], dropped: [{ hash: testHash(1, 0, 500), why: 'rejected' }] });
    expect(state.bytes).toBe(0);
  });
});

describe('what others ask', () => {
  test('mempool: the next nonce comes after all consecutive pooled transactions', () => {
    const state = open();
    const next = (committed: number): bigint => nextNonceOf(state, testAccount(1), toFelt(committed));
    expect(next(7)).toBe(7n);
    addAll(state, [
      { account: 1, nonce: 0 },
      { account: 1, nonce: 1 },
      { account: 1, nonce: 3 },
    ]);
    expect(next(0)).toBe(2n);
    take(state, 10);
    expect(next(0)).toBe(2n);
    commit(state, { 1: 2 });
    expect(next(0)).toBe(2n);
    addAll(state, [{ account: 1, nonce: 2 }]);
    expect(next(2)).toBe(4n);
  });

  test('mempool: an account is known while it is pooled, staged or recently committed', () => {
    const state = open();
    expect(isAccountKnown(state, testAccount(1))).toBe(false);
    addAll(state, [{ account: 1, nonce: 0 }]);
    expect(isAccountKnown(state, testAccount(1))).toBe(true);
    commit(state, { 1: 1 });
    expect(isAccountKnown(state, testAccount(1))).toBe(true);
  });

  test('mempool: the state is plain data and a copy of it goes its own way', () => {
    const state = open();
    addAll(state, [{ account: 1, nonce: 0 }]);
    // A snapshot that crossed a port shares nothing, not even what was frozen.
    const copy = clonePlain(structuredClone(state));
    expect(plainToText(copy)).toBe(plainToText(state));
    expect(take(copy, 10)).toEqual(['1.0']);
    expect(commit(copy, { 1: 1 })).toEqual(['1.0 committed']);
    expect(take(state, 10)).toEqual(['1.0']);
  });
});
