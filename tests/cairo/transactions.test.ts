// Whole transactions over our compiled contracts on the Cairo engine: real signatures, genesis with these classes in the place of the native ones.
import { describe, expect, test } from 'vitest';
import { type Felt, FELT_ZERO, feltToHex, toFelt } from '../../core/base/felt.ts';
import { signStark } from '../../core/crypto/ecdsa.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { compiledHashOf, createClassStore } from '../../core/exec/class-store.ts';
import type { ExecutedTransaction, ExecutionEngine } from '../../core/exec/engine.ts';
import { createCairoEngine } from '../../core/exec/engines/cairo.ts';
import { createNativeEngine } from '../../core/exec/engines/native.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import {
  accountAddress,
  contextAt,
  createTestKernel,
  genesisState,
  invoke,
  l1Handler,
  strkCall,
  transferCall,
  WIDE_BOUNDS,
} from '../../core/exec/fixture.ts';
import { BRIDGE_ADDRESS } from '../../core/exec/genesis.ts';
import { balanceCell } from '../../core/exec/native/erc20.ts';
import { contractAddress } from '../../core/hashes/contract-address.ts';
import { diffReader, EMPTY_DIFF } from '../../core/state/diff.ts';
import type { StateReader } from '../../core/state/reader.ts';
import type { DeployAccountV3, HashedTransaction } from '../../core/types/transaction.ts';
import { loadClass } from '../../core/vm/casm-class.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import type { ContractSource } from '../../scripts/asm/contract.ts';
import { account } from '../../scripts/contracts/account.ts';
import { bridge } from '../../scripts/contracts/bridge.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';

const kernel = createTestKernel();
const context = contextAt(1);
const ACCOUNT_CLASS = toFelt(0xacc);

const classOf = (source: ContractSource, classHash: Felt) => {
  const loaded = loadClass(assemble(source));
  if (!loaded.ok) throw new Error(loaded.error.at);
  return { classHash, casm: loaded.value, sierraVersion: [1, 7, 0] as const };
};
const CLASSES = [classOf(account, ACCOUNT_CLASS), classOf(erc20, toFelt(0xe20)), classOf(bridge, toFelt(0xb1d))];
const [, TOKEN, BRIDGE] = CLASSES.map(({ classHash }) => classHash) as [Felt, Felt, Felt];

const genesis: StateReader = diffReader(genesisState(), {
  ...EMPTY_DIFF,
  deployed: new Map([
    [feltToHex(STRK_ADDRESS), TOKEN],
    [feltToHex(BRIDGE_ADDRESS), BRIDGE],
    ...PREDEPLOYED_ACCOUNTS.map(({ address }) => [feltToHex(address), ACCOUNT_CLASS] as const),
  ]),
  declared: new Map(CLASSES.map(({ classHash, casm }) => [feltToHex(classHash), compiledHashOf(casm)])),
});
const cairo = createCairoEngine(kernel, createClassStore(CLASSES));
const native = createNativeEngine(kernel);

