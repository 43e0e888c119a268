// npm run -s sim -- <scenario> | --spec FILE  --seed 7 --heights 5 [--placement inline|workers|packed] [--json] | --list
import { DEFAULT_SEED, SCENARIO_IDS } from '../core/scenarios/catalogue.ts';
import { findScenario } from '../core/scenarios/registry.ts';
import type { World } from '../core/sim/world.ts';
import { UsageError, readCount, readFlags, runCommand } from './command.ts';
import { narrateLog } from './narrate.ts';
import { type SimOptions, type SimResult, simulate } from './simulate.ts';
import { readSpecFile } from './spec-file.ts';

const HEIGHTS_MAX = 10_000;
const DEFAULT_HEIGHTS = 5;

const print = (result: SimResult, world: World, asJson: boolean): void => {
  const { scenario, seed, heights, timeUs, fingerprint, decided, violations } = result;
  if (asJson) {
    console.log(JSON.stringify({ scenario, seed, heights, timeUs, fingerprint, decided, violations }));
    return;
  }
  for (const line of narrateLog(result.events, world)) console.log(line);
  for (const b of decided) console.log(`decided height ${b.height} in round ${b.round}: ${b.commitment} proposed by ${b.proposer}`);
  for (const v of violations) console.log(`VIOLATION of ${v.check} at ${v.timeUs} us, event ${v.event}: ${v.detail}`);
  if (timeUs === null) console.log(`height ${heights} was not reached`);
  else console.log(`time ${timeUs} us, fingerprint ${fingerprint}`);
};

const scenarioOf = ([id, ...rest]: readonly string[], file: string | undefined): SimOptions['scenario'] => {
  if (file !== undefined && id === undefined) return readSpecFile(file);
  if (id === undefined || rest.length > 0 || file !== undefined)
    throw new UsageError('give one scenario, or --spec with a file; --list prints the scenarios');
  const scenario = findScenario(id);
  if (scenario === undefined) throw new UsageError(`unknown scenario "${id.slice(0, 60)}"; --list prints them`);
  return scenario;
};

await runCommand(async () => {
  const { values, positionals } = readFlags({
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    heights: { type: 'string', default: String(DEFAULT_HEIGHTS) },
    placement: { type: 'string', default: 'inline' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    spec: { type: 'string' },
  });
  if (values.list) {
    for (const id of SCENARIO_IDS) console.log(id);
    return 0;
  }
  const scenario = scenarioOf(positionals, values.spec);
  const { placement } = values;
  if (placement !== 'inline' && placement !== 'workers' && placement !== 'packed')
    throw new UsageError(`--placement takes inline, workers or packed, got ${placement.slice(0, 40)}`);
  const seed = readCount('seed', values.seed, { min: 0, max: 0xffffffff });
  const heights = readCount('heights', values.heights, { min: 1, max: HEIGHTS_MAX });
  const result = await simulate({ scenario, seed, heights, placement });
  print(result, scenario.createWorld(seed), values.json);
  return result.timeUs === null || result.violations.length > 0 ? 1 : 0;
});
