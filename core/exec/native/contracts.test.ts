// The built-in contracts through views and through transactions: reads, approvals, mint rights, panics, account interface.
import { describe, expect, test } from 'vitest';
import { type Felt, feltFromAscii, feltFromHex, feltToHex, toFelt } from '../../base/felt.ts';
import { signStark } from '../../crypto/ecdsa.ts';
import { diffReader } from '../../state/diff.ts';
import type { StateReader } from '../../state/reader.ts';
import type { StateDiff } from '../../types/block.ts';
import type { Call } from '../../types/transaction.ts';
import { PREDEPLOYED_ACCOUNTS } from '../accounts.ts';
import { startPath } from '../calls.ts';
import type { ExecutedTransaction } from '../engine.ts';
import { createNativeEngine } from '../engines/native.ts';
import { accountAddress, contextAt, createTestKernel, genesisState, invoke, SEQUENCER, strkCall, transferCall } from '../fixture.ts';
import { STRK_ADDRESS, VALID } from '../felts.ts';
import { BRIDGE_ADDRESS } from '../genesis.ts';
import { panicText } from '../panic-text.ts';
import { executeInfo, NO_TRANSACTION } from '../transaction-info.ts';
import { EXECUTE_SELECTOR, SELECTORS, type SelectorName, VALIDATE_SELECTOR } from '../selectors.ts';
import { accountCode, ISRC6_ID } from './account.ts';
import { APPROVAL_EVENT, balanceCell, TRANSFER_EVENT } from './erc20.ts';

const kernel = createTestKernel();
const engine = createNativeEngine(kernel);
const genesis = genesisState();
const [alice, bob, carol] = [accountAddress(0), accountAddress(1), accountAddress(2)] as const;
const MAX = 2n ** 128n - 1n;
const START = 10n ** 21n;

const view = (address: Felt, name: SelectorName, calldata: readonly bigint[] = [], state: StateReader = genesis) =>
  engine.call(contextAt(5), { address, selector: SELECTORS[name], calldata: calldata.map(toFelt) }, state);
const strk = (name: SelectorName, calldata: readonly bigint[] = [], state: StateReader = genesis) =>
  view(STRK_ADDRESS, name, calldata, state);
const ok = (...values: readonly bigint[]) => ({ ok: true, value: values });
const panics = (text: string) => ({ ok: false, error: panicText([feltFromAscii(text)]) });

/** Runs transactions of the accounts one after the other. */
type Step = { readonly account: number; readonly calls: readonly Call[] };
const run = (steps: readonly Step[], start: StateReader = genesis): { readonly state: StateReader; readonly last: ExecutedTransaction } => {
  let state = start;
  let last: ExecutedTransaction | null = null;
  for (const step of steps) {
    const result = engine.execute(contextAt(1), invoke(kernel, { ...step, nonce: state.nonceAt(accountAddress(step.account)) }), state);
    if (!result.ok) throw new Error(result.error.message);
    last = result.value;
    state = diffReader(state, last.stateDiff);
  }
  return { state, last: last! };
};
const reason = ({ receipt: { status } }: ExecutedTransaction): string => (status.kind === 'reverted' ? status.reason : 'succeeded');
const stored = (contract: Felt, cells: Readonly<Record<string, bigint>>): StateDiff => ({
  storage: new Map([[feltToHex(contract), new Map(Object.entries(cells).map(([cell, value]) => [cell, toFelt(value)]))]]),
  nonces: new Map(),
  deployed: new Map(),
  declared: new Map(),
});

