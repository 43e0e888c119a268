// Test fixture: genesis, block contexts and signed transactions for the tests of this folder. Imported by tests only.
import { type Felt, FELT_ZERO, feltFromAscii, toFelt } from '../base/felt.ts';
import { createKernel } from '../crypto/create-kernel.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { memoKernel } from '../crypto/memo-kernel.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import { diffReader, EMPTY_READER } from '../state/diff.ts';
import type { StateReader } from '../state/reader.ts';
import type { BlockInfo } from '../types/block.ts';
import { toHeight } from '../types/ids.ts';
import type { InvokeIntent } from '../types/intent.ts';
import type { Call, HashedTransaction, InvokeV3, L1HandlerV0, ResourceBounds } from '../types/transaction.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';
import { buildInvoke } from './build-invoke.ts';
import type { PathCosts } from './calls.ts';
import type { BlockContext } from './engine.ts';
import { STRK_ADDRESS } from './felts.ts';
import { BRIDGE_ADDRESS, genesisDiff } from './genesis.ts';
import { SELECTORS, type SelectorName } from './selectors.ts';

const CHAIN_ID: Felt = feltFromAscii('BICAMERAL');
export const SEQUENCER: Felt = toFelt(0x64);
/** L2 gas at the floor of the fee market, L1 prices of a quiet day; fri. */
export const PRICES: Readonly<Record<'l1Gas' | 'l1DataGas' | 'l2Gas', bigint>> = {
  l1Gas: 20_000n * 10n ** 9n,
  l1DataGas: 100n * 10n ** 9n,
  l2Gas: 8n * 10n ** 9n,
};

/** Costs of built-in code made for a test: so much gas on any path, syscalls paid as they are made, the entry budget for a run without that gas. */
export const flatCosts = (gas: number, builtins: ReadonlyMap<string, number> = new Map()): PathCosts => ({
  heldAt: ({ syscalls }) => gas + 10_000 * syscalls,
  costAt: ({ site }) => ({ gas: site === 0 ? 10_000 : gas, steps: 0, builtins }),
  placeAt: () => null,
});

export const createTestKernel = (): Kernel => memoKernel(createKernel(), 20_000);
export const genesisState = (): StateReader => diffReader(EMPTY_READER, genesisDiff());
export const accountAddress = (index: number): Felt => PREDEPLOYED_ACCOUNTS[index]?.address ?? FELT_ZERO;

export const contextAt = (height: number, change: Partial<BlockInfo> = {}): BlockContext => ({
  chainId: CHAIN_ID,
  info: {
    height: toHeight(height),
    timestamp: 1_788_000_123,
    sequencer: SEQUENCER,
    gasPrices: {
      l1Gas: { wei: 1n, fri: PRICES.l1Gas },
      l1DataGas: { wei: 1n, fri: PRICES.l1DataGas },
      l2Gas: { wei: 1n, fri: PRICES.l2Gas },
    },
    l1DaMode: 'blob',
    starknetVersion: '0.14.4',
    ...change,
  },
});

/** Bounds that a few transfers fit in, at the prices of `contextAt`. */
export const WIDE_BOUNDS: ResourceBounds = {
  l1Gas: { maxAmount: 10_000n, maxPricePerUnit: PRICES.l1Gas },
  l2Gas: { maxAmount: 100_000_000n, maxPricePerUnit: PRICES.l2Gas },
  l1DataGas: { maxAmount: 10_000n, maxPricePerUnit: PRICES.l1DataGas },
};

export const strkCall = (entry: SelectorName, ...calldata: readonly bigint[]): Call => ({
  to: STRK_ADDRESS,
  selector: SELECTORS[entry],
  calldata: calldata.map(toFelt),
});
export const transferCall = (to: bigint, amount: bigint): Call => strkCall('transfer', to, amount % 2n ** 128n, amount >> 128n);

/** What a test leaves out: account 0, nonce 0, wide bounds, no tip. */
export type InvokeParts = Partial<Omit<InvokeIntent, 'nonce'>> & { readonly calls: readonly Call[]; readonly nonce?: bigint };

export const invoke = (kernel: Kernel, parts: InvokeParts): HashedTransaction<InvokeV3> => {
  const intent: InvokeIntent = { account: 0, tip: 0n, resourceBounds: WIDE_BOUNDS, tamper: 'none', nonce: null, ...parts };
  return buildInvoke(kernel, intent, { chainId: CHAIN_ID, nonce: parts.nonce ?? 0n });
};

/** An L1 message for the bridge: from, to, low, high unless other calldata are given. */
export const l1Handler = (
  kernel: Kernel,
  calldata: readonly bigint[],
  change: Partial<L1HandlerV0> = {},
): HashedTransaction<L1HandlerV0> => {
  const tx: L1HandlerV0 = {
    kind: 'l1_handler',
    nonce: FELT_ZERO,
    address: BRIDGE_ADDRESS,
    entryPointSelector: SELECTORS.deposit,
    calldata: calldata.map(toFelt),
    ...change,
  };
  return { hash: transactionHash(kernel, tx, CHAIN_ID), tx };
};
