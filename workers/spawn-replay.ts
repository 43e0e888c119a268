// Main thread: the worker that computes old stretches of one run again.
import type { Run } from '../core/sim/run.ts';
import type { ReplayReply, ReplayReport, ReplayRequest } from './api.ts';
import { toPort } from './port.ts';

export type ReplaySession = {
  /** Asks for the events of indexes [first, end); an older request is dropped. */
  readonly ask: (first: number, end: number, hear: (report: ReplayReport) => void) => void;
  readonly close: () => void;
};

/** Starts the worker. Nothing is computed before something is asked for. */
export const openReplay = (run: Run): ReplaySession => {
  const worker = new Worker(new URL('./replay.ts', import.meta.url), { type: 'module', name: 'replay' });
  const port = toPort<ReplayReply, ReplayRequest>(worker);
  let [last, heard]: [number, (report: ReplayReport) => void] = [0, () => undefined];
  port.listen(({ id, report }) => {
    if (id === last) heard(report);
  });
  worker.onerror = (event) => heard({ kind: 'failed', message: event.message });
  return {
    ask: (first, end, hear) => {
      last++;
      heard = hear;
      port.post({ id: last, run, first, end });
    },
    close: () => worker.terminate(),
  };
};
