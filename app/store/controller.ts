// The only caller of the workers: opens runs, grants time, moves the cursor, re-runs with other interventions (branching.ts decides with which). A
// paused page grants nothing but what a step, a seek or an intervention asks for; a hidden tab grants nothing at all.
import type { StoreApi } from 'zustand';
import { DEFAULT_CHOICE, DEFAULT_SCENARIO, DEFAULT_SEED, type ScenarioChoice, parseScenario } from '../../core/scenarios/catalogue.ts';
import { LOG_EVENTS_MAX } from '../../core/base/limits.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import { CORE_VERSION, CUSTOM_SCENARIO, type Run } from '../../core/sim/run.ts';
import type { SharedRun } from '../../core/sim/share.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import { type TimeUs, toTimeUs } from '../../core/types/ids.ts';
import { cutLog, eventsAfter, isKept, trimLog } from '../../core/view/log-window.ts';
import { type StepPosition, type StepUnit, backBy, forwardBy } from '../../core/view/steps.ts';
import { appendEvents, cursorAt, fingerprintAt, timeOfCursor, viewAt } from '../../core/view/timeline.ts';
import type { LogBatch, Placement, PlacementKind, Session, SessionListener } from '../../workers/api.ts';
import { rootTree } from './branch-tree.ts';
import { type Speed, advancePlace } from './pace.ts';
import type { Playhead } from './playhead.ts';
import type { Recall } from './recall.ts';
import { type RunState, type StepBy, byUnit, followersIn, freshRun } from './run-state.ts';
import type { Teller } from './teller.ts';

export type OpenSession = (
  run: Run,
  options: { readonly placement: Placement; readonly nodes: number },
  listener: SessionListener,
) => Promise<Session>;

/** Virtual time that the head is kept ahead of a playing cursor at 1x. */
const AHEAD_US = 6_000_000;
/** Faster players get no more than this multiple. */
const AHEAD_SPEED_MAX = 4;
/** The workers are at most this far ahead of what the page has read; more than any player or step asks for at once. */
const SLICE_US = 30_000_000;
/** Granted at once when a run opens: enough for a first block. */
const FIRST_GRANT_US = 3_000_000;
/** How far a forward step looks for its next stop before it gives up. */
const STEP_SEARCH_US = 120_000_000;
/** Components see the player's progress at most this often. */
const PUBLISH_MS = 100;
/** A longer frame counts as this: a page that slept does not leap. */
const FRAME_MS_MAX = 200;

export class RunController {
  readonly #store: StoreApi<RunState>;
  readonly #playhead: Playhead;
  readonly #openSession: OpenSession;
  readonly #isHidden: () => boolean;
  readonly #loadRecall: () => Promise<Recall>;
  #recall: Recall | null = null;
  /** The log is to begin anew, and this moment is then shown: what still comes of the old one is void. */
  #returnTo: number | null = null;
  #session: Session | null = null;
  #generation = 0;
  #granted = 0;
  /** How far the workers have been told to go. */
  #sent = 0;
  /** The newest report, where the page has not been told of it. */
  #untold: LogBatch | null = null;
  /** What would have been granted if the tab had not been hidden. */
  #owed = 0;
  #place = { us: 0, cursor: 0 };
  #published = { ms: 0, cursor: 0 };
  #lastFrameMs: number | null = null;
  #teller: Teller | null = null;
  /** Times of the places that the jumps of the trail left, which may lie between steps: back shows that very moment. */
  #left: readonly number[] = [];

  constructor(options: {
    readonly store: StoreApi<RunState>;
    readonly playhead: Playhead;
    readonly openSession: OpenSession;
    readonly isHidden: () => boolean;
    readonly loadRecall: () => Promise<Recall>;
    readonly loadTeller: () => Promise<Teller>;
  }) {
    this.#store = options.store;
    this.#playhead = options.playhead;
    this.#openSession = options.openSession;
    this.#isHidden = options.isHidden;
    this.#loadRecall = options.loadRecall;
    void this.#listenTo(options.loadTeller());
  }

