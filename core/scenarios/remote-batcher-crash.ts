// A remote batcher crashes: its consensus lives on and its calls fail after their retries. When the batcher is back it learns a height by
// sync and decides the next one from what it has kept.
import { V, during, ofSpec, timeline } from './of-spec.ts';
import type { Scenario } from './scenario.ts';

export const remoteBatcherCrash: Scenario = ofSpec('remote-batcher-crash', {
  bridge: { preset: 'remote', transport: 'apollo' },
  interventions: timeline([during({ kind: 'crash', validator: V(2), part: 'batcher', instance: null, storage: 'keep' }, 4, 14)]),
});
