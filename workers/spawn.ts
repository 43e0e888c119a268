// Main thread: creates all workers (none nested), wires the ports, chooses the placement, and gives the page its session.
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import type { TimeUs } from '../core/types/ids.ts';
import type { DirectorMessage, HostInit, PlacementKind, PortableSnapshot, Session, SessionListener } from './api.ts';
import { hostsOf, planMesh } from './mesh.ts';
import { toPort } from './port.ts';
import { withTransfer, wrapDirector } from './rpc.ts';

export type SessionOptions = {
  readonly placement: PlacementKind;
  /** Validators of the scenario, known before the run is opened (catalogue.ts). */
  readonly validators: number;
};

type Hosts = { readonly workers: readonly Worker[]; readonly ports: readonly MessagePort[] };

const spawnHosts = (
  run: Run,
  validators: number,
  options: { readonly epoch: number; readonly restore: readonly PortableSnapshot[] | null; readonly onLost: (reason: string) => void },
): Hosts => {
  const workers = planMesh(hostsOf(validators)).map(({ index, peers, validators: own }) => {
    const worker = new Worker(new URL('./host.ts', import.meta.url), {
      type: 'module',
      name: `validators-${own.map((v) => v + 1).join('-')}`,
    });
    worker.onerror = (event) => options.onLost(event.message);
    return { worker, peers, index, own };
  });
  const ports = workers.map(({ worker, peers, index, own }) => {
    const { port1, port2 } = new MessageChannel();
    const init: HostInit = {
      port: port2,
      epoch: options.epoch,
      run,
      validators: own,
      peers,
      restore: options.restore?.[index] ?? null,
    };
    worker.postMessage(init, [port2, ...peers.map((peer) => peer.port)]);
    return port1;
  });
  return { workers: workers.map((w) => w.worker), ports };
};

/** Opens a run. Rejects when the director refuses it. */
export const openSession = async (run: Run, options: SessionOptions, listener: SessionListener): Promise<Session> => {
  const directorWorker = new Worker(new URL('./director.ts', import.meta.url), { type: 'module', name: 'director' });
  const director = wrapDirector(directorWorker);
  const lost = (reason: string): void => void director.reportLoss(reason);
  let hosts: Hosts = { workers: [], ports: [] };
  const spawn = (spawned: Run, epoch: number, restore: readonly PortableSnapshot[] | null): Hosts => {
    for (const worker of hosts.workers) worker.terminate();
    hosts = spawnHosts(spawned, options.validators, { epoch, restore, onLost: lost });
    return hosts;
  };
  const log = new MessageChannel();
  toPort<DirectorMessage, never>(log.port1).listen((message) => {
    if (message.kind === 'batch') listener.onBatch(message.batch);
    else if (message.kind === 'rewound') listener.onRewound(message.t, message.run);
    else if (message.kind === 'problem') listener.onProblem(message.problem);
    else {
      const { ports } = spawn(message.run, message.epoch, message.restore);
      void director.replaceHosts(message.epoch, withTransfer([...ports], [...ports]));
    }
  });
  const ports = options.placement === 'workers' ? spawn(run, 0, null).ports : [];
  const info = await director.open(
    withTransfer({ run, placement: options.placement, log: log.port2, hosts: ports }, [log.port2, ...ports]),
  );
  return {
    info,
    advance: (t: TimeUs) => void director.advance(t),
    rewind: (t: TimeUs, interventions: readonly Intervention[]) => void director.rewind(t, interventions),
    close: () => {
      for (const worker of hosts.workers) worker.terminate();
      directorWorker.terminate();
      log.port1.close();
    },
  };
};
