// Invoke flows on the native engine: one test per row of execution.md 7.2, 7.4 and 7.5 that it can reach, receipts, reverts, purity.
import { describe, expect, test } from 'vitest';
import { type Felt, feltFromAscii, feltToHex, toFelt } from '../base/felt.ts';
import { clonePlain, plainToText } from '../base/plain.ts';
import { signStark } from '../crypto/ecdsa.ts';
import { diffReader, EMPTY_READER, netDiff } from '../state/diff.ts';
import type { StateReader } from '../state/reader.ts';
import type { HashedTransaction, InvokeV3, ResourceBounds } from '../types/transaction.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { constantsOf } from './constants.ts';
import type { ExecutedTransaction, TransactionRejection } from './engine.ts';
import { createNativeEngine } from './engines/native.ts';
import {
  accountAddress,
  contextAt,
  createTestKernel,
  genesisState,
  invoke,
  type InvokeParts,
  PRICES,
  SEQUENCER,
  strkCall,
  transferCall,
  WIDE_BOUNDS,
} from './fixture.ts';
import { ENTRYPOINT_NOT_FOUND, STRK_ADDRESS } from './felts.ts';
import { balanceCell, TRANSFER_EVENT } from './native/erc20.ts';
import { NATIVE_CLASSES } from './native/classes.ts';
import { feltText } from './panic-text.ts';
import { EXECUTE_SELECTOR, SELECTORS, VALIDATE_SELECTOR } from './selectors.ts';

const K = constantsOf('0.14.4');

const kernel = createTestKernel();
const engine = createNativeEngine(kernel);
const state = genesisState();
const STRK = 10n ** 18n;
const NEW_HOLDER = 0xabcdefn;

const balance = (reader: StateReader, account: bigint): bigint => reader.storageAt(STRK_ADDRESS, balanceCell(kernel, toFelt(account)));
const after = (base: StateReader, executed: ExecutedTransaction): StateReader => diffReader(base, executed.stateDiff);
const executeTx = (tx: HashedTransaction<InvokeV3>, on: StateReader = state, context = contextAt(1)): ExecutedTransaction => {
  const result = engine.execute(context, tx, on);
  if (!result.ok) throw new Error(`rejected: ${result.error.message}`);
  return result.value;
};
const execute = (parts: InvokeParts, on: StateReader = state): ExecutedTransaction => executeTx(invoke(kernel, parts), on);
const rejection = (tx: HashedTransaction<InvokeV3>, on: StateReader = state, context = contextAt(1)): TransactionRejection => {
  const result = engine.execute(context, tx, on);
  if (result.ok) throw new Error('not rejected');
  return result.error;
};
const revertReason = (executed: ExecutedTransaction): string => {
  const { status } = executed.receipt;
  if (status.kind !== 'reverted') throw new Error('not reverted');
  return status.reason;
};
const withBounds = (change: Partial<ResourceBounds>): ResourceBounds => ({ ...WIDE_BOUNDS, ...change });
const change = (tx: HashedTransaction<InvokeV3>, parts: Partial<InvokeV3>): HashedTransaction<InvokeV3> => ({
  ...tx,
  tx: { ...tx.tx, ...parts },
});
const sender = accountAddress(0);
const frame = (contract: Felt, classHash: Felt, selector: Felt): string =>
  `(contract address: ${feltText(contract)}, class hash: ${feltText(classHash)}, selector: ${feltText(selector)}):`;
const accountFrame = (selector: Felt): string => frame(sender, NATIVE_CLASSES.account.classHash, selector);
const strkFrame = (selector: Felt): string => frame(STRK_ADDRESS, NATIVE_CLASSES.erc20.classHash, selector);

