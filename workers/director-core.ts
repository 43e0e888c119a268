// The director of a run: grants virtual time to hosts, merges what they log, runs the live checks, keeps the times of snapshots, and brings a run back
// after a rewind or the loss of a worker. It decides nothing about the protocol and nothing about order: hosts agree on that among themselves.
import { required } from '../core/base/assert.ts';
import { DIGEST_BYTES } from '../core/base/digest.ts';
import { type CheckBoard, cloneBoard, createBoard, feedBoard } from '../core/checks/registry.ts';
import { type LogChunk, type LogEvent, logEventId } from '../core/log/event.ts';
import { fingerprintOf } from '../core/log/fingerprint.ts';
import { mergeChunks } from '../core/log/merge.ts';
import { orderInterventions } from '../core/sim/interventions.ts';
import type { NumberedIntervention } from '../core/sim/route.ts';
import type { Run } from '../core/sim/run.ts';
import type { World } from '../core/sim/world.ts';
import type { ClassFile } from '../core/types/engines.ts';
import { type ProcessId, type TimeUs, toTimeUs } from '../core/types/ids.ts';
import type { CheckReport, HostReport, HostRequest, PortableSnapshot, SessionListener } from './api.ts';
import { joinSnapshots } from './freeze.ts';
import { grantEnd } from './grant-length.ts';
import type { Port } from './port.ts';
import { type SnapshotTimes, createSnapshotTimes, latestAtOrBefore, recordSnapshot, takesBackup, wantBackup } from './snapshot-times.ts';

export type HostLink = { readonly port: Port<HostReport, HostRequest> };

/** The checks as plain reports. */
export const reportChecks = (board: CheckBoard): readonly CheckReport[] =>
  [...board].map(([name, { violation }]) => ({
    name,
    ok: violation === null,
    violation: violation === null ? null : { t: violation.event.t, eventId: logEventId(violation.event), detail: violation.detail },
  }));

export type DirectorConfig = {
  readonly world: World;
  readonly run: Run;
  readonly listener: SessionListener;
  /** Asks for new hosts after a loss or a move, all set up for `epoch` at `restore` (null: from the beginning); they come through `attach`. */
  readonly respawn: (epoch: number, run: Run, restore: PortableSnapshot | null) => void;
};

type Chains = ReadonlyMap<ProcessId, Uint8Array>;
/** What the director itself must know at the time of a snapshot. */
type Mark = { readonly board: CheckBoard; readonly chains: Chains };
type Backup = { readonly snapshot: PortableSnapshot; readonly mark: Mark };
/** What a run that is brought back must reproduce, and why it was replaced. */
type Expected = { readonly t: number; readonly fingerprint: string; readonly why: 'loss' | 'move' };

export class DirectorCore {
  readonly #config: DirectorConfig;
  #run: Run;
  #hosts: readonly HostLink[] = [];
  #numbered: readonly NumberedIntervention[];
  #epoch = 0;
  /** The epoch for which hosts were asked last. */
  #asked = 0;
  #granted = 0;
  #granting: number | null = null;
  #target = 0;
  /** Events before this time are already with the listener. */
  #delivered = 0;
  #done = 0;
  #chunks: LogChunk[] = [];
  #board: CheckBoard = createBoard();
  #times: SnapshotTimes = createSnapshotTimes();
  #marks = new Map<number, Mark>([[0, { board: createBoard(), chains: new Map() }]]);
  #backups: (PortableSnapshot | null)[] = [];
  #backup: Backup | null = null;
  #chains = new Map<ProcessId, Uint8Array>();
  #expected: Expected | null = null;
  #failures = 0;
  #kernelRefused = false;
  #halted = false;
  #silent = new Set<number>();

