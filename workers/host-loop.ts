// A host: runs some processes through the windows that all hosts agree on (house.md 8.2). No coordinator stands in the data path: each window ends with
// one post per peer, empty ones too, and the next begins when every peer's batch is there. A host of nothing but batchers has no peers: it follows the
// host of their consensus process through inner windows (half-link.ts).
import { required } from '../core/base/assert.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { Frame } from '../core/net/frame.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import type { CairoEngines } from '../core/sim/engines.ts';
import { Host, type HostSnapshot, nextWindowStart, windowStop } from '../core/sim/host.ts';
import { orderInterventions } from '../core/sim/interventions.ts';
import { createMachines } from '../core/sim/machines.ts';
import { PRESETS } from '../core/sim/presets.ts';
import type { NumberedIntervention } from '../core/sim/route.ts';
import type { World } from '../core/sim/world.ts';
import { type ValidatorIndex, validatorOf } from '../core/types/ids.ts';
import type { HalfPost, HostInit, HostReport, HostRequest, WindowBatch } from './api.ts';
import { packSnapshot, unpackSnapshot } from './freeze.ts';
import { HalfLink } from './half-link.ts';
import type { LoadedCairo } from './load-cairo.ts';
import type { LoadedKernel } from './load-kernel.ts';
import { packFrames, unpackFrames } from './pack.ts';
import { type Port, toPort } from './port.ts';
import { residentsOf } from './residents.ts';

/** Entries of the memo of pure hashes; it changes real time only. */
const MEMO_ENTRIES = 8_000;

type Peer = {
  readonly nodes: ReadonlySet<ValidatorIndex>;
  readonly port: Port<WindowBatch, WindowBatch>;
  readonly inbox: WindowBatch[];
};

/** Thrown inside a wait when a rewind has made the present grant void. */
class Superseded extends Error {}

type Grant = HostRequest & { readonly kind: 'grant' };
/** Requests that are handled one after the other. */
type Timed = HostRequest & { readonly kind: 'grant' | 'rewind' };

export type Loaded = LoadedKernel & LoadedCairo;

class HostLoop {
  readonly #director: Port<HostRequest, HostReport>;
  readonly #host: Host;
  readonly #cairo: CairoEngines | null;
  readonly #world: World;
  readonly #peers: readonly Peer[];
  readonly #halves: readonly HalfLink[];
  readonly #requests: Timed[] = [];
  readonly #snapshots = new Map<number, HostSnapshot>();
  #epoch: number;
  #window = 0;
  #earliest = 0;
  #t = 0;
  /** Whoever waits for something to come. */
  #wakes: (() => void)[] = [];

  constructor(init: HostInit, director: Port<HostRequest, HostReport>, loaded: Loaded) {
    const { run } = init;
    this.#director = director;
    this.#cairo = loaded.engines;
    this.#epoch = init.epoch;
    this.#world = required(worldOf(run), 'HostLoop: a known scenario');
    const kernel = memoKernel(loaded.kernel, MEMO_ENTRIES);
    const createMachine = createMachines(this.#world, run.seed, kernel, loaded.engines);
    const processes = residentsOf(this.#world, init.homes);
    this.#host = new Host({ world: this.#world, seed: run.seed, processes, createMachine });
    this.#peers = init.peers.map((peer) => this.#connect(peer));
    this.#halves = init.halves.map((half) => this.#join(half));
    this.#noteBridges(orderInterventions(this.#world, run.interventions));
    if (init.restore !== null) this.#restore(unpackSnapshot(init.restore, processes));
    this.#snapshots.set(this.#t, { ...this.#host.snapshot(), t: this.#t });
    if (loaded.refused !== null) this.#director.post({ kind: 'kernel_refused', message: loaded.refused });
  }

  #connect(peer: HostInit['peers'][number]): Peer {
    const port = toPort<WindowBatch, WindowBatch>(peer.port);
    const inbox: WindowBatch[] = [];
    port.listen((batch) => {
      inbox.push(batch);
      this.#notify();
    });
    return { nodes: new Set(peer.nodes), port, inbox };
  }

  #join({ node, leads, port }: HostInit['halves'][number]): HalfLink {
    return new HalfLink({
      node,
      leads,
      port: toPort<HalfPost, HalfPost>(port),
      host: this.#host,
      latencyUs: this.#world.settings.bridge.latencyUs,
      wait: (epoch, ready) => this.#waitIn(epoch, ready),
      onPost: () => this.#notify(),
    });
  }

  /** Changes of the bridge: both halves of a node hear of the same ones before the window in which the first of them can happen. */
  #noteBridges(interventions: readonly NumberedIntervention[]): void {
    for (const { intervention } of interventions) {
      if (intervention.kind !== 'configure' || intervention.change.kind !== 'bridge') continue;
      for (const half of this.#halves) half.shorten(PRESETS.bridge[intervention.change.preset].latencyUs);
    }
  }

  /** `early`: what came before. */
  start(early: readonly HostRequest[]): void {
    for (const request of early) this.#take(request);
    this.#director.listen((request) => this.#take(request));
    void this.#run();
  }