const run = (engine: ExecutionEngine, tx: HashedTransaction, state: StateReader): ExecutedTransaction => {
  const result = engine.execute(context, tx, state);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const [alice, bob] = [accountAddress(0), accountAddress(1)];

describe('invoke', () => {
  test.each([
    ['a transfer', [transferCall(bob, 5n)]],
    ['nothing', []],
    ['an approval and a transfer', [strkCall('approve', bob, 7n, 0n), transferCall(bob, 5n)]],
  ])('transactions: %s succeeds as on the native engine', (_, calls) => {
    const tx = invoke(kernel, { calls });
    const [ours, theirs] = [run(cairo, tx, genesis), run(native, tx, genesisState())];
    expect(ours.receipt.status).toEqual({ kind: 'succeeded' });
    const own = ({ receipt }: ExecutedTransaction) => receipt.events.slice(0, -1);
    expect(own(ours)).toEqual(own(theirs));
    expect(ours.trace[1]?.call.result).toEqual(theirs.trace[1]?.call.result);
    const fee = ours.receipt.events.at(-1);
    expect([fee?.from, fee?.data[0]]).toEqual([STRK_ADDRESS, ours.receipt.actualFee]);
    const sent = calls.length > 0 ? 5n : 0n;
    const balance = (address: Felt): bigint => diffReader(genesis, ours.stateDiff).storageAt(STRK_ADDRESS, balanceCell(kernel, address));
    expect([balance(alice), balance(bob)]).toEqual([10n ** 21n - sent - ours.receipt.actualFee, 10n ** 21n + sent]);
  });

  test('transactions: too much is reverted with the text of the native engine, class hashes apart, and charged', () => {
    const tx = invoke(kernel, { calls: [transferCall(bob, 10n ** 22n)] });
    const [ours, theirs] = [run(cairo, tx, genesis), run(native, tx, genesisState())];
    const reason = ({ receipt: { status } }: ExecutedTransaction): string =>
      status.kind === 'reverted' ? status.reason.replaceAll(/class hash: 0x[0-9a-f]+/g, 'class hash') : 'succeeded';
    expect(reason(ours)).toContain("('ERC20: insufficient balance')");
    expect(reason(ours)).toBe(reason(theirs));
    expect(ours.receipt.actualFee).toBeGreaterThan(0n);
  });

  test('transactions: every valid signature costs the same, a wrong one is refused', () => {
    let state = genesis;
    const costs = new Set<number>();
    for (let nonce = 0n; nonce < 12n; nonce++) {
      const executed = run(cairo, invoke(kernel, { calls: [transferCall(bob, 1n)], nonce }), state);
      costs.add(executed.trace[0]?.call.gasConsumed ?? 0);
      state = diffReader(state, executed.stateDiff);
    }
    expect(costs.size).toBe(1);
    const tampered = cairo.execute(context, invoke(kernel, { calls: [], tamper: 'wrong_signature' }), genesis);
    expect(tampered).toMatchObject({ ok: false, error: { message: expect.stringContaining('Account: invalid signature') } });
  });

  test('transactions: a budget that ends in the middle of execution reverts with Out of gas', () => {
    const l2Gas = { ...WIDE_BOUNDS.l2Gas, maxAmount: 1_000_000n };
    const executed = run(
      cairo,
      invoke(kernel, {
        calls: [transferCall(bob, 1n), transferCall(bob, 1n), transferCall(bob, 1n)],
        resourceBounds: { ...WIDE_BOUNDS, l2Gas },
      }),
      genesis,
    );
    expect(executed.receipt.status).toMatchObject({ kind: 'reverted', reason: expect.stringContaining("('Out of gas')") });
  });
});

test('transactions: a deposit from L1 mints', () => {
  const tx = l1Handler(kernel, [1n, bob, 9n, 0n]);
  const [ours, theirs] = [run(cairo, tx, genesis), run(native, tx, genesisState())];
  expect(ours.receipt.status).toEqual({ kind: 'succeeded' });
  expect(ours.receipt.events).toEqual(theirs.receipt.events);
  expect(ours.stateDiff.storage).toEqual(theirs.stateDiff.storage);
});

test('transactions: an account deploys itself, validated by its own key', () => {
  const { publicKey, privateKey } = PREDEPLOYED_ACCOUNTS[2]!;
  const hash = toFelt(0xdae);
  const { r, s } = signStark(privateKey, hash);
  const tx: DeployAccountV3 = {
    kind: 'deploy_account_v3',
    signature: [r, s],
    nonce: FELT_ZERO,
    resourceBounds: WIDE_BOUNDS,
    tip: 0n,
    paymasterData: [],
    nonceDaMode: 0,
    feeDaMode: 0,
    classHash: ACCOUNT_CLASS,
    addressSalt: toFelt(3),
    constructorCalldata: [publicKey],
  };
  const address = contractAddress(kernel, { deployer: FELT_ZERO, salt: tx.addressSalt, classHash: ACCOUNT_CLASS, calldata: [publicKey] });
  const money = new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(balanceCell(kernel, address)), toFelt(10n ** 21n)]])]]);
  const state = diffReader(genesis, { ...EMPTY_DIFF, storage: money });
  const executed = run(cairo, { hash, tx }, state);
  expect(executed.receipt.status).toEqual({ kind: 'succeeded' });
  const after = diffReader(state, executed.stateDiff);
  expect(after.classHashAt(address)).toBe(ACCOUNT_CLASS);
  const request = { address, selector: strkCall('get_public_key').selector, calldata: [] };
  expect(cairo.call(context, request, after)).toEqual({ ok: true, value: [publicKey] });
  expect(cairo.execute(context, { hash, tx: { ...tx, signature: [s, r] } }, state).ok).toBe(false);
});