describe('invoke', () => {
  const transfer = execute({ calls: [transferCall(NEW_HOLDER, STRK)] });
  const { receipt } = transfer;

  test('invoke: a transfer to a new holder has the gas of worked example B beside its Sierra gas', () => {
    const sierra = transfer.trace.filter((t) => t.phase !== 'fee_transfer').reduce((sum, t) => sum + t.call.gasConsumed, 0);
    expect(receipt.status).toEqual({ kind: 'succeeded' });
    expect(receipt.gas).toEqual({ l1Gas: 0, l1DataGas: 224, l2Gas: sierra + 1_049_040 });
    expect(receipt.daGas).toEqual({ l1Gas: 0, l1DataGas: 192, l2Gas: 0 });
    expect(receipt.actualFee).toBe(BigInt(receipt.gas.l2Gas) * PRICES.l2Gas + 224n * PRICES.l1DataGas);
  });

  test("invoke: the Sierra gas of its calls is that of our compiled contracts' steps, builtins and syscalls", () => {
    const gas = (steps: number, rangeChecks: number): number => steps * 100 + rangeChecks * 70;
    const [info, read, write, callContract] = [gas(111, 2), gas(240, 1), gas(599, 1), gas(901, 18)];
    const byPhase = Object.fromEntries(transfer.trace.map((t) => [t.phase, t.call.gasConsumed]));
    expect(byPhase['validate']).toBe(gas(350, 14) + 3 * 4_085 + info + read);
    expect(byPhase['fee_transfer']).toBe(gas(223, 16) + 2 * 4_050 + info + 4 * read + 4 * write + 10_000);
    expect(byPhase['execute']).toBe(gas(199, 12) + info + callContract + byPhase['fee_transfer']!);
    expect(transfer.trace.map((t) => t.call.steps)).toEqual([350, 199, 223]);
  });

  test('invoke: balances, nonce and diff move by amount and fee, the sequencer earns the fee', () => {
    const now = after(state, transfer);
    const start = 1_000n * STRK;
    expect(balance(now, sender)).toBe(start - STRK - receipt.actualFee);
    expect(balance(now, NEW_HOLDER)).toBe(STRK);
    expect(balance(now, SEQUENCER)).toBe(receipt.actualFee);
    expect(now.nonceAt(sender)).toBe(1n);
    expect([...transfer.stateDiff.storage.keys()]).toEqual([feltToHex(STRK_ADDRESS)]);
    expect(transfer.stateDiff.storage.get(feltToHex(STRK_ADDRESS))?.size).toBe(3);
    expect(netDiff(state, transfer.stateDiff)).toEqual(transfer.stateDiff);
  });

  test("invoke: its events are the transfer's and, last, the fee's", () => {
    expect(receipt.events).toEqual([
      { from: STRK_ADDRESS, keys: [TRANSFER_EVENT, sender, NEW_HOLDER], data: [STRK, 0n] },
      { from: STRK_ADDRESS, keys: [TRANSFER_EVENT, sender, SEQUENCER], data: [receipt.actualFee, 0n] },
    ]);
    expect(transfer.weights.nEvents).toBe(1);
  });

  test("invoke: the cells of all phases are visited, the fee transfer's included", () => {
    const cells = transfer.visited.get(feltToHex(STRK_ADDRESS))!;
    expect([sender, toFelt(NEW_HOLDER), SEQUENCER].every((a) => cells.has(feltToHex(balanceCell(kernel, a))))).toBe(true);
    expect([cells.size, transfer.visited.get(feltToHex(sender))?.size]).toEqual([6, 1]);
  });

  test("invoke: its weights are the OS overhead's and the calls' gas, with builtins at proving prices", () => {
    const sierra = transfer.trace.filter((t) => t.phase !== 'fee_transfer').reduce((sum, t) => sum + t.call.gasConsumed, 0);
    const os = 5_571 * 100 + 212 * 70 + 4 * 4_050 + 19 * 491;
    expect(transfer.weights.sierraGas).toBe(os + sierra);
    // Own builtins of validate, execute and transfer, and one range check or more per syscall.
    const rangeChecks = 14 + 12 + 16 + (2 + 1) + (2 + 18) + (2 + 4 + 4 + 1);
    const counters = {
      range_check: [212 + rangeChecks, 70, 75],
      pedersen: [4 + 2, 4_050, 2_500],
      poseidon: [19, 491, 8_333],
      ec_op: [3, 4_085, 38_461],
    };
    let proving = os + sierra;
    for (const [n, sierraPrice, provingPrice] of Object.values(counters)) proving += n! * (provingPrice! - sierraPrice!);
    expect(transfer.weights.provingGas).toBe(proving);
    expect(transfer.weights).toMatchObject({
      nTxs: 1,
      l1Gas: 0,
      messageSegmentLength: 0,
      stateDiffSize: 0,
      receiptL2Gas: receipt.gas.l2Gas,
    });
  });

  test('invoke: a tip is paid per unit of L2 gas', () => {
    const tipped = execute({ calls: [transferCall(NEW_HOLDER, STRK)], tip: 3n });
    expect(tipped.receipt.actualFee).toBe(receipt.actualFee + 3n * BigInt(receipt.gas.l2Gas));
  });

  test('invoke: with zero bounds no fee is enforced, and without gas it cannot validate', () => {
    const none = { maxAmount: 0n, maxPricePerUnit: 0n };
    const tx = invoke(kernel, { calls: [], resourceBounds: { l1Gas: none, l2Gas: none, l1DataGas: none } });
    expect(rejection(tx).code).toBe('PanicInValidate');
    expect(rejection(tx).message).toContain("('Out of gas')");
    const free = invoke(kernel, {
      calls: [transferCall(NEW_HOLDER, STRK)],
      resourceBounds: { l1Gas: none, l2Gas: { maxAmount: 10_000_000n, maxPricePerUnit: 0n }, l1DataGas: none },
    });
    const executed = executeTx(free);
    expect(executed.receipt.status.kind).toBe('succeeded');
    expect(balance(after(state, executed), sender)).toBe(999n * STRK);
    expect(executed.trace.map((t) => t.phase)).toEqual(['validate', 'execute']);
  });

  test('invoke: it is pure: equal inputs give equal outcomes, and the state reads as before', () => {
    const tx = invoke(kernel, { calls: [transferCall(NEW_HOLDER, STRK), transferCall(accountAddress(1), 5n)] });
    const seen: string[] = [];
    const watched: StateReader = {
      storageAt: (address, key) => state.storageAt(address, key),
      nonceAt: (address) => state.nonceAt(address),
      classHashAt: (address) => {
        seen.push(feltToHex(address));
        return state.classHashAt(address);
      },
      compiledClassHashOf: state.compiledClassHashOf,
    };
    const first = executeTx(tx, watched);
    const other = createNativeEngine(createTestKernel()).execute(contextAt(1), tx, state);
    expect(other).toEqual({ ok: true, value: first });
    expect(seen.length).toBeGreaterThan(0);
    expect(balance(state, sender)).toBe(1_000n * STRK);
    expect(clonePlain({ first }).first).toBe(first);
    expect(plainToText(first).length).toBeGreaterThan(0);
  });

  test('invoke: without calls it pays its overhead', () => {
    const empty = execute({ calls: [] });
    expect(empty.receipt.status.kind).toBe('succeeded');
    expect(empty.receipt.events).toHaveLength(1);
    expect(empty.trace[1]?.call.result).toEqual([0n]);
  });
});

