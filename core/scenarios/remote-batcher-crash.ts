// A remote batcher crashes: its consensus lives on, its calls fail after their retries, and it learns the heights by sync when the batcher is back.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const remoteBatcherCrash: Scenario = ofSpec('remote-batcher-crash', {
  bridge: { preset: 'remote', transport: 'apollo' },
  interventions: timeline([during({ kind: 'crash', validator: V(2), part: 'batcher', instance: null, storage: 'keep' }, 4, 14)]),
});
