// Entry of a validator worker in the browser: waits for its one setup message, then serves the director over the port in it. The kernel loads meanwhile.
import type { Run } from '../core/sim/run.ts';
import type { HostInit } from './api.ts';
import { type Loaded, runHost } from './host-loop.ts';
import { loadCairo } from './load-cairo.ts';
import { loadKernel } from './load-kernel.ts';

const loading = loadKernel();

const load = async (run: Run): Promise<Loaded> => {
  const [kernel, cairo] = await Promise.all([loading, loadCairo(run)]);
  return { ...kernel, ...cairo };
};

self.onmessage = (event: MessageEvent<HostInit>) => runHost(event.data, load(event.data.run));
