// The mempool: admission, replacement, order, staging and rewind. One plain-data state that these functions change in place.
// Source: crates/apollo_mempool (mempool.rs, transaction_pool.rs, fee_transaction_queue.rs); protocol.md 4.1. Fee order only: Apollo's FIFO (Echonet)
// mode is not modelled. It neither executes nor gossips, and it trusts the account nonce and the sender that the gateway found.
import { assert } from '../base/assert.ts';
import { type Felt, feltToHex } from '../base/felt.ts';
import { freeze } from '../base/plain.ts';
import { type Result, err, ok } from '../base/result.ts';
import type { RngState } from '../base/rng.ts';
import type { TimeUs } from '../types/ids.ts';
import type { MempoolSettings } from '../types/settings.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import { checkIncoming, hasRoomFor } from './admission.ts';
import { type NonceUpdates, commitNonces, resolveNonce, stage, updateGaps } from './nonces.ts';
import { insertPooled, nextNonce, pooledAt, pooledOf, removePooled, toPooled, transactionBytes } from './pool.ts';
import { dequeue, enqueue, pendingQueue, priorityQueue } from './queue.ts';
import type { AddOutcome, DroppedTransaction, Incoming, MempoolError, MempoolState, MempoolView, PooledTransaction } from './types.ts';

/** An empty mempool; `rng` picks the accounts that are evicted and becomes part of the state. */
export const createMempool = (settings: MempoolSettings, rng: RngState): MempoolState => ({
  settings,
  rng,
  gasPriceThreshold: 0n,
  bytes: 0,
  pool: new Map(),
  accounts: new Map(),
  queue: new Map(),
  delayedDeclares: [],
  gapAccounts: new Set(),
  staged: new Map(),
  committed: new Map(),
  history: [],
});

/** add_tx: drops what expired, checks, replaces one of the same nonce if it must, and puts the transaction into the pool and maybe the queue. */
export const addTransaction = (state: MempoolState, incoming: Incoming, now: TimeUs): AddOutcome => {
  const dropped: DroppedTransaction[] = [];
  dropExpired(state, now, dropped);
  releaseDeclares(state, now, dropped);
  const check = checkIncoming(state, incoming);
  if (!check.ok) return { result: check, dropped };
  const replaced = check.value;
  const bytes = transactionBytes(incoming.tx.tx);
  if (!hasRoomFor(state, incoming, { bytes, freed: replaced?.bytes ?? 0 }, dropped)) {
    const { capacityBytes } = state.settings;
    return { result: err({ code: 'MempoolFull', bytes: state.bytes + bytes - (replaced?.bytes ?? 0), capacityBytes }), dropped };
  }
  if (replaced !== null && state.pool.has(feltToHex(replaced.tx.hash))) {
    dequeue(state, replaced);
    removePooled(state, replaced);
    dropped.push({ hash: replaced.tx.hash, why: 'replaced' });
  }
  if (incoming.tx.tx.kind === 'declare_v3') {
    state.delayedDeclares.push(freeze({ incoming: freeze({ ...incoming }), submittedAt: now, bytes }));
    state.bytes += bytes;
  } else {
    admit(state, incoming, now);
  }
  const sender = feltToHex(incoming.sender);
  updateGaps(state, new Map([[sender, resolveNonce(state, sender, incoming.accountNonce)]]));
  return { result: ok({ replaced: replaced?.tx.hash ?? null }), dropped };
};

/** validate_tx: what `addTransaction` would refuse for its hash, nonce or fee, without changing anything and without looking at the capacity. */
export const validateTransaction = (state: MempoolState, incoming: Incoming): Result<null, MempoolError> => {
  const check = checkIncoming(state, incoming);
  return check.ok ? ok(null) : check;
};

export type HandedOut = {
  readonly txs: readonly HashedTransaction<AccountTransaction>[];
  readonly dropped: readonly DroppedTransaction[];
};

/** get_txs: at most `n` transactions of the priority queue, highest tip first; they are staged until the next `commitBlock` and stay in the pool. */
export const getTransactions = (state: MempoolState, n: number, now: TimeUs): HandedOut => {
  assert(Number.isSafeInteger(n) && n >= 0, 'getTransactions: a count');
  const handedOut: PooledTransaction[] = [];
  const dropped: DroppedTransaction[] = [];
  releaseDeclares(state, now, dropped);
  const updates: NonceUpdates = new Map();
  for (;;) {
    // One round takes what is queued now; the next nonces of its accounts join the queue for the following round.
    const chunk = priorityQueue(state).slice(0, n - handedOut.length);
    if (chunk.length === 0) break;
    const valid: PooledTransaction[] = [];
    for (const pooled of chunk) {
      dequeue(state, pooled);
      if (pooled.submittedAt >= now - state.settings.transactionTtlUs) {
        valid.push(pooled);
        continue;
      }
      removePooled(state, pooled);
      dropped.push({ hash: pooled.tx.hash, why: 'expired' });
      const sender = feltToHex(pooled.sender);
      updates.set(sender, resolveNonce(state, sender, pooled.nonce));
    }
    for (const pooled of valid) {
      const next = pooledAt(state, feltToHex(pooled.sender), nextNonce(pooled.nonce));
      if (next !== undefined) enqueue(state, next);
    }
    handedOut.push(...valid);
  }
  for (const pooled of handedOut) stage(state, pooled);
  updateGaps(state, updates);
  return { txs: handedOut.map((pooled) => pooled.tx), dropped };
};

/** update_gas_price: the threshold in fri below which a transaction waits in the pending queue. */
export const updateGasPrice = (state: MempoolState, priceFri: bigint): void => {
  state.gasPriceThreshold = priceFri;
};

