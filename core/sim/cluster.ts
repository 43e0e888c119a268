// Inline placement: all processes of a run in one thread. What workers do with posts and waits is a plain loop here, over the same Host.
import { assert } from '../base/assert.ts';
import { mergeChunks } from '../log/merge.ts';
import type { LogChunk } from '../log/event.ts';
import { type TimeUs, toTimeUs } from '../types/ids.ts';
import { Host, type HostSnapshot, type MachineFactory, nextWindowStart, windowStop } from './host.ts';
import type { Intervention } from './intervention.ts';
import { orderInterventions } from './interventions.ts';
import type { NumberedIntervention } from './route.ts';
import { type World, processesOf } from './world.ts';

export type ClusterConfig = {
  readonly world: World;
  readonly seed: number;
  /** The user's interventions; the world's own inputs come first in the numbering. */
  readonly interventions: readonly Intervention[];
  readonly createMachine: MachineFactory;
  /** Window length of this placement, at most the lookahead; it changes no result. */
  readonly windowUs?: number;
};

export class Cluster {
  readonly #world: World;
  readonly #host: Host;
  readonly #windowUs: number;
  #pending: NumberedIntervention[];
  #t = 0;

  constructor(config: ClusterConfig) {
    this.#world = config.world;
    const { world, seed, createMachine } = config;
    this.#host = new Host({ world, seed, processes: processesOf(world), createMachine });
    this.#windowUs = config.windowUs ?? config.world.links.latencyUsMin;
    assert(this.#windowUs >= 1 && this.#windowUs <= config.world.links.latencyUsMin, 'Cluster: a window of at most the lookahead');
    this.#pending = orderInterventions(config.world, config.interventions);
  }

  get time(): TimeUs {
    return toTimeUs(this.#t);
  }

  /** Runs to `until` (exclusive: every input with a smaller time has been handled) and returns the log in total order. */
  advance(until: TimeUs): LogChunk {
    const chunks: LogChunk[] = [];
    if (until <= this.#t) return mergeChunks(chunks);
    this.#host.intervene(this.#pending.filter((n) => n.intervention.t < until));
    this.#pending = this.#pending.filter((n) => n.intervention.t >= until);
    this.#t = nextWindowStart(this.#t, this.#host.nextTime(), until);
    while (this.#t < until) {
      const stop = windowStop(this.#t, this.#windowUs, until);
      chunks.push(this.#host.runWindow(stop).chunk);
      this.#t = nextWindowStart(stop, this.#host.nextTime(), until);
    }
    return mergeChunks(chunks);
  }

  snapshot(): HostSnapshot {
    return { ...this.#host.snapshot(), t: this.#t };
  }

  /** Goes back to a snapshot of the same world and seed and continues with `interventions`. */
  restore(snapshot: HostSnapshot, interventions: readonly Intervention[]): void {
    this.#host.restore(snapshot);
    this.#t = snapshot.t;
    this.#pending = orderInterventions(this.#world, interventions).filter((n) => n.intervention.t >= snapshot.t);
  }
}
