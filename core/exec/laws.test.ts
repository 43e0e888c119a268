// Laws of whole blocks on the native engine: random transfers, approvals, deposits and failures conserve STRK; every diff is net and pure; the
// bouncer's totals are the sums of what it was given.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Felt, feltToHex, toFelt } from '../base/felt.ts';
import { nextCell } from '../hashes/storage-address.ts';
import { diffReader, mergeDiffs, netDiff } from '../state/diff.ts';
import { applyDiff, createOverlay, overlayDiff, overlayReader } from '../state/overlay.ts';
import type { StateReader } from '../state/reader.ts';
import type { HashedTransaction } from '../types/transaction.ts';
import { addToBlock, createBouncer, NO_WEIGHTS } from './bouncer.ts';
import { constantsOf } from './constants.ts';
import { sierraGasOf } from './constants.ts';
import type { ExecutedTransaction } from './engine.ts';
import { createNativeEngine } from './engines/native.ts';
import {
  accountAddress,
  contextAt,
  createTestKernel,
  genesisState,
  invoke,
  l1Handler,
  SEQUENCER,
  strkCall,
  transferCall,
} from './fixture.ts';
import { STRK_ADDRESS } from './felts.ts';
import { feeOf } from './fee.ts';
import { balanceCell } from './native/erc20.ts';
import { CELLS } from './native/storage.ts';

const K = constantsOf('0.14.4');

const kernel = createTestKernel();
const engine = createNativeEngine(kernel);
const genesis = genesisState();
const context = contextAt(1);
const HOLDERS: readonly Felt[] = [...[0, 1, 2, 3].map(accountAddress), toFelt(0x111), toFelt(0x222), SEQUENCER];

type Step =
  | {
      readonly kind: 'transfer' | 'approve' | 'transfer_from';
      readonly account: number;
      readonly a: number;
      readonly b: number;
      readonly amount: bigint;
    }
  | { readonly kind: 'twice' | 'nothing'; readonly account: number; readonly a: number; readonly amount: bigint }
  | { readonly kind: 'deposit'; readonly a: number; readonly amount: bigint };

const account = fc.integer({ min: 0, max: 3 });
const holder = fc.integer({ min: 0, max: HOLDERS.length - 1 });
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.constantFrom(0n, 1n, 10n ** 21n, 10n ** 22n, 2n ** 128n - 1n));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('transfer', 'approve', 'transfer_from'), account, a: holder, b: holder, amount }),
  fc.record({ kind: fc.constantFrom('twice', 'nothing'), account, a: holder, amount }),
  fc.record({ kind: fc.constant('deposit'), a: holder, amount }),
);

const holderAt = (i: number): Felt => HOLDERS[i]!;
const toTransaction = (s: Step, state: StateReader): HashedTransaction => {
  if (s.kind === 'deposit') return l1Handler(kernel, [1n, holderAt(s.a), s.amount, 0n]);
  const calls = {
    transfer: () => [transferCall(holderAt(s.a), s.amount)],
    approve: () => [strkCall('approve', holderAt(s.a), s.amount, 0n)],
    transfer_from: () => [strkCall('transfer_from', holderAt(s.a), 'b' in s ? holderAt(s.b) : 0n, s.amount, 0n)],
    twice: () => [transferCall(holderAt(s.a), s.amount), transferCall(holderAt(s.a), s.amount)],
    nothing: () => [],
  }[s.kind]();
  return invoke(kernel, { account: s.account, calls, nonce: state.nonceAt(accountAddress(s.account)) });
};

const u256 = (state: StateReader, cell: Felt): bigint =>
  state.storageAt(STRK_ADDRESS, cell) + (state.storageAt(STRK_ADDRESS, nextCell(cell)) << 128n);
const balances = (state: StateReader): readonly bigint[] => HOLDERS.map((h) => u256(state, balanceCell(kernel, h)));
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
/** The six predeployed accounts that no step touches. */
const OTHERS = 6n * 10n ** 21n;