  constructor(config: DirectorConfig) {
    this.#config = config;
    this.#run = config.run;
    this.#numbered = orderInterventions(config.world, config.run.interventions);
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Begins to talk to hosts that were set up for `epoch`. Where newer ones are on their way these are forgotten; where a rewind came in between, replaced. */
  attach(epoch: number, hosts: readonly HostLink[]): void {
    if (epoch !== this.#asked) return;
    if (epoch !== this.#epoch) {
      this.#askForHosts();
      return;
    }
    this.#hosts = hosts;
    hosts.forEach((host, i) => host.port.listen((report) => this.#hear(i, report)));
    this.#checkRecovery(this.#granted);
    this.#grant();
  }

  advance(t: TimeUs): void {
    this.#target = Math.max(this.#target, t);
    this.#grant();
  }

  rewind(t: TimeUs, run: Run): void {
    this.#run = run;
    this.#numbered = orderInterventions(this.#config.world, run.interventions);
    this.#delivered = Math.min(this.#delivered, t);
    this.#target = t;
    this.#expected = null;
    this.#config.listener.onRewound(t, run);
    // The end of a grant under way has a time already, but no snapshot yet.
    const to = latestAtOrBefore(this.#times, Math.min(t, this.#granted));
    this.#epoch++;
    this.#resumeFrom(to);
    for (const host of this.#hosts) host.port.post({ kind: 'rewind', epoch: this.#epoch, to });
    this.#grant();
  }

  addClasses(classes: readonly ClassFile[]): void {
    this.#run = { ...this.#run, classes: [...(this.#run.classes ?? []), ...classes] };
    for (const host of this.#hosts) host.port.post({ kind: 'classes', classes });
  }

  /** A host is gone: all hosts are replaced and the run is brought back from the last backup to where it was. */
  recover(reason: string): void {
    if (this.#halted) return;
    this.#failures++;
    this.#config.listener.onProblem({ kind: 'worker_lost', validator: null, message: reason });
    this.#replace('loss');
  }

  /** All hosts are replaced by others, in a layout that the new ones know; nothing is wrong. False when the run has halted. */
  move(): boolean {
    if (!this.#halted) this.#replace('move');
    return !this.#halted;
  }

  #replace(why: Expected['why']): void {
    // A second replacement on the way back owes what the first one owed.
    this.#expected ??= { t: this.#delivered, fingerprint: fingerprintOf(this.#chains), why };
    this.#hosts = [];
    this.#silent.clear();
    this.#askForHosts();
  }

  #askForHosts(): void {
    this.#asked = ++this.#epoch;
    const backup = this.#backup;
    this.#times = createSnapshotTimes();
    if (backup !== null) {
      recordSnapshot(this.#times, backup.snapshot.t);
      this.#marks.set(backup.snapshot.t, backup.mark);
    }
    this.#resumeFrom(backup?.snapshot.t ?? 0);
    this.#config.respawn(this.#epoch, this.#run, backup?.snapshot ?? null);
  }

  #resumeFrom(t: number): void {
    this.#granted = t;
    this.#granting = null;
    this.#done = 0;
    this.#chunks = [];
    const { board, chains } = required(this.#marks.get(t), 'DirectorCore: the checks at a snapshot');
    this.#board = cloneBoard(board);
    this.#chains = new Map(chains);
    for (const time of this.#marks.keys()) if (time > t) this.#marks.delete(time);
    this.#times.times = this.#times.times.filter((time) => time <= t);
    if (this.#backup === null || this.#backup.snapshot.t <= t) return;
    this.#backup = null;
    wantBackup(this.#times);
  }

  #grant(): void {
    const goal = this.#expected === null ? Math.max(this.#target, this.#delivered) : this.#expected.t;
    if (this.#halted || this.#granting !== null || this.#granted >= goal || this.#hosts.length === 0) return;
    const [from, until] = [this.#granted, grantEnd(this.#granted, goal)];
    this.#granting = until;
    this.#done = 0;
    this.#backups = this.#hosts.map(() => null);
    const forget = recordSnapshot(this.#times, until);
    for (const time of forget) this.#marks.delete(time);
    const interventions = this.#numbered.filter(({ intervention: { t } }) => t >= from && t < until);
    const backup = takesBackup(this.#times);
    for (const host of this.#hosts) host.port.post({ kind: 'grant', epoch: this.#epoch, from, until, interventions, forget, backup });
  }

  /**
   * Called from time to time, also while nothing is granted: hosts that answered nothing since the last call are given up, the others are asked. After a
   * sleep of the machine nobody can have answered: `hasSlept` asks anew.
   */
  watch(hasSlept: boolean): void {
    const lost = hasSlept ? [] : [...this.#silent];
    if (lost.length > 0) {
      this.recover(`no answer from worker ${lost.map((i) => i + 1).join(', ')}`);
      return;
    }
    this.#silent = new Set(this.#hosts.keys());
    for (const host of this.#hosts) host.port.post({ kind: 'ping' });
  }

  #hear(index: number, report: HostReport): void {
    this.#silent.delete(index);
    if (report.kind === 'kernel_refused') {
      if (!this.#kernelRefused) this.#config.listener.onProblem({ kind: 'kernel_refused', validator: null, message: report.message });
      this.#kernelRefused = true;
      return;
    }
    if (report.kind === 'engine_missing') {
      if (!this.#halted) this.#config.listener.onProblem({ kind: 'engine_missing', validator: null, message: report.message });
      this.#halted = true;
      return;
    }
    if (report.kind === 'pong' || report.epoch !== this.#epoch || this.#halted) return;
    if (report.kind === 'failed') {
      this.#fail(report.message);
      return;
    }
    if (report.kind === 'window') {
      this.#chunks.push(report.chunk);
      return;
    }
    this.#backups[index] = report.backup;
    this.#done++;
    if (this.#done === this.#hosts.length) this.#finishGrant();
  }

  /** The first failure may be the worker's; a second one is ours: the run stops, and its link is the report. */
  #fail(message: string): void {
    if (this.#failures > 0) {
      this.#halted = true;
      this.#config.listener.onProblem({ kind: 'run_halted', validator: null, message });
      return;
    }
    this.recover(message);
  }

  #finishGrant(): void {
    const until = required(this.#granting, 'DirectorCore: a grant is under way');
    this.#granted = until;
    this.#granting = null;
    const { events, chains } = mergeChunks(this.#chunks);
    this.#chunks = [];
    events.forEach((event, i) => this.#chains.set(event.p, chains.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)));
    feedBoard(this.#board, events);
    const mark = { board: cloneBoard(this.#board), chains: new Map(this.#chains) };
    this.#marks.set(until, mark);
    const snapshots = this.#backups.filter((b) => b !== null);
    if (snapshots.length === this.#hosts.length) this.#backup = { snapshot: joinSnapshots(until, snapshots), mark };
    this.#deliver(events, chains, until);
    this.#checkRecovery(until);
    this.#grant();
  }

  #deliver(events: readonly LogEvent[], chains: Uint8Array, until: number): void {
    if (until <= this.#delivered) return;
    const first = events.findIndex((event) => event.t >= this.#delivered);
    const skip = first === -1 ? events.length : first;
    this.#delivered = until;
    this.#config.listener.onBatch({
      events: events.slice(skip),
      chains: chains.slice(skip * DIGEST_BYTES),
      headUs: toTimeUs(until),
      checks: reportChecks(this.#board),
    });
  }

  #checkRecovery(until: number): void {
    const expected = this.#expected;
    if (expected === null || until < expected.t) return;
    this.#expected = null;
    if (fingerprintOf(this.#chains) === expected.fingerprint) {
      this.#failures = 0;
      const kind = expected.why === 'loss' ? 'worker_recovered' : 'hosts_moved';
      this.#config.listener.onProblem({ kind, validator: null, message: expected.fingerprint });
      return;
    }
    this.#halted = true;
    this.#config.listener.onProblem({ kind: 'run_halted', validator: null, message: 'the recovered run differs from the undisturbed one' });
  }

  get run(): Run {
    return this.#run;
  }
}
