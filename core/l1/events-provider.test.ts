// The L1 events provider: rules of protocol.md 4.3 as steps, scraping as world.md 5, and laws over random sessions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import { err, ok } from '../base/result.ts';
import { toHeight, toTimeUs, toValidatorIndex } from '../types/ids.ts';
import type { L1Message, L1World } from '../types/settings.ts';
import type { L1HandlerV0 } from '../types/transaction.ts';
import {
  type L1EventsState,
  addL1Events,
  commitL1Block,
  createL1Events,
  getL1Txs,
  initializeL1Events,
  l1CatchUpHeight,
  scrapeL1,
  startL1Block,
  validateL1Tx,
} from './events-provider.ts';
import type { L1Event } from './records.ts';
import { l1HandlerOf, nextL1EventAt } from './world.ts';

const SECOND = 1_000_000;
const at = (seconds: number): ReturnType<typeof toTimeUs> => toTimeUs(seconds * SECOND);
const h = toHeight;

const handler = (nonce: bigint): L1HandlerV0 => ({
  kind: 'l1_handler',
  nonce: toFelt(nonce),
  address: toFelt(2n),
  entryPointSelector: toFelt(3n),
  calldata: [toFelt(4n)],
});
/** The nonce stands for the hash. */
const hashOf = (tx: L1HandlerV0): Felt => tx.nonce;
const message = (nonce: number, scrapedSeconds: number): L1Event => {
  const tx = handler(BigInt(nonce));
  return { kind: 'l1_handler_transaction', tx: freeze({ hash: hashOf(tx), tx }), scrapedAtUs: scrapedSeconds * SECOND };
};

/** A provider at height 1 that has seen messages 1..n, all scraped long ago. */
const open = (n = 0): L1EventsState => {
  const state = createL1Events();
  initializeL1Events(state, h(1));
  addL1Events(
    state,
    Array.from({ length: n }, (_, i) => message(i + 1, -1_000 + i)),
    at(0),
  );
  return state;
};
const start = (state: L1EventsState, session: 'Propose' | 'Validate', height = 1): void =>
  expect(startL1Block(state, { session, height: h(height) })).toEqual(ok(null));
const take = (state: L1EventsState, n: number, now = at(0), height = 1): readonly number[] => {
  const taken = getL1Txs(state, { n, height: h(height), now });
  return taken.ok ? taken.value.map(({ hash }) => Number(hash)) : [];
};
const check = (state: L1EventsState, nonce: number, now = at(0), height = 1): string => {
  const status = validateL1Tx(state, { hash: toFelt(nonce), height: h(height), now });
  if (!status.ok) return status.error.code;
  return status.value.kind === 'validated' ? 'validated' : status.value.reason;
};
const commit = (state: L1EventsState, height: number, consumed: readonly number[] = [], rejected: readonly number[] = []): string => {
  const toHashes = (list: readonly number[]): readonly Felt[] => list.map((nonce) => toFelt(nonce));
  const done = commitL1Block(state, { consumed: toHashes(consumed), rejected: toHashes(rejected), height: h(height) });
  return done.ok ? 'ok' : done.error.code;
};

describe('states', () => {
  test('L1 events: before initialisation every call of the batcher errs', () => {
    const state = createL1Events();
    const refused = err({ code: 'Uninitialized' });
    expect(startL1Block(state, { session: 'Propose', height: h(0) })).toEqual(refused);
    expect(getL1Txs(state, { n: 1, height: h(0), now: at(0) })).toEqual(refused);
    expect(validateL1Tx(state, { hash: toFelt(1n), height: h(0), now: at(0) })).toEqual(refused);
    expect(commitL1Block(state, { consumed: [], rejected: [], height: h(0) })).toEqual(refused);
    expect(l1CatchUpHeight(state)).toBeNull();
  });

  test('L1 events: only the current height is served', () => {
    const state = open(1);
    const refused = err({ code: 'UnexpectedHeight', expectedHeight: 1, got: 2 });
    expect(startL1Block(state, { session: 'Propose', height: h(2) })).toEqual(refused);
    start(state, 'Propose');
    expect(getL1Txs(state, { n: 1, height: h(2), now: at(0) })).toEqual(refused);
    expect(validateL1Tx(state, { hash: toFelt(1n), height: h(2), now: at(0) })).toEqual(refused);
    expect(state.state).toBe('Propose');
  });

  test('L1 events: transactions are given in Propose and checked in Validate only', () => {
    const state = open(1);
    const givesIn = (found: string): unknown => err({ code: 'UnexpectedProviderState', expected: 'Propose', found });
    const checksIn = (found: string): unknown => err({ code: 'UnexpectedProviderState', expected: 'Validate', found });
    const get = (): unknown => getL1Txs(state, { n: 1, height: h(1), now: at(0) });
    const validate = (): unknown => validateL1Tx(state, { hash: toFelt(1n), height: h(1), now: at(0) });
    expect([get(), validate()]).toEqual([givesIn('Pending'), checksIn('Pending')]);
    start(state, 'Validate');
    expect([get(), validate()]).toEqual([givesIn('Validate'), ok({ kind: 'validated' })]);
    start(state, 'Propose');
    expect(validate()).toEqual(checksIn('Propose'));
    expect(take(state, 1)).toEqual([1]);
    expect([commit(state, 1, [1]), state.state, state.currentHeight]).toEqual(['ok', 'Pending', 2]);
  });
});

