// A real log for tests of views and page: a scenario run inline to a time.
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogChunk } from '../core/log/event.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import { toTimeUs } from '../core/types/ids.ts';
import type { World } from '../core/sim/world.ts';
import { type Timeline, appendEvents, createTimeline } from '../core/view/timeline.ts';
import { createNodeMachines } from '../scripts/node-cairo.ts';

const MEMO_ENTRIES = 100_000;

export type SampleRun = Pick<World, 'validators' | 'followers' | 'inputs'> & { readonly cluster: Cluster };

/** A cluster of a shipped scenario, at time 0. */
export const openSample = (scenario: string, seed = 7, interventions: readonly Intervention[] = []): SampleRun => {
  const world = worldOf({ scenario, seed })!;
  const createMachine = createNodeMachines(world, seed, memoKernel(createKernel(), MEMO_ENTRIES));
  const { validators, followers, inputs } = world;
  return { cluster: new Cluster({ world, seed, interventions, createMachine }), validators, followers, inputs };
};

/** Its log before `untilUs`. */
export const sampleLog = (scenario: string, untilUs: number, interventions: readonly Intervention[] = []): LogChunk =>
  openSample(scenario, 7, interventions).cluster.advance(toTimeUs(untilUs));

/** The same as a timeline. */
export const sampleTimeline = (scenario: string, untilUs: number, interventions: readonly Intervention[] = []): Timeline => {
  const { cluster, validators, followers } = openSample(scenario, 7, interventions);
  const line = createTimeline(validators, followers);
  const { events, chains } = cluster.advance(toTimeUs(untilUs));
  appendEvents(line, events, chains);
  return line;
};
