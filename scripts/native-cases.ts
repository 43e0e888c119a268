// Cases that lead our own contracts along every path that the cost table has a row for: calldata that cannot be read, each panic, each way to return,
// loops of several lengths. Paths that end for want of gas follow from these (gen-native.ts).
import { assert } from '../core/base/assert.ts';
import { type Felt, FELT_PRIME, toFelt } from '../core/base/felt.ts';
import { signStark } from '../core/crypto/ecdsa.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { CURVE_ORDER } from '../core/crypto/parameters.ts';
import { PREDEPLOYED_ACCOUNTS } from '../core/exec/accounts.ts';
import { STRK_ADDRESS } from '../core/exec/felts.ts';
import { BRIDGE_ADDRESS } from '../core/exec/genesis.ts';
import { hasPoint, ISRC6_ID } from '../core/exec/native/account.ts';
import { balanceCell } from '../core/exec/native/erc20.ts';
import { CELLS } from '../core/exec/native/storage.ts';
import { SELECTORS, type SelectorName } from '../core/exec/selectors.ts';
import { mapCell } from '../core/hashes/storage-address.ts';
import { type Case, PANICS, PRESENT } from './native-runs.ts';

const U128 = 1n << 128n;
const TOP = FELT_PRIME - 1n;
const ALICE = 0xa11ce1n;
const BOB = PRESENT;
const HASH = toFelt(0x5161n);

type Part = Partial<Omit<Case, 'selector'>> & { readonly calldata: readonly bigint[] };
type Kind = 'felt' | 'address' | 'u128';

/** Calldata of felts with these ranges: cut at each place, each range left, once by the largest felt, and one felt too many. */
const unreadable = (kinds: readonly Kind[], good: readonly bigint[]): readonly (readonly bigint[])[] => {
  const end = { address: 1n << 251n, u128: U128 };
  return [
    ...good.map((_, i) => good.slice(0, i)),
    ...kinds.flatMap((kind, i) => (kind === 'felt' ? [] : [good.with(i, end[kind]), good.with(i, TOP)])),
    [...good, 1n],
  ];
};

const of = (contract: Felt, name: SelectorName, parts: readonly Part[], kind: Case['kind'] = 'external'): readonly Case[] =>
  parts.map((part) => ({
    contract,
    kind,
    selector: SELECTORS[name],
    caller: 0n,
    version: 3n,
    hash: HASH,
    signature: [],
    storage: [],
    ...part,
  }));

const bare = (list: readonly (readonly bigint[])[]): readonly Part[] => list.map((calldata) => ({ calldata }));

const u256Cells = (cell: Felt, value: bigint): Case['storage'] => [
  [cell, value % U128],
  [BigInt(cell) + 1n, value / U128],
];
const MAX = U128 * U128 - 1n;

const token = (name: SelectorName, parts: readonly Part[]): readonly Case[] => of(STRK_ADDRESS, name, parts);

