// One process in virtual time: its queue, its outgoing links, its log and its digest chain around a ProcessMachine. The runner stamps log events,
// draws the fate of frames and keeps a crashed process silent; it knows no protocol rule. Deterministic: a function of (world, seed, id, inputs).
import { assert, required } from '../base/assert.ts';
import { popHeap, pushHeap } from '../base/heap.ts';
import { PROCESS_QUEUE_MAX } from '../base/limits.ts';
import { clonePlain, freeze } from '../base/plain.ts';
import { type RngState, createRng } from '../base/rng.ts';
import { DELIVERY_KINDS, type FrameSummary, type FrameTopic, type LogBody, type LogEvent, logEventId } from '../log/event.ts';
import { emptyChain, extendChain } from '../log/fingerprint.ts';
import { type FrameFacts, drawFate } from '../net/fate.ts';
import type { Fault } from '../net/fault.ts';
import type { Frame } from '../net/frame.ts';
import {
  BATCHER_SLOT,
  CONSENSUS_SLOT,
  type ProcessId,
  type TimeUs,
  type ValidatorIndex,
  slotOf,
  toProcessId,
  toTimeUs,
  toValidatorIndex,
  validatorOf,
} from '../types/ids.ts';
import type { BridgeMessage, ProcessEffect, ProcessInput, ProcessMachine } from '../validator/process.ts';
import { type QueuedInput, compareInputs } from './queue.ts';
import type { World } from './world.ts';

/** Plain data: what a snapshot of a process holds beside its machine. */
type RunnerState = {
  queue: QueuedInput[];
  /** Sequence numbers of everything sent, to others and to itself. */
  seq: number;
  /** Log events so far. */
  n: number;
  chain: Uint8Array;
  life: number;
  /** Ids of the crash faults that are on: the process is down while there is one. */
  crashes: Set<number>;
  held: QueuedInput[];
  linkRng: Map<number, RngState>;
  faultRng: Map<string, RngState>;
  faults: Map<number, Fault>;
};

/** What one handled input leaves for the host: frames to other validators, messages to the sibling process, log events with their chains. */
export type RunnerOutput = {
  readonly frames: Frame[];
  readonly bridge: QueuedInput[];
  readonly events: LogEvent[];
  readonly chains: Uint8Array[];
};

export type RunnerConfig = { readonly world: World; readonly seed: number; readonly id: ProcessId };

const factsOf = (what: FrameSummary): Pick<FrameFacts, 'what' | 'height'> => {
  switch (what.kind) {
    case 'vote':
      return { what: what.voteType, height: what.height };
    case 'proposal_part':
      return { what: 'proposal', height: what.height };
    case 'transaction':
      return { what: 'transaction', height: null };
  }
};

export class ProcessRunner {
  readonly id: ProcessId;
  readonly #validator: ValidatorIndex;
  readonly #config: RunnerConfig;
  readonly #machine: ProcessMachine;
  #state: RunnerState;

