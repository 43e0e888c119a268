// Entry of the director worker: opens a run over host workers (or inline, with the core loaded on demand) and serves the page.
import { assert, required } from '../core/base/assert.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import type { Run } from '../core/sim/run.ts';
import { type World, nodesOf } from '../core/sim/world.ts';
import type { DirectorApi, DirectorMessage, HostReport, HostRequest, Layout, SessionListener } from './api.ts';
import { DirectorCore, type HostLink } from './director-core.ts';
import { type Port, toPort } from './port.ts';
import { exposeDirector } from './rpc.ts';
import { shareSnapshot } from './freeze.ts';
import { describeRun } from './run-info.ts';

/** Real milliseconds between two looks at silent hosts. */
const WATCH_MS = 3_000;
/** Two looks further apart than this: machine or tab slept in between. */
const SLEPT_MS = 2 * WATCH_MS;

type Open = Parameters<DirectorApi['open']>[0];
/** What both placements can do. */
type Conductor = Pick<DirectorCore, 'advance' | 'rewind' | 'addClasses'>;

let conductor: Conductor | null = null;
let core: DirectorCore | null = null;
let run: Run | null = null;
let world: World | null = null;
let layout: Layout = [];
let lookedAt = 0;
/** Calls of `place` that wait for the run to be where it was. */
const moves: (() => void)[] = [];

const listenerOf = (log: Port<never, DirectorMessage>): SessionListener => ({
  onBatch: (batch) => log.post({ kind: 'batch', batch }, [batch.chains.buffer as ArrayBuffer]),
  onRewound: (t, rewound) => log.post({ kind: 'rewound', t, run: rewound }),
  onProblem: (problem) => {
    log.post({ kind: 'problem', problem });
    if (problem.kind !== 'worker_lost') for (const resolve of moves.splice(0)) resolve();
  },
});

const toLinks = (ports: readonly MessagePort[]): readonly HostLink[] =>
  ports.map((port) => ({ port: toPort<HostReport, HostRequest>(port) }));

const look = (): void => {
  const now = performance.now();
  core?.watch(now - lookedAt > SLEPT_MS);
  lookedAt = now;
};

const open = async (options: Open): ReturnType<DirectorApi['open']> => {
  run = options.run;
  layout = options.layout;
  const opened = worldOf(run);
  assert(opened !== undefined, `director: a known scenario, got ${run.scenario}`);
  world = opened;
  const log = toPort<never, DirectorMessage>(options.log);
  const listener = listenerOf(log);
  if (options.placement.kind === 'inline') {
    const { openInline } = await import('./inline.ts');
    conductor = await openInline({ world, run, listener });
  } else {
    const nodes = new Set(layout.flat().map(({ node }) => node));
    assert(nodes.size === nodesOf(world), `director: a home for each of ${nodesOf(world)} nodes, got ${nodes.size}`);
    core = new DirectorCore({
      world,
      run,
      listener,
      respawn: (epoch, r, backup) =>
        log.post({ kind: 'respawn', epoch, run: r, layout, restore: backup === null ? null : shareSnapshot(backup, layout) }),
    });
    core.attach(0, toLinks(options.hosts));
    conductor = core;
    lookedAt = performance.now();
    setInterval(look, WATCH_MS);
  }
  return describeRun(world, run, options.placement, layout);
};

exposeDirector({
  open,
  advance: (t) => required(conductor, 'director: an open run').advance(t),
  rewind: (t, interventions) => {
    run = { ...required(run, 'director: an open run'), interventions };
    required(conductor, 'director: an open run').rewind(t, run);
  },
  addClasses: (classes) => {
    const known = required(run, 'director: an open run');
    run = { ...known, classes: [...(known.classes ?? []), ...classes] };
    required(conductor, 'director: an open run').addClasses(classes);
  },
  place: async (placement, changed) => {
    layout = changed;
    if (core?.move() === true) await new Promise<void>((resolve) => void moves.push(resolve));
    return describeRun(required(world, 'director: an open run'), required(run, 'director: an open run'), placement, layout);
  },
  replaceHosts: (epoch, hosts) => core?.attach(epoch, toLinks(hosts)),
  reportLoss: (reason) => core?.recover(reason),
});
