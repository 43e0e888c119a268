// The only caller of the workers: opens runs (opening.ts), reads their log, grants time (grants.ts), moves the cursor (cursor.ts), re-runs with other
// interventions (branching.ts decides with which).
import type { StoreApi } from 'zustand';
import { LOG_EVENTS_MAX } from '../../core/base/limits.ts';
import { DEFAULT_SCENARIO, DEFAULT_SEED } from '../../core/scenarios/catalogue.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import type { SharedRun } from '../../core/sim/share.ts';
import type { ScenarioSpec } from '../../core/sim/spec.ts';
import type { ClassFile } from '../../core/types/engines.ts';
import { type TimeUs, toTimeUs } from '../../core/types/ids.ts';
import { cutLog, eventsAfter, isKept, trimLog } from '../../core/view/log-window.ts';
import { type StepUnit, backBy, forwardBy } from '../../core/view/steps.ts';
import { appendEvents, cursorAt, fingerprintAt } from '../../core/view/timeline.ts';
import type { LogBatch, Placement, PlacementKind, RunInfo, Session } from '../../workers/api.ts';
import { rootTree } from './branch-tree.ts';
import { Cursor, type CursorOptions } from './cursor.ts';
import { Grants } from './grants.ts';
import { type Opening, scenarioOpening, sharedOpening, specOpening } from './opening.ts';
import { type Speed, advancePlace } from './pace.ts';
import { type RunState, type StepBy, byUnit, followersIn, freshRun } from './run-state.ts';
import type { OpenSession, RunListener } from './session.ts';

/** Virtual time that the head is kept ahead of a playing cursor at 1x. */
const AHEAD_US = 6_000_000;
/** A player is granted time in steps: each grant costs every worker a snapshot and the page a report. */
const GRANT_STEP_US = 500_000;
/** Faster players get no more than this multiple. */
const AHEAD_SPEED_MAX = 4;
/** Granted at once when a run opens: enough for a first block. */
const FIRST_GRANT_US = 3_000_000;
/** How far a forward step looks for its next stop before it gives up. */
const STEP_SEARCH_US = 120_000_000;
/** A longer frame counts as this: a page that slept does not leap. */
const FRAME_MS_MAX = 200;

/** How far the head may go while the player is at `us`. */
const aheadOf = (us: number, speed: Speed): number =>
  GRANT_STEP_US * Math.ceil((us + AHEAD_US * Math.min(AHEAD_SPEED_MAX, Math.max(1, speed))) / GRANT_STEP_US);

type ControllerOptions = CursorOptions & { readonly openSession: OpenSession; readonly isHidden: () => boolean };

export class RunController {
  readonly #store: StoreApi<RunState>;
  readonly #openSession: OpenSession;
  readonly #grants: Grants;
  readonly #cursor: Cursor;
  /** The log is to begin anew, and this moment is then shown: what still comes of the old one is void. */
  #returnTo: number | null = null;
  #session: Session | null = null;
  #generation = 0;
  /** The newest report, where the page has not been told of it. */
  #untold: LogBatch | null = null;
  #lastFrameMs: number | null = null;

  constructor(options: ControllerOptions) {
    this.#store = options.store;
    this.#openSession = options.openSession;
    this.#grants = new Grants(options.store, options.isHidden);
    this.#cursor = new Cursor(options, this.#grants);
  }

  // ── opening ──

  /** Opens a scenario from its beginning. */
  openScenario(scenario: string, seed: number, placement: PlacementKind = 'workers'): Promise<void> {
    this.#store.setState({ link: null });
    return this.#open({ ...scenarioOpening(scenario, seed), placement });
  }

  /** Opens a scenario that is not one of the catalogue; the spec has been checked. */
  openSpec(spec: ScenarioSpec, seed: number, placement: PlacementKind = 'workers'): Promise<void> {
    this.#store.setState({ link: null });
    return this.#open({ ...specOpening(spec, seed), placement });
  }

