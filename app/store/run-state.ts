// The state of the run that is open: the log's reader, what is shown of it, the player, the tree of branches. One zustand store; the log itself is a
// mutable reader with a version counter, so that no event is ever in React state.
import type { Run } from '../../core/sim/run.ts';
import type { ShareError } from '../../core/sim/share.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { type ClusterView, clusterView } from '../../core/view/cluster.ts';
import type { Narration } from '../../core/view/narrate.ts';
import { type StepPosition, type StepUnit, type Stepper, unitStepper } from '../../core/view/steps.ts';
import { type Timeline, createTimeline, stopsOf } from '../../core/view/timeline.ts';
import { DEFAULT_CHOICE, DEFAULT_SEED, type ScenarioChoice, type ScenarioId, followersOf } from '../../core/scenarios/catalogue.ts';
import type { FollowerKind } from '../../core/types/nodes.ts';
import type { CheckReport, Problem, RunInfo } from '../../workers/api.ts';
import { type BranchTree, rootTree } from './branch-tree.ts';
import type { FactsOf } from './deed-facts.ts';
import type { Speed } from './pace.ts';

/** What came of a link that was opened. */
export type LinkNotice =
  | { readonly kind: 'checking'; readonly fingerprint: string; readonly version: number; readonly us: number }
  | { readonly kind: 'identical'; readonly fingerprint: string }
  | { readonly kind: 'differs'; readonly expected: string; readonly got: string; readonly version: number }
  | { readonly kind: 'refused'; readonly error: ShareError | { readonly code: 'UnknownScenario' } };

/** What to step by, over the log as it is now. */
export type StepBy = { readonly label: StepUnit | 'condition'; readonly over: (line: Timeline) => Stepper };

export const byUnit = (unit: StepUnit): StepBy => ({ label: unit, over: (line) => unitStepper(stopsOf(line), unit) });

/** A step that found nothing: forward within `us` of virtual time, or (null) before the cursor. */
type Missed = { readonly label: StepBy['label']; readonly us: number | null };

/** What the page waits for while the head moves on. */
export type Waiting =
  | {
      readonly kind: 'step';
      readonly by: StepBy;
      /** Cursor up to which there is no stop. */
      readonly scanned: number;
      /** Where the head was, and where the search ends. */
      readonly sinceUs: number;
      readonly untilUs: number;
    }
  | { readonly kind: 'seek'; readonly us: number }
  /** A stretch that the log has let go of is computed again. */
  | { readonly kind: 'older'; readonly us: number; readonly cursor: number; readonly percent: number };

export type RunState = {
  readonly status: 'opening' | 'ready' | 'failed';
  readonly failure: string | null;
  /** Of the catalogue; means nothing while there is a spec. */
  readonly scenario: ScenarioId;
  /** The scenario itself where it is not one of the catalogue. */
  readonly spec: ScenarioSpec | null;
  readonly seed: number;
  readonly info: RunInfo | null;
  readonly run: Run | null;
  /** Changes identity when a run is opened or rewound; grows in place otherwise, with `version`. */
  readonly line: Timeline;
  readonly version: number;
  /** The log is complete before this time. */
  readonly headUs: number;
  /** How far the head may go: it is on its way while smaller. Up to date while paused. */
  readonly grantedUs: number;
  /** What is there so far was recorded: the workers have not said the same yet. */
  readonly recorded: boolean;
  readonly checks: readonly CheckReport[];
  /** What went wrong with workers, newest last, one of a kind, until dismissed. */
  readonly problems: readonly Problem[];
  readonly cursor: number;
  /** Virtual time shown; whole microseconds when paused. */
  readonly us: number;
  readonly trail: StepPosition['trail'];
  readonly view: ClusterView;
  readonly narration: Narration | null;
  /** What the sentence about a deed leaves out, from the interventions; null before the part that knows it is loaded. */
  readonly facts: FactsOf | null;
  /** Cursors whose steps the player may tell about, while something is followed; null: all. */
  readonly told: ReadonlySet<number> | null;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly unit: StepUnit;
  readonly waiting: Waiting | null;
  /** How many re-runs were asked for and have not begun: until then the log is that of the interventions before. */
  readonly reruns: number;
  readonly missed: Missed | null;
  /** All that was tried with this scenario and seed: nothing of it is lost. */
  readonly tree: BranchTree;
  readonly link: LinkNotice | null;
};

/** The full nodes of a scenario. */
export const followersIn = (scenario: ScenarioId, spec: ScenarioSpec | null | undefined): readonly FollowerKind[] =>
  spec?.followers ?? followersOf(scenario);

/** Everything that a newly opened run begins with. */
export const freshRun = (
  { id: scenario, validators }: ScenarioChoice,
  seed: number,
  spec: ScenarioSpec | null = null,
): Omit<RunState, 'playing' | 'speed' | 'unit' | 'link' | 'facts'> => {
  const followers = followersIn(scenario, spec);
  return {
    status: 'opening',
    failure: null,
    scenario,
    spec,
    seed,
    info: null,
    run: null,
    line: createTimeline(validators, followers),
    version: 0,
    headUs: 0,
    grantedUs: 0,
    recorded: false,
    checks: [],
    problems: [],
    cursor: 0,
    us: 0,
    trail: [],
    view: clusterView(validators, followers).empty(),
    narration: null,
    told: null,
    waiting: null,
    reruns: 0,
    missed: null,
    tree: rootTree([]),
  };
};

export const initialRunState = (): RunState => ({
  ...freshRun(DEFAULT_CHOICE, DEFAULT_SEED),
  playing: false,
  speed: 1,
  unit: 'phase',
  link: null,
  facts: null,
});
