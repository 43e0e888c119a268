// Entry of a validator host in Node: the same loop as in the browser, over worker_threads.
import { parentPort } from 'node:worker_threads';
import { worldOf } from '../core/scenarios/registry.ts';
import type { HostInit } from '../workers/api.ts';
import { type Loaded, runHost } from '../workers/host-loop.ts';
import { loadNodeCairo } from './node-cairo.ts';
import { createNodeKernel } from './node-kernel.ts';

const load = async ({ run }: HostInit): Promise<Loaded> => {
  const world = worldOf(run);
  if (world === undefined) throw new Error(`unknown scenario ${run.scenario}`);
  return { kernel: createNodeKernel(), refused: null, ...loadNodeCairo(world, run.classes) };
};

parentPort?.once('message', (init: HostInit) => void runHost(init, load(init)));
