// The moment that is shown, and how components learn of it: exactly where something stands still, a few times per second while it plays. Moments that the
// log has let go of are brought back first.
import type { StoreApi } from 'zustand';
import { isKept } from '../../core/view/log-window.ts';
import type { StepPosition } from '../../core/view/steps.ts';
import { cursorAt, timeOfCursor, viewAt } from '../../core/view/timeline.ts';
import type { Grants } from './grants.ts';
import type { Place } from './pace.ts';
import type { Playhead } from './playhead.ts';
import type { Recall } from './recall.ts';
import type { RunState } from './run-state.ts';
import type { Teller } from './teller.ts';

/** Components see the player's progress at most this often; less often where there is a ring of validators to draw. */
const PUBLISH_MS = { few: 100, many: 200 };
/** More than this are many. */
const FEW = 16;

export type CursorOptions = {
  readonly store: StoreApi<RunState>;
  readonly playhead: Playhead;
  readonly loadRecall: () => Promise<Recall>;
  readonly loadTeller: () => Promise<Teller>;
};

export class Cursor {
  readonly #store: StoreApi<RunState>;
  readonly #playhead: Playhead;
  readonly #grants: Grants;
  readonly #loadRecall: () => Promise<Recall>;
  #recall: Recall | null = null;
  #teller: Teller | null = null;
  #place: Place = { us: 0, cursor: 0 };
  #published = { ms: 0, cursor: 0 };
  /** Times of the places that the jumps of the trail left, which may lie between steps: back shows that very moment. */
  #left: readonly number[] = [];

  constructor({ store, playhead, loadRecall, loadTeller }: CursorOptions, grants: Grants) {
    this.#store = store;
    this.#playhead = playhead;
    this.#grants = grants;
    this.#loadRecall = loadRecall;
    void this.#listenTo(loadTeller());
  }

  async #listenTo(loaded: Promise<Teller>): Promise<void> {
    this.#teller = await loaded;
    this.#store.setState({ facts: this.#teller.facts });
    if (!this.#store.getState().playing) this.publish(null);
  }

  get place(): Place {
    return this.#place;
  }

  /** Where steps are counted from. */
  get position(): StepPosition {
    return { cursor: this.#place.cursor, trail: this.#store.getState().trail };
  }

  /** To the beginning of another run. */
  reset(): void {
    this.#recall?.close();
    this.#place = { us: 0, cursor: 0 };
    this.#playhead.move(0);
  }

  moveTo(us: number, cursor: number): void {
    const { line } = this.#store.getState();
    // Steps of the same moment belong to its fingerprint.
    const needed = isKept(line, cursor) ? cursorAt(line, us) : cursor;
    if (!isKept(line, needed)) {
      void this.#bring(us, cursor, needed);
      return;
    }
    this.#place = { us, cursor };
    this.publish(null);
  }

  /** Shows a moment that the log has let go of, once its stretch has been computed again. */
  async #bring(us: number, cursor: number, needed: number): Promise<void> {
    this.#store.setState({ waiting: { kind: 'older', us, cursor: needed, percent: 0 } });
    this.#recall ??= await this.#loadRecall();
    this.#recall.bring({ us, cursor: needed }, () => this.moveTo(us, cursor));
  }

  /** Ends every wait at a place. */
  settle(position: StepPosition, us: number = timeOfCursor(this.#store.getState().line, position.cursor)): void {
    this.#store.setState({ trail: position.trail, waiting: null, missed: null });
    this.moveTo(us, position.cursor);
  }

  /** A shorter trail means that a jump was undone. */
  stepTo(position: StepPosition): void {
    if (position.trail.length < this.#store.getState().trail.length) {
      const us = this.#left.at(-1);
      this.#left = this.#left.slice(0, -1);
      this.settle(position, us);
      return;
    }
    this.#left = [...this.#left, this.#place.us].slice(-position.trail.length);
    this.settle(position);
  }

  /** The player stops: whole microseconds. */
  stop(): void {
    this.#place = { ...this.#place, us: Math.floor(this.#place.us) };
    this.publish(null);
  }

  /** One frame of the player; false when the log has let go of that place, which is then brought back. */
  play(place: Place, ms: number): boolean {
    if (!isKept(this.#store.getState().line, place.cursor)) {
      void this.#bring(place.us, place.cursor, place.cursor);
      return false;
    }
    this.#place = place;
    this.#playhead.move(place.us);
    const { validators } = this.#store.getState().line;
    if (ms - this.#published.ms >= (validators > FEW ? PUBLISH_MS.many : PUBLISH_MS.few)) this.publish(ms);
    return true;
  }

  /** Hands the place to the components. `ms` null: the player stands still, so the sentence is exactly that of the last step. */
  publish(ms: number | null): void {
    const state = this.#store.getState();
    const { us, cursor } = this.#place;
    const view = viewAt(state.line, cursor, { cursor: state.cursor, view: state.view });
    const { line, told } = state;
    const scene = { line, from: this.#published.cursor, to: cursor, view, told, narration: state.narration };
    const narration = this.#teller?.tell(scene, ms) ?? null;
    this.#published = { ms: ms ?? 0, cursor };
    this.#store.setState({ us, cursor, view, narration, grantedUs: Math.floor(this.#grants.granted) });
    this.#playhead.move(us);
  }
}