export type CommitInput = {
  /** Next nonce per account of the block, by `feltToHex` of the address. */
  readonly addressToNonce: ReadonlyMap<string, Felt>;
  readonly rejected: readonly Felt[];
};

/** What `commitBlock` takes to only rewind. */
export const REWIND: CommitInput = { addressToNonce: new Map(), rejected: [] };

/** commit_block. Empty maps and lists make it a pure rewind of what was staged. Asserts that no committed nonce goes down. */
export const commitBlock = (state: MempoolState, input: CommitInput): { readonly dropped: readonly DroppedTransaction[] } => {
  const dropped: DroppedTransaction[] = [];
  for (const [sender, next] of input.addressToNonce) alignToCommit(state, sender, next, dropped);
  for (const sender of commitNonces(state, input.addressToNonce)) {
    const lowest = pooledOf(state, sender)[0];
    assert(lowest !== undefined, 'commitBlock: a staged account still has its transactions');
    enqueue(state, lowest);
  }
  const updates: NonceUpdates = new Map();
  for (const hash of input.rejected) {
    const pooled = state.pool.get(feltToHex(hash));
    // Unknown ones came from another validator's proposal.
    if (pooled === undefined) continue;
    const sender = feltToHex(pooled.sender);
    removePooled(state, pooled);
    state.queue.delete(sender);
    dropped.push({ hash, why: 'rejected' });
    const before = updates.get(sender);
    updates.set(sender, before !== undefined && before < pooled.nonce ? before : pooled.nonce);
  }
  for (const [sender, next] of input.addressToNonce) updates.set(sender, next);
  updateGaps(state, updates);
  return { dropped };
};

/** The nonce a new transaction of `sender` should carry: after all consecutive pooled ones. `committedNonce` is that of the latest state. */
export const nextNonceOf = (state: MempoolState, sender: Felt, committedNonce: Felt): Felt => {
  const account = feltToHex(sender);
  let nonce = resolveNonce(state, account, committedNonce);
  const isWaiting = (): boolean =>
    pooledAt(state, account, nonce) !== undefined ||
    state.delayedDeclares.some(({ incoming }) => incoming.sender === sender && incoming.tx.tx.nonce === nonce);
  while (isWaiting()) nonce = nextNonce(nonce);
  return nonce;
};

/** account_tx_in_pool_or_recent_block: the gateway's ground for skipping `__validate__`. */
export const isAccountKnown = (state: MempoolState, sender: Felt): boolean => {
  const account = feltToHex(sender);
  return state.staged.has(account) || state.committed.has(account) || state.accounts.has(account);
};

/** False when `getTransactions` would certainly find nothing, now or later, until the next call that changes the state: such polls may be skipped. */
export const hasReadyTransactions = (state: MempoolState): boolean => state.delayedDeclares.length > 0 || priorityQueue(state).length > 0;

/** Numbers and order for a panel. */
export const mempoolView = (state: MempoolState): MempoolView => ({
  size: state.pool.size,
  bytes: state.bytes,
  delayedDeclares: state.delayedDeclares.length,
  gasPriceThreshold: state.gasPriceThreshold,
  priority: priorityQueue(state).map((pooled) => pooled.tx.hash),
  pending: pendingQueue(state).map((pooled) => pooled.tx.hash),
});

/** add_tx_inner: into the pool, and into the queue when it is the account's next. */
const admit = (state: MempoolState, incoming: Incoming, now: TimeUs): void => {
  const pooled = toPooled(incoming, now);
  insertPooled(state, pooled);
  if (pooled.nonce === resolveNonce(state, feltToHex(incoming.sender), incoming.accountNonce)) enqueue(state, pooled);
};

/** add_ready_declares. Apollo admits a due declare unchecked; one whose nonce has passed or is taken meanwhile is dropped here instead. */
const releaseDeclares = (state: MempoolState, now: TimeUs, dropped: DroppedTransaction[]): void => {
  for (let first = state.delayedDeclares[0]; first !== undefined; first = state.delayedDeclares[0]) {
    if (now - state.settings.declareDelayUs < first.submittedAt) return;
    state.delayedDeclares.shift();
    state.bytes -= first.bytes;
    const check = checkIncoming(state, first.incoming);
    if (check.ok && check.value === null) admit(state, first.incoming, now);
    else dropped.push({ hash: first.incoming.tx.hash, why: 'rejected' });
  }
};

/** remove_expired_txs: everything that has lived its time except what is staged. */
const dropExpired = (state: MempoolState, now: TimeUs, dropped: DroppedTransaction[]): void => {
  const updates: NonceUpdates = new Map();
  for (const pooled of state.pool.values()) {
    if (pooled.submittedAt > now - state.settings.transactionTtlUs) break;
    const sender = feltToHex(pooled.sender);
    const staged = state.staged.get(sender);
    if (staged !== undefined && pooled.nonce < staged) continue;
    // Only the account's next transaction tells the account nonce.
    if (dequeue(state, pooled)) updates.set(sender, resolveNonce(state, sender, pooled.nonce));
    removePooled(state, pooled);
    dropped.push({ hash: pooled.tx.hash, why: 'expired' });
  }
  updateGaps(state, updates);
};

/** Brings one account in line with the nonce that a block gave it. */
const alignToCommit = (state: MempoolState, sender: string, next: Felt, dropped: DroppedTransaction[]): void => {
  assert((state.committed.get(sender) ?? next) <= next, 'commitBlock: committed nonces never go down');
  if (state.queue.get(sender)?.nonce !== next) state.queue.delete(sender);
  for (const pooled of pooledOf(state, sender).filter((one) => one.nonce < next)) {
    removePooled(state, pooled);
    dropped.push({ hash: pooled.tx.hash, why: 'committed' });
  }
  const ready = pooledAt(state, sender, next);
  if (ready !== undefined) enqueue(state, ready);
};
