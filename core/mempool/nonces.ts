// Nonces as the mempool knows them: staged for the block in progress, committed in recent blocks; and the accounts that wait behind a gap.
// Source: crates/apollo_mempool/src/mempool.rs (MempoolState, update_accounts_with_gap).
import { assert } from '../base/assert.ts';
import { type Felt, feltToHex } from '../base/felt.ts';
import { nextNonce, pooledOf } from './pool.ts';
import type { MempoolState, PooledTransaction } from './types.ts';

/** The account nonces that a call found out, by account; later ones win. */
export type NonceUpdates = Map<string, Felt>;

/** resolve_nonce: staged, else committed, else the one given. */
export const resolveNonce = (state: MempoolState, sender: string, given: Felt): Felt =>
  state.staged.get(sender) ?? state.committed.get(sender) ?? given;

/** Marks a transaction as handed out for the block in progress. */
export const stage = (state: MempoolState, pooled: PooledTransaction): void => {
  const sender = feltToHex(pooled.sender);
  const before = state.staged.get(sender);
  assert(before === undefined || before === pooled.nonce, 'stage: consecutive nonces of one account');
  state.staged.set(sender, nextNonce(pooled.nonce));
};

/** Ends the block in progress; returns the accounts that were staged and are not in the block, in staging order. */
export const commitNonces = (state: MempoolState, addressToNonce: ReadonlyMap<string, Felt>): readonly string[] => {
  const rewound = [...state.staged.keys()].filter((sender) => !addressToNonce.has(sender));
  for (const [sender, nonce] of addressToNonce) state.committed.set(sender, nonce);
  state.staged.clear();
  state.history.push(new Map(addressToNonce));
  while (state.history.length > state.settings.committedNonceRetentionBlocks) {
    for (const [sender, nonce] of state.history.shift() ?? []) if (state.committed.get(sender) === nonce) state.committed.delete(sender);
  }
  return rewound;
};

const hasGap = (state: MempoolState, sender: string, accountNonce: Felt): boolean => {
  // A delayed declare at the account nonce is the next to execute.
  if (state.delayedDeclares.some(({ incoming }) => feltToHex(incoming.sender) === sender && incoming.tx.tx.nonce === accountNonce))
    return false;
  const lowest = pooledOf(state, sender)[0];
  return lowest !== undefined && accountNonce < lowest.nonce;
};

/** Brings the set of accounts with a gap up to date for the accounts whose nonce a call found out. */
export const updateGaps = (state: MempoolState, updates: NonceUpdates): void => {
  for (const [sender, accountNonce] of updates) {
    if (hasGap(state, sender, accountNonce)) state.gapAccounts.add(sender);
    else state.gapAccounts.delete(sender);
  }
};