/** Cases of the token by entry point. */
export const erc20Cases = (kernel: Kernel): Readonly<Record<string, readonly Case[]>> => {
  const balance = (who: bigint, value: bigint): Case['storage'] => u256Cells(balanceCell(kernel, toFelt(who)), value);
  const allowance = (owner: bigint, spender: bigint, value: bigint): Case['storage'] =>
    u256Cells(mapCell(kernel, CELLS.ERC20_allowances, toFelt(owner), toFelt(spender)), value);
  /** Ways of a movement behind its allowance. */
  const movements = (
    to: bigint,
  ): readonly { readonly to: bigint; readonly amount: readonly bigint[]; readonly storage: Case['storage'] }[] => [
    { to, amount: [5n, 0n], storage: balance(ALICE, 9n) },
    { to, amount: [5n, 1n], storage: balance(ALICE, 3n * U128 + 1n) },
    { to: 0n, amount: [5n, 0n], storage: balance(ALICE, 9n) },
    { to, amount: [5n, 0n], storage: balance(ALICE, 4n) },
    { to, amount: [5n, 1n], storage: balance(ALICE, U128 + 4n) },
    { to, amount: [5n, 0n], storage: [...balance(ALICE, 9n), ...balance(to, MAX)] },
  ];
  const minter = [[CELLS.permitted_minter, BRIDGE_ADDRESS]] as const;
  const [caller, supply] = [BRIDGE_ADDRESS, CELLS.ERC20_total_supply];
  return {
    transfer: token('transfer', [
      ...bare(unreadable(['address', 'u128', 'u128'], [BOB, 5n, 0n])),
      { calldata: [BOB, 5n, 0n] },
      ...movements(BOB).map(({ to, amount, storage }) => ({ calldata: [to, ...amount], caller: ALICE, storage })),
    ]),
    approve: token('approve', [
      ...bare(unreadable(['address', 'u128', 'u128'], [BOB, 5n, 0n])),
      ...[0n, ALICE].flatMap((owner) => [0n, BOB].map((spender) => ({ calldata: [spender, 5n, 0n], caller: owner }))),
    ]),
    transfer_from: token('transfer_from', [
      ...bare(unreadable(['address', 'address', 'u128', 'u128'], [ALICE, BOB, 5n, 0n])),
      ...[20n, 2n * U128, U128 - 1n, 4n * U128 - 1n, MAX].flatMap((allowed) => [
        ...movements(BOB).map(({ to, amount, storage }) => ({
          calldata: [ALICE, to, ...amount],
          caller: BOB,
          storage: [...storage, ...allowance(ALICE, BOB, allowed)],
        })),
        { calldata: [ALICE, BOB, 5n, 5n], caller: BOB, storage: allowance(ALICE, BOB, allowed) },
        { calldata: [0n, BOB, 0n, 0n], caller: BOB, storage: allowance(0n, BOB, allowed) },
        { calldata: [ALICE, BOB, 0n, 0n], caller: 0n, storage: allowance(ALICE, 0n, allowed) },
      ]),
    ]),
    balance_of: token('balance_of', bare([...unreadable(['address'], [BOB]), [BOB]])),
    total_supply: token('total_supply', bare([[1n], []])),
    allowance: token('allowance', bare([...unreadable(['address', 'address'], [ALICE, BOB]), [ALICE, BOB]])),
    name: token('name', bare([[1n], []])),
    permissioned_mint: token('permissioned_mint', [
      ...bare(unreadable(['address', 'u128', 'u128'], [BOB, 5n, 0n])),
      { calldata: [BOB, 5n, 0n], caller: ALICE, storage: minter },
      { calldata: [0n, 5n, 0n], caller, storage: minter },
      { calldata: [BOB, 5n, 0n], caller, storage: [...minter, ...u256Cells(supply, MAX)] },
      { calldata: [BOB, 5n, 0n], caller, storage: [...minter, ...balance(BOB, MAX)] },
      { calldata: [BOB, 5n, 0n], caller, storage: minter },
      { calldata: [BOB, U128 - 1n, 7n], caller, storage: [...minter, ...balance(BOB, 5n)] },
    ]),
  };
};

export const bridgeCases = (): Readonly<Record<string, readonly Case[]>> => ({
  deposit: of(
    BRIDGE_ADDRESS,
    'deposit',
    bare([...unreadable(['felt', 'address', 'u128', 'u128'], [1n, BOB, 5n, 0n]), [1n, BOB, 5n, 0n]]),
    'l1_handler',
  ),
});

/** A felt that is the x coordinate of no point. */
const withoutPoint = (kernel: Kernel): bigint => {
  let x = 1n;
  while (hasPoint(kernel, toFelt(x))) x += 1n;
  return x;
};

/** Calls of [to, selector, calldata], the last one to another contract; the selector is what INNER returns. */
const callsOf = (results: readonly number[]): readonly bigint[] => [
  BigInt(results.length),
  ...results.flatMap((felts, i) => [
    i + 1 < results.length ? BOB : ALICE,
    BigInt(felts),
    BigInt(i),
    ...Array.from({ length: i }, () => 7n),
  ]),
];
const RESULTS: readonly (readonly number[])[] = [[], [0], [2], [1, 0], [3, 1], [0, 0, 0], [0, 2, 1]];

