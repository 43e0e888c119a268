// The native engine and the Cairo engine over the same genesis, and random transactions for both.
import fc from 'fast-check';
import { type Felt, toFelt } from '../../core/base/felt.ts';
import { PREDEPLOYED_ACCOUNTS } from '../../core/exec/accounts.ts';
import { createClassStore, type StoredClass } from '../../core/exec/class-store.ts';
import type { ExecutionEngine } from '../../core/exec/engine.ts';
import { createCairoEngine } from '../../core/exec/engines/cairo.ts';
import { STRK_ADDRESS } from '../../core/exec/felts.ts';
import { createTestKernel, invoke, type InvokeParts, l1Handler, WIDE_BOUNDS } from '../../core/exec/fixture.ts';
import { BRIDGE_ADDRESS } from '../../core/exec/genesis.ts';
import { type CompiledName } from '../../core/exec/native/compiled.ts';
import { NATIVE_CLASSES } from '../../core/exec/native/classes.ts';
import { SELECTORS, type SelectorName } from '../../core/exec/selectors.ts';
import type { Call, HashedTransaction } from '../../core/types/transaction.ts';
import { loadClass } from '../../core/vm/casm-class.ts';
import { assemble } from '../../scripts/asm/assemble.ts';
import type { ContractSource } from '../../scripts/asm/contract.ts';
import { account } from '../../scripts/contracts/account.ts';
import { bridge } from '../../scripts/contracts/bridge.ts';
import { erc20 } from '../../scripts/contracts/erc20.ts';

export const KERNEL = createTestKernel();

const SOURCES: Readonly<Record<CompiledName, ContractSource>> = { account, erc20, bridge };

/** Our compiled contracts under the class hashes that the native engine gives them. */
export const OWN_CLASSES: readonly StoredClass[] = Object.entries(SOURCES).map(([name, source]) => {
  const loaded = loadClass(assemble(source));
  if (!loaded.ok) throw new Error(`${name}: ${loaded.error.code}`);
  return { classHash: NATIVE_CLASSES[name as CompiledName].classHash, casm: loaded.value, sierraVersion: [1, 7, 0] };
});

export const cairoEngine = (): ExecutionEngine => createCairoEngine(KERNEL, createClassStore(OWN_CLASSES));

const U128 = 1n << 128n;
const TOP = (1n << 251n) + 17n * (1n << 192n);
const NOWHERE = toFelt(0x404);
const SENDERS = 3;
const [ALICE, BOB] = PREDEPLOYED_ACCOUNTS.map(({ address }) => address) as [Felt, Felt];

const person = fc.constantFrom<bigint>(0n, ALICE, BOB, 0x77n, BRIDGE_ADDRESS, STRK_ADDRESS);
const amount = fc
  .oneof(
    { weight: 4, arbitrary: fc.bigInt({ min: 0n, max: 10n ** 20n }) },
    fc.constantFrom(0n, 10n ** 21n, 10n ** 22n, U128 - 1n, U128, U128 * U128 - 1n, U128 * U128 - U128),
  )
  .map((value) => [value % U128, value / U128]);
const oddFelt = fc.constantFrom(0n, 1n, 2n, U128 - 1n, U128, (1n << 251n) - 1n, 1n << 251n, TOP);

const ARGUMENTS: Readonly<Partial<Record<SelectorName, readonly fc.Arbitrary<bigint | readonly bigint[]>[]>>> = {
  transfer: [person, amount],
  approve: [person, amount],
  transfer_from: [person, person, amount],
  transferFrom: [person, person, amount],
  permissioned_mint: [person, amount],
  balance_of: [person],
  balanceOf: [person],
  allowance: [person, person],
  total_supply: [],
  totalSupply: [],
  name: [],
  symbol: [],
  decimals: [],
};
const ACCOUNT_ARGUMENTS: typeof ARGUMENTS = {
  __validate__: [fc.constant([0n])],
  __execute__: [fc.constant([0n])],
  __validate_declare__: [oddFelt],
  __validate_deploy__: [oddFelt, oddFelt, oddFelt],
  is_valid_signature: [oddFelt, fc.constantFrom<readonly bigint[]>([], [2n, 1n, 2n], [2n, 5n, 0n], [1n, 1n], [2n, 3n, 4n])],
  supports_interface: [fc.constantFrom(1n, 0x2ceccef7f994940b3962a6c67e0ba4fcd37df7d131417c604f91e03caecc1cdn)],
  get_public_key: [],
  getPublicKey: [],
};

