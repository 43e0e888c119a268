// Whether a transaction may enter: hash, nonce, fee escalation, capacity.
// Source: crates/apollo_mempool/src/mempool.rs (validate_incoming_tx, validate_fee_escalation, handle_capacity_overflow, try_make_space).
import { feltToHex, isFelt } from '../base/felt.ts';
import { type Result, err, ok } from '../base/result.ts';
import { nextBelow } from '../base/rng.ts';
import { resolveNonce } from './nonces.ts';
import { pooledAt, pooledOf, removePooled } from './pool.ts';
import { dequeue } from './queue.ts';
import type { DroppedTransaction, Incoming, MempoolError, MempoolState, PooledTransaction } from './types.ts';

const U128_MAX = (1n << 128n) - 1n;

/** incoming >= old + ceil(old * percent / 100); false where a step of that exceeds u128. */
const isEscalated = (old: bigint, incoming: bigint, percent: bigint): boolean => {
  const scaled = old * percent;
  const needed = old + (scaled + 99n) / 100n;
  return scaled <= U128_MAX && needed <= U128_MAX && incoming >= needed;
};

const isDelayed = (state: MempoolState, incoming: Incoming): boolean =>
  state.delayedDeclares.some(
    (waiting) => waiting.incoming.sender === incoming.sender && waiting.incoming.tx.tx.nonce === incoming.tx.tx.nonce,
  );

/** Refusals that do not look at the capacity. The value is the pooled transaction that this one would replace, or null. */
export const checkIncoming = (state: MempoolState, incoming: Incoming): Result<PooledTransaction | null, MempoolError> => {
  const { sender } = incoming;
  const { hash, tx } = incoming.tx;
  if (state.pool.has(feltToHex(hash))) return err({ code: 'DuplicateTransaction', hash });
  // Apollo finds this out only when the transaction is handed out; the door is the better place.
  if (!isFelt(tx.nonce + 1n)) return err({ code: 'NonceTooLarge', nonce: tx.nonce });
  const accountNonce = resolveNonce(state, feltToHex(sender), incoming.accountNonce);
  if (tx.nonce < accountNonce) return err({ code: 'NonceTooOld', sender, txNonce: tx.nonce, accountNonce });
  if (isDelayed(state, incoming)) return err({ code: 'DuplicateNonce', sender, nonce: tx.nonce });
  const old = pooledAt(state, feltToHex(sender), tx.nonce);
  if (old === undefined) return ok(null);
  const percent = state.settings.feeEscalationPercent;
  const replaces =
    isEscalated(old.tip, tx.tip, percent) && isEscalated(old.maxL2GasPrice, tx.resourceBounds.l2Gas.maxPricePerUnit, percent);
  return replaces ? ok(old) : err({ code: 'DuplicateNonce', sender, nonce: tx.nonce });
};

/** Evicts transactions of random accounts with a gap, highest nonces first, until `needed` bytes are free; those evicted stay out in any case. */
const makeRoom = (state: MempoolState, needed: number, dropped: DroppedTransaction[]): boolean => {
  let freed = 0;
  while (freed < needed && state.gapAccounts.size > 0) {
    const account = [...state.gapAccounts][nextBelow(state.rng, state.gapAccounts.size)] ?? '';
    for (const pooled of pooledOf(state, account).toReversed()) {
      if (freed >= needed) break;
      removePooled(state, pooled);
      dequeue(state, pooled);
      freed += pooled.bytes;
      dropped.push({ hash: pooled.tx.hash, why: 'evicted' });
    }
    if (pooledOf(state, account).length === 0) state.gapAccounts.delete(account);
  }
  return freed >= needed;
};

/** True when `bytes` fit, if need be after evicting; a transaction that would create a gap evicts nobody. `freed` is what its replacement frees. */
export const hasRoomFor = (
  state: MempoolState,
  incoming: Incoming,
  size: { readonly bytes: number; readonly freed: number },
  dropped: DroppedTransaction[],
): boolean => {
  if (state.bytes + size.bytes - size.freed <= state.settings.capacityBytes) return true;
  const sender = feltToHex(incoming.sender);
  const closesGap = incoming.tx.tx.nonce === incoming.accountNonce;
  const createsGap = (state.gapAccounts.has(sender) || !state.accounts.has(sender)) && !closesGap;
  return !createsGap && makeRoom(state, size.bytes - size.freed, dropped);
};
