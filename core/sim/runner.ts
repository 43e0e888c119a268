// One process in virtual time: its queue, its outgoing links, its log and its digest chain around a ProcessMachine. The runner stamps log events,
// draws the fate of frames and keeps a crashed process silent; it knows no protocol rule. Deterministic: a function of (world, seed, id, inputs).
import { assert, required } from '../base/assert.ts';
import { popHeap, pushHeap } from '../base/heap.ts';
import { PROCESS_QUEUE_MAX } from '../base/limits.ts';
import { clonePlain, freeze } from '../base/plain.ts';
import { createRng } from '../base/rng.ts';
import { DELIVERY_KINDS, type LogBody, type LogEvent, logEventId } from '../log/event.ts';
import { extendChain } from '../log/fingerprint.ts';
import { drawFate, later } from '../net/fate.ts';
import type { Fault, FaultKind } from '../net/fault.ts';
import type { Frame, FrameSession } from '../net/frame.ts';
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
import type { ProcessEffect, ProcessInput, ProcessMachine } from '../validator/process.ts';
import { flipBit, spliceBytes } from '../base/splice.ts';
import { factsOf } from './frame-facts.ts';
import { refusalOfEdit, takeForgottenEdits } from './frame-edits.ts';
import { noteHandled } from './handled-frames.ts';
import { type Refused, admitFromBridge, breakBridge, crossBridge, forgetBridge } from './bridge-link.ts';
import { DIRECTOR_SOURCE, type QueuedInput, compareInputs } from './queue.ts';
import { type RunnerState, createRunnerState, rngOf } from './runner-state.ts';
import { type World, nodesOf } from './world.ts';

/** What one handled input leaves for the host: frames to other validators, messages to the other processes of the validator, log events with their chains. */
export type RunnerOutput = {
  readonly frames: Frame[];
  readonly bridge: { readonly target: ProcessId; readonly input: QueuedInput }[];
  readonly events: LogEvent[];
  readonly chains: Uint8Array[];
};

export type RunnerConfig = { readonly world: World; readonly seed: number; readonly id: ProcessId };

const sessionOf = ({ session }: { readonly session?: FrameSession }): { readonly session?: FrameSession } =>
  session === undefined ? {} : { session };

