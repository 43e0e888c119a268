// One sentence per step: cause → rule with its paper line → effect (experience.md D6). The result is keys and parameters; the page words it.
import type { LogEvent, PaperLine } from '../log/event.ts';
import { type TimeUs, type ValidatorIndex, validatorOf } from '../types/ids.ts';
import type { ClusterView } from './cluster.ts';
import { type Chamber, placeOf } from './format.ts';
import { causeOf } from './narrate-cause.ts';
import { type RankedEffect, effectOf } from './narrate-effect.ts';
import { type CauseKey, type DeliveryEvent, type EffectKey, type Phrase, type RuleKey, isDelivery, phrase } from './phrase.ts';

/** A fault or a setting in the log: `index` counts the scenario's inputs first, then the user's interventions; `what` is a deed and its kind. */
export type Deed = { readonly index: number; readonly t: TimeUs; readonly what: string };

export type Narration = {
  readonly validator: ValidatorIndex;
  readonly chamber: Chamber;
  readonly cause: Phrase<CauseKey>;
  /** The rule that fired, with its line of the Tendermint paper; null when the step fired none. */
  readonly rule: Phrase<RuleKey> | null;
  readonly line: PaperLine | null;
  /** One to three. */
  readonly effects: readonly Phrase<EffectKey>[];
  /** 0 to 100: how much attention the step deserves while playing. */
  readonly rank: number;
  /** The fault or setting that the cause tells of; null in all other steps. */
  readonly deed: Deed | null;
};

/** Effects of one sentence. */
const EFFECTS_MAX = 3;
/** Effects below this rank are told only when nothing better happened. */
const TELL_FROM = 30;

/** Beside an effect of at least this rank, those below half of it are noise. */
const DRAMATIC = 80;

/** Lines by how much they explain, most first. */
const LINES: readonly PaperLine[] = [
  'L49',
  'L36',
  'L44',
  'L28',
  'L22',
  'L57',
  'L61',
  'L65',
  'L55',
  'L47',
  'L34',
  'L16',
  'L18',
  'L19',
  'L14',
  'L21',
  'L11',
];

const lineOf = (events: readonly LogEvent[]): PaperLine | null => {
  const lines = new Set<PaperLine>();
  for (const event of events) {
    if (event.kind === 'rule_fired' || event.kind === 'vote_cast' || event.kind === 'round_entered') lines.add(event.line);
  }
  return LINES.find((line) => lines.has(line)) ?? null;
};

const pickEffects = (found: readonly RankedEffect[]): readonly RankedEffect[] => {
  const top = Math.max(0, ...found.map((e) => e.rank));
  const worth = found.filter((e) => e.rank >= (top >= DRAMATIC ? DRAMATIC / 2 : TELL_FROM));
  const pool = worth.length > 0 ? worth : found;
  const best = new Set(pool.toSorted((a, b) => b.rank - a.rank).slice(0, worth.length > 0 ? EFFECTS_MAX : 1));
  return pool.filter((e) => best.has(e));
};

/** Deeds of which the log tells only the kind. */
const DEED = /^(?:fault_on|fault_off|configure) /;

const CAUSE_RANKS: Readonly<Partial<Record<LogEvent['kind'], number>>> = { crashed: 92, intervention_applied: 88, started: 20 };

/** What a step does of which the log has no event. */
const untold = (opening: DeliveryEvent, after: ClusterView): readonly RankedEffect[] => {
  // A call that is not answered is tried again after a pause; the last attempt's error is handed on, which the log tells.
  if (opening.kind === 'answer_delivered' && !opening.answer.ok && opening.answer.error.kind === 'client_error')
    return [{ rank: 12, phrase: phrase('effect.tries_again') }];
  // Consensus takes no vote in while one of its calls about the height itself is under way.
  const isVote = opening.kind === 'frame_delivered' && opening.what?.kind === 'vote';
  return isVote && after.cards[validatorOf(opening.p)]?.consensus.running === true ? [{ rank: 12, phrase: phrase('effect.waits') }] : [];
};

/** The sentence of one step, from its events in order and the picture after it; null for an empty step. */
export const narrate = (events: readonly LogEvent[], after: ClusterView): Narration | null => {
  const opening = events[0];
  if (opening === undefined || !isDelivery(opening)) return null;
  const found = events.slice(1).flatMap((event) => effectOf(event, after) ?? []);
  if (opening.kind === 'call_delivered' && opening.queued > 0) {
    found.push({ rank: 16, phrase: phrase('effect.queued', { count: opening.queued }) });
  }
  if (opening.kind === 'frame_delivered' && opening.topic === 'mempool' && found.length === 0) {
    found.push({ rank: 14, phrase: phrase('effect.to_gateway') });
  }
  if (found.length === 0) found.push(...untold(opening, after));
  const picked = pickEffects(found);
  const line = lineOf(events);
  return {
    ...placeOf(opening.p),
    cause: causeOf(opening, after.network.validators),
    line,
    rule: line === null ? null : phrase(`rule.${line}`),
    effects: picked.length > 0 ? picked.map((e) => e.phrase) : [phrase('effect.nothing')],
    rank: Math.max(CAUSE_RANKS[opening.kind] ?? 0, ...picked.map((e) => e.rank)),
    deed:
      opening.kind === 'intervention_applied' && DEED.test(opening.what)
        ? { index: opening.index, t: opening.t, what: opening.what }
        : null,
  };
};
