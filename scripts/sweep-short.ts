// One short run of the sweep: a random network of four to seven equal validators, random faults of every kind until they are all taken back, then the
// question whether a further height is decided. Within f < n/3 validators are dishonest or broken, and the network between all may be anything: no
// property of an honest validator may be violated, and progress is asked for after the heal. Beyond f anything may happen, and something should.
// Left out within f, because they break safety by design: votes in another's name (votes are unsigned), corrupted frames of honest senders (the voter
// field is one bit away), tampered state diffs (Apollo does not verify them).
import { createBoard, feedBoard } from '../core/checks/registry.ts';
import { type RngState, createRng, nextBelow, nextBetween } from '../core/base/rng.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import type { LogEvent } from '../core/log/event.ts';
import {
  CRASH_PARTS,
  FAULT_FIELDS,
  FAULT_GROUPS,
  FAULT_KINDS,
  FRAME_WHATS,
  type FaultField,
  type FieldType,
  checkFault,
} from '../core/net/fault-fields.ts';
import type { Fault, FaultKind } from '../core/net/fault.ts';
import { CALM_SPEC, worldOfSpec } from '../core/scenarios/spec-world.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { createMachines } from '../core/sim/machines.ts';
import { CORE_VERSION, CUSTOM_SCENARIO, type Run } from '../core/sim/run.ts';
import type { ScenarioSpec } from '../core/sim/spec.ts';
import { USER_FAULT_ID_FIRST } from '../core/sim/world.ts';
import { type ValidatorIndex, toTimeUs, toValidatorIndex, validatorOf } from '../core/types/ids.ts';
import { LostVotes } from './sweep-lost-votes.ts';
import { percent, pick } from './sweep-random.ts';

const SECOND = 1_000_000;
/** A further height must be decided within this much virtual time after the heal. */
const PATIENCE_US = 240 * SECOND;
const STEP_US = 5 * SECOND;

/** `lost_votes`: safe, and stuck for the reason that LostVotes gives. */
export type ShortOutcome = 'safe_and_live' | 'lost_votes' | 'unsafe' | 'stuck' | 'broken';
export type ShortResult = {
  readonly seed: number;
  readonly outcome: ShortOutcome;
  readonly detail: string | null;
  readonly heights: number;
};

export type ShortCase = {
  readonly run: Run;
  readonly spec: ScenarioSpec;
  readonly faulty: readonly ValidatorIndex[];
  readonly healUs: number;
};

/** Kinds that one dishonest or broken validator may show within f; those of the network may be anybody's. */
const UNSAFE_BY_DESIGN: ReadonlySet<FaultKind> = new Set<FaultKind>(['impersonate', 'tamper_sync', 'corrupt']);
const isNetwork = (kind: FaultKind): boolean => FAULT_GROUPS[kind] === 'network';

const durationUs = (rng: RngState): number => pick(rng, [nextBetween(rng, 1, 400) * 1_000, nextBetween(rng, 1, 12) * SECOND]);

const randomField = (rng: RngState, type: FieldType, who: ValidatorIndex, validators: number): unknown => {
  switch (type) {
    case 'validator':
      return who;
    case 'validators': {
      const some = Array.from({ length: validators }, (_, i) => i).filter(() => percent(rng, 50));
      return some.length === 0 ? [who] : some;
    }
    case 'filter':
      return {
        from: percent(rng, 40) ? nextBelow(rng, validators) : null,
        to: percent(rng, 40) ? nextBelow(rng, validators) : null,
        what: pick(rng, FRAME_WHATS),
        height: percent(rng, 30) ? nextBetween(rng, 1, 6) : null,
      };
    case 'part':
      return pick(rng, CRASH_PARTS);
    case 'storage':
      return percent(rng, 30) ? 'lose' : 'keep';
    case 'instance':
      return null;
    case 'height':
      return percent(rng, 60) ? null : nextBetween(rng, 1, 6);
    case 'ppm':
      return pick(rng, [50_000, 300_000, 1_000_000]);
    case 'percent':
      return pick(rng, [30, 300, 3_000, 1_000_000]);
    case 'count':
      return nextBetween(rng, 1, 20);
    case 'message_id':
      return nextBelow(rng, 4);
    case 'duration':
      return durationUs(rng);
    case 'signed_duration':
      return percent(rng, 50) ? durationUs(rng) : -durationUs(rng);
  }
};

const randomFault = (rng: RngState, kinds: readonly FaultKind[], who: ValidatorIndex, validators: number): Fault => {
  const kind = pick(rng, kinds);
  const fields: readonly FaultField[] = FAULT_FIELDS[kind];
  const values = fields.map(({ name, type }) => [
    name,
    randomField(rng, type, name === 'victim' ? toValidatorIndex((who + 1) % validators) : who, validators),
  ]);
  const read = checkFault({ kind, ...Object.fromEntries(values) }, validators);
  if (!read.ok) throw new Error(`randomFault: ${kind} ${read.error.at}`);
  return read.value;
};

