// Last part of a sentence: what the step changed. Every log kind that means something to a reader has a phrase with a rank; the sentence takes the
// highest ranks, in log order. Ranks are only about attention: 90 ends a height, 50 changes a step, 10 is routine.
import type { LogEvent, LogKind } from '../log/event.ts';
import { indexOfValidatorId, validatorOf } from '../types/ids.ts';
import type { ClusterView } from './cluster.ts';
import { cardTally } from './consensus-card.ts';
import { shortFelt, validatorName } from './format.ts';
import { bridgeEffect } from './narrate-bridge.ts';
import { type EffectKey, type Phrase, callName, phrase, voteWord } from './phrase.ts';
import type { EventOf } from './view.ts';

export type RankedEffect = { readonly phrase: Phrase<EffectKey>; readonly rank: number };
type Effect<K extends LogKind> = (event: EventOf<K>, after: ClusterView) => RankedEffect | null;

const effect = (rank: number, key: EffectKey, params: Phrase['params'] = {}): RankedEffect => ({ rank, phrase: phrase(key, params) });

const voteReceived: Effect<'vote_received'> = (event, after) => {
  if (event.outcome !== 'counted') return effect(event.outcome === 'conflict' ? 85 : 15, `effect.vote_${event.outcome}`);
  const card = after.cards[validatorOf(event.p)];
  if (card === undefined) return null;
  const tally = cardTally(card.consensus, event.round, event.voteType);
  if (event.commitment === null) return effect(20, 'effect.counted_nil', { have: String(tally.nil), need: String(tally.quorum) });
  return effect(20, 'effect.counted', { have: String(tally.value), need: String(tally.quorum) });
};

const frameSent: Effect<'frame_sent'> = ({ what, targets }) => {
  switch (what.kind) {
    case 'vote':
      return what.rebroadcast
        ? effect(40, `effect.sent.again.${voteWord(what)}`, {
            value: what.commitment === null ? '' : shortFelt(what.commitment),
            round: what.round,
          })
        : null;
    case 'proposal_part':
      return effect(45, `effect.sent.${what.part}`, { id: what.messageId, count: what.count });
    case 'transaction':
      return effect(30, 'effect.sent.transaction', { hash: shortFelt(what.hash) });
    case 'sync_request':
      return effect(55, `effect.sent.sync_request.${what.what}`, { height: what.height, to: validatorName(targets[0]?.to ?? 0) });
    case 'sync_response':
      return what.part === 'fin' ? effect(50, 'effect.sent.sync_response') : null;
  }
};

const atBridge = (event: Parameters<typeof bridgeEffect>[0]): RankedEffect | null => {
  const words = bridgeEffect(event);
  return words === null ? null : effect(words.rank, words.key, words.params);
};