describe('erc20', () => {
  test('erc20: the views read genesis, under both spellings', () => {
    for (const name of ['balance_of', 'balanceOf'] as const) expect(strk(name, [alice])).toEqual(ok(START, 0n));
    for (const name of ['total_supply', 'totalSupply'] as const) expect(strk(name)).toEqual(ok(10n * START, 0n));
    expect(strk('allowance', [alice, bob])).toEqual(ok(0n, 0n));
    expect(strk('name')).toEqual(ok(feltFromAscii('Starknet Token')));
    expect(strk('symbol')).toEqual(ok(feltFromAscii('STRK')));
    expect(strk('decimals')).toEqual(ok(18n));
  });

  test('erc20: a view that writes leaves nothing behind and has no caller', () => {
    expect(strk('transfer', [bob, 1n, 0n])).toEqual(panics('ERC20: transfer from 0'));
    expect(strk('approve', [bob, 1n, 0n])).toEqual(panics('ERC20: approve from 0'));
    expect(strk('balance_of', [bob])).toEqual(ok(START, 0n));
  });

  test.each<[SelectorName, readonly bigint[], string]>([
    ['balance_of', [], 'Failed to deserialize param #1'],
    ['balance_of', [1n << 251n], 'Failed to deserialize param #1'],
    ['balance_of', [1n, 2n], 'Input too long for arguments'],
    ['total_supply', [1n], 'Input too long for arguments'],
    ['allowance', [1n], 'Failed to deserialize param #2'],
    ['transfer', [1n, 1n << 128n, 0n], 'Failed to deserialize param #2'],
    ['transfer', [1n, 0n], 'Failed to deserialize param #2'],
    ['transfer_from', [1n, 2n, 0n, 1n << 128n], 'Failed to deserialize param #3'],
    ['permissioned_mint', [1n, 2n, 3n, 4n], 'Input too long for arguments'],
  ])('erc20: %s of %o is malformed', (name, calldata, text) => {
    expect(strk(name, calldata)).toEqual(panics(text));
  });

  test('erc20: an approval is stored, emitted, spent and emitted again', () => {
    const approved = run([{ account: 0, calls: [strkCall('approve', bob, 10n, 0n)] }]);
    expect(approved.last.receipt.events[0]).toEqual({ from: STRK_ADDRESS, keys: [APPROVAL_EVENT, alice, bob], data: [10n, 0n] });
    expect(strk('allowance', [alice, bob], approved.state)).toEqual(ok(10n, 0n));
    const spent = run([{ account: 1, calls: [strkCall('transfer_from', alice, carol, 4n, 0n)] }], approved.state);
    expect(spent.last.receipt.events.slice(0, 2)).toEqual([
      { from: STRK_ADDRESS, keys: [APPROVAL_EVENT, alice, bob], data: [6n, 0n] },
      { from: STRK_ADDRESS, keys: [TRANSFER_EVENT, alice, carol], data: [4n, 0n] },
    ]);
    expect(strk('allowance', [alice, bob], spent.state)).toEqual(ok(6n, 0n));
    expect(strk('balance_of', [carol], spent.state)).toEqual(ok(START + 4n, 0n));
    const over = run([{ account: 1, calls: [strkCall('transferFrom', alice, carol, 7n, 0n)] }], spent.state);
    expect(reason(over.last)).toContain("('ERC20: insufficient allowance')");
    expect(strk('allowance', [alice, bob], over.state)).toEqual(ok(6n, 0n));
  });

  test('erc20: the largest allowance is never used up', () => {
    const { state, last } = run([
      { account: 0, calls: [strkCall('approve', bob, MAX, MAX)] },
      { account: 1, calls: [strkCall('transfer_from', alice, bob, 5n, 0n)] },
    ]);
    expect(strk('allowance', [alice, bob], state)).toEqual(ok(MAX, MAX));
    expect(last.receipt.events.map((e) => e.keys[0])).toEqual([TRANSFER_EVENT, TRANSFER_EVENT]);
  });

  test.each<[string, Call, string]>([
    ['to nobody', transferCall(0n, 1n), 'ERC20: transfer to 0'],
    ['for nobody', strkCall('approve', 0n, 1n, 0n), 'ERC20: approve to 0'],
    ['of more than there is', transferCall(1n, START * 2n), 'ERC20: insufficient balance'],
    ['of a high half', transferCall(1n, 1n << 128n), 'ERC20: insufficient balance'],
    ['from nobody', strkCall('transfer_from', 0n, 1n, 0n, 0n), 'ERC20: approve from 0'],
    ['by whoever is not the minter', strkCall('permissioned_mint', 1n, 1n, 0n), 'MINTER_ONLY'],
  ])('erc20: a call %s panics', (_, call, text) => {
    expect(reason(run([{ account: 0, calls: [call] }]).last)).toContain(`('${text}')`);
  });

  test("erc20: a transfer to oneself changes no balance but the fee's", () => {
    const { state, last } = run([{ account: 0, calls: [transferCall(alice, 7n)] }]);
    expect(strk('balance_of', [alice], state)).toEqual(ok(START - last.receipt.actualFee, 0n));
  });

  test('erc20: amounts carry between the halves', () => {
    const cell = balanceCell(kernel, toFelt(0x99));
    const almost = diffReader(genesis, stored(STRK_ADDRESS, { [feltToHex(cell)]: MAX }));
    const { state } = run([{ account: 0, calls: [transferCall(0x99n, 2n)] }], almost);
    expect(strk('balance_of', [0x99n], state)).toEqual(ok(1n, 1n));
  });

  test('erc20: a balance that would overflow panics', () => {
    const cell = balanceCell(kernel, toFelt(0x99));
    const full = diffReader(genesis, stored(STRK_ADDRESS, { [feltToHex(cell)]: MAX, [feltToHex(toFelt(cell + 1n))]: MAX }));
    expect(reason(run([{ account: 0, calls: [transferCall(0x99n, 1n)] }], full).last)).toContain("('u256_add Overflow')");
  });

  test("erc20: the fee is the sequencer's, and a multicall returns a span per call", () => {
    const { state, last } = run([{ account: 0, calls: [transferCall(bob, 1n), strkCall('balance_of', bob), strkCall('decimals')] }]);
    expect(strk('balance_of', [SEQUENCER], state)).toEqual(ok(last.receipt.actualFee, 0n));
    expect(last.trace[1]?.call.result).toEqual([3n, 1n, 1n, 2n, START + 1n, 0n, 1n, 18n]);
  });
});