/** Cuts, adds or changes one felt, in a fifth of all cases. */
const damaged = (good: fc.Arbitrary<readonly bigint[]>): fc.Arbitrary<readonly bigint[]> =>
  fc.tuple(good, fc.integer({ min: 0, max: 14 }), fc.nat(8), oddFelt).map(([felts, how, at, felt]) => {
    if (how === 0) return felts.slice(0, -1);
    if (how === 1) return [...felts, felt];
    return how === 2 && felts.length > 0 ? felts.with(at % felts.length, felt) : felts;
  });

const callOf = (to: Felt, lists: typeof ARGUMENTS): fc.Arbitrary<Call> =>
  fc.constantFrom(...(Object.keys(lists) as SelectorName[])).chain((name) =>
    damaged(fc.tuple(...(lists[name] ?? [])).map((parts) => parts.flat())).map((felts) => ({
      to,
      selector: SELECTORS[name],
      calldata: felts.map(toFelt),
    })),
  );
const transfer = fc
  .tuple(person, fc.bigInt({ min: 0n, max: 10n ** 19n }))
  .map(([to, value]) => ({ to: STRK_ADDRESS, selector: SELECTORS.transfer, calldata: [to, value, 0n].map(toFelt) }));
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 6, arbitrary: transfer },
  { weight: 6, arbitrary: callOf(STRK_ADDRESS, ARGUMENTS) },
  { weight: 2, arbitrary: callOf(BOB, ACCOUNT_ARGUMENTS) },
  fc.constantFrom(
    { to: NOWHERE, selector: SELECTORS.transfer, calldata: [] },
    { to: BRIDGE_ADDRESS, selector: SELECTORS.deposit, calldata: [] },
    { to: STRK_ADDRESS, selector: toFelt(0x5e1), calldata: [] },
  ),
);

/** Enough for anything, or a bound that may end the transaction at any place. */
const l2Amount = fc.oneof({ weight: 2, arbitrary: fc.constant(100_000_000n) }, fc.bigInt({ min: 300_000n, max: 4_000_000n }));

/** A transaction without its nonce, which is the account's plus `ahead`. */
export type Draft =
  | { readonly kind: 'deposit'; readonly calldata: readonly bigint[] }
  | { readonly kind: 'invoke'; readonly parts: InvokeParts; readonly ahead: bigint; readonly damage: readonly [how: number, felt: bigint] };

const deposit = damaged(fc.tuple(oddFelt, person, amount).map(([from, to, value]) => [from, to, ...value])).map((calldata) => ({
  kind: 'deposit' as const,
  calldata,
}));
const invocation = fc.record({
  kind: fc.constant('invoke' as const),
  parts: fc.record({
    account: fc.nat(SENDERS - 1),
    calls: fc.array(call, { maxLength: 4 }),
    tip: fc.constantFrom(0n, 0n, 7n),
    tamper: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'none', 'none', 'wrong_signature' as const),
    resourceBounds: l2Amount.map((maxAmount) => ({ ...WIDE_BOUNDS, l2Gas: { ...WIDE_BOUNDS.l2Gas, maxAmount } })),
  }),
  ahead: fc.constantFrom(0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 1n),
  damage: fc.tuple(fc.nat(40), oddFelt),
});
export const draft: fc.Arbitrary<Draft> = fc.oneof({ weight: 5, arbitrary: invocation }, deposit);

/** The transaction; `nonceOf` of an account's address. In few cases its calldata are cut, lengthened or changed. */
export const built = (of: Draft, nonceOf: (address: Felt) => Felt): HashedTransaction => {
  if (of.kind === 'deposit') return l1Handler(KERNEL, of.calldata);
  const { address } = PREDEPLOYED_ACCOUNTS[of.parts.account ?? 0]!;
  const { hash, tx } = invoke(KERNEL, { ...of.parts, nonce: nonceOf(address) + of.ahead });
  const [how, felt] = of.damage;
  const { calldata } = tx;
  if (how === 0) return { hash, tx: { ...tx, calldata: calldata.slice(0, -1) } };
  if (how === 1) return { hash, tx: { ...tx, calldata: [...calldata, toFelt(felt)] } };
  if (how < 6) return { hash, tx: { ...tx, calldata: calldata.with(how % calldata.length, toFelt(felt)) } };
  return { hash, tx };
};
