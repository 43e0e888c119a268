// All shipped scenarios. catalogue.ts lists the same ids for the page.
import type { Run } from '../sim/run.ts';
import type { ScenarioSpec } from '../sim/spec.ts';
import type { World } from '../sim/world.ts';
import { equivocation } from './equivocation.ts';
import { equivocationBeyondF } from './equivocation-beyond-f.ts';
import { partitionHeals } from './partition-heals.ts';
import { lockingSavesSafety } from './locking-saves-safety.ts';
import { slowExecution } from './slow-execution.ts';
import { oneTransactionTooMany } from './one-transaction-too-many.ts';
import { amnesia } from './amnesia.ts';
import { l1Views } from './l1-views.ts';
import { virtualProposerVeto } from './virtual-proposer-veto.ts';
import { syncedCannotPropose } from './synced-cannot-propose.ts';
import { heartbeatLoss } from './heartbeat-loss.ts';
import { remoteBatcherCrash } from './remote-batcher-crash.ts';
import { twoBatchers } from './two-batchers.ts';
import { catchUp } from './catch-up.ts';
import { stake } from './stake.ts';
import { impersonation } from './impersonation.ts';
import { fullNodes } from './full-nodes.ts';
import { realCairo } from './real-cairo.ts';
import { oneFaultyEngine } from './one-faulty-engine.ts';
import { sharedBug } from './shared-bug.ts';
import { nilIsNotSilence } from './nil-is-not-silence.ts';
import { allWell } from './all-well.ts';
import { type ScenarioId, type ScenarioChoice, parseScenario } from './catalogue.ts';
import { honestQuorum } from './honest-quorum.ts';
import { invalidProposal } from './invalid-proposal.ts';
import { quietProposer } from './quiet-proposer.ts';
import type { Scenario } from './scenario.ts';
import { worldOfSpec } from './spec-world.ts';

export const SCENARIOS: readonly Scenario[] = [
  quietProposer,
  allWell,
  invalidProposal,
  honestQuorum,
  equivocation,
  equivocationBeyondF,
  partitionHeals,
  lockingSavesSafety,
  slowExecution,
  oneTransactionTooMany,
  amnesia,
  l1Views,
  virtualProposerVeto,
  syncedCannotPropose,
  heartbeatLoss,
  remoteBatcherCrash,
  twoBatchers,
  catchUp,
  stake,
  impersonation,
  nilIsNotSilence,
  fullNodes,
  realCairo,
  oneFaultyEngine,
  sharedBug,
];

/** A scenario ready to run: `name` is what runs and links call it, its size and options included; `spec` is what that means. */
export type FoundScenario = {
  readonly name: string;
  readonly id: ScenarioId;
  readonly spec: ScenarioSpec;
  readonly createWorld: (seed: number) => World;
};

/** Undefined for an unknown name. */
export const findScenario = (name: string): FoundScenario | undefined => {
  const choice = parseScenario(name);
  const scenario = SCENARIOS.find((s) => s.id === choice?.id);
  if (choice === null || scenario === undefined) return undefined;
  const spec = withOptions(scenario.spec, choice);
  return { name, id: choice.id, spec, createWorld: (seed) => worldOfSpec(spec, seed) };
};

const withOptions = (spec: ScenarioSpec, { validators, options }: ScenarioChoice): ScenarioSpec => ({
  ...spec,
  validators,
  bridge: { preset: options.isRemote ? 'remote' : spec.bridge.preset, transport: options.transport ?? spec.bridge.transport },
  batchers: { ...spec.batchers, instances: Math.max(options.batchers, spec.batchers.instances) },
});

/** The world of a run; undefined when it names no scenario. */
export const worldOf = (run: Pick<Run, 'scenario' | 'seed' | 'spec'>): World | undefined =>
  run.spec === undefined ? findScenario(run.scenario)?.createWorld(run.seed) : worldOfSpec(run.spec, run.seed);
