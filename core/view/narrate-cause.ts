// First part of a sentence: what was delivered, and to whom. One phrase for every delivery kind.
import { shortFelt, chamberOf, validatorName } from './format.ts';
import { bridgeCause } from './narrate-bridge.ts';
import { type CauseKey, type DeedCauseKey, type DeliveryEvent, type Phrase, callName, phrase, voteWord } from './phrase.ts';
import { indexOfValidatorId, validatorOf } from '../types/ids.ts';
import type { EventOf } from './view.ts';

const frameCause = (event: EventOf<'frame_delivered'>, v: string, validators: number): Phrase<CauseKey> => {
  const from = validatorName(event.from, validators);
  const what = event.what;
  if (what === null) return phrase('cause.bad_frame', { v, from, bytes: event.bytes });
  switch (what.kind) {
    case 'vote': {
      const voter = indexOfValidatorId(what.voter, validators);
      const value = what.commitment === null ? '' : shortFelt(what.commitment);
      return phrase(`cause.vote.${voteWord(what)}`, { v, from: voter === null ? from : validatorName(voter), value, round: what.round });
    }
    case 'proposal_part':
      return phrase(`cause.part.${what.part}`, { v, from, id: what.messageId, count: what.count, height: what.height, round: what.round });
    case 'transaction':
      return phrase('cause.gossip_frame', { v, from, hash: shortFelt(what.hash) });
    case 'sync_request':
      return phrase(`cause.sync_request.${what.what}`, { v, from, height: what.height });
    case 'sync_response':
      return phrase(what.part === 'fin' ? 'cause.sync_fin' : `cause.sync_response.${what.what}`, { v, from });
  }
};

const interventionCause = (event: EventOf<'intervention_applied'>, v: string): Phrase<CauseKey> => {
  if (event.what === 'send_tx') return phrase('cause.send_tx', { v });
  if (event.what === 'edit_frame' || event.what === 'deliver') return phrase(`cause.${event.what}`, { v });
  // The simulation writes `fault_on crash`, `configure quorum`: a deed and its kind.
  return phrase(`cause.${event.what.replace(' ', '.')}` as DeedCauseKey, { v });
};

/** What opened the step. */
export const causeOf = (event: DeliveryEvent, validators: number): Phrase<CauseKey> => {
  const isFollower = validatorOf(event.p) >= validators;
  const v = validatorName(validatorOf(event.p), validators);
  const chamber = chamberOf(event.p);
  switch (event.kind) {
    case 'started':
      return phrase(`cause.${event.restart ? 'restarted' : 'started'}.${isFollower && chamber === 'consensus' ? 'follower' : chamber}`, {
        v,
      });
    case 'crashed':
      return phrase(`cause.crashed.${isFollower && chamber === 'consensus' ? 'follower' : chamber}`, { v });
    case 'frame_edited':
      return phrase('cause.frame_edited', { v, from: validatorName(event.from) });
    case 'frame_held':
      return phrase('cause.frame_held', { v, from: validatorName(event.from, validators) });
    case 'frame_delivered':
      return frameCause(event, v, validators);
    case 'timer_fired':
      if (event.timer === 'sync_query' && isFollower) return phrase('cause.timer.follower', { v });
      if (event.timer === 'heartbeat') return phrase('cause.heartbeat', { v });
      return phrase(`cause.timer.${event.timer}`, { v, height: event.height ?? '–', round: event.round ?? '–' });
    case 'call_delivered':
      return phrase('cause.call', { v, call: callName(event.request) });
    case 'answer_delivered': {
      const { answer } = event;
      if (answer.ok) return phrase(isFollower ? 'cause.answer.follower' : 'cause.answer', { v, call: callName(event.request) });
      const error = answer.error.kind === 'client_error' ? answer.error.reason : answer.error.error.code;
      return phrase(isFollower ? 'cause.answer_error.follower' : 'cause.answer_error', { v, call: callName(event.request), error });
    }
    case 'gossip_delivered':
      return phrase(`cause.gossip.${event.direction}`, { v, hash: shortFelt(event.hash) });
    case 'task_done':
      return phrase(`cause.task.${event.task}`, { v, height: event.height ?? '–' });
    case 'intervention_applied':
      return interventionCause(event, v);
    case 'bridge_frame_delivered':
    case 'content_taken':
      return bridgeCause(event, v);
  }
};
