// Random faults for the sweep. Most runs are *within the budget*: faults concern only a set of validators that the quorum can do without, so that the
// others must go on; some are wild, where only safety can be asked for; in some a validator is hostile; some have none.
import { type RngState, createRng, nextBelow, nextBetween } from '../core/base/rng.ts';
import { neededWeight, quorumOf } from '../core/consensus/threshold.ts';
import type { LogEvent, LogKind } from '../core/log/event.ts';
import { crashOf } from '../core/net/fault-fields.ts';
import type { Fault, FrameFilter } from '../core/net/fault.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { type World, USER_FAULT_ID_FIRST, committeeOf } from '../core/sim/world.ts';
import { type ValidatorIndex, toTimeUs, toValidatorIndex, validatorOf } from '../core/types/ids.ts';
import { SECOND, percent, pick } from './sweep-random.ts';

export type FaultStyle = 'none' | 'within_budget' | 'wild' | 'hostile';

export type FaultPlan = {
  readonly style: FaultStyle;
  /** Validators that a fault may concern. */
  readonly faulty: readonly ValidatorIndex[];
  readonly interventions: readonly Intervention[];
  /** A validator that lies, and whether it votes in the name of others. */
  readonly hostile: { readonly validator: ValidatorIndex; readonly forges: boolean } | null;
};

/** Validators in a random order, as many as leave a quorum without them. */
const budgetOf = (rng: RngState, world: World): readonly ValidatorIndex[] => {
  const { totalWeight } = committeeOf(world);
  const needed = neededWeight(quorumOf(world.settings.consensus.quorum), totalWeight);
  const faulty: ValidatorIndex[] = [];
  let left = totalWeight;
  for (const v of shuffled(rng, everyone(world))) {
    const weight = world.weights[v] ?? 0n;
    if (left - weight < needed) continue;
    left -= weight;
    faulty.push(v);
  }
  return faulty;
};

const everyone = (world: World): readonly ValidatorIndex[] => Array.from({ length: world.validators }, (_, i) => toValidatorIndex(i));

const shuffled = <T>(rng: RngState, values: readonly T[]): readonly T[] => {
  const rest = [...values];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(nextBelow(rng, rest.length), 1));
  return order;
};

const KINDS = [
  'crash',
  'crash',
  'crash',
  'drop',
  'drop',
  'delay',
  'delay',
  'wrong_commitment',
  'quiet_proposer',
  'slow_committer',
] as const;
const WHATS: readonly FrameFilter['what'][] = ['any', 'any', 'prevote', 'precommit', 'proposal', 'proposal', 'transaction'];

const randomFilter = (rng: RngState, world: World, validator: ValidatorIndex, style: FaultStyle): FrameFilter => {
  const other = toValidatorIndex(nextBelow(rng, world.validators));
  const height = percent(rng, 60) ? null : nextBetween(rng, 1, 12);
  const what = pick(rng, WHATS);
  if (style === 'wild' && percent(rng, 40)) return { from: null, to: null, what, height };
  const isFrom = percent(rng, 50);
  const peer = percent(rng, 50) ? null : other;
  return { from: isFrom ? validator : peer, to: isFrom ? peer : validator, what, height };
};

const randomFault = (rng: RngState, world: World, validator: ValidatorIndex, style: FaultStyle): Fault => {
  const kind = pick(rng, KINDS);
  const height = percent(rng, 50) ? null : nextBetween(rng, 1, 12);
  switch (kind) {
    case 'crash':
      return crashOf(validator);
    case 'drop':
      return { kind, filter: randomFilter(rng, world, validator, style), ppm: pick(rng, [100_000, 300_000, 1_000_000]) };
    case 'delay':
      return { kind, filter: randomFilter(rng, world, validator, style), byUs: nextBetween(rng, 1, 5_000) * 1_000 };
    case 'wrong_commitment':
    case 'quiet_proposer':
      return { kind, validator, height };
    case 'slow_committer':
      return { kind, validator, byUs: nextBetween(rng, 1, 20) * SECOND };
  }
};

/** Moments at which something is half done; a crash there hits more than one at a random time does. */
const DELICATE: ReadonlySet<LogKind> = new Set<LogKind>([
  'decided',
  'block_committed',
  'commitment_started',
  'build_started',
  'txs_streamed',
  'vote_cast',
  'proposal_executed',
  'validation_started',
  'answer_sent',
  'marker_written',
  'started',
]);

const randomStart = (rng: RngState, fault: Fault, untilUs: number, delicate: readonly LogEvent[]): number => {
  if (percent(rng, 15)) return 0;
  const concerned = fault.kind === 'crash' ? delicate.filter((e) => validatorOf(e.p) === fault.validator) : delicate;
  if (concerned.length === 0 || percent(rng, 50)) return nextBelow(rng, untilUs);
  return pick(rng, concerned).t + pick(rng, [0, 1, 1, 51, 2_001, 5_000, 5_001]);
};

export type FaultOptions = {
  readonly world: World;
  /** All faults are off from here on. */
  readonly untilUs: number;
  /** What the run does without faults, for aiming at delicate moments. */
  readonly calm: readonly LogEvent[];
};

/** Faults that are all taken back by `untilUs`. */
export const randomFaults = (seed: number, { world, untilUs, calm }: FaultOptions): FaultPlan => {
  const rng = createRng(seed, 'sweep-faults');
  const drawn = pick(rng, ['none', 'within_budget', 'within_budget', 'within_budget', 'wild', 'hostile'] as const);
  const budget = budgetOf(rng, world);
  const style: FaultStyle = drawn !== 'none' && budget.length === 0 ? 'wild' : drawn;
  if (style === 'none') return { style, faulty: [], interventions: [], hostile: null };
  const hostile = style === 'hostile' ? { validator: pick(rng, budget), forges: percent(rng, 20) } : null;
  const faulty = style === 'wild' ? everyone(world) : hostile === null ? budget : [hostile.validator];
  const delicate = calm.filter((event) => event.t < untilUs && DELICATE.has(event.kind));
  const list: Intervention[] = [];
  for (let i = hostile === null ? nextBetween(rng, 1, 6) : nextBetween(rng, 0, 2); i > 0; i--) {
    const fault = randomFault(rng, world, pick(rng, faulty), style);
    const id = USER_FAULT_ID_FIRST + i;
    const from = Math.min(randomStart(rng, fault, untilUs, delicate), untilUs);
    const lengthUs = pick(rng, [nextBelow(rng, 10_000), nextBelow(rng, 2 * SECOND), nextBelow(rng, 15 * SECOND), untilUs]);
    list.push({ t: toTimeUs(from), kind: 'fault_on', id, fault });
    list.push({ t: toTimeUs(Math.min(untilUs, from + lengthUs)), kind: 'fault_off', id });
  }
  return { style, faulty, interventions: list, hostile };
};
