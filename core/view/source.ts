// Where a number of a panel comes from: the last event before the cursor that set it. Found when it is asked for, by walking back. Numbers of the network
// as a whole are in network-source.ts.
import { type LogEvent, logEventId } from '../log/event.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, slotOf, toValidatorIndex, validatorIdOf, validatorOf } from '../types/ids.ts';
import type { Timeline } from './timeline.ts';

/** The event by its id; `none`: no event has set it; `gone`: it lies where the log is no longer kept. */
export type Source = { readonly kind: 'event'; readonly id: string } | { readonly kind: 'none' | 'gone' };

export const NO_SOURCE: Source = Object.freeze({ kind: 'none' });
export const SOURCE_GONE: Source = Object.freeze({ kind: 'gone' });

/** A number or value that a panel shows of one node. */
export type Fact =
  | {
      readonly kind:
        | 'height'
        | 'round'
        | 'step'
        | 'proposal'
        | 'stream'
        | 'lock'
        | 'valid'
        | 'decided'
        | 'marker'
        | 'synced'
        | 'rule'
        | 'call'
        | 'answer'
        | 'batcher_state'
        | 'chunks'
        | 'executed'
        | 'commitment'
        | 'pool'
        | 'root'
        | 'committing'
        | 'asking'
        | 'ready'
        | 'checked'
        | 'failover';
    }
  | { readonly kind: 'timer'; readonly step: string; readonly round: number }
  | { readonly kind: 'vote'; readonly type: 'prevote' | 'precommit'; readonly round: number; readonly voter: number }
  | { readonly kind: 'votes'; readonly type: 'prevote' | 'precommit'; readonly round: number }
  | { readonly kind: 'block' | 'block_root'; readonly height: number }
  | { readonly kind: 'link'; readonly slot: number }
  | { readonly kind: 'dropped'; readonly peer: number; readonly at: number };

const KINDS: Readonly<
  Record<Exclude<Fact['kind'], 'timer' | 'vote' | 'votes' | 'block' | 'block_root' | 'link' | 'dropped'>, readonly LogEvent['kind'][]>
> = {
  height: ['height_started'],
  round: ['round_entered'],
  step: ['step_entered', 'round_entered'],
  proposal: ['build_started', 'build_finished', 'reproposed', 'proposal_received', 'validation_started', 'validation_finished'],
  stream: ['stream_part'],
  lock: ['locked'],
  valid: ['valid_value_set'],
  decided: ['decided'],
  marker: ['marker_written'],
  synced: ['synced'],
  rule: ['rule_fired', 'round_entered'],
  call: ['call_sent', 'call_delivered', 'call_started', 'answer_sent'],
  answer: ['answer_delivered'],
  batcher_state: ['batcher_state'],
  chunks: ['txs_streamed', 'call_started'],
  executed: ['tx_executed', 'proposal_executed'],
  commitment: ['proposal_executed', 'proposal_failed'],
  pool: ['tx_admitted', 'tx_dropped'],
  root: ['block_root'],
  committing: ['commitment_started'],
  asking: ['frame_sent'],
  ready: ['sync_block_ready'],
  checked: ['block_checked'],
  failover: ['batcher_failover'],
};

/** What is told of one batcher instance. */
const OF_LINK: ReadonlySet<LogEvent['kind']> = new Set<LogEvent['kind']>([
  'bridge_opened',
  'batcher_chosen',
  'batcher_down',
  'batcher_up',
  'batcher_ready',
  'heartbeat_missed',
  'bridge_lost',
  'bridge_restored',
]);

/** Facts of the bridge are told by both processes. */
const ofBoth: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>(['call', 'answer', 'chunks']);
const ofBatcher: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>([
  'batcher_state',
  'executed',
  'commitment',
  'pool',
  'root',
  'committing',
  'block',
  'block_root',
]);

/** Facts that begin anew with each height. */
const ofHeight: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>([
  'round',
  'step',
  'proposal',
  'stream',
  'lock',
  'valid',
  'rule',
  'timer',
  'vote',
  'votes',
]);

const isOfProcess = (event: LogEvent, fact: Fact): boolean => {
  if (ofBoth.has(fact.kind)) return true;
  return ofBatcher.has(fact.kind) ? slotOf(event.p) >= BATCHER_SLOT : slotOf(event.p) === CONSENSUS_SLOT;
};

const isVoteOf = (event: LogEvent, fact: Fact & { readonly kind: 'vote' | 'votes' }): boolean => {
  if (event.kind !== 'vote_cast' && event.kind !== 'vote_received') return false;
  if (event.voteType !== fact.type || event.round !== fact.round) return false;
  if (fact.kind === 'votes') return true;
  const voter = event.kind === 'vote_cast' ? validatorOf(event.p) : null;
  return event.kind === 'vote_received' ? event.voter === validatorIdOf(toValidatorIndex(fact.voter)) : voter === fact.voter;
};

const sets = (event: LogEvent, fact: Fact): boolean => {
  switch (fact.kind) {
    case 'timer':
      return event.kind === 'timeout_scheduled' && event.step === fact.step && event.round === fact.round;
    case 'vote':
    case 'votes':
      return isVoteOf(event, fact);
    case 'block':
      return event.kind === 'block_committed' && event.height === fact.height;
    case 'block_root':
      return event.kind === 'block_root' && event.height === fact.height;
    case 'dropped':
      return event.kind === 'peer_dropped' && event.peer === fact.peer && event.t === fact.at;
    case 'link':
      return OF_LINK.has(event.kind) && 'slot' in event && event.slot === fact.slot;
    case 'asking':
      return event.kind === 'frame_sent' && event.what.kind === 'sync_request';
    case 'height':
    case 'round':
    case 'step':
    case 'proposal':
    case 'stream':
    case 'lock':
    case 'valid':
    case 'decided':
    case 'marker':
    case 'synced':
    case 'rule':
    case 'call':
    case 'answer':
    case 'batcher_state':
    case 'chunks':
    case 'executed':
    case 'commitment':
    case 'pool':
    case 'root':
    case 'committing':
    case 'ready':
    case 'checked':
    case 'failover':
      return KINDS[fact.kind].includes(event.kind);
  }
};

/** Where a fact of a node comes from at a cursor. */
export const sourceOf = (line: Timeline, at: { readonly cursor: number; readonly validator: number }, fact: Fact): Source => {
  for (let i = (line.starts[at.cursor] ?? line.events.length) - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event === undefined) return SOURCE_GONE;
    if (validatorOf(event.p) !== at.validator) continue;
    if (isOfProcess(event, fact) && sets(event, fact)) return { kind: 'event', id: logEventId(event) };
    if (event.kind === 'height_started' && ofHeight.has(fact.kind)) return NO_SOURCE;
  }
  return NO_SOURCE;
};