describe('proposing', () => {
  test('L1 events: the oldest come first, behind what is staged already', () => {
    const state = open(5);
    start(state, 'Propose');
    expect([take(state, 2), take(state, 2), take(state, 2), take(state, 2)]).toEqual([[1, 2], [3, 4], [5], []]);
  });

  test('L1 events: a new block unstages everything', () => {
    const state = open(3);
    start(state, 'Propose');
    expect(take(state, 2)).toEqual([1, 2]);
    start(state, 'Propose');
    expect(take(state, 9)).toEqual([1, 2, 3]);
  });

  test('L1 events: a message is proposed only when its scraping is more than 70 s ago', () => {
    const state = open();
    addL1Events(state, [message(1, 10)], at(10));
    start(state, 'Propose');
    expect(take(state, 1, at(80))).toEqual([]);
    expect(take(state, 1, toTimeUs(80 * SECOND + 1))).toEqual([1]);
  });

  test('L1 events: a cancellation request stops proposing at once', () => {
    const state = open(3);
    addL1Events(state, [{ kind: 'transaction_cancellation_started', hash: toFelt(2n), requestedAtUs: 0 }], at(0));
    start(state, 'Propose');
    expect(take(state, 9)).toEqual([1, 3]);
  });

  test('L1 events: committed and rejected transactions are not proposed again', () => {
    const state = open(4);
    start(state, 'Propose');
    take(state, 3);
    commit(state, 1, [1, 2], [2, 9]);
    start(state, 'Propose', 2);
    expect(take(state, 9, at(0), 2)).toEqual([3, 4]);
  });
});

