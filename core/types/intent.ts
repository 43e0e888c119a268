// A transaction as the user meant it: signing is deterministic (RFC 6979), so links carry the intent and not the signature.
import type { Call, ResourceBounds } from './transaction.ts';

/** An Invoke V3 of a predeployed account. */
export type TransactionIntent = {
  /** Index into the predeployed accounts, 0 to 9. */
  readonly account: number;
  readonly calls: readonly Call[];
  /** Null: the next nonce as the receiving validator's mempool knows it. */
  readonly nonce: bigint | null;
  readonly tip: bigint;
  readonly resourceBounds: ResourceBounds;
  /** `wrong_signature` flips a bit of s: a demonstration of a refusal. */
  readonly tamper: 'none' | 'wrong_signature';
};
