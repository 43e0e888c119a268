// Where a number of a panel comes from: the last event before the cursor that set it. Found when it is asked for, by walking back.
import { type LogEvent, logEventId } from '../log/event.ts';
import { BATCHER_SLOT, CONSENSUS_SLOT, slotOf, toValidatorIndex, validatorIdOf, validatorOf } from '../types/ids.ts';
import type { Timeline } from './timeline.ts';

/** A number or value that a panel shows of one validator. */
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
        | 'committing';
    }
  | { readonly kind: 'timer'; readonly step: string; readonly round: number }
  | { readonly kind: 'vote'; readonly type: 'prevote' | 'precommit'; readonly round: number; readonly voter: number }
  | { readonly kind: 'votes'; readonly type: 'prevote' | 'precommit'; readonly round: number }
  | { readonly kind: 'block'; readonly height: number };

const KINDS: Readonly<Record<Exclude<Fact['kind'], 'timer' | 'vote' | 'votes' | 'block'>, readonly LogEvent['kind'][]>> = {
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
};

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
      return KINDS[fact.kind].includes(event.kind);
  }
};

/** Id of the event that a fact of a validator comes from at a cursor; null when the log holds none. */
export const sourceOf = (line: Timeline, at: { readonly cursor: number; readonly validator: number }, fact: Fact): string | null => {
  for (let i = (line.starts[at.cursor] ?? line.events.length) - 1; i >= 0; i--) {
    const event = line.events[i];
    if (event === undefined || validatorOf(event.p) !== at.validator) continue;
    if (isOfProcess(event, fact) && sets(event, fact)) return logEventId(event);
    if (event.kind === 'height_started' && ofHeight.has(fact.kind)) return null;
  }
  return null;
};