/** The last of these many calls is malformed in each way. */
const malformedCalls = (before: number): readonly (readonly bigint[])[] => {
  const [, ...good] = callsOf(Array.from({ length: before }, () => 1));
  const bad = unreadable(['address', 'felt', 'u128', 'felt'], [BOB, 1n, 1n, 9n]).slice(0, -1);
  return [...bad, [BOB, 1n, 2n, 9n]].map((last) => [BigInt(before + 1), ...good, ...last]);
};

const keyed = (key: bigint): Case['storage'] => [[CELLS.Account_public_key, key]];
const felts = (count: number): readonly bigint[] => Array.from({ length: count }, (_, i) => BigInt(i + 1));

export const accountCases = (kernel: Kernel): Readonly<Record<string, readonly Case[]>> => {
  const [, owner] = PREDEPLOYED_ACCOUNTS;
  assert(owner !== undefined, 'accountCases: an account with a key');
  const account = (name: SelectorName, parts: readonly Part[]): readonly Case[] => of(owner.address, name, parts);
  const { r, s } = signStark(owner.privateKey, HASH);
  const odd = withoutPoint(kernel);
  const right = { signature: [r, s], storage: keyed(owner.publicKey) };
  /** The right one, one of each wrong length, and one for each test that it must pass. */
  const signatures: readonly Pick<Case, 'signature' | 'storage'>[] = [
    right,
    ...[[], [r], [r, s, 1n], [r, 0n], [r, CURVE_ORDER], [CURVE_ORDER, s], [odd, s], [s, r]].map((signature) => ({ ...right, signature })),
    ...[r - 1n, r + 1n, s + 1n].map((wrong) => ({ ...right, signature: [wrong, s] })),
    { signature: [r, s], storage: keyed(odd) },
  ];
  const calls = bare([[], ...[0, 1, 2].flatMap(malformedCalls), ...RESULTS.map((results) => [...callsOf(results), 1n])]);
  const validates = (name: SelectorName, count: number): readonly Case[] =>
    account(name, [
      ...bare(
        unreadable(
          felts(count).map(() => 'felt'),
          felts(count),
        ),
      ),
      ...signatures.map((signed) => ({ calldata: felts(count), ...signed })),
    ]);
  const signedBy = (signature: readonly bigint[]): readonly bigint[] => [HASH, BigInt(signature.length), ...signature];
  return {
    __validate__: account('__validate__', [
      ...calls,
      ...RESULTS.slice(0, 4).flatMap((results) => signatures.map((signed) => ({ calldata: callsOf(results), ...signed }))),
    ]),
    __execute__: account('__execute__', [
      ...calls,
      ...RESULTS.flatMap((results) => [
        { calldata: callsOf(results) },
        { calldata: callsOf(results), caller: 1n },
        { calldata: callsOf(results), version: 2n },
        { calldata: callsOf([...results, PANICS]) },
      ]),
    ]),
    __validate_declare__: validates('__validate_declare__', 1),
    __validate_deploy__: validates('__validate_deploy__', 3),
    is_valid_signature: account('is_valid_signature', [
      ...bare([...unreadable(['felt', 'u128', 'felt'], [HASH, 1n, 1n]), [HASH, 2n, 1n]]),
      ...signatures.map(({ signature, storage }) => ({ calldata: signedBy(signature), storage })),
    ]),
    supports_interface: account('supports_interface', [
      ...bare([[], [1n, 2n], [1n], [0x3f918d17e5ee77373b56385708f855659a07f75997f365cf87748628532a055n]]),
      { calldata: [ISRC6_ID], storage: [[mapCell(kernel, CELLS.SRC5_supported_interfaces, ISRC6_ID), 1n]] },
    ]),
    get_public_key: account('get_public_key', bare([[1n], []])),
  };
};