type Block = {
  readonly state: StateReader;
  readonly executed: readonly ExecutedTransaction[];
  /** State before each included transaction. */
  readonly starts: readonly StateReader[];
  readonly txs: readonly HashedTransaction[];
};
const runBlock = (steps: readonly Step[]): Block => {
  let state = genesis;
  const executed: ExecutedTransaction[] = [];
  const starts: StateReader[] = [];
  const txs: HashedTransaction[] = [];
  for (const s of steps) {
    const tx = toTransaction(s, state);
    const result = engine.execute(context, tx, state);
    if (!result.ok) continue;
    txs.push(tx);
    starts.push(state);
    executed.push(result.value);
    state = diffReader(state, result.value.stateDiff);
  }
  return { state, executed, starts, txs };
};
const steps = fc.array(step, { minLength: 1, maxLength: 8 });
const RUNS = { numRuns: 40 };

describe('laws', () => {
  test('law: the balances always add up to the supply, and only deposits raise it', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { state, executed } = runBlock(list);
        const minted = executed
          .filter((e) => e.receipt.transactionKind === 'l1_handler' && e.receipt.status.kind === 'succeeded')
          .map((e) => e.receipt.events[0]!.data[0]! as bigint);
        const supply = u256(state, CELLS.ERC20_total_supply);
        expect(supply).toBe(10n ** 22n + sum(minted));
        expect(sum(balances(state)) + OTHERS).toBe(supply);
      }),
      RUNS,
    );
  });

  test("law: every diff is net of what the transaction read, and the block's diff is their merge, netted", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { executed, starts, state, txs } = runBlock(list);
        const overlay = createOverlay();
        for (const [i, e] of executed.entries()) {
          expect(netDiff(starts[i]!, e.stateDiff)).toEqual(e.stateDiff);
          expect(engine.execute(context, txs[i]!, overlayReader(genesis, overlay))).toEqual({ ok: true, value: e });
          applyDiff(overlay, e.stateDiff);
        }
        const merged = executed.map((e) => e.stateDiff).reduce(mergeDiffs, overlayDiff(genesis, createOverlay()));
        expect(overlayDiff(genesis, overlay)).toEqual(netDiff(genesis, merged));
        expect(balances(diffReader(genesis, merged))).toEqual(balances(state));
      }),
      RUNS,
    );
  });

  test("law: an included invoke raises exactly its sender's nonce and pays exactly its fee to the sequencer", () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { executed, starts } = runBlock(list);
        for (const [i, { receipt, stateDiff, trace }] of executed.entries()) {
          if (receipt.transactionKind !== 'invoke_v3') continue;
          const sender = trace[0]!.call.contract;
          expect([...stateDiff.nonces]).toEqual([[feltToHex(sender), starts[i]!.nonceAt(sender) + 1n]]);
          const last = receipt.events.at(-1)!;
          expect([last.keys[1], last.keys[2], last.data[0]]).toEqual([sender, SEQUENCER, receipt.actualFee]);
          if (receipt.status.kind === 'succeeded') expect(receipt.actualFee).toBe(feeOf(context.info, receipt.gas, 0n));
          else expect(receipt.events).toHaveLength(1);
        }
      }),
      RUNS,
    );
  });

  test('law: bouncer totals are the sums of the marginal weights, and builtins never cost more than the gas they are part of', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const bouncer = createBouncer('0.14.4');
        let total = NO_WEIGHTS;
        for (const e of runBlock(list).executed) {
          const added = addToBlock(bouncer, e, K.bouncer.capacity);
          if (!added.ok) throw new Error(added.error.code);
          total = Object.fromEntries(
            Object.entries(total).map(([name, value]) => [name, value + added.value[name as keyof typeof total]]),
          ) as typeof total;
          expect(e.weights.sierraGas).toBeGreaterThanOrEqual(sierraGasOf(K, e.resources));
          expect(e.weights.provingGas).toBeGreaterThan(0);
        }
        expect(bouncer.weights).toEqual(total);
      }),
      RUNS,
    );
  });
});
