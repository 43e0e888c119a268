// Computes a stretch of a run again: the same processes in one thread, from the latest kept snapshot before it. Events are counted in the log's total order,
// so that a stretch is named by indexes. Nothing is shown or checked here: the page compares digests (core/view/log-window.ts).
import { required } from '../core/base/assert.ts';
import { joinBytes } from '../core/base/bytes.ts';
import { DIGEST_BYTES } from '../core/base/digest.ts';
import type { Kernel } from '../core/crypto/kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { LogEvent } from '../core/log/event.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import { Cluster } from '../core/sim/cluster.ts';
import type { HostSnapshot } from '../core/sim/host.ts';
import type { CairoEngines } from '../core/sim/engines.ts';
import { createMachines } from '../core/sim/machines.ts';
import type { Run } from '../core/sim/run.ts';
import { toTimeUs } from '../core/types/ids.ts';
import type { ReplayReport } from './api.ts';
import { type SnapshotTimes, createSnapshotTimes, recordSnapshot } from './snapshot-times.ts';

const MEMO_ENTRIES = 100_000;
/** Virtual time between two reports. */
const STEP_US = 1_000_000;
/** Steps between two snapshots. */
const SNAPSHOT_EVERY = 10;

type Saved = { readonly t: number; readonly count: number; readonly snapshot: HostSnapshot };
type Job = { readonly first: number; readonly end: number; readonly events: LogEvent[]; readonly chains: Uint8Array[] };

export class Replayer {
  readonly #run: Run;
  readonly #cluster: Cluster;
  readonly #saved = new Map<number, Saved>();
  readonly #times: SnapshotTimes = createSnapshotTimes();
  /** Events before the cluster's time. */
  #count = 0;
  #steps = 0;
  #job: Job = { first: 0, end: 0, events: [], chains: [] };

  constructor(run: Run, kernel: Kernel, cairo: CairoEngines | null = null) {
    const world = required(worldOf(run), 'Replayer: a known scenario');
    const createMachine = createMachines(world, run.seed, memoKernel(kernel, MEMO_ENTRIES), cairo);
    this.#run = run;
    this.#cluster = new Cluster({ world, seed: run.seed, interventions: run.interventions, createMachine });
    this.#saved.set(0, { t: 0, count: 0, snapshot: this.#cluster.snapshot() });
  }

  /** Begins with the events of indexes [first, end). */
  seek(first: number, end: number): void {
    this.#job = { first, end, events: [], chains: [] };
    const best = [...this.#saved.values()].filter(({ count }) => count <= first).reduce((a, b) => (b.t > a.t ? b : a));
    if (this.#count <= first && this.#cluster.time >= best.t) return;
    this.#cluster.restore(best.snapshot, this.#run.interventions);
    this.#count = best.count;
  }

  /** Runs on for a moment: what was asked for, or how far it is. */
  step(): ReplayReport {
    const { first, end, events, chains } = this.#job;
    const from = this.#count;
    const until = this.#cluster.time + STEP_US;
    const chunk = this.#cluster.advance(toTimeUs(until));
    this.#count += chunk.events.length;
    const [start, stop] = [Math.max(0, first - from), Math.max(0, end - from)];
    for (const event of chunk.events.slice(start, stop)) events.push(event);
    chains.push(chunk.chains.slice(start * DIGEST_BYTES, stop * DIGEST_BYTES));
    this.#steps++;
    if (this.#steps % SNAPSHOT_EVERY === 0 && !this.#saved.has(until) && until > (this.#times.times.at(-1) ?? 0)) this.#save(until);
    return this.#count >= end ? { kind: 'stretch', events, chains: joinBytes(chains) } : { kind: 'progress', count: this.#count };
  }

  #save(t: number): void {
    for (const time of recordSnapshot(this.#times, t)) this.#saved.delete(time);
    this.#saved.set(t, { t, count: this.#count, snapshot: this.#cluster.snapshot() });
  }
}
