// A run over worker_threads, one worker per validator or fewer, conducted from this thread: the command line's twin of workers/spawn.ts.
import { type TransferListItem, Worker } from 'node:worker_threads';
import { worldOf } from '../core/scenarios/registry.ts';
import type { Run } from '../core/sim/run.ts';
import { nodesOf } from '../core/sim/world.ts';
import type { HostInit, HostReport, HostRequest, Layout, Placement, PortableSnapshot, SessionListener } from '../workers/api.ts';
import { DirectorCore, type HostLink } from '../workers/director-core.ts';
import { shareSnapshot } from '../workers/freeze.ts';
import { type HostPlan, layoutOf, planMesh, portsOf } from '../workers/mesh.ts';
import { toPort } from '../workers/port.ts';

export type NodeSession = {
  readonly director: DirectorCore;
  /** The present workers, in the order of their layout: tests kill one. */
  readonly workers: () => readonly Worker[];
  /** Goes on in other workers. */
  readonly place: (placement: Placement) => void;
  readonly close: () => Promise<void>;
};

type SpawnOptions = {
  readonly epoch: number;
  readonly restore: readonly PortableSnapshot[] | null;
  readonly onLost: (reason: string) => void;
};

const spawnHost = (run: Run, plan: HostPlan, options: SpawnOptions): { worker: Worker; link: HostLink } => {
  const worker = new Worker(new URL('./node-host.ts', import.meta.url));
  worker.on('error', (error) => options.onLost(error instanceof Error ? error.message : String(error)));
  const { port1, port2 } = new MessageChannel();
  const init: HostInit = {
    port: port2,
    epoch: options.epoch,
    run,
    homes: plan.homes,
    peers: plan.peers,
    halves: plan.halves,
    restore: options.restore?.[plan.index] ?? null,
  };
  // Node's ports and the browser's are one object under two types.
  const ports: unknown = [port2, ...portsOf(plan)];
  worker.postMessage(init, ports as TransferListItem[]);
  return { worker, link: { port: toPort<HostReport, HostRequest>(port1) } };
};

/** Cores that a packed placement takes for granted here: results shall not look different on another machine. */
const CORES = 2;

const WORKERS: Placement = { kind: 'workers', remoteBatchers: [] };

/** Opens a run of a known scenario over workers, placed as on the page. */
export const openNodeSession = (run: Run, listener: SessionListener, placement: Placement = WORKERS): NodeSession => {
  const world = worldOf(run);
  if (world === undefined) throw new Error(`unknown scenario ${run.scenario}`);
  let spawned: ReturnType<typeof spawnHost>[] = [];
  let layout: Layout = layoutOf(nodesOf(world), placement, CORES);
  const spawn = (current: Run, epoch: number, restore: readonly PortableSnapshot[] | null): readonly HostLink[] => {
    const old = spawned;
    for (const { worker } of old) void worker.terminate();
    spawned = planMesh(layout).map((plan) => spawnHost(current, plan, { epoch, restore, onLost: (reason) => director.recover(reason) }));
    return spawned.map((s) => s.link);
  };
  const director: DirectorCore = new DirectorCore({
    world,
    run,
    listener,
    respawn: (epoch, current, backup) =>
      director.attach(epoch, spawn(current, epoch, backup === null ? null : shareSnapshot(backup, layout))),
  });
  director.attach(0, spawn(run, 0, null));
  return {
    director,
    workers: () => spawned.map((s) => s.worker),
    place: (changed) => {
      layout = layoutOf(nodesOf(world), changed, CORES);
      director.move();
    },
    close: async () => {
      await Promise.all(spawned.map((s) => s.worker.terminate()));
    },
  };
};
