// What the tape shows: heights, rounds, decisions, timeouts, interventions, crashes. Marks are found once while the log grows and belong to steps, so
// that a mark is also a place to jump to.
import type { LogEvent } from '../log/event.ts';
import { type TimeUs, type ValidatorIndex, validatorOf } from '../types/ids.ts';
import type { NetworkView } from './network.ts';

export type MarkBody =
  /** The first validator enters a round. */
  | { readonly kind: 'round'; readonly height: number; readonly round: number }
  /** A quorum has decided a height. */
  | { readonly kind: 'decision'; readonly height: number; readonly round: number }
  /** One validator's own decision. */
  | { readonly kind: 'local_decision'; readonly height: number; readonly round: number }
  | { readonly kind: 'timeout'; readonly of: 'propose' | 'prevote' | 'precommit'; readonly height: number; readonly round: number }
  /** `index` counts the scenario's inputs first, then the user's interventions. */
  | { readonly kind: 'intervention'; readonly index: number; readonly what: string }
  | { readonly kind: 'crash' }
  | { readonly kind: 'restart' };

/** `step` is the cursor that shows the mark: the number of steps applied, its own included. */
export type Mark = MarkBody & { readonly t: TimeUs; readonly step: number; readonly validator: ValidatorIndex };

const TIMEOUT_STEPS = { timeout_propose: 'propose', timeout_prevote: 'prevote', timeout_precommit: 'precommit' } as const;

const bodiesOf = (event: LogEvent, before: NetworkView, after: NetworkView): readonly MarkBody[] => {
  if (event.kind === 'round_entered') {
    const isFirst =
      after.topHeight > before.topHeight || after.topRound > before.topRound || (event.round === 0 && isNewHeight(event, before));
    return isFirst ? [{ kind: 'round', height: event.height, round: event.round }] : [];
  }
  if (event.kind === 'decided') {
    const { height, round } = event;
    const local: MarkBody = { kind: 'local_decision', height, round };
    return after.decidedHeight > before.decidedHeight ? [{ kind: 'decision', height, round }, local] : [local];
  }
  if (event.kind === 'timer_fired') {
    const step = Object.hasOwn(TIMEOUT_STEPS, event.timer) ? TIMEOUT_STEPS[event.timer as keyof typeof TIMEOUT_STEPS] : null;
    return step === null || event.height === null || event.round === null
      ? []
      : [{ kind: 'timeout', of: step, height: event.height, round: event.round }];
  }
  if (event.kind === 'intervention_applied') return [{ kind: 'intervention', index: event.index, what: event.what }];
  if (event.kind === 'crashed') return [{ kind: 'crash' }];
  return event.kind === 'started' && event.restart ? [{ kind: 'restart' }] : [];
};

const isNewHeight = (event: { readonly height: number }, before: NetworkView): boolean =>
  before.heights.find((h) => h.height === event.height)?.proposer === null || before.heights.every((h) => h.height !== event.height);

/** The marks of one event, given the network before and after it; `step` is the number of steps applied with it. */
export const marksOf = (event: LogEvent, step: number, before: NetworkView, after: NetworkView): readonly Mark[] =>
  bodiesOf(event, before, after).map((body): Mark => ({ ...body, t: event.t, step, validator: validatorOf(event.p) }));
