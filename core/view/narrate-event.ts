// Words for one log event by itself, for the table of events: the cause for what opens a step, the rule or effect for the rest. What the narration of a
// step leaves out as obvious has a text here, so that no row is empty.
import type { LogEvent, PaperLine } from '../log/event.ts';
import type { ClusterView } from './cluster.ts';
import { shortFelt } from './format.ts';
import { causeOf } from './narrate-cause.ts';
import { effectOf } from './narrate-effect.ts';
import { type CauseKey, type EffectKey, type Params, type RuleKey, isDelivery, voteWord } from './phrase.ts';

type EventKey =
  | `event.sent.${'prevote' | 'precommit' | 'prevote_nil' | 'precommit_nil'}`
  | `event.batcher.${'idle' | 'proposing' | 'validating'}`
  | 'event.marker'
  | 'event.fee'
  | 'event.init_ok'
  | 'event.accepted'
  | 'event.other';

export type EventPhrase = { readonly key: CauseKey | EffectKey | RuleKey | EventKey; readonly params: Params };

const plain = (event: LogEvent): EventPhrase => {
  if (event.kind === 'rule_fired') return { key: `rule.${event.line satisfies PaperLine}`, params: {} };
  if (event.kind === 'frame_sent' && event.what.kind === 'vote') {
    const { commitment } = event.what;
    return { key: `event.sent.${voteWord(event.what)}`, params: { value: commitment === null ? '' : shortFelt(commitment) } };
  }
  if (event.kind === 'batcher_state') return { key: `event.batcher.${event.state}`, params: { height: event.height } };
  if (event.kind === 'marker_written') return { key: 'event.marker', params: { height: event.height } };
  if (event.kind === 'fee_market')
    return { key: 'event.fee', params: { now: String(event.l2GasPriceFri), next: String(event.nextL2GasPriceFri) } };
  if (event.kind === 'init_checked') return { key: 'event.init_ok', params: {} };
  if (event.kind === 'proposal_received') return { key: 'event.accepted', params: {} };
  return { key: 'event.other', params: { kind: event.kind } };
};

/** The phrase of an event; `after` is the picture after its step. */
export const narrateEvent = (event: LogEvent, after: ClusterView): EventPhrase => {
  if (isDelivery(event)) return causeOf(event, after.network.validators);
  return effectOf(event, after)?.phrase ?? plain(event);
};
