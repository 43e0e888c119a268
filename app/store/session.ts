// How the controller opens a run, whoever simulates it.
import type { Run } from '../../core/sim/run.ts';
import type { Placement, RunInfo, Session, SessionListener } from '../../workers/api.ts';

/** What the page hears of its session. */
export type RunListener = SessionListener & {
  /** What comes is recorded, or (false) is being simulated from now on; the facts of the run. */
  readonly onStart: (recorded: boolean, info: RunInfo) => void;
};

export type OpenOptions = {
  readonly placement: Placement;
  /** Validators and followers of the scenario. */
  readonly nodes: number;
  /** A recorded beginning may be shown until the workers are there. */
  readonly mayRecord: boolean;
};

export type OpenSession<L = RunListener> = (run: Run, options: OpenOptions, listener: L) => Promise<Session>;
