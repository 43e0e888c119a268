// One seed of the sweep: a random world, random faults, and everything that must hold of the run.
// Safety is asked for always: no behaviour on offer votes twice, so that the checks must stay green however many validators are faulty. A hostile validator
// does, and then safety holds by the quorum.
// Liveness is asked for when all faults are off: validators that no fault has touched decide a further height if they are a quorum by themselves.
// A validator that fell behind stays behind: there is no sync from peers yet.
import { DIGEST_BYTES } from '../core/base/digest.ts';
import { createRng, nextBelow, nextBetween } from '../core/base/rng.ts';
import { createBoard, feedBoard } from '../core/checks/registry.ts';
import { neededWeight, quorumOf } from '../core/consensus/threshold.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import type { LogChunk, LogEvent } from '../core/log/event.ts';
import { fingerprintOf } from '../core/log/fingerprint.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { HostSnapshot, MachineFactory } from '../core/sim/host.ts';
import { createMachines } from '../core/sim/machines.ts';
import { type World, committeeOf } from '../core/sim/world.ts';
import {
  CONSENSUS_SLOT,
  type ProcessId,
  type ValidatorIndex,
  toProcessId,
  toTimeUs,
  toValidatorIndex,
  validatorOf,
} from '../core/types/ids.ts';
import { fromPortable, toPortable } from '../workers/freeze.ts';
import { BlameLaw } from './sweep-blame.ts';
import { calmProblem } from './sweep-calm.ts';
import { type FaultPlan, type FaultStyle, randomFaults } from './sweep-faults.ts';
import { hostileMachine } from './sweep-hostile.ts';
import { LogLaw, isForbidden } from './sweep-log.ts';
import { SECOND } from './sweep-random.ts';
import { randomWorld } from './sweep-world.ts';

/** After the faults: what is still under way arrives. */
const SETTLE_US = 25 * SECOND;
/** A further height must be decided within this much time. */
const PATIENCE_US = 200 * SECOND;

export type SweepResult = {
  readonly seed: number;
  readonly style: FaultStyle;
  /** What is wrong; null: nothing. */
  readonly problem: string | null;
  readonly validators: number;
  readonly heights: number;
  readonly virtualUs: number;
  readonly events: number;
  /** Whether a further height could be asked for. */
  readonly liveness: 'asked' | 'not_asked';
  /** How often each kind of failure or refusal was seen. */
  readonly seen: ReadonlyMap<string, number>;
};

/** Everything that a seed stands for, for people who want to look at it. */
export type SweepCase = { readonly seed: number; readonly world: World; readonly plan: FaultPlan; readonly untilUs: number };

type Runner = { readonly cluster: Cluster; readonly chains: Map<ProcessId, Uint8Array> };

type RunOptions = { readonly seed: number; readonly plan: FaultPlan; readonly untilUs: number; readonly windowUs?: number };

const openRun = (world: World, { seed, plan, untilUs, windowUs }: RunOptions, kernel: Kernel): Runner => {
  const { validators } = world;
  const { hostile, interventions } = plan;
  const honest = createMachines(world, seed, kernel);
  const createMachine: MachineFactory = (id) =>
    hostile !== null && id === toProcessId(hostile.validator, CONSENSUS_SLOT)
      ? hostileMachine(honest(id), { seed, validators, untilUs, forges: hostile.forges })
      : honest(id);
  const window = windowUs === undefined ? {} : { windowUs };
  return { cluster: new Cluster({ world, seed, interventions, createMachine, ...window }), chains: new Map() };
};

const NO_FAULTS: FaultPlan = { style: 'none', faulty: [], interventions: [], hostile: null };

const advance = ({ cluster, chains }: Runner, until: number): LogChunk => {
  const chunk = cluster.advance(toTimeUs(until));
  chunk.events.forEach(({ p }, i) => chains.set(p, chunk.chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)));
  return chunk;
};