/** The case of a seed: within f < n/3, or beyond it with liars that work together. */
export const shortCase = (seed: number, beyond: boolean): ShortCase => {
  const rng = createRng(seed, beyond ? 'sweep-beyond' : 'sweep-short');
  const validators = pick(rng, [4, 4, 4, 5, 7]);
  const most = Math.ceil(validators / 3) - 1;
  const order = Array.from({ length: validators }, (_, i) => toValidatorIndex((i + nextBelow(rng, validators)) % validators));
  const faulty = [...new Set(order)].slice(0, beyond ? Math.ceil(validators / 3) : nextBetween(rng, 0, most));
  const healUs = nextBetween(rng, 4, 16) * SECOND;
  const own = FAULT_KINDS.filter((kind) => !isNetwork(kind) && !UNSAFE_BY_DESIGN.has(kind));
  const links = FAULT_KINDS.filter((kind) => isNetwork(kind) && !UNSAFE_BY_DESIGN.has(kind));
  const liars: readonly FaultKind[] = ['equivocate', 'equivocate', 'equivocate', 'double_vote'];
  const list: Intervention[] = [];
  const count = beyond ? faulty.length : nextBetween(rng, 1, 5);
  for (let i = 0; i < count; i++) {
    const who = faulty.length === 0 ? null : (faulty[i % faulty.length] ?? null);
    const isOwn = who !== null && (beyond || percent(rng, 60));
    const kinds = beyond ? liars : isOwn ? own : links;
    const fault = randomFault(rng, kinds, who ?? toValidatorIndex(0), validators);
    const from = beyond ? 0 : nextBelow(rng, healUs);
    const until = beyond ? healUs : Math.min(healUs, from + durationUs(rng));
    const id = USER_FAULT_ID_FIRST + i;
    list.push({ t: toTimeUs(from), kind: 'fault_on', id, fault }, { t: toTimeUs(until), kind: 'fault_off', id });
  }
  const interventions = list.toSorted((a, b) => a.t - b.t);
  const transport = percent(rng, 15) ? 'seed-stream' : 'apollo';
  const spec: ScenarioSpec = {
    ...CALM_SPEC,
    validators,
    bridge: { preset: percent(rng, 20) ? 'remote' : 'local', transport },
    traffic: { everyUs: pick(rng, [0, 800_000, 2_500_000]), untilUs: 30 * SECOND },
  };
  return { run: { scenario: CUSTOM_SCENARIO, spec, seed, interventions, coreVersion: CORE_VERSION }, spec, faulty, healUs };
};

/** Whether something was on that keeps messages from arriving. */
const losesMessages = (i: Intervention): boolean => i.kind === 'fault_on' && (isNetwork(i.fault.kind) || i.fault.kind === 'crash');

/** Runs the case of a seed; an exception of the simulation is an outcome too. */
export const sweepShort = (seed: number, kernel: Kernel, beyond: boolean): ShortResult => {
  const { run, spec, faulty, healUs } = shortCase(seed, beyond);
  const isFaulty = new Set<number>(faulty);
  const honest = Array.from({ length: spec.validators }, (_, i) => i).filter((i) => !isFaulty.has(i));
  const heights = new Map<number, number>(honest.map((i) => [i, 0]));
  const board = createBoard();
  const lost = new LostVotes(spec.validators);
  const world = worldOfSpec(spec, seed);
  const cluster = new Cluster({ world, seed, interventions: run.interventions, createMachine: createMachines(world, seed, kernel) });
  const take = (until: number): void => {
    const all: readonly LogEvent[] = cluster.advance(toTimeUs(until)).events;
    lost.feed(all);
    const events = all.filter((event) => !isFaulty.has(validatorOf(event.p)));
    feedBoard(board, events);
    for (const event of events)
      if (event.kind === 'decided' || event.kind === 'synced')
        heights.set(validatorOf(event.p), Math.max(event.height, heights.get(validatorOf(event.p)) ?? 0));
  };
  const top = (): number => Math.max(...heights.values());
  const result = (outcome: ShortOutcome, detail: string | null): ShortResult => ({ seed, outcome, detail, heights: top() });
  try {
    take(healUs + SECOND);
    const goal = top() + 1;
    const reached = (): boolean => [...heights.values()].every((height) => height >= goal);
    const broken = (): string | null => {
      // Faults are gone before the patience of the live check begins; it has its own test.
      for (const [name, { violation }] of board) if (violation !== null && name !== 'progress') return `${name}: ${violation.detail}`;
      return null;
    };
    for (let t = healUs + SECOND; !reached() && broken() === null;) {
      if (t >= healUs + PATIENCE_US) {
        const why = run.interventions.some(losesMessages) ? lost.explain(goal) : null;
        if (why !== null) return result('lost_votes', why);
        return result('stuck', `height ${goal} is not decided: ${[...heights].map(([v, h]) => `V${v + 1} ${h}`).join(', ')}`);
      }
      t += STEP_US;
      take(t);
    }
    const violation = broken();
    return violation === null ? result('safe_and_live', null) : result('unsafe', violation);
  } catch (error) {
    return result('broken', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
};
