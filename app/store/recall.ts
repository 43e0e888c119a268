// Moments that the log has let go of: the stretch around one is computed again in a worker of its own, put back into the log, and then shown. Loaded when
// somebody goes back that far.
import type { StoreApi } from 'zustand';
import type { Run } from '../../core/sim/run.ts';
import { restoreStretch, stretchAround } from '../../core/view/log-restore.ts';
import type { Stretch } from '../../core/view/log-window.ts';
import type { ReplayReport } from '../../workers/api.ts';
import type { ReplaySession } from '../../workers/spawn-replay.ts';
import type { RunState } from './run-state.ts';

/** `cursor` names the step whose stretch is wanted; `us` is the moment that is shown afterwards. */
export type Recalled = { readonly us: number; readonly cursor: number };

export class Recall {
  readonly #store: StoreApi<RunState>;
  readonly #open: (run: Run) => ReplaySession;
  #session: ReplaySession | null = null;
  #run: Run | null = null;

  constructor(store: StoreApi<RunState>, open: (run: Run) => ReplaySession) {
    this.#store = store;
    this.#open = open;
  }

  /** Asks for what a cursor needs; `done` is called when it is there and nothing else has been asked for meanwhile. */
  bring(wanted: Recalled, done: () => void): void {
    const { line, run } = this.#store.getState();
    if (run === null) return;
    this.#store.setState({ waiting: { kind: 'older', ...wanted, percent: 0 } });
    const stretch = stretchAround(line, wanted.cursor);
    this.#sessionOf(run).ask(stretch.first, stretch.end, (report) => {
      if (this.#store.getState().line === line) this.#hear(wanted, stretch, report, done);
    });
  }

  close(): void {
    this.#session?.close();
    this.#session = null;
    this.#run = null;
  }

  #sessionOf(run: Run): ReplaySession {
    if (this.#session === null || this.#run !== run) {
      this.close();
      this.#session = this.#open(run);
      this.#run = run;
    }
    return this.#session;
  }

  #isAwaited({ us, cursor }: Recalled): boolean {
    const { waiting } = this.#store.getState();
    return waiting?.kind === 'older' && waiting.us === us && waiting.cursor === cursor;
  }

  #hear(wanted: Recalled, stretch: Stretch, report: ReplayReport, done: () => void): void {
    const awaited = this.#isAwaited(wanted);
    switch (report.kind) {
      case 'progress':
        if (awaited) {
          const percent = Math.min(99, Math.floor((100 * report.count) / Math.max(1, stretch.end)));
          this.#store.setState({ waiting: { kind: 'older', ...wanted, percent } });
        }
        return;
      case 'failed':
        this.#fail(report.message);
        return;
      case 'stretch':
        this.#putBack(wanted, stretch, report, awaited ? done : null);
    }
  }

  #putBack(wanted: Recalled, stretch: Stretch, report: ReplayReport & { readonly kind: 'stretch' }, done: (() => void) | null): void {
    const { line, version } = this.#store.getState();
    const now = stretchAround(line, wanted.cursor);
    if (now.first !== stretch.first || now.end !== stretch.end) {
      // The log has let go of more meanwhile.
      if (done !== null) this.bring(wanted, done);
      return;
    }
    if (!restoreStretch(line, stretch, report.events, report.chains)) {
      this.#fail('an older stretch came out different when it was computed again');
      return;
    }
    this.#store.setState({ version: version + 1 });
    if (done === null) return;
    this.#store.setState({ waiting: null });
    done();
  }

  #fail(message: string): void {
    this.#store.setState(({ problems }) => ({
      waiting: null,
      playing: false,
      problems: [...problems.filter(({ kind }) => kind !== 'run_halted'), { kind: 'run_halted', validator: null, message }],
    }));
  }
}
