// Law: a contract whose hints lie stops or gives the same result. Every hint result of a call is replaced in turn by other values: one more, one less,
// 0, 1, a large one, another hint's; and all calls are run with too little gas of every amount.
import { describe, expect, test } from 'vitest';
import { type Felt, FELT_PRIME, toFelt } from '../../core/base/felt.ts';
import { signStark } from '../../core/crypto/ecdsa.ts';
import { selectorOf } from '../../core/crypto/keccak.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { createTestKernel } from '../../core/exec/fixture.ts';
import { storageCell } from '../../core/hashes/storage-address.ts';
import { assemble, type CasmJson } from '../../scripts/asm/assemble.ts';
import { attempt } from '../../scripts/contracts/attempt.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';
import { exchange } from '../../scripts/contracts/exchange.ts';
import { probe } from '../../scripts/contracts/probe.ts';
import { SELECTORS, type SelectorName } from '../../core/exec/selectors.ts';
import { isAddress, moved, type PlainCell } from './plain-memory.ts';
import type { PlainWorld } from './plain-world.ts';
import { cairoCall, cairoGenesis, type Seen, type TwinCall } from './twins.ts';

const kernel = createTestKernel();
const ALICE = PREDEPLOYED_ACCOUNTS[0]!;
const BOB = PREDEPLOYED_ACCOUNTS[1]!;
const U128 = 1n << 128n;
const HASH = toFelt(0x5161n);
const SIGNATURE = signStark(ALICE.privateKey, HASH);

const call = (to: Felt, name: SelectorName, ...calldata: readonly bigint[]): TwinCall => ({
  to,
  selector: SELECTORS[name],
  calldata,
  caller: to === STRK_ADDRESS ? ALICE.address : toFelt(0),
  kind: 'external',
});
/** A call of the exchange or of the probe, by Alice. */
const other = (to: Felt, name: string, ...calldata: readonly bigint[]): TwinCall => ({
  to,
  selector: toFelt(selectorOf(name)),
  calldata,
  caller: ALICE.address,
  kind: 'external',
});
const [POOL, SECOND_TOKEN, PROBE, ATTEMPT] = [0xcn, 0xbn, 0x9n, 0x8n].map(toFelt) as [Felt, Felt, Felt, Felt];
const [EXCHANGE_CLASS, TOKEN_CLASS, PROBE_CLASS, ATTEMPT_CLASS] = [exchange, erc20, probe, attempt].map(assemble) as [
  CasmJson,
  CasmJson,
  CasmJson,
  CasmJson,
];
const ONE_TRANSFER = [1n, STRK_ADDRESS, SELECTORS.transfer, 3n, BOB.address, 5n, 0n];

const CALLS: readonly (readonly [string, TwinCall])[] = [
  ['a transfer', call(STRK_ADDRESS, 'transfer', BOB.address, 5n, 0n)],
  ['a transfer of too much', call(STRK_ADDRESS, 'transfer', BOB.address, 0n, 1n)],
  ['a transfer whose low half is no u128', call(STRK_ADDRESS, 'transfer', BOB.address, U128, 0n)],
  ['a transfer of -1', call(STRK_ADDRESS, 'transfer', BOB.address, FELT_PRIME - 1n, 0n)],
  ['a transfer to no address', call(STRK_ADDRESS, 'transfer', 1n << 251n, 5n, 0n)],
  ['an approval', call(STRK_ADDRESS, 'approve', BOB.address, U128 - 1n, U128 - 1n)],
  ['a validation', call(ALICE.address, '__validate__', ...ONE_TRANSFER)],
  ['an execution', call(ALICE.address, '__execute__', ...ONE_TRANSFER)],
  ['a wrong signature', call(ALICE.address, 'is_valid_signature', HASH + 1n, 2n, SIGNATURE.r, SIGNATURE.s)],
  ['a swap', other(POOL, 'swap', STRK_ADDRESS, 100n, 1n)],
  ['a swap the other way', other(POOL, 'swap', SECOND_TOKEN, 100n, 1n)],
  ['a swap for too little', other(POOL, 'swap', STRK_ADDRESS, 100n, 400n)],
  ['more liquidity', other(POOL, 'add_liquidity', 50n, 1000n)],
  ['too much liquidity', other(POOL, 'add_liquidity', 50n, 100n)],
  ['less liquidity', other(POOL, 'remove_liquidity', 10n)],
  ['a dictionary', other(PROBE, 'count_in_dictionary', 7n, 5n, 3n, 5n, 5n, 9n, 3n, 1n)],
  ['an empty dictionary', other(PROBE, 'count_in_dictionary', 0n)],
  ['a circuit', other(PROBE, 'circuit', 5n, 1n, 0n, 0n, 6n, 0n, 7n, 0n, 9n, 0n, 0n, 1n, 11n, 0n, 3n, 2n)],
  ['a loop', other(PROBE, 'loop', 3n)],
  ['a try', other(ATTEMPT, 'try_put', 7n, 0n)],
  ['a signature cut short', call(ALICE.address, 'is_valid_signature', HASH, 3n, SIGNATURE.r)],
];

