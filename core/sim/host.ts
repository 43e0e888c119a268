// A host runs some processes of a run through conservative windows (house.md 8.2). It is the same code in one thread and in a worker: what differs is who
// carries frames and grants. Within a window the processes of one validator are a closed group. Where all of them live here they share one order; where
// they do not, the hosts of the group run inner windows no longer than the bridge's latency. Frames change hands at the end of the outer window.
import { assert, required } from '../base/assert.ts';
import type { LogChunk, LogEvent } from '../log/event.ts';
import { joinBytes } from '../base/bytes.ts';
import type { Frame } from '../net/frame.ts';
import { type ProcessId, type ValidatorIndex, toTimeUs, validatorOf } from '../types/ids.ts';
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
  /** The processes that live here: any of the run's. */
  readonly processes: readonly ProcessId[];
  readonly createMachine: MachineFactory;
};

/** What a window leaves: frames for validators elsewhere and the log of all processes here, process by process. */
export type WindowOutput = { readonly frames: readonly Frame[]; readonly chunk: LogChunk };

export type HostSnapshot = { readonly t: number; readonly processes: ReadonlyMap<ProcessId, unknown> };

/** A message over the bridge, on its way between two processes of one validator. */
export type BridgeMail = { readonly target: ProcessId; readonly input: QueuedInput };

/** `isWhole`: all processes of the validator live here. */
type Group = { readonly validator: ValidatorIndex; readonly runners: readonly ProcessRunner[]; readonly isWhole: boolean };

/** What the present window has left so far. */
type Leavings = { readonly frames: Frame[]; readonly events: LogEvent[]; readonly chains: Uint8Array[] };

const noLeavings = (): Leavings => ({ frames: [], events: [], chains: [] });

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
  #left: Leavings = noLeavings();

  constructor(config: HostConfig) {
    const { world, seed, processes, createMachine } = config;
    const runners = processes.map((id) => new ProcessRunner({ world, seed, id }, createMachine(id)));
    this.#byId = new Map(runners.map((runner) => [runner.id, runner]));
    this.#groups = [...new Set(processes.map((id) => validatorOf(id)))].map((validator) => {
      const own = runners.filter(({ id }) => validatorOf(id) === validator);
      return { validator, runners: own, isWhole: own.length === slotsOf(world, validator).length };
    });
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

  /** Time of the next input of a validator's processes here; Infinity when nothing waits. */
  nextTimeOf(validator: ValidatorIndex): number {
    const group = this.#groupOf(validator);
    return Math.min(...group.runners.map((runner) => runner.peek()?.t ?? Infinity));
  }

  /**
   * An inner window of a validator that lives here in part: handles what waits here before `stop` and returns what crosses the bridge to other hosts.
   * `stop` must not exceed the group's present time by more than the bridge's latency unless nothing waits in between.
   */
  runInner(validator: ValidatorIndex, stop: number): readonly BridgeMail[] {
    const group = this.#groupOf(validator);
    assert(!group.isWhole, 'Host.runInner: a validator that lives in several hosts');
    return this.#runGroup(group, stop);
  }

  /** Bridge messages from the other hosts of a validator. */
  acceptMail(mail: readonly BridgeMail[]): void {
    for (const { target, input } of mail) {
      assert(input.t >= this.#t, 'Host.acceptMail: a message does not arrive in the past');
      required(this.#byId.get(target), 'Host.acceptMail: the target lives here').push(input);
    }
  }

  /**
   * Handles every input with time < `stop` of validators that live here as a whole, and returns with theirs what `runInner` has left. `stop` must not
   * exceed the present time plus the lookahead unless nothing waits in between.
   */
  runWindow(stop: number): WindowOutput {
    assert(stop > this.#t, 'Host.runWindow: time moves on');
    for (const group of this.#groups) if (group.isWhole) this.#runGroup(group, stop);
    const { frames, events, chains } = this.#left;
    this.#left = noLeavings();
    this.#t = stop;
    this.accept(frames.filter((frame) => this.#byId.has(frame.target)));
    return { frames: frames.filter((frame) => !this.#byId.has(frame.target)), chunk: { events, chains: joinBytes(chains) } };
  }

  #groupOf(validator: ValidatorIndex): Group {
    return required(
      this.#groups.find((group) => group.validator === validator),
      'Host: the validator lives here',
    );
  }

  /** Handles the group's inputs before `stop`; messages to its processes elsewhere are returned. */
  #runGroup(group: Group, stop: number): readonly BridgeMail[] {
    const mail: BridgeMail[] = [];
    for (;;) {
      const runner = firstOf(group);
      if (runner === null || (runner.peek()?.t ?? Infinity) >= stop) return mail;
      const out = emptyOutput();
      runner.handleOne(out);
      for (const item of out.bridge) {
        const near = this.#byId.get(item.target);
        if (near === undefined) mail.push(item);
        else near.push(item.input);
      }
      this.#left.frames.push(...out.frames);
      this.#left.events.push(...out.events);
      this.#left.chains.push(...out.chains);
    }
  }

  snapshot(): HostSnapshot {
    return { t: this.#t, processes: new Map([...this.#byId].map(([id, runner]) => [id, runner.snapshot()])) };
  }

  restore(snapshot: HostSnapshot): void {
    this.#t = snapshot.t;
    this.#left = noLeavings();
    for (const [id, runner] of this.#byId)
      runner.restore(required(snapshot.processes.get(id), 'Host.restore: a snapshot of every process'));
  }
}

/** The next time all hosts agree on: idle spans are skipped in one step, the grant is never passed (house.md 8.2). */
export const nextWindowStart = (stop: number, earliest: number, grant: number): number => Math.min(grant, Math.max(stop, earliest));

/** The end of the window that starts at `t`. */
export const windowStop = (t: number, lookaheadUs: number, grant: number): number => toTimeUs(Math.min(t + lookaheadUs, grant));
