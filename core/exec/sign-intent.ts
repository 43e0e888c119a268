// What transactions of all kinds that a user means have in common: the account's fields, the hash and the Stark signature over it.
// Source: commitments.md 1 (hash), world.md 9 (an intent is stored, signing is deterministic).
import { assert, required } from '../base/assert.ts';
import { type Felt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { signWith } from '../crypto/ecdsa-core.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { transactionHash } from '../hashes/transaction-hash.ts';
import type { IntentFrame } from '../types/intent.ts';
import type { DeclareV3, HashedTransaction, InvokeV3, ResourceBounds } from '../types/transaction.ts';
import { PREDEPLOYED_ACCOUNTS } from './accounts.ts';

/** Where and with which nonce the intent is sent; its own nonce, if it has one, is the caller's to put here. */
export type IntentPlace = { readonly chainId: Felt; readonly nonce: bigint };

type Shared = 'sender' | 'signature' | 'nonce' | 'resourceBounds' | 'tip' | 'paymasterData' | 'nonceDaMode' | 'feeDaMode';

const fits = (value: bigint, bits: bigint): boolean => value >= 0n && value < 1n << bits;
const boundsFit = ({ l1Gas, l2Gas, l1DataGas }: ResourceBounds): boolean =>
  [l1Gas, l2Gas, l1DataGas].every((limits) => fits(limits.maxAmount, 64n) && fits(limits.maxPricePerUnit, 128n));

/** A u64 tip, u64 amounts and u128 prices. */
export const amountsFit = ({ tip, resourceBounds }: Pick<IntentFrame, 'tip' | 'resourceBounds'>): boolean =>
  fits(tip, 64n) && boundsFit(resourceBounds);

/** The signed transaction that `build` makes of the shared fields, frozen. Asserts a predeployed account and amounts that fit. */
export const signIntent = <T extends InvokeV3 | DeclareV3>(
  kernel: Kernel,
  { intent, place }: { readonly intent: IntentFrame; readonly place: IntentPlace },
  build: (shared: Pick<T, Shared>) => T,
): HashedTransaction<T> => {
  const account = required(PREDEPLOYED_ACCOUNTS[intent.account], 'signIntent: a predeployed account');
  assert(amountsFit(intent), 'signIntent: a u64 tip, u64 amounts and u128 prices');
  const unsigned = build({
    sender: account.address,
    signature: [],
    nonce: toFelt(place.nonce),
    resourceBounds: intent.resourceBounds,
    tip: intent.tip,
    paymasterData: freeze([]),
    nonceDaMode: 0,
    feeDaMode: 0,
  });
  const hash = transactionHash(kernel, unsigned, place.chainId);
  const { r, s } = signWith(kernel, account.privateKey, hash);
  const signature = freeze([r, intent.tamper === 'wrong_signature' ? toFelt(s ^ 1n) : s]);
  return freeze({ hash, tx: freeze({ ...unsigned, signature }) });
};
