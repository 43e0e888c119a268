// A run over worker_threads, one worker per validator or fewer, conducted from this thread: the command line's twin of workers/spawn.ts.
import { type TransferListItem, Worker } from 'node:worker_threads';
import { worldOf } from '../core/scenarios/registry.ts';
import type { Run } from '../core/sim/run.ts';
import type { HostInit, HostReport, HostRequest, PortableSnapshot, SessionListener } from '../workers/api.ts';
import { DirectorCore, type HostLink } from '../workers/director-core.ts';
import { hostsOf, planMesh } from '../workers/mesh.ts';
import { toPort } from '../workers/port.ts';

export type NodeSession = {
  readonly director: DirectorCore;
  /** The present workers, by validator: tests kill one. */
  readonly workers: () => readonly Worker[];
  readonly close: () => Promise<void>;
};

type SpawnOptions = {
  readonly epoch: number;
  readonly restore: readonly PortableSnapshot[] | null;
  readonly onLost: (reason: string) => void;
};

const spawnHost = (run: Run, plan: ReturnType<typeof planMesh>[number], options: SpawnOptions): { worker: Worker; link: HostLink } => {
  const worker = new Worker(new URL('./node-host.ts', import.meta.url));
  worker.on('error', (error) => options.onLost(error instanceof Error ? error.message : String(error)));
  const { port1, port2 } = new MessageChannel();
  const init: HostInit = {
    port: port2,
    epoch: options.epoch,
    run,
    validators: plan.validators,
    peers: plan.peers,
    restore: options.restore?.[plan.index] ?? null,
  };
  // Node's ports and the browser's are one object under two types.
  const ports: unknown = [port2, ...plan.peers.map((peer) => peer.port)];
  worker.postMessage(init, ports as TransferListItem[]);
  return { worker, link: { port: toPort<HostReport, HostRequest>(port1) } };
};

/** Opens a run of a known scenario; `hosts` workers, or as many as the page would take. */
export const openNodeSession = (run: Run, listener: SessionListener, hosts?: number): NodeSession => {
  const world = worldOf(run);
  if (world === undefined) throw new Error(`unknown scenario ${run.scenario}`);
  let spawned: ReturnType<typeof spawnHost>[] = [];
  const spawn = (current: Run, epoch: number, restore: readonly PortableSnapshot[] | null): readonly HostLink[] => {
    const old = spawned;
    for (const { worker } of old) void worker.terminate();
    spawned = planMesh(hostsOf(world.validators, hosts)).map((plan) =>
      spawnHost(current, plan, { epoch, restore, onLost: (reason) => director.recover(reason) }),
    );
    return spawned.map((s) => s.link);
  };
  const director: DirectorCore = new DirectorCore({
    world,
    run,
    listener,
    respawn: (epoch, current, restore) => director.attach(epoch, spawn(current, epoch, restore)),
  });
  director.attach(0, spawn(run, 0, null));
  return {
    director,
    workers: () => spawned.map((s) => s.worker),
    close: async () => {
      await Promise.all(spawned.map((s) => s.worker.terminate()));
    },
  };
};
