// The page's controller over a session that simulates inline and answers at once, for tests.
import { createStore } from 'zustand/vanilla';
import { Branching } from '../app/store/branching.ts';
import { RunController } from '../app/store/controller.ts';
import { createPlayhead } from '../app/store/playhead.ts';
import { Recall } from '../app/store/recall.ts';
import { type RunState, initialRunState } from '../app/store/run-state.ts';
import type { OpenSession } from '../app/store/session.ts';
import { Teller } from '../app/store/teller.ts';
import { createKernel } from '../core/crypto/create-kernel.ts';
import type { Intervention } from '../core/sim/intervention.ts';
import type { Run } from '../core/sim/run.ts';
import { type TimeUs, toTimeUs } from '../core/types/ids.ts';
import { fingerprintAt } from '../core/view/timeline.ts';
import type { Session, SessionListener } from '../workers/api.ts';
import { Replayer } from '../workers/replayer.ts';
import type { ReplaySession } from '../workers/spawn-replay.ts';
import { openSample } from './sample-run.ts';

const GRANT_US = 1_000_000;

/** Simulates inline; a rewind starts from the beginning again, which gives the same log. */
export const openInline =
  (granted: number[]): OpenSession<SessionListener> =>
  (run: Run, _options, listener) => {
    let sample = openSample(run.scenario, run.seed, run.interventions);
    let [head, delivered, target] = [0, 0, 0];
    const grow = (): void => {
      while (head < Math.max(target, delivered)) {
        head += GRANT_US;
        const { events, chains } = sample.cluster.advance(toTimeUs(head));
        const skip = events.findIndex((e) => e.t >= delivered);
        const from = skip === -1 ? events.length : skip;
        if (head > delivered) {
          delivered = head;
          listener.onBatch({ events: events.slice(from), chains: chains.slice(from * 16), headUs: toTimeUs(head), checks: [] });
        }
      }
    };
    const session: Session = {
      info: {
        run,
        validators: sample.validators,
        followers: [],
        inputCount: sample.inputs.length,
        inputs: sample.inputs,
      } as unknown as Session['info'],
      advance: (t: TimeUs) => {
        granted.push(t);
        target = Math.max(target, t);
        grow();
      },
      rewind: (t: TimeUs, interventions: readonly Intervention[]) => {
        sample = openSample(run.scenario, run.seed, interventions);
        [head, target] = [0, t];
        delivered = Math.min(delivered, t);
        listener.onRewound(t, { ...run, interventions });
        grow();
      },
      addClasses: () => undefined,
      place: () => Promise.reject(new Error('one placement only')),
      close: () => undefined,
    };
    return Promise.resolve(session);
  };

/** Computes old stretches here, not before the asker has gone on. */
const openInlineReplay = (run: Run): ReplaySession => {
  const replayer = new Replayer(run, createKernel());
  let last = 0;
  const ask: ReplaySession['ask'] = (first, end, hear) => {
    const id = ++last;
    replayer.seek(first, end);
    const work = (): void => {
      if (id !== last) return;
      const report = replayer.step();
      hear(report);
      if (report.kind === 'progress') setTimeout(work, 0);
    };
    setTimeout(work, 0);
  };
  return { ask, close: () => void (last = -1) };
};

export type Bench = {
  readonly run: RunController;
  readonly branching: Branching;
  readonly state: () => RunState;
  readonly granted: number[];
  readonly play: (ms: number) => void;
};

export const createBench = (isHidden: () => boolean = () => false, open: OpenSession | null = null): Bench => {
  const store = createStore<RunState>()(() => initialRunState());
  const granted: number[] = [];
  const run = new RunController({
    store,
    playhead: createPlayhead(),
    openSession: open ?? openInline(granted),
    isHidden,
    loadRecall: () => Promise.resolve(new Recall(store, openInlineReplay)),
    loadTeller: () => Promise.resolve(new Teller()),
  });
  let clock = 1_000;
  const play = (ms: number): void => {
    run.play();
    for (const end = clock + ms; clock < end; clock += 16) run.frame(clock);
  };
  return { run, branching: new Branching(store, run), state: store.getState, granted, play };
};

/** The fingerprint at the moment shown. */
export const fingerprint = (bench: Bench): string => fingerprintAt(bench.state().line, Math.floor(bench.state().us));