describe('validating', () => {
  test('L1 events: each reason of S-64, and no cool-down', () => {
    const state = open(4);
    addL1Events(
      state,
      [
        message(5, 0),
        { kind: 'transaction_consumed', hash: toFelt(3n), consumedAtUs: 0 },
        { kind: 'transaction_cancellation_started', hash: toFelt(4n), requestedAtUs: 0 },
      ],
      at(0),
    );
    start(state, 'Validate');
    expect(check(state, 1)).toBe('validated');
    expect(commit(state, 1, [1])).toBe('ok');
    start(state, 'Validate', 2);
    const now = at(300);
    expect([1, 2, 2, 3, 4, 5, 6].map((nonce) => check(state, nonce, now, 2))).toEqual([
      'AlreadyIncludedOnL2',
      'validated',
      'AlreadyIncludedInProposedBlock',
      'ConsumedOnL1',
      'CancelledOnL2',
      'validated',
      'NotFound',
    ]);
  });

  test('L1 events: a cancelled message stays valid for 300 s after the first request', () => {
    const request = (requested: number): L1Event => ({
      kind: 'transaction_cancellation_started',
      hash: toFelt(1n),
      requestedAtUs: requested * SECOND,
    });
    const state = open(1);
    expect(addL1Events(state, [request(10), request(200)], at(200))).toEqual([{ hash: 1n, what: 'cancellation_started' }]);
    start(state, 'Validate');
    expect(check(state, 1, toTimeUs(310 * SECOND - 1))).toBe('validated');
    expect(check(state, 1, at(310))).toBe('CancelledOnL2');
  });

  test('L1 events: a commit overrides a cancellation', () => {
    const state = open(1);
    addL1Events(state, [{ kind: 'transaction_cancellation_started', hash: toFelt(1n), requestedAtUs: 0 }], at(0));
    commit(state, 1, [1]);
    start(state, 'Validate', 2);
    expect(check(state, 1, at(500), 2)).toBe('AlreadyIncludedOnL2');
  });

  test('L1 events: a cancellation after the commit changes nothing', () => {
    const state = open(1);
    commit(state, 1, [1]);
    addL1Events(state, [{ kind: 'transaction_cancellation_started', hash: toFelt(1n), requestedAtUs: 0 }], at(0));
    start(state, 'Validate', 2);
    expect([check(state, 1, at(1), 2), check(state, 1, at(500), 2)]).toEqual(['AlreadyIncludedOnL2', 'AlreadyIncludedOnL2']);
  });

  test('L1 events: a rejected transaction may still be in a block of another', () => {
    const state = open(1);
    commit(state, 1, [1], [1]);
    start(state, 'Validate', 2);
    expect(check(state, 1, at(0), 2)).toBe('validated');
    expect(commit(state, 2, [1])).toBe('ok');
    start(state, 'Validate', 3);
    expect(check(state, 1, at(0), 3)).toBe('AlreadyIncludedOnL2');
  });

  test('L1 events: a finished cancellation forgets the transaction, a consumed one is forgotten 300 s later', () => {
    const state = open(3);
    addL1Events(
      state,
      [
        { kind: 'transaction_canceled', hash: toFelt(1n) },
        { kind: 'transaction_canceled', hash: toFelt(1n) },
      ],
      at(0),
    );
    addL1Events(state, [{ kind: 'transaction_consumed', hash: toFelt(2n), consumedAtUs: 0 }], at(0));
    start(state, 'Validate');
    expect([check(state, 1), check(state, 2, at(400))]).toEqual(['NotFound', 'ConsumedOnL1']);
    addL1Events(state, [{ kind: 'transaction_consumed', hash: toFelt(3n), consumedAtUs: 301 * SECOND }], at(301));
    expect([check(state, 2, at(400)), check(state, 3, at(400))]).toEqual(['NotFound', 'ConsumedOnL1']);
  });
});

describe('commits', () => {
  test('L1 events: a block may commit what was not scraped yet; scraping it later does not make it proposable', () => {
    const state = open();
    expect(commit(state, 1, [7])).toBe('ok');
    expect(addL1Events(state, [message(7, 0), message(7, 0)], at(0))).toEqual([{ hash: 7n, what: 'scraped' }]);
    start(state, 'Propose', 2);
    expect(take(state, 9, at(1_000), 2)).toEqual([]);
    start(state, 'Validate', 2);
    expect(check(state, 7, at(1_000), 2)).toBe('AlreadyIncludedOnL2');
  });

  test('L1 events: the same transaction is never committed twice', () => {
    const state = open(1);
    commit(state, 1, [1]);
    expect(() => commit(state, 2, [1])).toThrow('committed once');
  });

  test('L1 events: blocks below the start height are of no concern', () => {
    const state = createL1Events();
    initializeL1Events(state, h(5));
    expect([commit(state, 4, [1]), state.currentHeight, state.state]).toEqual(['ok', 5, 'Pending']);
  });

  test('L1 events: a later block starts catching up, and the blocks between are taken in order', () => {
    const state = open(4);
    expect(commitL1Block(state, { consumed: [toFelt(4n)], rejected: [], height: h(3) })).toEqual(
      err({ code: 'UnexpectedHeight', expectedHeight: 1, got: 3 }),
    );
    expect([state.state, l1CatchUpHeight(state)]).toEqual(['CatchingUp', 1]);
    // The batcher goes on meanwhile.
    expect([commit(state, 4, [3]), commit(state, 5)]).toEqual(['ok', 'ok']);
    expect([commit(state, 1, [1]), l1CatchUpHeight(state)]).toEqual(['ok', 2]);
    expect([commit(state, 2), l1CatchUpHeight(state)]).toEqual(['ok', 3]);
    expect([commit(state, 3, [4]), l1CatchUpHeight(state)]).toEqual(['ok', null]);
    expect([state.state, state.currentHeight]).toEqual(['Pending', 6]);
    start(state, 'Propose', 6);
    expect(take(state, 9, at(0), 6)).toEqual([2]);
  });

  test('L1 events: while catching up a known old block is accepted, a different one is not, and a hole is a bug', () => {
    const state = open(3);
    commit(state, 1, [1]);
    expect(commit(state, 5)).toBe('UnexpectedHeight');
    expect([commit(state, 1, [1]), commit(state, 1, [2])]).toEqual(['ok', 'UnexpectedHeight']);
    expect(commit(state, 6)).toBe('ok');
    expect(() => commit(state, 8)).toThrow('consecutive heights');
  });

  test('L1 events: an old height asks for nothing, and the next block ends it', () => {
    const state = open(2);
    commit(state, 1, [1]);
    expect([commit(state, 1), state.state, l1CatchUpHeight(state)]).toEqual(['UnexpectedHeight', 'CatchingUp', null]);
    expect([commit(state, 2), state.state]).toEqual(['ok', 'Pending']);
  });
});

