// Writes app/store/start.json: the beginning of the default run's log, before anything is decided, with the facts of the run. The page plays it at once,
// marked as recorded, while its workers boot and simulate the same (app/store/start-relay.ts compares). tests/recorded-start.test.ts makes it anew.
import { writeFileSync } from 'node:fs';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { DEFAULT_SCENARIO, DEFAULT_SEED } from '../core/scenarios/catalogue.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { CORE_VERSION, type Run } from '../core/sim/run.ts';
import { nodesOf } from '../core/sim/world.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { writePlain } from '../core/view/plain-json.ts';
import type { Placement } from '../workers/api.ts';
import { layoutOf } from '../workers/mesh.ts';
import { describeRun } from '../workers/run-info.ts';
import { createNodeMachines } from './node-cairo.ts';

/** Virtual time that is recorded: the first proposal is on its way, nothing is decided yet. */
const UNTIL_US = 1_500_000;
/** As the page opens it; so few validators have a worker each on any number of cores. */
const PLACEMENT: Placement = { kind: 'workers', remoteBatchers: [] };
const CORES = 1;
const MEMO_ENTRIES = 8_000;

export const START_FILE = 'app/store/start.json';

/** The text of the file. */
export const recordedStart = (seed: number = DEFAULT_SEED): string => {
  const run: Run = { scenario: DEFAULT_SCENARIO, seed, interventions: [], coreVersion: CORE_VERSION };
  const world = worldOf(run);
  if (world === undefined) throw new Error('gen-start: the default scenario exists');
  const createMachine = createNodeMachines(world, seed, memoKernel(createKernel(), MEMO_ENTRIES));
  const { events } = new Cluster({ world, seed, interventions: [], createMachine }).advance(toTimeUs(UNTIL_US));
  const info = describeRun(world, run, PLACEMENT, layoutOf(nodesOf(world), PLACEMENT, CORES));
  return `${writePlain({ info, untilUs: UNTIL_US, events })}\n`;
};

/** Writes it; returns the path. */
export const writeStart = (): readonly string[] => {
  writeFileSync(START_FILE, recordedStart());
  return [START_FILE];
};