  async #listenTo(loaded: Promise<Teller>): Promise<void> {
    this.#teller = await loaded;
    if (!this.#store.getState().playing) this.#publish(null);
  }

  // ── opening ──

  /** Opens a scenario from its beginning. */
  openScenario(scenario: string, seed: number, placement: PlacementKind = 'workers'): Promise<void> {
    this.#store.setState({ link: null });
    return this.#openDefault({ scenario, seed }, placement);
  }

  /** Opens a scenario that is not one of the catalogue; the spec has been checked. */
  openSpec(spec: ScenarioSpec, seed: number, placement: PlacementKind = 'workers'): Promise<void> {
    this.#store.setState({ link: null });
    const choice = { ...DEFAULT_CHOICE, validators: spec.validators };
    return this.#open({ scenario: CUSTOM_SCENARIO, spec, seed, interventions: [], coreVersion: CORE_VERSION }, choice, placement);
  }

  /** Opens what a link describes and goes to its cursor, paused. */
  async openShared(shared: SharedRun, placement: PlacementKind = 'workers'): Promise<void> {
    const { spec, scenario } = shared.run;
    const choice = spec === undefined ? parseScenario(scenario) : { ...DEFAULT_CHOICE, validators: spec.validators };
    if (choice === null) {
      this.#store.setState({ link: { kind: 'refused', error: { code: 'UnknownScenario' } } });
      await this.#openDefault({ scenario: DEFAULT_SCENARIO, seed: DEFAULT_SEED }, placement);
      return;
    }
    this.pause();
    this.#store.setState({
      link: { kind: 'checking', fingerprint: shared.fingerprint, version: shared.run.coreVersion, us: shared.cursor },
    });
    await this.#open({ ...shared.run, coreVersion: CORE_VERSION }, choice, placement);
    if (this.#store.getState().status === 'ready') this.seekTime(shared.cursor);
  }

  /** Without interventions; an unknown name opens the default scenario. */
  #openDefault(asked: Pick<Run, 'scenario' | 'seed'>, placement: PlacementKind): Promise<void> {
    const known = parseScenario(asked.scenario);
    const scenario = known === null ? DEFAULT_SCENARIO : asked.scenario;
    return this.#open({ scenario, seed: asked.seed, interventions: [], coreVersion: CORE_VERSION }, known ?? DEFAULT_CHOICE, placement);
  }

  async #open(run: Run, choice: ScenarioChoice, placement: PlacementKind): Promise<void> {
    const generation = ++this.#generation;
    this.#session?.close();
    this.#recall?.close();
    this.#session = null;
    this.#returnTo = null;
    this.#granted = 0;
    this.#sent = 0;
    this.#untold = null;
    this.#owed = 0;
    this.#place = { us: 0, cursor: 0 };
    this.#store.setState(freshRun(choice, run.seed, run.spec));
    this.#playhead.move(0);
    try {
      // Opened without the interventions of a link: whether they fit is known only with the run's facts.
      const bare = { ...run, interventions: [] };
      const nodes = choice.validators + followersIn(choice.id, run.spec).length;
      const options = { placement: { kind: placement, remoteBatchers: [] }, nodes };
      const session = await this.#openSession(bare, options, this.#listener(generation));
      if (generation !== this.#generation) {
        session.close();
        return;
      }
      this.#session = session;
      this.#store.setState({ status: 'ready', info: session.info, run: bare });
      await this.#applyLinked(run.interventions);
      if (generation !== this.#generation) return;
      this.#grant(FIRST_GRANT_US);
    } catch (error) {
      if (generation === this.#generation) this.#store.setState({ status: 'failed', failure: String(error), playing: false });
    }
  }

  async #applyLinked(interventions: readonly Intervention[]): Promise<void> {
    const { info, run } = this.#store.getState();
    const first = interventions[0];
    if (first === undefined || info === null || run === null) return;
    const { misfit } = await import('../../core/sim/share.ts');
    const error = misfit(interventions, info);
    if (error !== null) {
      this.#store.setState({ link: { kind: 'refused', error } });
      return;
    }
    this.#store.setState({ run: { ...run, interventions }, tree: rootTree(interventions) });
    this.#session?.rewind(first.t, interventions);
  }

  #listener(generation: number): SessionListener {
    const ifCurrent =
      <T extends readonly unknown[]>(act: (...args: T) => void) =>
      (...args: T): void => {
        if (generation === this.#generation) act(...args);
      };
    return {
      onBatch: ifCurrent((batch: LogBatch) => this.#append(batch)),
      onRewound: ifCurrent((t: TimeUs) => this.#cut(t)),
      onProblem: ifCurrent((problem) => {
        this.#tellAll();
        this.#store.setState(({ problems }) => ({ problems: [...problems.filter(({ kind }) => kind !== problem.kind), problem] }));
        if (problem.kind === 'run_halted') this.pause();
      }),
    };
  }

  /** Goes on in other workers: the same run. */
  async place(placement: Placement): Promise<void> {
    const session = this.#session;
    const info = await session?.place(placement);
    if (info !== undefined && session === this.#session) this.#store.setState({ info });
  }

  // ── the log grows ──

  #append(batch: LogBatch): void {
    if (this.#returnTo !== null) return;
    const { line, waiting } = this.#store.getState();
    appendEvents(line, batch.events, batch.chains);
    trimLog(line, this.#place.cursor);
    // On the way to a far moment the page draws once per slice.
    if (waiting?.kind === 'seek' && batch.headUs <= waiting.us && batch.headUs < this.#sent) this.#untold = batch;
    else this.#tell(batch);
  }

  #tellAll(): void {
    if (this.#untold !== null) this.#tell(this.#untold);
  }

  #tell(batch: LogBatch): void {
    this.#untold = null;
    this.#store.setState(({ version }) => ({ version: version + 1, headUs: batch.headUs, checks: batch.checks }));
    this.#send();
    this.#checkLink();
    this.#resolveWaiting();
  }

  #cut(t: TimeUs): void {
    const state = this.#store.getState();
    const returnTo = this.#returnTo;
    this.#returnTo = null;
    if (!isKept(state.line, cursorAt(state.line, t - 1))) {
      // The log has let go of that moment: all of it is simulated again.
      this.#returnTo = returnTo ?? Math.min(this.#place.us, t - 1);
      this.#session?.rewind(toTimeUs(0), state.run?.interventions ?? []);
      return;
    }
    const line = cutLog(state.line, t);
    const [headUs, wanted] = [Math.min(state.headUs, t), this.#granted];
    this.#granted = t;
    this.#sent = t;
    this.#untold = null;
    this.#store.setState({ line, version: state.version + 1, headUs, trail: [] });
    if (this.#place.us >= t) this.#moveTo(Math.max(0, t - 1), line.stops.total);
    else this.#moveTo(this.#place.us, Math.min(this.#place.cursor, line.stops.total));
    this.#grant(wanted);
    if (returnTo !== null) this.seekTime(Math.floor(returnTo));
  }

  #grant(us: number): void {
    if (this.#session === null || us <= this.#granted) return;
    if (this.#isHidden()) {
      this.#owed = Math.max(this.#owed, us);
      return;
    }
    this.#granted = us;
    if (!this.#store.getState().playing) this.#store.setState({ grantedUs: Math.floor(us) });
    this.#send();
  }

  /** Sends the workers on, at most a slice beyond what is here: a far seek shall not pile up more than the page can read. */
  #send(): void {
    const until = Math.floor(Math.min(this.#granted, this.#store.getState().headUs + SLICE_US));
    if (this.#session === null || this.#isHidden() || until <= this.#sent) return;
    this.#sent = until;
    this.#session.advance(toTimeUs(until));
  }

  /** The tab can be seen again: grants what a link, a step or a seek asked for meanwhile. */
  wake(): void {
    this.#send();
    const owed = this.#owed;
    this.#owed = 0;
    this.#grant(owed);
  }

  #resolveWaiting(): void {
    const { waiting, headUs, line } = this.#store.getState();
    if (waiting === null || waiting.kind === 'older') return;
    if (waiting.kind === 'seek') {
      if (headUs <= waiting.us) return;
      this.seekTime(Math.min(waiting.us, headUs - 1));
      // On the way the log has kept what was shown before as well.
      if (trimLog(line, this.#place.cursor)) this.#store.setState(({ version }) => ({ version: version + 1 }));
      return;
    }
    const position = forwardBy(waiting.by.over(line), this.#position(), Math.min(waiting.scanned, line.stops.total));
    if (position !== null) this.#stepTo(position);
    else if (headUs >= waiting.untilUs) {
      this.#store.setState({ waiting: null, missed: { label: waiting.by.label, us: headUs - waiting.sinceUs } });
    } else {
      this.#store.setState({ waiting: { ...waiting, scanned: line.stops.total } });
      this.#grant(headUs + AHEAD_US);
    }
  }

  // ── the cursor ──

  #position(): StepPosition {
    return { cursor: this.#place.cursor, trail: this.#store.getState().trail };
  }

  #moveTo(us: number, cursor: number): void {
    const { line } = this.#store.getState();
    // Steps of the same moment belong to its fingerprint.
    const needed = isKept(line, cursor) ? cursorAt(line, us) : cursor;
    if (!isKept(line, needed)) {
      void this.#bring(us, cursor, needed);
      return;
    }
    this.#place = { us, cursor };
    this.#publish(null);
  }

  /** Shows a moment that the log has let go of, once its stretch has been computed again. */
  async #bring(us: number, cursor: number, needed: number): Promise<void> {
    this.#store.setState({ waiting: { kind: 'older', us, cursor: needed, percent: 0 } });
    this.#recall ??= await this.#loadRecall();
    this.#recall.bring({ us, cursor: needed }, () => this.#moveTo(us, cursor));
  }

  #settle(position: StepPosition, us: number = timeOfCursor(this.#store.getState().line, position.cursor)): void {
    this.#store.setState({ trail: position.trail, waiting: null, missed: null });
    this.#moveTo(us, position.cursor);
  }

  /** A shorter trail means that a jump was undone. */
  #stepTo(position: StepPosition): void {
    if (position.trail.length < this.#store.getState().trail.length) {
      const us = this.#left.at(-1);
      this.#left = this.#left.slice(0, -1);
      this.#settle(position, us);
      return;
    }
    this.#left = [...this.#left, this.#place.us].slice(-position.trail.length);
    this.#settle(position);
  }

  /** Shows `cursor` steps. Pauses: a seek stops the player. */
  seekStep(cursor: number): void {
    this.pause();
    const { line } = this.#store.getState();
    this.#settle({ cursor: Math.max(0, Math.min(Math.round(cursor), line.stops.total)), trail: [] });
  }

  /** Shows the moment `us`, simulating up to it when the head is not there yet. Pauses. */
  seekTime(us: number): void {
    this.pause();
    const { line, headUs } = this.#store.getState();
    if (us >= headUs) {
      this.#store.setState({ waiting: { kind: 'seek', us } });
      this.#grant(us + 1);
      return;
    }
    this.#store.setState({ trail: [], waiting: null, missed: null });
    this.#moveTo(us, cursorAt(line, us));
  }

  /** Shows the newest moment that is complete. */
  jumpToHead(): void {
    this.#tellAll();
    const { line, headUs } = this.#store.getState();
    this.#store.setState({ trail: [], waiting: null, missed: null });
    this.#moveTo(Math.max(0, headUs - 1), line.stops.total);
  }

  stepForward(unit: StepUnit): void {
    this.step(byUnit(unit), 1);
  }

  stepBack(unit: StepUnit): void {
    this.step(byUnit(unit), -1);
  }

  /** One step; forward it simulates on for at most STEP_SEARCH_US until there is a stop. Pauses. */
  step(by: StepBy, direction: 1 | -1): void {
    this.pause();
    const { line, headUs } = this.#store.getState();
    const stepper = by.over(line);
    const position = (direction === 1 ? forwardBy : backBy)(stepper, this.#position());
    if (position !== null) this.#stepTo(position);
    else if (direction === -1) this.#store.setState({ waiting: null, missed: { label: by.label, us: null } });
    else {
      const waiting = { kind: 'step', by, scanned: line.stops.total, sinceUs: headUs, untilUs: headUs + STEP_SEARCH_US } as const;
      this.#store.setState({ waiting, missed: null });
      this.#grant(headUs + AHEAD_US);
    }
  }

  #checkLink(): void {
    const { link, line, headUs } = this.#store.getState();
    if (link?.kind !== 'checking' || link.us >= headUs) return;
    const got = fingerprintAt(line, link.us);
    const { fingerprint: expected, version } = link;
    this.#store.setState({
      link: got.startsWith(expected) ? { kind: 'identical', fingerprint: got } : { kind: 'differs', expected, got, version },
    });
  }

  // ── the player ──

  play(): void {
    this.#tellAll();
    const { status, playing } = this.#store.getState();
    if (status === 'failed' || playing) return;
    this.#lastFrameMs = null;
    this.#store.setState({ playing: true, waiting: null, missed: null });
  }

  pause(): void {
    this.#tellAll();
    if (!this.#store.getState().playing) return;
    this.#place = { ...this.#place, us: Math.floor(this.#place.us) };
    this.#store.setState({ playing: false });
    this.#publish(null);
  }

  setSpeed(speed: Speed): void {
    this.#store.setState({ speed });
  }

  /** One animation frame; call it only while playing. `ms` is a monotonic clock. */
  frame(ms: number): void {
    const { line, headUs, speed, playing, status, waiting } = this.#store.getState();
    const passed = this.#lastFrameMs === null ? 0 : Math.min(FRAME_MS_MAX, ms - this.#lastFrameMs);
    this.#lastFrameMs = ms;
    if (!playing || status !== 'ready' || waiting?.kind === 'older') return;
    const place = advancePlace({ beats: line.beats, times: line.times, headUs }, this.#place, passed, speed);
    if (!isKept(line, place.cursor)) {
      void this.#bring(place.us, place.cursor, place.cursor);
      return;
    }
    this.#place = place;
    this.#playhead.move(this.#place.us);
    // What is ahead of the player must fit in the log.
    if (eventsAfter(line, place.cursor) < LOG_EVENTS_MAX / 2)
      this.#grant(place.us + AHEAD_US * Math.min(AHEAD_SPEED_MAX, Math.max(1, speed)));
    if (ms - this.#published.ms >= PUBLISH_MS) this.#publish(ms);
  }

  /** Hands the place to the components. `ms` null: the player stands still, so the sentence is exactly that of the last step. */
  #publish(ms: number | null): void {
    const state = this.#store.getState();
    const { us, cursor } = this.#place;
    const view = viewAt(state.line, cursor, { cursor: state.cursor, view: state.view });
    const { line, told } = state;
    const scene = { line, from: this.#published.cursor, to: cursor, view, told, narration: state.narration };
    const narration = this.#teller?.tell(scene, ms) ?? null;
    this.#published = { ms: ms ?? 0, cursor };
    this.#store.setState({ us, cursor, view, narration, grantedUs: Math.floor(this.#granted) });
    this.#playhead.move(us);
  }

  // ── interventions ──

  /** Runs with another list of interventions, which agrees with the present one before `t`; then shows `showUs`, or what is left of the present moment. */
  rerun(interventions: readonly Intervention[], t: TimeUs, showUs: number | null = null): void {
    const { run, headUs } = this.#store.getState();
    if (this.#session === null || run === null) return;
    this.#store.setState({ run: { ...run, interventions }, link: null });
    this.#returnTo = showUs;
    this.#session.rewind(toTimeUs(Math.min(t, headUs)), interventions);
  }
}
