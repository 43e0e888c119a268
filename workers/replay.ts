// Entry of the worker that computes old stretches of the log again: one run per worker, the newest request wins. Spawned when it is needed.
import type { ReplayReply, ReplayRequest } from './api.ts';
import { type LoadedCairo, loadCairo } from './load-cairo.ts';
import { loadKernel } from './load-kernel.ts';
import { toPort } from './port.ts';
import { Replayer } from './replayer.ts';

const port = toPort<ReplayRequest, ReplayReply>(self);
let replayer: Replayer | null = null;
let asked: number | null = null;
let cairo: Promise<LoadedCairo> | null = null;

const work = (id: number): void => {
  if (replayer === null || id !== asked) return;
  try {
    const report = replayer.step();
    port.post({ id, report });
    // A pause, so that a newer request is heard.
    if (report.kind === 'progress') setTimeout(() => work(id), 0);
  } catch (error) {
    port.post({ id, report: { kind: 'failed', message: error instanceof Error ? error.message : String(error) } });
  }
};

const loading = loadKernel();

port.listen(async ({ id, run, first, end }) => {
  asked = id;
  const [{ kernel }, { engines, missing }] = await Promise.all([loading, (cairo ??= loadCairo(run))]);
  if (id !== asked) return;
  if (missing !== null) {
    port.post({ id, report: { kind: 'failed', message: missing } });
    return;
  }
  replayer ??= new Replayer(run, kernel, engines);
  replayer.seek(first, end);
  work(id);
});
