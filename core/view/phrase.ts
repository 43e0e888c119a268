// Parts of a narration sentence as keys and parameters: no language lives in core. The page's catalogue has a text for every key, in every language.
import type { LogEvent, PaperLine, TaskName, TimerName } from '../log/event.ts';
import type { SyncWhat } from '../log/frame-summary.ts';
import type { FaultKind } from '../net/fault.ts';
import type { ConfigChange } from '../types/config-change.ts';
import type { BridgeCauseKey, BridgeEffectKey } from './bridge-phrases.ts';
import type { EventOf } from './view.ts';

type VoteWord = 'prevote' | 'precommit' | 'prevote_nil' | 'precommit_nil';
type PartWord = 'init' | 'transactions' | 'fin' | 'end';

/** That a fault begins or ends, that a setting is changed. */
export type DeedCauseKey = `cause.fault_${'on' | 'off'}.${FaultKind}` | `cause.configure.${ConfigChange['kind']}`;

export type CauseKey =
  | `cause.${'started' | 'restarted' | 'crashed'}.${'consensus' | 'batcher' | 'follower'}`
  | 'cause.timer.follower'
  | `cause.vote.${VoteWord}`
  | `cause.part.${PartWord}`
  | 'cause.gossip_frame'
  | 'cause.frame_held'
  | 'cause.frame_edited'
  | 'cause.edit_frame'
  | 'cause.deliver'
  | `cause.sync_request.${SyncWhat}`
  | `cause.sync_response.${SyncWhat}`
  | 'cause.sync_fin'
  | 'cause.bad_frame'
  | `cause.timer.${Exclude<TimerName, 'heartbeat'>}`
  | 'cause.call'
  | 'cause.answer'
  | 'cause.answer_error'
  | 'cause.answer.follower'
  | 'cause.answer_error.follower'
  | `cause.gossip.${'to_gateway' | 'to_edge'}`
  | `cause.task.${TaskName}`
  | 'cause.send_tx'
  | DeedCauseKey
  | BridgeCauseKey;

export type EffectKey =
  | 'effect.height_started'
  | 'effect.round_entered'
  | `effect.step.${'propose' | 'prevote' | 'precommit'}`
  | `effect.vote.${VoteWord}`
  | 'effect.counted'
  | 'effect.counted_nil'
  | `effect.vote_${Exclude<EventOf<'vote_received'>['outcome'], 'counted'>}`
  | 'effect.locked'
  | 'effect.valid_value'
  | `effect.timeout.${'propose' | 'prevote' | 'precommit'}`
  | 'effect.decided'
  | 'effect.synced'
  | 'effect.sync_block_ready'
  | 'effect.followed'
  | `effect.${'checked' | 'checked_wrong'}.${EventOf<'block_checked'>['by']}`
  | 'effect.peer_dropped'
  | `effect.sent.sync_request.${SyncWhat}`
  | 'effect.sent.sync_response'
  | 'effect.build_started'
  | 'effect.build_finished'
  | 'effect.build_failed'
  | 'effect.reproposed'
  | 'effect.init_bad'
  | `effect.proposal.${Exclude<EventOf<'proposal_received'>['outcome'], 'accepted'>}`
  | `effect.part.${EventOf<'stream_part'>['outcome']}`
  | 'effect.validation_started'
  | 'effect.validation_ok'
  | 'effect.validation_bad'
  | 'effect.call_sent'
  | 'effect.call_started'
  | 'effect.answer_sent'
  | 'effect.answer_refused'
  | 'effect.txs_streamed'
  | `effect.tx.${EventOf<'tx_executed'>['outcome']}`
  | 'effect.executed'
  | 'effect.proposal_failed'
  | 'effect.committed'
  | 'effect.committed_sync'
  | 'effect.commitment_started'
  | 'effect.root'
  | 'effect.tx_received'
  | 'effect.tx_admitted'
  | `effect.tx_dropped.${EventOf<'tx_dropped'>['why']}`
  | 'effect.refused'
  | `effect.l1.${EventOf<'l1_event'>['what']}`
  | `effect.recorder.${EventOf<'recorder_write'>['phase']}`
  | `effect.sent.${PartWord | 'transaction'}`
  | `effect.sent.again.${VoteWord}`
  | 'effect.waits'
  | 'effect.tries_again'
  | 'effect.overflow'
  | 'effect.queued'
  | 'effect.to_gateway'
  | 'effect.nothing'
  | BridgeEffectKey;

export type RuleKey = `rule.${PaperLine}`;
export type PhraseKey = CauseKey | EffectKey | RuleKey;
/** Phrases of extensions: their texts come with the first panel. */
export type LaterPhraseKey = DeedCauseKey | BridgeCauseKey | BridgeEffectKey;

export type Params = Readonly<Record<string, string | number>>;
export type Phrase<K extends PhraseKey = PhraseKey> = { readonly key: K; readonly params: Params };

export const phrase = <K extends PhraseKey>(key: K, params: Params = {}): Phrase<K> => ({ key, params });

/** Word of a vote with its direction: nil is told apart. */
export const voteWord = (vote: { readonly voteType: 'prevote' | 'precommit'; readonly commitment: unknown }): VoteWord =>
  vote.commitment === null ? `${vote.voteType}_nil` : vote.voteType;

/** `propose_block` as `ProposeBlock`: Apollo's name of a call, the same in every language. */
export const callName = (request: string): string =>
  request
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export type DeliveryEvent = EventOf<
  | 'started'
  | 'frame_delivered'
  | 'timer_fired'
  | 'call_delivered'
  | 'answer_delivered'
  | 'gossip_delivered'
  | 'task_done'
  | 'intervention_applied'
  | 'crashed'
  | 'frame_held'
  | 'frame_edited'
  | 'bridge_frame_delivered'
  | 'content_taken'
>;
/** True for an event that opens a step. */
export const isDelivery = (event: LogEvent): event is DeliveryEvent => DELIVERIES.has(event.kind);
const DELIVERIES: ReadonlySet<string> = new Set<DeliveryEvent['kind']>([
  'started',
  'frame_delivered',
  'timer_fired',
  'call_delivered',
  'answer_delivered',
  'gossip_delivered',
  'task_done',
  'intervention_applied',
  'crashed',
  'frame_held',
  'frame_edited',
  'bridge_frame_delivered',
  'content_taken',
]);
