// Slow execution: one batcher needs ten thousand times as long for a transaction. It misses the deadline, its consensus casts no
// vote meanwhile and takes the blocks by sync; the others are a quorum without it.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const slowExecution: Scenario = ofSpec('slow-execution', {
  traffic: { everyUs: 400_000, untilUs: 1_200 * 1_000_000 },
  interventions: timeline([during({ kind: 'slow_batcher', validator: V(4), percent: 1_000_000 }, 2, 30)]),
});
