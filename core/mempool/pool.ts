// The pool itself: insertion, removal and look-up, keeping hash index, account index and byte count consistent.
// Source: crates/apollo_mempool/src/transaction_pool.rs. Apollo sums Rust's in-memory sizes; the byte count here is a documented estimate of its own.
// Entries are told apart by hash, never by identity: a restored snapshot may hold copies.
import { assert } from '../base/assert.ts';
import { type Felt, feltToHex, isFelt, toFelt } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import type { TimeUs } from '../types/ids.ts';
import type { AccountTransaction } from '../types/transaction.ts';
import type { Incoming, MempoolState, PooledTransaction } from './types.ts';

/** Hash, sender, nonce, three bounds, tip and modes of any transaction. */
const FIXED_BYTES = 200;
const BYTES_PER_FELT = 32;

const variableFelts = (tx: AccountTransaction): number => {
  switch (tx.kind) {
    case 'invoke_v3':
      return tx.calldata.length + tx.accountDeploymentData.length + tx.proofFacts.length;
    case 'declare_v3':
      return tx.accountDeploymentData.length + tx.class.program.length;
    case 'deploy_account_v3':
      return tx.constructorCalldata.length;
  }
};

const variableBytes = (tx: AccountTransaction): number => {
  switch (tx.kind) {
    case 'invoke_v3':
      return tx.proof.length;
    case 'declare_v3':
      return tx.class.abi.length;
    case 'deploy_account_v3':
      return 0;
  }
};

/** Bytes a transaction counts against the capacity: 32 per felt of variable length, plus raw bytes, plus a fixed part. */
export const transactionBytes = (tx: AccountTransaction): number =>
  FIXED_BYTES + BYTES_PER_FELT * (variableFelts(tx) + tx.signature.length + tx.paymasterData.length) + variableBytes(tx);

/** The frozen pool entry of an incoming transaction. */
export const toPooled = (incoming: Incoming, now: TimeUs): PooledTransaction => {
  const { tx } = incoming.tx;
  return freeze({
    tx: incoming.tx,
    sender: incoming.sender,
    nonce: tx.nonce,
    tip: tx.tip,
    maxL2GasPrice: tx.resourceBounds.l2Gas.maxPricePerUnit,
    submittedAt: now,
    bytes: transactionBytes(tx),
  });
};

/** nonce + 1; asserts that it is still a felt (`addTransaction` refuses the last one). */
export const nextNonce = (nonce: Felt): Felt => {
  assert(isFelt(nonce + 1n), 'nextNonce: a nonce below P - 1');
  return toFelt(nonce + 1n);
};

/** The account's pooled transactions, ascending nonce. */
export const pooledOf = (state: MempoolState, sender: string): readonly PooledTransaction[] => state.accounts.get(sender) ?? [];

/** The pooled transaction of an account at a nonce. */
export const pooledAt = (state: MempoolState, sender: string, nonce: Felt): PooledTransaction | undefined =>
  pooledOf(state, sender).find((pooled) => pooled.nonce === nonce);

/** Adds to all indices; asserts that neither the hash nor (sender, nonce) is there. */
export const insertPooled = (state: MempoolState, pooled: PooledTransaction): void => {
  const hash = feltToHex(pooled.tx.hash);
  const sender = feltToHex(pooled.sender);
  const mine = state.accounts.get(sender) ?? [];
  const at = mine.findIndex((other) => other.nonce >= pooled.nonce);
  assert(!state.pool.has(hash) && (at < 0 || mine[at]?.nonce !== pooled.nonce), 'insertPooled: a new hash and a free nonce');
  mine.splice(at < 0 ? mine.length : at, 0, pooled);
  state.accounts.set(sender, mine);
  state.pool.set(hash, pooled);
  state.bytes += pooled.bytes;
};

/** Removes from all indices but the queue; asserts that it is there. */
export const removePooled = (state: MempoolState, pooled: PooledTransaction): void => {
  const sender = feltToHex(pooled.sender);
  const mine = state.accounts.get(sender) ?? [];
  const at = mine.findIndex((other) => other.tx.hash === pooled.tx.hash);
  assert(at >= 0 && state.pool.delete(feltToHex(pooled.tx.hash)), 'removePooled: a pooled transaction');
  mine.splice(at, 1);
  if (mine.length === 0) state.accounts.delete(sender);
  state.bytes -= pooled.bytes;
};
