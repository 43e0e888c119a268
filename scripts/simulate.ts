// Runs a scenario until every live validator has decided a height, in either placement, and reports what the page would show at that time.
import { DIGEST_BYTES } from '../core/base/digest.ts';
import { feltToHex } from '../core/base/felt.ts';
import { createBoard, feedBoard } from '../core/checks/registry.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogChunk, LogEvent } from '../core/log/event.ts';
import { fingerprintOf } from '../core/log/fingerprint.ts';
import type { FoundScenario } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createHeightGoal, feedHeightGoal } from '../core/sim/goal.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { CORE_VERSION, CUSTOM_SCENARIO } from '../core/sim/run.ts';
import {
  type ProcessId,
  type TimeUs,
  type ValidatorIndex,
  toHeight,
  toTimeUs,
  toValidatorIndex,
  validatorIdOf,
} from '../core/types/ids.ts';
import { reportChecks } from '../workers/director-core.ts';
import type { PlacementKind, SessionListener } from '../workers/api.ts';
import { createNodeMachines } from './node-cairo.ts';
import { createNodeKernel } from './node-kernel.ts';
import { openNodeSession } from './node-session.ts';

const MEMO_ENTRIES = 200_000;
/** A height that is not decided within this much virtual time is called stuck. */
const PATIENCE_US_PER_HEIGHT = 120_000_000;
const STEP_US = 1_000_000;

export type SimOptions = {
  /** One of the catalogue, or a spec's (scripts/spec-file.ts), which then travels with the run. */
  readonly scenario: Omit<FoundScenario, 'id'> & { readonly id: string };
  readonly seed: number;
  readonly heights: number;
  readonly placement: PlacementKind;
  /** Validators whose batchers have a worker of their own. */
  readonly remoteBatchers?: readonly ValidatorIndex[];
  readonly interventions?: readonly Intervention[];
  /** Window length of the inline placement; it changes no result. */
  readonly windowUs?: number;
  /** Virtual length of one advance; it changes no result. */
  readonly stepUs?: number;
};

type DecidedBlock = { readonly height: number; readonly round: number; readonly commitment: string; readonly proposer: string };

export type SimResult = {
  readonly scenario: string;
  readonly seed: number;
  readonly heights: number;
  /** Null: the height was not reached. */
  readonly timeUs: number | null;
  readonly fingerprint: string | null;
  readonly decided: readonly DecidedBlock[];
  readonly violations: readonly { readonly check: string; readonly timeUs: number; readonly event: string; readonly detail: string }[];
  readonly events: readonly LogEvent[];
};

type Source = { readonly advance: (t: TimeUs) => Promise<LogChunk>; readonly close: () => Promise<void> };

const inlineSource = (options: SimOptions): Source => {
  const world = options.scenario.createWorld(options.seed);
  const createMachine = createNodeMachines(world, options.seed, memoKernel(createNodeKernel(), MEMO_ENTRIES));
  const { seed, interventions = [], windowUs } = options;
  const cluster = new Cluster({ world, seed, interventions, createMachine, ...(windowUs === undefined ? {} : { windowUs }) });
  return { advance: (t) => Promise.resolve(cluster.advance(t)), close: () => Promise.resolve() };
};

const workerSource = (options: SimOptions): Source => {
  let settle: { readonly done: (chunk: LogChunk) => void; readonly fail: (error: Error) => void; readonly until: number } | null = null;
  const events: LogEvent[] = [];
  const chains: Uint8Array[] = [];
  const run = {
    scenario: options.scenario.name,
    ...(options.scenario.name === CUSTOM_SCENARIO ? { spec: options.scenario.spec } : {}),
    seed: options.seed,
    interventions: options.interventions ?? [],
    coreVersion: CORE_VERSION,
  };
  const listener: SessionListener = {
    onBatch: (batch) => {
      events.push(...batch.events);
      chains.push(batch.chains);
      if (settle === null || batch.headUs < settle.until) return;
      const all = new Uint8Array(chains.reduce((sum, c) => sum + c.length, 0));
      let at = 0;
      for (const chain of chains.splice(0)) {
        all.set(chain, at);
        at += chain.length;
      }
      settle.done({ events: events.splice(0), chains: all });
    },
    onRewound: () => undefined,
    onProblem: (problem) => {
      if (problem.kind === 'run_halted') settle?.fail(new Error(problem.message));
      else console.error(problem.kind, problem.message);
    },
  };
  const { placement: kind, remoteBatchers = [] } = options;
  const session = openNodeSession(run, listener, { kind, remoteBatchers });
  return {
    advance: (t) =>
      new Promise((done, fail) => {
        settle = { done, fail, until: t };
        session.director.advance(t);
      }),
    close: session.close,
  };
};

const decidedBlocks = (events: readonly LogEvent[], heights: number): readonly DecidedBlock[] => {
  const proposers = new Map<string, string>();
  const blocks = new Map<number, DecidedBlock>();
  for (const event of events) {
    if (event.kind === 'round_entered') proposers.set(`${event.height}/${event.round}`, feltToHex(event.proposer));
    if (event.kind !== 'decided' || event.height > heights || blocks.has(event.height)) continue;
    const proposer = proposers.get(`${event.height}/${event.round}`) ?? feltToHex(validatorIdOf(toValidatorIndex(0)));
    blocks.set(event.height, { height: event.height, round: event.round, commitment: feltToHex(event.value), proposer });
  }
  return [...blocks.values()];
};

/** Runs to the goal. Events are those up to and including the instant at which the goal was reached. */
export const simulate = async (options: SimOptions): Promise<SimResult> => {
  const { scenario, seed, heights } = options;
  const { validators } = scenario.createWorld(seed);
  const goal = createHeightGoal(
    toHeight(heights),
    Array.from({ length: validators }, (_, i) => toValidatorIndex(i)),
  );
  const source = options.placement === 'inline' ? inlineSource(options) : workerSource(options);
  const events: LogEvent[] = [];
  const chains = new Map<ProcessId, Uint8Array>();
  try {
    for (let t = 0; goal.reachedAt === null && t < heights * PATIENCE_US_PER_HEIGHT;) {
      t += options.stepUs ?? STEP_US;
      const chunk = await source.advance(toTimeUs(t));
      chunk.events.forEach((event, i) => {
        if (goal.reachedAt !== null && event.t > goal.reachedAt) return;
        feedHeightGoal(goal, event);
        events.push(event);
        chains.set(event.p, chunk.chains.slice(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES));
      });
    }
  } finally {
    await source.close();
  }
  const board = createBoard();
  feedBoard(board, events);
  const violations = reportChecks(board).flatMap(({ name, violation }) =>
    violation === null ? [] : [{ check: name, timeUs: violation.t, event: violation.eventId, detail: violation.detail }],
  );
  const fingerprint = goal.reachedAt === null ? null : fingerprintOf(chains);
  return {
    scenario: scenario.id,
    seed,
    heights,
    timeUs: goal.reachedAt,
    fingerprint,
    decided: decidedBlocks(events, heights),
    violations,
    events,
  };
};
