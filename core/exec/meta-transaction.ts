// The transaction info under which a meta transaction runs: an invoke of version 0 by the called account. Source: execution.md 5.3 (MetaTxV0).
import { type Felt, FELT_ZERO, feltFromAscii, toFelt } from '../base/felt.ts';
import type { Kernel } from '../crypto/kernel.ts';
import { pedersenMany } from '../hashes/pedersen-many.ts';
import type { TransactionInfo } from './calls.ts';

const INVOKE: Felt = feltFromAscii('invoke');
/** Added to the version of a transaction that is only simulated. */
export const QUERY_VERSION_BASE: bigint = 1n << 128n;

export const metaTransactionInfo = (
  kernel: Kernel,
  outer: TransactionInfo,
  meta: { readonly sender: Felt; readonly selector: Felt; readonly calldata: readonly Felt[]; readonly signature: readonly Felt[] },
): TransactionInfo => {
  const { sender, selector, calldata, signature } = meta;
  const version = toFelt(outer.version >= QUERY_VERSION_BASE ? QUERY_VERSION_BASE : 0n);
  const elements = [INVOKE, version, sender, selector, pedersenMany(kernel, calldata), FELT_ZERO, outer.chainId];
  return { ...outer, version, sender, hash: pedersenMany(kernel, elements), nonce: FELT_ZERO, signature, fields: null };
};
