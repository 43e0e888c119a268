// A host runs the processes of some validators through conservative windows (house.md 8.2). It is the same code in one thread and in a worker: what
// differs is who carries frames and grants. Within a window the processes of one validator share one order; frames change hands at its end.
import { assert, required } from '../base/assert.ts';
import type { LogChunk, LogEvent } from '../log/event.ts';
import { joinBytes } from '../base/bytes.ts';
import type { Frame } from '../net/frame.ts';
import { type ProcessId, type ValidatorIndex, toProcessId, toTimeUs, validatorOf } from '../types/ids.ts';
import type { ProcessMachine } from '../validator/process.ts';
import { type QueuedInput, compareInputs } from './queue.ts';
import { type NumberedIntervention, routeIntervention } from './route.ts';
import { ProcessRunner, type RunnerOutput } from './runner.ts';
import { type World, slotsOf } from './world.ts';

/** Makes the machine of a process; tests hand in broken ones. */
export type MachineFactory = (id: ProcessId) => ProcessMachine;

export type HostConfig = {
  readonly world: World;
  readonly seed: number;
  /** The validators whose processes live here. */
  readonly validators: readonly ValidatorIndex[];
  readonly createMachine: MachineFactory;
};

/** What a window leaves: frames for validators elsewhere and the log of all processes here, process by process. */
export type WindowOutput = { readonly frames: readonly Frame[]; readonly chunk: LogChunk };

export type HostSnapshot = { readonly t: number; readonly processes: ReadonlyMap<ProcessId, unknown> };

type Group = { readonly validator: ValidatorIndex; readonly runners: readonly ProcessRunner[] };

const emptyOutput = (): RunnerOutput => ({ frames: [], bridge: [], events: [], chains: [] });

const firstOf = (group: Group): ProcessRunner | null => {
  let best: ProcessRunner | null = null;
  let bestKey: QueuedInput | null = null;
  for (const runner of group.runners) {
    const key = runner.peek();
    if (key !== null && (bestKey === null || compareInputs(key, bestKey) < 0)) [best, bestKey] = [runner, key];
  }
  return best;
};

export class Host {
  readonly #groups: readonly Group[];
  readonly #byId: ReadonlyMap<ProcessId, ProcessRunner>;
  #t = 0;

  constructor(config: HostConfig) {
    const { world, seed } = config;
    this.#groups = config.validators.map((validator) => ({
      validator,
      runners: slotsOf(world, validator).map((slot) => {
        const id = toProcessId(validator, slot);
        return new ProcessRunner({ world, seed, id }, config.createMachine(id));
      }),
    }));
    this.#byId = new Map(this.#groups.flatMap((g) => g.runners.map((r) => [r.id, r] as const)));
  }

  /** The time up to which everything here has been handled. */
  get time(): number {
    return this.#t;
  }

  /** Time of the next input here; Infinity when nothing waits. */
  nextTime(): number {
    let least = Infinity;
    for (const runner of this.#byId.values()) least = Math.min(least, runner.peek()?.t ?? Infinity);
    return least;
  }

  /** Hands interventions to the processes here that they concern; none may lie before the present time. */
  intervene(interventions: readonly NumberedIntervention[]): void {
    for (const numbered of interventions) {
      assert(numbered.intervention.t >= this.#t, 'Host.intervene: not in the past');
      for (const runner of this.#byId.values()) {
        const input = routeIntervention(numbered, runner.id);
        if (input !== null) runner.push(input);
      }
    }
  }

  /** Frames from other hosts; those that arrive before the present time break the lookahead law. */
  accept(frames: readonly Frame[]): void {
    for (const frame of frames) {
      assert(frame.arriveAt >= this.#t, 'Host.accept: a frame does not arrive in the past');
      const runner = required(this.#byId.get(frame.target), 'Host.accept: the target lives here');
      runner.push({ t: frame.arriveAt, source: frame.source, seq: frame.seq, cause: frame.cause, kind: 'frame', frame });
    }
  }

  /** Handles every input with time < `stop`. `stop` must not exceed the present time plus the lookahead unless nothing waits in between. */
  runWindow(stop: number): WindowOutput {
    assert(stop > this.#t, 'Host.runWindow: time moves on');
    const local: Frame[] = [];
    const remote: Frame[] = [];
    const events: LogEvent[] = [];
    const chains: Uint8Array[] = [];
    for (const group of this.#groups) {
      for (;;) {
        const runner = firstOf(group);
        if (runner === null || (runner.peek()?.t ?? Infinity) >= stop) break;
        const out = emptyOutput();
        runner.handleOne(out);
        for (const { target, input } of out.bridge)
          required(this.#byId.get(target), 'Host.runWindow: all processes of a validator').push(input);
        for (const frame of out.frames) (this.#byId.has(frame.target) ? local : remote).push(frame);
        events.push(...out.events);
        chains.push(...out.chains);
      }
    }
    this.#t = stop;
    this.accept(local);
    return { frames: remote, chunk: { events, chains: joinBytes(chains) } };
  }

  snapshot(): HostSnapshot {
    return { t: this.#t, processes: new Map([...this.#byId].map(([id, runner]) => [id, runner.snapshot()])) };
  }

  restore(snapshot: HostSnapshot): void {
    this.#t = snapshot.t;
    for (const [id, runner] of this.#byId)
      runner.restore(required(snapshot.processes.get(id), 'Host.restore: a snapshot of every process'));
  }

  validators(): readonly ValidatorIndex[] {
    return [...new Set([...this.#byId.keys()].map((id) => validatorOf(id)))].toSorted((a, b) => a - b);
  }
}

/** The next time all hosts agree on: idle spans are skipped in one step, the grant is never passed (house.md 8.2). */
export const nextWindowStart = (stop: number, earliest: number, grant: number): number => Math.min(grant, Math.max(stop, earliest));

/** The end of the window that starts at `t`. */
export const windowStop = (t: number, lookaheadUs: number, grant: number): number => toTimeUs(Math.min(t + lookaheadUs, grant));
