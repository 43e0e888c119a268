// A host: runs the processes of some validators through the windows that all hosts agree on (house.md 8.2). No coordinator stands in the data path:
// each window ends with one post per peer, empty ones too, and the next begins when every peer's batch is there.
import { required } from '../core/base/assert.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import type { Frame } from '../core/net/frame.ts';
import { worldOf } from '../core/scenarios/registry.ts';
import { Host, type HostSnapshot, nextWindowStart, windowStop } from '../core/sim/host.ts';
import { createMachines } from '../core/sim/machines.ts';
import type { World } from '../core/sim/world.ts';
import { type ValidatorIndex, validatorOf } from '../core/types/ids.ts';
import type { HostInit, HostReport, HostRequest, WindowBatch } from './api.ts';
import { fromPortable, toPortable } from './freeze.ts';
import { packFrames, unpackFrames } from './pack.ts';
import { type Port, toPort } from './port.ts';

/** Entries of the memo of pure hashes; it changes real time only. */
const MEMO_ENTRIES = 50_000;

type Peer = {
  readonly validators: ReadonlySet<ValidatorIndex>;
  readonly port: Port<WindowBatch, WindowBatch>;
  readonly inbox: WindowBatch[];
};

/** Thrown inside a wait when a rewind has made the present grant void. */
class Superseded extends Error {}

type Grant = HostRequest & { readonly kind: 'grant' };

class HostLoop {
  readonly #director: Port<HostRequest, HostReport>;
  readonly #host: Host;
  readonly #world: World;
  readonly #peers: readonly Peer[];
  readonly #requests: HostRequest[] = [];
  readonly #snapshots = new Map<number, HostSnapshot>();
  #epoch: number;
  #window = 0;
  #earliest = 0;
  #t = 0;
  #wake: (() => void) | null = null;

  constructor(init: HostInit) {
    const { run, validators } = init;
    this.#director = toPort<HostRequest, HostReport>(init.port);
    this.#epoch = init.epoch;
    this.#world = required(worldOf(run), 'HostLoop: a known scenario');
    const kernel = memoKernel(createKernel(), MEMO_ENTRIES);
    const createMachine = createMachines(this.#world, run.seed, kernel);
    this.#host = new Host({ world: this.#world, seed: run.seed, validators, createMachine });
    this.#peers = init.peers.map((peer) => this.#connect(peer));
    if (init.restore !== null) this.#restore(fromPortable(init.restore));
    this.#snapshots.set(this.#t, { ...this.#host.snapshot(), t: this.#t });
  }

  #connect(peer: HostInit['peers'][number]): Peer {
    const port = toPort<WindowBatch, WindowBatch>(peer.port);
    const inbox: WindowBatch[] = [];
    port.listen((batch) => {
      inbox.push(batch);
      this.#notify();
    });
    return { validators: new Set(peer.validators), port, inbox };
  }

  start(): void {
    this.#director.listen((request) => {
      if (request.kind === 'ping') {
        this.#director.post({ kind: 'pong' });
        return;
      }
      if (request.kind !== 'grant') this.#epoch = request.epoch;
      this.#requests.push(request);
      this.#notify();
    });
    void this.#run();
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  async #waitFor(ready: () => boolean): Promise<void> {
    while (!ready()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#waitFor(() => this.#requests.length > 0);
      const request = required(this.#requests.shift(), 'HostLoop: a request');
      if (request.kind !== 'ping' && request.epoch !== this.#epoch) continue;
      try {
        await this.#handle(request);
      } catch (error) {
        if (error instanceof Superseded) continue;
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#director.post({ kind: 'failed', epoch: this.#epoch, message });
      }
    }
  }

  async #handle(request: HostRequest): Promise<void> {
    switch (request.kind) {
      case 'rewind':
        this.#restore(required(this.#snapshots.get(request.to), 'HostLoop: a snapshot at the time of the rewind'));
        for (const t of this.#snapshots.keys()) if (t > request.to) this.#snapshots.delete(t);
        return;
      case 'grant':
        await this.#grant(request);
        return;
      case 'ping':
        return;
    }
  }

  #restore(snapshot: HostSnapshot): void {
    this.#host.restore(snapshot);
    this.#t = snapshot.t;
    this.#window = 0;
    this.#earliest = snapshot.t;
  }

  async #grant(grant: Grant): Promise<void> {
    const host = this.#host;
    const until = grant.until;
    const lookahead = this.#world.links.latencyUsMin;
    host.intervene(grant.interventions);
    for (const { intervention } of grant.interventions) this.#earliest = Math.min(this.#earliest, intervention.t);
    this.#t = nextWindowStart(this.#t, this.#earliest, until);
    while (this.#t < until) {
      const stop = windowStop(this.#t, lookahead, until);
      const { frames, chunk } = host.runWindow(stop);
      this.#post(frames);
      if (chunk.events.length > 0) this.#director.post({ kind: 'window', epoch: grant.epoch, upTo: stop, chunk });
      this.#earliest = await this.#exchange(grant.epoch, Math.min(host.nextTime(), ...frames.map((f) => f.arriveAt)));
      this.#t = nextWindowStart(stop, this.#earliest, until);
    }
    this.#finish(grant);
  }

  /** One post per peer with this window's frames; `#exchange` sends the same numbers to all. */
  #post(frames: readonly Frame[]): void {
    const host = this.#host;
    const nextTime = Math.min(host.nextTime(), ...frames.map((f) => f.arriveAt));
    for (const peer of this.#peers) {
      const buffer = packFrames(frames.filter((f) => peer.validators.has(validatorOf(f.target))));
      peer.port.post({ epoch: this.#epoch, window: this.#window, frames: buffer, nextTime }, [buffer]);
    }
  }

  /** Waits for every peer's batch of this window, queues their frames and returns the smallest next time of all. */
  async #exchange(epoch: number, own: number): Promise<number> {
    let least = own;
    for (const peer of this.#peers) {
      const mine = (batch: WindowBatch): boolean => batch.epoch === epoch && batch.window === this.#window;
      await this.#waitFor(() => this.#epoch !== epoch || peer.inbox.some(mine));
      if (this.#epoch !== epoch) throw new Superseded();
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
    this.#director.post({ kind: 'grant_done', epoch: grant.epoch, until: grant.until, backup: grant.backup ? toPortable(snapshot) : null });
  }
}

/** Serves the director that `init` names, for ever. */
export const runHost = (init: HostInit): void => {
  new HostLoop(init).start();
};
