// The gateway of the batcher process: a queue of transactions from RPC and from gossip, each checked for its virtual cost, one after the other.
// What passes goes to the mempool at once, and from RPC on to the edge, which broadcasts it. Source: protocol.md 4.1, 4.2; world.md 4, 7.
// Simplified: Apollo's gateway checks up to 128 transactions at a time.
import { required } from '../base/assert.ts';
import { type Felt } from '../base/felt.ts';
import { COMPONENT_QUEUE_MAX, GATEWAY_GOSSIP_QUEUE_MAX } from '../base/limits.ts';
import { freeze } from '../base/plain.ts';
import { readCommittedState } from '../batcher/storage.ts';
import { gatewayErrorCode, gatewayErrorText, mempoolErrorText } from '../gateway/errors.ts';
import { checkTransaction } from '../gateway/gateway.ts';
import { deployedAddress } from '../hashes/transaction-hash.ts';
import type { RefusalSource } from '../log/event.ts';
import { type TransactionOrigin, gossipBatches, isPropagated } from '../mempool/gossip.ts';
import { addTransaction, nextNonceOf } from '../mempool/mempool.ts';
import { toFelt } from '../base/felt.ts';
import { toTimeUs } from '../types/ids.ts';
import type { AccountTransaction, HashedTransaction } from '../types/transaction.ts';
import { logDropped } from './batcher-clients.ts';
import { sendOver } from './batcher-faults.ts';
import { type GatewayItem, type Turn, chainIdFelt } from './batcher-state.ts';

const LIMITS: Readonly<Record<TransactionOrigin, { readonly queue: string; readonly max: number }>> = {
  rpc: { queue: 'gateway', max: COMPONENT_QUEUE_MAX },
  gossip: { queue: 'gateway_gossip', max: GATEWAY_GOSSIP_QUEUE_MAX },
};

/** A transaction arrives; it waits for its check, or is refused because too many wait already. */
export const receiveTransaction = (turn: Turn, tx: HashedTransaction, origin: TransactionOrigin): void => {
  const { gateway } = turn.state;
  turn.out.push({ kind: 'log', body: { kind: 'tx_received', hash: tx.hash, from: origin, tx } });
  if (!isAccountTransaction(tx)) {
    refuse(turn, 'gateway', tx.hash, {
      code: 'UnsupportedTransaction',
      detail: `The gateway takes account transactions, got ${tx.tx.kind}.`,
    });
    return;
  }
  const { queue, max } = LIMITS[origin];
  if (gateway.queue.filter((item) => item.origin === origin).length >= max) {
    turn.out.push({ kind: 'log', body: { kind: 'component_overflow', queue, limit: max } });
    refuse(turn, 'gateway', tx.hash, { code: 'QueueFull', detail: `${max} transactions wait for the gateway already.` });
    return;
  }
  gateway.queue.push(freeze({ tx, origin }));
  if (gateway.doneAt === null) startCheck(turn);
};

/** The check of the first transaction ends; the next one starts. */
export const finishCheck = (turn: Turn): void => {
  const { gateway } = turn.state;
  const item = required(gateway.queue.shift(), 'finishCheck: a transaction');
  gateway.doneAt = null;
  if (gateway.queue.length > 0) startCheck(turn);
  admit(turn, item);
};

/** The nonce that the next transaction of `sender` should carry: behind everything this validator knows, what waits for its gateway too. */
export const defaultNonce = ({ state }: Turn, sender: Felt): Felt => {
  let next = nextNonceOf(state.mempool, sender, readCommittedState(state.batcher.storage).nonceAt(sender));
  for (const { tx } of state.gateway.queue) {
    if (tx.tx.kind !== 'deploy_account_v3' && tx.tx.sender === sender && tx.tx.nonce >= next) next = toFelt(tx.tx.nonce + 1n);
  }
  return next;
};

export type Refusal = { readonly code: string; readonly detail: string };

/** Logs a refusal. */
export const refuse = ({ out }: Turn, source: RefusalSource, hash: Felt | null, { code, detail }: Refusal): void => {
  out.push({ kind: 'log', body: { kind: 'refused', source, code, detail, hash } });
};

const isAccountTransaction = (tx: HashedTransaction): tx is HashedTransaction<AccountTransaction> => tx.tx.kind !== 'l1_handler';

const startCheck = ({ config, state, now }: Turn): void => {
  state.gateway.doneAt = toTimeUs(now + config.settings.costs.gatewayCheckUs);
};

const admit = (turn: Turn, { tx, origin }: GatewayItem): void => {
  const { config, state, now, out } = turn;
  const { storage } = state.batcher;
  const latest = required(storage.blocks.at(-1), 'admit: genesis is stored').info;
  const checked = checkTransaction(
    {
      engine: config.engine,
      latest: { info: latest, chainId: chainIdFelt(config) },
      state: readCommittedState(storage),
      mempool: state.mempool,
      settings: config.settings.gateway,
      addressOf: (deploy) => deployedAddress(config.kernel, deploy),
    },
    tx,
  );
  if (!checked.ok) {
    refuse(turn, 'gateway', tx.hash, { code: gatewayErrorCode(checked.error), detail: gatewayErrorText(checked.error) });
    return;
  }
  const { result, dropped } = addTransaction(state.mempool, checked.value, now);
  logDropped(turn, dropped);
  if (!result.ok) {
    refuse(turn, 'mempool', tx.hash, { code: result.error.code, detail: mempoolErrorText(result.error) });
    return;
  }
  const { replaced } = result.value;
  out.push({ kind: 'log', body: { kind: 'tx_admitted', hash: tx.hash, from: origin, replaced, poolSize: state.mempool.pool.size } });
  if (!isPropagated(origin)) return;
  for (const batch of gossipBatches([tx])) {
    for (const one of batch) sendOver(turn, { kind: 'gossip_out', tx: one });
  }
};
