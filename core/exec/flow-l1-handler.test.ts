// L1 handlers on the native engine: a deposit mints, failures revert with an empty receipt, and nothing is ever charged on L2.
import { describe, expect, test } from 'vitest';
import { type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { diffLength, diffReader } from '../state/diff.ts';
import type { HashedTransaction, L1HandlerV0 } from '../types/transaction.ts';
import { type Code, storageWrite } from './calls.ts';
import { constantsOf } from './constants.ts';
import type { ExecutedTransaction } from './engine.ts';
import { createEngine } from './engines/create-engine.ts';
import { createNativeEngine } from './engines/native.ts';
import { accountAddress, contextAt, createTestKernel, flatCosts, genesisState, l1Handler } from './fixture.ts';
import { STRK_ADDRESS } from './felts.ts';
import { BRIDGE_ADDRESS } from './genesis.ts';
import { NO_RESOURCES } from './resources.ts';
import { bridgeCode } from './native/bridge.ts';
import { NATIVE_CLASSES } from './native/classes.ts';
import { TRANSFER_EVENT } from './native/erc20.ts';
import { SELECTORS } from './selectors.ts';

const K = constantsOf('0.14.4');

const kernel = createTestKernel();
const engine = createNativeEngine(kernel);
const state = genesisState();
const L1_SENDER = 0xe7n;
const to = 0x5e1fn;

const execute = (tx: HashedTransaction<L1HandlerV0>, on = state): ExecutedTransaction => {
  const result = engine.execute(contextAt(3), tx, on);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
function* writeOnce(): Code<readonly Felt[]> {
  yield* storageWrite(toFelt(1), toFelt(1));
  return [];
}
const reason = ({ receipt: { status } }: ExecutedTransaction): string => (status.kind === 'reverted' ? status.reason : 'succeeded');
const deposit = execute(l1Handler(kernel, [L1_SENDER, to, 5n, 0n]));

describe('l1 handler', () => {
  test('l1 handler: a deposit mints to the receiver and raises the supply', () => {
    const now = diffReader(state, deposit.stateDiff);
    const read = (name: 'balance_of' | 'total_supply', calldata: readonly bigint[]) =>
      engine.call(contextAt(3), { address: STRK_ADDRESS, selector: SELECTORS[name], calldata: calldata.map(toFelt) }, now);
    expect(deposit.receipt).toMatchObject({ status: { kind: 'succeeded' }, transactionKind: 'l1_handler', actualFee: 0n });
    expect(read('balance_of', [to])).toEqual({ ok: true, value: [5n, 0n] });
    expect(read('total_supply', [])).toEqual({ ok: true, value: [10n ** 22n + 5n, 0n] });
    expect(deposit.receipt.events).toEqual([{ from: STRK_ADDRESS, keys: [TRANSFER_EVENT, 0n, to], data: [5n, 0n] }]);
    expect([diffLength(deposit.stateDiff), deposit.stateDiff.nonces.size]).toEqual([2, 0]);
    expect(deposit.trace.map((t) => t.phase)).toEqual(['execute']);
  });

  test('l1 handler: its gas is message, data, allocation, archival and OS as in worked example A', () => {
    const sierra = deposit.trace[0]!.call.gasConsumed;
    const payload = 3;
    const words = 5 + payload;
    // Two changed cells of one contract: the fee token of a handler is ETH, so STRK counts as modified. Six words.
    const steps = 1_329 + 13 * payload + 6 * 113 + 75;
    expect(deposit.receipt.gas).toEqual({
      l1Gas: 512 * words + 5_000 + (375 + 1_500 + 256 * (3 + payload)) + 612 * words,
      l1DataGas: 6 * 32 + 32,
      l2Gas: sierra + 402_000 + payload * 5_120 + 5_120 * (2 * 3 + 2) + Math.ceil((steps * 25) / 10_000) * 40_000,
    });
    expect(deposit.weights).toMatchObject({ messageSegmentLength: words, nEvents: 1, nTxs: 1 });
    expect(deposit.weights.l1Gas).toBe(deposit.receipt.gas.l1Gas - 612 * words);
  });

  const empty = execute(l1Handler(kernel, [L1_SENDER, to, 5n], {}));

  test.each<[string, HashedTransaction<L1HandlerV0>, string]>([
    ['a payload cut short', l1Handler(kernel, [L1_SENDER, to, 5n]), "('Failed to deserialize param #3')"],
    ['a payload too long', l1Handler(kernel, [L1_SENDER, to, 5n, 0n, 1n]), "('Input too long for arguments')"],
    ['no receiver', l1Handler(kernel, [L1_SENDER, 0n, 5n, 0n]), "('ERC20: mint to 0')"],
    ['a supply that overflows', l1Handler(kernel, [L1_SENDER, to, 2n ** 128n - 1n, 2n ** 128n - 1n]), "('u256_add Overflow')"],
    ['an unknown selector', l1Handler(kernel, [L1_SENDER], { entryPointSelector: SELECTORS.transfer }), "('ENTRYPOINT_NOT_FOUND')"],
    [
      'an external entry point',
      l1Handler(kernel, [L1_SENDER], { address: STRK_ADDRESS, entryPointSelector: SELECTORS.transfer }),
      "('ENTRYPOINT_NOT_FOUND')",
    ],
    ['no contract', l1Handler(kernel, [L1_SENDER], { address: toFelt(0x77) }), 'is not deployed.\n'],
  ])('l1 handler: %s reverts it, changes nothing and has the receipt of an empty execution', (_, tx, text) => {
    const executed = execute(tx);
    expect(reason(executed)).toMatch(/^Transaction execution has failed:\n0: Error in the called contract \(contract address: 0x/);
    expect(reason(executed)).toContain(text);
    expect(diffLength(executed.stateDiff)).toBe(0);
    expect([executed.receipt.events, executed.receipt.actualFee, executed.visited.size]).toEqual([[], 0n, 0]);
    const payload = tx.tx.calldata.length - 1;
    const steps = 1_329 + 13 * payload + 21;
    expect(executed.receipt.gas.l2Gas).toBe(payload * 5_120 + Math.ceil((steps * 25) / 10_000) * 40_000);
    expect(executed.receipt.daGas).toEqual({ l1Gas: 0, l1DataGas: 0, l2Gas: 0 });
  });

  test('l1 handler: a reverted one weighs its messages and the OS only', () => {
    expect(empty.weights).toMatchObject({ nEvents: 0, messageSegmentLength: 5 + 2, nTxs: 1 });
    expect(empty.receipt.resources).not.toEqual(NO_RESOURCES);
  });

  test('l1 handler: anybody but the bridge is refused by the token', () => {
    const moved = diffReader(state, {
      storage: new Map(),
      nonces: new Map(),
      deployed: new Map([[feltToHex(toFelt(0x77)), NATIVE_CLASSES.bridge.classHash]]),
      declared: new Map(),
    });
    expect(reason(execute(l1Handler(kernel, [L1_SENDER, to, 5n, 0n], { address: toFelt(0x77) }), moved))).toContain("('MINTER_ONLY')");
  });

  test('l1 handler: gas beyond a fixed bound reverts it', () => {
    // A long payload costs L1 gas: 40,000 are soon exceeded.
    const payload = Array.from({ length: 30 }, () => 0n);
    const writer = { costs: flatCosts(0), run: writeOnce };
    const greedy = createEngine(
      'greedy',
      { kernel, codeOf: () => ({ kind: 'native', entryPoint: () => writer, hashing: NO_RESOURCES }), declarable: () => null },
      null,
    );
    const result = greedy.execute(contextAt(3), l1Handler(kernel, [L1_SENDER, ...payload]), state);
    const words = 35;
    const used = 512 * words + 5_000 + 1_875 + 256 * 33 + 612 * words;
    expect(used).toBeGreaterThan(K.l1HandlerMax.l1Gas);
    expect(result.ok && reason(result.value)).toBe(`Insufficient max L1Gas: max amount: 40000, actual used: ${used}.`);
    expect(result.ok && diffLength(result.value.stateDiff)).toBe(0);
    const short = greedy.execute(contextAt(3), l1Handler(kernel, [L1_SENDER]), state);
    expect(short.ok && [reason(short.value), diffLength(short.value.stateDiff)]).toEqual(['succeeded', 1]);
  });

  test('l1 handler: its entry point is no external one, and no account nonce moves', () => {
    expect(bridgeCode().entryPoint('external', SELECTORS.deposit)).toBeNull();
    expect(bridgeCode().entryPoint('l1_handler', SELECTORS.deposit)).not.toBeNull();
    expect(diffReader(state, deposit.stateDiff).nonceAt(BRIDGE_ADDRESS)).toBe(0n);
    expect(diffReader(state, deposit.stateDiff).nonceAt(accountAddress(0))).toBe(0n);
  });
});
