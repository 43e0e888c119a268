// Makes a signed Invoke V3 out of what the user meant: multicall calldata, hash, Stark signature. The same bytes as starknet.js makes.
// Source: execution.md 10.4 (calls), commitments.md 1 (hash), world.md 9 (an intent is stored, signing is deterministic).
import { assert, required } from '../base/assert.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { signWith } from '../crypto/ecdsa-core.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import type { TransactionIntent } from '../types/intent.ts';
import type { Call, HashedTransaction, InvokeV3, ResourceBounds } from '../types/transaction.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';

/** Calldata of `__validate__` and `__execute__`: n, then per call to, selector, length, data. */
export const multicallCalldata = (calls: readonly Call[]): readonly Felt[] => [
  toFelt(calls.length),
  ...calls.flatMap((call) => [call.to, call.selector, toFelt(call.calldata.length), ...call.calldata]),
];

const fits = (value: bigint, bits: bigint): boolean => value >= 0n && value < 1n << bits;
const boundsFit = ({ l1Gas, l2Gas, l1DataGas }: ResourceBounds): boolean =>
  [l1Gas, l2Gas, l1DataGas].every((limits) => fits(limits.maxAmount, 64n) && fits(limits.maxPricePerUnit, 128n));

/** Where and with which nonce the intent is sent; its own nonce, if it has one, is the caller's to put here. */
export type InvokePlace = { readonly chainId: Felt; readonly nonce: bigint };

/** The transaction, frozen. Asserts that the intent names a predeployed account and that its amounts fit their fields. */
export const buildInvoke = (kernel: Kernel, intent: TransactionIntent, place: InvokePlace): HashedTransaction<InvokeV3> => {
  const account = required(PREDEPLOYED_ACCOUNTS[intent.account], 'buildInvoke: a predeployed account');
  assert(fits(intent.tip, 64n) && boundsFit(intent.resourceBounds), 'buildInvoke: a u64 tip, u64 amounts and u128 prices');
  const unsigned: InvokeV3 = {
    kind: 'invoke_v3',
    sender: account.address,
    calldata: freeze(multicallCalldata(intent.calls)),
    signature: [],
    nonce: toFelt(place.nonce),
    resourceBounds: intent.resourceBounds,
    tip: intent.tip,
    paymasterData: freeze([]),
    nonceDaMode: 0,
    feeDaMode: 0,
    accountDeploymentData: freeze([]),
    proofFacts: freeze([]),
    proof: new Uint8Array(),
  };
  const hash = transactionHash(kernel, unsigned, place.chainId);
  const { r, s } = signWith(kernel, account.privateKey, hash);
  const signature = freeze([r, intent.tamper === 'wrong_signature' ? toFelt(s ^ 1n) : s]);
  return freeze({ hash, tx: freeze({ ...unsigned, signature }) });
};
