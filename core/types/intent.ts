// A transaction as the user meant it: signing is deterministic (RFC 6979), so links carry the intent and not the signature.
import type { Felt } from '../base/felt.ts';
import type { Call, ResourceBounds } from './transaction.ts';

/** What every intent of a predeployed account says. */
export type IntentFrame = {
  /** Index into the predeployed accounts, 0 to 9. */
  readonly account: number;
  /** Null: the next nonce as the receiving validator's mempool knows it. */
  readonly nonce: bigint | null;
  readonly tip: bigint;
  readonly resourceBounds: ResourceBounds;
  /** `wrong_signature` flips a bit of s: a demonstration of a refusal. */
  readonly tamper: 'none' | 'wrong_signature';
};

/** An Invoke V3. */
export type InvokeIntent = IntentFrame & { readonly calls: readonly Call[] };
/** A Declare V3 of a class that the network's class manager holds (`Run.classes`), by its class hash: the class itself is the run's. */
export type DeclareIntent = IntentFrame & { readonly declares: Felt };

export type TransactionIntent = InvokeIntent | DeclareIntent;