const EFFECTS: { readonly [K in LogKind]?: Effect<K> } = {
  height_started: (e) => effect(70, 'effect.height_started', { height: e.height }),
  round_entered: (e, after) => {
    const proposer = indexOfValidatorId(e.proposer, after.network.validators);
    return effect(e.round > 0 ? 76 : 60, 'effect.round_entered', {
      height: e.height,
      round: e.round,
      proposer: proposer === null ? shortFelt(e.proposer) : validatorName(proposer),
    });
  },
  step_entered: (e) => effect(12, `effect.step.${e.step}`, { round: e.round }),
  vote_cast: (e) =>
    effect(65, `effect.vote.${voteWord(e)}`, { value: e.commitment === null ? '' : shortFelt(e.commitment), round: e.round }),
  vote_received: voteReceived,
  locked: (e) => effect(80, 'effect.locked', { value: shortFelt(e.value), round: e.round }),
  valid_value_set: (e) => effect(25, 'effect.valid_value', { value: shortFelt(e.value), round: e.round }),
  timeout_scheduled: (e) => effect(35, `effect.timeout.${e.step}`, { seconds: secondsText(e.at - e.t), round: e.round }),
  decided: (e) => effect(95, 'effect.decided', { height: e.height, round: e.round, value: shortFelt(e.value), voters: e.voters.length }),
  sync_block_ready: (e) => effect(60, 'effect.sync_block_ready', { height: e.height, from: validatorName(e.from) }),
  peer_dropped: (e) => effect(82, 'effect.peer_dropped', { peer: validatorName(e.peer), reason: e.reason }),
  block_checked: (e) =>
    e.expected === e.got
      ? effect(62, `effect.checked.${e.by}`, { height: e.height, value: shortFelt(e.got) })
      : effect(88, `effect.checked_wrong.${e.by}`, { height: e.height, value: shortFelt(e.got), expected: shortFelt(e.expected) }),
  synced: (e, after) =>
    effect(75, after.cards[validatorOf(e.p)]?.follower === null ? 'effect.synced' : 'effect.followed', { height: e.height }),
  build_started: (e) => effect(55, 'effect.build_started', { height: e.height }),
  build_finished: (e) =>
    e.value === null
      ? effect(78, 'effect.build_failed', { error: e.error ?? '' })
      : effect(56, 'effect.build_finished', { value: shortFelt(e.value) }),
  reproposed: (e) => effect(77, 'effect.reproposed', { value: shortFelt(e.value), round: e.validRound }),
  init_checked: (e) => (e.ok ? null : effect(82, 'effect.init_bad', { detail: e.detail ?? '' })),
  proposal_received: (e) => (e.outcome === 'accepted' ? null : effect(50, `effect.proposal.${e.outcome}`)),
  stream_part: (e) => effect(e.outcome === 'delivered' ? 11 : 46, `effect.part.${e.outcome}`, { id: e.messageId, next: e.next }),
  validation_started: () => effect(48, 'effect.validation_started'),
  validation_finished: (e) =>
    e.value === null
      ? effect(84, 'effect.validation_bad', { error: e.error ?? '', detail: e.detail ?? '' })
      : effect(57, 'effect.validation_ok', { value: shortFelt(e.value) }),
  call_sent: (e) => effect(30, 'effect.call_sent', { call: callName(e.request.kind) }),
  call_started: (e) => effect(14, 'effect.call_started', { call: callName(e.request) }),
  answer_sent: (e) =>
    e.ok
      ? effect(14, 'effect.answer_sent', { call: callName(e.request) })
      : effect(52, 'effect.answer_refused', { call: callName(e.request) }),
  txs_streamed: (e) => effect(44, 'effect.txs_streamed', { count: e.hashes.length }),
  tx_executed: (e) =>
    effect(e.outcome === 'succeeded' ? 43 : 72, `effect.tx.${e.outcome}`, { hash: shortFelt(e.hash), detail: e.detail ?? '' }),
  proposal_executed: (e) => effect(58, 'effect.executed', { count: e.nTxs, value: shortFelt(e.partialBlockHash), gas: e.l2GasUsed }),
  proposal_failed: (e) => effect(79, 'effect.proposal_failed', { reason: e.reason }),
  block_committed: (e) =>
    e.source === 'sync'
      ? effect(90, 'effect.committed_sync', { height: e.height })
      : effect(90, 'effect.committed', { height: e.height, count: e.txs.length }),
  commitment_started: (e) => effect(26, 'effect.commitment_started', { leaves: e.leaves }),
  block_root: (e) => effect(59, 'effect.root', { height: e.height, root: shortFelt(e.stateRoot), hash: shortFelt(e.blockHash) }),
  tx_received: (e) => effect(32, 'effect.tx_received', { hash: shortFelt(e.hash) }),
  tx_admitted: (e) => effect(42, 'effect.tx_admitted', { hash: shortFelt(e.hash), count: e.poolSize }),
  tx_dropped: (e) => effect(e.why === 'committed' ? 13 : 54, `effect.tx_dropped.${e.why}`, { hash: shortFelt(e.hash) }),
  refused: (e) => effect(83, 'effect.refused', { source: e.source, code: e.code, detail: e.detail }),
  l1_event: (e) => effect(28, `effect.l1.${e.what}`, { hash: shortFelt(e.hash) }),
  recorder_write: (e) => effect(e.phase === 'failed' ? 74 : 10, `effect.recorder.${e.phase}`, { height: e.height }),
  frame_sent: frameSent,
  bridge_frame: atBridge,
  bridge_opened: atBridge,
  bridge_changed: atBridge,
  heartbeat_missed: atBridge,
  bridge_lost: atBridge,
  bridge_restored: atBridge,
  bridge_reset: atBridge,
  batcher_chosen: atBridge,
  batcher_down: atBridge,
  batcher_up: atBridge,
  batcher_ready: atBridge,
  batcher_failover: atBridge,
  component_overflow: (e) => effect(86, 'effect.overflow', { queue: e.queue, limit: e.limit }),
};

/** `1.3` seconds: for prose. */
const secondsText = (us: number): string => String(Math.floor(us / 100_000) / 10);

/** The phrase of one event that a step caused, or null when there is nothing to tell. */
export const effectOf = (event: LogEvent, after: ClusterView): RankedEffect | null => {
  const make = EFFECTS[event.kind] as ((event: LogEvent, after: ClusterView) => RankedEffect | null) | undefined;
  return make === undefined ? null : make(event, after);
};