const isOn = (faults: ReadonlyMap<number, Fault>, kind: FaultKind): boolean => [...faults.values()].some((fault) => fault.kind === kind);

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
    this.#state = createRunnerState();
    this.push({ t: toTimeUs(0), source: config.id, seq: this.#state.seq++, cause: null, kind: 'start' });
  }

  /** The key of the next input, or null when nothing waits. */
  peek(): QueuedInput | null {
    return this.#state.due[0] ?? this.#state.queue[0] ?? null;
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
    const input = required(
      this.#state.due.shift() ?? popHeap(this.#state.queue, compareInputs),
      'ProcessRunner.handleOne: a waiting input',
    );
    if (this.#waits(input, out)) return;
    const machineInput = this.#admit(input, out);
    if (machineInput === null) return;
    this.#perform(input, this.#machine.handle(input.t, machineInput), out);
    if (input.kind === 'restart') this.#releaseHeld(input.t);
  }

  get #isDown(): boolean {
    return this.#state.crashes.size > 0;
  }

  /** True when a pause or a held inbox keeps the input back. */
  #waits(input: QueuedInput, out: RunnerOutput): boolean {
    const { faults, paused, inbox } = this.#state;
    if (input.source === DIRECTOR_SOURCE && input.kind !== 'command') return false;
    if (isOn(faults, 'pause')) {
      assert(paused.length < PROCESS_QUEUE_MAX, 'ProcessRunner: a bounded pause');
      paused.push(input);
      return true;
    }
    if (input.kind !== 'frame' || input.isReleased === true || this.#isDown || !isOn(faults, 'hold_inbox')) return false;
    assert(inbox.length < PROCESS_QUEUE_MAX, 'ProcessRunner: a bounded inbox');
    inbox.push(input);
    const { source, topic, cause } = input.frame;
    this.#log(input, { kind: 'frame_held', from: validatorOf(source), topic, frame: cause }, out);
    return true;
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
        forgetBridge(state.bridge);
        return wasDown ? null : { kind: 'crash', loses: input.loses };
      }
      case 'restart':
        if (!state.crashes.delete(input.faultId) || this.#isDown) return null;
        state.life++;
        state.upSince = input.t;
        return { kind: 'start', restart: true };
      case 'frame': {
        const { source, topic, cause } = input.frame;
        const lostOf = noteHandled(state.handled, cause);
        if (lostOf !== null && state.edits.size > 0) this.#dropEdits(input.t, out);
        if (this.#isDown) return null;
        const bytes = this.#bytesOf(input, out);
        return { kind: 'frame', from: validatorOf(source), topic, bytes, ...sessionOf(input.frame) };
      }
      case 'bridge':
        return this.#isDown || !this.#isHeard(input) ? null : { kind: 'bridge', message: input.message, slot: input.from };
      case 'timer':
        return this.#isDown || input.life !== state.life ? null : { kind: 'timer', timer: input.timer };
      case 'command':
        return this.#admitCommand(input, out);
      case 'runner_fault':
        this.#setFault(input, out);
        return null;
      case 'edit':
        this.#edit(input, out);
        return null;
      case 'deliver':
        this.#deliver(input, out);
        return null;
    }
  }

  #isHeard(input: QueuedInput & { readonly kind: 'bridge' }): boolean {
    const { bridge, life, upSince } = this.#state;
    if (input.isRefusal) return input.life === life;
    return input.sentAt >= upSince && admitFromBridge(bridge, { life }, input.from, input);
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

  #setFault(input: QueuedInput & { readonly kind: 'runner_fault' }, out: RunnerOutput): void {
    const { faultId, fault, on, index } = input;
    const state = this.#state;
    if (on) state.faults.set(faultId, fault);
    else state.faults.delete(faultId);
    if (input.announce) this.#log(input, { kind: 'intervention_applied', index, what: `fault_${on ? 'on' : 'off'} ${fault.kind}` }, out);
    if (on) for (const refused of breakBridge(state.bridge, fault, input.t)) this.#refuse(refused, input.cause);
    if (!on && fault.kind === 'pause' && !isOn(state.faults, 'pause')) state.paused = this.#release(state.paused, input.t);
    if (!on && fault.kind === 'hold_inbox' && !isOn(state.faults, 'hold_inbox')) state.inbox = this.#release(state.inbox, input.t);
  }

  /** Everything in `waiting` comes next, in order; what is left waiting: nothing. */
  #release(waiting: readonly QueuedInput[], t: TimeUs): QueuedInput[] {
    this.#state.due.push(...waiting.map((input) => (input.kind === 'frame' ? { ...input, t, isReleased: true } : { ...input, t })));
    return [];
  }

  /** Edits are applied when the frame is handled, so that it does not matter whether it was here already when the edit came. */
  #edit(input: QueuedInput & { readonly kind: 'edit' }, out: RunnerOutput): void {
    const { index, frame, splices } = input;
    const cause = this.#log(input, { kind: 'intervention_applied', index, what: 'edit_frame' }, out);
    const refuse = (code: string, detail: string): void => {
      this.#log({ t: input.t, cause }, { kind: 'refused', source: 'intervention', code, detail, hash: null }, out);
    };
    const refusal = refusalOfEdit(this.#state, frame);
    if (refusal !== null) refuse(...refusal);
    else this.#state.edits.set(frame, { splices, cause });
  }

  /** Edits that wait for frames which can no longer be told from those that never came are refused. */
  #dropEdits(t: TimeUs, out: RunnerOutput): void {
    for (const { cause, detail } of takeForgottenEdits(this.#state))
      this.#log({ t, cause }, { kind: 'refused', source: 'intervention', code: 'FrameForgotten', detail, hash: null }, out);
  }

  #bytesOf(input: QueuedInput & { readonly kind: 'frame' }, out: RunnerOutput): Uint8Array {
    const { source, bytes, cause: frame } = input.frame;
    const edit = this.#state.edits.get(frame);
    if (edit === undefined) return bytes;
    this.#state.edits.delete(frame);
    const { splices, cause } = edit;
    this.#log({ t: input.t, cause }, { kind: 'frame_edited', from: validatorOf(source), frame, splices }, out);
    return spliceBytes(bytes, splices);
  }

  #deliver(input: QueuedInput & { readonly kind: 'deliver' }, out: RunnerOutput): void {
    const { index, frame } = input;
    const state = this.#state;
    const cause = this.#log(input, { kind: 'intervention_applied', index, what: 'deliver' }, out);
    const at = state.inbox.findIndex((held) => held.kind === 'frame' && held.frame.cause === frame);
    if (at < 0) {
      const detail = `no frame ${frame} is held here`;
      this.#log({ t: input.t, cause }, { kind: 'refused', source: 'intervention', code: 'FrameNotHeld', detail, hash: null }, out);
      return;
    }
    this.#release(state.inbox.splice(at, 1), input.t);
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
          this.#bridge(input.t, latest, effect, out);
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

  #bridge(now: TimeUs, cause: string | null, effect: ProcessEffect<unknown> & { readonly kind: 'bridge' }, out: RunnerOutput): void {
    const { bridge, life, faults } = this.#state;
    const slot = slotOf(this.id);
    const to = slot === CONSENSUS_SLOT ? (effect.slot ?? BATCHER_SLOT) : CONSENSUS_SLOT;
    const { latencyUs = this.#config.world.settings.bridge.latencyUs, extraUs } = effect;
    const way = { to, now, latencyUs, extraUs };
    const { crossings, refused } = crossBridge(bridge, { slot, life, faults: faults.values() }, way, effect.message);
    for (const crossing of crossings) {
      const { message, at } = crossing;
      const base = { t: toTimeUs(at), source: this.id, seq: this.#state.seq++, cause, sentAt: now } as const;
      const input: QueuedInput = { ...base, kind: 'bridge', message, from: slot, life: crossing.life, isRefusal: false };
      out.bridge.push({ target: toProcessId(this.#validator, crossing.slot), input });
    }
    if (refused !== null) this.#refuse(refused, cause);
  }

  /** The transport's own answer to a call of this process. */
  #refuse({ slot, at, message }: Refused, cause: string | null): void {
    const { life } = this.#state;
    const base = { t: toTimeUs(at), source: this.id, seq: this.#state.seq++, cause, sentAt: toTimeUs(at) } as const;
    this.push({ ...base, kind: 'bridge', message, from: slot, life, isRefusal: true });
  }

  #broadcast(now: TimeUs, cause: string, effect: ProcessEffect<unknown> & { readonly kind: 'broadcast' }, out: RunnerOutput): void {
    const { world, seed } = this.#config;
    const facts = factsOf(effect.what);
    const targets = [];
    for (let i = 0; i < nodesOf(world); i++) {
      const to = toValidatorIndex(i);
      // Full nodes are no members of the gossip topics.
      const isMeant = effect.only?.includes(to) ?? i < world.validators;
      if (to === this.#validator || !isMeant) continue;
      const fate = drawFate(
        { ...facts, from: this.#validator, to },
        now,
        { settings: world.links, rng: rngOf(this.#state.linkRng, i, () => createRng(seed, 'link', this.#validator, i)) },
        {
          active: this.#state.faults,
          rngOf: (faultId) => rngOf(this.#state.faultRng, `${faultId}>${i}`, () => createRng(seed, 'fault', faultId, this.#validator, i)),
          firsts: this.#state.firsts,
          bits: effect.bytes.length * 8,
        },
      );
      targets.push(freeze({ to, ...later(fate, effect.laterUs ?? 0) }));
    }
    const body: LogBody = { kind: 'frame_sent', topic: effect.topic, bytes: effect.bytes, what: effect.what, targets: freeze(targets) };
    const sent = this.#log({ t: now, cause }, body, out);
    for (const { to, arriveAt, again, bit } of targets) {
      const seq = this.#state.seq++;
      if (arriveAt === null) continue;
      assert(arriveAt >= now + world.links.latencyUsMin, 'ProcessRunner: a frame respects the lookahead');
      const target = toProcessId(to, CONSENSUS_SLOT);
      const bytes = bit === undefined ? effect.bytes : flipBit(effect.bytes, bit);
      const frame: Frame = freeze({
        source: this.id,
        target,
        sentAt: now,
        arriveAt,
        seq,
        topic: effect.topic,
        bytes,
        cause: sent,
        ...sessionOf(effect),
      });
      out.frames.push(frame);
      if (again !== undefined) out.frames.push(freeze({ ...frame, arriveAt: again, seq: this.#state.seq++ }));
    }
  }
}
