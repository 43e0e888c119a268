// Seeking in the log: the picture and its sentence at random cursors, nothing remembered from the seek before, in runs of 10,000 and 100,000 events. The peer
// is the fold from the beginning of the same log.
import { createKernel } from '../core/crypto/create-kernel.ts';
import { memoKernel } from '../core/crypto/memo-kernel.ts';
import { createStandardWorld } from '../core/scenarios/worlds.ts';
import { Cluster } from '../core/sim/cluster.ts';
import { createMachines } from '../core/sim/machines.ts';
import { toTimeUs } from '../core/types/ids.ts';
import { narrate } from '../core/view/narrate.ts';
import {
  type Timeline,
  appendEvents,
  createTimeline,
  eventsOfStep,
  fingerprintAt,
  keptEvents,
  timeOfCursor,
  viewAt,
} from '../core/view/timeline.ts';

const VALIDATORS = 7;
const SEEKS = 500;
const SIZES = [10_000, 100_000] as const;

/** The default network with seven validators, until its log holds so many events. */
const growLog = (events: number): Timeline => {
  const world = createStandardWorld({ seed: 7, validators: VALIDATORS });
  const createMachine = createMachines(world, 7, memoKernel(createKernel(), 50_000));
  const cluster = new Cluster({ world, seed: 7, interventions: [], createMachine });
  const line = createTimeline(VALIDATORS);
  for (let t = 1_000_000; line.events.length < events; t += 1_000_000) {
    const chunk = cluster.advance(toTimeUs(t));
    appendEvents(line, chunk.events, chunk.chains);
  }
  return line;
};

const measure = (work: () => void): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const percentile = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? Number.NaN;

/** Cursors spread over the log, the same in every run. */
const cursorAtSeek = (line: Timeline, i: number): number => 1 + ((i * 7_919_993) % line.stops.total);

/** Prints the table. */
export const benchSeek = (): void => {
  console.log(
    `seeks at random, ${SEEKS} each, ${VALIDATORS} validators: picture, sentence and fingerprint, against a fold from the beginning`,
  );
  for (const size of SIZES) {
    const line = growLog(size);
    const times = Array.from({ length: SEEKS }, (_, i) =>
      measure(() => {
        const cursor = cursorAtSeek(line, i);
        narrate(eventsOfStep(line, cursor - 1), viewAt(line, cursor));
        fingerprintAt(line, timeOfCursor(line, cursor));
      }),
    );
    const fold = measure(() => {
      let view = line.view.empty();
      for (const event of keptEvents(line)) view = line.view.apply(view, event);
    });
    const [p50, p95, worst] = [percentile(times, 0.5), percentile(times, 0.95), Math.max(...times)];
    console.log(
      `${String(line.events.length).padStart(7)} events: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, worst ${worst.toFixed(2)} ms; fold ${fold.toFixed(0)} ms, ${(fold / p95).toFixed(0)} times p95`,
    );
  }
};
