// The exchange over two of our own tokens: against the formulas in bigints, and its law: what a share is worth never falls.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feltFromAscii, toFelt } from '../../core/base/felt.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { createTestKernel } from '../../core/exec/fixture.ts';
import { storageCell } from '../../core/hashes/storage-address.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';
import { exchange } from '../../scripts/contracts/exchange.ts';
import { type Outcome, PlainWorld } from './plain-world.ts';
import { runVm } from './vm-machine.ts';

const kernel = createTestKernel();
const [TOKEN, EXCHANGE] = [assemble(erc20), assemble(exchange)];
const [A, B, POOL, ALICE, BOB] = [0xan, 0xbn, 0xcn, 0xa11cen, 0xb0bn] as const;
const RICH = 1n << 111n;

const start = (): PlainWorld => {
  const world = new PlainWorld(kernel, runVm);
  for (const token of [A, B]) {
    world.classes.set(token, TOKEN);
    for (const person of [ALICE, BOB]) {
      world.put(token, storageCell(kernel, 'ERC20_balances', toFelt(person)), RICH);
      const allowed = storageCell(kernel, 'ERC20_allowances', toFelt(person), toFelt(POOL));
      for (const cell of [allowed, allowed + 1n]) world.put(token, cell, (1n << 128n) - 1n);
    }
  }
  world.classes.set(POOL, EXCHANGE);
  expect(world.call({ to: POOL, selector: selectorOf('constructor'), calldata: [A, B], kind: 'CONSTRUCTOR' }).failed).toBe(false);
  return world;
};
const ask = (world: PlainWorld, name: string, calldata: readonly bigint[] = [], caller: bigint = ALICE): Outcome => {
  const outcome = world.call({ to: POOL, selector: selectorOf(name), calldata, caller });
  expect(outcome.gasUsed).toBe(outcome.owed);
  return outcome;
};
const balance = (world: PlainWorld, token: bigint, of: bigint): bigint =>
  world.call({ to: token, selector: selectorOf('balance_of'), calldata: [of] }).data[0]!;
const panics = (text: string): readonly bigint[] => [feltFromAscii(text)];

test('exchange: a swap gives what the constant product leaves, after the fee', () => {
  const world = start();
  expect(ask(world, 'add_liquidity', [1000n, 4000n]).data).toEqual([1000n]);
  expect(ask(world, 'quote', [A, 100n]).data).toEqual([362n]);
  expect(ask(world, 'swap', [A, 100n, 362n], BOB).data).toEqual([362n]);
  expect(ask(world, 'reserves').data).toEqual([1100n, 3638n]);
  expect([balance(world, A, BOB), balance(world, B, BOB), balance(world, A, POOL), balance(world, B, POOL)]).toEqual([
    RICH - 100n,
    RICH + 362n,
    1100n,
    3638n,
  ]);
  expect(ask(world, 'remove_liquidity', [500n]).data).toEqual([550n, 1819n]);
  expect(ask(world, 'shares_of', [ALICE]).data).toEqual([500n]);
  expect(ask(world, 'tokens').data).toEqual([A, B]);
  const own = world.events.filter(({ from }) => from === POOL).map(({ keys }) => keys[0]);
  expect(own).toEqual(['LiquidityAdded', 'Swapped', 'LiquidityRemoved'].map(selectorOf));
});

test.each<[string, string, readonly bigint[]]>([
  ['swap', 'Exchange: too little', [A, 100n, 363n]],
  ['swap', 'Exchange: unknown token', [POOL, 100n, 0n]],
  ['swap', 'Exchange: nothing', [A, 0n, 0n]],
  ['swap', 'Exchange: amount too large', [A, 1n << 112n, 0n]],
  ['swap', 'Failed to deserialize param #2', [A, 1n << 128n, 0n]],
  ['add_liquidity', 'Exchange: too much of b', [10n, 40n]],
  ['add_liquidity', 'Exchange: too much of b', [(1n << 112n) - 1n, (1n << 112n) - 1n]],
  ['add_liquidity', 'Exchange: amount too large', [(1n << 110n) - 1n, (1n << 112n) - 1n]],
  ['add_liquidity', 'Exchange: amount too large', [1n << 112n, 1n]],
  ['remove_liquidity', 'Exchange: not your shares', [1001n]],
  ['remove_liquidity', 'Exchange: nothing', [0n]],
])('exchange: %s panics with %s', (name, text, calldata) => {
  const world = start();
  ask(world, 'add_liquidity', [1000n, 4000n]);
  const before = new Map(world.storage);
  const { failed, data } = ask(world, name, calldata);
  expect([failed, data]).toEqual([true, panics(text)]);
  expect(world.storage).toEqual(before);
});

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 10_000n }), fc.bigInt({ min: 0n, max: RICH }));
const action = fc.oneof(
  fc.tuple(fc.constant('add_liquidity'), amount, amount).map(([name, a, b]) => ({ name, calldata: [a, b] })),
  fc.tuple(fc.constant('remove_liquidity'), amount).map(([name, a]) => ({ name, calldata: [a] })),
  fc.tuple(fc.constantFrom(A, B), amount).map(([token, a]) => ({ name: 'swap', calldata: [token, a, 0n] })),
);

test('exchange: no sequence of actions lowers what a share is worth, and the pool holds its reserves', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(action, fc.constantFrom(ALICE, BOB)), { maxLength: 12 }), (steps) => {
      const world = start();
      ask(world, 'add_liquidity', [1_000_000n, 3_000_000n]);
      let worth: readonly [bigint, bigint] = [1_000_000n * 3_000_000n, 1_000_000n];
      for (const [{ name, calldata }, caller] of steps) {
        ask(world, name, calldata, caller);
        const [a, b] = ask(world, 'reserves').data as [bigint, bigint];
        const total = ask(world, 'total_shares').data[0]!;
        expect([balance(world, A, POOL), balance(world, B, POOL)]).toEqual([a, b]);
        if (total === 0n) return;
        // sqrt(a b) / total does not fall: compared as squares.
        expect(a * b * worth[1] * worth[1] >= worth[0] * total * total).toBe(true);
        worth = [a * b, total];
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);
