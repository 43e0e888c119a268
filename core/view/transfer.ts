// A transaction in words a user knows: who pays whom how much STRK. Reads the multicall encoding of an account's `__execute__` calldata
// (execution.md 10.1): length, then per call address, selector, argument count, arguments.
import type { Felt } from '../base/felt.ts';
import { STRK_ADDRESS, TRANSFER_SELECTOR } from '../types/genesis.ts';
import type { Transaction } from '../types/transaction.ts';

export type Transfer = { readonly from: Felt; readonly to: Felt; readonly amountFri: bigint };

/** The transfer that an invoke of exactly one STRK transfer makes, or null for anything else. */
export const transferOf = (tx: Transaction): Transfer | null => {
  if (tx.kind !== 'invoke_v3') return null;
  const [calls, to, selector, count, receiver, low, high] = tx.calldata;
  if (calls !== 1n || to !== STRK_ADDRESS || selector !== TRANSFER_SELECTOR || count !== 3n || tx.calldata.length !== 7) return null;
  if (receiver === undefined || low === undefined || high === undefined) return null;
  return { from: tx.sender, to: receiver, amountFri: (high << 128n) | low };
};
