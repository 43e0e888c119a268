// Entry of the director worker: opens a run over host workers (or inline, with the core loaded on demand) and serves the page.
import { assert, required } from '../core/base/assert.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import type { Run } from '../core/sim/run.ts';
import type { DirectorApi, DirectorMessage, HostReport, HostRequest, SessionListener } from './api.ts';
import { DirectorCore, type HostLink } from './director-core.ts';
import { type Port, toPort } from './port.ts';
import { exposeDirector } from './rpc.ts';
import { describeRun } from './run-info.ts';

/** Real milliseconds between two looks at silent hosts. */
const WATCH_MS = 3_000;

type Open = Parameters<DirectorApi['open']>[0];
/** What both placements can do. */
type Conductor = Pick<DirectorCore, 'advance' | 'rewind'>;

let conductor: Conductor | null = null;
let core: DirectorCore | null = null;
let run: Run | null = null;

const listenerOf = (log: Port<never, DirectorMessage>): SessionListener => ({
  onBatch: (batch) => log.post({ kind: 'batch', batch }, [batch.chains.buffer as ArrayBuffer]),
  onRewound: (t, rewound) => log.post({ kind: 'rewound', t, run: rewound }),
  onProblem: (problem) => log.post({ kind: 'problem', problem }),
});

const toLinks = (ports: readonly MessagePort[]): readonly HostLink[] =>
  ports.map((port) => ({ port: toPort<HostReport, HostRequest>(port) }));

const open = async (options: Open): ReturnType<DirectorApi['open']> => {
  run = options.run;
  const world = worldOf(run);
  assert(world !== undefined, `director: a known scenario, got ${run.scenario}`);
  const log = toPort<never, DirectorMessage>(options.log);
  const listener = listenerOf(log);
  if (options.placement === 'inline') {
    const { InlineDirector } = await import('./inline.ts');
    conductor = new InlineDirector({ world, run, listener });
  } else {
    const respawn: DirectorMessage['kind'] = 'respawn';
    core = new DirectorCore({ world, run, listener, respawn: (epoch, r, restore) => log.post({ kind: respawn, epoch, run: r, restore }) });
    core.attach(0, toLinks(options.hosts));
    conductor = core;
    setInterval(() => core?.watch(), WATCH_MS);
  }
  return describeRun(world, run, options.placement);
};

exposeDirector({
  open,
  advance: (t) => required(conductor, 'director: an open run').advance(t),
  rewind: (t, interventions) => {
    run = { ...required(run, 'director: an open run'), interventions };
    required(conductor, 'director: an open run').rewind(t, run);
  },
  replaceHosts: (epoch, hosts) => core?.attach(epoch, toLinks(hosts)),
  reportLoss: (reason) => core?.recover(reason),
});