describe('account', () => {
  const { privateKey, publicKey } = PREDEPLOYED_ACCOUNTS[0]!;
  const hash = toFelt(0x1234567n);
  const { r, s } = signStark(privateKey, hash);

  test('account: it shows its key and supports SRC-5 and SRC-6, under both spellings', () => {
    for (const name of ['get_public_key', 'getPublicKey'] as const) expect(view(alice, name)).toEqual(ok(publicKey));
    expect(view(alice, 'supports_interface', [ISRC6_ID])).toEqual(ok(1n));
    expect(view(alice, 'supports_interface', [feltFromHex('0x3f918d17e5ee77373b56385708f855659a07f75997f365cf87748628532a055')])).toEqual(
      ok(1n),
    );
    expect(view(alice, 'supports_interface', [1n])).toEqual(ok(0n));
  });

  test.each<[string, readonly bigint[], bigint]>([
    ['its signature', [hash, 2n, r, s], VALID],
    ['the signature of another hash', [hash + 1n, 2n, r, s], 0n],
    ['one felt', [hash, 1n, r], 0n],
    ['three felts', [hash, 3n, r, s, 0n], 0n],
    ['nothing', [hash, 0n], 0n],
  ])('account: it answers to %s', (_, calldata, answer) => {
    for (const name of ['is_valid_signature', 'isValidSignature'] as const) expect(view(alice, name, calldata)).toEqual(ok(answer));
  });

  test('account: a signature array that is cut short is malformed', () => {
    expect(view(alice, 'is_valid_signature', [hash, 3n, r])).toEqual(panics('Failed to deserialize param #2'));
  });

  test('account: called by nobody outside a transaction, it executes nothing', () => {
    const result = engine.call(contextAt(1), { address: alice, selector: SELECTORS['__execute__'], calldata: [toFelt(0)] }, genesis);
    expect(result).toEqual(panics('Account: invalid tx version'));
  });

  test('account: called by anybody, it executes nothing', () => {
    const code = accountCode(kernel)
      .entryPoint('external', EXECUTE_SELECTOR)!
      .run([toFelt(0)], startPath());
    expect([code.next().value, code.next({ kind: 'done' }).value]).toEqual([{ kind: 'withdraw' }, { kind: 'execution_info' }]);
    const info = executeInfo(contextAt(1), { ...NO_TRANSACTION, version: toFelt(3), hash });
    const next = code.next({ kind: 'info', info: { ...info, caller: bob, contract: alice, selector: EXECUTE_SELECTOR } });
    expect(next.value).toEqual({ kind: 'panic', data: [feltFromAscii('Account: invalid caller')] });
  });

  test('account: a contract that calls `__validate__` of another account gets its panic', () => {
    const call = { to: bob, selector: VALIDATE_SELECTOR, calldata: [toFelt(0)] };
    expect(reason(run([{ account: 0, calls: [call] }]).last)).toContain("('Account: invalid signature')");
  });
});

describe('views', () => {
  test('view: no contract and no entry point are told apart', () => {
    expect(view(toFelt(0x77), 'name')).toEqual({
      ok: false,
      error: `Requested contract address 0x${'77'.padStart(64, '0')} is not deployed.`,
    });
    expect(view(BRIDGE_ADDRESS, 'deposit', [1n, 2n, 3n, 0n])).toEqual(panics('ENTRYPOINT_NOT_FOUND'));
  });
});