describe('rejected invoke', () => {
  const tx = invoke(kernel, { calls: [transferCall(NEW_HOLDER, 1n)] });

  test.each([
    ['below', 4n, 3n],
    ['above', 4n, 5n],
  ])("rejected invoke: a nonce %s the account's", (_, accountNonce, nonce) => {
    const on = diffReader(state, {
      storage: new Map(),
      nonces: new Map([[feltToHex(sender), toFelt(accountNonce)]]),
      deployed: new Map(),
      declared: new Map(),
    });
    expect(rejection(invoke(kernel, { calls: [], nonce }), on)).toEqual({
      code: 'InvalidNonce',
      message: `Invalid transaction nonce of contract at address ${feltText(sender)}. Account nonce: ${feltText(toFelt(accountNonce))}; got: ${feltText(toFelt(nonce))}.`,
    });
  });

  test("rejected invoke: bounds below the minimal gas and the block's prices, all findings named", () => {
    const resourceBounds = withBounds({
      l2Gas: { maxAmount: 559_999n, maxPricePerUnit: PRICES.l2Gas - 1n },
      l1DataGas: { maxAmount: 127n, maxPricePerUnit: PRICES.l1DataGas },
    });
    expect(rejection(invoke(kernel, { calls: [transferCall(NEW_HOLDER, 1n)], resourceBounds }))).toEqual({
      code: 'InsufficientResourceBounds',
      message: [
        'Resource bounds were not satisfied: Max L1DataGas amount (127) is lower than the minimal gas amount: 128.',
        'Max L2Gas amount (559999) is lower than the minimal gas amount: 560000.',
        'Max L2Gas price (7999999999) is lower than the actual gas price: 8000000000.',
      ].join('\n'),
    });
  });

  test('rejected invoke: bounds beyond the balance; one fri less passes', () => {
    const most = 1_000n * STRK - 10_000n * PRICES.l1Gas - 10_000n * PRICES.l1DataGas;
    const l2Gas = { maxAmount: 10n ** 9n, maxPricePerUnit: most / 10n ** 9n };
    expect(most % 10n ** 9n).toBe(0n);
    expect(executeTx(invoke(kernel, { calls: [], resourceBounds: withBounds({ l2Gas }) })).receipt.status.kind).toBe('succeeded');
    const over = invoke(kernel, { calls: [], resourceBounds: withBounds({ l2Gas }), tip: 1n });
    expect(rejection(over)).toEqual({
      code: 'ResourcesBoundsExceedBalance',
      message: `Resources bounds ({ l1_gas: { max_amount: 10000, max_price_per_unit: ${PRICES.l1Gas} }, l2_gas: { max_amount: 1000000000, max_price_per_unit: ${most / 10n ** 9n} }, l1_data_gas: { max_amount: 10000, max_price_per_unit: ${PRICES.l1DataGas} } }) exceed balance (1000000000000000000000).`,
    });
  });

  test('rejected invoke: a balance in the high half covers everything', () => {
    const cell = feltToHex(toFelt(balanceCell(kernel, sender) + 1n));
    const rich = diffReader(state, {
      storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[cell, toFelt(1)]])]]),
      nonces: new Map(),
      deployed: new Map(),
      declared: new Map(),
    });
    const resourceBounds = withBounds({ l2Gas: { maxAmount: 10n ** 9n, maxPricePerUnit: 2n ** 100n } });
    expect(rejection(invoke(kernel, { calls: [], resourceBounds }), state).code).toBe('ResourcesBoundsExceedBalance');
    expect(executeTx(invoke(kernel, { calls: [], resourceBounds }), rich).receipt.status.kind).toBe('succeeded');
  });

  test('rejected invoke: proof facts', () => {
    expect(rejection(change(tx, { proofFacts: [toFelt(1)] })).code).toBe('InvalidProofFacts');
  });

  test.each<[string, (tx: HashedTransaction<InvokeV3>) => HashedTransaction<InvokeV3>]>([
    ['a flipped bit of s', (t) => change(t, { signature: [t.tx.signature[0]!, toFelt(t.tx.signature[1]! ^ 1n)] })],
    ['another hash', (t) => ({ ...t, hash: toFelt(t.hash ^ 1n) })],
    ['one felt', (t) => change(t, { signature: t.tx.signature.slice(0, 1) })],
    ['three felts', (t) => change(t, { signature: [...t.tx.signature, toFelt(0)] })],
    ['no felt', (t) => change(t, { signature: [] })],
    ['zeros', (t) => change(t, { signature: [toFelt(0), toFelt(0)] })],
  ])('rejected invoke: a signature of %s', (_, spoil) => {
    expect(rejection(spoil(tx))).toEqual({
      code: 'PanicInValidate',
      message: `The \`validate\` entry point panicked with:\nError in contract ${accountFrame(VALIDATE_SELECTOR)}\n0x4163636f756e743a20696e76616c6964207369676e6174757265 ('Account: invalid signature').\n`,
    });
  });

  test('rejected invoke: the signature of another account', () => {
    const { r, s } = signStark(PREDEPLOYED_ACCOUNTS[1]!.privateKey, tx.hash);
    expect(rejection(change(tx, { signature: [r, s] })).code).toBe('PanicInValidate');
  });

  test('invoke: (r, N - s) verifies too, as on chain', () => {
    const n = 0x800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2fn;
    const twin = change(tx, { signature: [tx.tx.signature[0]!, toFelt(n - tx.tx.signature[1]!)] });
    expect(executeTx(twin).receipt.status.kind).toBe('succeeded');
  });

  test('rejected invoke: a sender that is not deployed is a hard error', () => {
    const nobody = toFelt(0x1234);
    const rich = diffReader(state, {
      storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(balanceCell(kernel, nobody)), toFelt(1_000n * STRK)]])]]),
      nonces: new Map(),
      deployed: new Map(),
      declared: new Map(),
    });
    expect(rejection(change(tx, { sender: nobody }), rich)).toEqual({
      code: 'ValidateTransactionError',
      message: `Transaction validation has failed:\n0: Error in the called contract ${frame(nobody, toFelt(0), VALIDATE_SELECTOR)}\nRequested contract address ${feltText(nobody)} is not deployed.\n`,
    });
  });

  test('rejected invoke: a sender that is no account', () => {
    const own = diffReader(state, {
      storage: new Map([[feltToHex(STRK_ADDRESS), new Map([[feltToHex(balanceCell(kernel, STRK_ADDRESS)), toFelt(1_000n * STRK)]])]]),
      nonces: new Map(),
      deployed: new Map(),
      declared: new Map(),
    });
    const { message, code } = rejection(change(tx, { sender: STRK_ADDRESS }), own);
    expect(code).toBe('PanicInValidate');
    expect(message).toContain(`${feltToHex(ENTRYPOINT_NOT_FOUND)} ('ENTRYPOINT_NOT_FOUND')`);
  });

  test.each<[string, readonly bigint[], string]>([
    ['no calldata', [], 'Failed to deserialize param #1'],
    ['a call cut short', [1n, STRK_ADDRESS, SELECTORS.transfer, 3n, 1n], 'Failed to deserialize param #1'],
    ['a call to no address', [1n, 1n << 251n, 1n, 0n], 'Failed to deserialize param #1'],
    ['a felt too many', [0n, 0n], 'Input too long for arguments'],
    ['a huge count', [1n << 250n], 'Failed to deserialize param #1'],
  ])('rejected invoke: %s panics while validating', (_, calldata, text) => {
    const { message } = rejection(change(tx, { calldata: calldata.map(toFelt) }));
    expect(message).toContain(`('${text}')`);
  });

  test('rejected invoke: L2 gas that validation uses up', () => {
    const resourceBounds = withBounds({ l2Gas: { maxAmount: 560_000n, maxPricePerUnit: PRICES.l2Gas } });
    const short = {
      ...WIDE_BOUNDS,
      l2Gas: { maxAmount: 60_000n, maxPricePerUnit: 0n },
      l1Gas: { maxAmount: 0n, maxPricePerUnit: 0n },
      l1DataGas: { maxAmount: 0n, maxPricePerUnit: 0n },
    };
    expect(rejection(invoke(kernel, { calls: [], resourceBounds: short })).message).toContain("('Out of gas')");
    expect(executeTx(invoke(kernel, { calls: [], resourceBounds })).receipt.status.kind).toBe('reverted');
  });

  test.each(['declare_v3', 'deploy_account_v3'] as const)('rejected: this engine knows no %s', (kind) => {
    const foreign = { hash: toFelt(1), tx: { ...tx.tx, kind } } as unknown as HashedTransaction<InvokeV3>;
    const message = `The native engine executes invoke transactions and L1 handlers, got ${kind}.`;
    expect(rejection(foreign)).toEqual({ code: 'NotSupportedByNativeEngine', message });
    expect(engine.validate(contextAt(1), foreign, state, { skipValidate: true })).toEqual({
      ok: false,
      error: { code: 'NotSupportedByNativeEngine', message },
    });
  });
});

