// The inner windows of a node whose consensus and batchers live in two hosts (house.md 8.2, Groups): the same protocol as between validators, one level
// down, with the bridge's latency as lookahead. Both hosts compute the same inner windows from the same numbers; idle time is skipped in one step. The
// host of the consensus process leads: it alone takes part in the outer windows, so that the other validators notice nothing.
import { required } from '../core/base/assert.ts';
import type { Host } from '../core/sim/host.ts';
import type { ValidatorIndex } from '../core/types/ids.ts';
import type { HalfPost } from './api.ts';
import { fromPortable, toPortable } from './freeze.ts';
import type { Port } from './port.ts';

/** Waits until `ready`; throws when the epoch has passed meanwhile. */
export type Wait = (epoch: number, ready: () => boolean) => Promise<void>;

type Opening = HalfPost & { readonly kind: 'open' | 'close' };

export class HalfLink {
  readonly node: ValidatorIndex;
  readonly leads: boolean;
  readonly #port: Port<HalfPost, HalfPost>;
  readonly #host: Host;
  #latencyUs: number;
  readonly #wait: Wait;
  #inbox: HalfPost[] = [];
  #window = 0;
  /** Nothing in the other half happens before this time unless something new reaches it. */
  #otherNext = 0;

  constructor(options: {
    readonly node: ValidatorIndex;
    readonly leads: boolean;
    readonly port: Port<HalfPost, HalfPost>;
    readonly host: Host;
    readonly latencyUs: number;
    readonly wait: Wait;
    readonly onPost: () => void;
  }) {
    this.node = options.node;
    this.leads = options.leads;
    this.#port = options.port;
    this.#host = options.host;
    this.#latencyUs = options.latencyUs;
    this.#wait = options.wait;
    options.port.listen((post) => {
      this.#inbox.push(post);
      options.onPost();
    });
  }

  /** Messages may cross as fast as this from now on; windows never grow again. */
  shorten(latencyUs: number): void {
    this.#latencyUs = Math.min(this.#latencyUs, latencyUs);
  }

  /** As after a snapshot at `t`. */
  reset(t: number): void {
    this.#window = 0;
    this.#otherNext = t;
  }

  /** Something that is known from elsewhere may reach the other half at `t`. */
  expect(t: number): void {
    this.#otherNext = Math.min(this.#otherNext, t);
  }

  /** Time of the next input of the whole node. */
  nextTime(): number {
    return Math.min(this.#otherNext, this.#host.nextTimeOf(this.node));
  }

  /** Leading half: the outer window up to `stop`. Nothing is posted when nothing waits in either half. */
  async lead(epoch: number, stop: number): Promise<void> {
    const from = this.nextTime();
    if (from >= stop) return;
    this.#port.post({ kind: 'open', epoch, from, stop });
    await this.#inner(epoch, from, stop);
  }

  /** Leading half: the grant has no more windows. */
  close(epoch: number, until: number): void {
    this.#port.post({ kind: 'close', epoch, until });
  }

  /** The other half: handles the next outer window and returns its end, or null when the grant has no more. */
  async follow(epoch: number): Promise<number | null> {
    const opening = await this.#take(epoch, (post): post is Opening => post.kind !== 'mail');
    if (opening.kind === 'close') return null;
    await this.#inner(epoch, opening.from, opening.stop);
    return opening.stop;
  }

  async #inner(epoch: number, from: number, stop: number): Promise<void> {
    const host = this.#host;
    for (let t = from; t < stop;) {
      const end = Math.min(t + this.#latencyUs, stop);
      const mail = host.runInner(this.node, end);
      const nextTime = Math.min(host.nextTimeOf(this.node), ...mail.map(({ input }) => input.t));
      const window = this.#window++;
      this.#port.post({ kind: 'mail', epoch, window, mail: toPortable(mail), nextTime });
      const other = await this.#take(
        epoch,
        (post): post is HalfPost & { readonly kind: 'mail' } => post.kind === 'mail' && post.window === window,
      );
      host.acceptMail(fromPortable(other.mail));
      // What it has just been sent counts as its own.
      this.#otherNext = Math.min(other.nextTime, ...mail.map(({ input }) => input.t));
      t = Math.min(stop, Math.max(end, Math.min(nextTime, other.nextTime)));
    }
  }

  async #take<P extends HalfPost>(epoch: number, isWanted: (post: HalfPost) => post is P): Promise<P> {
    const find = (): P | undefined => this.#inbox.find((post): post is P => post.epoch === epoch && isWanted(post));
    await this.#wait(epoch, () => find() !== undefined);
    const found = required(find(), 'HalfLink: a post of this epoch');
    this.#inbox = this.#inbox.filter((post) => post !== found && post.epoch >= epoch);
    return found;
  }
}