const l1Message = (nonce: bigint, change: Partial<L1Message> = {}): L1Message => ({
  atUs: 0,
  l1From: 0xabcn,
  to: 2n,
  selector: 3n,
  payload: [10n, 11n],
  nonce,
  cancelRequestedAtUs: null,
  ...change,
});
const world = (messages: readonly L1Message[], delayUs: readonly number[] = []): L1World => ({
  blockIntervalSeconds: 12,
  baseFeeWei: { start: 1n, slopePerBlock: 0n },
  blobFeeWei: { start: 1n, slopePerBlock: 0n },
  ethToFriRate: { start: 1n, slopePerBlock: 0n },
  strkUsdRate: null,
  delayUs,
  messages,
});

describe('scraping', () => {
  const validator = toValidatorIndex(0);

  test('L1 world: the handler of a message carries the L1 sender before the payload', () => {
    expect(l1HandlerOf(l1Message(9n))).toEqual({
      kind: 'l1_handler',
      nonce: 9n,
      address: 2n,
      entryPointSelector: 3n,
      calldata: [0xabcn, 10n, 11n],
    });
    expect(() => l1HandlerOf(l1Message(-1n))).toThrow('felts');
  });

  test('L1 events: a message is seen with the L1 block that holds it, and once', () => {
    const state = open();
    const seen = world([l1Message(1n, { atUs: 1 }), l1Message(2n, { atUs: 12 * SECOND }), l1Message(3n, { atUs: 12 * SECOND + 1 })]);
    const scrape = (seconds: number): unknown => scrapeL1(state, { world: seen, validator, now: at(seconds), hashOf });
    expect(scrape(11)).toEqual([]);
    expect(nextL1EventAt(seen, validator, at(11))).toBe(at(12));
    expect(scrape(12)).toEqual([
      { hash: 1n, what: 'scraped' },
      { hash: 2n, what: 'scraped' },
    ]);
    expect(scrape(23)).toEqual([]);
    expect(nextL1EventAt(seen, validator, at(12))).toBe(at(24));
    expect(scrape(24)).toEqual([{ hash: 3n, what: 'scraped' }]);
    expect(nextL1EventAt(seen, validator, at(24))).toBeNull();
  });

  test('L1 events: a pre-dated message is past its cool-down at the start of the run', () => {
    const state = open();
    const seen = world([
      l1Message(1n, { atUs: -72 * SECOND }),
      l1Message(2n, { atUs: -71 * SECOND }),
      l1Message(3n, { atUs: -60 * SECOND }),
    ]);
    expect(scrapeL1(state, { world: seen, validator, now: at(0), hashOf })).toHaveLength(3);
    start(state, 'Propose');
    expect(take(state, 9, at(0))).toEqual([1]);
    expect(take(state, 9, toTimeUs(10 * SECOND + 1))).toEqual([2, 3]);
  });

  test('L1 events: each validator sees L1 with its own delay, and the timelock counts from the L1 block', () => {
    const seen = world([l1Message(1n, { atUs: -500 * SECOND, cancelRequestedAtUs: 12 * SECOND })], [0, 5 * SECOND]);
    const slow = toValidatorIndex(1);
    expect(nextL1EventAt(seen, slow, at(0))).toBe(at(17));
    const state = open();
    expect(scrapeL1(state, { world: seen, validator: slow, now: at(16), hashOf })).toEqual([{ hash: 1n, what: 'scraped' }]);
    expect(scrapeL1(state, { world: seen, validator: slow, now: at(17), hashOf })).toEqual([{ hash: 1n, what: 'cancellation_started' }]);
    start(state, 'Validate');
    expect([check(state, 1, toTimeUs(312 * SECOND - 1)), check(state, 1, at(312))]).toEqual(['validated', 'CancelledOnL2']);
  });

  test('L1 events: it does not matter how often one scrapes', () => {
    const arbitraryMessage = fc.record({ at: fc.integer({ min: -200, max: 200 }), cancel: fc.option(fc.integer({ min: -200, max: 200 })) });
    fc.assert(
      fc.property(fc.array(arbitraryMessage, { maxLength: 6 }), fc.array(fc.nat(200), { maxLength: 6 }), (messages, times) => {
        const seen = world(
          messages.map((one, i) =>
            l1Message(BigInt(i + 1), { atUs: one.at * SECOND, cancelRequestedAtUs: one.cancel === null ? null : one.cancel * SECOND }),
          ),
          [3 * SECOND],
        );
        const once = open();
        const often = open();
        for (const time of times.toSorted((a, b) => a - b)) scrapeL1(often, { world: seen, validator, now: at(time), hashOf });
        for (const state of [once, often]) scrapeL1(state, { world: seen, validator, now: at(200), hashOf });
        expect(plainToText(often)).toBe(plainToText(once));
      }),
    );
  });
});

