// Laws of the mempool under any sequence of calls; after each call the indices are checked against the pool.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feltToHex, toFelt } from '../base/felt.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import { REWIND, addTransaction, commitBlock, createMempool, getTransactions, updateGasPrice } from './mempool.ts';
import { resolveNonce } from './nonces.ts';
import { transactionBytes } from './pool.ts';
import { GWEI_8, TEST_MEMPOOL_SETTINGS, incoming, incomingDeclare, testAccount, testRng } from './test-transactions.ts';
import type { MempoolState } from './types.ts';

const ACCOUNTS = 4;
const ONE = transactionBytes(incoming({ account: 0, nonce: 0 }).tx.tx);

type Step =
  | { readonly kind: 'add'; readonly account: number; readonly nonce: number; readonly tip: number; readonly price: number }
  | { readonly kind: 'declare'; readonly account: number }
  | { readonly kind: 'get'; readonly n: number }
  | { readonly kind: 'price'; readonly price: number }
  | { readonly kind: 'rewind' }
  /** Takes the first `used` transactions handed out into a block and rejects one more. */
  | { readonly kind: 'commit'; readonly used: number; readonly rejects: boolean }
  | { readonly kind: 'wait'; readonly us: number };

const account = fc.integer({ min: 0, max: ACCOUNTS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), account, nonce: fc.nat(4), tip: fc.nat(20), price: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('declare' as const), account }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('get' as const), n: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('price' as const), price: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewind' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('commit' as const), used: fc.nat(6), rejects: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), us: fc.integer({ min: 0, max: 3_000 }) }) },
);

/** What the world around a mempool keeps: the clock, the committed nonces, what was handed out for the block in progress. */
type World = {
  readonly state: MempoolState;
  now: TimeUs;
  readonly nonces: Map<number, number>;
  handedOut: { readonly hash: bigint; readonly account: number; readonly nonce: number }[];
};

const open = (capacity: number): World => ({
  state: createMempool(
    {
      ...TEST_MEMPOOL_SETTINGS,
      capacityBytes: capacity,
      transactionTtlUs: 10_000,
      declareDelayUs: 2_000,
      committedNonceRetentionBlocks: 2,
    },
    testRng(),
  ),
  now: toTimeUs(0),
  nonces: new Map(),
  handedOut: [],
});

const nonceOf = (world: World, of: number): number => world.nonces.get(of) ?? 0;

const play = (world: World, move: Step): void => {
  const { state } = world;
  switch (move.kind) {
    case 'add': {
      const accountNonce = nonceOf(world, move.account);
      const nonce = accountNonce + move.nonce;
      const price = GWEI_8 + BigInt(move.price) * GWEI_8;
      addTransaction(
        state,
        incoming({ ...move, nonce, price, accountNonce, hash: 1_000 * nonce + 100_000 * move.account + move.tip * 4 + move.price }),
        world.now,
      );
      return;
    }
    case 'declare':
      addTransaction(state, incomingDeclare(move.account, nonceOf(world, move.account)), world.now);
      return;
    case 'get': {
      const txs = getTransactions(state, move.n, world.now).txs.map(({ hash, tx }) => {
        const sender = tx.kind === 'deploy_account_v3' ? -1n : tx.sender;
        return { hash, account: Number(sender - testAccount(0)), nonce: Number(tx.nonce) };
      });
      expect(txs.length).toBeLessThanOrEqual(move.n);
      world.handedOut.push(...txs);
      return;
    }
    case 'price':
      updateGasPrice(state, GWEI_8 + BigInt(move.price) * GWEI_8);
      return;
    case 'rewind':
      commitBlock(state, REWIND);
      world.handedOut = [];
      return;
    case 'commit': {
      for (const { account: used, nonce } of world.handedOut.slice(0, move.used)) world.nonces.set(used, nonce + 1);
      const addressToNonce = new Map(
        [...new Set(world.handedOut.slice(0, move.used).map((tx) => tx.account))].map((used) => [
          feltToHex(testAccount(used)),
          toFelt(nonceOf(world, used)),
        ]),
      );
      const rejected = move.rejects ? world.handedOut.slice(move.used, move.used + 1).map(({ hash }) => toFelt(hash)) : [];
      commitBlock(state, { addressToNonce, rejected });
      world.handedOut = [];
      return;
    }
    case 'wait':
      world.now = toTimeUs(world.now + move.us);
  }
};

/** Every index tells the same story. */
const assertConsistent = ({ state }: World): void => {
  const pooled = [...state.pool.values()];
  expect([...state.accounts.values()].flat().length).toBe(pooled.length);
  for (const [sender, mine] of state.accounts) {
    expect(mine.length).toBeGreaterThan(0);
    expect(mine.map((one) => one.nonce)).toEqual([...new Set(mine.map((one) => one.nonce))].toSorted((a, b) => Number(a - b)));
    for (const one of mine) expect([feltToHex(one.sender), state.pool.has(feltToHex(one.tx.hash))]).toEqual([sender, true]);
  }
  for (const [sender, one] of state.queue) {
    expect([sender, state.pool.get(feltToHex(one.tx.hash))?.nonce]).toEqual([feltToHex(one.sender), one.nonce]);
    expect(one.nonce).toBe(resolveNonce(state, sender, one.nonce));
  }
  const bytes = [...pooled, ...state.delayedDeclares].reduce((sum, one) => sum + one.bytes, 0);
  expect(state.bytes).toBe(bytes);
  expect(bytes).toBeLessThanOrEqual(state.settings.capacityBytes);
};

test('mempool: whatever happens, the indices agree and the bytes stay within the capacity', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 2, max: 12 }), (steps, capacity) => {
      const world = open(capacity * ONE);
      for (const move of steps) {
        play(world, move);
        assertConsistent(world);
      }
    }),
    { numRuns: 300 },
  );
});

test('mempool: nothing is handed out twice before a commit, and the nonces of an account come in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = open(100 * ONE);
      for (const move of steps) {
        play(world, move);
        const hashes = world.handedOut.map(({ hash }) => hash);
        expect(new Set(hashes).size).toBe(hashes.length);
        for (let of = 0; of < ACCOUNTS; of++) {
          const nonces = world.handedOut.filter((tx) => tx.account === of).map(({ nonce }) => nonce);
          expect(nonces).toEqual(nonces.map((_, i) => nonceOf(world, of) + i));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('mempool: after a rewind the same transactions come out again in the same order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = open(100 * ONE);
      for (const move of steps) play(world, move);
      updateGasPrice(world.state, 0n);
      commitBlock(world.state, REWIND);
      world.handedOut = [];
      const hashesOf = (): readonly bigint[] => getTransactions(world.state, 100, world.now).txs.map(({ hash }) => hash);
      const first = hashesOf();
      expect(hashesOf()).toEqual([]);
      commitBlock(world.state, REWIND);
      expect(hashesOf()).toEqual(first);
    }),
    { numRuns: 200 },
  );
});

test('mempool: a restored snapshot behaves as the original', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.array(step, { maxLength: 30 }), (before, after) => {
      const world = open(6 * ONE);
      for (const move of before) play(world, move);
      const copy = clonePlain(world);
      for (const move of after) play(world, move);
      for (const move of after) play(copy, move);
      expect(plainToText(copy)).toBe(plainToText(world));
    }),
    { numRuns: 100 },
  );
});
