// Stands between the live run and the page while the page shows a recorded start of it (experience.md D13). What the live run says of the same stretch is
// compared event by event, by its digest chains, and not shown twice; from there on everything is live. Where the two differ, the live log takes the place
// of the recorded one from the beginning.
import { DIGEST_BYTES } from '../../core/base/digest.ts';
import type { LogEvent } from '../../core/log/event.ts';
import { emptyChain, extendChain } from '../../core/log/fingerprint.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { writePlain } from '../../core/view/plain-json.ts';
import type { LogBatch, RunInfo, SessionListener } from '../../workers/api.ts';
import type { RunListener } from './session.ts';

/** The beginning of a run: its facts, and all events before `untilUs`. */
export type RecordedStart = { readonly info: RunInfo; readonly untilUs: number; readonly events: readonly LogEvent[] };

/** Writes the digest chain of each event's process after it, DIGEST_BYTES each. */
const writeChains = (events: readonly LogEvent[], all: Uint8Array): void => {
  const last = new Map<number, Uint8Array>();
  for (const [i, event] of events.entries()) {
    const chain = extendChain(last.get(event.p) ?? emptyChain(), event);
    last.set(event.p, chain);
    all.set(chain, i * DIGEST_BYTES);
  }
};

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

export class StartRelay implements SessionListener {
  readonly #listener: RunListener;
  /** Nothing has been shown yet. */
  #fresh = true;
  /** The facts of the live run, once it is open. */
  #info: RunInfo | null = null;
  /** What is compared; null: everything is passed on. */
  #start: RecordedStart | null = null;
  #chains: Uint8Array = new Uint8Array();
  /** The chains are there: they are made with the first live report, so that the first picture need not wait for them. */
  #isChained = false;
  /** Recorded events before it are confirmed, and so is all before `#comparedUs`. */
  #at = 0;
  #comparedUs = 0;
  /** From here on the recorded start is void: the run has been sent another way. */
  #untilUs = 0;
  /** What has been compared: all that there is of the live log. */
  #held: LogBatch[] = [];

  constructor(listener: RunListener) {
    this.#listener = listener;
  }

  /**
   * Gives the page the recorded start, unless it has something already. The page keeps the chains as they are handed over here, empty; they are in place
   * before `onStart` says that the start is no longer recorded. Until then there is no fingerprint.
   */
  play(start: RecordedStart): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    const { info, events, untilUs } = start;
    this.#start = start;
    this.#untilUs = untilUs;
    this.#chains = new Uint8Array(events.length * DIGEST_BYTES);
    this.#listener.onStart(true, info);
    this.#listener.onBatch({ events, chains: this.#chains, headUs: toTimeUs(untilUs), checks: [] });
    if (this.#info !== null) this.meet(this.#info);
  }

  /** The live run is open: its facts must be the same. */
  meet(info: RunInfo): void {
    this.#info = info;
    if (this.#start !== null && writePlain(info) !== writePlain(this.#start.info)) this.#replace(info);
  }

  readonly onBatch = (batch: LogBatch): void => {
    this.#fresh = false;
    if (this.#start === null) this.#listener.onBatch(batch);
    else this.#compare(batch, this.#start);
  };

  readonly onRewound: SessionListener['onRewound'] = (t, run) => {
    this.#fresh = false;
    this.#untilUs = Math.min(this.#untilUs, t);
    this.#listener.onRewound(t, run);
    if (this.#start !== null && this.#comparedUs >= this.#untilUs) this.#confirm(this.#start);
  };

  readonly onProblem: SessionListener['onProblem'] = (problem) => this.#listener.onProblem(problem);

  #chain({ events }: RecordedStart): void {
    if (!this.#isChained) writeChains(events, this.#chains);
    this.#isChained = true;
  }

  #compare(batch: LogBatch, start: RecordedStart): void {
    this.#chain(start);
    this.#held.push(batch);
    const { events } = start;
    const until = Math.min(batch.headUs, this.#untilUs);
    const after = batch.events.findIndex(({ t }) => t >= until);
    const count = after === -1 ? batch.events.length : after;
    const [from, to] = [this.#at * DIGEST_BYTES, (this.#at + count) * DIGEST_BYTES];
    this.#at += count;
    const next = events[this.#at];
    // A chain covers everything before it in its process: equal chains mean equal logs.
    const isSame = isEqual(this.#chains.subarray(from, to), batch.chains.subarray(0, count * DIGEST_BYTES));
    if (!isSame || (next !== undefined && next.t < until)) {
      this.#replace(start.info);
      return;
    }
    this.#comparedUs = batch.headUs;
    if (batch.headUs < this.#untilUs) return;
    this.#confirm(start);
    this.#listener.onBatch({ ...batch, events: batch.events.slice(count), chains: batch.chains.slice(count * DIGEST_BYTES) });
  }

  #confirm(start: RecordedStart): void {
    const { info } = start;
    this.#chain(start);
    this.#start = null;
    this.#held = [];
    this.#listener.onStart(false, info);
  }

  #replace(info: RunInfo): void {
    this.#start = null;
    this.#listener.onStart(false, info);
    this.#listener.onProblem({ kind: 'start_replaced', validator: null, message: '' });
    this.#listener.onRewound(toTimeUs(0), info.run);
    for (const batch of this.#held.splice(0)) this.#listener.onBatch(batch);
  }
}