describe('reverted invoke', () => {
  test('reverted invoke: an overdraft keeps fee and nonce, drops everything else, and names both calls', () => {
    const executed = execute({ calls: [transferCall(NEW_HOLDER, STRK), transferCall(NEW_HOLDER, 10_000n * STRK)] });
    const now = after(state, executed);
    expect(revertReason(executed)).toBe(
      [
        'Transaction execution has failed:',
        `0: Error in the called contract ${accountFrame(EXECUTE_SELECTOR)}`,
        'Execution failed. Failure reason:',
        `Error in contract ${accountFrame(EXECUTE_SELECTOR)}`,
        `Error in contract ${strkFrame(SELECTORS.transfer)}`,
        "0x45524332303a20696e73756666696369656e742062616c616e6365 ('ERC20: insufficient balance').",
        '',
      ].join('\n'),
    );
    expect([now.nonceAt(sender), balance(now, NEW_HOLDER)]).toEqual([1n, 0n]);
    expect(executed.receipt.actualFee).toBeGreaterThan(0n);
    expect(balance(now, sender)).toBe(1_000n * STRK - executed.receipt.actualFee);
    expect(executed.receipt.events.map((e) => e.keys[2])).toEqual([SEQUENCER]);
    expect(executed.weights.nEvents).toBe(0);
  });

  test('reverted invoke: what the outermost call consumed is charged', () => {
    const executed = execute({ calls: [transferCall(NEW_HOLDER, 10_000n * STRK)] });
    const [validate, executePhase] = executed.trace.map((t) => t.call.gasConsumed);
    // Signature 2, calldata 7, no event, no new cell; words of the nonce's contract and the sender's balance: 4.
    expect(executed.receipt.gas).toEqual({ l1Gas: 0, l1DataGas: 128, l2Gas: validate! + executePhase! + 560_000 + 9 * 5_120 });
    expect(executed.receipt.actualFee).toBe(BigInt(executed.receipt.gas.l2Gas) * PRICES.l2Gas + 128n * PRICES.l1DataGas);
  });

  test('reverted invoke: a call to no contract is a hard error that charges up to the last syscall', () => {
    const nobody = toFelt(0x1234);
    const executed = execute({ calls: [transferCall(NEW_HOLDER, 1n), { to: nobody, selector: SELECTORS.transfer, calldata: [] }] });
    expect(revertReason(executed)).toBe(
      [
        'Transaction execution has failed:',
        `0: Error in the called contract ${accountFrame(EXECUTE_SELECTOR)}`,
        `1: Error in the called contract ${frame(nobody, toFelt(0), SELECTORS.transfer)}`,
        `Requested contract address ${feltText(nobody)} is not deployed.`,
        '',
      ].join('\n'),
    );
    const executePhase = executed.trace[1]!.call;
    expect(executePhase.inner.map((c) => c.failed)).toEqual([false, true]);
    expect(executed.receipt.gas.l2Gas).toBe(executed.trace[0]!.call.gasConsumed + executePhase.gasConsumed + 560_000 + (10 + 2) * 5_120);
    expect(balance(after(state, executed), NEW_HOLDER)).toBe(0n);
  });

  test('reverted invoke: an entry point that is not there', () => {
    const executed = execute({ calls: [{ to: STRK_ADDRESS, selector: toFelt(0x77), calldata: [] }] });
    expect(revertReason(executed)).toContain(
      `Error in contract ${strkFrame(toFelt(0x77))}\n${feltToHex(ENTRYPOINT_NOT_FOUND)} ('ENTRYPOINT_NOT_FOUND').\n`,
    );
    expect(executed.trace[1]?.call.inner[0]?.gasConsumed).toBe(0);
  });

  test('reverted invoke: an account cannot be executed through another call', () => {
    const executed = execute({ calls: [{ to: accountAddress(1), selector: EXECUTE_SELECTOR, calldata: [toFelt(0)] }] });
    expect(revertReason(executed)).toContain(`${feltToHex(feltFromAscii('Invalid argument'))} ('Invalid argument').\n`);
  });

  test("reverted invoke: gas beyond the L2 bound; the fee is bounded, the gas shown is the revert's", () => {
    // One unit below what the success needs.
    const needed = execute({ calls: [transferCall(NEW_HOLDER, STRK)] }).receipt.gas.l2Gas;
    const resourceBounds = withBounds({ l2Gas: { maxAmount: BigInt(needed - 1), maxPricePerUnit: PRICES.l2Gas } });
    const executed = execute({ calls: [transferCall(NEW_HOLDER, STRK)], resourceBounds });
    expect(revertReason(executed)).toBe(`Insufficient max L2Gas: max amount: ${needed - 1}, actual used: ${needed}.`);
    expect(executed.receipt.actualFee).toBe(BigInt(needed - 1) * PRICES.l2Gas + 224n * PRICES.l1DataGas);
    const sierra = executed.trace[0]!.call.gasConsumed + executed.trace[1]!.call.gasConsumed;
    expect(executed.receipt.gas).toEqual({ l1Gas: 0, l1DataGas: 128, l2Gas: sierra + 560_000 + 9 * 5_120 });
    expect(balance(after(state, executed), NEW_HOLDER)).toBe(0n);
  });

  test('reverted invoke: what validation used is no longer there for execution', () => {
    const calls = [transferCall(NEW_HOLDER, STRK)];
    const [validate, used] = execute({ calls }).trace.map((t) => t.call.gasConsumed);
    // What the account has set aside for another call, and does not spend, must be there too.
    const executePhase = used! + 16_340;
    const withL2 = (maxAmount: number): ExecutedTransaction =>
      execute({ calls, resourceBounds: withBounds({ l2Gas: { maxAmount: BigInt(maxAmount), maxPricePerUnit: PRICES.l2Gas } }) });
    expect(revertReason(withL2(validate! + executePhase))).toContain('Insufficient max L2Gas');
    expect(revertReason(withL2(validate! + executePhase - 1))).toContain("('Out of gas')");
  });

  test('reverted invoke: gas that runs out on the way charges the bound', () => {
    const resourceBounds = withBounds({ l2Gas: { maxAmount: 600_000n, maxPricePerUnit: PRICES.l2Gas } });
    const executed = execute({ calls: [transferCall(NEW_HOLDER, STRK), transferCall(NEW_HOLDER, STRK)], resourceBounds });
    expect(revertReason(executed)).toContain("0x4f7574206f6620676173 ('Out of gas').\n");
    expect(executed.receipt.actualFee).toBe(600_000n * PRICES.l2Gas + 128n * PRICES.l1DataGas);
  });

  test('reverted invoke: a balance that no longer covers the fee; the original fee is charged', () => {
    const all = 1_000n * STRK;
    const executed = execute({ calls: [transferCall(NEW_HOLDER, all)] });
    const fee = executed.receipt.actualFee;
    expect(revertReason(executed)).toBe(`Insufficient fee token balance. Fee: ${fee}, balance: low/high 0/0.`);
    const success = execute({ calls: [transferCall(NEW_HOLDER, STRK)] }).receipt;
    // The emptied balance cell is no new word: the same changes as any transfer to a new holder.
    expect(fee).toBe(success.actualFee);
    expect(balance(after(state, executed), sender)).toBe(all - fee);
  });

  test('reverted invoke: more than 1,000 events in one phase', () => {
    const calls = Array.from({ length: 1_001 }, () => strkCall('approve', 5n, 1n, 0n));
    const resourceBounds = withBounds({ l2Gas: { maxAmount: 1_200_000_000n, maxPricePerUnit: PRICES.l2Gas } });
    const executed = execute({ calls, resourceBounds });
    expect(revertReason(executed)).toContain('Exceeded the maximum number of events, number events: 1001, max number events: 1000.');
    expect(executed.trace[1]?.call.inner).toHaveLength(1_001);
    const fits = execute({ calls: calls.slice(0, 1_000), resourceBounds });
    expect([fits.receipt.status.kind, fits.weights.nEvents]).toEqual(['succeeded', K.limits.eventsPerTxMax]);
  });
});

