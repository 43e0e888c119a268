// How far the workers may go. A paused page grants nothing but what a step, a seek or an intervention asks for; a hidden tab grants nothing at all.
import type { StoreApi } from 'zustand';
import { toTimeUs } from '../../core/types/ids.ts';
import type { Session } from '../../workers/api.ts';
import type { RunState } from './run-state.ts';

/** The workers are at most this far ahead of what the page has read; more than any player or step asks for at once. */
const SLICE_US = 30_000_000;

export class Grants {
  readonly #store: StoreApi<RunState>;
  readonly #isHidden: () => boolean;
  #session: Session | null = null;
  #granted = 0;
  /** How far the workers have been told to go. */
  #sent = 0;
  /** What would have been granted if the tab had not been hidden. */
  #owed = 0;

  constructor(store: StoreApi<RunState>, isHidden: () => boolean) {
    this.#store = store;
    this.#isHidden = isHidden;
  }

  /** Begins anew with another session; null: there is none yet. */
  open(session: Session | null): void {
    this.#session = session;
    this.#granted = 0;
    this.#sent = 0;
    this.#owed = 0;
  }

  /** Virtual time that is granted. */
  get granted(): number {
    return this.#granted;
  }

  get sent(): number {
    return this.#sent;
  }

  grant(us: number): void {
    if (this.#session === null || us <= this.#granted) return;
    if (this.#isHidden()) {
      this.#owed = Math.max(this.#owed, us);
      return;
    }
    this.#granted = us;
    if (!this.#store.getState().playing) this.#store.setState({ grantedUs: Math.floor(us) });
    this.send();
  }

  /** Sends the workers on, at most a slice beyond what is here: a far seek shall not pile up more than the page can read. */
  send(): void {
    const until = Math.floor(Math.min(this.#granted, this.#store.getState().headUs + SLICE_US));
    if (this.#session === null || this.#isHidden() || until <= this.#sent) return;
    this.#sent = until;
    this.#session.advance(toTimeUs(until));
  }

  /** Everything from `t` on is void: it has to be granted anew. Returns how far that was. */
  cut(t: number): number {
    const granted = this.#granted;
    this.#granted = t;
    this.#sent = t;
    return granted;
  }

  /** The tab can be seen again: grants what a link, a step or a seek asked for meanwhile. */
  wake(): void {
    this.send();
    const owed = this.#owed;
    this.#owed = 0;
    this.grant(owed);
  }
}