describe('laws', () => {
  type Move =
    | { readonly kind: 'start'; readonly session: 'Propose' | 'Validate' }
    | { readonly kind: 'take'; readonly n: number }
    | { readonly kind: 'check'; readonly nonce: number }
    | { readonly kind: 'cancel'; readonly nonce: number }
    | { readonly kind: 'wait'; readonly seconds: number }
    | { readonly kind: 'commit'; readonly used: number; readonly rejected: number };
  const nonce = fc.integer({ min: 1, max: 6 });
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.record({ kind: fc.constant('start' as const), session: fc.constantFrom('Propose' as const, 'Validate' as const) }),
    fc.record({ kind: fc.constant('take' as const), n: fc.nat(4) }),
    fc.record({ kind: fc.constant('check' as const), nonce }),
    fc.record({ kind: fc.constant('cancel' as const), nonce }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.nat(60) }),
    fc.record({ kind: fc.constant('commit' as const), used: fc.nat(4), rejected: fc.nat(2) }),
  );

  test('L1 events: nothing is staged twice in one block nor after its commit, and a restored snapshot goes the same way', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const run = { state: open(), now: 0, staged: [] as number[], committed: new Set<number>() };
        addL1Events(
          run.state,
          [1, 2, 3, 4, 5, 6].map((each) => message(each, each * 10 - 70)),
          at(0),
        );
        for (const one of moves) {
          const { state } = run;
          const height = state.currentHeight;
          switch (one.kind) {
            case 'start':
              start(state, one.session, height);
              run.staged = [];
              break;
            case 'take':
              run.staged.push(...take(state, one.n, at(run.now), height));
              break;
            case 'check':
              if (check(state, one.nonce, at(run.now), height) === 'validated') run.staged.push(one.nonce);
              break;
            case 'cancel':
              addL1Events(
                state,
                [{ kind: 'transaction_cancellation_started', hash: toFelt(one.nonce), requestedAtUs: run.now * SECOND }],
                at(run.now),
              );
              break;
            case 'wait':
              run.now += one.seconds;
              break;
            case 'commit': {
              const used = run.staged.slice(0, one.used);
              const rejected = used.slice(0, one.rejected);
              expect(commit(state, height, used, rejected)).toBe('ok');
              for (const each of used.slice(one.rejected)) run.committed.add(each);
              run.staged = [];
              break;
            }
          }
          expect(new Set(run.staged).size).toBe(run.staged.length);
          expect(run.staged.filter((each) => run.committed.has(each))).toEqual([]);
          const restored = clonePlain(structuredClone(run.state));
          expect(plainToText(restored)).toBe(plainToText(run.state));
          run.state = restored;
        }
      }),
      { numRuns: 200 },
    );
  });
});
