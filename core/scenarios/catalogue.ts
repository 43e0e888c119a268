// The page's list of scenarios: ids and message keys, without imports, so that the entry chunk never pulls the core. registry.ts holds the same ids;
// a test compares both.

export const SCENARIO_IDS = [
  'quiet-proposer',
  'all-well',
  'invalid-proposal',
  'honest-quorum',
  'equivocation',
  'equivocation-beyond-f',
  'partition-heals',
  'locking-saves-safety',
  'slow-execution',
  'one-transaction-too-many',
  'amnesia',
  'l1-views',
  'virtual-proposer-veto',
  'synced-cannot-propose',
  'heartbeat-loss',
  'remote-batcher-crash',
  'two-batchers',
  'catch-up',
  'stake',
  'impersonation',
  'nil-is-not-silence',
  'full-nodes',
  'real-cairo',
  'one-faulty-engine',
  'shared-bug',
] as const;
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

/** Scenarios of another number than four. */
const SIZES: Readonly<Partial<Record<ScenarioId, number>>> = { 'honest-quorum': 5, stake: 7 };

export const CATALOGUE: readonly ScenarioEntry[] = SCENARIO_IDS.map((id) => entry(id, SIZES[id] ?? 4));

/** Full nodes beside the validators, where there are any. */
const FOLLOWERS: Readonly<Partial<Record<ScenarioId, readonly ('state_diffs' | 're_execute')[]>>> = {
  'full-nodes': ['state_diffs', 're_execute'],
};

/** How each full node of a scenario follows. */
export const followersOf = (id: ScenarioId): readonly ('state_diffs' | 're_execute')[] => FOLLOWERS[id] ?? [];

/** Characters of a name at most. */
const SCENARIO_NAME_MAX = 80;
/** The one scenario whose story does not depend on the number of validators. */
const SIZED: ScenarioId = 'all-well';
/** The largest network (world.md 10). */
const SIZE_MAX = 100;

/** What a name may change of its scenario: how the chambers speak (null: as it has it), and how many batchers each validator has. */
type ScenarioOptions = { readonly transport: 'seed-stream' | null; readonly isRemote: boolean; readonly batchers: number };

export type ScenarioChoice = { readonly id: ScenarioId; readonly validators: number; readonly options: ScenarioOptions };

/** As the scenario has it. */
const NO_OPTIONS: ScenarioOptions = { transport: null, isRemote: false, batchers: 1 };
/** Batcher instances of one validator at most. */
const BATCHERS_MAX = 4;

const readOptions = (words: readonly string[]): ScenarioOptions | null => {
  let options = NO_OPTIONS;
  for (const word of words) {
    const batchers = /^batchers-(\d)$/.exec(word)?.[1];
    if (word === 'seed-stream') options = { ...options, transport: word };
    else if (word === 'remote') options = { ...options, isRemote: true };
    else if (batchers !== undefined && Number(batchers) >= 1 && Number(batchers) <= BATCHERS_MAX)
      options = { ...options, batchers: Number(batchers) };
    else return null;
  }
  return options;
};

/** The name of a choice; what is as the scenario has it stays unsaid. */
export const scenarioName = ({ id, validators, options }: ScenarioChoice): string => {
  const size = CATALOGUE.some((row) => row.id === id && row.validators !== validators) ? `:${validators}` : '';
  const { transport, isRemote, batchers } = options;
  const words = [transport, isRemote ? 'remote' : null, batchers > 1 ? `batchers-${batchers}` : null];
  return [`${id}${size}`, ...words.filter((word) => word !== null)].join('+');
};

/**
 * A scenario as runs and links name it: its id; `all-well:7` for another number of validators; `+seed-stream`, `+remote` and `+batchers-2` for another
 * bridge. Null for anything else.
 */
export const parseScenario = (name: string): ScenarioChoice | null => {
  const [head = '', ...words] = name.length > SCENARIO_NAME_MAX ? [] : name.split('+');
  const match = /^([a-z0-9-]{1,40})(?::([1-9]\d{0,2}))?$/.exec(head);
  const found = CATALOGUE.find((row) => row.id === match?.[1]);
  const options = readOptions(words);
  if (found === undefined || options === null) return null;
  const size = match?.[2];
  if (size === undefined) return { id: found.id, validators: found.validators, options };
  return found.id === SIZED && Number(size) <= SIZE_MAX ? { id: found.id, validators: Number(size), options } : null;
};

/** What opens when nothing else is asked for. */
export const DEFAULT_CHOICE: ScenarioChoice = {
  id: DEFAULT_SCENARIO,
  validators: CATALOGUE.find((row) => row.id === DEFAULT_SCENARIO)?.validators ?? 4,
  options: NO_OPTIONS,
};
