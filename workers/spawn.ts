// Main thread: creates all workers (none nested), wires the ports, chooses the placement, and gives the page its session.
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import type { TimeUs } from '../core/types/ids.ts';
import type { DirectorMessage, Home, HostInit, Layout, Placement, Session, SessionListener } from './api.ts';
import { layoutOf, planMesh, portsOf } from './mesh.ts';
import { toPort } from './port.ts';
import { withTransfer, wrapDirector } from './rpc.ts';

export type SessionOptions = {
  readonly placement: Placement;
  /** Validators and followers of the scenario, known before the run is opened (catalogue.ts). */
  readonly nodes: number;
};

type Hosts = { readonly workers: readonly Worker[]; readonly ports: readonly MessagePort[] };

const nameOf = (homes: readonly Home[]): string =>
  homes.map(({ node, part }) => `v${node + 1}${part === 'whole' ? '' : `-${part}`}`).join('-');

type Asked = Omit<DirectorMessage & { readonly kind: 'respawn' }, 'kind'>;

const spawnHosts = ({ epoch, run, layout, restore }: Asked, onLost: (reason: string) => void): Hosts => {
  const spawned = planMesh(layout).map((plan) => {
    const { index, homes, peers, halves } = plan;
    const worker = new Worker(new URL('./host.ts', import.meta.url), { type: 'module', name: nameOf(homes) });
    worker.onerror = (event) => onLost(event.message);
    const { port1, port2 } = new MessageChannel();
    const init: HostInit = { port: port2, epoch, run, homes, peers, halves, restore: restore?.[index] ?? null };
    worker.postMessage(init, [port2, ...portsOf(plan)]);
    return { worker, port: port1 };
  });
  return { workers: spawned.map(({ worker }) => worker), ports: spawned.map(({ port }) => port) };
};

/** Opens a run. Rejects when the director refuses it. */
export const openSession = async (run: Run, options: SessionOptions, listener: SessionListener): Promise<Session> => {
  const directorWorker = new Worker(new URL('./director.ts', import.meta.url), { type: 'module', name: 'director' });
  const director = wrapDirector(directorWorker);
  const lost = (reason: string): void => void director.reportLoss(reason);
  const layoutFor = (placement: Placement): Layout => layoutOf(options.nodes, placement, navigator.hardwareConcurrency);
  const layout = layoutFor(options.placement);
  let hosts: Hosts = { workers: [], ports: [] };
  const spawn = (asked: Asked): readonly MessagePort[] => {
    for (const worker of hosts.workers) worker.terminate();
    hosts = spawnHosts(asked, lost);
    return hosts.ports;
  };
  const log = new MessageChannel();
  toPort<DirectorMessage, never>(log.port1).listen((message) => {
    if (message.kind === 'batch') listener.onBatch(message.batch);
    else if (message.kind === 'rewound') listener.onRewound(message.t, message.run);
    else if (message.kind === 'problem') listener.onProblem(message.problem);
    else {
      const ports = spawn(message);
      void director.replaceHosts(message.epoch, withTransfer([...ports], [...ports]));
    }
  });
  const ports = spawn({ epoch: 0, run, layout, restore: null });
  const { placement } = options;
  const info = await director.open(withTransfer({ run, placement, layout, log: log.port2, hosts: ports }, [log.port2, ...ports]));
  return {
    info,
    advance: (t: TimeUs) => void director.advance(t),
    rewind: (t: TimeUs, interventions: readonly Intervention[]) => void director.rewind(t, interventions),
    addClasses: (classes) => void director.addClasses(classes),
    place: (changed) => director.place(changed, layoutFor(changed)),
    close: () => {
      for (const worker of hosts.workers) worker.terminate();
      directorWorker.terminate();
      log.port1.close();
    },
  };
};
