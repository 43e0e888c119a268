// The page's list of scenarios: ids and message keys, without imports, so that the entry chunk never pulls the core. registry.ts holds the same ids;
// a test compares both.

export const SCENARIO_IDS = ['quiet-proposer', 'all-well', 'invalid-proposal', 'honest-quorum'] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

export const DEFAULT_SCENARIO: ScenarioId = 'quiet-proposer';
export const DEFAULT_SEED = 7;

/** `validators` is shown before the run is opened; title and story are keys of the message catalogue. */
export type ScenarioEntry = {
  readonly id: ScenarioId;
  readonly validators: number;
  readonly titleKey: `scenario.${ScenarioId}.title`;
  readonly storyKey: `scenario.${ScenarioId}.story`;
};

const entry = (id: ScenarioId, validators: number): ScenarioEntry => ({
  id,
  validators,
  titleKey: `scenario.${id}.title`,
  storyKey: `scenario.${id}.story`,
});

export const CATALOGUE: readonly ScenarioEntry[] = [
  entry('quiet-proposer', 4),
  entry('all-well', 4),
  entry('invalid-proposal', 4),
  entry('honest-quorum', 5),
];
