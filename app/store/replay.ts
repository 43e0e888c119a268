// Another branch of the open run, simulated beside it in one worker of its own: its whole log up to a time, for a comparison; and what
// must be known of a run before it is opened. The page's own run is not touched.
import { parseScenario } from '../../core/scenarios/catalogue.ts';
import type { Intervention } from '../../core/sim/intervention.ts';
import type { Run } from '../../core/sim/run.ts';
import { toTimeUs } from '../../core/types/ids.ts';
import { type Timeline, appendEvents, createTimeline } from '../../core/view/timeline.ts';
import type { RunInfo, Session, SessionListener } from '../../workers/api.ts';
import { openSession } from '../../workers/spawn.ts';
import { followersIn } from './run-state.ts';
import { useRun } from './run.ts';

export type Replay = {
  /** The log, complete up to and with the time asked for. Rejects when the run stops; never settles after `cancel`. */
  readonly done: Promise<Timeline>;
  readonly cancel: () => void;
};

/** Simulates the open scenario and seed with another list of interventions. `onProgress` hears shares from 0 to 1. */
export const replay = (interventions: readonly Intervention[], untilUs: number, onProgress: (share: number) => void): Replay => {
  const { run, line: shown } = useRun.getState();
  const line = createTimeline(shown.validators, shown.followers);
  let session: Session | null = null;
  let isOver = false;
  const cancel = (): void => {
    isOver = true;
    session?.close();
  };
  const done = new Promise<Timeline>((resolve, reject) => {
    if (run === null) {
      reject(new Error('replay: a run is open'));
      return;
    }
    const fail = (why: unknown): void => {
      cancel();
      reject(why instanceof Error ? why : new Error(String(why)));
    };
    const nodes = shown.validators + shown.followers.length;
    const listener: SessionListener = {
      onBatch: ({ events, chains, headUs }) => {
        if (isOver) return;
        appendEvents(line, events, chains);
        onProgress(Math.min(1, headUs / (untilUs + 1)));
        if (headUs <= untilUs) return;
        cancel();
        resolve(line);
      },
      onRewound: () => undefined,
      onProblem: ({ kind, message }) => {
        if (kind === 'run_halted' || kind === 'engine_missing') fail(message);
      },
    };
    const start = async (): Promise<void> => {
      const opened = await openSession({ ...run, interventions }, { placement: { kind: 'inline', remoteBatchers: [] }, nodes }, listener);
      session = opened;
      if (isOver) opened.close();
      else opened.advance(toTimeUs(untilUs + 1));
    };
    start().catch(fail);
  });
  return { done, cancel };
};

const nothing = (): void => undefined;

/** What must be known of a run before it is opened: a session of its own is opened without interventions and closed again. */
export const factsOfRun = async (of: Run): Promise<RunInfo> => {
  const choice = parseScenario(of.scenario);
  const nodes =
    of.spec === undefined
      ? (choice?.validators ?? 0) + (choice === null ? 0 : followersIn(choice.id, null).length)
      : of.spec.validators + of.spec.followers.length;
  const session = await openSession(
    { ...of, interventions: [] },
    { placement: { kind: 'inline', remoteBatchers: [] }, nodes },
    { onBatch: nothing, onRewound: nothing, onProblem: nothing },
  );
  session.close();
  return session.info;
};