  /** Opens what a link describes and goes to its cursor, paused. */
  async openShared(shared: SharedRun, placement: PlacementKind = 'workers'): Promise<void> {
    const opening = sharedOpening(shared);
    if (opening === null) {
      this.#store.setState({ link: { kind: 'refused', error: { code: 'UnknownScenario' } } });
      await this.#open({ ...scenarioOpening(DEFAULT_SCENARIO, DEFAULT_SEED), placement });
      return;
    }
    this.pause();
    this.#store.setState({
      link: { kind: 'checking', fingerprint: shared.fingerprint, version: shared.run.coreVersion, us: shared.cursor },
    });
    await this.#open({ ...opening, placement });
    if (this.#store.getState().status === 'ready') this.seekTime(shared.cursor);
  }

  async #open({ run, choice, fresh, placement }: Opening & { readonly placement: PlacementKind }): Promise<void> {
    const generation = ++this.#generation;
    this.#session?.close();
    this.#session = null;
    this.#returnTo = null;
    this.#untold = null;
    this.#grants.open(null);
    this.#store.setState(freshRun(choice, run.seed, run.spec));
    this.#cursor.reset();
    try {
      // Opened without the interventions of a link: whether they fit is known only with the run's facts.
      const bare = { ...run, interventions: [] };
      const nodes = choice.validators + followersIn(choice.id, run.spec).length;
      const options = { placement: { kind: placement, remoteBatchers: [] }, nodes, mayRecord: fresh };
      const session = await this.#openSession(bare, options, this.#listener(generation));
      if (generation !== this.#generation) {
        session.close();
        return;
      }
      this.#session = session;
      this.#grants.open(session);
      this.#store.setState({ status: 'ready', info: session.info, run: bare });
      await this.#applyLinked(run.interventions);
      if (generation !== this.#generation) return;
      this.#grants.grant(FIRST_GRANT_US);
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
    this.#rewind(first.t, interventions);
  }

  #listener(generation: number): RunListener {
    const ifCurrent =
      <T extends readonly unknown[]>(act: (...args: T) => void) =>
      (...args: T): void => {
        if (generation === this.#generation) act(...args);
      };
    return {
      onBatch: ifCurrent((batch: LogBatch) => this.#append(batch)),
      onRewound: ifCurrent((t: TimeUs) => this.#cut(t)),
      onStart: ifCurrent((recorded: boolean, info: RunInfo) => this.#store.setState({ recorded, info })),
      onProblem: ifCurrent((problem) => {
        this.#tellAll();
        this.#store.setState(({ problems }) => ({ problems: [...problems.filter(({ kind }) => kind !== problem.kind), problem] }));
        if (problem.kind !== 'run_halted' && problem.kind !== 'engine_missing') return;
        this.pause();
        this.#store.setState({ reruns: 0 });
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
    trimLog(line, this.#cursor.place.cursor);
    // On the way to a far moment the page draws once per slice.
    if (waiting?.kind === 'seek' && batch.headUs <= waiting.us && batch.headUs < this.#grants.sent) this.#untold = batch;
    else this.#tell(batch);
  }

  #tellAll(): void {
    if (this.#untold !== null) this.#tell(this.#untold);
  }

  #tell(batch: LogBatch): void {
    this.#untold = null;
    this.#store.setState(({ version }) => ({ version: version + 1, headUs: batch.headUs, checks: batch.checks }));
    this.#grants.send();
    this.#checkLink();
    this.#resolveWaiting();
  }

  #rewind(t: TimeUs, interventions: readonly Intervention[]): void {
    this.#store.setState(({ reruns }) => ({ reruns: reruns + 1 }));
    this.#session?.rewind(t, interventions);
  }

  #cut(t: TimeUs): void {
    this.#store.setState(({ reruns }) => ({ reruns: Math.max(0, reruns - 1) }));
    const state = this.#store.getState();
    const returnTo = this.#returnTo;
    // The moment is returned to in the run that was asked for last.
    if (state.reruns === 0) this.#returnTo = null;
    if (!isKept(state.line, cursorAt(state.line, t - 1))) {
      // The log has let go of that moment: all of it is simulated again.
      this.#returnTo = returnTo ?? Math.min(this.#cursor.place.us, t - 1);
      this.#rewind(toTimeUs(0), state.run?.interventions ?? []);
      return;
    }
    const line = cutLog(state.line, t);
    const [headUs, wanted] = [Math.min(state.headUs, t), this.#grants.cut(Math.min(state.headUs, t))];
    this.#untold = null;
    this.#store.setState({ line, version: state.version + 1, headUs, trail: [] });
    if (this.#cursor.place.us >= t) this.#cursor.moveTo(Math.max(0, t - 1), line.stops.total);
    else this.#cursor.moveTo(this.#cursor.place.us, Math.min(this.#cursor.place.cursor, line.stops.total));
    this.#grants.grant(wanted);
    if (returnTo !== null && state.reruns === 0) this.seekTime(Math.floor(returnTo));
  }

  /** The tab can be seen again. */
  wake(): void {
    this.#grants.wake();
  }

  #resolveWaiting(): void {
    const { waiting, headUs, line } = this.#store.getState();
    if (waiting === null || waiting.kind === 'older') return;
    if (waiting.kind === 'seek') {
      if (headUs <= waiting.us) return;
      this.seekTime(Math.min(waiting.us, headUs - 1));
      // On the way the log has kept what was shown before as well.
      if (trimLog(line, this.#cursor.place.cursor)) this.#store.setState(({ version }) => ({ version: version + 1 }));
      return;
    }
    const position = forwardBy(waiting.by.over(line), this.#cursor.position, Math.min(waiting.scanned, line.stops.total));
    if (position !== null) this.#cursor.stepTo(position);
    else if (headUs >= waiting.untilUs) {
      this.#store.setState({ waiting: null, missed: { label: waiting.by.label, us: headUs - waiting.sinceUs } });
    } else {
      this.#store.setState({ waiting: { ...waiting, scanned: line.stops.total } });
      this.#grants.grant(headUs + AHEAD_US);
    }
  }

  // ── the cursor ──

  /** Shows `cursor` steps. Pauses: a seek stops the player. */
  seekStep(cursor: number): void {
    this.pause();
    const { line } = this.#store.getState();
    this.#cursor.settle({ cursor: Math.max(0, Math.min(Math.round(cursor), line.stops.total)), trail: [] });
  }

  /** Shows the moment `us`, simulating up to it when the head is not there yet. Pauses. */
  seekTime(us: number): void {
    this.pause();
    const { line, headUs } = this.#store.getState();
    if (us >= headUs) {
      this.#store.setState({ waiting: { kind: 'seek', us } });
      this.#grants.grant(us + 1);
      return;
    }
    this.#store.setState({ trail: [], waiting: null, missed: null });
    this.#cursor.moveTo(us, cursorAt(line, us));
  }

  /** Shows the newest moment that is complete. */
  jumpToHead(): void {
    this.#tellAll();
    const { line, headUs } = this.#store.getState();
    this.#store.setState({ trail: [], waiting: null, missed: null });
    this.#cursor.moveTo(Math.max(0, headUs - 1), line.stops.total);
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
    const position = (direction === 1 ? forwardBy : backBy)(stepper, this.#cursor.position);
    if (position !== null) this.#cursor.stepTo(position);
    else if (direction === -1) this.#store.setState({ waiting: null, missed: { label: by.label, us: null } });
    else {
      const waiting = { kind: 'step', by, scanned: line.stops.total, sinceUs: headUs, untilUs: headUs + STEP_SEARCH_US } as const;
      this.#store.setState({ waiting, missed: null });
      this.#grants.grant(headUs + AHEAD_US);
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
    this.#store.setState({ playing: false });
    this.#cursor.stop();
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
    const place = advancePlace({ beats: line.beats, times: line.times, headUs }, this.#cursor.place, passed, speed);
    if (!this.#cursor.play(place, ms)) return;
    // What is ahead of the player must fit in the log.
    if (eventsAfter(line, place.cursor) < LOG_EVENTS_MAX / 2) this.#grants.grant(aheadOf(place.us, speed));
  }

  // ── interventions ──

  /** Gives the network's class manager further classes, from the beginning as it were; none of them is known or named yet (see `Run.classes`). */
  addClasses(classes: readonly ClassFile[]): void {
    const { run } = this.#store.getState();
    if (this.#session === null || run === null) return;
    this.#store.setState({ run: { ...run, classes: [...(run.classes ?? []), ...classes] } });
    this.#session.addClasses(classes);
  }

  /** Runs with another list of interventions, which agrees with the present one before `t`; then shows `showUs`, or what is left of the present moment. */
  rerun(interventions: readonly Intervention[], t: TimeUs, showUs: number | null = null): void {
    const { run, headUs } = this.#store.getState();
    if (this.#session === null || run === null) return;
    this.#store.setState({ run: { ...run, interventions }, link: null });
    this.#returnTo = showUs ?? (this.#returnTo === null ? null : Math.min(this.#returnTo, t - 1));
    this.#rewind(toTimeUs(Math.min(t, headUs)), interventions);
  }
}