  constructor(config: RunnerConfig, machine: ProcessMachine) {
    this.id = config.id;
    this.#validator = validatorOf(config.id);
    this.#config = config;
    this.#machine = machine;
    this.#state = {
      queue: [],
      seq: 0,
      n: 0,
      chain: emptyChain(),
      life: 0,
      crashes: new Set(),
      held: [],
      linkRng: new Map(),
      faultRng: new Map(),
      faults: new Map(),
    };
    this.push({ t: toTimeUs(0), source: config.id, seq: this.#state.seq++, cause: null, kind: 'start' });
  }

  /** The key of the next input, or null when nothing waits. */
  peek(): QueuedInput | null {
    return this.#state.queue[0] ?? null;
  }

  push(input: QueuedInput): void {
    assert(this.#state.queue.length < PROCESS_QUEUE_MAX, 'ProcessRunner.push: a bounded queue');
    pushHeap(this.#state.queue, input, compareInputs);
  }

  snapshot(): unknown {
    return { runner: clonePlain(this.#state), machine: this.#machine.snapshot() };
  }

  restore(snapshot: unknown): void {
    const { runner, machine } = snapshot as { readonly runner: RunnerState; readonly machine: unknown };
    this.#state = clonePlain(runner);
    this.#machine.restore(machine);
  }

  /** Handles the smallest input; its outputs are appended to `out`. */
  handleOne(out: RunnerOutput): void {
    const input = required(popHeap(this.#state.queue, compareInputs), 'ProcessRunner.handleOne: a waiting input');
    const machineInput = this.#admit(input, out);
    if (machineInput === null) return;
    this.#perform(input, this.#machine.handle(input.t, machineInput), out);
    if (input.kind === 'restart') this.#releaseHeld(input.t);
  }

  get #isDown(): boolean {
    return this.#state.crashes.size > 0;
  }

  /** What the machine gets from a queued input; null when nothing reaches it. */
  #admit(input: QueuedInput, out: RunnerOutput): ProcessInput<unknown> | null {
    const state = this.#state;
    switch (input.kind) {
      case 'start':
        // A crash of time 0 comes first; the process then starts when it is taken back.
        return this.#isDown || state.life > 0 ? null : { kind: 'start', restart: false };
      case 'crash': {
        const wasDown = this.#isDown;
        state.crashes.add(input.faultId);
        return wasDown ? null : { kind: 'crash' };
      }
      case 'restart':
        if (!state.crashes.delete(input.faultId) || this.#isDown) return null;
        state.life++;
        return { kind: 'start', restart: true };
      case 'frame':
        if (this.#isDown) return null;
        return { kind: 'frame', from: validatorOf(input.frame.source), topic: input.frame.topic, bytes: input.frame.bytes };
      case 'bridge':
        return this.#isDown || input.life !== state.life ? null : { kind: 'bridge', message: input.message };
      case 'timer':
        return this.#isDown || input.life !== state.life ? null : { kind: 'timer', timer: input.timer };
      case 'command':
        return this.#admitCommand(input, out);
      case 'link_fault':
        this.#setLinkFault(input, out);
        return null;
    }
  }

  /** A crashed validator holds faults back until it is up again and loses transactions, visibly. */
  #admitCommand(input: QueuedInput & { readonly kind: 'command' }, out: RunnerOutput): ProcessInput<unknown> | null {
    if (!this.#isDown) return { kind: 'command', index: input.index, command: input.command };
    if (input.command.kind !== 'send_tx') {
      this.#state.held.push(input);
      return null;
    }
    const cause = this.#log(input, { kind: 'intervention_applied', index: input.index, what: 'send_tx' }, out);
    const detail = 'the validator is down';
    this.#log({ t: input.t, cause }, { kind: 'refused', source: 'intervention', code: 'ValidatorDown', detail, hash: null }, out);
    return null;
  }

  #releaseHeld(t: TimeUs): void {
    const held = this.#state.held;
    this.#state.held = [];
    for (const input of held) this.push({ ...input, t });
  }

  #setLinkFault(input: QueuedInput & { readonly kind: 'link_fault' }, out: RunnerOutput): void {
    if (input.fault === null) this.#state.faults.delete(input.faultId);
    else this.#state.faults.set(input.faultId, input.fault);
    const what = input.fault === null ? 'fault_off' : `fault_on ${input.fault.kind}`;
    if (input.announce) this.#log(input, { kind: 'intervention_applied', index: input.index, what }, out);
  }

  #perform(input: QueuedInput, effects: readonly ProcessEffect<unknown>[], out: RunnerOutput): void {
    let group: string | null = null;
    let latest = input.cause;
    for (const effect of effects) {
      switch (effect.kind) {
        case 'log': {
          assert(
            DELIVERY_KINDS.has(effect.body.kind) === (group === null),
            `ProcessRunner: the first log is a delivery and no other is (${effect.body.kind})`,
          );
          latest = this.#log({ t: input.t, cause: group ?? input.cause }, effect.body, out);
          group ??= latest;
          break;
        }
        case 'broadcast':
          assert(group !== null, 'ProcessRunner: a broadcast follows a delivery');
          this.#broadcast(input.t, group, effect, out);
          break;
        case 'bridge':
          out.bridge.push(this.#bridge(input.t, latest, effect));
          break;
        case 'timer':
          assert(effect.at >= input.t, 'ProcessRunner: a timer is not in the past');
          this.push({
            t: effect.at,
            source: this.id,
            seq: this.#state.seq++,
            cause: latest,
            kind: 'timer',
            timer: effect.timer,
            life: this.#state.life,
          });
          break;
      }
    }
  }

  #log(at: { readonly t: TimeUs; readonly cause: string | null }, body: LogBody, out: RunnerOutput): string {
    const event: LogEvent = freeze({ ...body, t: at.t, p: this.id, n: this.#state.n++, cause: at.cause });
    this.#state.chain = extendChain(this.#state.chain, event);
    out.events.push(event);
    out.chains.push(this.#state.chain);
    return logEventId(event);
  }

  #bridge(now: TimeUs, cause: string | null, effect: { readonly message: BridgeMessage; readonly extraUs: number }): QueuedInput {
    const t = toTimeUs(now + this.#config.world.settings.bridge.latencyUs + effect.extraUs);
    return { t, source: this.id, seq: this.#state.seq++, cause, kind: 'bridge', message: effect.message, life: this.#state.life };
  }

  #broadcast(
    now: TimeUs,
    cause: string,
    effect: { readonly topic: FrameTopic; readonly bytes: Uint8Array; readonly what: FrameSummary },
    out: RunnerOutput,
  ): void {
    const { world } = this.#config;
    const facts = factsOf(effect.what);
    const targets = [];
    for (let i = 0; i < world.validators; i++) {
      const to = toValidatorIndex(i);
      if (to === this.#validator) continue;
      const fate = drawFate(
        { ...facts, from: this.#validator, to },
        now,
        { settings: world.links, rng: this.#rngOfLink(i) },
        {
          active: this.#state.faults,
          rngOf: (faultId) => this.#rngOfFault(faultId, i),
        },
      );
      targets.push(freeze({ to, ...fate }));
    }
    const body: LogBody = { kind: 'frame_sent', topic: effect.topic, bytes: effect.bytes, what: effect.what, targets: freeze(targets) };
    const sent = this.#log({ t: now, cause }, body, out);
    for (const { to, arriveAt } of targets) {
      const seq = this.#state.seq++;
      if (arriveAt === null) continue;
      assert(arriveAt >= now + world.links.latencyUsMin, 'ProcessRunner: a frame respects the lookahead');
      const target = toProcessId(to, CONSENSUS_SLOT);
      out.frames.push(
        freeze({ source: this.id, target, sentAt: now, arriveAt, seq, topic: effect.topic, bytes: effect.bytes, cause: sent }),
      );
    }
  }

  #rngOfLink(to: number): RngState {
    const known = this.#state.linkRng.get(to);
    if (known !== undefined) return known;
    const rng = createRng(this.#config.seed, 'link', this.#validator, to);
    this.#state.linkRng.set(to, rng);
    return rng;
  }

  #rngOfFault(faultId: number, to: number): RngState {
    const key = `${faultId}>${to}`;
    const known = this.#state.faultRng.get(key);
    if (known !== undefined) return known;
    const rng = createRng(this.#config.seed, 'fault', faultId, this.#validator, to);
    this.#state.faultRng.set(key, rng);
    return rng;
  }
}

/** The other process of the same validator. */
export const siblingOf = (id: ProcessId): ProcessId =>
  toProcessId(validatorOf(id), slotOf(id) === CONSENSUS_SLOT ? BATCHER_SLOT : CONSENSUS_SLOT);
