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

/** The one scenario whose story does not depend on the number of validators. */
const SIZED: ScenarioId = 'all-well';
/** More workers than this are not opened in one tab. */
const SIZE_MAX = 31;

export type ScenarioChoice = { readonly id: ScenarioId; readonly validators: number };

/** A scenario as runs and links name it: its id, or `all-well:7` for another number of validators (1 to 31). Null for anything else. */
export const parseScenario = (name: string): ScenarioChoice | null => {
  const match = /^([a-z-]{1,40})(?::([1-9]\d?))?$/.exec(name);
  const found = CATALOGUE.find((row) => row.id === match?.[1]);
  if (found === undefined) return null;
  const size = match?.[2];
  if (size === undefined) return { id: found.id, validators: found.validators };
  return found.id === SIZED && Number(size) <= SIZE_MAX ? { id: found.id, validators: Number(size) } : null;
};

/** What opens when nothing else is asked for. */
export const DEFAULT_CHOICE: ScenarioChoice = {
  id: DEFAULT_SCENARIO,
  validators: CATALOGUE.find((row) => row.id === DEFAULT_SCENARIO)?.validators ?? 4,
};
