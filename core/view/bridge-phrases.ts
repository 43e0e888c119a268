// Keys of phrases about the seed's stream and about several batchers; their texts are in app/messages/more.

/** Keys of the texts in app/messages/more. */
export type BridgeCauseKey =
  | `cause.bridge.${'content' | 'finish' | 'abort' | 'credit' | 'broken' | 'prover_job' | 'sync_broadcast' | 'other' | 'heartbeat'}`
  | `cause.taken.${'txs' | 'end' | 'error'}`
  | 'cause.heartbeat';

export type BridgeEffectKey =
  | 'effect.frame.call'
  | 'effect.frame.answer'
  | 'effect.frame.txs'
  | 'effect.frame.finish'
  | 'effect.frame.abort'
  | 'effect.frame.status'
  | 'effect.frame.credit'
  | 'effect.frame.error'
  | 'effect.frame.prover_job'
  | 'effect.frame.sync_broadcast'
  | 'effect.bridge_opened.apollo'
  | 'effect.bridge_opened.seed-stream'
  | `effect.bridge_changed.${'apollo' | 'seed-stream'}.${'local' | 'remote'}`
  | 'effect.heartbeat_missed'
  | 'effect.bridge_lost'
  | 'effect.bridge_restored'
  | 'effect.bridge_reset.gap'
  | 'effect.bridge_reset.reopened'
  | 'effect.batcher_chosen.round_robin'
  | 'effect.batcher_chosen.failover'
  | 'effect.batcher_down'
  | 'effect.batcher_up'
  | 'effect.batcher_ready'
  | 'effect.batcher_failover'
  | 'effect.batcher_replay';