describe('gateway validation', () => {
  const validate = (parts: InvokeParts, skipValidate = false, spoil: Partial<InvokeV3> = {}) =>
    engine.validate(contextAt(1), change(invoke(kernel, parts), spoil), state, { skipValidate });

  test('gateway validation: a sound transaction passes, also with a later nonce', () => {
    expect(validate({ calls: [transferCall(NEW_HOLDER, STRK)] })).toEqual({ ok: true, value: null });
    expect(validate({ calls: [], nonce: 7n })).toEqual({ ok: true, value: null });
  });

  test('gateway validation: an older nonce, poor bounds, a poor balance and a wrong signature are refused with their codes', () => {
    const old = diffReader(state, {
      storage: new Map(),
      nonces: new Map([[feltToHex(sender), toFelt(1)]]),
      deployed: new Map(),
      declared: new Map(),
    });
    const tx = invoke(kernel, { calls: [] });
    const codes = [
      engine.validate(contextAt(1), tx, old, { skipValidate: false }),
      validate({ calls: [], resourceBounds: withBounds({ l2Gas: { maxAmount: 1n, maxPricePerUnit: PRICES.l2Gas } }) }),
      engine.validate(contextAt(1), tx, EMPTY_READER, { skipValidate: false }),
      validate({ calls: [], tamper: 'wrong_signature' }),
    ].map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes).toEqual(['InvalidNonce', 'InsufficientResourceBounds', 'ResourcesBoundsExceedBalance', 'PanicInValidate']);
  });

  test('gateway validation: the cost of validating alone must fit the bounds', () => {
    // Example: 560,000 minimal gas pass the pre-validation, but validation and archival come on top.
    const resourceBounds = withBounds({ l2Gas: { maxAmount: 560_000n, maxPricePerUnit: PRICES.l2Gas } });
    const result = validate({ calls: [transferCall(NEW_HOLDER, 1n)], resourceBounds });
    const spent = 350 * 100 + 14 * 70 + 3 * 4_085 + 11_240 + 24_070 + 560_000 + 9 * 5_120;
    expect(result).toEqual({
      ok: false,
      error: { code: 'MaxGasAmountExceeded', message: `Insufficient max L2Gas: max amount: 560000, actual used: ${spent}.` },
    });
  });

  test('gateway validation: skipping `__validate__` skips the signature and nothing before it', () => {
    expect(validate({ calls: [], tamper: 'wrong_signature' }, true)).toEqual({ ok: true, value: null });
    expect(validate({ calls: [], resourceBounds: withBounds({ l1Gas: { maxAmount: 0n, maxPricePerUnit: 0n } }) }, true).ok).toBe(false);
    expect(validate({ calls: [] }, true, { proofFacts: [toFelt(1)] }).ok).toBe(false);
  });

  test('gateway validation: a call to a contract that will fail passes: only validation runs', () => {
    expect(validate({ calls: [transferCall(NEW_HOLDER, 10_000n * STRK)] }).ok).toBe(true);
  });
});