/** The case of a seed. Half of the cases are first run without faults, so that faults can be aimed. */
export const sweepCase = (seed: number, kernel: Kernel): SweepCase => {
  const rng = createRng(seed, 'sweep-case');
  const untilUs = nextBetween(rng, 5, 40) * SECOND;
  const world = randomWorld(seed, untilUs);
  const aims = nextBelow(rng, 2) === 0;
  const calm = aims ? advance(openRun(world, { seed, plan: NO_FAULTS, untilUs }, kernel), untilUs).events : [];
  return { seed, world, untilUs, plan: randomFaults(seed, { world, untilUs, calm }) };
};

/** Heights and health of all validators, from the log. */
class Progress {
  readonly heights: Map<ValidatorIndex, number>;
  readonly crashed = new Set<ValidatorIndex>();
  readonly seen = new Map<string, number>();

  constructor(world: World) {
    this.heights = new Map(Array.from({ length: world.validators }, (_, i) => [toValidatorIndex(i), 0]));
  }

  feed(event: LogEvent): void {
    const validator = validatorOf(event.p);
    if (event.kind === 'crashed') this.crashed.add(validator);
    if (event.kind === 'decided') this.heights.set(validator, event.height);
    const name = nameOf(event);
    if (name !== null) this.seen.set(name, (this.seen.get(name) ?? 0) + 1);
  }

  get top(): number {
    return Math.max(...this.heights.values());
  }
}

const nameOf = (event: LogEvent): string | null => {
  if (event.kind === 'refused') return `refused ${event.source}/${event.code}`;
  if (event.kind === 'build_finished' && event.error !== null) return `build ${event.error}`;
  if (event.kind === 'validation_finished' && event.error !== null) return `validation ${event.error}`;
  if (event.kind === 'proposal_executed') return `closed by ${event.closedBy}`;
  if (event.kind === 'tx_executed' && event.outcome !== 'succeeded') return `tx ${event.outcome}`;
  if (event.kind === 'tx_dropped') return `tx dropped: ${event.why}`;
  if (event.kind === 'reproposed' || event.kind === 'crashed') return event.kind;
  return null;
};

