// The inline placement inside the director worker: the same processes without host workers, for pages that cannot have so many. Loaded on demand.
import { DIGEST_BYTES } from '../core/base/digest.ts';
import { required } from '../core/base/assert.ts';
import { type CheckBoard, cloneBoard, createBoard, feedBoard } from '../core/checks/registry.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { CairoEngines } from '../core/sim/engines.ts';
import type { HostSnapshot } from '../core/sim/host.ts';
import { createMachines } from '../core/sim/machines.ts';
import type { Run } from '../core/sim/run.ts';
import type { World } from '../core/sim/world.ts';
import type { ClassFile } from '../core/types/engines.ts';
import { type TimeUs, toTimeUs } from '../core/types/ids.ts';
import type { SessionListener } from './api.ts';
import { reportChecks } from './director-core.ts';
import { grantEnd } from './grant-length.ts';
import { loadCairo } from './load-cairo.ts';
import { loadKernel } from './load-kernel.ts';
import { createSnapshotTimes, latestAtOrBefore, recordSnapshot } from './snapshot-times.ts';

const MEMO_ENTRIES = 8_000;

type Saved = { readonly snapshot: HostSnapshot; readonly board: CheckBoard };

type InlineConfig = { readonly world: World; readonly run: Run; readonly listener: SessionListener };

class InlineDirector {
  readonly #cluster: Cluster;
  readonly #listener: SessionListener;
  readonly #cairo: CairoEngines | null;
  readonly #saved = new Map<number, Saved>();
  #times = createSnapshotTimes();
  #board = createBoard();
  #target = 0;
  #delivered = 0;
  #running = false;

  constructor(config: InlineConfig, kernel: Kernel, cairo: CairoEngines | null) {
    const { world, run, listener } = config;
    const createMachine = createMachines(world, run.seed, memoKernel(kernel, MEMO_ENTRIES), cairo);
    this.#cairo = cairo;
    this.#cluster = new Cluster({ world, seed: run.seed, interventions: run.interventions, createMachine });
    this.#listener = listener;
    this.#save(0);
  }

  advance(t: TimeUs): void {
    this.#target = Math.max(this.#target, t);
    if (this.#running) return;
    this.#running = true;
    setTimeout(() => this.#grant(), 0);
  }

  rewind(t: TimeUs, run: Run): void {
    const to = latestAtOrBefore(this.#times, t);
    const { snapshot, board } = required(this.#saved.get(to), 'InlineDirector: a snapshot');
    this.#cluster.restore(snapshot, run.interventions);
    this.#board = cloneBoard(board);
    this.#times.times = this.#times.times.filter((time) => time <= to);
    this.#delivered = Math.min(this.#delivered, t);
    this.#target = t;
    this.#listener.onRewound(t, run);
    this.advance(t);
  }

  addClasses(classes: readonly ClassFile[]): void {
    this.#cairo?.add(classes);
  }

  #save(t: number): void {
    for (const time of recordSnapshot(this.#times, t)) this.#saved.delete(time);
    this.#saved.set(t, { snapshot: this.#cluster.snapshot(), board: cloneBoard(this.#board) });
  }

  #grant(): void {
    this.#running = false;
    const goal = Math.max(this.#target, this.#delivered);
    if (this.#cluster.time >= goal) return;
    const until = grantEnd(this.#cluster.time, goal);
    try {
      const { events, chains } = this.#cluster.advance(toTimeUs(until));
      feedBoard(this.#board, events);
      this.#save(until);
      const first = events.findIndex((event) => event.t >= this.#delivered);
      const skip = first === -1 ? events.length : first;
      if (until > this.#delivered) {
        this.#delivered = until;
        const checks = reportChecks(this.#board);
        this.#listener.onBatch({ events: events.slice(skip), chains: chains.slice(skip * DIGEST_BYTES), headUs: toTimeUs(until), checks });
      }
    } catch (error) {
      this.#listener.onProblem({ kind: 'run_halted', validator: null, message: error instanceof Error ? error.message : String(error) });
      return;
    }
    this.advance(toTimeUs(goal));
  }
}

/** For a run whose engine could not be loaded: it stands at its beginning. */
const STANDSTILL: InlineConductor = { advance: () => undefined, rewind: () => undefined, addClasses: () => undefined };

type InlineConductor = Pick<InlineDirector, 'advance' | 'rewind' | 'addClasses'>;

/** Opens a run in this thread. */
export const openInline = async (config: InlineConfig): Promise<InlineConductor> => {
  const [{ kernel, refused }, { engines, missing }] = await Promise.all([loadKernel(), loadCairo(config.run)]);
  if (refused !== null) config.listener.onProblem({ kind: 'kernel_refused', validator: null, message: refused });
  if (missing === null) return new InlineDirector(config, kernel, engines);
  config.listener.onProblem({ kind: 'engine_missing', validator: null, message: missing });
  return STANDSTILL;
};
