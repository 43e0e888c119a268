// What is to be opened, from a name, a scenario of one's own or a link: the run, and what of it must be known before it is open.
import { DEFAULT_CHOICE, DEFAULT_SCENARIO, type ScenarioChoice, parseScenario } from '../../core/scenarios/catalogue.ts';
import { CORE_VERSION, CUSTOM_SCENARIO, type Run } from '../../core/sim/run.ts';
import type { SharedRun } from '../../core/sim/share.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';

export type Opening = {
  readonly run: Run;
  readonly choice: ScenarioChoice;
  /** From its beginning, not what a link describes: nothing of it is to be checked. */
  readonly fresh: boolean;
};

/** Of a scenario of one's own only the number of validators is known beforehand. */
const choiceOf = ({ validators }: ScenarioSpec): ScenarioChoice => ({ ...DEFAULT_CHOICE, validators });

/** A scenario of the catalogue without interventions; an unknown name means the default one. */
export const scenarioOpening = (name: string, seed: number): Opening => {
  const known = parseScenario(name);
  const scenario = known === null ? DEFAULT_SCENARIO : name;
  return { run: { scenario, seed, interventions: [], coreVersion: CORE_VERSION }, choice: known ?? DEFAULT_CHOICE, fresh: true };
};

export const specOpening = (spec: ScenarioSpec, seed: number): Opening => ({
  run: { scenario: CUSTOM_SCENARIO, spec, seed, interventions: [], coreVersion: CORE_VERSION },
  choice: choiceOf(spec),
  fresh: true,
});

/** What a link describes; null when it names a scenario that there is not. */
export const sharedOpening = ({ run }: SharedRun): Opening | null => {
  const choice = run.spec === undefined ? parseScenario(run.scenario) : choiceOf(run.spec);
  return choice === null ? null : { run: { ...run, coreVersion: CORE_VERSION }, choice, fresh: false };
};