const EVERYTHING = U128 - 1n;
const POOL_CELLS: readonly (readonly [Felt, bigint, bigint])[] = [
  ...[STRK_ADDRESS, SECOND_TOKEN].flatMap((token) => {
    const allowance = storageCell(kernel, 'ERC20_allowances', ALICE.address, POOL);
    return [
      [token, storageCell(kernel, 'ERC20_balances', ALICE.address), 10n ** 21n],
      [token, storageCell(kernel, 'ERC20_balances', POOL), 10_000n],
      [token, allowance, EVERYTHING],
      [token, allowance + 1n, EVERYTHING],
    ] as const;
  }),
  ...Object.entries({ token_a: STRK_ADDRESS, token_b: SECOND_TOKEN, reserve_a: 1_000n, reserve_b: 4_000n, total_shares: 1_000n }).map(
    ([name, value]) => [POOL, selectorOf(name), value] as const,
  ),
  [POOL, storageCell(kernel, 'shares', ALICE.address), 500n],
];

const world = (): PlainWorld => {
  const made = cairoGenesis(kernel);
  made.classes.set(SECOND_TOKEN, TOKEN_CLASS).set(POOL, EXCHANGE_CLASS).set(PROBE, PROBE_CLASS).set(ATTEMPT, ATTEMPT_CLASS);
  for (const [contract, cell, value] of POOL_CELLS) made.put(contract, cell, value);
  made.transaction = { hash: HASH, signature: [SIGNATURE.r, SIGNATURE.s], version: 3n };
  return made;
};

type Lie = (value: PlainCell, before: PlainCell) => PlainCell;
const LIES: Readonly<Record<string, Lie>> = {
  'one more': (value) => (isAddress(value) ? moved(value, 1) : (value + 1n) % FELT_PRIME),
  'one less': (value) => (isAddress(value) ? moved(value, -1) : (value + FELT_PRIME - 1n) % FELT_PRIME),
  nothing: () => 0n,
  one: () => 1n,
  'a large one': () => (1n << 250n) + 12345n,
  'two to the 128': () => U128,
  'what the hint before gave': (_, before) => before,
};

/** Runs with the `at`-th hint result changed; null when the call has no such hint result or the lie is the truth. */
const lying = (tested: TwinCall, at: number, lie: Lie): { readonly seen: Seen; readonly storage: ReadonlyMap<string, bigint> } | null => {
  const lied = world();
  let count = 0;
  let changed = false;
  let before: PlainCell = 0n;
  lied.lie = (value) => {
    const told = count === at ? lie(value, before) : value;
    changed ||= told !== value;
    count += 1;
    before = value;
    return told;
  };
  const seen = cairoCall(lied, tested);
  return changed ? { seen, storage: lied.storage } : null;
};

const hintResults = (tested: TwinCall): number => {
  const honest = world();
  let count = 0;
  honest.lie = (value) => {
    count += 1;
    return value;
  };
  cairoCall(honest, tested);
  return count;
};

describe.each(CALLS)('%s', (_name, tested) => {
  const honest = world();
  const expected = cairoCall(honest, tested);

  test('lies: each one stops the run or changes nothing', () => {
    const results = hintResults(tested);
    expect(results).toBeGreaterThan(3);
    let stopped = 0;
    for (let at = 0; at < results; at++) {
      for (const [name, lie] of Object.entries(LIES)) {
        const run = lying(tested, at, lie);
        if (run === null) continue;
        if (run.seen.end === 'stopped') stopped += 1;
        else expect([run.seen, run.storage], `hint result ${at} as ${name}`).toEqual([expected, honest.storage]);
      }
    }
    expect(stopped).toBeGreaterThan(2 * results);
  });

  test('gas: with too little the call panics, and it charges what it used', () => {
    const needed = (gas: number): { readonly ok: boolean; readonly used: number } => {
      const poor = world();
      const before = new Map(poor.storage);
      const outcome = poor.call({ ...tested, kind: 'EXTERNAL', gas });
      expect(outcome.gasUsed).toBe(outcome.owed);
      expect(outcome.gasUsed).toBeLessThanOrEqual(gas);
      if (outcome.failed) expect(poor.storage).toEqual(before);
      return {
        ok: outcome.failed === (expected.end === 'panicked') && outcome.data.join() === expected.data.join(),
        used: outcome.gasUsed,
      };
    };
    const { used } = needed(100_000_000);
    const step = Math.ceil(used / 40) + 10_000;
    const answers = Array.from({ length: 120 }, (_, i) => needed(10_000 + i * step).ok);
    // Once it suffices, more does not hurt.
    expect(answers.slice(answers.indexOf(true))).not.toContain(false);
    expect(answers[0]).toBe(false);
    expect(answers.at(-1)).toBe(true);
    expect(needed(used - 1).ok).toBe(false);
  });
});

test('lies: the law sees a hint that is believed', () => {
  const lied = world();
  lied.lie = (value) => (value === 1n ? 0n : value);
  expect(cairoCall(lied, CALLS[0]![1])).not.toEqual(cairoCall(world(), CALLS[0]![1]));
});