/** Runs a seed; an exception of the simulation becomes its problem. */
export const sweepSeed = (seed: number, kernel: Kernel): SweepResult => {
  const { world, plan, untilUs } = sweepCase(seed, kernel);
  const run = openRun(world, { seed, plan, untilUs }, kernel);
  const progress = new Progress(world);
  const board = createBoard();
  const law = new LogLaw();
  const blame = new BlameLaw(plan);
  const events: LogEvent[] = [];
  let problem: string | null = null;
  const take = (until: number): void => {
    for (const event of advance(run, until).events) {
      events.push(event);
      progress.feed(event);
      problem ??= law.step(event) ?? blame.step(event);
      if (isForbidden(event, plan.hostile !== null))
        problem ??= `forbidden: ${JSON.stringify(event, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`;
    }
  };
  let liveness: SweepResult['liveness'] = 'not_asked';
  try {
    const cutUs = nextBelow(createRng(seed, 'sweep-cut'), untilUs);
    take(cutUs);
    const snapshot = run.cluster.snapshot();
    take(untilUs);
    const replayed = replay(world, { seed, plan, kernel, snapshot, chains: run.chains, cutUs }, untilUs);
    problem ??= replayed;
    take(untilUs + SETTLE_US);
    const live = liveValidators(world, plan, progress);
    if (live !== null) {
      liveness = 'asked';
      problem ??= awaitHeight(run, progress, live, take);
    }
    if (isSafetyPromised(world, plan))
      feedBoard(
        board,
        events.filter((event) => !isLie(event, plan)),
      );
    for (const [name, { violation }] of board) if (violation !== null) problem = `check ${name}: ${violation.detail}`;
    if (plan.style === 'none') problem ??= calmProblem(world, events);
  } catch (error) {
    problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { validators } = world;
  const virtualUs = run.cluster.time;
  return {
    seed,
    style: plan.style,
    problem,
    validators,
    heights: progress.top,
    virtualUs,
    events: events.length,
    liveness,
    seen: progress.seen,
  };
};

type Cut = {
  readonly seed: number;
  readonly plan: FaultPlan;
  readonly kernel: Kernel;
  readonly snapshot: HostSnapshot;
  readonly cutUs: number;
  readonly chains: ReadonlyMap<ProcessId, Uint8Array>;
};

/** Continues from the snapshot in fresh machines; the digest chains at `untilUs` must be those of the run that was not interrupted. */
const replay = (world: World, { seed, plan, kernel, snapshot, chains, cutUs }: Cut, untilUs: number): string | null => {
  const rng = createRng(seed, 'sweep-replay');
  const windowUs = nextBetween(rng, 1_000, world.links.latencyUsMin);
  const again = openRun(world, { seed, plan, untilUs, windowUs }, kernel);
  // As it would cross a port between threads.
  const copy = nextBelow(rng, 2) === 0 ? snapshot : fromPortable(structuredClone(toPortable(snapshot)));
  again.cluster.restore(copy, plan.interventions);
  advance(again, untilUs);
  for (const [p, chain] of chains) if (!again.chains.has(p)) again.chains.set(p, chain);
  const [expected, got] = [fingerprintOf(chains), fingerprintOf(again.chains)];
  return expected === got ? null : `snapshot at ${cutUs}: fingerprint ${got} instead of ${expected}`;
};

/**
 * The validators that must decide a further height, or null when that cannot be asked for: untouched by faults, at the highest height, a quorum.
 * Where any link may have lost frames all validators are needed: a vote is sent again only while it is its sender's last.
 */
const liveValidators = (world: World, plan: FaultPlan, { heights, crashed, top }: Progress): readonly ValidatorIndex[] | null => {
  const { stopAtHeight } = world.settings.consensus;
  if (!isSafetyPromised(world, plan)) return null;
  if (stopAtHeight !== null && top >= stopAtHeight) return null;
  const touched = new Set(plan.style === 'wild' ? [] : plan.faulty);
  const atTop = [...heights].filter(([, height]) => height === top).map(([validator]) => validator);
  const live = atTop.filter((validator) => !touched.has(validator) && !crashed.has(validator));
  const weigh = (some: readonly ValidatorIndex[]): bigint => some.reduce((sum, v) => sum + (world.weights[v] ?? 0n), 0n);
  const { totalWeight } = committeeOf(world);
  const isLossy = plan.style === 'wild' && plan.interventions.some((i) => i.kind === 'fault_on' && i.fault.kind === 'drop');
  const needed = isLossy ? totalWeight : neededWeight(quorumOf(world.settings.consensus.quorum), totalWeight);
  return weigh(live) >= needed ? live : null;
};

/** Against lies a quorum of more than two thirds is needed, and voters who are who they say they are. */
const isSafetyPromised = (world: World, { hostile }: FaultPlan): boolean =>
  hostile === null || (!hostile.forges && world.settings.consensus.quorum === 'byzantine');

/** What a hostile validator says to others. */
const isLie = (event: LogEvent, { hostile }: FaultPlan): boolean =>
  event.kind === 'frame_sent' && validatorOf(event.p) === hostile?.validator;

const awaitHeight = (run: Runner, progress: Progress, live: readonly ValidatorIndex[], take: (until: number) => void): string | null => {
  const goal = progress.top + 1;
  const from: number = run.cluster.time;
  const isReached = (): boolean => live.every((validator) => (progress.heights.get(validator) ?? 0) >= goal);
  for (let t = from; !isReached();) {
    if (t >= from + PATIENCE_US)
      return `height ${goal} is not decided ${PATIENCE_US} us after the faults: ${[...progress.heights].join(' ')}`;
    t += 2 * SECOND;
    take(t);
  }
  return null;
};
