// Sentences about the seed's stream and about several batchers: extensions beyond Apollo. Their texts are not among those of the first frame.
import type { BridgeFrameSummary } from '../log/frame-summary.ts';
import type { BridgeCauseKey, BridgeEffectKey } from './bridge-phrases.ts';
import { type Params, callName } from './phrase.ts';
import type { EventOf } from './view.ts';

type Words<K> = { readonly key: K; readonly params: Params };
type RankedWords = Words<BridgeEffectKey> & { readonly rank: number };

const causeKey = (what: BridgeFrameSummary): BridgeCauseKey => {
  switch (what.kind) {
    case 'content':
      return what.content === 'txs' ? 'cause.bridge.content' : `cause.bridge.${what.content}`;
    case 'error':
      return 'cause.bridge.broken';
    case 'credit':
    case 'heartbeat':
    case 'prover_job':
    case 'sync_broadcast':
      return `cause.bridge.${what.kind}`;
    case 'call':
    case 'answer':
    case 'status':
      return 'cause.bridge.other';
  }
};

const paramsOf = (what: BridgeFrameSummary): Params => {
  switch (what.kind) {
    case 'content':
      return { id: what.proposalId, count: what.count };
    case 'credit':
      return { id: what.proposalId, count: what.chunks };
    case 'prover_job':
    case 'sync_broadcast':
      return { height: what.height };
    case 'call':
    case 'answer':
      return { call: callName(what.request) };
    case 'status':
      return { id: what.proposalId, status: callName(what.status) };
    case 'error':
      return { code: what.code };
    case 'heartbeat':
      return {};
  }
};

/** What opened the step; `v`: the validator's name. */
export const bridgeCause = (event: EventOf<'bridge_frame_delivered' | 'content_taken'>, v: string): Words<BridgeCauseKey> =>
  event.kind === 'content_taken'
    ? { key: `cause.taken.${event.what}`, params: { v, id: event.proposalId } }
    : { key: causeKey(event.what), params: { v, ...paramsOf(event.what) } };

const FRAME_RANK = 31;

const frameKey = (what: Exclude<BridgeFrameSummary, { readonly kind: 'heartbeat' }>): BridgeEffectKey =>
  what.kind === 'content' ? `effect.frame.${what.content}` : `effect.frame.${what.kind}`;

type BridgeEvent = EventOf<
  | 'bridge_frame'
  | 'bridge_opened'
  | 'bridge_changed'
  | 'heartbeat_missed'
  | 'bridge_lost'
  | 'bridge_restored'
  | 'bridge_reset'
  | 'batcher_chosen'
  | 'batcher_down'
  | 'batcher_up'
  | 'batcher_ready'
  | 'batcher_failover'
>;

/** What a step changed at the bridge. A frame that only carries a call or its answer is told by that. */
export const bridgeEffect = (event: BridgeEvent): RankedWords | null => {
  switch (event.kind) {
    case 'bridge_frame': {
      const { what } = event;
      if (what.kind === 'heartbeat') return null;
      const rank = what.kind === 'call' || what.kind === 'answer' || what.kind === 'status' ? 13 : FRAME_RANK;
      return { key: frameKey(what), params: paramsOf(what), rank };
    }
    case 'bridge_opened':
      return { key: `effect.bridge_opened.${event.transport}`, params: { slot: event.slot }, rank: 33 };
    case 'bridge_changed':
      return { key: `effect.bridge_changed.${event.transport}.${event.preset}`, params: { height: event.height }, rank: 82 };
    case 'heartbeat_missed':
      return { key: 'effect.heartbeat_missed', params: { slot: event.slot, count: event.missed }, rank: 73 };
    case 'bridge_lost':
      return { key: 'effect.bridge_lost', params: { slot: event.slot, count: event.missed }, rank: 89 };
    case 'bridge_restored':
      return { key: 'effect.bridge_restored', params: { slot: event.slot }, rank: 71 };
    case 'bridge_reset':
      return { key: `effect.bridge_reset.${event.reason}`, params: { slot: event.slot }, rank: 81 };
    case 'batcher_chosen':
      return { key: `effect.batcher_chosen.${event.mode}`, params: { slot: event.slot, id: event.proposalId }, rank: 47 };
    case 'batcher_down':
      return { key: 'effect.batcher_down', params: { slot: event.slot, reason: event.reason }, rank: 88 };
    case 'batcher_up':
      return { key: 'effect.batcher_up', params: { slot: event.slot }, rank: 71 };
    case 'batcher_ready':
      return { key: 'effect.batcher_ready', params: { slot: event.slot, height: event.height, count: event.caughtUp }, rank: 69 };
    case 'batcher_failover':
      return {
        key: event.replay ? 'effect.batcher_replay' : 'effect.batcher_failover',
        params: { from: event.from, to: event.to, id: event.proposalId },
        rank: 91,
      };
  }
};