  #take(request: HostRequest): void {
    switch (request.kind) {
      case 'ping':
        this.#director.post({ kind: 'pong' });
        return;
      case 'classes':
        // At once: no transaction of a grant before can name them.
        this.#cairo?.add(request.classes);
        return;
      case 'rewind':
        this.#epoch = request.epoch;
        break;
      case 'grant':
    }
    this.#requests.push(request);
    this.#notify();
  }

  #notify(): void {
    for (const wake of this.#wakes.splice(0)) wake();
  }

  async #waitFor(ready: () => boolean): Promise<void> {
    while (!ready()) await new Promise<void>((resolve) => void this.#wakes.push(resolve));
  }

  /** Like `#waitFor`, but gives up when a rewind comes. */
  async #waitIn(epoch: number, ready: () => boolean): Promise<void> {
    await this.#waitFor(() => this.#epoch !== epoch || ready());
    if (this.#epoch !== epoch) throw new Superseded();
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#waitFor(() => this.#requests.length > 0);
      const request = required(this.#requests.shift(), 'HostLoop: a request');
      if (request.epoch !== this.#epoch) continue;
      try {
        await this.#handle(request);
      } catch (error) {
        if (error instanceof Superseded) continue;
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#director.post({ kind: 'failed', epoch: this.#epoch, message });
      }
    }
  }

  async #handle(request: Timed): Promise<void> {
    switch (request.kind) {
      case 'rewind':
        this.#restore(required(this.#snapshots.get(request.to), 'HostLoop: a snapshot at the time of the rewind'));
        for (const t of this.#snapshots.keys()) if (t > request.to) this.#snapshots.delete(t);
        return;
      case 'grant':
        await this.#grant(request);
        return;
    }
  }

  #restore(snapshot: HostSnapshot): void {
    this.#host.restore(snapshot);
    this.#t = snapshot.t;
    this.#window = 0;
    this.#earliest = snapshot.t;
    for (const half of this.#halves) half.reset(snapshot.t);
  }

  async #grant(grant: Grant): Promise<void> {
    this.#host.intervene(grant.interventions);
    this.#noteBridges(grant.interventions);
    const [led, followed] = [this.#halves.filter(({ leads }) => leads), this.#halves.filter(({ leads }) => !leads)];
    for (const { intervention } of grant.interventions) {
      this.#earliest = Math.min(this.#earliest, intervention.t);
      for (const half of led) half.expect(intervention.t);
    }
    if (followed.length > 0) await this.#follow(grant, followed);
    else await this.#conduct(grant, led);
    this.#finish(grant);
  }

  /** The outer windows of a grant, in step with all peers. */
  async #conduct({ epoch, until }: Grant, halves: readonly HalfLink[]): Promise<void> {
    const host = this.#host;
    const lookahead = this.#world.links.latencyUsMin;
    this.#t = nextWindowStart(this.#t, this.#earliest, until);
    while (this.#t < until) {
      const stop = windowStop(this.#t, lookahead, until);
      await Promise.all(halves.map((half) => half.lead(epoch, stop)));
      const { frames, chunk } = host.runWindow(stop);
      const nextTime = Math.min(host.nextTime(), ...halves.map((half) => half.nextTime()), ...frames.map((f) => f.arriveAt));
      this.#post(frames, nextTime);
      if (chunk.events.length > 0) this.#director.post({ kind: 'window', epoch, upTo: stop, chunk });
      this.#earliest = await this.#exchange(epoch, nextTime);
      this.#t = nextWindowStart(stop, this.#earliest, until);
    }
    for (const half of halves) half.close(epoch, until);
  }

  /** The windows of a grant in which the leading half has something to do with this one. */
  async #follow({ epoch, until }: Grant, halves: readonly HalfLink[]): Promise<void> {
    for (const half of halves) {
      for (let stop = await half.follow(epoch); stop !== null; stop = await half.follow(epoch)) {
        const { chunk } = this.#host.runWindow(stop);
        if (chunk.events.length > 0) this.#director.post({ kind: 'window', epoch, upTo: stop, chunk });
      }
    }
    this.#t = until;
  }

  /** One post per peer with this window's frames. */
  #post(frames: readonly Frame[], nextTime: number): void {
    for (const peer of this.#peers) {
      const buffer = packFrames(frames.filter((f) => peer.nodes.has(validatorOf(f.target))));
      peer.port.post({ epoch: this.#epoch, window: this.#window, frames: buffer, nextTime }, [buffer]);
    }
  }

  /** Waits for every peer's batch of this window, queues their frames and returns the smallest next time of all. */
  async #exchange(epoch: number, own: number): Promise<number> {
    let least = own;
    for (const peer of this.#peers) {
      const mine = (batch: WindowBatch): boolean => batch.epoch === epoch && batch.window === this.#window;
      await this.#waitIn(epoch, () => peer.inbox.some(mine));
      const batch = required(peer.inbox.find(mine), 'HostLoop: the batch of this window');
      peer.inbox.splice(0, peer.inbox.length, ...peer.inbox.filter((b) => b !== batch && b.epoch >= epoch));
      this.#host.accept(unpackFrames(batch.frames));
      least = Math.min(least, batch.nextTime);
    }
    this.#window++;
    return least;
  }

  #finish(grant: Grant): void {
    const host = this.#host;
    const snapshot = { ...host.snapshot(), t: grant.until };
    for (const t of grant.forget) this.#snapshots.delete(t);
    this.#snapshots.set(grant.until, snapshot);
    this.#director.post({
      kind: 'grant_done',
      epoch: grant.epoch,
      until: grant.until,
      backup: grant.backup ? packSnapshot(snapshot) : null,
    });
  }
}

/** Serves the director that `init` names, for ever. It is heard, and knows that this host is alive, also while the host's parts are loading. */
export const runHost = async (init: HostInit, loading: Promise<Loaded>): Promise<void> => {
  const director = toPort<HostRequest, HostReport>(init.port);
  const early: HostRequest[] = [];
  director.listen((request) => {
    if (request.kind === 'ping') director.post({ kind: 'pong' });
    else early.push(request);
  });
  const loaded = await loading;
  if (loaded.missing === null) new HostLoop(init, director, loaded).start(early);
  else director.post({ kind: 'engine_missing', message: loaded.missing });
};
